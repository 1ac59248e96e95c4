"""`kagemi explain`: clash, ways out, prices."""

import json
import re
from pathlib import Path

import pytest

from tests.cli.runner import kagemi
from tests.workspaces import BUDGET, FISH, PROTEIN, TOO_CHEAP, canteen, write_rules

MUCH_FISH = "{kind: tag_days, name: all_fish, tag: fish, at_least: 3}"
NO_FISH = "{kind: ban, name: no_fish, tags: [fish], days: [monday]}"


@pytest.fixture
def ws(tmp_path: Path) -> Path:
    return canteen(tmp_path / "ws", FISH, BUDGET, PROTEIN)


def test_a_clash_is_named_with_its_ways_out(ws: Path) -> None:
    write_rules(ws, FISH, TOO_CHEAP)
    result = kagemi(ws, "explain")
    assert result.exit_code == 3
    assert "too_cheap: cost at most IDR 1,000 a portion" in result.stdout
    assert re.search(r"week.yaml:\d+:5: error: too_cheap", result.stdout)
    assert "too_cheap: max IDR 1,000 -> IDR " in result.stdout


def test_the_way_out_of_the_first_line_works(ws: Path) -> None:
    write_rules(ws, FISH, TOO_CHEAP)
    ways = json.loads(kagemi(ws, "explain", "--json").stdout)["no_menu"]["ways_out"]
    (change,) = next(w["changes"] for w in ways if len(w["changes"]) == 1 and w["least"])
    assert change["key"] == "max"
    budget = int(change["becomes"][0]["max"]["value"])
    write_rules(ws, FISH, TOO_CHEAP.replace("1000", str(budget)))
    assert kagemi(ws, "plan").exit_code == 0
    write_rules(ws, FISH, TOO_CHEAP.replace("1000", str(budget - 10)))
    assert kagemi(ws, "plan").exit_code == 3


def test_rules_without_a_figure_pause_on_a_day(ws: Path) -> None:
    write_rules(ws, MUCH_FISH, NO_FISH)
    result = kagemi(ws, "explain")
    assert result.exit_code == 3
    assert "all_fish: at_least 3 -> 2 (week.yaml:11)*" in result.stdout
    assert "no_fish: left out (week.yaml:12)" in result.stdout
    assert "Only 1 of 2 dishes fit animal protein" in result.stdout


def test_a_week_with_menus_says_how_to_go_on(ws: Path) -> None:
    result = kagemi(ws, "explain")
    assert result.exit_code == 0
    assert "kagemi explain PLAN" in result.stdout


def test_the_rules_of_a_plan_are_priced(ws: Path) -> None:
    kagemi(ws, "plan", "--week", "2026-W49")
    result = kagemi(ws, "explain", "plans/2026-W49.json")
    assert result.exit_code == 0, result.stderr
    for rule in ("fish_days", "budget", "protein"):
        assert rule in result.stdout
    prices = json.loads(kagemi(ws, "explain", "plans/2026-W49.json", "--json").stdout)
    assert all(p["price"]["low"] >= 0 for p in prices["rules"])


def test_files_that_changed_since_the_plan_are_said(ws: Path) -> None:
    kagemi(ws, "plan", "--week", "2026-W49")
    write_rules(ws, FISH, BUDGET)
    result = kagemi(ws, "explain", "plans/2026-W49.json")
    assert "today's are explained" in result.stderr


def test_indonesian_is_spoken(ws: Path) -> None:
    write_rules(ws, FISH, TOO_CHEAP)
    result = kagemi(ws, "--lang", "id", "explain")
    assert result.exit_code == 3
    assert "Rp1.000" in result.stdout


def test_a_week_that_was_not_settled_in_time_is_not_said_to_have_menus(
    ws: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kagemi.optimizer.clash.is_feasible", lambda *_: None)
    result = kagemi(ws, "explain")
    assert result.exit_code == 1
    assert "none was ruled out" in result.stderr
    answer = kagemi(ws, "explain", "--json")
    assert (answer.exit_code, json.loads(answer.stdout)) == (1, {"menus": "not_known", "no_menu": None})


def test_a_constraints_file_of_another_canteen_is_refused(ws: Path) -> None:
    kagemi(ws, "plan", "--week", "2026-W49")
    path = write_rules(ws, FISH, file="other.yaml")
    text = path.read_text(encoding="utf-8").replace("Test canteen", "Another canteen")
    path.write_text(text, encoding="utf-8")
    result = kagemi(ws, "explain", "plans/2026-W49.json", "--constraints", str(path))
    assert result.exit_code == 4
    assert "Another canteen" in result.stderr
