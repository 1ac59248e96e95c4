"""Numbers, rupiah and dates as Indonesians write them."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kagemi.domain.message import Message, Where
from kagemi.files.cells import Cell, CellValue, parse_date, parse_kilograms, parse_number, parse_rupiah
from kagemi.language.formats import long_date, medium_date, number, rupiah


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("62000", 62000), ("62.000", 62000), ("1.250,50", 1250.5), ("1,250.50", 1250.5), ("62,5", 62.5),
        ("62.5", 62.5), ("1.250", 1250),
        ("0.250", 0.25), ("0,25", 0.25), ("1.250.000", 1_250_000), ("1,250,000", 1_250_000),
        (" 3 500 ", 3500), ("1\u00a0250", 1250), ("-2,5", -2.5), ("+4", 4), (3.5, 3.5), (7, 7),
    ],
)  # fmt: skip
def test_a_number_is_read_the_indonesian_way(written: CellValue, meant: float) -> None:
    assert parse_number(written) == meant


@pytest.mark.parametrize(
    "written",
    [
        "",
        "-",
        "1.25.000",
        "1,2,3",
        "12a",
        "1e3",
        "nan",
        "inf",
        "٣",
        "1..2",
        "1_000",
        None,
        date(2026, 1, 1),
        "9" * 400,
        "9" * 5000,
        1e300,
        float("inf"),
        float("nan"),
        10**400,
    ],
)
def test_what_is_no_number_is_none(written: CellValue) -> None:
    assert parse_number(written) is None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Rp 62.000", 62000), ("Rp62.000,-", 62000), ("Rp. 62.000", 62000), ("62.000,-", 62000),
        ("62000", 62000), ("62,000", 62000), ("IDR 62,000", 62000), ("62.000,00", 62000), ("1.250", 1250),
        ("62rb", 62000), ("62 ribu", 62000), ("62,5rb", 62500), ("62k", 62000), ("14.491,67", 14492),
        (14491.67, 14492), (62000.0, 62000), ("800", 800), ("0", 0),
    ],
)  # fmt: skip
def test_an_amount_of_rupiah_is_read_as_it_is_written_on_a_market(written: CellValue, meant: int) -> None:
    assert parse_rupiah(written) == meant


@pytest.mark.parametrize(
    ("written", "grams"),
    [("2,5", 2500), ("2.5", 2500), (" 12 ", 12_000), ("0.250", 250), (3.5, 3500), (3.1234, 3123), (0, 0)],
)
def test_a_weight_is_whole_grams(written: CellValue, grams: int) -> None:
    assert parse_kilograms(written) == grams


@pytest.mark.parametrize(
    "written", ["3.500", "3,500", "12.000", "", "2 kg", "-1", -1.0, "1e3", "9" * 400, None]
)
def test_what_is_no_weight_or_could_be_two_is_told(written: CellValue) -> None:
    assert isinstance(parse_kilograms(written), Message)


@pytest.mark.parametrize("written", ["", "Rp", "rb", "habis", "-5000", "62,5", 62.5, "62.000/kg", None, "-2rb"])
def test_what_is_no_amount_of_rupiah_is_none(written: CellValue) -> None:
    assert parse_rupiah(written) is None


@pytest.mark.parametrize(
    "written",
    [
        "30/11/2026", "30-11-2026", "30.11.2026", "30/11/26", "30 November 2026", "30 Nop 2026", "30 nov. 26",
        "Senin, 30 November 2026", "2026-11-30", "2026-11-30 00:00:00", " 30  November 2026 ",
        date(2026, 11, 30),
    ],
)  # fmt: skip
def test_a_date_is_read_with_the_day_first(written: CellValue) -> None:
    assert parse_date(written) == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("written", "month"), [("1 Mei 2026", 5), ("1 Agustus 2026", 8), ("1 Agt 2026", 8), ("1 Des 2026", 12)]
)
def test_months_have_their_indonesian_names(written: str, month: int) -> None:
    assert parse_date(written) == date(2026, month, 1)


@pytest.mark.parametrize(
    "written", ["", "31/02/2026", "11/30/2026", "kemarin", "30 Foo 2026", "2026", 46356, None]
)
def test_what_is_no_date_is_none(written: CellValue) -> None:
    assert parse_date(written) is None


@settings(derandomize=True)
@given(st.integers(0, 10**9))
def test_what_kagemi_prints_as_rupiah_it_reads_again_in_both_languages(amount: int) -> None:
    assert parse_rupiah(rupiah(amount, "id")) == amount
    assert parse_rupiah(rupiah(amount, "en")) == amount


@settings(derandomize=True)
@given(st.integers(-(10**8), 10**8))
def test_what_kagemi_prints_as_an_indonesian_number_it_reads_again(hundredths: int) -> None:
    assert parse_number(number(hundredths / 100, "id", 2)) == pytest.approx(hundredths / 100)


@settings(derandomize=True)
@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.sampled_from(["id", "en"]))
def test_what_kagemi_prints_as_a_date_it_reads_again(day: date, lang: str) -> None:
    assert parse_date(long_date(day, lang)) == parse_date(medium_date(day, lang)) == day


@settings(derandomize=True)
@given(st.text())
def test_no_text_breaks_a_reader(text: str) -> None:
    for read in (parse_number, parse_rupiah, parse_kilograms, parse_date):
        read(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (" tuna ", "tuna"), (3.0, "3"), (3.5, "3.5"), (date(2026, 1, 2), "2026-01-02")],
)
def test_a_cell_has_the_text_that_a_person_would_type(value: CellValue, text: str) -> None:
    assert Cell(value, Where()).text == text
