"""Days added up to periods."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from kagemi.domain.amount import Amount
from kagemi.domain.history import By, OrderedDays
from kagemi.domain.plan import Outcome, Plan
from kagemi.domain.problem import Serving
from kagemi.domain.record import Record
from kagemi.domain.rules import AnyRule, Budget, TagDays
from kagemi.report.history import ServedDay, Summary, served_days, summarise_history
from tests.build import MONDAY, dish, group, problem

TUNA = dish("tuna", cost=8000.0, tags=["fish"], nutrients={"protein": 20.0})
TEMPE = dish("tempe", cost=4000.0, nutrients={"protein": 10.0})
TWO_FISH = TagDays(name="fish", tag="fish", at_least=2)
BUDGET = Budget(name="budget", max=Amount(10000))
DAYS = ("monday", "tuesday", "wednesday")


def plan(menu: Sequence[str], *rules: AnyRule, week: int = 0) -> Plan:
    """A plan of the days from Monday on: "tuna" or "tempe" for 60 boys and 40 girls."""
    base = problem(
        [TUNA, TEMPE],
        rules=rules or (TWO_FISH, BUDGET),
        groups=[group("boys", headcount=60), group("girls", headcount=40)],
        days=DAYS[: len(menu)],
    )
    days = tuple(replace(d, date=d.date + timedelta(weeks=week)) for d in base.days)
    servings = tuple(Serving(n, name, {"boys": 1.0, "girls": 1.0}) for n, name in enumerate(menu))
    return Plan(1, replace(base, days=days), servings, Outcome("optimal"), (), "abc", "0")


def day(n: int) -> date:
    return MONDAY + timedelta(days=n)


def days_of(made: Plan, *records: Record, version: int = 1) -> list[ServedDay]:
    return list(served_days(made, version, [d.date for d in made.problem.days], records))


def summed(
    days: Sequence[ServedDay],
    *,
    by: By = "week",
    first: date = MONDAY,
    last: date = MONDAY + timedelta(days=60),
    paid: Mapping[date, int] | None = None,
    ordered: Sequence[OrderedDays] = (),
) -> tuple[Summary, ...]:
    return summarise_history(days, by, first, last, paid or {}, ordered)


def test_only_the_dates_that_a_plan_tells_are_taken_from_it() -> None:
    (only,) = served_days(plan(["tuna", "tempe", "tuna"]), 3, [day(1), day(9)], [])
    assert (only.date, only.version, [d.id for d in only.dishes]) == (day(1), 3, ["tempe"])


def test_cost_and_budget_are_those_of_all_portions() -> None:
    (week,) = summed(days_of(plan(["tuna", "tempe"])))
    assert week.cost_idr == pytest.approx(100 * (8000 + 4000))
    assert week.budget_idr == pytest.approx(100 * 2 * 10000)


def test_the_strictest_budget_of_each_group_counts() -> None:
    rules = [
        Budget(name="all", max=Amount(10000)),
        Budget(name="boys", max=Amount(8000), groups=("boys",)),
        Budget(name="fruit", max=Amount(10), slots=("fruit",)),
    ]
    (week,) = summed(days_of(plan(["tuna"], *rules)))
    assert week.budget_idr == pytest.approx(60 * 8000 + 40 * 10000)


def test_a_group_without_a_budget_leaves_it_unknown() -> None:
    rule = Budget(name="boys", max=Amount(8000), groups=("boys",))
    assert summed(days_of(plan(["tuna"], rule)))[0].budget_idr is None


def test_what_was_paid_counts_in_its_period_and_is_unknown_without_receipts() -> None:
    days = [*days_of(plan(["tuna"])), *days_of(plan(["tuna"], week=1))]
    paid = {day(0): 700, day(2): 50, day(99): 1}
    first, second = summed(days, paid=paid)
    assert (first.paid_idr, first.paid_in_every_week) == (750, True)
    assert (second.paid_idr, second.paid_in_every_week) == (None, False)
    (term,) = summed(days, by="term", paid=paid)
    assert (term.paid_idr, term.paid_in_every_week) == (750, False)


def test_what_was_paid_is_a_part_while_orders_of_the_days_are_open() -> None:
    days = [*days_of(plan(["tuna"])), *days_of(plan(["tuna"], week=1))]
    ordered = [OrderedDays(day(0), day(4), 71, 1), OrderedDays(day(7), day(11), 60, 60)]
    first, second = summed(days, paid={day(0): 700, day(7): 50}, ordered=ordered)
    assert (first.lines_ordered, first.lines_complete, first.paid_is_part) == (71, 1, True)
    assert (second.lines_ordered, second.lines_complete, second.paid_is_part) == (60, 60, False)
    (term,) = summed(days, by="term", paid={day(0): 700, day(7): 50}, ordered=ordered)
    assert (term.lines_ordered, term.lines_complete, term.paid_is_part) == (131, 61, True)
    assert not summed(days, ordered=ordered)[0].paid_is_part


def test_fish_days_are_kept_as_they_were_served() -> None:
    made = plan(["tuna", "tuna", "tempe"])
    (planned,) = summed(days_of(made))
    assert (planned.fish_planned, planned.fish_served, planned.fish_asked) == (2, 2, 2)
    assert (planned.weeks_kept, planned.weeks) == (1, 1)
    (served,) = summed(days_of(made, Record("Test", day(1), "tuna", 0)))
    assert (served.fish_planned, served.fish_served, served.weeks_kept) == (2, 1, 0)


def test_a_week_that_is_not_over_is_not_held_against_the_rule() -> None:
    (week,) = summed(days_of(plan(["tuna", "tempe", "tuna"])), last=day(1))
    assert (week.days, week.fish_served, week.fish_asked, week.weeks) == (2, 1, None, 0)


def test_a_week_counts_its_fish_in_the_month_in_which_it_begins() -> None:
    november, december = summed(days_of(plan(["tuna", "tuna", "tempe"])), by="month")
    assert (november.days, november.fish_served, november.weeks_kept) == (1, 2, 1)
    assert (december.days, december.fish_served, december.weeks) == (2, 0, 0)


def test_without_a_rule_fish_days_are_counted_and_nothing_is_asked() -> None:
    (week,) = summed(days_of(plan(["tuna", "tempe"], BUDGET)))
    assert (week.fish_served, week.fish_asked, week.weeks) == (1, None, 0)


def test_days_whose_plan_was_never_published_are_counted() -> None:
    days = [*days_of(plan(["tuna"]), version=0), *days_of(plan(["tuna"], week=1))]
    (term,) = summed(days, by="term")
    assert (term.days, term.unpublished) == (2, 1)


def test_what_came_back_is_a_share_of_what_is_known() -> None:
    half = Record("Test", day(0), "tuna", 100, (0, 0, 10, 0, 0))
    (week,) = summed(days_of(plan(["tuna", "tempe"]), half))
    assert week.waste == pytest.approx(0.5)
    assert (week.known, week.recorded, week.dishes) == (1, 1, 2)
    assert week.intake.mean_planned("protein") == pytest.approx(15)
    assert week.intake.mean_eaten("protein") == pytest.approx(5)
    assert summed(days_of(plan(["tuna"])))[0].waste is None


def test_a_recorded_dish_of_no_plan_is_named() -> None:
    (week,) = summed(days_of(plan(["tuna"]), Record("Test", day(0), "soup", 5)))
    assert week.unplanned == ((day(0), "soup"),)


def test_no_days_have_no_periods() -> None:
    assert summed([]) == ()
