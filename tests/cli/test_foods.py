import json
from pathlib import Path

from tests.cli.runner import kagemi


def test_all_foods_are_listed(ws: Path) -> None:
    result = kagemi(ws, "foods")
    assert result.exit_code == 0
    assert "ikan_tuna" in result.stdout
    assert "IDR 40,000/kg" in result.stdout
    assert result.stderr == "8 foods\n"


def test_a_query_finds_ids_names_and_groups(ws: Path) -> None:
    assert kagemi(ws, "foods", "SPINACH").stderr == "1 foods\n"
    assert kagemi(ws, "foods", "fish").stderr == "1 foods\n"
    nothing = kagemi(ws, "foods", "durian")
    assert (nothing.exit_code, nothing.stdout, nothing.stderr) == (0, "", "0 foods\n")


def test_one_food_is_shown_with_the_sources_of_its_figures(ws: Path) -> None:
    (ws / "nutrition_data" / "corrections.csv").write_text(
        "food,nutrient,value,kind,source,why\nikan_tuna,FE_mg,1.2,replace,IFCT 2017,the table has a misprint\n"
    )
    shown = kagemi(ws, "foods", "ikan_tuna").stdout
    assert "Edible portion: 50 % (assumption: test table)" in shown
    assert "Price: IDR 40,000/kg (1,000 g), 1 September 2026, Malang, estimate: test table" in shown
    assert "1.20 mg   corrected, was 1 mg: the table has a misprint (IFCT 2017)" in shown
    assert "unknown" in shown
    assert "Thunnus" in shown


def test_json_has_the_figures(ws: Path) -> None:
    one = json.loads(kagemi(ws, "foods", "ikan_tuna", "--json").stdout)
    assert one["per_100g"]["protein"] == 24
    assert [f["id"] for f in json.loads(kagemi(ws, "foods", "tuna", "--json").stdout)] == ["ikan_tuna"]
