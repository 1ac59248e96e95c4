"""What rules ask, as limits that can be compared: of what, at least or at most how much, on which days."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kagemi.domain.amount import in_unit
from kagemi.domain.nutrients import BY_ID
from kagemi.domain.problem import WEEKDAYS, Group
from kagemi.domain.rules import (
    Acceptance,
    AnyRule,
    Budget,
    Diversity,
    Emissions,
    EnergyShare,
    Equipment,
    FishForm,
    FishSafety,
    FoodGroupPortions,
    Labour,
    LocalShare,
    NewDishes,
    NutrientRange,
    Storage,
    Supply,
    TagDays,
    UseUp,
)
from kagemi.files.rule_references import Surroundings, is_date

ROOM = 1e-9
SPANS = ("day", "week", "plan")
_MEANS = (NutrientRange, EnergyShare, FoodGroupPortions, Budget, LocalShare, Acceptance, Emissions)


@dataclass(frozen=True)
class DaySet:
    """Weekdays and single dates."""

    weekdays: frozenset[str]
    dates: frozenset[str]

    def covers(self, other: "DaySet") -> bool:
        """True if it has all days of the other."""
        return other.weekdays <= self.weekdays and all(
            d in self.dates or _weekday(d) in self.weekdays for d in other.dates
        )

    def meets(self, other: "DaySet") -> bool:
        """True if they have a day in common."""
        return bool(
            self.weekdays & other.weekdays
            or self.dates & other.dates
            or any(_weekday(d) in other.weekdays for d in self.dates)
            or any(_weekday(d) in self.weekdays for d in other.dates)
        )

    @property
    def most_in_a_week(self) -> int:
        """So many of the days a week can have."""
        return len(self.weekdays | {_weekday(d) for d in self.dates})


def day_set(days: Iterable[str], meal_days: Iterable[str]) -> DaySet:
    """The days that a rule names; all days with a meal if it names none."""
    named = tuple(days)
    weekdays = frozenset(d for d in meal_days if not named or d in named)
    return DaySet(weekdays, frozenset(d for d in named if is_date(d)))


def _weekday(day: str) -> str:
    return WEEKDAYS[date.fromisoformat(day).weekday()]


@dataclass(frozen=True)
class Limit:
    """`at_least` or at most `value` of a subject, of a mean or else of a sum or count, in each span of days."""

    key: str
    """The key of the rule that sets it."""
    subject: tuple[Hashable, ...]
    at_least: bool
    value: float
    unit: str
    span: int
    days: DaySet
    is_mean: bool

    def __str__(self) -> str:
        return f"{self.value:g} {self.unit}".strip()

    def implies(self, other: "Limit") -> bool:
        """True if what keeps this limit keeps the other one."""
        if (self.subject, self.at_least) != (other.subject, other.at_least):
            return False
        above = self.value - other.value
        if (above if self.at_least else -above) < -ROOM:
            return False
        if self.is_mean:
            return self._holds_in_the_mean_of(other)
        if self.at_least:
            return self.span <= other.span and self.days == other.days
        return self.span >= other.span and self.days.covers(other.days)

    def contradicts(self, other: "Limit") -> bool:
        """True if some days cannot keep both."""
        if self.subject != other.subject or self.at_least == other.at_least:
            return False
        low, high = (self, other) if self.at_least else (other, self)
        if low.value <= high.value + ROOM:
            return False
        if self.is_mean:
            same_day = low.span == high.span == 0 and low.days.meets(high.days)
            return same_day or low._holds_in_the_mean_of(high) or high._holds_in_the_mean_of(low)
        return low.span <= high.span and low.days.meets(high.days) and high.days.covers(low.days)

    def _holds_in_the_mean_of(self, other: "Limit") -> bool:
        """True if the other's spans are made up of spans of this one."""
        if self.span == 0:
            return self.days.covers(other.days)
        return self.span <= other.span and self.days == other.days


Asked = tuple[str, tuple[Hashable, ...], bool, float | None, str]
"""Key, subject, whether it is a minimum, value and unit; a value of None cannot be said."""


def limits_of(rule: AnyRule, around: Surroundings) -> tuple[Limit, ...]:
    """The limits of a rule that has any; none if one of them cannot be worked out."""
    ask = _ASK.get(type(rule))
    asked = tuple(ask(rule, _groups(rule, around))) if ask else ()
    if any(value is None for *_, value, _ in asked):
        return ()
    span = SPANS.index(_span(rule))
    slots = frozenset(rule.slots or around.slot_ids)
    days = day_set(rule.days, around.days)
    return tuple(
        Limit(key, (rule.kind, slots, *subject), low, value, unit, span, days, isinstance(rule, _MEANS))
        for key, subject, low, value, unit in asked
        if value is not None
    )


def _span(rule: AnyRule) -> str:
    if isinstance(rule, Storage | UseUp):
        return "week" if isinstance(rule, Storage) else "plan"
    return str(getattr(rule, "over", None) or getattr(rule, "per", "day"))


def _groups(rule: AnyRule, around: Surroundings) -> tuple[Group, ...]:
    return tuple(g for g in around.groups.values() if not rule.groups or g.id in rule.groups)


