"""What was served on each day, and what that adds up to over weeks, months and school terms."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from kagemi.domain.history import By, OrderedDays, Period, period_of
from kagemi.domain.plan import Plan
from kagemi.domain.problem import Day, DishFacts
from kagemi.domain.record import Record
from kagemi.domain.rules import Budget, TagDays
from kagemi.report.eaten import DayEaten, Intake, eaten
from kagemi.report.menu import Menu
from kagemi.report.totals import cost_per_portion

FISH = "fish"


@dataclass(frozen=True)
class ServedDay:
    """A day of the plan that holds on it."""

    date: date
    version: int
    """Of the published plan; 0: the plan was made and never published."""
    dishes: tuple[DishFacts, ...]
    cost_idr: float
    """Of all portions planned."""
    budget_idr: float | None
    """What budget rules allow for them; None where a group has none."""
    fish_planned: bool
    fish_served: bool
    fish_asked: int | None
    """Fish days that a rule asks of the week; None without such a rule."""
    eaten: DayEaten


@dataclass(frozen=True)
class Summary:
    """A period's days together, as far as they were asked for; rupiah are of all portions."""

    period: Period
    days: int
    unpublished: int
    """Days of `days` whose plan was never published."""
    cost_idr: float
    budget_idr: float | None
    """None where it is not known for each day."""
    paid_idr: int | None
    """For what was ordered for these days and has come; None: nothing is recorded."""
    paid_in_every_week: bool
    """False if something is missing from `paid_idr` for sure: a week for which nothing was paid."""
    lines_ordered: int
    """Order lines of the purchases for these days."""
    lines_complete: int
    """Those of them that have come in whole."""
    fish_planned: int
    """Fish days count in the period in which their week begins, as rules on fish are about weeks."""
    fish_served: int
    fish_asked: int | None
    """By rules, of the weeks that are over; None without any."""
    weeks: int
    """The weeks that are over and have a rule."""
    weeks_kept: int
    """Those of them in which so many fish days were served."""
    intake: Intake
    groups: Mapping[str, Intake]
    dishes: int
    """Dishes on the menus, each once a day."""
    recorded: int
    known: int
    """Dishes of which it is known how much came back."""
    waste: float | None
    """Share of their weight that came back; None where nothing is known."""
    unplanned: tuple[tuple[date, str], ...]
    """Recorded dishes that are on no plan of their day."""

    @property
    def paid_is_part(self) -> bool:
        """True if more is to be paid than `paid_idr`: orders are open, or a week has no receipt."""
        known = self.paid_in_every_week and self.lines_complete == self.lines_ordered
        return self.paid_idr is not None and not known


def served_days(
    plan: Plan, version: int, dates: Iterable[date], records: Iterable[Record]
) -> Iterator[ServedDay]:
    """The days of a plan that are among `dates`."""
    wanted = frozenset(dates)
    menu = Menu(plan.problem, plan.servings)
    rule = _fish_rule(plan)
    for day, found in zip(plan.problem.days, eaten(plan, records), strict=True):
        if day.date in wanted:
            fish = _fish_dishes(menu, day, rule)
            yield ServedDay(
                date=day.date,
                version=version,
                dishes=tuple(line.dish for line in menu.lines([day])),
                cost_idr=cost_per_portion(menu, (day,)) * plan.problem.headcount,
                budget_idr=_budget(plan, day),
                fish_planned=bool(fish),
                fish_served=not fish.issubset(found.not_served),
                fish_asked=rule.at_least if rule else None,
                eaten=found,
            )


def summarise_history(
    days: Sequence[ServedDay],
    by: By,
    first: date,
    last: date,
    paid: Mapping[date, int],
    ordered: Sequence[OrderedDays] = (),
) -> tuple[Summary, ...]:
    """The periods from `first` to `last` that have days, in order.

    `days` are in order and may reach beyond, up to the ends of weeks: only whole weeks are held against a rule.
    `paid`: date -> rupiah of what was bought for it. `ordered`: what was ordered for days counts in each period
    that has one of them.
    """
    weeks = [_Week.of(tuple(own), first, last) for _, own in groupby(days, key=lambda d: _monday(d.date))]
    asked_for = [d for d in days if first <= d.date <= last]
    periods = groupby(asked_for, key=lambda d: period_of(d.date, by))
    return tuple(
        _summary(period, tuple(own), weeks, _Money(first, last, paid, ordered)) for period, own in periods
    )


