"""Price lists: columns found, rows understood."""

from datetime import date
from pathlib import Path

import pytest

from kagemi.domain.supplier import Quote
from kagemi.files.food_names import food_names
from kagemi.files.nutrition import load_food_table
from kagemi.files.price_columns import Columns, columns_of
from kagemi.files.price_import import Market, PriceList, Usual, read_price_list
from kagemi.files.spreadsheet import Sheet, read_sheet
from kagemi.files.suppliers import load_suppliers
from tests.files.cases import BASE, DATA
from tests.markets import OFFERS, SUPPLIERS, TODAY


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "suppliers.csv").write_text(SUPPLIERS, encoding="utf-8")
    (tmp_path / "offers.csv").write_text(OFFERS, encoding="utf-8")
    return tmp_path


def a_sheet(folder: Path, text: str) -> Sheet:
    path = folder / "list.csv"
    path.write_text(text, encoding="utf-8")
    found = read_sheet(path)
    assert isinstance(found, Sheet)
    return found


def columns(folder: Path, text: str, **said: str) -> Columns:
    found, faults = columns_of(a_sheet(folder, text), said, {})
    assert found is not None, faults
    return found


def faults_of_columns(folder: Path, text: str, **said: str) -> list[str]:
    return [f"{f.what} ({f.hint})" for f in columns_of(a_sheet(folder, text), said, {})[1]]


def read(folder: Path, text: str, supplier: str = "pak_min") -> PriceList:
    sheet = a_sheet(folder, text)
    found, faults = columns_of(sheet, {}, {})
    assert found is not None, faults
    foods = load_food_table(BASE / DATA)[0].foods
    suppliers, offers, _ = load_suppliers(folder, foods)
    market = Market(foods, food_names(BASE / DATA, foods), suppliers, offers)
    return read_price_list(sheet, found, market, Usual(supplier, TODAY, "list.csv", TODAY))


def one(folder: Path, text: str, supplier: str = "pak_min") -> Quote:
    found = read(folder, text, supplier)
    assert (found.faults, found.unknown) == ([], [])
    ((quote, _),) = found.quotes
    return quote


def faults(folder: Path, text: str, supplier: str = "pak_min") -> list[str]:
    return [str(f.what) for f in read(folder, text, supplier).faults]


@pytest.mark.parametrize(
    "header",
    ["Nama Barang;Harga;Satuan", "KOMODITAS;Harga (Rp);SAT.", "food;price;unit", "Bahan;Harga per kg;satuan"],
)
def test_columns_are_known_by_indonesian_and_english_headers(folder: Path, header: str) -> None:
    assert dict(columns(folder, f"{header}\nTuna;45.000;kg\n").index) == {"food": 0, "price": 1, "unit": 2}


def test_titles_may_stand_above_the_header(folder: Path) -> None:
    found = columns(folder, "Harga Pasar Besar;;\nSenin;;\n;No;Nama;Harga\n;1;Tuna;45.000\n")
    assert (found.row, dict(found.index)) == (2, {"food": 2, "price": 3})


def test_a_column_that_is_said_goes_before_one_that_is_guessed(folder: Path) -> None:
    found = columns(folder, "Nama,Harga,Harga baru\nTuna,1,2\n", price="harga BARU")
    assert found.index["price"] == 2


def test_what_is_remembered_goes_before_a_guess_where_the_column_is_still_there(folder: Path) -> None:
    sheet = a_sheet(folder, "Nama,Harga,Hrg\nTuna,1,2\n")
    found, _ = columns_of(sheet, {}, {"price": "Hrg", "unit": "Sat"})
    assert found is not None
    assert dict(found.index) == {"food": 0, "price": 2}


def test_a_price_column_that_nobody_knows_is_a_fault_that_shows_the_header_and_a_likely_one(
    folder: Path,
) -> None:
    assert faults_of_columns(folder, "No,Nama,Hrg\n1,Tuna,45000\n") == [
        'no column is known to hold the prices; the header is: No, Nama, Hrg (name it: --map price="Hrg")'
    ]


def test_a_mapping_to_no_column_or_of_no_field_is_a_fault(folder: Path) -> None:
    found = faults_of_columns(folder, "Nama,Harga\nTuna,1\n", unit="Satuan", prise="Harga")
    assert found == [
        'there is no column "Satuan" in this table (choose one of: Harga, Nama)',
        '"prise" is nothing that a price list holds (did you mean price?)',
    ]


def test_a_row_becomes_a_quote(folder: Path) -> None:
    text = (
        "Nama;Harga;Satuan;Pedagang;Tanggal;Berlaku sampai\nTuna;Rp 45.000,-;kg;Bu Tin;23/11/2026;30 Nov 2026\n"
    )
    assert one(folder, text) == Quote(
        "bu_tin", "ikan_tuna", "kg", 1000, 45_000, date(2026, 11, 23), date(2026, 11, 30), "list.csv"
    )


