"""`kagemi compare`: what it prints."""

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.runner import kagemi
from tests.cli.test_show import squeezed
from tests.workspaces import BUDGET, FISH, write_rules

OLD, NEW = "plans/2026-W49.json", "other/2026-W49.json"


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory, planned: Path) -> Path:
    """A workspace with two plans of a week; the second has a fish day more and no rule on protein."""
    folder = shutil.copytree(planned, tmp_path_factory.mktemp("two") / "ws")
    write_rules(folder, FISH.replace("at_least: 2", "at_least: 3"), BUDGET)
    assert kagemi(folder, "plan", "--week", "2026-W49", "--out", "other").exit_code == 0
    return folder


def test_dishes_costs_and_gains_stand_side_by_side(two: Path) -> None:
    result = kagemi(two, "compare", OLD, NEW)
    assert result.exit_code == 0
    shown = squeezed(result.stdout)
    assert "animal protein − Tempe bakar" in shown
    assert "animal protein + " in shown
    assert "cost of a portion IDR 5,364 IDR " in shown
    assert "portions 600 600 =" in shown
    assert "Boys energy" in shown


def test_rules_of_one_plan_alone_and_other_figures_are_told(two: Path) -> None:
    shown = kagemi(two, "compare", OLD, NEW).stdout
    assert "Only plan 1 has the rule protein." in shown
    assert "The plans differ in the figures of rules of the same name." in shown


def test_a_plan_compared_with_itself_is_the_same(planned: Path) -> None:
    shown = kagemi(planned, "compare", OLD, OLD).stdout
    assert "the menus are the same" in shown
    assert "Both plans keep and miss the same rules." in shown


def test_json_has_all_of_it(two: Path) -> None:
    found = json.loads(kagemi(two, "compare", OLD, NEW, "--json").stdout)
    assert found["by_date"] is True
    assert found["cost_idr"]["first"] < found["cost_idr"]["second"]
    assert {"what": "removed", "dish": "tempe_bakar", "slot": "animal", "moved_to": None} in [
        change for day in found["days"] for change in day["dishes"]
    ]


def test_it_speaks_bahasa_indonesia(two: Path) -> None:
    assert "Rp5.364" in kagemi(two, "compare", OLD, NEW, lang="id").stdout


def test_a_file_that_is_not_there_is_invalid_input(planned: Path) -> None:
    result = kagemi(planned, "compare", OLD, "nowhere.json")
    assert result.exit_code == 4
    assert "nowhere.json" in result.stderr
