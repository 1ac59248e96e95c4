"""Two plans side by side, as plain values: what changed, what it costs, what it gives.

The plans may be of other weeks, groups and rules: what they share is compared, and `Comparison.unlike` says
what they do not. Every rule is looked at again: no plan is believed on its word.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from kagemi.domain.plan import Plan
from kagemi.domain.problem import Day, NutrientAmount
from kagemi.domain.rules import EnergyShare, NutrientRange
from kagemi.report.check import check
from kagemi.report.menu import Line, Menu
from kagemi.report.summary import RuleSummary, summarise_rule
from kagemi.report.totals import acceptance, amount_total, cost_per_portion, nutrient_mean

ALWAYS = ("energy", "protein", "iron")
"""Nutrients that are compared whether a rule names them or not."""
SAME = 1e-6
"""Portions and prices that differ by less are the same."""

Figure = Callable[[Menu], float]
Unlike = Literal["canteen", "meal", "dates", "days", "headcounts", "groups", "slots", "prices", "rules"]


@dataclass(frozen=True)
class Pair:
    """A figure of the first plan and of the second; None: not known."""

    first: float | None
    second: float | None

    @property
    def difference(self) -> float | None:
        """How much more the second has."""
        return None if self.first is None or self.second is None else self.second - self.first


@dataclass(frozen=True)
class DishChange:
    """A dish that only one of two days serves, in the first slot it fills.

    `moved_to`: the index, among the days compared, of the day of the second plan that serves it instead.
    """

    slot: str
    dish: str
    what: Literal["removed", "added", "moved"]
    moved_to: int | None = None


@dataclass(frozen=True)
class PortionChange:
    """A group's portion of a dish that both days serve, as multiples of each plan's standard portion."""

    dish: str
    group: str
    portion: Pair
    grams: Pair


@dataclass(frozen=True)
class DayChange:
    """What differs between a day of the first plan and the day of the second that it is held against."""

    first: Day
    second: Day
    dishes: tuple[DishChange, ...]
    portions: tuple[PortionChange, ...]
    cost_idr: Pair
    """Of a portion."""


@dataclass(frozen=True)
class GroupGain:
    """What a child of a group gets on the mean day: nutrient id -> amounts in the nutrient's own unit.

    `incomplete`: nutrients for which an ingredient has no figure in one of the plans.
    """

    group: str
    nutrients: Mapping[str, Pair]
    incomplete: tuple[str, ...]


@dataclass(frozen=True)
class RuleChange:
    """A rule that only one of the plans keeps (`kept_by`), or that only one of them has (`only_in`)."""

    rule: str
    kept_by: Literal["", "first", "second"] = ""
    only_in: Literal["", "first", "second"] = ""


@dataclass(frozen=True)
class Comparison:
    """Everything that differs between two plans; all figures are first, second."""

    days: tuple[DayChange, ...]
    by_date: bool
    """True if days were held against each other by date, else by weekday."""
    only_first: tuple[Day, ...]
    only_second: tuple[Day, ...]
    cost_idr: Pair
    """Of a portion, the mean over all children and days."""
    total_idr: Pair
    """Of all portions of the plan."""
    portions: Pair
    """How many portions the totals pay for."""
    groups: tuple[GroupGain, ...]
    acceptance: Pair
    emissions: Pair
    """Kg CO2e a portion at most; None where an ingredient's most is not known either."""
    rules: tuple[RuleChange, ...]
    unlike: tuple[Unlike, ...]
    """What the plans do not have in common."""


def compare(first: Plan, second: Plan) -> Comparison:
    """Hold the second plan against the first."""
    menus = Menu(first.problem, first.servings), Menu(second.problem, second.servings)
    by_date, pairs = _same_days(first.problem.days, second.problem.days)
    matched = {day.date for pair in pairs for day in pair}
    return Comparison(
        days=_day_changes(menus, pairs),
        by_date=by_date,
        only_first=tuple(d for d in first.problem.days if d.date not in matched),
        only_second=tuple(d for d in second.problem.days if d.date not in matched),
        cost_idr=_both(menus, cost_per_portion),
        total_idr=_both(menus, lambda m: cost_per_portion(m) * _portions(m)),
        portions=_both(menus, _portions),
        groups=tuple(_gains(menus)),
        acceptance=_both(menus, acceptance),
        emissions=Pair(*(_emissions(m) for m in menus)),
        rules=tuple(_rule_changes(first, second)),
        unlike=tuple(_unlike(first, second)),
    )


def _both(menus: tuple[Menu, Menu], figure: Figure) -> Pair:
    return Pair(figure(menus[0]), figure(menus[1]))


def _portions(menu: Menu) -> float:
    return float(menu.problem.headcount * len(menu.problem.days))


def _same_days(first: Sequence[Day], second: Sequence[Day]) -> tuple[bool, tuple[tuple[Day, Day], ...]]:
    """The days that are held against each other: same date, or, in other weeks, same week and weekday."""
    by_date = {d.date: d for d in second}
    same = tuple((d, by_date[d.date]) for d in first if d.date in by_date)
    if same:
        return True, same
    by_weekday = {(d.week, d.weekday): d for d in second}
    return False, tuple((d, by_weekday[d.week, d.weekday]) for d in first if (d.week, d.weekday) in by_weekday)


def _day_changes(menus: tuple[Menu, Menu], pairs: Sequence[tuple[Day, Day]]) -> tuple[DayChange, ...]:
    changes = [_day_change(menus, first, second) for first, second in pairs]
    return tuple(_with_moves(changes))


