"""`kagemi why` and `kagemi why-not`."""

import json
from pathlib import Path

import pytest

from tests.cli.runner import kagemi
from tests.workspaces import BUDGET, FISH, PROTEIN, canteen, write_rules

WEEK = ("--week", "2026-W49")


@pytest.fixture
def ws(tmp_path: Path) -> Path:
    return canteen(tmp_path / "ws", FISH, BUDGET, PROTEIN)


def test_a_dish_that_a_rule_forbids_names_the_rule(ws: Path) -> None:
    write_rules(ws, FISH, "{kind: ban, name: no_tempe, dishes: [tempe_bakar]}")
    result = kagemi(ws, "why-not", "tempe_bakar", "monday", *WEEK)
    assert result.exit_code == 0
    assert "there is no menu" in result.stdout
    assert "no_tempe" in result.stdout


def test_a_dish_that_is_possible_is_compared(ws: Path) -> None:
    write_rules(ws, BUDGET)  # tempe every day
    result = kagemi(ws, "why-not", "Grilled tuna", "monday", *WEEK)
    assert result.exit_code == 0, result.stderr
    assert "Cost a portion" in result.stdout
    assert "Difference" in result.stdout


def test_why_compares_with_the_best_menu_without_the_dish(ws: Path) -> None:
    plan = json.loads(kagemi(ws, "plan", *WEEK, "--json").stdout)
    animal = {d["id"] for d in plan["problem"]["dishes"] if "animal" in d["slots"]}
    dish = next(s["dish"] for s in plan["servings"] if s["day"] == 0 and s["dish"] in animal)
    answer = json.loads(kagemi(ws, "why", dish, "senin", *WEEK, "--json").stdout)
    assert answer["answer"] == "possible"
    assert dish not in {s["dish"] for s in answer["servings"] if s["day"] == 0}
    assert answer["cost"]["high"] >= answer["base_cost"]["low"]


def test_an_unknown_dish_and_day_are_both_said(ws: Path) -> None:
    result = kagemi(ws, "why", "tempe_bakr", "sunday", *WEEK)
    assert result.exit_code == 4
    assert "tempe_bakar" in result.stderr
    assert "sunday" in result.stderr


def test_what_the_best_menu_serves_anyway_is_said_in_a_sentence(ws: Path) -> None:
    result = kagemi(ws, "why-not", "Tempe bakar", *WEEK)
    assert (result.exit_code, result.stdout) == (0, "The best menu serves Tempe bakar already.\n")
    write_rules(ws, BUDGET)
    result = kagemi(ws, "why", "tuna_bakar", "monday", *WEEK)
    assert result.stdout == "The best menu does not serve Grilled tuna on 30 November 2026.\n"
