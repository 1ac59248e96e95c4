"""Nutrition: nutrient_range, energy_share, food_group_portions."""

from collections.abc import Iterator

from kagemi.domain.amount import in_unit
from kagemi.domain.nutrients import ENERGY_FACTORS
from kagemi.domain.problem import DishFacts
from kagemi.domain.rules import EnergyShare, FoodGroupPortions, NutrientRange
from kagemi.optimizer.model import MenuModel, Row

LUNCH_KCAL = 700.0
"""Isi Piringku: a lunch plate of about 700 kcal (Kemenkes)."""


def nutrient_range(rule: NutrientRange, m: MenuModel) -> Iterator[Row]:
    """For g in G, t in T(per): sum_{d in t, i} floor[i,n] q[g,d,i] >= min[g] |t|, ceiling ... <= max[g] |t|.

    Units: the nutrient's own; min and max may be % of the group's AKG. A dish whose ceiling is unknown
    is not served where there is a maximum.
    """
    for t in m.spans(rule.per, rule.days):
        for g in m.groups(rule):
            if rule.min:
                low = m.bound(rule.min, rule.nutrient, g)
                total = m.nutrient(rule.nutrient, "floor", g, t, rule.slots)
                size = (low or 1.0) * len(t)
                yield Row(f"min__{g.id}__{t.label}", t, total >= low * len(t), size, len(t), "min", g.id)
            if rule.max:
                high = m.bound(rule.max, rule.nutrient, g)
                total = m.nutrient(rule.nutrient, "ceiling", g, t, rule.slots)
                size = (high or 1.0) * len(t)
                yield Row(f"max__{g.id}__{t.label}", t, total <= high * len(t), size, len(t), "max", g.id)
    if rule.max:
        yield from _known(rule.nutrient, rule.slots, m, rule.days)


def energy_share(rule: EnergyShare, m: MenuModel) -> Iterator[Row]:
    """For g, t: min * energy <= kcal(of) <= max * energy, with kcal(of) = grams x 9, 4 or 4 (Atwater).

    A shortfall of 1 is the whole share of a nominal lunch of 700 kcal (Isi Piringku).
    """
    factor = ENERGY_FACTORS[rule.of]
    for t in m.spans(rule.per, rule.days):
        for g in m.groups(rule):
            if rule.min:
                share = rule.min.share
                energy = m.nutrient("energy", "ceiling", g, t, rule.slots)
                kcal = factor * m.nutrient(rule.of, "floor", g, t, rule.slots)
                yield Row(
                    f"min__{g.id}__{t.label}",
                    t,
                    kcal - share * energy >= 0,
                    share * LUNCH_KCAL * len(t),
                    len(t),
                    "min",
                    g.id,
                )
            if rule.max:
                share = rule.max.share
                energy = m.nutrient("energy", "floor", g, t, rule.slots)
                kcal = factor * m.nutrient(rule.of, "ceiling", g, t, rule.slots)
                yield Row(
                    f"max__{g.id}__{t.label}",
                    t,
                    kcal - share * energy <= 0,
                    share * LUNCH_KCAL * len(t),
                    len(t),
                    "max",
                    g.id,
                )
    if rule.max:
        yield from _known(rule.of, rule.slots, m, rule.days)


def food_group_portions(rule: FoodGroupPortions, m: MenuModel) -> Iterator[Row]:
    """For g, t: at_least |t| <= sum_{d in t, i} grams[i, food_group] / portion q[g,d,i] <= at_most |t|."""
    portion_g = in_unit(rule.portion, "g")
    assert portion_g

    def in_portions(i: DishFacts) -> float:
        return i.edible_g.get(rule.food_group, 0.0) / portion_g if m.is_in_slots(i, rule.slots) else 0.0

    for t in m.spans(rule.per, rule.days):
        for g in m.groups(rule):
            portions = m.portions(in_portions, g, t)
            if rule.at_least is not None:
                low = rule.at_least * len(t)
                yield Row(
                    f"min__{g.id}__{t.label}", t, portions >= low, low or len(t), len(t), "at_least", g.id
                )
            if rule.at_most is not None:
                high = rule.at_most * len(t)
                yield Row(
                    f"max__{g.id}__{t.label}", t, portions <= high, high or len(t), len(t), "at_most", g.id
                )


def _known(nutrient: str, slots: tuple[str, ...], m: MenuModel, days: tuple[str, ...]) -> Iterator[Row]:
    """No dish with an unknown ceiling: a maximum is never met by ignorance."""

    def unknown(i: DishFacts) -> bool:
        n = i.nutrients.get(nutrient)
        return (n is None or n.ceiling is None) and m.is_in_slots(i, slots)

    if any(unknown(i) for i in m.dishes):
        for t in m.spans("day", days):
            yield Row(f"known__{t.label}", t, m.served(unknown, t) + m.extras(unknown, t) <= 0)
