"""The front between two quantities of a week's menu, each point as a plan of its own."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kagemi.domain.plan import Plan
from kagemi.domain.problem import PlanningProblem
from kagemi.optimizer.frontier import Front, Point, find_front, objective_of, outcome_of
from kagemi.optimizer.solve import Solver, Stop
from kagemi.optimizer.tiers import Limits, untold
from kagemi.planning import Kitchen, Progress, Search, checked_plan, fingerprint

if TYPE_CHECKING:
    from kagemi.optimizer.frontier import Told


@dataclass(frozen=True)
class PlannedFront:
    """A front and the plan of each of its points, every one checked without the solver."""

    front: Front
    plans: tuple[Plan, ...]


def plan_front(
    problem: PlanningProblem,
    kitchen: Kitchen,
    x: str,
    y: str,
    points: int,
    search: Search,
    *,
    root: Path,
    stop: Stop | None = None,
    told: "Told | None" = None,
    progress: Progress | None = None,
) -> PlannedFront:
    """The front of a week; `search` says how long and how exactly each solve goes, and with which solver.

    Raises UnsoundPlan if a menu fails the independent check.
    """
    front = find_front(
        problem,
        x,
        y,
        points=points,
        solver=Solver(search.solver, stop or Stop()),
        limits=Limits(search.seconds, search.gap),
        told=told or (lambda _done, _of, _point: None),
        progress=progress or untold,
    )
    plans = (_plan(front, point, problem, kitchen, search, root) for point in front.points)
    return PlannedFront(front, tuple(plans))


def _plan(
    front: Front, point: Point, problem: PlanningProblem, kitchen: Kitchen, search: Search, root: Path
) -> Plan:
    """A point as the plan that answers its objective: so much of the best y given up for x."""
    asked = replace(problem, objective=objective_of(front, point, problem))
    mark = fingerprint(asked, search)
    return checked_plan(asked, kitchen, point.servings, outcome_of(front, point), mark, root)
