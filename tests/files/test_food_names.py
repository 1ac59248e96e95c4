"""Foods by what people call them."""

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
        (" ikan-lele ", "ikan_lele"),
    ],
)  # fmt: skip
def test_a_food_is_found_by_any_of_its_names(names: FoodNames, written: str, food: str) -> None:
    assert names.find(written) == food


@pytest.mark.parametrize("written", ["", "ikan", "sabun", "()"])
def test_nothing_is_guessed(names: FoodNames, written: str) -> None:
    assert names.find(written) is None


def test_a_name_that_is_nearly_right_has_a_hint(names: FoodNames) -> None:
    assert str(names.hint("Ikan tunna")) == "did you mean ikan_tuna?"
    assert names.hint("sabun cuci piring") is None


def test_every_food_is_found_by_its_id_and_its_indonesian_name(names: FoodNames) -> None:
    foods = load_food_table(DATA)[0].foods
    assert [food for food in foods if names.find(food) != food] == []
    assert [f.name_id for f in foods.values() if names.find(f.name_id) != f.id] == []