def _ids(groups: Iterable[Group]) -> frozenset[str]:
    return frozenset(g.id for g in groups)


def _nutrient_range(rule: NutrientRange, groups: Iterable[Group]) -> Iterator[Asked]:
    unit = BY_ID[rule.nutrient].unit if rule.nutrient in BY_ID else ""
    for group in groups:
        daily = group.requirement.get(rule.nutrient)
        for key, amount in (("min", rule.min), ("max", rule.max)):
            if amount:
                value = in_unit(amount, unit, daily)
                yield key, (rule.nutrient, group.id), key == "min", value, unit


def _energy_share(rule: EnergyShare, groups: Iterable[Group]) -> Iterator[Asked]:
    for group in groups:
        for key, amount in (("min", rule.min), ("max", rule.max)):
            if amount:
                yield key, (rule.of, group.id), key == "min", 100 * amount.share, "%"


def _food_group_portions(rule: FoodGroupPortions, groups: Iterable[Group]) -> Iterator[Asked]:
    portion = in_unit(rule.portion, "g")
    for group in groups:
        for key, count in (("at_least", rule.at_least), ("at_most", rule.at_most)):
            if count is not None:
                grams = None if portion is None else count * portion
                yield key, (rule.food_group, group.id), key == "at_least", grams, "g"


def _supply(rule: Supply, _: Iterable[Group]) -> Iterator[Asked]:
    for key, amount in (("at_least", rule.at_least), ("at_most", rule.at_most)):
        if amount:
            yield key, (rule.food,), key == "at_least", in_unit(amount, "kg"), "kg"


def _tag_days(rule: TagDays, _: Iterable[Group]) -> Iterator[Asked]:
    for key, count in (("at_least", rule.at_least), ("at_most", rule.at_most)):
        if count is not None:
            yield key, (rule.tag,), key == "at_least", count, ""


def _budget(rule: Budget, groups: Iterable[Group]) -> Iterator[Asked]:
    yield "max", (_ids(groups),), False, rule.max.value, "idr"


def _local_share(rule: LocalShare, groups: Iterable[Group]) -> Iterator[Asked]:
    foods = frozenset(rule.tags), frozenset(rule.foods)
    yield "at_least", (*foods, _ids(groups)), True, 100 * rule.at_least.share, "%"


def _acceptance(rule: Acceptance, _: Iterable[Group]) -> Iterator[Asked]:
    yield "at_least", (), True, 100 * rule.at_least.share, "%"


def _emissions(rule: Emissions, groups: Iterable[Group]) -> Iterator[Asked]:
    yield "at_most", (_ids(groups),), False, rule.at_most, "kg CO2e"


def _diversity(rule: Diversity, _: Iterable[Group]) -> Iterator[Asked]:
    yield "at_least", (rule.of,), True, rule.at_least, ""


def _equipment(rule: Equipment, _: Iterable[Group]) -> Iterator[Asked]:
    yield "minutes", (rule.equipment,), False, rule.minutes * rule.units, ""


def _labour(rule: Labour, _: Iterable[Group]) -> Iterator[Asked]:
    yield "hours", (), False, rule.hours, ""


def _storage(rule: Storage, _: Iterable[Group]) -> Iterator[Asked]:
    stored = tuple(frozenset(names) for names in (rule.foods, rule.food_groups, rule.bought_on))
    yield "at_most", stored, False, in_unit(rule.at_most, "kg"), "kg"


def _use_up(rule: UseUp, _: Iterable[Group]) -> Iterator[Asked]:
    yield "amount", (rule.food, rule.by), True, in_unit(rule.amount, "kg"), "kg"


def _fish_form(rule: FishForm, _: Iterable[Group]) -> Iterator[Asked]:
    since = rule.since if rule.weeks_a_step else None
    yield "up_to", (since, rule.weeks_a_step, rule.accepted), False, rule.up_to, ""


def _new_dishes(rule: NewDishes, _: Iterable[Group]) -> Iterator[Asked]:
    yield "at_most", (rule.within_days, frozenset(rule.tried)), False, rule.at_most, ""


def _fish_safety(rule: FishSafety, _: Iterable[Group]) -> Iterator[Asked]:
    yield "at_most", (rule.of,), False, rule.at_most, ""


_ASK: Mapping[type[AnyRule], Callable[[Any, tuple[Group, ...]], Iterator[Asked]]] = {
    NutrientRange: _nutrient_range,
    EnergyShare: _energy_share,
    FoodGroupPortions: _food_group_portions,
    Budget: _budget,
    TagDays: _tag_days,
    LocalShare: _local_share,
    Acceptance: _acceptance,
    Emissions: _emissions,
    Diversity: _diversity,
    Equipment: _equipment,
    Labour: _labour,
    Storage: _storage,
    Supply: _supply,
    UseUp: _use_up,
    FishForm: _fish_form,
    NewDishes: _new_dishes,
    FishSafety: _fish_safety,
}
"""The other kinds set no limits: see `kagemi.files.rule_conflicts`."""
