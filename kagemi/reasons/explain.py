"""Why there is no menu and the ways out; what each rule of a plan costs."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kagemi.domain.message import Fault, InvalidInput, Where, say
from kagemi.domain.plan import Outcome, Plan
from kagemi.domain.problem import PlanningProblem
from kagemi.domain.reasons import NoMenu, Prices
from kagemi.files.workspace import Workspace
from kagemi.planning import Kitchen, Search, build_problem, fingerprint, load_constraints_file

if TYPE_CHECKING:
    from kagemi.optimizer.prices import Told
    from kagemi.optimizer.solve import Stop

CLASH_SHARE = 0.4
"""The part of the time that goes to the clash; the rest goes to the ways out."""


@dataclass(frozen=True)
class Rebuilt:
    """The problem that a plan was made from, as the workspace has it today; `same`: nothing has changed."""

    kitchen: Kitchen
    problem: PlanningProblem
    same: bool


def explain_no_menu(problem: PlanningProblem, search: Search, stop: "Stop | None" = None) -> NoMenu | None:
    """Why the hard rules leave no menu, and the ways out; None if it is not proven that there is none.

    `search.seconds` is for everything.
    """
    import time

    from kagemi.optimizer.causes import data_causes
    from kagemi.optimizer.clash import find_clash, is_feasible
    from kagemi.optimizer.solve import Solver, Stop
    from kagemi.optimizer.ways_out import ways_out

    solver = Solver(search.solver, stop or Stop())
    if is_feasible(problem, solver, time.monotonic() + search.seconds) is not False:
        return None
    clash = find_clash(problem, solver, CLASH_SHARE * search.seconds)
    ways = ways_out(problem, clash.rules, solver, (1 - CLASH_SHARE) * search.seconds)
    return NoMenu(clash, data_causes(problem), ways)


def rebuild(plan: Plan, workspace: Workspace, constraints: Path, search: Search) -> Rebuilt:
    """The whole problem of a plan, from the workspace's files; raises InvalidInput if they do not fit it."""
    kitchen, rules = load_constraints_file(workspace, constraints)
    days = plan.problem.days
    weeks = days[-1].week - days[0].week + 1
    problem = build_problem(rules, kitchen, days[0].date, weeks)
    problem = replace(problem, days=days, before=plan.problem.before)
    if problem.canteen != plan.problem.canteen:
        what = say(
            "the plan is for {plan}, and the constraints file for {file}",
            plan=plan.problem.canteen,
            file=problem.canteen,
        )
        hint = say("name the plan's own constraints file with --constraints")
        raise InvalidInput((Fault(Where(constraints.as_posix()), what, hint),))
    return Rebuilt(kitchen, problem, fingerprint(problem, search) == plan.fingerprint)


def explain_plan(
    problem: PlanningProblem,
    outcome: Outcome,
    search: Search,
    *,
    stop: "Stop | None" = None,
    told: "Told | None" = None,
) -> Prices | None:
    """What each rule costs, all else held at what the plan has reached; None if it was not settled in time.

    `search.seconds` are for each of the solves; `told` hears how many are done, of how many.
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
    )
