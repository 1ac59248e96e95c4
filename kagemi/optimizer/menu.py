"""The optimiser's front door: the best menu of a problem, with its proof, or the rules that clash."""

import time
from dataclasses import replace
from typing import Literal

from kagemi.domain.plan import Outcome, Serving
from kagemi.domain.problem import PlanningProblem, Tier
from kagemi.domain.rules import Alternative, Diversity
from kagemi.optimizer.clash import find_clash
from kagemi.optimizer.daymenus import DayMenuMethod
from kagemi.optimizer.direct import DirectMethod
from kagemi.optimizer.solve import Solver
from kagemi.optimizer.tiers import Limits, Lock, Method, Progress, TierAnswer, solve_tiers, untold

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
    where it stays far from proof (`daymenus`). A plan of one day (with `auto`) and what whole day menus cannot
    say (`needs_whole_week`) are the direct model's alone.
    """
    solver, limits = solver or Solver(), limits or Limits()
    written, problem = problem, in_order_of_ids(problem)
    chosen = method_for(problem, solver, method, progress)
    end = time.monotonic() + limits.seconds
    menu, outcome = solve_tiers(chosen, problem, solver, limits)
    if outcome.status == "no_answer" and chosen.name == "day_menus" and not solver.stop.asked:
        # the first tier's share of the time was too short: the rest is the direct model's
        rest = Limits(end - time.monotonic(), limits.gap)
        menu, outcome = solve_tiers(DirectMethod(problem, solver, progress), problem, solver, rest)
    if outcome.status == "infeasible":
        outcome = replace(outcome, clash=find_clash(written, solver, limits.seconds).rules)
    if menu is None:
        return None, outcome
    return tuple(Serving(day, dish, portions) for (day, dish), portions in sorted(menu.items())), outcome


def method_for(
    problem: PlanningProblem, solver: Solver, method: MethodName = "auto", progress: Progress = untold
) -> Method:
    """The method of this name, set up for a problem; what day menus cannot say is the direct model's."""
    if method == "direct" or needs_whole_week(problem) or (method == "auto" and len(problem.days) == 1):
        return DirectMethod(problem, solver, progress)
    return DayMenuMethod(problem, solver, progress)


def settle(
    problem: PlanningProblem, tier: Tier, locks: tuple[Lock, ...], *, solver: Solver, limits: Limits
) -> TierAnswer:
    """The best menu of one tier within locks, with its proven bound: what comparisons are made of.

    The answer's objective and bound are signed so that less is better. The problem's own tiers do not count.
    """
    asked = in_order_of_ids(replace(problem, objective=(tier,)))
    return method_for(asked, solver).optimise(tier, locks, limits.gap, limits.seconds)


def needs_whole_week(problem: PlanningProblem) -> bool:
    """True where variables span days, trays differ by more than portions, or a published menu is changed."""
    spanning = any(
        isinstance(r, Alternative) or (isinstance(r, Diversity) and r.over != "day") for r in problem.rules
    )
    free = any(s.pick is None for s in problem.slots)
    uneven = bool(problem.fixed or problem.published)
    return spanning or free or uneven or any(t.quantity == "variety" for t in problem.objective)


def in_order_of_ids(problem: PlanningProblem) -> PlanningProblem:
    """Sort dishes, groups and rules: of equally good menus a solver takes the first it meets."""
    return replace(
        problem,
        dishes=tuple(sorted(problem.dishes, key=lambda d: d.id)),
        groups=tuple(sorted(problem.groups, key=lambda g: g.id)),
        rules=tuple(sorted(problem.rules, key=lambda r: r.name)),
    )
