"""Rules looked at together: those that contradict each other, and those that another one makes needless.

Only what can be said at sight, two rules at a time; clashes of many rules are found while planning.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from kagemi.domain.message import Fault, Message, Where, say
from kagemi.domain.problem import WEEKDAYS, Slot
from kagemi.domain.rules import (
    Alternative,
    AnyRule,
    Ban,
    GoesWith,
    Incompatible,
    NotAdjacent,
    Pin,
    Repeat,
    Season,
    TagDays,
)
from kagemi.files.rule_effects import check_effects
from kagemi.files.rule_limits import DaySet, day_set, limits_of
from kagemi.files.rule_references import Surroundings
from kagemi.files.shape import Reading

Trouble = tuple[str, Message]
"""The key of the later rule that is at fault, and the hint."""


def check_together(
    reading: Reading, rules: tuple[AnyRule, ...], slots: tuple[Slot, ...], around: Surroundings
) -> None:
    """Check the rules of a file against each other, once each of them and all the rest is sound."""
    if _is_sound(reading):
        _Together(reading, rules, slots, around).check()
    if _is_sound(reading):
        check_effects(reading, rules, slots, around)


def _is_sound(reading: Reading) -> bool:
    return not any(f.severity == "error" for f in reading.faults)


class _Together:
    def __init__(
        self, reading: Reading, rules: tuple[AnyRule, ...], slots: tuple[Slot, ...], around: Surroundings
    ) -> None:
        self.reading = reading
        self.rules = rules
        self.slots = {s.id: s for s in slots}
        self.around = around
        self.limits = {r.name: limits_of(r, around) for r in rules}

    def check(self) -> None:
        """Note everything, at the rule that stands later; a needless rule at its own place."""
        self.everybody_avoids()
        for i, rule in enumerate(self.rules):
            for j, earlier in enumerate(self.rules[:i]):
                trouble = self.limits_clash(earlier, rule) or self.pin_clash(earlier, rule)
                if trouble:
                    self.contradiction(i, j, *trouble)
                elif self.says_as_much(earlier, rule):
                    self.needless(i, j)
                elif self.says_as_much(rule, earlier):
                    self.needless(j, i)

    def contradiction(self, i: int, j: int, key: str, hint: Message) -> None:
        """An error if both rules are hard: no plan keeps them."""
        other = self.rules[j]
        where = self.reading.document.at("rules", i, key)
        there = self.line("rules", j, seen_from=where)
        what = say('this cannot be kept together with the rule "{name}" in {line}', name=other.name, line=there)
        hard = not (self.rules[i].soft or other.soft)
        self.reading.add(Fault(where, what, hint, "error" if hard else "warning"))

    def needless(self, i: int, stronger: int) -> None:
        """A warning: rule `i` asks for nothing that the stronger one does not ask for."""
        there = self.line("rules", stronger, seen_from=self.reading.document.at("rules", i))
        name = self.rules[stronger].name
        what = say('the rule "{name}" in {line} asks for as much already', name=name, line=there)
        self.reading.warn(("rules", i), what, say("leave one of the two out, or make this one stricter"))

    def line(self, *loc: str | int, seen_from: Where) -> Message:
        """Where the other rule stands; it may be in a file that this one extends."""
        where = self.reading.document.at(*loc)
        if where.file == seen_from.file:
            return say("line {line}", line=where.line)
        return say("line {line} of {file}", line=where.line, file=where.file)

    def days(self, rule: AnyRule) -> DaySet:
        """The days of a rule."""
        return day_set(rule.days, self.around.days)

    def limits_clash(self, one: AnyRule, other: AnyRule) -> Trouble | None:
        """A minimum above a maximum for the same thing on the same days."""
        for theirs in self.limits[one.name]:
            for mine in self.limits[other.name]:
                if mine.contradicts(theirs):
                    low, high = (mine, theirs) if mine.at_least else (theirs, mine)
                    hint = say(
                        "one asks for at least {low}, the other for at most {high}",
                        low=str(low),
                        high=str(high),
                    )
                    return mine.key, hint
        return None

    def pin_clash(self, one: AnyRule, other: AnyRule) -> Trouble | None:
        """A pinned dish that the other rule keeps off the tray on one of its days."""
        for pin, against in ((one, other), (other, one)):
            if isinstance(pin, Pin) and self.is_kept_off(pin, against):
                key = "dish" if isinstance(other, Pin) else "kind"
                return key, say("leave out the day or the dish in one of them")
        return None

    def is_kept_off(self, pin: Pin, rule: AnyRule) -> bool:
        """True if the rule leaves no place for the pinned dish on one of the pin's days."""
        dish = self.around.by_id.get(pin.dish)
        if dish is None:
            return False
        if isinstance(rule, Pin):
            other = self.around.by_id.get(rule.dish)
            same_day = self.days(pin).meets(self.days(rule))
            if other is None or other.id == dish.id or not same_day:
                return False
            return any(s in self.slots and self.slots[s].pick == 1 for s in {*dish.slots} & {*other.slots})
        if rule.slots and set(rule.slots).isdisjoint(dish.slots):
            return False
        if isinstance(rule, Ban):
            return dish.has_any(rule.dishes, rule.tags) and self.days(pin).meets(self.days(rule))
        if isinstance(rule, TagDays) and rule.tag in dish.tags and not rule.days:
            return not _allows(rule, self.days(pin))
        return False

    def says_as_much(self, strong: AnyRule, weak: AnyRule) -> bool:
        """True if whatever keeps the hard rule `strong` keeps the other one as well."""
        if strong.soft or type(strong) is not type(weak):
            return False
        limits = self.limits[weak.name]
        if limits:
            if isinstance(weak, TagDays) and (weak.only_on or weak.never_on):
                return False
            return all(any(s.implies(w) for s in self.limits[strong.name]) for w in limits)
        compare = _COMPARE.get(type(strong))
        wide = not strong.slots or (weak.slots and set(weak.slots) <= set(strong.slots))
        return bool(
            compare
            and wide
            and self.days(strong).covers(self.days(weak))
            and compare(strong, weak, self.around)
        )

    def everybody_avoids(self) -> None:
        """An error where all groups have an alternative on a day: nobody is left for the common dishes."""
        rules = [(i, r) for i, r in enumerate(self.rules) if isinstance(r, Alternative)]
        dates = {d for _, r in rules for d in r.days if d not in WEEKDAYS}
        for day in (*self.around.days, *sorted(dates)):
            one = day_set((day,), self.around.days)
            avoiding = [(i, r) for i, r in rules if self.days(r).covers(one)]
            if avoiding and {g for _, r in avoiding for g in r.groups} >= set(self.around.group_ids):
                what = say(
                    "all groups have an alternative on {day}, and nobody gets the common dishes", day=day
                )
                hint = say("leave one group without, or split a group: those who avoid it, and the others")
                self.reading.error(("rules", avoiding[-1][0], "groups"), what, hint)
                return


