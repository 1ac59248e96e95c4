"""`kagemi check`: every fault of every file, and figures that are hard to believe."""

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.runner import kagemi
from tests.workspaces import FISH, add_dish, write_rules


@pytest.fixture
def sound(ws: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace without doubtful figures: the tests of them have their own tests."""
    monkeypatch.setattr("kagemi.report.plausibility.plausibility", lambda *_: ())
    return ws


def test_a_sound_workspace_says_what_was_checked(sound: Path) -> None:
    result = kagemi(sound, "check")
    assert result.exit_code == 0
    assert result.stdout == (
        "Checked: 8 foods, 6 dishes, 1 constraints files, 0 accepted doubts\nAll is well.\n"
    )


def test_all_faults_of_all_files_are_printed_at_once(sound: Path) -> None:
    add_dish(sound, "keripik", "kentang")
    write_rules(sound, FISH, "{kind: budjet, max: 10000}")
    write_rules(sound, "{kind: ban}", file="second.yaml")
    (sound / "nutrition_data" / "species.csv").write_text("id\n")
    result = kagemi(sound, "check")
    assert result.exit_code == 4
    for file in ("dishes/keripik.yaml", "constraints/week.yaml", "constraints/second.yaml", "species.csv"):
        assert file in result.stdout


def test_figures_that_are_hard_to_believe_are_exit_code_1(ws: Path) -> None:
    result = kagemi(ws, "check")
    assert result.exit_code == 1
    assert "are hard to believe" in result.stdout


def test_an_accepted_figure_is_not_doubted(ws: Path) -> None:
    doubts = json.loads(kagemi(ws, "check", "--json").stdout)["doubts"]
    rows = "".join(f"{d['test']},{d['item']},known\n" for d in doubts)
    (ws / "nutrition_data" / "accepted.csv").write_text(f"test,item,why\n{rows}")
    assert kagemi(ws, "check").exit_code == 0


def test_json_has_faults_with_their_places(ws: Path) -> None:
    add_dish(ws, "keripik", "kentang")
    result = kagemi(ws, "check", "--json")
    assert result.exit_code == 4
    places = [fault["where"]["file"] for fault in json.loads(result.stdout)["faults"]]
    assert "menus/dishes/keripik.yaml" in places


@pytest.mark.parametrize(
    "file",
    [
        "menus/dishes/nasi.yaml",
        "menus/constraints/week.yaml",
        "nutrition_data/foods.csv",
        "kagemi.toml",
        "menus/dishes",
    ],
)
def test_a_sound_file_may_be_checked_alone(ws: Path, file: str) -> None:
    result = kagemi(ws, "check", file)
    assert result.exit_code == 0
    assert result.stdout.endswith("All is well.\n")


@pytest.mark.parametrize(
    ("file", "content", "expected"),
    [
        ("menus/dishes/nasi.yaml", "id: nasi\n", "menus/dishes/nasi.yaml:1"),
        ("menus/constraints/week.yaml", "canteen: x\n", 'the key "days" is missing'),
        ("nutrition_data/prices.csv", "food\n", "nutrition_data/prices.csv:1"),
        ("kagemi.toml", "school = 1\n", "kagemi.toml:1"),
        ("plan.json", "{}", "plan.json"),
        ("notes.txt", "", "this is neither"),
    ],
)
def test_a_faulty_file_says_so(tmp_path: Path, ws: Path, file: str, content: str, expected: str) -> None:
    elsewhere = shutil.copytree(ws, tmp_path / "elsewhere")
    (elsewhere / file).write_text(content)
    result = kagemi(ws, "check", str(elsewhere / file))
    assert result.exit_code == 4
    assert expected in result.stdout


def test_a_file_that_does_not_exist_is_a_fault(ws: Path) -> None:
    result = kagemi(ws, "check", "none.yaml", "no_folder/x.csv")
    assert result.exit_code == 4
    assert result.stdout.count("there is no file of this name") == 2


def test_faults_of_other_dishes_are_not_printed_for_a_named_one(ws: Path) -> None:
    add_dish(ws, "keripik", "kentang")
    assert kagemi(ws, "check", "menus/dishes/nasi.yaml").exit_code == 0


def test_a_sound_plan_passes(planned: Path) -> None:
    assert kagemi(planned, "check", "plans/2026-W49.json").exit_code == 0


def test_a_plan_whose_menu_was_changed_fails(planned: Path, tmp_path: Path) -> None:
    plan = json.loads((planned / "plans" / "2026-W49.json").read_text())
    for serving in plan["servings"]:
        if serving["dish"] == "tuna_bakar":
            serving["dish"] = "tempe_bakar"
    changed = tmp_path / "changed.json"
    changed.write_text(json.dumps(plan))
    result = kagemi(planned, "check", str(changed))
    assert result.exit_code == 4
    assert "the rule fish_days is missed: fish: 0, asked: at least 2" in result.stdout


def test_a_table_that_cannot_be_read_is_one_fault(sound: Path) -> None:
    prices = sound / "nutrition_data" / "prices.csv"
    prices.write_text(prices.read_text().replace(",", ";", 1).replace(",", ";"))
    assert kagemi(sound, "check").stdout.count("error: ") == 1


def test_a_dish_that_is_checked_alone_is_not_blamed_for_the_tables(sound: Path) -> None:
    foods = sound / "nutrition_data" / "foods.csv"
    foods.write_text(foods.read_text().replace(",", ";"))
    dish = next((sound / "menus" / "dishes").glob("*.yaml"))
    result = kagemi(sound, "check", str(dish))
    assert (result.exit_code, result.stdout.count("error: ")) == (4, 1)


def test_a_rule_may_name_a_dish_that_has_a_fault(sound: Path) -> None:
    add_dish(sound, "keripik", "kentang")
    write_rules(sound, "{kind: ban, dishes: [keripik]}")
    assert "there is no dish" not in kagemi(sound, "check").stdout


def test_the_description_of_the_tables_is_no_plan(sound: Path) -> None:
    (sound / "nutrition_data" / "datapackage.json").write_text('{"version": "0.1.0"}')
    assert kagemi(sound, "check", "nutrition_data").exit_code == 0
