"""What comes back too soon, what goes together and what does not, how much is different."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kagemi.domain.plan import Finding
from kagemi.domain.problem import Day, PlanningProblem
from kagemi.domain.rules import Diversity, GoesWith, Incompatible, NotAdjacent, Repeat
from kagemi.report.findings import found, selection
from kagemi.report.menu import Menu


def check_repeat(menu: Menu, rule: Repeat) -> Iterator[Finding]:
    """For each key (dish, ingredient, ...) and window of `within_days` school days: servings <= at_most.

    Windows run over all menu days, and from each school day before on which the key was served; servings count
    on the rule's days only, those before up to the limit: what was too much then is no miss of this plan.
    A key that the plan serves in no window over the limit has one finding, that of its fullest window.
    """
    counted = set(menu.days(rule.days))
    counts = {
        day.index: Counter(i.dish.key(rule.of) for i in menu.common({day} & counted, rule.slots))
        for day in menu.problem.days
    }
    for b in menu.problem.before:
        before = counts.setdefault(b.day.index, Counter())
        if (not rule.days or b.day.is_in(rule.days)) and (not rule.slots or set(rule.slots) & set(b.slots)):
            before[b.key(rule.of)] += 1
    for key in dict.fromkeys(key for d in menu.problem.days for key in counts[d.index] if key):
        findings = [
            found(rule, days, min(earlier, rule.at_most) + served, None, rule.at_most, "serving", key)
            for before, days in _windows(menu.problem, rule.within_days)
            for earlier in [sum(counts[n][key] for n in before)]
            for served in [sum(counts[d.index][key] for d in days)]
            if served and (not before or counts[before[0]][key])
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


def check_diversity(menu: Menu, rule: Diversity) -> Iterator[Finding]:
    """For each span: at_least <= different keys (dish, ingredient, ...) that are served."""
    for days in menu.spans(rule.over, rule.days):
        keys = {i.dish.key(rule.of) for i in menu.common(days, rule.slots)} - {""}
        yield found(rule, days, len(keys), rule.at_least, None, "kind", rule.of)


def check_goes_with(menu: Menu, rule: GoesWith) -> Iterator[Finding]:
    """For each day with one of the dishes or tags: another dish that goes with it; the dish that has fewest."""
    about = selection(rule.with_dishes, rule.with_tags)
    for day in menu.days(rule.days):
        partners = {i.dish.id for i in menu.common([day]) if i.dish.has_any(rule.with_dishes, rule.with_tags)}
        named = [i.dish for i in menu.common([day], rule.slots) if i.dish.has_any(rule.dishes, rule.tags)]
        if named:
            fewest = min(len(partners - {dish.id}) for dish in named)
            yield found(rule, [day], fewest, 1, None, "dish", about)


def _matching(menu: Menu, rule: NotAdjacent | Incompatible, day: Day) -> int:
    return sum(i.dish.has_any(rule.dishes, rule.tags) for i in menu.common([day], rule.slots))


def _windows(problem: PlanningProblem, length: int) -> Iterator[tuple[Sequence[int], Sequence[Day]]]:
    """Every run of `length` school days (all, if there are fewer): indices before the plan, its menu days."""
    for i in range(max(1, len(problem.days) - length + 1)):
        yield (), problem.days[i : i + length]
    known = sorted({b.day.index for b in problem.before})
    for n, first in enumerate(known):
        if length + first > 0:
            yield known[n:], problem.days[: length + first]
