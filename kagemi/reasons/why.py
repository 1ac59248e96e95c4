"""Why a dish is in the plan, or why it is not: an answer with figures for whoever asks."""

from typing import TYPE_CHECKING, Literal

from kagemi.domain.problem import PlanningProblem
from kagemi.domain.reasons import DishReason
from kagemi.planning import Search

if TYPE_CHECKING:
    from kagemi.optimizer.solve import Stop


def explain_dish(
    problem: PlanningProblem,
    dish: str,
    day: int | None,
    wish: Literal["with", "without"],
    search: Search,
    stop: "Stop | None" = None,
) -> DishReason:
    """The best plan with (or without) the dish on a day (None: any) beside the best plan.

    `search.seconds` are for each of the solves.
    """
    from kagemi.optimizer.solve import Solver, Stop
    from kagemi.optimizer.tiers import Limits
    from kagemi.optimizer.why import reason

    return reason(
        problem,
        dish,
        day,
        wish=wish,
        solver=Solver(search.solver, stop or Stop()),
        limits=Limits(search.seconds, search.gap),
    )
