"""Foods by what people call them."""

import csv
import re
from pathlib import Path

import pytest

from kagemi.files.food_names import FoodNames, food_names
from kagemi.files.nutrition import load_food_table

DATA = Path(__file__).parents[2] / "nutrition_data"


@pytest.fixture(scope="module")
def names() -> FoodNames:
    return food_names(DATA, load_food_table(DATA)[0].foods)


@pytest.mark.parametrize(
    ("written", "food"),
    [
        ("ikan_tuna", "ikan_tuna"), ("IKAN  TUNA", "ikan_tuna"), ("Tuna", "ikan_tuna"),
        ("Beras putih", "beras_putih"), ("White rice", "beras_putih"), ("Brambang", "bawang_merah"),
        ("lombok merah", "cabai_merah"), ("Cabe rawit", "cabai_rawit"), ("Telor ayam", "telur_ayam"),
        ("Manalagi", "apel_malang"), ("Rome Beauty", "apel_malang"), ("Tongkol (segar)", "ikan_tongkol"),
        (" ikan-lele ", "ikan_lele"), ("Apel", "apel_malang"),
    ],
)  # fmt: skip
def test_a_food_is_found_by_any_of_its_names(names: FoodNames, written: str, food: str) -> None:
    assert names.find(written) == food


@pytest.mark.parametrize(
    ("written", "food"),
    [
        ("Beras", "beras_putih"), ("Beras Medium", "beras_putih"), ("Telur", "telur_ayam"),
        ("Telur Ayam Ras", "telur_ayam"), ("Gula", "gula_pasir"), ("Gula Pasir", "gula_pasir"),
        ("Ayam", "ayam_daging"), ("Daging Ayam Ras", "ayam_daging"), ("Daging Sapi", "sapi_daging"),
        ("Minyak Goreng (Curah)", "minyak_goreng"), ("Minyak Goreng Curah", "minyak_goreng"),
        ("Cabe Rawit (Merah)", "cabai_rawit"), ("Cabe Rawit Merah", "cabai_rawit"),
        ("Cabai Merah Keriting", "cabai_merah"), ("Bawang Merah", "bawang_merah"),
        ("Bawang Putih", "bawang_putih"), ("Tempe", "tempe"), ("Tahu", "tahu"), ("Kangkung", "kangkung"),
        ("Bayam", "bayam"), ("Wortel", "wortel"), ("Kentang", "kentang"), ("Tomat", "tomat"),
        ("Garam", "garam"), ("Tepung Terigu", "tepung_terigu"), ("Ikan Tongkol", "ikan_tongkol"),
        ("Kembung", "ikan_kembung"), ("Bandeng", "ikan_bandeng"), ("Lele", "ikan_lele"),
        ("Nila", "ikan_nila"), ("Pisang", "pisang_ambon"), ("Pepaya", "pepaya"),
        ("Semangka", "semangka"), ("Kol/Kubis", "kol"), ("Kacang Kedelai", "kedelai"),
    ],
)  # fmt: skip
def test_a_food_is_found_by_what_a_market_list_calls_it(names: FoodNames, written: str, food: str) -> None:
    assert names.find(written) == food


def test_no_two_foods_of_the_table_have_the_same_name(names: FoodNames) -> None:
    called: dict[str, set[str]] = {}
    with (DATA / "foods.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            own = (row["id"], row["name_id"], row["name_en"], *re.split("[,;]", row["local_name"]))
            for name in filter(None, map(str.strip, own)):
                called.setdefault(name.casefold().replace("_", " "), set()).add(row["id"])
                assert names.find(name) == row["id"]
    assert {name: foods for name, foods in called.items() if len(foods) > 1} == {}


@pytest.mark.parametrize("written", ["", "ikan", "sabun", "()", "Kol/Wortel", "Cabai"])
def test_nothing_is_guessed(names: FoodNames, written: str) -> None:
    assert names.find(written) is None


def test_a_name_that_is_nearly_right_has_a_hint(names: FoodNames) -> None:
    assert str(names.hint("Ikan tunna")) == "did you mean ikan_tuna?"
    assert str(names.hint("kangkong")) == "did you mean kangkung?"
    assert str(names.hint("Wotrel (1 kg)")) == "did you mean wortel?"


@pytest.mark.parametrize(
    "written",
    [
        "sabun cuci piring",
        "Aym",
        "Ayam kampung",
        "Ikan pari",
        "Ikan asin",
        "Gas elpiji",
        "Mi instan",
        "",
    ],
)
def test_what_is_another_word_has_no_hint(names: FoodNames, written: str) -> None:
    assert names.hint(written) is None


def test_short_words_that_only_sound_alike_are_no_hint() -> None:
    names = FoodNames({"terasi": "terasi", "bayam": "bayam", "tahu": "tahu"})
    assert [names.hint(word) for word in ("Beras", "Ayam", "Madu")] == [None, None, None]


def test_every_food_is_found_by_its_id_and_its_indonesian_name(names: FoodNames) -> None:
    foods = load_food_table(DATA)[0].foods
    assert [food for food in foods if names.find(food) != food] == []
    assert [f.name_id for f in foods.values() if names.find(f.name_id) != f.id] == []
