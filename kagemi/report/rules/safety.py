"""What fish may bring with it."""

from collections.abc import Iterator

from kagemi.domain.plan import Finding
from kagemi.domain.rules import FishSafety
from kagemi.report.findings import found
from kagemi.report.menu import Menu

TAGS = {
    "mercury": frozenset({"mercury_high", "mercury_moderate"}),
    "histamine": frozenset({"histamine_prone"}),
}
"""Risk -> the tags of dishes whose species carry it."""


def check_fish_safety(menu: Menu, rule: FishSafety) -> Iterator[Finding]:
    """For each week or the plan: days with fish of the risk <= at_most."""
    for days in menu.spans(rule.over, rule.days):
        count = sum(
            any(not TAGS[rule.of].isdisjoint(i.dish.tags) for i in menu.common([day], rule.slots))
            for day in days
        )
        yield found(rule, days, count, None, rule.at_most, "day", rule.of)
