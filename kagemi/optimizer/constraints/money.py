"""Money: budget, local_share."""

from collections.abc import Iterator

from kagemi.domain.problem import DishFacts
from kagemi.domain.rules import Budget, LocalShare
from kagemi.optimizer.model import MenuModel, Row

TRAY_IDR = 10_000.0
"""A nominal tray: MBG's raw-material budget from SD class 4 on."""


def budget(rule: Budget, m: MenuModel) -> Iterator[Row]:
    """For t in T(over): sum_{g, d in t, i} n(g) cost[i] q[g,d,i] / sum_g n(g) <= max |t|, in rupiah."""
    for t in m.spans(rule.over, rule.days):
        limit = rule.max.value * len(t)
        cost = m.cost(m.groups(rule), t, rule.slots)
        yield Row(t.label, t, cost <= limit, limit or len(t), len(t), "max")


def local_share(rule: LocalShare, m: MenuModel) -> Iterator[Row]:
    """For t in T(over): sum_{g, d in t, i} n(g) (local[i] - at_least cost[i]) q[g,d,i] / sum_g n(g) >= 0.

    local[i] is the part of a dish's cost that goes to foods that are named or carry one of the tags; rupiah. A
    shortfall of 1 is the whole share of a nominal tray of Rp 10,000 (MBG's budget from SD class 4 on).
    """
    share, foods = rule.at_least.share, m.problem.foods
    local = {f.id for f in foods.values() if f.id in rule.foods or not f.tags.isdisjoint(rule.tags)}

    def above(i: DishFacts) -> float:
        if not m.is_in_slots(i, rule.slots):
            return 0.0
        prices = {f: foods[f].price for f in i.gross_g if f in foods}
        spent = {f: i.gross_g[f] * p.idr_per_gram for f, p in prices.items() if p is not None}
        return sum(idr for f, idr in spent.items() if f in local) - share * sum(spent.values())

    for t in m.spans(rule.over, rule.days):
        left = m.mean(above, m.groups(rule), t)
        yield Row(t.label, t, left >= 0, share * TRAY_IDR * len(t), len(t), "at_least")
