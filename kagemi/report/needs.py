"""What a plan needs from the market: gross grams of each food for each day."""

import math
from collections.abc import Iterable

from kagemi.domain.plan import Plan
from kagemi.domain.problem import Day
from kagemi.domain.purchase import Need
from kagemi.report.menu import Menu

NOISE = 1e-6
"""Grams that come from arithmetic alone."""


def needs(plan: Plan) -> tuple[Need, ...]:
    """Gross grams, up to the next whole gram, of every food and day that has any; by day, then food.

    All children and the portions they are served, extra dishes, frying baths and aromatics included.
    """
    menu = Menu(plan.problem, plan.servings)
    headcounts = {g.id: g.headcount for g in plan.problem.groups}
    return tuple(need for day in plan.problem.days for need in _of_day(menu, headcounts.items(), day))


def _of_day(menu: Menu, headcounts: Iterable[tuple[str, int]], day: Day) -> list[Need]:
    grams: dict[str, float] = {}
    for line in menu.by_day[day.index]:
        portions = sum(children * line.portion(group) for group, children in headcounts)
        for food, gross in line.dish.gross_g.items():
            grams[food] = grams.get(food, 0.0) + portions * gross
    whole = {food: math.ceil(g - NOISE) for food, g in grams.items()}
    return [Need(food, day.date, whole[food]) for food in sorted(whole) if whole[food] > 0]
