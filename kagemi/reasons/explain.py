"""Why there is no menu and the ways out; what each rule of a plan costs."""

import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from kagemi.domain.plan import Outcome
from kagemi.domain.problem import PlanningProblem
from kagemi.domain.reasons import NoMenu, Prices
from kagemi.planning import Search

if TYPE_CHECKING:
    from kagemi.optimizer.prices import Told
    from kagemi.optimizer.solve import Stop

CLASH_SHARE = 0.4
"""The part of the time that goes to the clash; the rest goes to the ways out."""


Menus = Literal["some", "not_known"]
"""There are menus; or none was found in the time, and none was ruled out."""


def explain_no_menu(problem: PlanningProblem, search: Search, stop: "Stop | None" = None) -> NoMenu | Menus:
    """Why the hard rules leave no menu, and the ways out; or whether it is known that there are menus.

    `search.seconds` is for everything.
    """
    from kagemi.optimizer.causes import data_causes
    from kagemi.optimizer.clash import find_clash, is_feasible
    from kagemi.optimizer.solve import Solver, Stop
    from kagemi.optimizer.ways_out import ways_out

    solver = Solver(search.solver, stop or Stop())
    feasible = is_feasible(problem, solver, time.monotonic() + search.seconds)
    if feasible is not False:
        return "some" if feasible else "not_known"
    clash = find_clash(problem, solver, CLASH_SHARE * search.seconds)
    ways = ways_out(problem, clash.rules, solver, (1 - CLASH_SHARE) * search.seconds)
    return NoMenu(clash, data_causes(problem), ways)


def explain_plan(
    problem: PlanningProblem,
    outcome: Outcome,
    search: Search,
    *,
    stop: "Stop | None" = None,
    told: "Told | None" = None,
    only: Iterable[str] = (),
) -> Prices | None:
    """What each rule costs, all else held at what the plan has reached; None if it was not settled in time.

    `search.seconds` are for each of the solves; `told` hears how many are done, of how many. `only`: the names
    of the rules that are asked for; none: all.
    """
    from kagemi.optimizer.prices import locks_of, rule_prices
    from kagemi.optimizer.solve import Solver, Stop
    from kagemi.optimizer.tiers import Limits

    return rule_prices(
        problem,
        locks_of(outcome, problem),
        solver=Solver(search.solver, stop or Stop()),
        limits=Limits(search.seconds, search.gap),
        told=told or (lambda _done, _of: None),
        only=only,
    )
