"""Nutrients, shares of energy and food groups on a child's tray."""

import math
from collections.abc import Iterator

from kagemi.domain.nutrients import BY_ID, ENERGY_FACTORS
from kagemi.domain.plan import Finding
from kagemi.domain.rules import EnergyShare, FoodGroupPortions, NutrientRange
from kagemi.report.bounds import grams_bound, nutrient_bound, percent_bound
from kagemi.report.findings import found, within
from kagemi.report.menu import Menu
from kagemi.report.totals import edible_grams, nutrient_mean, nutrient_of, nutrient_total


def check_nutrient_range(menu: Menu, rule: NutrientRange) -> Iterator[Finding]:
    """For each group and span: min <= floor of the mean day, ceiling of the mean day <= max.

    An unknown ceiling is infinite: a maximum is never kept by ignorance.
    """
    unit = BY_ID[rule.nutrient].unit
    for group in menu.groups(rule.groups):
        low = nutrient_bound(rule.min, rule.nutrient, group)
        high = nutrient_bound(rule.max, rule.nutrient, group)
        for days in menu.spans(rule.per, rule.days):
            mean = nutrient_mean(menu, group.id, rule.nutrient, days, rule.slots)
            most = math.inf if mean.ceiling is None else mean.ceiling
            place = found(
                rule, days, mean.total, low, high, unit, rule.nutrient,
                group=group.id, known=mean.known, of=mean.of,
            )  # fmt: skip
            yield from within(place, mean.floor, most)


def check_energy_share(menu: Menu, rule: EnergyShare) -> Iterator[Finding]:
    """For each group and span, in % of energy: kcal from `of` over kcal, summed over the span's days.

    A minimum counts floor(of) against ceiling(energy), where a dish with an unknown ceiling counts its total;
    a maximum counts ceiling(of) against floor(energy). Nothing eaten, nothing asked.
    """
    factor = ENERGY_FACTORS[rule.of]
    low, high = percent_bound(rule.min), percent_bound(rule.max)
    for group in menu.groups(rule.groups):
        for days in menu.spans(rule.per, rule.days):
            lines = menu.lines(days, rule.slots)
            part = nutrient_total(lines, group.id, rule.of)
            energies = [(line.portion(group.id), nutrient_of(line, "energy")) for line in lines]
            highest = sum(q * (e.total if e.ceiling is None else e.ceiling) for q, e in energies)
            lowest = sum(q * e.floor for q, e in energies)
            least = _percent(factor * part.floor, highest)
            most = _percent(math.inf if part.ceiling is None else factor * part.ceiling, lowest)
            place = found(
                rule, days, 0.0, low, high, "%", rule.of, group=group.id, known=part.known, of=part.of
            )
            yield from within(place, least, most)


def check_food_group_portions(menu: Menu, rule: FoodGroupPortions) -> Iterator[Finding]:
    """For each group and span: at_least <= raw edible grams of the mean day / grams a portion <= at_most."""
    grams = grams_bound(rule.portion)
    for group in menu.groups(rule.groups):
        for days in menu.spans(rule.per, rule.days):
            edible = edible_grams(menu.lines(days, rule.slots), group.id).get(rule.food_group, 0.0)
            portions = edible / grams / len(days)
            yield found(
                rule, days, portions, rule.at_least, rule.at_most, "portion", rule.food_group, group=group.id
            )


def _percent(part: float, whole: float) -> float | None:
    """100 part / whole; a part of no whole is infinite, nothing of nothing is None."""
    if whole > 0:
        return 100 * part / whole
    return math.inf if part > 0 else None
