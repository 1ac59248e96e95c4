"""Calendar: tag_days, pin, ban."""

from collections.abc import Iterator

from kagemi.domain.problem import DishFacts
from kagemi.domain.rules import Ban, Pin, TagDays
from kagemi.optimizer.model import MenuModel, Row


def tag_days(rule: TagDays, m: MenuModel) -> Iterator[Row]:
    """For t in T(over): at_least <= sum_{d in t} z[d] <= at_most, z[d] = 1 if the tag is served on d.

    On days outside only_on, or in never_on: z[d] = 0.
    """

    def tagged(i: DishFacts) -> bool:
        return rule.tag in i.tags and m.is_in_slots(i, rule.slots)

    for t in m.spans(rule.over, rule.days):
        if rule.at_least is not None:
            yield Row(f"min__{t.label}", t, m.days_with(tagged, t) >= rule.at_least, bound="at_least")
        if rule.at_most is not None:
            yield Row(f"max__{t.label}", t, m.days_with(tagged, t) <= rule.at_most, bound="at_most")
    for t in m.spans("day", rule.days):
        day = m.problem.days[t.days[0]]
        if (rule.only_on and not day.is_in(rule.only_on)) or day.is_in(rule.never_on):
            yield Row(f"off__{t.label}", t, m.days_with(tagged, t) <= 0)


def pin(rule: Pin, m: MenuModel) -> Iterator[Row]:
    """For d in D(rule): y[d, dish] >= 1."""
    for t in m.spans("day", rule.days):
        yield Row(t.label, t, m.served(lambda i: i.id == rule.dish, t) >= 1)


def ban(rule: Ban, m: MenuModel) -> Iterator[Row]:
    """For d in D(rule): sum_{i in dishes or with tags} (y[d,i] + sum_g x[g,d,i]) <= 0."""

    def named(i: DishFacts) -> bool:
        return i.has_any(rule.dishes, rule.tags) and m.is_in_slots(i, rule.slots)

    for t in m.spans("day", rule.days):
        yield Row(t.label, t, m.served(named, t) + m.extras(named, t) <= 0)
