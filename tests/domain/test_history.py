"""Periods of a school's year."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from kagemi.domain.history import By, Publication, holding, period_of

MONDAY = date(2026, 11, 30)
WIB = timezone(timedelta(hours=7))


def published(version: int, on: date) -> Publication:
    """A version of the week that begins on MONDAY."""
    at = datetime(on.year, on.month, on.day, 1, tzinfo=UTC)
    return Publication("Test", MONDAY, MONDAY + timedelta(days=4), version, at, "", "", "", "{}")


def told(publications: list[Publication]) -> list[int]:
    dates = [MONDAY + timedelta(days=n) for n in range(5)]
    found = holding(publications, dates, WIB)
    return [found[d].version for d in dates]


def test_a_version_made_known_within_the_week_changes_no_day_that_is_over() -> None:
    friday, wednesday = MONDAY - timedelta(days=3), MONDAY + timedelta(days=2)
    assert told([published(1, friday), published(2, wednesday)]) == [1, 1, 2, 2, 2]


def test_a_day_begins_where_the_canteen_is() -> None:
    tuesday_morning = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)  # 06:30 in Malang
    late = replace(published(2, MONDAY), published_at=tuesday_morning)
    assert told([published(1, MONDAY - timedelta(days=3)), late]) == [1, 2, 2, 2, 2]


def test_of_days_on_which_nothing_was_known_the_newest_version_tells() -> None:
    later = MONDAY + timedelta(days=2)
    assert told([published(1, later), published(2, later)]) == [2, 2, 2, 2, 2]


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
