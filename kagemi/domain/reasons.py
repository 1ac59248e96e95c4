"""Reasons as values: why there is no menu, the ways out, what a rule costs, why a dish is served or not."""

from dataclasses import dataclass
from typing import Literal

from kagemi.domain.plan import Serving
from kagemi.domain.rules import AnyRule


@dataclass(frozen=True)
class Clash:
    """Hard rules that cannot hold together; `irreducible` if it is proven that none can be left out.

    No rules: there is no menu even without rules.
    """

    rules: tuple[str, ...]
    irreducible: bool


@dataclass(frozen=True)
class DataCause:
    """A slot for which the rules leave few dishes on some days.

    `left`: the dishes that may still be served; `rules`: the names of the rules that shut out others, the one
    that shuts out most first; `unknown`: rules that shut out dishes because a figure is unknown.
    """

    slot: str
    days: tuple[int, ...]
    left: tuple[str, ...]
    of: int
    rules: tuple[str, ...]
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Change:
    """A rule of the file and what stands in its place; `key` is the changed key, "" if the rule is left out.

    `groups` and `days` say where alone the change is needed, if it is not needed everywhere.
    """

    rule: AnyRule
    key: str
    becomes: tuple[AnyRule, ...]
    groups: tuple[str, ...] = ()
    days: tuple[int, ...] = ()


@dataclass(frozen=True)
class WayOut:
    """Changes with which there is a menu, shown by a solve, and what its cheapest menu costs.

    `cost_idr` a portion is the cost of a menu that was found, `bound_idr` what no menu can undercut. `least`:
    it is proven that a smaller change of the same key is not enough (to the step in which it is written).
    """

    changes: tuple[Change, ...]
    cost_idr: float
    bound_idr: float
    least: bool


@dataclass(frozen=True)
class NoMenu:
    """Why there is no menu: a smallest set of clashing rules, causes in the data, ways out, cheapest first."""

    clash: Clash
    causes: tuple[DataCause, ...]
    ways_out: tuple[WayOut, ...]


@dataclass(frozen=True)
class Range:
    """A figure that is proven to lie between two others."""

    low: float
    high: float

    def minus(self, other: "Range") -> "Range":
        """The range of the difference."""
        return Range(self.low - other.high, self.high - other.low)

    @property
    def middle(self) -> float:
        """Half way."""
        return (self.low + self.high) / 2


@dataclass(frozen=True)
class Variant:
    """A rule with another figure, and the cheapest week with it: rupiah a portion; None: there is no menu."""

    key: str
    rule: AnyRule
    cost: Range | None


@dataclass(frozen=True)
class RulePrice:
    """What a rule costs: the cheapest week with it less the cheapest week without, rupiah a portion.

    All else is held: the other rules, and what the tiers before cost have reached. `low` of the price is never
    below zero. None: not settled in time.
    """

    rule: str
    price: Range | None
    tighter: Variant | None
    looser: Variant | None


@dataclass(frozen=True)
class Prices:
    """The prices of all hard rules of a week whose cheapest menu costs `cost` rupiah a portion."""

    cost: Range
    rules: tuple[RulePrice, ...]


Answer = Literal["already", "possible", "impossible", "unknown"]
"""`already`: the best plan is as wished, and is its own comparison."""


@dataclass(frozen=True)
class DishReason:
    """The best plan with (or without) a dish beside the best plan, and the rules that speak against it.

    `day`: index of the day, None: any day. `against`: rule names with how many rupiah a portion of the
    difference each is worth, most first; of rules that clash with the wish, 0.
    """

    dish: str
    day: int | None
    wish: Literal["with", "without"]
    answer: Answer
    servings: tuple[Serving, ...] = ()
    base_servings: tuple[Serving, ...] = ()
    cost: Range | None = None
    base_cost: Range | None = None
    against: tuple[tuple[str, float], ...] = ()


FRONT_X = ("cost", "emissions")
"""What a front may have as little of as possible."""
FRONT_Y = (
    *("acceptance", "emissions", "variety", "cost"),
    *("protein", "iron", "fibre", "calcium", "zinc", "vitamin_a"),
)
"""What that is weighed against."""
