"""The rule kinds: one frozen dataclass each; `kind` is the rule's name in every place of the project.

`groups`, `days` and `slots` narrow a rule; empty means all. A day is a weekday (monday) or a date
(2026-11-30). A rule is hard unless `soft`; a soft rule's shortfall is always shown.
"""

from dataclasses import dataclass
from typing import Literal

from kagemi.domain.amount import Amount

Span = Literal["day", "week", "plan"]
RepeatOf = Literal["dish", "main_ingredient", "food_group", "method", "colour", "species"]


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What all rules have; `name` is unique in a file (the loader numbers unnamed rules)."""

    name: str = ""
    soft: bool = False
    groups: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    slots: tuple[str, ...] = ()
    why: str = ""
    source: str = ""

    kind: str


@dataclass(frozen=True, kw_only=True)
class NutrientRange(Rule):
    """A nutrient between `min` and `max` per portion and day; over a week or plan, the mean of its days."""

    kind: Literal["nutrient_range"] = "nutrient_range"
    nutrient: str
    per: Span = "day"
    min: Amount | None = None
    max: Amount | None = None


@dataclass(frozen=True, kw_only=True)
class EnergyShare(Rule):
    """The share of energy from `of` (fat and sugar 9 and 4 kcal/g, protein, carbohydrate 4) in a range."""

    kind: Literal["energy_share"] = "energy_share"
    of: Literal["fat", "protein", "carbohydrate", "sugar"]
    per: Span = "day"
    min: Amount | None = None
    max: Amount | None = None


@dataclass(frozen=True, kw_only=True)
class FoodGroupPortions(Rule):
    """Portions of a food group (raw edible grams / `portion`) a day; over a week or plan, the mean day."""

    kind: Literal["food_group_portions"] = "food_group_portions"
    food_group: str
    portion: Amount
    per: Span = "day"
    at_least: float | None = None
    at_most: float | None = None


@dataclass(frozen=True, kw_only=True)
class Budget(Rule):
    """The raw-material cost of a portion, averaged over the children it is for, at most `max` rupiah."""

    kind: Literal["budget"] = "budget"
    max: Amount
    per: Literal["portion"] = "portion"
    over: Span = "week"


@dataclass(frozen=True, kw_only=True)
class TagDays(Rule):
    """On how many days, and on which, dishes with a tag may or must be served."""

    kind: Literal["tag_days"] = "tag_days"
    tag: str
    at_least: int | None = None
    at_most: int | None = None
    only_on: tuple[str, ...] = ()
    never_on: tuple[str, ...] = ()
    over: Literal["week", "plan"] = "week"


@dataclass(frozen=True, kw_only=True)
class Repeat(Rule):
    """The same dish (ingredient, group, method, colour, species) at most so often in N school days."""

    kind: Literal["repeat"] = "repeat"
    of: RepeatOf
    at_most: int = 1
    within_days: int


@dataclass(frozen=True, kw_only=True)
class NotAdjacent(Rule):
    """No two consecutive school days on which one of these dishes or tags is served."""

    kind: Literal["not_adjacent"] = "not_adjacent"
    dishes: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Incompatible(Rule):
    """At most one of these dishes, or dishes with these tags, on one day."""

    kind: Literal["incompatible"] = "incompatible"
    dishes: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Pin(Rule):
    """The dish is served on these days."""

    kind: Literal["pin"] = "pin"
    dish: str


@dataclass(frozen=True, kw_only=True)
class Ban(Rule):
    """These dishes, or dishes with these tags, are not served (on these days)."""

    kind: Literal["ban"] = "ban"
    dishes: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


AnyRule = (
    NutrientRange
    | EnergyShare
    | FoodGroupPortions
    | Budget
    | TagDays
    | Repeat
    | NotAdjacent
    | Incompatible
    | Pin
    | Ban
)

RULE_KINDS: tuple[type[AnyRule], ...] = (
    NutrientRange,
    EnergyShare,
    FoodGroupPortions,
    Budget,
    TagDays,
    Repeat,
    NotAdjacent,
    Incompatible,
    Pin,
    Ban,
)


def kind_of(rule_class: type[AnyRule]) -> str:
    """The rule's name in YAML, in the optimiser, in the re-check, in docs and tests."""
    return str(rule_class.__dataclass_fields__["kind"].default)


KINDS: tuple[str, ...] = tuple(kind_of(c) for c in RULE_KINDS)
