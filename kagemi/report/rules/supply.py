"""What there is to buy, what is in stock, what is in season."""

from collections.abc import Iterator
from datetime import date

from kagemi.domain.calendar import MONTHS
from kagemi.domain.plan import Finding
from kagemi.domain.rules import Season, Supply, UseUp
from kagemi.report.bounds import kilograms_bound
from kagemi.report.findings import found, selection
from kagemi.report.menu import Menu
from kagemi.report.totals import kilograms


def check_supply(menu: Menu, rule: Supply) -> Iterator[Finding]:
    """For each span: at_least <= gross kilograms of the food, all children and days together <= at_most."""
    low, high = kilograms_bound(rule.at_least), kilograms_bound(rule.at_most)
    for days in menu.spans(rule.per, rule.days):
        bought = kilograms(menu, days, [rule.food], rule.slots)
        yield found(rule, days, bought, low, high, "kg", rule.food)


def check_use_up(menu: Menu, rule: UseUp) -> Iterator[Finding]:
    """Amount <= gross kilograms of the food on the days up to `by`; without such a day nothing is asked."""
    days = [d for d in menu.days(rule.days) if d.date <= date.fromisoformat(rule.by)]
    if days:
        used = kilograms(menu, days, [rule.food], rule.slots)
        yield found(rule, days, used, kilograms_bound(rule.amount), None, "kg", rule.food)


def check_season(menu: Menu, rule: Season) -> Iterator[Finding]:
    """For each day out of season: no dish with one of the foods, not even an extra dish."""
    for day in menu.days(rule.days):
        if MONTHS[day.date.month - 1] not in rule.months:
            lines = menu.lines([day], rule.slots)
            count = sum(not i.dish.gross_g.keys().isdisjoint(rule.foods) for i in lines)
            yield found(rule, [day], count, None, 0, "dish", selection(rule.foods, ()))
