"""The food table as loaded from its CSV files."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from kagemi.domain.food import FoodTable
from kagemi.files.nutrition import load_food_table
from tests.files.cases import BASE, DATA, canteen


@pytest.fixture(scope="module")
def table() -> FoodTable:
    return load_food_table(BASE / DATA)[0]


def with_corrections(folder: Path, rows: str) -> FoodTable:
    shutil.copytree(BASE / DATA, folder / "data")
    text = f"food,nutrient,value,kind,source,why\n{rows}\n"
    (folder / "data" / "corrections.csv").write_text(text)
    table, faults = load_food_table(folder / "data")
    assert faults == ()
    return table


def test_only_known_figures_are_in_a_food(table: FoodTable) -> None:
    assert "zinc" not in table.foods["beras"].per_100g
    assert table.foods["ikan_tuna"].per_100g["carbohydrate"] == 0


def test_a_gross_measure_becomes_edible_grams(table: FoodTable) -> None:
    assert table.foods["bayam"].measures["ikat"] == pytest.approx(140)
    assert table.foods["bawang_merah"].measures["butir"] == 7


def test_a_price_keeps_its_date_region_and_quality(table: FoodTable) -> None:
    price = table.foods["tempe"].price
    assert price is not None
    assert (price.price_idr, price.unit_grams, price.date) == (6000, 500, date(2026, 9, 1))
    assert (price.region, price.quality) == ("Malang", "estimate")


def test_requirements_are_by_nutrient_and_leave_out_the_unknown(table: FoodTable) -> None:
    assert table.requirements["female_13_15"]["iron"] == 15
    assert "zinc" not in table.requirements["all_4_6"]


def test_oil_absorption_is_a_fraction(table: FoodTable) -> None:
    assert table.oil_absorption["tempe", "fried"] == pytest.approx(0.24)


def test_a_retention_table_has_only_the_nutrients_with_a_factor(table: FoodTable) -> None:
    assert table.retention["greens", "boiled"] == {"calcium": 0.9, "vitamin_c": 0.6}


def test_the_ceiling_of_a_food_group_is_its_highest_figure(table: FoodTable) -> None:
    assert table.group_ceilings["vegetable", "iron"] == 3.5


def test_a_correction_replaces_fills_or_unsets_a_figure(tmp_path: Path) -> None:
    rows = "beras,CA_mg,25,replace,s,w\nberas,ZN_mg,0.5,fill,s,w\nberas,FE_mg,,missing,,w"
    figures = with_corrections(tmp_path, rows).foods["beras"].per_100g
    assert (figures["calcium"], figures["zinc"], figures.get("iron")) == (25, 0.5, None)


def test_a_missing_table_is_a_fault_and_the_others_are_still_read() -> None:
    with canteen():
        (DATA / "yields.csv").unlink()
        table, faults = load_food_table(DATA)
    assert [f.where.file for f in faults] == ["nutrition_data/yields.csv"]
    assert table.foods["beras"].price is not None


def test_the_shipped_tables_are_sound() -> None:
    table, faults = load_food_table(BASE.parents[3] / "nutrition_data")
    assert [str(f.what) for f in faults] == []
    assert len(table.foods) > 100