def _summary(
    period: Period,
    days: Sequence[ServedDay],
    weeks: Sequence["_Week"],
    money: "_Money",
) -> Summary:
    begun = [w for w in weeks if w.days and period.first <= w.days[0].date <= period.last]
    held = [w for w in begun if w.is_whole and w.asked is not None]
    budgets = [d.budget_idr for d in days]
    rupiah = money.paid_in(period)
    orders = money.ordered_for(days)
    looked_at = math.fsum(d.eaten.looked_at_g for d in days)
    groups = list(dict.fromkeys(g for d in days for g in d.eaten.groups))
    return Summary(
        period=period,
        days=len(days),
        unpublished=sum(d.version == 0 for d in days),
        cost_idr=math.fsum(d.cost_idr for d in days),
        budget_idr=None if None in budgets else math.fsum(b for b in budgets if b is not None),
        paid_idr=sum(rupiah) if rupiah else None,
        paid_in_every_week={_monday(d.date) for d in days} <= {_monday(d) for d in money.paid},
        lines_ordered=sum(o.lines for o in orders),
        lines_complete=sum(o.complete for o in orders),
        fish_planned=sum(d.fish_planned for w in begun for d in w.days),
        fish_served=sum(w.served for w in begun),
        fish_asked=sum(w.asked or 0 for w in held) if held else None,
        weeks=len(held),
        weeks_kept=sum(w.served >= (w.asked or 0) for w in held),
        intake=sum((d.eaten.everyone for d in days), Intake()),
        groups={g: sum((d.eaten.groups[g] for d in days if g in d.eaten.groups), Intake()) for g in groups},
        dishes=sum(d.eaten.dishes for d in days),
        recorded=sum(d.eaten.recorded for d in days),
        known=sum(d.eaten.known for d in days),
        waste=math.fsum(d.eaten.left_g for d in days) / looked_at if looked_at else None,
        unplanned=tuple((d.date, dish) for d in days for dish in d.eaten.unplanned),
    )


@dataclass(frozen=True)
class _Money:
    """What was paid and ordered from `first` to `last`."""

    first: date
    last: date
    paid: Mapping[date, int]
    ordered: Sequence[OrderedDays]

    def paid_in(self, period: Period) -> list[int]:
        """Rupiah of each day of the period that has any."""
        start, end = max(self.first, period.first), min(self.last, period.last)
        return [idr for day, idr in self.paid.items() if start <= day <= end]

    def ordered_for(self, days: Sequence[ServedDay]) -> list[OrderedDays]:
        """The purchases for any of the days."""
        return [o for o in self.ordered if any(o.first_day <= d.date <= o.last_day for d in days)]


@dataclass(frozen=True)
class _Week:
    """The days of a calendar week that were asked for; `is_whole`: all that it has."""

    days: tuple[ServedDay, ...]
    is_whole: bool

    @classmethod
    def of(cls, days: tuple[ServedDay, ...], first: date, last: date) -> "_Week":
        """Those of `days` that are from `first` to `last`."""
        inside = tuple(d for d in days if first <= d.date <= last)
        return cls(inside, len(inside) == len(days))

    @property
    def asked(self) -> int | None:
        """Fish days that a rule asks for, by the plan of the week's first day."""
        return self.days[0].fish_asked

    @property
    def served(self) -> int:
        """Fish days."""
        return sum(d.fish_served for d in self.days)


def _monday(day: date) -> date:
    return period_of(day, "week").first


def _fish_rule(plan: Plan) -> TagDays | None:
    """The rule that asks for most fish days a week."""
    weeks = len({d.week for d in plan.problem.days})
    rules = [
        rule
        for rule in plan.problem.rules
        if isinstance(rule, TagDays)
        and rule.tag == FISH
        and rule.at_least is not None
        and (rule.over == "week" or weeks == 1)
    ]
    return max(rules, key=lambda r: r.at_least or 0, default=None)


def _fish_dishes(menu: Menu, day: Day, rule: TagDays | None) -> frozenset[str]:
    """The dishes that make a day a fish day in the rule's sense."""
    if rule and rule.days and not day.is_in(rule.days):
        return frozenset()
    lines = menu.common([day], rule.slots if rule else ())
    return frozenset(line.dish.id for line in lines if FISH in line.dish.tags)


def _budget(plan: Plan, day: Day) -> float | None:
    """The strictest budget rule of each group on the day, times its children; None where a group has none."""
    total = 0.0
    for group in plan.problem.groups:
        most = [
            rule.max.value
            for rule in plan.problem.rules
            if isinstance(rule, Budget)
            and not rule.slots
            and (not rule.groups or group.id in rule.groups)
            and (not rule.days or day.is_in(rule.days))
        ]
        if not most:
            return None
        total += group.headcount * min(most)
    return total
