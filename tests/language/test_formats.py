from datetime import date

import pytest

from kagemi.language import (
    date_range,
    joined,
    long_date,
    medium_date,
    number,
    percent,
    rupiah,
    short_date,
    weekday,
)

MONDAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("value", "id", "en"),
    [
        (10000, "Rp10.000", "IDR 10,000"),
        (950, "Rp950", "IDR 950"),
        (9418.6, "Rp9.419", "IDR 9,419"),
        (1234567, "Rp1.234.567", "IDR 1,234,567"),
        (0, "Rp0", "IDR 0"),
        (-0.2, "Rp0", "IDR 0"),
        (-640, "-Rp640", "-IDR 640"),
    ],
)
def test_rupiah_are_whole_and_grouped_in_thousands(value: float, id: str, en: str) -> None:
    assert (rupiah(value, "id"), rupiah(value, "en")) == (id, en)


@pytest.mark.parametrize(
    ("value", "decimals", "id", "en"),
    [
        (1234.5, 1, "1.234,5", "1,234.5"),
        (24.04, 1, "24,0", "24.0"),
        (668.4, 0, "668", "668"),
        (0.064, 3, "0,064", "0.064"),
        (-0.01, 1, "0,0", "0.0"),
    ],
)
def test_numbers_have_the_decimal_sign_of_the_language(value: float, decimals: int, id: str, en: str) -> None:
    assert (number(value, "id", decimals), number(value, "en", decimals)) == (id, en)


def test_a_percentage_is_written_from_a_fraction() -> None:
    assert (percent(0.305, "id", 1), percent(0.35, "en")) == ("30,5%", "35%")


def test_dates_are_written_day_first_in_both_languages() -> None:
    assert long_date(MONDAY, "id") == "Senin, 30 November 2026"
    assert long_date(MONDAY, "en") == "Monday, 30 November 2026"
    assert medium_date(date(2026, 8, 17), "id") == "17 Agustus 2026"
    assert short_date(date(2026, 12, 4), "id") == "4 Des"
    assert short_date(date(2026, 12, 4), "en") == "4 Dec"


def test_weekdays_of_a_school_week_in_indonesian() -> None:
    week = [weekday(date(2026, 11, 30 - i), "id") for i in range(6)]
    assert week == ["Senin", "Minggu", "Sabtu", "Jumat", "Kamis", "Rabu"]


@pytest.mark.parametrize(
    ("first", "last", "written"),
    [
        (date(2026, 11, 30), date(2026, 12, 4), "30 November – 4 Desember 2026"),
        (date(2026, 12, 7), date(2026, 12, 11), "7–11 Desember 2026"),
        (date(2026, 12, 28), date(2027, 1, 1), "28 Desember 2026 – 1 Januari 2027"),
        (date(2026, 12, 7), date(2026, 12, 7), "7 Desember 2026"),
    ],
)
def test_a_range_of_dates_says_nothing_twice(first: date, last: date, written: str) -> None:
    assert date_range(first, last, "id") == written


def test_lists_are_joined_as_a_sentence_has_them() -> None:
    assert joined(["ikan", "telur", "susu"], "id") == "ikan, telur, dan susu"
    assert joined(["fish", "egg"], "en") == "fish and egg"
    assert joined([], "id") == ""
