"""Prices in the lines of a message, made a table."""

from pathlib import Path

import pytest

from kagemi.files.food_names import FoodNames, food_names
from kagemi.files.nutrition import load_food_table
from kagemi.files.price_lines import as_table, without_price
from kagemi.files.workspace import example_root


@pytest.fixture(scope="module")
def names() -> FoodNames:
    data: Path = example_root() / "nutrition_data"
    table, _ = load_food_table(data)
    return food_names(data, table.foods)


@pytest.mark.parametrize(
    ("line", "row"),
    [
        ("Tuna 45.000/kg", "Tuna;45.000;kg"),
        ("- Tuna 45.000 per kg", "Tuna;45.000;kg"),
        ("1. Tuna: Rp 45.000,-/kg", "Tuna;45.000;kg"),
        ("* Bayam 2.600 ikat", "Bayam;2.600;ikat"),
        ("*Bayam* = 2,600 / ikat", "Bayam;2,600;ikat"),
        ("Kacang panjang: 1 ikat 3.500", "Kacang panjang;3.500;1 ikat"),
        ("Tempe papan 5000", "Tempe;5000;papan"),
        ("Beras 25 kg 350.000", "Beras;350.000;25 kg"),
        ("Gula pasir 500 gr 9rb", "Gula pasir;9rb;500 gr"),
        ("Ikan lele 32.000/500 gr", "Ikan lele;32.000;500 gr"),
        ("Telur 28 ribu", "Telur;28 ribu;"),
        ("Tahu putih 10rb (10 biji)", "Tahu putih;10rb;10 biji"),
        ("Tongkol\t38000\tkg", "Tongkol;38000;kg"),
        ("[24/11/26 08.15.02] Bu Yuni: Tuna 45.000/kg", "Tuna;45.000;kg"),
        ("24/11/2026 08:15 - Pak Min: Tuna 45.000/kg", "Tuna;45.000;kg"),
        ("Telur 28 ribu sekilo", "Telur;28 ribu;kilo"),
        ("Telur 28k sekg", "Telur;28k;kg"),
        ("Telur sekilo 28rb", "Telur;28rb;kilo"),
        ("bayam 3000 seikat", "bayam;3000;ikat"),
        ("Tahu putih 500/biji", "Tahu putih;500;biji"),
        ("[08.15, 24/11/2026] Bu Sri Sayur: Tuna 45.000/kg", "Tuna;45.000;kg"),
        ("24/11/26 08.15 - Bu Sri: Tuna 45.000/kg", "Tuna;45.000;kg"),
        ("[08.15, 24/11/2026] +62 812-3456-7890: Tuna 45.000/kg", "Tuna;45.000;kg"),
        ("[08.15, 24/11/2026] Bu Sri:", ""),
        ("[08.15, 24/11/2026] Bu Sri Sayur", ""),
        ("Garam -500", "Garam;-500;"),
        ("Tuna Rp45.000/kg", "Tuna;45.000;kg"),
        ("Garam Rp -500", "Garam;-500;"),
        ("Garam -Rp500/kg", "Garam;-500;kg"),
        ("Garam −5rb", "Garam;-5rb;"),
        ("Garam - 500", "Garam;500;"),
        ("Garam-5.000", "Garam;5.000;"),
        ("Wortel habis", "Wortel habis;;"),
        ("Selamat pagi bu", "Selamat pagi bu;;"),
        ("45.000", "45.000;;"),
        ('Tuna "segar" 45.000/kg', '"Tuna ""segar""";45.000;kg'),
        ("Tuna\x00 45.000/kg", "Tuna;45.000;kg"),
    ],
)
def test_a_line_is_a_name_a_price_and_a_unit(names: FoodNames, line: str, row: str) -> None:
    table = as_table(line, names)
    assert table is not None
    assert table.splitlines()[1:] == [row]


def test_lines_keep_their_places_below_the_header(names: FoodNames) -> None:
    table = as_table("Tuna 45.000/kg\n\n   \nBayam 2.600 ikat\n", names)
    assert table is not None
    assert table.split("\n") == ["Nama barang;Harga;Satuan", "Tuna;45.000;kg", "", "", "Bayam;2.600;ikat", ""]


def test_lines_without_a_price_are_known_by_number(names: FoodNames) -> None:
    assert without_price("Selamat pagi\n\nTuna 45.000\n[08.15, 24/11/2026] Bu Sri:\nWortel habis", names) == (
        (1, "Selamat pagi"),
        (5, "Wortel habis"),
    )


@pytest.mark.parametrize("mark", ["\t", ";", ","])
def test_a_table_with_a_header_is_left_as_it_is(names: FoodNames, mark: str) -> None:
    assert as_table(f"Nama Barang{mark}Harga\nTuna{mark}45000\n", names) is None


@pytest.mark.parametrize("text", ["", "\n\n", "9" * 100_000, "a " * 50_000, "1,." * 30_000, '"' * 1000])
def test_nonsense_is_read_without_harm_and_soon(names: FoodNames, text: str) -> None:
    assert as_table(text, names) is not None