@pytest.mark.parametrize(
    ("unit", "meant"),
    [
        ("kg", ("kg", 1000)), ("Kg.", ("kg", 1000)), ("per kg", ("kg", 1000)), ("/kg", ("kg", 1000)),
        ("1 kg", ("kg", 1000)), ("500 gr", ("500 gr", 500)), ("ons", ("ons", 100)), ("ikat", ("ikat", 200)),
        ("sak 25 kg", ("sak", 25_000)), ("", ("ikat", 250)), ("gram 100", ("100 gram", 100)),
        ("kg 2", ("2 kg", 2000)), ("1.000 gr", ("1.000 gr", 1000)), ("2 ikat", ("2 ikat", 400)),
        ("0.5 kg", ("0.5 kg", 500)),
    ],
)  # fmt: skip
def test_a_unit_is_a_weight_or_what_traders_sell_by(folder: Path, unit: str, meant: tuple[str, float]) -> None:
    quote = one(folder, f"Nama,Harga,Satuan\nBayam,3000,{unit}\n")
    assert (quote.unit, quote.unit_grams) == meant


def test_without_a_unit_it_is_what_the_trader_sells_by(folder: Path) -> None:
    assert one(folder, "Nama,Harga\nBayam,3000\n", "bu_tin").unit_grams == 200


def test_a_unit_may_stand_behind_the_price_or_in_its_header(folder: Path) -> None:
    assert one(folder, "Nama,Harga\nBayam,12.000/kg\n").unit == "kg"
    assert one(folder, "Nama,Harga per kg\nBayam,12.000\n").unit == "kg"


@pytest.mark.parametrize(
    "header",
    [
        "Harga per 500 gram",
        "Harga (Rp/500 gr)",
        "Rp / 500 g",
        "Harga per 500 gram 24/11/2026",
        "Harga (500 gr)",
    ],
)
def test_a_header_may_tell_a_price_of_500_grams(folder: Path, header: str) -> None:
    assert one(folder, f"Nama,{header}\nBayam,6000\n").unit_grams == 500


@pytest.mark.parametrize("header", ["Harga per ons", "Rp/ons", "Harga/Ons", "Harga ons"])
def test_a_header_may_tell_a_price_of_an_ons(folder: Path, header: str) -> None:
    assert one(folder, f"Nama,{header}\nBayam,6000\n").unit_grams == 100


@pytest.mark.parametrize("header", ["Harga/satuan", "Harga (Rp) 24/11/2026", "Harga per item"])
def test_a_header_that_tells_no_unit_leaves_it_to_the_row(folder: Path, header: str) -> None:
    assert one(folder, f"Nama,{header},Satuan\nBayam,3000,ikat\n").unit == "ikat"


@pytest.mark.parametrize("price", ["6000/ons", "6.000 per ons", "Rp 6000 / 1 ons"])
def test_a_unit_behind_the_price_is_the_price_s(folder: Path, price: str) -> None:
    assert one(folder, f"Nama,Harga\nBayam,{price}\n").unit_grams == 100


def test_a_unit_of_a_header_that_nobody_knows_is_a_fault(folder: Path) -> None:
    assert faults(folder, "Nama,Harga per karung\nBayam,9000\n") == ["nobody knows how much bayam a karung is"]


@pytest.mark.parametrize(
    "text",
    ["Nama,Harga per kg,Satuan\nBayam,6000,ons\n", "Nama,Harga,Satuan\nBayam,6000/ons,kg\n",
     "Nama,Harga per kg\nBayam,6000/ons\n", "Nama,Harga,Satuan,Gram\nBayam,6000,kg,500\n"],
)  # fmt: skip
def test_two_units_that_differ_are_a_fault(folder: Path, text: str) -> None:
    (fault,) = faults(folder, text)
    assert fault.startswith("two units are named for this price: ")


def test_the_same_unit_named_twice_is_none(folder: Path) -> None:
    assert one(folder, "Nama,Harga per kg,Satuan,Gram\nBayam,6000/1000 g,KG,1000\n").unit == "kg"


@pytest.mark.parametrize(
    "unit", ["0 kg", "0", "2000 kg", "ikat 2", "1.500 kg", "kg ons", "2 kg 500 g", "0 ikat", "9" * 400 + " kg"]
)
def test_a_unit_of_nothing_of_too_much_or_of_two_readings_is_a_fault(folder: Path, unit: str) -> None:
    assert faults(folder, f"Nama,Harga,Satuan\nBayam,9000,{unit}\n") == [
        f"nobody knows how much bayam a {unit} is"
    ]


