"""The planet: emissions."""

from collections.abc import Iterator

from kagemi.domain.problem import DishFacts
from kagemi.domain.rules import Emissions
from kagemi.optimizer.model import MenuModel, Row, among


def emissions(rule: Emissions, m: MenuModel) -> Iterator[Row]:
    """For t in T(per): sum_{g, d in t, i} n(g) ceiling[i] q[g,d,i] / sum_g n(g) <= at_most |t|, in kg CO2e.

    A dish whose ceiling is unknown is not served.
    """
    for t in m.spans(rule.per, rule.days):
        limit = rule.at_most * len(t)
        emitted_ = m.mean(lambda i: emitted(i) if m.is_in_slots(i, rule.slots) else 0.0, m.groups(rule), t)
        yield Row(t.label, t, emitted_ <= limit, limit or len(t), len(t), "at_most")
    unknown = {i.id for i in m.dishes if i.emissions.ceiling is None and m.is_in_slots(i, rule.slots)}
    for t in m.spans("day", rule.days) if unknown else ():
        left = m.served(among(unknown), t) + m.extras(among(unknown), t)
        yield Row(f"known__{t.label}", t, left <= 0)


def emitted(dish: DishFacts) -> float:
    """Kg CO2e of a standard portion: the ceiling, or what is known where that is unknown."""
    return dish.emissions.total if dish.emissions.ceiling is None else dish.emissions.ceiling
