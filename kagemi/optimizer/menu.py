"""The optimiser's front door: the best menu of a problem, with its proof, or the rules that clash."""

import time
from dataclasses import replace
from typing import Literal

from kagemi.domain.plan import Outcome, Serving
from kagemi.domain.problem import PlanningProblem
from kagemi.optimizer.clash import clashing_rules
from kagemi.optimizer.daymenus import DayMenuMethod
from kagemi.optimizer.direct import DirectMethod
from kagemi.optimizer.solve import Solver
from kagemi.optimizer.tiers import Limits, Method, Progress, solve_tiers, untold

MethodName = Literal["auto", "direct", "day_menus"]


def best_menu(
    problem: PlanningProblem,
    *,
    solver: Solver | None = None,
    limits: Limits | None = None,
    method: MethodName = "auto",
    progress: Progress = untold,
) -> tuple[tuple[Serving, ...] | None, Outcome]:
    """Find the best menu, tier by tier.

    Returns the servings (in the order of days and dishes) and the outcome; no servings if there is no plan or
    none was found in time. `auto` and `day_menus` begin with the direct model and go on with whole day menus
    where it stays far from proof (`daymenus`). A plan of one day (with `auto`) and a tray with a slot of free
    portions (always) are the direct model's alone.
    """
    solver, limits = solver or Solver(), limits or Limits()
    written, problem = problem, in_order_of_ids(problem)
    if any(s.pick is None for s in problem.slots) or (method == "auto" and len(problem.days) == 1):
        method = "direct"
    elif method == "auto":
        method = "day_menus"
    chosen: Method = (DirectMethod if method == "direct" else DayMenuMethod)(problem, solver, progress)
    end = time.monotonic() + limits.seconds
    menu, outcome = solve_tiers(chosen, problem, solver, limits)
    if outcome.status == "no_answer" and method == "day_menus" and not solver.stop.asked:
        # the first tier's share of the time was too short: the rest is the direct model's
        rest = Limits(end - time.monotonic(), limits.gap)
        menu, outcome = solve_tiers(DirectMethod(problem, solver, progress), problem, solver, rest)
    if outcome.status == "infeasible":
        outcome = replace(outcome, clash=clashing_rules(written, solver, limits.seconds))
    if menu is None:
        return None, outcome
    return tuple(Serving(day, dish, portions) for (day, dish), portions in sorted(menu.items())), outcome


def in_order_of_ids(problem: PlanningProblem) -> PlanningProblem:
    """Sort dishes, groups and rules: of equally good menus a solver takes the first it meets."""
    return replace(
        problem,
        dishes=tuple(sorted(problem.dishes, key=lambda d: d.id)),
        groups=tuple(sorted(problem.groups, key=lambda g: g.id)),
        rules=tuple(sorted(problem.rules, key=lambda r: r.name)),
    )
