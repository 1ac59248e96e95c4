"""What prices may do to a plan, laid out for a terminal."""

import math
from collections.abc import Iterator

from rich.console import RenderableType
from rich.table import Table

from kagemi.cli.plan_view import table
from kagemi.domain.message import Message, Text, say
from kagemi.domain.plan import Plan
from kagemi.domain.problem import PlanningProblem
from kagemi.language import date_range, number, percent, rupiah, text
from kagemi.language.outcome_texts import status
from kagemi.reasons.risk import Comparison
from kagemi.report.price_risk import BudgetRisk, FoodRisk, PriceRisk

SHOWN = 10
"""Foods in the table; --json has all."""


def risk_view(plan: Plan, risk: PriceRisk, lang: str) -> Iterator[RenderableType]:
    """Range, budgets, probability, and the prices that break a budget first."""
    days = plan.problem.days
    yield f"{plan.problem.canteen}, {date_range(days[0].date, days[-1].date, lang)}\n"
    yield _costs(plan, risk, lang)
    for message in _probability(risk, lang):
        yield text(message, lang)
    yield ""
    yield _foods(plan, risk, lang)


def robust_view(plan: Plan, comparison: Comparison, lang: str) -> Iterator[RenderableType]:
    """The plan beside the one that is cheapest in the worst case."""
    yield _both(comparison, lang)
    for message in _about_both(comparison, lang):
        yield text(message, lang)
    gone = tuple(plan.problem.dish(i).name for i in comparison.gone)
    come = tuple(comparison.found.problem.dish(i).name for i in comparison.come)
    if gone:
        yield text(say("Served less often: {dishes}", dishes=gone), lang)
    if come:
        yield text(say("Served more often: {dishes}", dishes=come), lang)
    if not (gone or come or comparison.moved):
        yield text(say("Both serve the same dishes on the same days."), lang)
    elif not (gone or come):
        yield text(say("Both serve the same dishes, on other days."), lang)
    what = say("Rules and budgets hold at today's prices in both; only the cost is protected against rises.")
    yield text(what, lang)


def _costs(plan: Plan, risk: PriceRisk, lang: str) -> Table:
    title = text(say("Cost of a portion when prices are"), lang)
    heads = [say("all low"), say("as today"), say("all high"), say("budget"), say("holds in draws")]
    made = table(title, ("", False), *((text(h, lang), True) for h in heads))
    cost = risk.cost
    made.add_row(text(say("the plan"), lang), *(rupiah(x, lang) for x in (cost.low, cost.today, cost.high)))
    for b in risk.budgets:
        figures = (b.cost.low, b.cost.today, b.cost.high, b.limit_idr)
        made.add_row(
            _budget_name(plan.problem, b, lang), *(rupiah(x, lang) for x in figures), percent(b.holds, lang, 1)
        )
    return made


def _budget_name(problem: PlanningProblem, budget: BudgetRisk, lang: str) -> str:
    dates = [d.date for d in problem.days if d.index in budget.days]
    when = date_range(dates[0], dates[-1], lang)
    name = text(say("{rule} (soft)", rule=budget.rule), lang) if budget.soft else budget.rule
    return f"{name}, {when}"


