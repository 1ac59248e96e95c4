"""What comes back too soon, and what does not go together."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kagemi.domain.plan import Finding
from kagemi.domain.problem import Day
from kagemi.domain.rules import Incompatible, NotAdjacent, Repeat
from kagemi.report.findings import found, selection
from kagemi.report.menu import Menu


def check_repeat(menu: Menu, rule: Repeat) -> Iterator[Finding]:
    """For each key (dish, ingredient, ...) and window of `within_days` menu days: servings <= at_most.

    Windows run over all menu days, servings count on the rule's days only. A key with no window over the limit
    has one finding, that of its fullest window.
    """
    counted = set(menu.days(rule.days))
    counts = [
        Counter(i.dish.key(rule.of) for i in menu.lines([day] if day in counted else [], rule.slots))
        for day in menu.problem.days
    ]
    keys = dict.fromkeys(key for count in counts for key in count if key)
    for key in keys:
        findings = [
            found(rule, days, sum(counts[d.index][key] for d in days), None, rule.at_most, "serving", key)
            for days in _windows(menu.problem.days, rule.within_days)
        ]
        missed = [f for f in findings if not f.kept]
        yield from missed or [max(findings, key=lambda f: f.value)]


def check_not_adjacent(menu: Menu, rule: NotAdjacent) -> Iterator[Finding]:
    """For each two menu days in a row: at most one of them has one of the dishes or tags."""
    counted = set(menu.days(rule.days))
    for pair in pairwise(menu.problem.days):
        if not counted.issuperset(pair):
            continue
        with_it = sum(_matching(menu, rule, day) > 0 for day in pair)
        yield found(rule, pair, with_it, None, 1, "day", selection(rule.dishes, rule.tags))


def check_incompatible(menu: Menu, rule: Incompatible) -> Iterator[Finding]:
    """For each day: at most one of the dishes, or of the dishes with the tags."""
    for day in menu.days(rule.days):
        count = _matching(menu, rule, day)
        yield found(rule, [day], count, None, 1, "dish", selection(rule.dishes, rule.tags))


def _matching(menu: Menu, rule: NotAdjacent | Incompatible, day: Day) -> int:
    return sum(i.dish.has_any(rule.dishes, rule.tags) for i in menu.lines([day], rule.slots))


def _windows(days: Sequence[Day], length: int) -> list[Sequence[Day]]:
    """Every run of `length` days; one of all days if there are fewer."""
    return [days[i : i + length] for i in range(max(1, len(days) - length + 1))]
