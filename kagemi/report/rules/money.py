"""What the tray costs, and where the money goes."""

from collections.abc import Iterator, Sequence

from kagemi.domain.plan import Finding
from kagemi.domain.problem import Day
from kagemi.domain.rules import Budget, LocalShare
from kagemi.report.bounds import percent_bound
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


def check_local_share(menu: Menu, rule: LocalShare) -> Iterator[Finding]:
    """For each span, in % of the spending: at_least <= what goes to foods that are named or have a tag.

    Spending is summed over all children and days. Nothing spent, nothing asked.
    """
    for days in menu.spans(rule.over, rule.days):
        spent = _spending(menu, days, rule)
        total = sum(spent.values())
        if total > 0:
            local = sum(idr for food, idr in spent.items() if _is_local(menu, rule, food))
            yield found(rule, days, 100 * local / total, percent_bound(rule.at_least), None, "%", "local")


def _spending(menu: Menu, days: Sequence[Day], rule: LocalShare) -> dict[str, float]:
    """Food id -> rupiah for the portions of all children."""
    spent: dict[str, float] = {}
    for line in menu.lines(days, rule.slots):
        portions = sum(g.headcount * line.portion(g.id) for g in menu.groups(rule.groups))
        for food, grams in line.dish.gross_g.items():
            price = menu.problem.foods[food].price if food in menu.problem.foods else None
            if price is not None:
                spent[food] = spent.get(food, 0.0) + portions * grams * price.idr_per_gram
    return spent


def _is_local(menu: Menu, rule: LocalShare, food: str) -> bool:
    return food in rule.foods or not menu.problem.foods[food].tags.isdisjoint(rule.tags)
