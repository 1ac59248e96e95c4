"""What the tray costs."""

from collections.abc import Iterator

from kagemi.domain.plan import Finding
from kagemi.domain.rules import Budget
from kagemi.report.findings import found
from kagemi.report.menu import Menu
from kagemi.report.totals import cost_per_portion


def check_budget(menu: Menu, rule: Budget) -> Iterator[Finding]:
    """For each span: sum of headcount x cost of the portions / (headcount x days) <= max, in rupiah."""
    groups = menu.groups(rule.groups)
    group = groups[0].id if len(groups) == 1 else ""
    for days in menu.spans(rule.over, rule.days):
        mean = cost_per_portion(menu, days, groups, rule.slots)
        yield found(rule, days, mean, None, rule.max.value, "idr", "cost", group=group)
