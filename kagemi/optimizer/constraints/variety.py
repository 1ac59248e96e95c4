"""Variety: repeat, not_adjacent, incompatible."""

from collections import Counter
from collections.abc import Iterator

from kagemi.domain.problem import DishFacts
from kagemi.domain.rules import Incompatible, NotAdjacent, Repeat
from kagemi.optimizer.model import MenuModel, Row


def repeat(rule: Repeat, m: MenuModel) -> Iterator[Row]:
    """For every key k, window t of within_days days: sum_{d in t, key(i) = k} y[d,i] <= at_most.

    A key is what `of` names: a dish, a main ingredient, a method, ... Windows that begin before the plan begin
    where k was served; what was served there is taken from at_most (never below 0).
    """
    keys: dict[str, set[str]] = {}
    for i in m.dishes:
        if (key := i.key(rule.of)) and m.is_in_slots(i, rule.slots):
            keys.setdefault(key, set()).add(i.id)
    for t in m.windows(rule.within_days, rule.days):
        for key, ids in sorted(keys.items()):
            yield Row(f"{key}__{t.label}", t, m.served(lambda i: i.id in ids, t) <= rule.at_most)  # noqa: B023 - called at once
    for t, before in m.reaching_back(rule.within_days, rule.days):
        counted = [b for b in before if m.is_in_slots(b, rule.slots)]
        served = Counter(b.key(rule.of) for b in counted)
        first = {b.key(rule.of) for b in counted if b.day.index == before[0].day.index}
        for key in sorted(first & keys.keys()):
            ids, left = keys[key], max(0, rule.at_most - served[key])
            yield Row(f"{key}__{t.label}", t, m.served(lambda i: i.id in ids, t) <= left)  # noqa: B023 - called at once


def not_adjacent(rule: NotAdjacent, m: MenuModel) -> Iterator[Row]:
    """For consecutive menu days d, d+1: z[d] + z[d+1] <= 1, z[d] = 1 if one of the dishes is served on d."""

    def named(i: DishFacts) -> bool:
        return i.has_any(rule.dishes, rule.tags) and m.is_in_slots(i, rule.slots)

    for t in m.windows(2, rule.days):
        yield Row(t.label, t, m.days_with(named, t) <= 1)


def incompatible(rule: Incompatible, m: MenuModel) -> Iterator[Row]:
    """For d in D(rule): sum_{i in dishes or with tags} y[d,i] <= 1."""

    def named(i: DishFacts) -> bool:
        return i.has_any(rule.dishes, rule.tags) and m.is_in_slots(i, rule.slots)

    for t in m.spans("day", rule.days):
        yield Row(t.label, t, m.served(named, t) <= 1)
