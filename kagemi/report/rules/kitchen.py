"""What the kitchen can do: machines, hands, and room to store."""

import math
from collections.abc import Iterator
from datetime import timedelta

from kagemi.domain.plan import Finding
from kagemi.domain.problem import Day
from kagemi.domain.rules import Equipment, Labour, Storage
from kagemi.report.bounds import kilograms_bound
from kagemi.report.findings import found
from kagemi.report.menu import Line, Menu
from kagemi.report.totals import kilograms


def check_equipment(menu: Menu, rule: Equipment) -> Iterator[Finding]:
    """For each day: minutes of a batch x batches, summed over the dishes <= minutes x units."""
    for day in menu.days(rule.days):
        lines = menu.lines([day], rule.slots)
        used = sum(i.dish.equipment.get(rule.equipment, 0.0) * _batches(menu, i) for i in lines)
        yield found(rule, [day], used, None, rule.minutes * rule.units, "minute", rule.equipment)


def check_labour(menu: Menu, rule: Labour) -> Iterator[Finding]:
    """For each day: hours of a batch x batches, summed over the dishes <= hours.

    Work that nobody has put a figure to is infinite: a maximum is never kept by ignorance.
    """
    for day in menu.days(rule.days):
        minutes = 0.0
        for line in menu.lines([day], rule.slots):
            of_batch = line.dish.labour_minutes
            minutes += math.inf if of_batch is None else of_batch * _batches(menu, line)
        yield found(rule, [day], minutes / 60, None, rule.hours, "hour", "labour")


def check_storage(menu: Menu, rule: Storage) -> Iterator[Finding]:
    """For each stretch of days between two deliveries: gross kilograms of the foods <= at_most."""
    foods = {
        f.id for f in menu.problem.foods.values() if f.id in rule.foods or f.food_group in rule.food_groups
    }
    foods.update(rule.foods)
    stretches: dict[tuple[int, int], list[Day]] = {}
    for day in menu.days(rule.days):
        stretches.setdefault((day.week, _deliveries(day, rule.bought_on)), []).append(day)
    for days in stretches.values():
        stored = kilograms(menu, days, foods, rule.slots)
        yield found(rule, days, stored, None, kilograms_bound(rule.at_most), "kg", rule.place)


def _batches(menu: Menu, line: Line) -> int:
    """A common dish is cooked for all children, an extra dish for those that get it."""
    children = menu.problem.headcount if line.common else menu.eaters(line)
    return menu.problem.batches(line.dish, children)


def _deliveries(day: Day, bought_on: tuple[str, ...]) -> int:
    """Deliveries of the calendar week up to the morning of the day, whether or not there is a meal on them."""
    monday = day.date - timedelta(days=day.date.weekday())
    dates = [monday + timedelta(days=n) for n in range(day.date.weekday() + 1)]
    return sum(Day(day.index, date, day.week).is_in(bought_on) for date in dates)
