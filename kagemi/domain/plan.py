"""A plan: what is served, how good it is, and the proof."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from kagemi.domain.food import Price
from kagemi.domain.problem import PlanningProblem
from kagemi.domain.problem import Serving as Serving

Status = Literal["optimal", "feasible", "infeasible", "no_answer"]
"""`feasible`: a plan with a proven gap; `no_answer`: neither plan nor proof within the time."""


@dataclass(frozen=True)
class TierResult:
    """The value a tier was settled with, and the best value that is proven to be out of reach to beat.

    `final` is the finished plan's value: worse where the tier may be given up a little for the next ones.
    """

    sense: Literal["minimise", "maximise"]
    quantity: str
    value: float
    bound: float | None
    """None: nothing is proven yet, as when the search was cut short."""
    unit: str
    final: float | None = None

    @property
    def gap(self) -> float:
        """How far the value may be from the best, as a fraction; 0 is proven optimal."""
        if self.bound is None:
            return math.inf
        away = abs(self.value - self.bound)
        return 0.0 if away < 1e-9 else away / max(abs(self.value), 1e-9)


@dataclass(frozen=True)
class Outcome:
    """What the optimiser can say: status, tiers with bounds, the method and the solver's name and version."""

    status: Status
    tiers: tuple[TierResult, ...] = ()
    method: str = ""
    solver: str = ""
    interrupted: bool = False
    clash: tuple[str, ...] = ()
    """Names of hard rules that cannot hold together, when there is no plan."""

    @property
    def gap(self) -> float:
        """The widest gap of the tiers."""
        return max((t.gap for t in self.tiers), default=0.0)


@dataclass(frozen=True)
class Finding:
    """One rule looked at in one place: what the plan gives against what the rule asks, in `unit`."""

    rule: str
    kind: str
    group: str
    days: tuple[int, ...]
    value: float
    low: float | None
    high: float | None
    unit: str
    soft: bool
    about: str = ""
    """What is counted: a nutrient, tag, dish or food group."""
    known: int = 0
    of: int = 0
    """Coverage: ingredients with a figure, of all."""

    @property
    def short(self) -> float:
        """How far the value is outside the range; 0 if the rule is kept, infinite if the value is unknown."""
        if math.isnan(self.value):
            return math.inf
        bounds = [b for b in (self.low, self.high) if b is not None]
        tolerance = 1e-6 * max(1.0, *(abs(b) for b in bounds)) if bounds else 0.0
        below = (self.low - self.value) if self.low is not None else 0.0
        above = (self.value - self.high) if self.high is not None else 0.0
        worst = max(below, above, 0.0)
        return worst if worst > tolerance else 0.0

    @property
    def kept(self) -> bool:
        """True if the value is in the range."""
        return self.short == 0.0


@dataclass(frozen=True)
class Plan:
    """A week's menu as one file: the problem cut down to the dishes served, the servings, the proof.

    It carries the facts and prices it was made with, so it can be read, checked and printed alone.
    """

    version: Literal[1]
    problem: PlanningProblem
    servings: tuple[Serving, ...]
    outcome: Outcome
    findings: tuple[Finding, ...]
    fingerprint: str
    """SHA-256 of the inputs: same inputs, same plan."""
    kagemi: str
    prices: Mapping[str, Price] = field(default_factory=dict)
    """Food id -> the price used."""
    price_basis: str = "book"
    """How prices were chosen: see `kagemi.domain.price_basis`."""
