"""Rules without an effect: limits that every tray keeps, whatever is planned.

Amounts are judged by the poorest and the richest tray that the slots allow, which no menu can pass; so a
warning is certain, and many a rule without an effect gets none.
"""

from collections.abc import Callable, Iterator, Mapping
from heapq import nlargest, nsmallest
from itertools import groupby
from math import inf
from typing import Any

from kagemi.domain.calendar import MONTHS
from kagemi.domain.message import Message, say
from kagemi.domain.problem import DishFacts, Group, PlanningProblem, Slot
from kagemi.domain.rules import (
    Acceptance,
    Alternative,
    AnyRule,
    Budget,
    Diversity,
    Emissions,
    Equipment,
    FishForm,
    FishSafety,
    FoodGroupPortions,
    Incompatible,
    Labour,
    NewDishes,
    NutrientRange,
    Repeat,
    Season,
    Storage,
    Supply,
    TagDays,
)
from kagemi.files.rule_limits import SPANS, Limit, day_set, limits_of
from kagemi.files.rule_references import Surroundings
from kagemi.files.shape import Reading

Needless = Iterator[tuple[str, Message]]
"""Keys that have no effect, and why."""
Measure = Callable[[DishFacts], float]


def check_effects(
    reading: Reading, rules: tuple[AnyRule, ...], slots: tuple[Slot, ...], around: Surroundings
) -> None:
    """Warn of every limit that cannot be missed."""
    effects = _Effects(rules, slots, around)
    for i, rule in enumerate(rules):
        for key, hint in effects.needless(rule):
            what = say("{key} has no effect: every menu keeps it", key=key)
            reading.warn(("rules", i, key), what, hint)


class _Effects:
    def __init__(self, rules: tuple[AnyRule, ...], slots: tuple[Slot, ...], around: Surroundings) -> None:
        self.around = around
        self.trays = _Trays(slots, around)
        self.avoiding = {g for r in rules if isinstance(r, Alternative) for g in r.groups}
        """Groups whose trays differ: nothing is said of what is on them."""

    def needless(self, rule: AnyRule) -> Needless:
        """The keys of a rule that ask for nothing."""
        count, measure = _COUNTS.get(type(rule)), _MEASURES.get(type(rule))
        if count:
            yield from count(rule, self.trays)
        if measure and self.trays.are_many:
            limits = sorted(limits_of(rule, self.around), key=lambda x: x.key)
            for key, of_key in groupby(limits, lambda x: x.key):
                yield from self.never_missed(rule, key, tuple(of_key), measure)

    def never_missed(
        self, rule: AnyRule, key: str, limits: tuple[Limit, ...], measure: Callable[..., Measure]
    ) -> Needless:
        """The key, if no tray of any group is beyond its limit."""
        nearest = [self.nearest(rule, limit, measure) for limit in limits]
        low = limits[0].at_least
        if all((n >= x.value) if low else (n <= x.value) for n, x in zip(nearest, limits, strict=True)):
            amount = f"{min(nearest) if low else max(nearest):.4g} {limits[0].unit}".strip()
            never = say("there is never less than {amount}", amount=amount)
            yield key, never if low else say("there is never more than {amount}", amount=amount)

    def nearest(self, rule: AnyRule, limit: Limit, measure: Callable[..., Measure]) -> float:
        """What no menu is beyond, on the side of the limit; infinite where it is not known."""
        groups = [g for g in self.around.groups.values() if not rule.groups or g.id in rule.groups]
        if isinstance(rule, NutrientRange | FoodGroupPortions):
            groups = [g for g in groups if g.id == limit.subject[-1]]
        if not self.avoiding.isdisjoint(g.id for g in groups):
            return float("-inf") if limit.at_least else float("inf")
        amount = self.trays.inside(rule.slots, measure(rule, limit, groups, self.trays))
        if limit.at_least:
            return self.trays.least(amount)
        days = {"day": 1.0, "week": float(limit.days.most_in_a_week)}.get(SPANS[limit.span], float("inf"))
        return self.trays.most(amount) * (1.0 if limit.is_mean else days)


