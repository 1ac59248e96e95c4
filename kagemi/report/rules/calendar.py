"""What is served on which days."""

from collections.abc import Iterator

from kagemi.domain.plan import Finding
from kagemi.domain.rules import Ban, Pin, TagDays
from kagemi.report.findings import found, selection
from kagemi.report.menu import Menu


def check_tag_days(menu: Menu, rule: TagDays) -> Iterator[Finding]:
    """For each week or the plan: at_least <= days with the tag <= at_most; then no such day where none may be.

    A day counts once, however many of its dishes carry the tag.
    """
    tagged = {
        day
        for day in menu.days(rule.days)
        if any(rule.tag in i.dish.tags for i in menu.common([day], rule.slots))
    }
    lots = menu.weeks(rule.days) if rule.over == "week" else (menu.days(rule.days),)
    if rule.at_least is not None or rule.at_most is not None:
        for days in filter(None, lots):  # a week may have none of the rule's days
            count = len(tagged.intersection(days))
            yield found(rule, days, count, rule.at_least, rule.at_most, "day", rule.tag)
    for day in menu.days(rule.days):
        if (rule.only_on and not day.is_in(rule.only_on)) or day.is_in(rule.never_on):
            yield found(rule, [day], int(day in tagged), None, 0, "day", rule.tag)


def check_pin(menu: Menu, rule: Pin) -> Iterator[Finding]:
    """For each day of the rule: the dish is served."""
    for day in menu.days(rule.days):
        served = any(i.dish.id == rule.dish for i in menu.common([day]))
        yield found(rule, [day], int(served), 1, None, "dish", rule.dish)


def check_ban(menu: Menu, rule: Ban) -> Iterator[Finding]:
    """For each day of the rule: none of the dishes or tags is served, not even as an extra dish."""
    for day in menu.days(rule.days):
        count = sum(i.dish.has_any(rule.dishes, rule.tags) for i in menu.lines([day], rule.slots))
        yield found(rule, [day], count, None, 0, "dish", selection(rule.dishes, rule.tags))
