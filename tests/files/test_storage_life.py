"""The table that says how long foods keep."""

import csv
from datetime import date
from pathlib import Path

import pytest

from kagemi.domain.food import FoodTable
from kagemi.domain.storage_life import StorageLife
from kagemi.files.nutrition import BASES, load_food_table
from kagemi.files.storage_life import COLUMNS, STORAGE_LIFE, storage_lives_of
from kagemi.files.tables import read_table
from kagemi.files.workspace import example_root


@pytest.fixture(scope="module")
def table() -> FoodTable:
    return load_food_table(example_root() / "nutrition_data")[0]


def faults(folder: Path, *rows: str) -> list[str]:
    (folder / STORAGE_LIFE).write_text("\n".join([",".join(COLUMNS), *rows]), encoding="utf-8")
    table = read_table(folder / STORAGE_LIFE, COLUMNS)
    storage_lives_of(table, {"tuna", "fish"}, BASES)
    return [str(f.what) for f in table.faults]


def test_every_food_has_a_usual_place_where_it_keeps(table: FoodTable) -> None:
    lives = {food.id: table.storage_life(food) for food in table.foods.values()}
    assert {food for food, life in lives.items() if life.usual not in life.days} == set()


def test_a_food_of_its_own_wins_over_its_group(table: FoodTable) -> None:
    assert table.keeps(table.foods["ikan_tuna"]) == {"chiller": 1, "freezer": 60}
    assert table.keeps(table.foods["ikan_pindang_layang"]) == {"chiller": 2, "freezer": 30}
    assert table.usual_place(table.foods["ikan_tuna"]) == "freezer"


def test_what_no_row_speaks_of_is_unknown(table: FoodTable) -> None:
    bare = FoodTable(table.foods)
    assert bare.storage_life(table.foods["ikan_tuna"]) == StorageLife()
    assert bare.usual_place(table.foods["ikan_tuna"]) is None


def test_food_may_be_cooked_so_many_days_after_it_came() -> None:
    life = StorageLife({"chiller": 2}, "chiller")
    assert life.use_before(date(2026, 11, 30), "chiller") == date(2026, 12, 2)
    assert life.use_before(date(2026, 11, 30), "freezer") is None


def test_a_published_figure_names_its_chart_and_an_estimate_says_so() -> None:
    path = example_root() / "nutrition_data" / STORAGE_LIFE
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    begins = {"published": "FoodSafety.gov", "estimate": "kitchen estimate"}
    assert [r for r in rows if not r["source"].startswith(begins[r["basis"]])] == []


def test_every_fault_of_the_table_is_told(tmp_path: Path) -> None:
    assert faults(
        tmp_path,
        "salmon,freezer,60,yes,estimate,a",
        "tuna,shelf,60,yes,estimate,a",
        "tuna,freezer,0,yes,guess,a",
        "fish,freezer,60,always,estimate,a",
    ) == [
        '"salmon" is neither a food nor a food group',
        '"shelf" is no place to store food',
        "days: 0 cannot be right",
        '"guess" is no basis of a figure',
        'usual is "yes" or empty',
    ]


def test_days_are_whole(tmp_path: Path) -> None:
    assert faults(tmp_path, "tuna,freezer,2.5,yes,estimate,a") == ["days are counted whole"]


def test_a_food_has_one_usual_place(tmp_path: Path) -> None:
    two = faults(tmp_path, "tuna,freezer,60,yes,estimate,a", "tuna,chiller,1,yes,estimate,a")
    assert two == ["tuna has two usual places"]
    assert faults(tmp_path, "tuna,freezer,60,,estimate,a") == ["tuna has no usual place"]
