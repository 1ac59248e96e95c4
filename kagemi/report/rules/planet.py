"""What the tray costs the climate."""

import math
from collections.abc import Iterator

from kagemi.domain.plan import Finding
from kagemi.domain.problem import Group
from kagemi.domain.rules import Emissions
from kagemi.report.findings import found
from kagemi.report.menu import Line, Menu
from kagemi.report.totals import amount_total


def check_emissions(menu: Menu, rule: Emissions) -> Iterator[Finding]:
    """For each span: ceiling of kg CO2e of a portion, the mean over children and days <= at_most.

    An unknown ceiling is infinite: a maximum is never kept by ignorance.
    """
    groups = menu.groups(rule.groups)
    group = groups[0].id if len(groups) == 1 else ""
    children = sum(g.headcount for g in groups)
    for days in menu.spans(rule.per, rule.days):
        lines = [i for i in menu.lines(days, rule.slots) if any(i.portion(g.id) for g in groups)]
        most = sum(_ceiling(lines, g) for g in groups)
        known, of = sum(i.dish.emissions.known for i in lines), sum(i.dish.emissions.of for i in lines)
        mean = most / (children * len(days))
        yield found(
            rule, days, mean, None, rule.at_most, "kg_co2e", "emissions", group=group, known=known, of=of
        )


def _ceiling(lines: list[Line], group: Group) -> float:
    """Of all children of the group."""
    ceiling = amount_total(lines, group.id, lambda line: line.dish.emissions).ceiling
    return math.inf if ceiling is None else group.headcount * ceiling
