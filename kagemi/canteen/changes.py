"""Changes of a week as the board offers them: each the best menu with that change, proven like any other."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from kagemi.canteen.replan import OnDay, Wish, first_open_day, plan_anew, problem_anew
from kagemi.domain.message import Fault, InvalidInput, Message, Where, say
from kagemi.domain.plan import Outcome, Plan
from kagemi.domain.problem import PlanningProblem
from kagemi.domain.reasons import NoMenu
from kagemi.domain.rules import AnyRule, Ban, Pin
from kagemi.files.workspace import Workspace
from kagemi.memory import read_experience
from kagemi.planning import Progress, Search, checked_plan, fingerprint
from kagemi.reasons.today import Today, same_problem

if TYPE_CHECKING:
    from kagemi.optimizer.solve import Stop

SEARCH = Search(method="direct", seconds=30.0)


@dataclass(frozen=True)
class Answer:
    """The week with a change, or why there is none; `outcome` alone: none was found in the time."""

    plan: Plan | None
    outcome: Outcome
    no_menu: NoMenu | None = None
    problem: PlanningProblem | None = None
    """What was asked, where there is no menu."""


def todays_problem(plan: Plan, workspace: Workspace, environment: Mapping[str, str], today: date) -> Today:
    """What the plan was made from, as the files have it now, at the plan's own prices; raises InvalidInput."""
    known = read_experience(workspace, environment, today, plan.price_basis)
    kept = replace(known, prices={**known.prices, **plan.prices})
    found = same_problem(plan, workspace, workspace.constraints, kept)
    if isinstance(found, Message):
        raise InvalidInput((Fault(Where(workspace.constraints.as_posix()), found),))
    return Today(replace(found.kitchen, price_basis=plan.price_basis), found.problem)


def changed(
    plan: Plan,
    found: Today,
    wish: Wish,
    workspace: Workspace,
    today: date,
    *,
    stop: "Stop | None" = None,
    progress: Progress | None = None,
) -> Answer:
    """The menu with what is wished for and the fewest other changes; without a wish, the best one anew.

    What was wished for before, and days that are over, stay.
    """
    first = first_open_day(plan, today)
    asked = problem_anew(plan, found.problem, found.kitchen, wish, first)
    if wish.is_empty:
        tiers = tuple(t for t in asked.objective if t.quantity != "changes")
        asked = replace(asked, objective=tiers, published=())
    new, outcome = plan_anew(asked, found.kitchen, SEARCH, root=workspace.root, stop=stop, progress=progress)
    if new is None and outcome.status == "infeasible":
        from kagemi.reasons.explain import explain_no_menu

        why = explain_no_menu(asked, SEARCH, stop)
        return Answer(None, outcome, why if isinstance(why, NoMenu) else None, asked)
    return Answer(new, outcome)


def alternatives(
    plan: Plan,
    found: Today,
    workspace: Workspace,
    today: date,
    day: int,
    dish: str,
    *,
    most: int = 5,
    told: Callable[[Plan], None],
    stop: "Stop",
) -> int:
    """The best menus with another dish in the place of one, the best one first; how many were found.

    Each is the best with fewest other changes among those without the dishes told before, so no better one is
    left out; where several dishes take the place of one that fills several slots, the main one goes next.
    Fewer than `most`: no other dish keeps the hard rules, or somebody asked to stop.
    """
    first = first_open_day(plan, today)
    slots = set(plan.problem.dish(dish).slots)
    away = [OnDay(dish, day)]
    for count in range(most):
        asked = problem_anew(plan, found.problem, found.kitchen, Wish(ban=tuple(away)), first)
        new, _ = plan_anew(asked, found.kitchen, SEARCH, root=workspace.root, stop=stop)
        if new is None or stop.asked:
            return count
        was = {s.dish for s in plan.servings if s.day == day}
        came = [s.dish for s in new.servings if s.day == day and s.dish not in was]
        instead = [i for i in came if slots & set(new.problem.dish(i).slots)]
        told(_with_wish(plan, new, found, workspace, first, day, dish, instead))
        if not instead:  # the slot can do without
            return count + 1
        main = max(
            instead, key=lambda i: (len(slots & set(new.problem.dish(i).slots)), new.problem.dish(i).cost_idr)
        )
        away.append(OnDay(main, day))
    return most


def _with_wish(
    plan: Plan,
    new: Plan,
    found: Today,
    workspace: Workspace,
    first: int,
    day: int,
    dish: str,
    instead: list[str],
) -> Plan:
    """The found menu as the answer to one wish: this dish away, those in its place."""
    wish = Wish(pin=tuple(OnDay(i, day) for i in instead), ban=(OnDay(dish, day),))
    asked = problem_anew(plan, found.problem, found.kitchen, wish, first)
    mark = fingerprint(asked, SEARCH)
    return checked_plan(asked, found.kitchen, new.servings, new.outcome, mark, workspace.root)


def pinned(plan: Plan) -> dict[tuple[int, str], str]:
    """(day index, dish) -> the rule that somebody wished to keep it there."""
    return {
        (day.index, rule.dish): rule.name
        for rule in plan.problem.rules
        if isinstance(rule, Pin) and rule.name not in plan.problem.places
        for day in plan.problem.days
        if not rule.days or day.is_in(rule.days)
    }


def banned(plan: Plan) -> tuple[Ban, ...]:
    """What somebody wished not to serve: rules of no file."""
    return tuple(r for r in plan.problem.rules if isinstance(r, Ban) and r.name not in plan.problem.places)


def with_pin(plan: Plan, found: Today, workspace: Workspace, today: date, day: int, dish: str) -> Plan:
    """The same menu, with the dish to stay on the day whatever is planned anew; raises InvalidInput."""
    first = first_open_day(plan, today)
    asked = problem_anew(plan, found.problem, found.kitchen, Wish(pin=(OnDay(dish, day),)), first)
    return _same_menu(plan, asked, found, workspace)


def without_wish(plan: Plan, found: Today, workspace: Workspace, today: date, rule: str) -> Plan:
    """The same menu without a wish of before: what it asked may change again when the week is planned anew."""
    kept = replace(plan, problem=replace(plan.problem, rules=_others(plan.problem, rule)))
    asked = problem_anew(kept, found.problem, found.kitchen, Wish(), first_open_day(plan, today))
    return _same_menu(plan, asked, found, workspace)


def _others(problem: PlanningProblem, rule: str) -> tuple[AnyRule, ...]:
    if rule in problem.places or all(r.name != rule for r in problem.rules):
        raise InvalidInput((Fault(Where(), say('"{rule}" is no wish of this week', rule=rule)),))
    return tuple(r for r in problem.rules if r.name != rule)


def _same_menu(plan: Plan, asked: PlanningProblem, found: Today, workspace: Workspace) -> Plan:
    mark = fingerprint(asked, SEARCH)
    return checked_plan(asked, found.kitchen, plan.servings, plan.outcome, mark, workspace.root)
