"""Why: what each rule of a week costs, and why a dish is served or not."""

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.responses import Response

from kagemi.canteen.rule_files import rule_files
from kagemi.domain.message import Text, say
from kagemi.domain.plan import Plan
from kagemi.reasons.price_texts import CHANGED, EXPLAINED, are_changed, base_cost, judged_by, price_rows
from kagemi.web import why_front, why_menu
from kagemi.web.pages import Ask, Page, page
from kagemi.web.why_asked import about_a_plan, asked_plan, begin, latest, marks, path_to, week_values
from kagemi.web.why_tasks import Priced, Reasoned, explain_cell, price_rules
from kagemi.web.why_view import place_of, rule_rows

_UNKNOWN = say("No answer was found in the time. Ask again when the machine has less to do.")


@about_a_plan
def show(ask: Ask) -> Response:
    """The rules of a week, kept or missed; of the one that was asked for, its price as far as it is known."""
    plan, which = asked_plan(ask)
    rule = ask.query.get("rule", "")
    if rule and rule not in {r.name for r in plan.problem.rules}:
        raise HTTPException(404)
    job = latest(ask, _about_price(ask, plan, rule), _about_price(ask, plan, ""))
    priced = job.result if job and job.status == "done" else None
    judged = judged_by(plan, priced.problem) if priced else plan.problem
    values = {
        **week_values(ask, plan, which),
        **_prices(plan, priced, rule),
        "changed": CHANGED if priced and are_changed(plan, priced.problem) else None,
        "rows": rule_rows(plan, judged, rule_files(ask.desk.workspace), rule),
        "chosen": rule,
        "job": job,
    }
    return page(ask, "why.html.j2", values=values)


@about_a_plan
def price(ask: Ask) -> Response:
    """Begin to work out what a rule costs, or all of them."""
    plan, which = asked_plan(ask)
    rule = ask.form.get("rule", "")
    there = path_to("/why", {**which, **({"rule": rule} if rule else {})})
    title = say("What {rule} costs", rule=rule) if rule else say("What each rule costs")
    return begin(ask, title, _about_price(ask, plan, rule), there, price_rules, plan, rule)


def _prices(plan: Plan, priced: Priced | None, rule: str) -> dict[str, object]:
    """The prices that were found, as the command tells them."""
    if priced is None:
        return {"priced": None}
    if priced.prices is None:
        return {"priced": (), "base": None}
    found = tuple(price_rows(plan, priced.problem, priced.prices))
    wanted = tuple(r for r in found if r.rule == rule) if rule else found
    return {"priced": wanted, "base": base_cost(priced.prices), "explained": EXPLAINED}


@about_a_plan
def dish(ask: Ask) -> Response:
    """Why a dish is served on a day, or why it is not."""
    plan, which = asked_plan(ask)
    name, day = ask.query.get("dish", ""), ask.query.get("day", "")
    values: dict[str, object] = {"dish": None, "day": None, "job": None, "reason": None}
    if name:
        values = _dish_values(ask, plan, *_cell(ask, plan, ask.query))
    names = [(i, d.in_language(ask.lang)) for i, d in _dishes(ask, plan).items()]
    values |= {"dishes": sorted(names, key=lambda d: d[1]), "asked": (name, day)}
    return page(ask, "why_dish.html.j2", values={**week_values(ask, plan, which), **values})


def _dish_values(ask: Ask, plan: Plan, name: str, day: int) -> dict[str, object]:
    from kagemi.reasons.dish_texts import against, answer_text, figures, menus

    job = latest(ask, _about_dish(ask, plan, name, day))
    found = job.result if job and job.status == "done" else None
    values: dict[str, object] = {
        "dish": _dishes(ask, plan)[name],
        "day": plan.problem.days[day],
        "served": any(s.day == day and s.dish == name for s in plan.servings),
        "job": job,
        "reason": None,
    }
    if isinstance(found, Reasoned):
        reason, problem = found.reason, found.problem
        files = rule_files(ask.desk.workspace)
        settled = reason.answer in ("possible", "impossible")
        values |= {
            "reason": _UNKNOWN if reason.answer == "unknown" else answer_text(reason, problem),
            "figures": tuple(figures(reason, problem)) if reason.answer == "possible" else (),
            "menus": tuple(menus(reason, problem)) if reason.answer == "possible" else (),
            "against": [(text, place_of(rule, problem, files)[1]) for rule, text in against(reason, problem)]
            if settled
            else [],
        }
    return values


@about_a_plan
def ask_dish(ask: Ask) -> Response:
    """Begin to find out why a dish is served, or why not."""
    plan, which = asked_plan(ask)
    name, day = _cell(ask, plan, ask.form)
    there = path_to("/why/dish", {**which, "day": str(day), "dish": name})
    title = say("Why {dish}, or why not", dish=_dishes(ask, plan)[name])
    return begin(ask, title, _about_dish(ask, plan, name, day), there, explain_cell, plan, name, day)


def _cell(ask: Ask, plan: Plan, asked: Mapping[str, str]) -> tuple[str, int]:
    """The dish and the index of the day; 404 if there are none of the kind."""
    name, day = asked.get("dish", ""), asked.get("day", "")
    if name not in _dishes(ask, plan) or not day.isdecimal() or int(day) >= len(plan.problem.days):
        raise HTTPException(404)
    return name, int(day)


def _dishes(ask: Ask, plan: Plan) -> dict[str, Text]:
    """The dishes that may be asked about: those of the plan, and those that its tray has room for."""
    slots = {s.id for s in plan.problem.slots}
    fitting = (d for d in ask.desk.kitchen().facts if slots.issuperset(d.slots))
    return {d.id: d.name for d in (*fitting, *plan.problem.dishes)}


def _about_price(ask: Ask, plan: Plan, rule: str) -> tuple[str, ...]:
    return ("price", *marks(ask, plan), rule)


def _about_dish(ask: Ask, plan: Plan, name: str, day: int) -> tuple[str, ...]:
    return ("why dish", *marks(ask, plan), name, str(day))


PAGES = (
    Page("/why", show),
    Page("/why/price", price, "work", "POST"),
    Page("/why/dish", dish),
    Page("/why/dish", ask_dish, "work", "POST"),
    *why_front.PAGES,
    *why_menu.PAGES,
    Page("/why/{plan}", show),
)
