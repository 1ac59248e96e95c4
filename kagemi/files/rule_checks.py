"""Rules checked against what they speak of: names that exist, units that fit, limits in order."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from kagemi.domain.amount import Amount
from kagemi.domain.food import FoodTable
from kagemi.domain.message import Message, say
from kagemi.domain.nutrients import BY_ID, Nutrient
from kagemi.domain.problem import WEEKDAYS, DishFacts, Group
from kagemi.domain.rules import (
    AnyRule,
    Ban,
    EnergyShare,
    FoodGroupPortions,
    Incompatible,
    NotAdjacent,
    NutrientRange,
    Pin,
    Repeat,
    TagDays,
)
from kagemi.files.dishes import COLOURS
from kagemi.files.hints import did_you_mean
from kagemi.files.nutrition import FOOD_GROUPS, METHODS
from kagemi.files.shape import Reading
from kagemi.files.yaml import Loc

_INDONESIAN = {
    "senin": "monday", "selasa": "tuesday", "rabu": "wednesday", "kamis": "thursday", "jumat": "friday",
    "jum'at": "friday", "sabtu": "saturday", "minggu": "sunday", "ahad": "sunday",
}  # fmt: skip
_MASS = {"g": 1.0, "mg": 1e-3, "ug": 1e-6, "kg": 1e3}


MOST_AKG = 500.0
MOST_IN_A_MEAL = {"kcal": 10_000.0, "g": 2_000.0, "mg": 50_000.0, "ug": 100_000.0}
"""An amount above these is a slip of the pen, in the unit of the nutrient."""


@dataclass(frozen=True)
class Surroundings:
    """What a rule may speak of."""

    table: FoodTable
    dishes: tuple[DishFacts, ...]
    days: tuple[str, ...]
    """Days with a meal; none if they are faulty, so that nothing is held against them."""
    groups: Mapping[str, Group]
    """The sound groups; `group_ids` has all that are written."""
    group_ids: tuple[str, ...]
    slot_ids: tuple[str, ...]
    faulty_dishes: frozenset[str] = frozenset()
    """Dishes that exist and could not be read: what they would bring is not known."""

    @property
    def has_all_dishes(self) -> bool:
        """True if it can be said what the dishes as a whole lack."""
        return bool(self.dishes) and not self.faulty_dishes

    @cached_property
    def by_id(self) -> dict[str, DishFacts]:
        """The sound dishes."""
        return {d.id: d for d in self.dishes}

    @cached_property
    def candidates(self) -> tuple[DishFacts, ...]:
        """Dishes that fit on the tray."""
        return tuple(d for d in self.dishes if set(self.slot_ids).issuperset(d.slots))

    @cached_property
    def carried_tags(self) -> frozenset[str]:
        """Tags of the dishes that may be served."""
        return frozenset(t for d in self.candidates for t in d.tags)

    @cached_property
    def known_tags(self) -> frozenset[str]:
        """Tags that a dish could carry, whether one does or not."""
        foods = self.table.foods.values()
        return frozenset(
            {t for d in self.dishes for t in d.tags}
            | {t for f in foods for t in f.tags}
            | {"fish", "ladder_1", "ladder_2", "ladder_3", "ladder_4"}
            | set(METHODS)
            | {f"main_{f.id}" for f in foods}
            | {f"group_{g}" for g in FOOD_GROUPS}
            | {f"species_{s}" for s in self.table.species}
            | {f"contains_{a}" for a in self.table.allergens}
            | {f"colour_{c}" for c in COLOURS}
        )


def check_weekday(reading: Reading, loc: Loc, others: Callable[[str], bool] = lambda _: False) -> bool:
    """True if the text at `loc` is a weekday, or one of the `others`; anything else is a fault."""
    day = reading.value(*loc)
    if not isinstance(day, str):
        reading.error(loc, say("this is not a day"), say("write monday, tuesday, ..."))
        return False
    if day in WEEKDAYS or others(day):
        return True
    word = day.strip().lower()
    if word[:1].isdigit():
        what = say('"{written}" is no day of the calendar', written=day)
        reading.error(loc, what, say("write a weekday, or in a rule a date such as 2026-11-30"))
        return False
    meant = _INDONESIAN.get(word, word if word in WEEKDAYS else "")
    short = [d for d in WEEKDAYS if len(word) >= 3 and d.startswith(word)]
    hint = say("write {day}", day=meant or short[0]) if meant or short else did_you_mean(day, WEEKDAYS)
    reading.error(loc, say('there is no day "{written}"', written=day), hint)
    return False


def _is_date(written: str) -> bool:
    try:
        date.fromisoformat(written)
    except ValueError:
        return False
    return len(written) == 10


class RuleCheck:
    """Checks one rule; `loc` is where it stands."""

    def __init__(self, reading: Reading, loc: Loc, surroundings: Surroundings) -> None:
        self.reading = reading
        self.loc = loc
        self.around = surroundings

    def all(self, rule: AnyRule) -> None:
        """Note everything in the rule that cannot be meant."""
        for key in ("groups", "slots", "days", "only_on", "never_on", "dishes", "tags"):
            written = self.reading.value(*self.loc, key)
            for i in range(len(written) if isinstance(written, list) else 0):
                self.reference(key, (*self.loc, key, i))
        self.without_meaning(rule)
        check = self.checks.get(type(rule))
        if check:
            check(self, rule)

    def without_meaning(self, rule: AnyRule) -> None:
        """Warn of keys that say nothing in a kind: all groups eat the same dishes."""
        same_for_all = isinstance(rule, TagDays | Repeat | NotAdjacent | Incompatible | Pin | Ban)
        hints = {"groups": say("leave it out: all groups get the same dishes")} if same_for_all else {}
        if isinstance(rule, Pin):
            hints["slots"] = say("leave it out: a dish fills the slots of its own file")
        for key, hint in hints.items():
            if getattr(rule, key):
                what = say("{key} says nothing in a rule of the kind {kind}", key=key, kind=rule.kind)
                self.reading.warn((*self.loc, key), what, hint)

    def error(self, key: str, what: Message, hint: Message | None = None) -> None:
        """Note a fault of one of the rule's values."""
        self.reading.error((*self.loc, key), what, hint)

    def reference(self, key: str, loc: Loc) -> None:
        """Check one group, slot, day, dish or tag that a rule names."""
        match key:
            case "groups":
                self.reading.known(
                    loc, self.around.group_ids, say('there is no group "{written}" in this file')
                )
            case "slots":
                self.reading.known(loc, self.around.slot_ids, say('there is no slot "{written}" on this tray'))
            case "dishes":
                self.dish(loc)
            case "tags":
                self.tag(loc, needed=False)
            case _:
                self.day(loc)

    def day(self, loc: Loc) -> None:
        """A weekday or a date; a weekday without a meal is worth a warning."""
        day = self.reading.value(*loc)
        known = check_weekday(self.reading, loc, _is_date)
        if known and day in WEEKDAYS and self.around.days and day not in self.around.days:
            what = say("there is no meal on {day}", day=day)
            self.reading.warn(loc, what, say("add it to days, or leave it out here"))

    def dish(self, loc: Loc) -> None:
        """A dish that exists, and fits on the tray."""
        known = {*self.around.by_id, *self.around.faulty_dishes}
        if not self.reading.known(loc, known, say('there is no dish "{written}"')):
            return
        dish = self.around.by_id.get(self.reading.value(*loc))
        if dish and dish not in self.around.candidates:
            what = say(
                "{dish} does not fit on this tray: it fills {slots}", dish=dish.id, slots=", ".join(dish.slots)
            )
            self.reading.warn(loc, what, say("leave it out here, or add the slot"))

    def tag(self, loc: Loc, needed: bool) -> None:
        """A tag that no dish carries is a fault where it is needed, and suspicious where nobody knows it."""
        tag = self.reading.value(*loc)
        if tag in self.around.carried_tags or not (self.around.candidates and self.around.has_all_dishes):
            return
        what = say('no dish has the tag "{tag}"', tag=tag)
        if needed:
            self.reading.error(loc, what, did_you_mean(tag, self.around.carried_tags))
        elif tag not in self.around.known_tags:
            self.reading.warn(loc, what, did_you_mean(tag, self.around.known_tags))

    def bounds(self, low: object, high: object, names: tuple[str, str]) -> bool:
        """True if there is a bound at all."""
        if low is None and high is None:
            what = say("the rule sets no limit")
            self.error("kind", what, say("add {low}: or {high}:", low=names[0], high=names[1]))
            return False
        return True

    def names_something(self, rule: NotAdjacent | Incompatible | Ban) -> None:
        """Dishes or tags, else the rule says nothing."""
        if not rule.dishes and not rule.tags:
            what = say("the rule names no dishes and no tags")
            self.error("kind", what, say("add dishes: [...] or tags: [...]"))

    def nutrient_range(self, rule: NutrientRange) -> None:
        """A known nutrient in its own unit or % AKG, in order, with figures to reach a minimum."""
        self.bounds(rule.min, rule.max, ("min", "max"))
        if rule.nutrient not in BY_ID:
            self.unknown_nutrient(rule.nutrient)
            return
        nutrient = BY_ID[rule.nutrient]
        groups = [self.around.groups[g] for g in rule.groups or self.around.groups if g in self.around.groups]
        written = (("min", rule.min), ("max", rule.max))
        sound = [
            self.nutrient_unit(key, amount, nutrient, groups) and self.size(key, amount, nutrient)
            for key, amount in written
            if amount
        ]
        if all(sound):
            self.order(rule, groups)
        candidates = self.around.candidates if self.around.has_all_dishes else ()
        known = [d for d in candidates if nutrient.id in d.nutrients and d.nutrients[nutrient.id].known]
        if rule.min and candidates and not known:
            what = say(
                "no dish has a known figure for {nutrient}, so no minimum can be met", nutrient=nutrient.id
            )
            self.error("nutrient", what, say("add figures to composition.csv, or drop the minimum"))

    def unknown_nutrient(self, written: str) -> None:
        """A nutrient may be meant by its Indonesian name, or by its column."""
        word = written.strip().casefold()
        meant = [n.id for n in BY_ID.values() if word in (n.name_id.casefold(), n.column.casefold())]
        hint = say("did you mean {close}?", close=meant[0]) if meant else did_you_mean(written, BY_ID)
        self.error("nutrient", say('there is no nutrient "{written}"', written=written), hint)

    def nutrient_unit(self, key: str, amount: Amount, nutrient: Nutrient, groups: Iterable[Group]) -> bool:
        """True if the unit is the nutrient's own, or a share of an AKG that all groups have."""
        what = say("{nutrient} is measured in {unit}", nutrient=nutrient.id, unit=nutrient.unit)
        if amount.unit in ("", nutrient.unit):
            return True
        if amount.unit == "% AKG":
            known = [self.akg(key, nutrient, group) for group in groups]
            return all(known)
        hint = say("write it in {unit}, or as a share such as 30 % AKG", unit=nutrient.unit)
        if amount.unit == "%":
            hint = say("write {value} % AKG for a share of the daily need", value=f"{amount.value:g}")
        elif amount.unit in _MASS and nutrient.unit in _MASS:
            value = amount.value * _MASS[amount.unit] / _MASS[nutrient.unit]
            hint = say("write {value} {unit}", value=f"{value:g}", unit=nutrient.unit)
        self.error(key, what, hint)
        return False

    def size(self, key: str, amount: Amount, nutrient: Nutrient) -> bool:
        """True if a meal can hold so much."""
        most = MOST_AKG if amount.unit == "% AKG" else MOST_IN_A_MEAL[nutrient.unit]
        if amount.value <= most:
            return True
        unit = amount.unit or nutrient.unit
        what = say("{amount} of {nutrient} in a meal cannot be right", amount=str(amount), nutrient=nutrient.id)
        self.error(key, what, say("it can be {most} {unit} at the most", most=f"{most:.12g}", unit=unit))
        return False

    def akg(self, key: str, nutrient: Nutrient, group: Group) -> bool:
        """True if the group's daily need of the nutrient is known."""
        if nutrient.id in group.requirement:
            return True
        if group.akg and group.akg not in self.around.table.requirements:
            return False  # the group has its fault already
        if not group.akg:
            what = say("the group {group} has no AKG to take a share of", group=group.id)
            self.error(
                key, what, say("add akg: to the group, or write an amount in {unit}", unit=nutrient.unit)
            )
        else:
            what = say("the AKG {akg} has no figure for {nutrient}", akg=group.akg, nutrient=nutrient.id)
            self.error(key, what, say("write an amount in {unit}", unit=nutrient.unit))
        return False

    def order(self, rule: NutrientRange, groups: Iterable[Group]) -> None:
        """The minimum is not above the maximum, in the nutrient's unit, for any group."""
        if rule.min is None or rule.max is None:
            return
        for group in groups:
            low, high = (
                a.value / 100 * group.requirement[rule.nutrient] if a.unit == "% AKG" else a.value
                for a in (rule.min, rule.max)
            )
            if low > high + 1e-9:
                unit = BY_ID[rule.nutrient].unit
                what = say(
                    "the minimum is above the maximum for {group}: {low} to {high} {unit}",
                    group=group.id,
                    low=f"{low:g}",
                    high=f"{high:g}",
                    unit=unit,
                )
                self.error("min", what, say("write the smaller amount as min"))
                return

    def energy_share(self, rule: EnergyShare) -> None:
        """Percentages of at most 100, in order."""
        self.bounds(rule.min, rule.max, ("min", "max"))
        sound = True
        for key, amount in (("min", rule.min), ("max", rule.max)):
            if amount is None:
                continue
            if amount.unit not in ("%", ""):
                self.error(key, say("a share of the energy is written in %"), say("write 30 %, say"))
                sound = False
            elif amount.share > 1:
                bare = say("write {value} %", value=f"{amount.value:g}")
                hint = say("write at most 100 %") if amount.unit else bare
                what = say("a share cannot be more than the whole: {amount}", amount=str(amount))
                self.error(key, what, hint)
                sound = False
        if sound and rule.min and rule.max and rule.min.share > rule.max.share:
            self.error("min", say("the minimum is above the maximum"), say("write the smaller share as min"))

    def food_group_portions(self, rule: FoodGroupPortions) -> None:
        """A food group, a portion in grams, and counts."""
        self.reading.known((*self.loc, "food_group"), FOOD_GROUPS, say('"{written}" is no food group'))
        if rule.portion.unit not in ("", "g") or not 0 < rule.portion.value <= 1000:
            what = say("a portion of {amount} cannot be right", amount=str(rule.portion))
            self.error("portion", what, say("write raw edible grams, as in 75 g"))
        self.counts(rule.at_least, rule.at_most)

    def counts(self, low: float | None, high: float | None) -> None:
        """`at_least` and `at_most`: one of them, not negative, in order."""
        self.bounds(low, high, ("at_least", "at_most"))
        for key, count in (("at_least", low), ("at_most", high)):
            if count is not None and count < 0:
                self.error(key, say("{key} cannot be negative", key=key), say("write zero or more"))
        if low is not None and high is not None and low > high:
            what = say("at_least {low} is above at_most {high}", low=f"{low:g}", high=f"{high:g}")
            self.error("at_least", what, say("exchange them"))

    def tag_days(self, rule: TagDays) -> None:
        """A tag that dishes carry, and counts that the week has days for."""
        self.tag((*self.loc, "tag"), needed=bool(rule.at_least))
        if (not rule.only_on and not rule.never_on) or rule.at_least is not None or rule.at_most is not None:
            self.counts(rule.at_least, rule.at_most)
        both = sorted(set(rule.only_on) & set(rule.never_on))
        if both:
            self.error(
                "never_on",
                say("{days} is in only_on and in never_on", days=both),
                say("delete it from one of them"),
            )
        weekdays = [d for d in self.around.days if d in (rule.days or WEEKDAYS)]
        allowed = [d for d in weekdays if d in (rule.only_on or WEEKDAYS) and d not in rule.never_on]
        dated = any(d not in WEEKDAYS for d in (*rule.only_on, *rule.never_on, *rule.days))
        if weekdays and rule.over == "week" and rule.at_least and not dated and rule.at_least > len(allowed):
            what = say(
                "at_least {count} days, and only {days} in a week allow it",
                count=rule.at_least,
                days=len(allowed),
            )
            self.error("at_least", what, say("write at most {days}", days=len(allowed)))

    def repeat(self, rule: Repeat) -> None:
        """A count of one or more within a sensible number of days."""
        if rule.at_most < 1:
            what = say("at_most {count} would forbid every dish", count=rule.at_most)
            self.error("at_most", what, say("write 1 or more; to leave out a dish, use kind: ban"))
        self.reading.whole((*self.loc, "within_days"), 1, 400)

    def pin(self, rule: Pin) -> None:
        """A dish that fits on the tray."""
        loc = (*self.loc, "dish")
        known = {*self.around.by_id, *self.around.faulty_dishes}
        if self.reading.known(loc, known, say('there is no dish "{written}"')):
            dish = self.around.by_id.get(rule.dish)
            if dish and dish not in self.around.candidates:
                slots = ", ".join(dish.slots)
                what = say("{dish} does not fit on this tray: it fills {slots}", dish=dish.id, slots=slots)
                self.reading.error(loc, what, say("add the slot, or pin another dish"))

    checks: ClassVar[dict[type[AnyRule], Callable[["RuleCheck", Any], None]]] = {
        NutrientRange: nutrient_range,
        EnergyShare: energy_share,
        FoodGroupPortions: food_group_portions,
        TagDays: tag_days,
        Repeat: repeat,
        Pin: pin,
        NotAdjacent: names_something,
        Incompatible: names_something,
        Ban: names_something,
    }