class _Trays:
    """The trays that the slots and dishes allow."""

    def __init__(self, slots: tuple[Slot, ...], around: Surroundings) -> None:
        self.around = around
        self.slots = slots
        groups = tuple(around.groups.values())
        self.problem = PlanningProblem("", "", (), groups, slots, around.candidates, (), ())
        picked = [(s.pick, len(self.dishes((s.id,)))) for s in slots if s.pick is not None]
        self.are_many = around.has_all_dishes and bool(picked) and all(many > pick for pick, many in picked)
        """Where a slot has no choice, a rule that is always kept may be meant for dishes to come."""

    def dishes(self, slots: tuple[str, ...]) -> list[DishFacts]:
        """Dishes that fill one of these slots (empty: all)."""
        return [d for d in self.around.candidates if not slots or not set(slots).isdisjoint(d.slots)]

    def picks(self, slots: tuple[str, ...]) -> float:
        """Dishes a day in these slots (empty: all); infinite where any number may be picked."""
        return sum(inf if s.pick is None else s.pick for s in self.slots if not slots or s.id in slots)

    def days(self, rule: TagDays | FishSafety | NewDishes) -> float:
        """The most days of the rule that its span can have."""
        days = day_set(rule.days, self.around.days)
        return days.most_in_a_week if rule.over == "week" and self.around.days else inf

    def inside(self, slots: tuple[str, ...], amount: Measure) -> Measure:
        """The amount, of dishes that fill one of these slots only."""
        ids = {d.id for d in self.dishes(slots)}
        return lambda d: amount(d) if d.id in ids else 0.0

    def most(self, amount: Measure) -> float:
        """No tray has more: the largest in every slot, a dish that fills two counted twice."""
        many = len(self.around.candidates)
        return sum(sum(nlargest(s.pick or many, map(amount, self.dishes((s.id,))))) for s in self.slots)

    def least(self, amount: Measure) -> float:
        """No tray has less: the smallest in every slot, a dish that fills two counted half in each."""
        picked = {s.id for s in self.slots if s.pick}

        def part(dish: DishFacts) -> float:
            return amount(dish) / len(picked.intersection(dish.slots))

        return sum(sum(nsmallest(s.pick, map(part, self.dishes((s.id,))))) for s in self.slots if s.pick)

    def portions(self, groups: list[Group], dish: DishFacts, end: int) -> float:
        """Standard portions for all children of the groups, the smallest (end 0) or the largest (1)."""
        return sum(g.headcount * sorted(self.portion(g, dish))[end] for g in groups)

    def portion(self, group: Group, dish: DishFacts) -> tuple[float, float]:
        """The least and the most that a child is served."""
        steps = self.problem.portion_steps(group, dish) if dish.step is not None else None
        if dish.step is None or steps is None:
            return self.problem.portion_range(group, dish)
        return steps[0] * dish.step, steps[1] * dish.step


def _per_child(of: Measure, limit: Limit, groups: list[Group], trays: _Trays) -> Measure:
    """An amount of a standard portion, in the mean of the children, in portions on the side of the limit."""
    children = sum(g.headcount for g in groups)
    return lambda d: of(d) * trays.portions(groups, d, 0 if limit.at_least else 1) / children


def _nutrient(rule: NutrientRange, limit: Limit, groups: list[Group], trays: _Trays) -> Measure:
    def of(dish: DishFacts) -> float:
        known = dish.nutrients.get(rule.nutrient)
        if limit.at_least:
            return known.floor if known else 0.0
        return inf if known is None or known.ceiling is None else known.ceiling

    return _per_child(of, limit, groups, trays)


def _food_group(rule: FoodGroupPortions, limit: Limit, groups: list[Group], trays: _Trays) -> Measure:
    return _per_child(lambda d: d.edible_g.get(rule.food_group, 0.0), limit, groups, trays)


def _cost(_: Budget, limit: Limit, groups: list[Group], trays: _Trays) -> Measure:
    return _per_child(lambda d: d.cost_idr, limit, groups, trays)


def _emitted(_: Emissions, limit: Limit, groups: list[Group], trays: _Trays) -> Measure:
    def of(dish: DishFacts) -> float:
        return inf if dish.emissions.ceiling is None else dish.emissions.ceiling

    return _per_child(of, limit, groups, trays)


