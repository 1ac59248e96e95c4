"""Variety: repeat, not_adjacent, incompatible, goes_with, diversity."""

from collections import Counter
from collections.abc import Iterator

from kagemi.domain.problem import DishFacts
from kagemi.domain.rules import Diversity, GoesWith, Incompatible, NotAdjacent, Repeat, RepeatOf
from kagemi.optimizer.model import MenuModel, Row, among


def repeat(rule: Repeat, m: MenuModel) -> Iterator[Row]:
    """For every key k, window t of within_days days: sum_{d in t, key(i) = k} y[d,i] <= at_most.

    A key is what `of` names: a dish, a main ingredient, a method, ... Windows that begin before the plan begin
    where k was served; what was served there is taken from at_most (never below 0).
    """
    named = keys(m, rule.of, rule.slots)
    for t in m.windows(rule.within_days, rule.days):
        for key, ids in sorted(named.items()):
            yield Row(f"{key}__{t.label}", t, m.served(among(ids), t) <= rule.at_most, bound="at_most")
    for t, before in m.reaching_back(rule.within_days, rule.days):
        counted = [b for b in before if m.is_in_slots(b, rule.slots)]
        served = Counter(b.key(rule.of) for b in counted)
        first = {b.key(rule.of) for b in counted if b.day.index == before[0].day.index}
        for key in sorted(first & named.keys()):
            ids, left = named[key], max(0, rule.at_most - served[key])
            yield Row(f"{key}__{t.label}", t, m.served(among(ids), t) <= left, bound="at_most")


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


def goes_with(rule: GoesWith, m: MenuModel) -> Iterator[Row]:
    """For d in D(rule): z[d] <= sum_{j in W} y[d,j], z[d] = 1 if a dish of the first pair is served, not of W.

    For every i of both pairs: y[d,i] <= sum_{j in W, j != i} y[d,j]. W: the dishes of the second pair.
    """
    company = frozenset(j.id for j in m.dishes if j.has_any(rule.with_dishes, rule.with_tags))
    named = [i.id for i in m.dishes if i.has_any(rule.dishes, rule.tags) and m.is_in_slots(i, rule.slots)]
    others = [i for i in named if i not in company]
    for t in m.spans("day", rule.days):
        if others:
            left = m.served(among(company), t) - m.days_with(among(others), t)
            yield Row(t.label, t, left >= 0)
        for i in named:
            if i in company:
                left = m.served(among(company - {i}), t) - m.served(among({i}), t)
                yield Row(f"{i}__{t.label}", t, left >= 0)


def diversity(rule: Diversity, m: MenuModel) -> Iterator[Row]:
    """For t in T(over): sum_k u[k,t] >= at_least, u[k,t] <= 1, u[k,t] <= sum_{d in t, key(i) = k} y[d,i].

    A key is what `of` names, as in repeat.
    """
    for t in m.spans(rule.over, rule.days):
        served = m.kinds_served(keys(m, rule.of, rule.slots), t)
        yield Row(t.label, t, served >= rule.at_least, bound="at_least")


def keys(m: MenuModel, of: RepeatOf, slots: tuple[str, ...]) -> dict[str, frozenset[str]]:
    """Key -> the dishes that have it, among those that fill one of `slots` (empty: all)."""
    found: dict[str, set[str]] = {}
    for i in m.dishes:
        if (key := i.key(of)) and m.is_in_slots(i, slots):
            found.setdefault(key, set()).add(i.id)
    return {key: frozenset(ids) for key, ids in found.items()}
