"""Periods of a school's year."""

from datetime import date, timedelta

import pytest

from kagemi.domain.history import By, period_of


@pytest.mark.parametrize(
    ("by", "first", "last"),
    [
        ("week", date(2026, 11, 30), date(2026, 12, 6)),
        ("month", date(2026, 12, 1), date(2026, 12, 31)),
        ("term", date(2026, 7, 1), date(2026, 12, 31)),
    ],
)
def test_a_day_has_its_week_month_and_term(by: By, first: date, last: date) -> None:
    period = period_of(date(2026, 12, 3), by)
    assert (period.first, period.last) == (first, last)


def test_the_even_term_ends_with_june() -> None:
    period = period_of(date(2028, 2, 29), "term")
    assert (period.first, period.last) == (date(2028, 1, 1), date(2028, 6, 30))


@pytest.mark.parametrize("by", ["week", "month", "term"])
def test_periods_follow_each_other_without_gap_or_overlap(by: By) -> None:
    for n in range(800):
        day = date(2026, 11, 1) + timedelta(days=n)
        period = period_of(day, by)
        assert period.first <= day <= period.last
        assert period_of(period.first, by) == period_of(period.last, by) == period
        assert period_of(period.last + timedelta(days=1), by).first == period.last + timedelta(days=1)
