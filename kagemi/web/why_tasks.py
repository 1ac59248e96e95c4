"""The jobs behind "why": prices of rules, reasons of dishes, clashes and fronts."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kagemi.canteen.why_week import coming_week, reached, week_to_explain
from kagemi.domain.message import Fault, InvalidInput, Where, say
from kagemi.domain.plan import Plan
from kagemi.domain.problem import PlanningProblem
from kagemi.domain.reasons import DishReason, NoMenu, Prices
from kagemi.files.workspace import Workspace, find_workspace
from kagemi.planning import Search
from kagemi.web.tasks import Place, Tell
from kagemi.web.worker import Progress

if TYPE_CHECKING:
    from kagemi.optimizer.frontier import Point
    from kagemi.optimizer.solve import Stop
    from kagemi.reasons.frontier import PlannedFront

SEARCH = Search(seconds=30.0)
"""For each solve."""
NO_MENU = Search(seconds=60.0)
"""For everything."""


@dataclass(frozen=True)
class Priced:
    """What rules cost; `prices` None: the week was not settled in time."""

    problem: PlanningProblem
    prices: Prices | None


@dataclass(frozen=True)
class Reasoned:
    """Why a dish is served or not."""

    problem: PlanningProblem
    reason: DishReason


@dataclass(frozen=True)
class Looked:
    """Whether there is a menu; `no_menu` None with `is_known`: there is one."""

    problem: PlanningProblem
    no_menu: NoMenu | None
    is_known: bool


def price_rules(place: Place, plan: Plan, rule: str, *, tell: Tell, stop: "Stop") -> Priced | None:
    """The price of a rule, "" for all of them; None if somebody asked to stop."""
    from kagemi.reasons.explain import explain_plan

    problem = week_to_explain(plan, _workspace(place), place.environment, place.today).problem
    prices = explain_plan(
        problem,
        reached(plan, problem),
        SEARCH,
        stop=stop,
        told=lambda done, of: tell(_steps(done, of)),
        only=(rule,) if rule else (),
    )
    return None if stop.asked else Priced(problem, prices)


def explain_cell(place: Place, plan: Plan, dish: str, day: int, *, tell: Tell, stop: "Stop") -> Reasoned | None:
    """Why the plan serves the dish on the day, or why not; None if somebody asked to stop."""
    from kagemi.reasons.why import explain_dish

    del tell
    problem = week_to_explain(plan, _workspace(place), place.environment, place.today).problem
    if dish not in {d.id for d in problem.dishes}:
        raise InvalidInput((Fault(Where(), say('there is no dish "{written}"', written=dish)),))
    served = any(s.day == day and s.dish == dish for s in plan.servings)
    reason = explain_dish(problem, dish, day, "without" if served else "with", SEARCH, stop)
    return None if stop.asked else Reasoned(problem, reason)


def look_for_menu(place: Place, first: date, *, tell: Tell, stop: "Stop") -> Looked | None:
    """Whether the rules leave a menu for a week, and if not, why; None if somebody asked to stop."""
    from kagemi.reasons.explain import explain_no_menu

    del tell
    problem = coming_week(_workspace(place), place.environment, first, place.today).problem
    answer = explain_no_menu(problem, NO_MENU, stop)
    if stop.asked:
        return None
    no_menu = answer if isinstance(answer, NoMenu) else None
    return Looked(problem, no_menu, answer != "not_known")


def find_front(
    place: Place, plan: Plan, x: str, y: str, points: int, *, tell: Tell, stop: "Stop"
) -> "PlannedFront":
    """The front of the plan's week between two quantities; one that is stopped has the points found so far."""
    from kagemi.reasons.frontier import plan_front

    workspace = _workspace(place)
    found = week_to_explain(plan, workspace, place.environment, place.today)

    def told(done: int, of: int, _point: "Point | None") -> None:
        tell(_steps(done, of))

    return plan_front(
        found.problem, found.kitchen, x, y, points, SEARCH, root=workspace.root, stop=stop, told=told
    )


def _workspace(place: Place) -> Workspace:
    return find_workspace(place.root, place.root)


def _steps(done: int, of: int) -> Progress:
    return Progress(say("{done} of {of}", done=done, of=of) if of else say("{done}", done=done))
