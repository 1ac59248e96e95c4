"""What was paid, on the days that it was for."""

from datetime import date, timedelta

from kagemi.domain.history import Payment
from kagemi.domain.purchase import Need
from kagemi.report.spending import paid_by_day
from tests.build import MONDAY


def day(n: int) -> date:
    return MONDAY + timedelta(days=n)


def test_a_payment_is_spread_by_what_is_cooked_of_the_food_on_its_days() -> None:
    needs = [Need("rice", day(n), grams) for n, grams in ((0, 9.0), (1, 100.0), (2, 300.0), (9, 7.0))]
    assert paid_by_day([Payment("rice", day(1), day(4), 1000)], needs) == {day(1): 250, day(2): 750}


def test_the_shares_of_the_days_add_up_to_what_was_paid() -> None:
    needs = [Need("rice", day(n), 1.0) for n in range(3)]
    assert sum(paid_by_day([Payment("rice", day(0), day(2), 100)], needs).values()) == 100


def test_food_that_is_not_cooked_any_more_counts_evenly_on_its_cooking_days() -> None:
    needs = [Need("rice", day(n), 5.0 + n) for n in range(3)]
    assert paid_by_day([Payment("tuna", day(1), day(4), 100)], needs) == {day(1): 50, day(2): 50}


def test_without_a_plan_it_counts_on_the_first_day() -> None:
    assert paid_by_day([Payment("", day(3), day(3), 100)], []) == {day(3): 100}