def _probability(risk: PriceRisk, lang: str) -> Iterator[Message]:
    draws = number(risk.samples, lang)
    if risk.holds is None or risk.standard_error is None:
        yield say("No rule of the plan is a budget.")
    elif risk.holds in (0.0, 1.0):
        # a standard error of 0 would say too much: three in n is what no case in n draws leaves open (95 %)
        most = percent(3 / risk.samples, lang, 2)
        what = say("Every budget holds") if risk.holds else say("A budget breaks")
        yield say(
            "{what} in all {draws} draws (seed {seed}): the other case may have up to {most}.",
            what=what,
            draws=draws,
            seed=risk.seed,
            most=most,
        )
    else:
        yield say(
            "Every budget holds with a probability of {share} "
            "({draws} draws, seed {seed}, standard error {error}).",
            share=percent(risk.holds, lang, 1),
            draws=draws,
            seed=risk.seed,
            error=percent(risk.standard_error, lang, 2),
        )
    yield say(
        "In nine draws of ten the plan costs {low} to {high}.",
        low=rupiah(risk.likely[0], lang),
        high=rupiah(risk.likely[1], lang),
    )
    yield say(
        "Each price is drawn by itself, most often near today's: prices that rise together are a greater risk."
    )
    together = [b.breaks_at_pct for b in risk.budgets if b.breaks_at_pct is not None]
    if together and min(together) > 0:
        rise = percent(min(together) / 100, lang, 1)
        yield say("If all prices rise together, the first budget breaks at +{rise}.", rise=rise)
    yield say(
        "{share} of the cost rests on assumed ranges (price_spread.csv), not on ranges that a market gave.",
        share=percent(risk.assumed_share, lang),
    )


def _foods(plan: Plan, risk: PriceRisk, lang: str) -> Table:
    title = text(say("Which price breaks a budget first, the others being as today"), lang)
    heads = [
        say("a portion"),
        say("low"),
        say("high"),
        say("low to high makes"),
        say("breaks a budget at"),
    ]
    made = table(title, (text(say("Food"), lang), False), *((text(h, lang), True) for h in heads))
    for food in risk.foods[:SHOWN]:
        made.add_row(
            _food(plan.problem, food.food, lang),
            rupiah(food.cost_idr, lang),
            *(_change(x, lang) for x in (food.low_pct, food.high_pct)),
            rupiah(food.swing_idr, lang),
            _break(food, lang),
        )
    made.caption = text(say("~ an assumed range; ! within the price's range"), lang)
    made.caption_justify = "left"
    return made


def _change(pct: float, lang: str) -> str:
    return f"{'+' if pct > 0.5 else ''}{percent(pct / 100, lang)}"


def _break(food: FoodRisk, lang: str) -> str:
    marks = ("~" if food.is_assumed else "") + ("!" if food.is_within_reach else "")
    if food.breaks_at_pct is None:
        shown = "–"
    elif food.breaks_at_pct <= 0:
        shown = text(say("broken today"), lang)
    else:
        shown = _change(food.breaks_at_pct, lang)
    return f"{shown} {marks:<2}"


def _both(comparison: Comparison, lang: str) -> Table:
    title = text(say("The plan that is cheapest in the worst case"), lang)
    heads = [say("this plan"), say("cheapest in the worst case")]
    made = table(title, ("", False), *((text(h, lang), True) for h in heads))
    plan, robust = comparison.plan, comparison.robust
    made.add_row(text(say("cost today"), lang), rupiah(plan.today, lang), rupiah(robust.today, lang))
    worst = say("worst case, at most {count} prices high", count=comparison.deviations)
    made.add_row(text(worst, lang), rupiah(plan.high, lang), rupiah(robust.high, lang))
    return made


def _about_both(comparison: Comparison, lang: str) -> Iterator[Message]:
    yield say("Of the worst case: {status}.", status=status(comparison.found.outcome))
    bound = comparison.bound_idr
    if bound is not None and bound > 0:
        yield say("No menu's worst case is below {bound}.", bound=rupiah(bound, lang))
        if not comparison.own_prices:
            # rounded up: a promise is not made smaller than it is
            above = math.ceil(max(0.0, comparison.plan.high / bound - 1) * 1000 - 1e-9) / 1000
            yield say("This plan's own is at most {gap} above that.", gap=percent(above, lang, 1))
    if comparison.own_prices:
        yield say("This plan does not fit today's dishes and rules: its costs are those of its own file.")
    elif comparison.prices_changed:
        yield say("Prices or recipes have changed since this plan was made: both costs are today's.")


def _food(problem: PlanningProblem, id: str, lang: str) -> str:
    food = problem.foods.get(id)
    return id if food is None else Text(food.name_id, food.name_en).in_language(lang)
