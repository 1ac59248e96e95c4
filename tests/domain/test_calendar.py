from datetime import date

import pytest

from kagemi.domain.calendar import coming_monday, monday_of, week_names


@pytest.mark.parametrize(
    ("today", "monday"),
    [
        (date(2026, 11, 24), date(2026, 11, 30)),
        (date(2026, 11, 29), date(2026, 11, 30)),
        (date(2026, 11, 30), date(2026, 12, 7)),
    ],
)
def test_the_coming_monday_is_after_today(today: date, monday: date) -> None:
    assert coming_monday(today) == monday


@pytest.mark.parametrize("written", ["2026-W49", "2026w49", " 2026-W49 "])
def test_a_week_begins_on_its_monday(written: str) -> None:
    assert monday_of(written) == date(2026, 11, 30)


@pytest.mark.parametrize("written", ["2026", "2026-W54", "2026-W0", "W49", "2026-W4a", ""])
def test_what_is_no_week_is_refused(written: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - for whatever reason
        monday_of(written)


def test_weeks_are_named_by_the_year_they_belong_to() -> None:
    assert week_names(date(2026, 11, 30), date(2026, 12, 4)) == "2026-W49"
    assert week_names(date(2026, 12, 28), date(2027, 1, 8)) == "2026-W53-W01"
