"""Days as people write them."""

from datetime import date

import pytest

from kagemi.domain.problem import Day
from kagemi.files.days import coming_day, day_name, days_named, last_day, read_day, read_time

FRIDAY, MONDAY = date(2026, 11, 27), date(2026, 11, 30)


@pytest.mark.parametrize(
    "written", ["2026-11-30", "30/11/2026", "30-11-2026", "30 November 2026", "Senin, 30 Nov 2026"]
)
def test_a_date_is_read_with_its_day_first(written: str) -> None:
    assert read_day(written) == MONDAY
    assert day_name(written) == "2026-11-30"


@pytest.mark.parametrize(
    ("written", "weekday"),
    [
        ("senin", 0),
        (" Selasa", 1),
        ("RABU", 2),
        ("Thursday", 3),
        ("jum\u2019at", 4),
        ("sabtu", 5),
        ("Minggu", 6),
    ],
)
def test_a_weekday_is_read_in_both_languages_and_any_case(written: str, weekday: int) -> None:
    assert read_day(written) == weekday


@pytest.mark.parametrize("written", ["someday", "31/11/2026", "2026-11-31", "7"])
def test_what_is_no_day_is_none(written: str) -> None:
    assert (read_day(written), last_day(written, FRIDAY), coming_day(written, FRIDAY)) == (None, None, None)
    with pytest.raises(ValueError, match=written):
        day_name(written)


def test_a_weekday_is_the_last_one_up_to_today_or_the_first_one_after_it() -> None:
    assert (last_day("jumat", FRIDAY), coming_day("jumat", FRIDAY)) == (FRIDAY, date(2026, 12, 4))
    assert (last_day("senin", FRIDAY), coming_day("senin", FRIDAY)) == (date(2026, 11, 23), MONDAY)


def test_a_plans_days_are_named_by_weekday_and_by_date() -> None:
    days = (Day(0, FRIDAY, 0), Day(1, MONDAY, 1))
    assert days_named("Senin", days) == days_named("30/11/2026", days) == days[1:]
    assert days_named("nothing", days) == ()
    assert day_name("SENIN") == "monday"


@pytest.mark.parametrize(("written", "minutes"), [("12:00", 720), ("9.30", 570), (" 00:05 ", 5)])
def test_a_time_of_day_is_read_with_a_colon_or_a_full_stop(written: str, minutes: int) -> None:
    assert read_time(written) == minutes


@pytest.mark.parametrize("written", ["", "12", "24:00", "12:60", "noon", "-1:00", "\u0661\u0662:00"])
def test_what_is_no_time_of_day_is_not_read_as_one(written: str) -> None:
    assert read_time(written) is None