def _kilograms(rule: Supply | Storage, limit: Limit, groups: list[Group], trays: _Trays) -> Measure:
    table = trays.around.table.foods
    if isinstance(rule, Supply):
        foods = {rule.food}
    else:
        foods = {f.id for f in table.values() if f.id in rule.foods or f.food_group in rule.food_groups}
    end = 0 if limit.at_least else 1
    return lambda d: trays.portions(groups, d, end) * sum(d.gross_g.get(f, 0.0) for f in foods) / 1000


def _machine(rule: Equipment, _: Limit, groups: list[Group], trays: _Trays) -> Measure:
    children = sum(g.headcount for g in groups)
    return lambda d: d.equipment.get(rule.equipment, 0.0) * trays.problem.batches(d, children)


def _work(_: Labour, __: Limit, groups: list[Group], trays: _Trays) -> Measure:
    children = sum(g.headcount for g in groups)

    def of(dish: DishFacts) -> float:
        minutes = inf if dish.labour_minutes is None else dish.labour_minutes
        return minutes / 60 * trays.problem.batches(dish, children)

    return of


_MEASURES: Mapping[type[AnyRule], Callable[..., Measure]] = {
    NutrientRange: _nutrient,
    FoodGroupPortions: _food_group,
    Budget: _cost,
    Emissions: _emitted,
    Supply: _kilograms,
    Storage: _kilograms,
    Equipment: _machine,
    Labour: _work,
}
"""What a dish brings to the amount that a rule limits, with its portions."""


def _days_count(rule: TagDays | FishSafety, trays: _Trays) -> Needless:
    days = trays.days(rule)
    if isinstance(rule, TagDays) and (rule.at_least or rule.only_on or rule.never_on):
        return  # such a rule is kept by nothing alone, and its at_most may well repeat what only_on says
    if rule.at_most is not None and rule.at_most >= days:
        yield "at_most", say("there are at most {days} such days", days=f"{days:g}")


def _new_dishes(rule: NewDishes, trays: _Trays) -> Needless:
    servings = trays.days(rule) * trays.picks(rule.slots)
    if rule.at_most >= servings:
        yield "at_most", say("there are at most {count} dishes in these days", count=f"{servings:g}")


def _repeat(rule: Repeat, trays: _Trays) -> Needless:
    picks = trays.picks(rule.slots)
    servings = rule.within_days * (min(1, picks) if rule.of == "dish" else picks)
    if rule.at_most >= servings:
        yield "at_most", say("there are at most {count} dishes in these days", count=f"{servings:g}")


def _incompatible(rule: Incompatible, trays: _Trays) -> Needless:
    if rule.slots and trays.picks(rule.slots) <= 1:
        yield "slots", say("only one dish a day fills them")


def _diversity(rule: Diversity, trays: _Trays) -> Needless:
    has_keys = all(d.key(rule.of) for d in trays.dishes(rule.slots))
    if rule.at_least == 1 and trays.are_many and has_keys and 1 <= trays.picks(rule.slots) < inf:
        yield "at_least", say("there is never less than {amount}", amount="1")


def _season(rule: Season, _: _Trays) -> Needless:
    if set(rule.months) >= set(MONTHS):
        yield "months", say("these are all the months")


def _fish_form(rule: FishForm, trays: _Trays) -> Needless:
    fish = [d for d in trays.dishes(rule.slots) if "fish" in d.tags]
    if rule.up_to == 4 and trays.are_many and all(d.ladder for d in fish):
        yield "up_to", say("the ladder has no more steps")


def _acceptance(rule: Acceptance, trays: _Trays) -> Needless:
    eaten = [d.acceptance for d in trays.dishes(rule.slots)]
    if trays.are_many and eaten and min(eaten) >= rule.at_least.share:
        yield "at_least", say("there is never less than {amount}", amount=f"{100 * min(eaten):.4g} %")


_COUNTS: Mapping[type[AnyRule], Callable[[Any, _Trays], Needless]] = {
    TagDays: _days_count,
    FishSafety: _days_count,
    NewDishes: _new_dishes,
    Repeat: _repeat,
    Incompatible: _incompatible,
    Diversity: _diversity,
    Season: _season,
    FishForm: _fish_form,
    Acceptance: _acceptance,
}
"""Kinds that can be judged without adding amounts up."""
