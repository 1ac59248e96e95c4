"""`kagemi dishes` and `kagemi dishes new`."""

import json
from pathlib import Path

import pytest

from tests.cli.runner import kagemi


def test_dishes_are_listed_by_slot_and_tag(ws: Path) -> None:
    assert kagemi(ws, "dishes").stderr == "6 dishes\n"
    assert kagemi(ws, "dishes", "--slot", "animal").stderr == "2 dishes\n"
    assert kagemi(ws, "dishes", "--tag", "fish").stderr == "1 dishes\n"
    assert kagemi(ws, "dishes", "bakar", "--tag", "fish").stderr == "1 dishes\n"
    assert "Grilled tuna" in kagemi(ws, "dishes", "list").stdout


def test_one_dish_is_shown_with_nutrients_cost_and_steps(ws: Path) -> None:
    shown = kagemi(ws, "dishes", "tuna_bakar").stdout
    assert "Grilled tuna (Tuna bakar), tuna_bakar" in shown
    assert "Fish ladder: step 3 of 4" in shown
    assert "75.0 g" in shown
    assert "150.0 g" in shown
    assert "IDR 6,000" in shown
    assert "1. Cook until done." in shown
    assert "0 of 1" in shown


def test_the_arithmetic_behind_a_nutrient_is_shown(ws: Path) -> None:
    shown = kagemi(ws, "dishes", "tuna_bakar", "--why", "protein").stdout
    assert "Tuna         75.0 g        24 g   100%   18.00 g" in shown
    assert "known for 1 of 1 ingredients" in shown


def test_an_unknown_figure_is_called_unknown(ws: Path) -> None:
    assert "unknown" in kagemi(ws, "dishes", "tuna_bakar", "--why", "zinc").stdout


@pytest.mark.parametrize("args", [["tuna_bakar", "--why", "magic"], ["--why", "iron"], ["--slot", "soup"]])
def test_a_wrong_option_is_wrong_usage(ws: Path, args: list[str]) -> None:
    assert kagemi(ws, "dishes", *args).exit_code == 2


def test_json_has_the_facts(ws: Path) -> None:
    one = json.loads(kagemi(ws, "dishes", "tuna_bakar", "--json").stdout)
    assert one["cost_idr"] == 6000
    assert len(json.loads(kagemi(ws, "dishes", "--json").stdout)) == 6


@pytest.mark.parametrize("lang", ["id", "en"])
def test_a_template_is_written_that_check_asks_to_fill_in(ws: Path, lang: str) -> None:
    result = kagemi(ws, "dishes", "new", "rawon_nila", lang=lang)
    assert result.exit_code == 0
    assert "menus/dishes/rawon_nila.yaml" in result.stdout
    checked = kagemi(ws, "check", "menus/dishes/rawon_nila.yaml")
    assert checked.exit_code == 4
    assert "rawon_nila.yaml:2:" in checked.stdout


def test_a_template_that_is_filled_in_is_sound(ws: Path) -> None:
    kagemi(ws, "dishes", "new", "pepes_tuna")
    path = ws / "menus" / "dishes" / "pepes_tuna.yaml"
    filled = path.read_text(encoding="utf-8")
    for old, new in (
        ('name: {id: "", en: ""}', "name: {id: Pepes tuna, en: Tuna in banana leaf}"),
        ("slots: []", "slots: [animal]"),
        ('method: ""', "method: steamed"),
        ("# ladder: 1", "ladder: 3"),
        ('main: ""', "main: ikan_tuna"),
        ('colour: ""', "colour: yellow"),
        ('{food: "", amount: ""}', "{food: ikan_tuna, amount: 750 g}"),
        ("id: []", "id: [Kukus.]"),
        ("en: []", "en: [Steam it.]"),
        ('source: ""', "source: the canteen's kitchen"),
    ):
        assert old in filled
        filled = filled.replace(old, new)
    path.write_text(filled, encoding="utf-8")
    assert kagemi(ws, "check", str(path)).exit_code == 0


def test_a_dish_is_never_overwritten(ws: Path) -> None:
    before = (ws / "menus" / "dishes" / "nasi.yaml").read_bytes()
    assert kagemi(ws, "dishes", "new", "nasi").exit_code == 4
    assert (ws / "menus" / "dishes" / "nasi.yaml").read_bytes() == before


@pytest.mark.parametrize("id", ["Rawon Nila", "../nasi", "rawon-nila"])
def test_an_id_that_is_none_is_wrong_usage(ws: Path, id: str) -> None:
    assert kagemi(ws, "dishes", "new", id).exit_code == 2


def test_the_shipped_example_is_not_changed(tmp_path: Path) -> None:
    result = kagemi(tmp_path, "dishes", "new", "rawon_nila")
    assert result.exit_code == 4
    assert "kagemi init" in result.stderr
