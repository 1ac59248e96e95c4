"""Plain sums over what is served: nutrients, rupiah, grams and acceptance.

Every amount is that of one child's tray: a dish's figure per standard portion times the group's portion.
"""

from collections.abc import Callable, Collection, Iterable, Sequence

from kagemi.domain.nutrients import NUTRIENTS
from kagemi.domain.problem import Day, Group, NutrientAmount
from kagemi.report.menu import Line, Menu

UNKNOWN = NutrientAmount(0.0, 0.0, None, 0, 1)
"""Stands in for a nutrient that a dish says nothing about: never zero."""


def nutrient_of(line: Line, nutrient: str) -> NutrientAmount:
    """What the dish's standard portion is known to hold."""
    return line.dish.nutrients.get(nutrient, UNKNOWN)


def nutrient_total(lines: Iterable[Line], group: str, nutrient: str) -> NutrientAmount:
    """The nutrient in the group's portions of all lines; the ceiling is unknown if that of any is."""
    return amount_total(lines, group, lambda line: nutrient_of(line, nutrient))


def amount_total(
    lines: Iterable[Line], group: str, of_line: Callable[[Line], NutrientAmount]
) -> NutrientAmount:
    """Any amount of a standard portion, in the group's portions of all lines."""
    total = floor = ceiling = 0.0
    known = of = 0
    ceiling_known = True
    for line in lines:
        portion = line.portion(group)
        if portion == 0:
            continue
        amount = of_line(line)
        total += portion * amount.total
        floor += portion * amount.floor
        ceiling += portion * (amount.ceiling or 0.0)
        ceiling_known = ceiling_known and amount.ceiling is not None
        known += amount.known
        of += amount.of
    return NutrientAmount(total, floor, ceiling if ceiling_known else None, known, of)


def nutrient_mean(
    menu: Menu, group: str, nutrient: str, days: Sequence[Day], slots: tuple[str, ...] = ()
) -> NutrientAmount:
    """The nutrient of the mean day; coverage counts the ingredients of all days. `days` is not empty."""
    sum_ = nutrient_total(menu.lines(days, slots), group, nutrient)
    n = len(days)
    ceiling = None if sum_.ceiling is None else sum_.ceiling / n
    return NutrientAmount(sum_.total / n, sum_.floor / n, ceiling, sum_.known, sum_.of)


def all_nutrients(menu: Menu, group: str, days: Sequence[Day]) -> dict[str, NutrientAmount]:
    """Nutrient id -> amount of the group's mean day."""
    return {n.id: nutrient_mean(menu, group, n.id, days) for n in NUTRIENTS}


def cost_total(lines: Iterable[Line], group: str) -> float:
    """Rupiah of raw material in the group's portions of all lines."""
    return sum(line.portion(group) * line.dish.cost_idr for line in lines)


def cost_per_portion(
    menu: Menu,
    days: Sequence[Day] | None = None,
    groups: Sequence[Group] | None = None,
    slots: tuple[str, ...] = (),
) -> float:
    """Rupiah of one child's tray on one day: the mean over the children of `groups` and over `days`.

    All groups and days where not given; 0 where there is nobody to feed or no day.
    """
    groups = menu.problem.groups if groups is None else groups
    days = menu.problem.days if days is None else days
    portions = sum(g.headcount for g in groups) * len(days)
    lines = menu.lines(days, slots)
    return sum(g.headcount * cost_total(lines, g.id) for g in groups) / portions if portions else 0.0


def acceptance(menu: Menu) -> float:
    """Expected share eaten, the mean over all picks; 1 if nothing is picked."""
    mean = mean_acceptance(menu, menu.problem.days)
    return 1.0 if mean is None else mean


def mean_acceptance(menu: Menu, days: Iterable[Day], slots: tuple[str, ...] = ()) -> float | None:
    """Expected share eaten, the mean over the picks of these days in `slots` (empty: all); None without any.

    A dish that fills k slots counts k times. Slots with free portions have no picks, extra dishes are none.
    """
    picked = {s.id for s in menu.problem.slots if s.pick is not None and (not slots or s.id in slots)}
    picks = [(len(picked.intersection(i.dish.slots)), i.dish) for i in menu.common(days)]
    count = sum(k for k, _ in picks)
    return sum(k * dish.acceptance for k, dish in picks) / count if count else None


def served_grams(lines: Iterable[Line], group: str) -> float:
    """Cooked grams in the group's portions of all lines."""
    return sum(line.portion(group) * line.dish.served_g for line in lines)


def edible_grams(lines: Iterable[Line], group: str) -> dict[str, float]:
    """Food group -> raw edible grams in the group's portions of all lines."""
    grams: dict[str, float] = {}
    for line in lines:
        for food_group, edible in line.dish.edible_g.items():
            grams[food_group] = grams.get(food_group, 0.0) + line.portion(group) * edible
    return grams


def kilograms(menu: Menu, days: Iterable[Day], foods: Collection[str], slots: tuple[str, ...] = ()) -> float:
    """Gross kilograms of these foods that all children are served on these days."""
    grams = 0.0
    for line in menu.lines(days, slots):
        bought = sum(line.dish.gross_g.get(food, 0.0) for food in foods)
        grams += bought * sum(g.headcount * line.portion(g.id) for g in menu.problem.groups)
    return grams / 1000