def _allows(rule: TagDays, days: DaySet) -> bool:
    """True if a tag may be served on all of the days, as far as only_on and never_on go."""
    allowed = not rule.only_on or day_set(rule.only_on, WEEKDAYS).covers(days)
    return allowed and not (rule.never_on and day_set(rule.never_on, WEEKDAYS).meets(days))


def _names_more(strong: Any, weak: Any, around: Surroundings) -> bool:
    """All dishes and tags of the weak rule are in the strong one."""
    dishes = (around.by_id.get(d) for d in weak.dishes if d not in strong.dishes)
    return set(weak.tags) <= set(strong.tags) and all(d and d.has_any((), strong.tags) for d in dishes)


def _goes_with(strong: GoesWith, weak: GoesWith, around: Surroundings) -> bool:
    return _names_more(strong, weak, around) and (
        set(strong.with_dishes) <= set(weak.with_dishes) and set(strong.with_tags) <= set(weak.with_tags)
    )


def _repeat(strong: Repeat, weak: Repeat, _: Surroundings) -> bool:
    return strong.of == weak.of and strong.at_most <= weak.at_most and strong.within_days >= weak.within_days


def _season(strong: Season, weak: Season, _: Surroundings) -> bool:
    return set(strong.foods) >= set(weak.foods) and set(strong.months) <= set(weak.months)


def _pin(strong: Pin, weak: Pin, _: Surroundings) -> bool:
    return strong.dish == weak.dish


def _alternative(strong: Alternative, weak: Alternative, _: Surroundings) -> bool:
    return _has_all(strong.groups, weak.groups) and _has_all(strong.avoids, weak.avoids)


def _has_all(many: Iterable[str], few: Iterable[str]) -> bool:
    return set(many) >= set(few)


_COMPARE: Mapping[type[AnyRule], Callable[[Any, Any, Surroundings], bool]] = {
    Repeat: _repeat,
    NotAdjacent: _names_more,
    Incompatible: _names_more,
    Pin: _pin,
    Ban: _names_more,
    GoesWith: _goes_with,
    Season: _season,
    Alternative: _alternative,
}
"""Whether one rule of a kind asks for as much as another, apart from days and slots."""
