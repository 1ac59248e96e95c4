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


@dataclass(frozen=True, kw_only=True)
class Diversity(Rule):
    """So many different dishes (ingredients, groups, methods, colours, species) in a span."""

    kind: Literal["diversity"] = "diversity"
    of: RepeatOf
    at_least: int
    over: Span = "week"


@dataclass(frozen=True, kw_only=True)
class LocalShare(Rule):
    """At least this share of the spending goes to foods that carry one of the tags, or are named."""

    kind: Literal["local_share"] = "local_share"
    at_least: Amount
    tags: tuple[str, ...] = ("local",)
    foods: tuple[str, ...] = ()
    over: Span = "week"


@dataclass(frozen=True, kw_only=True)
class GoesWith(Rule):
    """A day with one of these dishes or tags also has one of the dishes or tags that go with it."""

    kind: Literal["goes_with"] = "goes_with"
    dishes: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    with_dishes: tuple[str, ...] = ()
    with_tags: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Equipment(Rule):
    """Minutes that a machine is in use on a day, over all `units` of it."""

    kind: Literal["equipment"] = "equipment"
    equipment: str
    minutes: int
    units: int = 1


@dataclass(frozen=True, kw_only=True)
class Labour(Rule):
    """Hours of work on a day, all hands together."""

    kind: Literal["labour"] = "labour"
    hours: float


@dataclass(frozen=True, kw_only=True)
class Storage(Rule):
    """Kilograms of these foods or food groups that wait in a freezer or chiller between two deliveries."""

    kind: Literal["storage"] = "storage"
    place: str
    at_most: Amount
    foods: tuple[str, ...] = ()
    food_groups: tuple[str, ...] = ()
    bought_on: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Supply(Rule):
    """Kilograms of a food, as bought, that can be had (or must be taken) in a day, week or plan."""

    kind: Literal["supply"] = "supply"
    food: str
    at_least: Amount | None = None
    at_most: Amount | None = None
    per: Span = "week"
    supplier: str = ""


@dataclass(frozen=True, kw_only=True)
class UseUp(Rule):
    """Kilograms of a food in stock that are cooked by a date, that day included."""

    kind: Literal["use_up"] = "use_up"
    food: str
    amount: Amount
    by: str


@dataclass(frozen=True, kw_only=True)
class Season(Rule):
    """Dishes with these foods are served in these months only."""

    kind: Literal["season"] = "season"
    foods: tuple[str, ...]
    months: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Acceptance(Rule):
    """The expected share eaten, in the mean of the picks of a span, at least so much."""

    kind: Literal["acceptance"] = "acceptance"
    at_least: Amount
    per: Span = "week"


@dataclass(frozen=True, kw_only=True)
class FishForm(Rule):
    """Fish dishes up to a step of the ladder; a step more every `weeks_a_step` weeks after `since`.

    With `accepted`, a step above `up_to` opens only when of the step below at least so much is surely eaten.
    """

    kind: Literal["fish_form"] = "fish_form"
    up_to: int = 1
    since: str | None = None
    weeks_a_step: int | None = None
    accepted: Amount | None = None


@dataclass(frozen=True, kw_only=True)
class NewDishes(Rule):
    """Servings of dishes that were not served within the last `within_days` school days before the plan."""

    kind: Literal["new_dishes"] = "new_dishes"
    at_most: int
    over: Literal["week", "plan"] = "week"
    within_days: int = 100
    tried: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Alternative(Rule):
    """Groups that avoid allergens get another dish in every slot whose common dish contains one."""

    kind: Literal["alternative"] = "alternative"
    avoids: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class FishSafety(Rule):
    """Days with fish of a risk: species with much mercury, or those that form histamine."""

    kind: Literal["fish_safety"] = "fish_safety"
    of: Literal["mercury", "histamine"]
    at_most: int
    over: Literal["week", "plan"] = "week"


@dataclass(frozen=True, kw_only=True)
class Emissions(Rule):
    """Greenhouse gas of a portion, kg CO2e, averaged over the children, at most so much."""

    kind: Literal["emissions"] = "emissions"
    at_most: float
    per: Span = "week"


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
    | Diversity
    | LocalShare
    | GoesWith
    | Equipment
    | Labour
    | Storage
    | Supply
    | UseUp
    | Season
    | Acceptance
    | FishForm
    | NewDishes
    | Alternative
    | FishSafety
    | Emissions
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
    Diversity,
    LocalShare,
    GoesWith,
    Equipment,
    Labour,
    Storage,
    Supply,
    UseUp,
    Season,
    Acceptance,
    FishForm,
    NewDishes,
    Alternative,
    FishSafety,
    Emissions,
)


def kind_of(rule_class: type[AnyRule]) -> str:
    """The rule's name in YAML, in the optimiser, in the re-check, in docs and tests."""
    return str(rule_class.__dataclass_fields__["kind"].default)


KINDS: tuple[str, ...] = tuple(kind_of(c) for c in RULE_KINDS)
