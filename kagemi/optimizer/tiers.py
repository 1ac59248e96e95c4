"""Solves the tiers of an objective one after the other, whatever the method."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from kagemi.domain.nutrients import BY_ID
from kagemi.domain.plan import Outcome, Status, TierResult
from kagemi.domain.problem import PlanningProblem, Tier
from kagemi.optimizer.solve import Answer, Solver

Menu = dict[tuple[int, str], dict[str, float]]
"""(day, dish) -> group -> portion."""

Progress = Callable[[str, float, float], None]
"""Hears a tier's quantity, the best value so far (infinite: none yet) and the proven bound."""

UNITS = {
    "cost": "idr",
    "acceptance": "share",
    "shortfall": "bounds",
    "emissions": "kg_co2e",
    "extra_dishes": "dish",
    "changes": "dish",
    "variety": "ingredient",
}
ROOM = 1e-9
"""Relative room in a lock, for the solver's own tolerance."""
PROVEN = 1e-6
"""A plan is called optimal if nothing better by more than a millionth exists."""


@dataclass(frozen=True)
class Lock:
    """A settled tier: its quantity, signed so that less is better, may be at most so much from now on."""

    name: str
    tier: Tier
    at_most: float


@dataclass(frozen=True)
class TierAnswer:
    """A solver's answer and the menu that goes with it."""

    answer: Answer
    menu: Menu | None

    @property
    def gap(self) -> float:
        """The relative distance of value and bound."""
        value, bound = self.answer.objective, self.answer.bound
        return abs(value - bound) / max(abs(value), 1e-9)


class Method(Protocol):
    """A way to find the best menu of a tier with a proven bound."""

    name: str
    progress: Progress

    def optimise(self, tier: Tier, locks: tuple[Lock, ...], gap: float, seconds: float) -> TierAnswer:
        """The best menu of a tier within the locks."""

    def value(self, quantity_name: str, menu: Menu) -> float:
        """A quantity of a menu."""

    def settled(self, menu: Menu) -> Menu:
        """The menu, or one as good that the rules for ties prefer."""


@dataclass(frozen=True)
class Limits:
    """How long and how exactly to search: seconds in all, and the relative gap at which a tier is settled."""

    seconds: float = 60.0
    gap: float = 1e-3


def solve_tiers(
    method: Method, problem: PlanningProblem, solver: Solver, limits: Limits
) -> tuple[Menu | None, Outcome]:
    """Optimise tier after tier; what a tier leaves of its time the next ones get."""
    deadline = time.monotonic() + limits.seconds
    locks: tuple[Lock, ...] = ()
    results: list[TierResult] = []
    menu: Menu | None = None
    for n, tier in enumerate(problem.objective):
        seconds = (deadline - time.monotonic()) / (len(problem.objective) - n)
        found = method.optimise(tier, locks, limits.gap, seconds)
        menu = menu if found.menu is None else found.menu
        if menu is None:
            status: Status = "infeasible" if found.answer.status == "infeasible" else "no_answer"
            return None, Outcome(status, (), method.name, solver.version, solver.stop.asked)
        value = method.value(tier.quantity, menu)
        bound = min(found.answer.bound, signed(tier, value))
        proven = signed(tier, bound) if math.isfinite(bound) else None
        method.progress(tier.quantity, value, signed(tier, bound))
        results.append(TierResult(tier.sense, tier.quantity, value, proven, unit_of(tier.quantity)))
        locks = (*locks, Lock(f"tier_{n}_{tier.quantity}", tier, limit_of(tier, signed(tier, value))))
    status = "optimal" if all(r.gap <= PROVEN for r in results) else "feasible"
    if menu is not None:
        menu = method.settled(menu)
        results = [replace(r, final=method.value(r.quantity, menu)) for r in results]
    return menu, Outcome(status, tuple(results), method.name, solver.version, solver.stop.asked)


def untold(_quantity: str, _value: float, _bound: float) -> None:
    """Nobody wants to hear of the progress."""


def signed(tier: Tier, amount: float) -> float:
    """The amount with the sign that makes less better."""
    return amount if tier.sense == "minimise" or math.isnan(amount) else -amount


def limit_of(tier: Tier, value: float) -> float:
    """How far a signed value may go in the tiers after it."""
    room = tier.give_up * abs(value) if tier.relative else tier.give_up
    return value + room + ROOM * max(1.0, abs(value))


def unit_of(quantity: str) -> str:
    """The unit of a tier's quantity, per portion."""
    return UNITS.get(quantity) or BY_ID[quantity].unit
