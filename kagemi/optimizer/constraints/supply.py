"""Supply: supply, use_up, season."""

from collections.abc import Iterator
from datetime import date

from kagemi.domain.amount import in_unit
from kagemi.domain.calendar import MONTHS
from kagemi.domain.rules import Season, Supply, UseUp
from kagemi.optimizer.model import MenuModel, Row, Span, among


def supply(rule: Supply, m: MenuModel) -> Iterator[Row]:
    """For t in T(per): at_least <= sum_{g, d in t, i} n(g) kg[i] q[g,d,i] <= at_most, in gross kilograms."""
    for t in m.spans(rule.per, rule.days):
        bought = m.kilograms({rule.food}, t, rule.slots)
        if rule.at_least is not None:
            low = in_unit(rule.at_least, "kg") or 0.0
            yield Row(f"min__{t.label}", t, bought >= low, low or 1.0, bound="at_least")
        if rule.at_most is not None:
            high = in_unit(rule.at_most, "kg") or 0.0
            yield Row(f"max__{t.label}", t, bought <= high, high or 1.0, bound="at_most")


def use_up(rule: UseUp, m: MenuModel) -> Iterator[Row]:
    """sum_{g, d up to `by`, i} n(g) kg[i] q[g,d,i] >= amount, in gross kilograms; t: the days up to `by`."""
    last = date.fromisoformat(rule.by)
    days = tuple(d.index for d in m.problem.days if d.date <= last and (not rule.days or d.is_in(rule.days)))
    mine = {d.index for d in m.days}
    amount = in_unit(rule.amount, "kg") or 0.0
    if not mine.isdisjoint(days):
        t = Span("plan", days)
        bought = m.kilograms({rule.food}, t, rule.slots)
        yield Row(t.label, t, bought >= amount, amount or 1.0, bound="amount")


def season(rule: Season, m: MenuModel) -> Iterator[Row]:
    """For d outside the months: sum_{i with one of the foods} (y[d,i] + sum_g x[g,d,i]) <= 0."""
    dishes = {
        i.id for i in m.dishes if not i.gross_g.keys().isdisjoint(rule.foods) and m.is_in_slots(i, rule.slots)
    }
    for t in m.spans("day", rule.days):
        if MONTHS[m.problem.days[t.days[0]].date.month - 1] not in rule.months:
            left = m.served(among(dishes), t) + m.extras(among(dishes), t)
            yield Row(t.label, t, left <= 0)
