from pathlib import Path

from kagemi.files.comparisons import load_accepted, load_ratios
from kagemi.files.provenance import provenance
from tests.files.cases import BASE


def test_the_rows_of_a_food_are_found_in_all_tables() -> None:
    found = provenance(BASE / "nutrition_data", "ikan_tuna")
    assert found.identity["edible_basis"] == "assumption"
    assert found.composition["PROCNT_g"] == "24"
    assert found.price["price_idr"] == "40000"
    assert found.corrections == ()


def test_a_food_that_no_table_has_has_no_rows() -> None:
    assert provenance(BASE / "nutrition_data", "durian").price == {}


def test_accepted_doubts_have_a_reason_each(tmp_path: Path) -> None:
    assert load_accepted(tmp_path) == ({}, ())
    (tmp_path / "accepted.csv").write_text("test,item,why\nprice_range,tuna,it is dear\nprice_range,terasi,\n")
    accepted, faults = load_accepted(tmp_path)
    assert accepted["price_range", "tuna"] == "it is dear"
    assert [f.where.line for f in faults] == [3]


def test_ratios_are_read_by_dish_and_food(tmp_path: Path) -> None:
    assert load_ratios(tmp_path) == {}
    (tmp_path / "recipe_ratios.csv").write_text(
        "dish,ingredient,food,q1_g,median_g,q3_g,n,source\npepes,garam,garam,1,2,3,12,x\npepes,air,,1,2,3,12,x\n"
    )
    assert load_ratios(tmp_path) == {("pepes", "garam"): (1.0, 3.0)}
