"""The kitchen: equipment, labour, storage."""

from collections.abc import Iterator

from kagemi.domain.amount import in_unit
from kagemi.domain.problem import WEEKDAYS
from kagemi.domain.rules import Equipment, Labour, Storage
from kagemi.optimizer.model import MenuModel, Row, Span, among


def equipment(rule: Equipment, m: MenuModel) -> Iterator[Row]:
    """For d in D(rule): sum_i minutes[i] (b(i) y[d,i] + sum_g b(g,i) x[g,d,i]) <= minutes * units.

    minutes[i]: the machine's for one batch; b(i), b(g,i): batches for all children, for those of group g.
    """
    limit = float(rule.minutes * rule.units)
    for t in m.spans("day", rule.days):
        used = m.effort(lambda i: i.equipment.get(rule.equipment, 0.0), t, rule.slots)
        yield Row(t.label, t, used <= limit, limit, bound="minutes")


def labour(rule: Labour, m: MenuModel) -> Iterator[Row]:
    """For d in D(rule): sum_i minutes[i] (b(i) y[d,i] + sum_g b(g,i) x[g,d,i]) / 60 <= hours.

    A dish whose minutes nobody has said is not served.
    """
    for t in m.spans("day", rule.days):
        used = m.effort(lambda i: (i.labour_minutes or 0.0) / 60, t, rule.slots)
        yield Row(t.label, t, used <= rule.hours, rule.hours, bound="hours")
        unknown = {i.id for i in m.dishes if i.labour_minutes is None and m.is_in_slots(i, rule.slots)}
        if unknown:
            left = m.served(among(unknown), t) + m.extras(among(unknown), t)
            yield Row(f"known__{t.label}", t, left <= 0)


def storage(rule: Storage, m: MenuModel) -> Iterator[Row]:
    """For every stretch t of days between two deliveries: sum_{g, d in t, i} n(g) kg[i] q[g,d,i] <= at_most.

    kg[i]: gross kilograms of the foods in a standard portion. Deliveries come on `bought_on`, before cooking.
    """
    foods = {f.id for f in m.problem.foods.values() if f.id in rule.foods or f.food_group in rule.food_groups}
    limit = in_unit(rule.at_most, "kg")
    assert limit is not None
    for t in deliveries(rule, m):
        yield Row(t.label, t, m.kilograms(foods, t, rule.slots) <= limit, limit or 1.0, bound="at_most")


def deliveries(rule: Storage, m: MenuModel) -> Iterator[Span]:
    """The days from one delivery to the next; a week's days before its first are a stretch of their own."""
    stretches: dict[tuple[int, int], list[int]] = {}
    for d in m.problem.days:
        delivered = sum(name in rule.bought_on for name in WEEKDAYS[: d.date.weekday() + 1])
        if not rule.days or d.is_in(rule.days):
            stretches.setdefault((d.week, delivered), []).append(d.index)
    mine = {d.index for d in m.days}
    for (week, n), days in stretches.items():
        if not mine.isdisjoint(days):
            yield Span(f"w{week + 1}_{n}", tuple(days))
