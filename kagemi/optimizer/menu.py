"""The optimiser's front door: the best menu of a problem, with its proof, or the rules that clash."""

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from kagemi.domain.plan import Outcome, Serving
from kagemi.domain.problem import PlanningProblem
from kagemi.optimizer.clash import clashing_rules
from kagemi.optimizer.daymenus import DayMenuMethod
from kagemi.optimizer.direct import DirectMethod
from kagemi.optimizer.solve import Solver
from kagemi.optimizer.tiers import Limits, Method, solve_tiers

MethodName = Literal["auto", "direct", "day_menus"]
Progress = Callable[[str, float, float], None]
"""Called with a tier's quantity, the value of the master program so far and the proven bound."""


def best_menu(
    problem: PlanningProblem,
    *,
    solver: Solver | None = None,
    limits: Limits | None = None,
    method: MethodName = "auto",
    progress: Progress | None = None,
) -> tuple[tuple[Serving, ...] | None, Outcome]:
    """Find the best menu, tier by tier.

    Returns the servings (in the order of days and dishes) and the outcome; no servings if there is no plan or
    none was found in time. `auto` takes whole day menus, and the direct model where there is but one day or a
    slot is filled with free portions.
    """
    solver, limits = solver or Solver(), limits or Limits()
    if method == "auto":
        one_day = len(problem.days) == 1 or any(s.pick is None for s in problem.slots)
        method = "direct" if one_day else "day_menus"
    chosen: Method = (
        DirectMethod(problem, solver) if method == "direct" else DayMenuMethod(problem, solver, progress)
    )
    menu, outcome = solve_tiers(chosen, problem, solver, limits)
    if outcome.status == "no_answer" and method == "day_menus" and not solver.stop.asked:
        # orders of the days that no choice of day menus suits: the direct model sees them all at once
        menu, outcome = solve_tiers(DirectMethod(problem, solver), problem, solver, limits)
    if outcome.status == "infeasible":
        outcome = replace(outcome, clash=clashing_rules(problem, solver, limits.seconds))
    if menu is None:
        return None, outcome
    return tuple(Serving(day, dish, portions) for (day, dish), portions in sorted(menu.items())), outcome