@pytest.mark.parametrize("grams", ["0", "-5", "2000000", "25 kg"])
def test_grams_that_cannot_be_those_of_a_unit_are_a_fault(folder: Path, grams: str) -> None:
    assert faults(folder, f"Nama,Harga,Gram\nBayam,9000,{grams}\n") == [
        f'unit_grams: "{grams}" is not a number'
    ]


def test_grams_without_the_name_of_a_unit_are_the_unit(folder: Path) -> None:
    quote = one(folder, "Nama,Harga,Gram\nBayam,9000,500\n")
    assert (quote.unit, quote.unit_grams) == ("500 g", 500)


def test_a_household_measure_is_turned_into_gross_grams(folder: Path) -> None:
    quote = one(folder, "Nama,Harga,Satuan\nBawang merah,300,butir\n")
    assert quote.unit_grams == pytest.approx(7 / 0.9)


def test_grams_of_a_unit_may_have_a_column_of_their_own(folder: Path) -> None:
    quote = one(folder, "Nama,Harga,Satuan,Gram\nBayam,9000,keranjang,3000\n")
    assert (quote.unit, quote.unit_grams) == ("keranjang", 3000)


def test_a_unit_that_nobody_knows_is_a_fault(folder: Path) -> None:
    assert faults(folder, "Nama,Harga,Satuan\nBayam,9000,keranjang\n") == [
        "nobody knows how much bayam a keranjang is"
    ]


def test_rows_without_a_price_and_headings_are_counted_and_left_out(folder: Path) -> None:
    found = read(folder, "Nama,Harga\nSAYUR,\nBayam,habis\nWortel,n/a\nTuna,45000\n")
    assert (len(found.quotes), found.without_price, found.faults) == (1, 3, [])


def test_a_food_that_nobody_knows_is_kept_apart_with_a_hint(folder: Path) -> None:
    found = read(folder, "Nama,Harga\nBayem,3000\nSabun,5000\n")
    assert [str(f.hint) for f in found.unknown] == [
        "did you mean bayam?",
        "correct the name, or leave such rows out with --skip-unknown",
    ]


@pytest.mark.parametrize("price", ["0", "-500", "mahal", "62,5", "999999999"])
def test_what_is_no_price_is_a_fault(folder: Path, price: str) -> None:
    assert faults(folder, f"Nama;Harga\nTuna;{price}\n") == [f'"{price}" is not a price in whole rupiah']


def test_a_list_of_nobody_is_one_fault(folder: Path) -> None:
    assert faults(folder, "Nama,Harga\nTuna,45000\nBayam,3000\n", "") == ["nothing says who asks these prices"]


def test_a_row_of_nobody_is_a_fault(folder: Path) -> None:
    text = "Nama,Harga,Pedagang\nTuna,45000,\nBayam,3000,Bu Tin\n"
    assert faults(folder, text, "") == ["nothing says who asks this price"]


def test_an_unknown_trader_is_a_fault_with_the_nearest_id(folder: Path) -> None:
    found = read(folder, "Nama,Harga,Pedagang\nTuna,45000,Bu Tinn\n").faults
    assert [str(f.hint) for f in found] == ["did you mean bu_tin?"]


def test_dates_that_are_none_or_in_the_wrong_order_are_faults(folder: Path) -> None:
    text = "Nama,Harga,Tanggal,Berlaku sampai\nTuna,1000,kemarin,\nBayam,1000,2026-11-24,2026-11-23\n"
    assert faults(folder, text) == [
        'date: "kemarin" is not a date',
        "a price cannot run out before the day it was asked",
    ]


@pytest.mark.parametrize("day", ["24/11/2062", "24/11/0026", "2027-01-01"])
def test_a_day_that_cannot_be_right_is_a_fault(folder: Path, day: str) -> None:
    assert "cannot be right" in faults(folder, f"Nama,Harga,Tanggal\nTuna,45000,{day}\n")[0]


def test_two_different_prices_of_a_food_are_a_fault_and_the_same_one_twice_is_not(folder: Path) -> None:
    assert len(read(folder, "Nama,Harga\nTuna,45000\nikan_tuna,45.000\n").quotes) == 1
    found = read(folder, "Nama,Harga\nTuna,45000\nTuna,46000\n").faults
    assert [(f.where.line, str(f.hint)) for f in found] == [(3, "the first is in line 2: keep one of them")]


def test_a_list_without_any_price_is_a_fault(folder: Path) -> None:
    assert faults(folder, "Nama,Harga\nTuna,\n") == ["the table has no rows with a price"]


def test_all_faults_of_all_rows_are_told(folder: Path) -> None:
    text = "Nama,Harga,Satuan,Pedagang\nTuna,x,kg,nobody\nBayam,y,ikat,pak_min\n"
    assert len(read(folder, text).faults) == 3