def _day_change(menus: tuple[Menu, Menu], first: Day, second: Day) -> DayChange:
    before = {i.dish.id: i for i in menus[0].by_day[first.index]}
    after = {i.dish.id: i for i in menus[1].by_day[second.index]}
    order = [s.id for menu in menus for s in menu.problem.slots]
    dishes = [
        *(DishChange(_slot(before[d], order), d, "removed") for d in before.keys() - after.keys()),
        *(DishChange(_slot(after[d], order), d, "added") for d in after.keys() - before.keys()),
    ]
    dishes.sort(key=lambda c: (order.index(c.slot), c.what != "removed", c.dish))
    both = [d for d in before if d in after]
    return DayChange(
        first,
        second,
        tuple(dishes),
        tuple(change for d in both for change in _portion_changes(menus, before[d], after[d])),
        Pair(cost_per_portion(menus[0], (first,)), cost_per_portion(menus[1], (second,))),
    )


def _slot(line: Line, order: Sequence[str]) -> str:
    return min(line.dish.slots, key=order.index)


def _portion_changes(menus: tuple[Menu, Menu], before: Line, after: Line) -> Iterator[PortionChange]:
    for group in _common_groups(menus):
        portion = Pair(before.portion(group), after.portion(group))
        grams = Pair(before.portion(group) * before.dish.served_g, after.portion(group) * after.dish.served_g)
        if abs(portion.difference or 0.0) > SAME or abs(grams.difference or 0.0) > SAME:
            yield PortionChange(before.dish.id, group, portion, grams)


def _with_moves(days: list[DayChange]) -> Iterator[DayChange]:
    """A dish removed on one day and added on another has moved: once removed and once added are one change."""
    added = [(n, c.dish) for n, day in enumerate(days) for c in day.dishes if c.what == "added"]
    target: dict[tuple[int, str], int] = {}
    for n, day in enumerate(days):
        for change in day.dishes:
            to = next((m for m, dish in added if dish == change.dish), None)
            if change.what == "removed" and to is not None:
                added.remove((to, change.dish))
                target[n, change.dish] = to
    arrived = {(to, dish) for (_, dish), to in target.items()}
    for n, day in enumerate(days):
        kept = [
            replace(c, what="moved", moved_to=target[n, c.dish])
            if c.what == "removed" and (n, c.dish) in target
            else c
            for c in day.dishes
            if not (c.what == "added" and (n, c.dish) in arrived)
        ]
        yield replace(day, dishes=tuple(kept))


def _common_groups(menus: tuple[Menu, Menu]) -> tuple[str, ...]:
    other = {g.id for g in menus[1].problem.groups}
    return tuple(g.id for g in menus[0].problem.groups if g.id in other)


def _gains(menus: tuple[Menu, Menu]) -> Iterator[GroupGain]:
    """The mean day of the groups that both plans feed."""
    named = dict.fromkeys(ALWAYS)
    for menu in menus:
        for rule in menu.problem.rules:
            if isinstance(rule, NutrientRange | EnergyShare):
                named[rule.nutrient if isinstance(rule, NutrientRange) else rule.of] = None
    for group in _common_groups(menus):
        amounts = {n: [nutrient_mean(m, group, n, m.problem.days) for m in menus] for n in named}
        yield GroupGain(
            group,
            {n: Pair(a.total, b.total) for n, (a, b) in amounts.items()},
            tuple(n for n, both in amounts.items() if any(a.known < a.of for a in both)),
        )


def _emissions(menu: Menu) -> float | None:
    """Kg CO2e of the mean child and day, unknown ingredients at their most; None where that is unknown too."""
    sums = [(g, amount_total(menu.lines(menu.problem.days), g.id, _emitted)) for g in menu.problem.groups]
    if any(amount.of == 0 or amount.ceiling is None for _, amount in sums):
        return None
    return sum(g.headcount * (amount.ceiling or 0.0) for g, amount in sums) / _portions(menu)


def _emitted(line: Line) -> NutrientAmount:
    return line.dish.emissions


def _rule_changes(first: Plan, second: Plan) -> Iterator[RuleChange]:
    """Rules kept by one plan only, then rules that only one plan has."""
    found = [_verdicts(plan) for plan in (first, second)]
    for name, rule in found[0].items():
        other = found[1].get(name)
        if other is not None and rule.kept != other.kept:
            yield RuleChange(name, kept_by="first" if rule.kept else "second")
    yield from (RuleChange(name, only_in="first") for name in found[0] if name not in found[1])
    yield from (RuleChange(name, only_in="second") for name in found[1] if name not in found[0])


def _verdicts(plan: Plan) -> dict[str, RuleSummary]:
    findings = check(plan.problem, plan.servings)
    return {rule.name: summarise_rule(rule, findings) for rule in plan.problem.rules}


def _unlike(first: Plan, second: Plan) -> Iterator[Unlike]:
    a, b = first.problem, second.problem
    if a.canteen != b.canteen:
        yield "canteen"
    if a.meal != b.meal:
        yield "meal"
    if {d.date for d in a.days} != {d.date for d in b.days}:
        yield "dates"
    if len(a.days) != len(b.days):
        yield "days"
    if {g.id for g in a.groups} != {g.id for g in b.groups}:
        yield "groups"
    if a.headcount != b.headcount:
        yield "headcounts"
    if [s.id for s in a.slots] != [s.id for s in b.slots]:
        yield "slots"
    if any(first.prices[f] != second.prices[f] for f in first.prices.keys() & second.prices.keys()):
        yield "prices"
    mine, others = ({r.name: replace(r, name="") for r in p.rules} for p in (a, b))
    if any(mine[name] != others[name] for name in mine.keys() & others.keys()):
        yield "rules"
