"""Money: budget."""

from collections.abc import Iterator

from kagemi.domain.rules import Budget
from kagemi.optimizer.model import MenuModel, Row


def budget(rule: Budget, m: MenuModel) -> Iterator[Row]:
    """For t in T(over): sum_{g, d in t, i} n(g) cost[i] q[g,d,i] / sum_g n(g) <= max |t|, in rupiah."""
    for t in m.spans(rule.over, rule.days):
        limit = rule.max.value * len(t)
        yield Row(t.label, t, m.cost(m.groups(rule), t, rule.slots) <= limit, limit or len(t), len(t))
