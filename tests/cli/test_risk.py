"""`kagemi risk`: what prices may do to a plan."""

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.runner import kagemi
from tests.cli.test_show import squeezed
from tests.workspaces import BUDGET, FISH, PROTEIN, write_rules

QUICK = ("--samples", "200")
TIGHT = "{kind: budget, name: budget, max: 5500, over: week}"


@pytest.fixture(scope="module")
def tight(tmp_path_factory: pytest.TempPathFactory, planned: Path) -> Path:
    """A workspace whose plan is near its budget; tests only read it."""
    folder = shutil.copytree(planned, tmp_path_factory.mktemp("risk") / "ws")
    write_rules(folder, FISH, TIGHT, PROTEIN)
    assert kagemi(folder, "plan", "--week", "2026-W49").exit_code == 0
    return folder


def test_the_costs_range_stands_beside_the_budget(tight: Path) -> None:
    result = kagemi(tight, "risk", *QUICK)
    assert result.exit_code == 0
    shown = squeezed(result.stdout)
    assert "the plan IDR 4," in shown
    assert "budget, 30 November – 2 December 2026" in shown
    assert "IDR 5,500" in shown


def test_the_probability_says_draws_seed_and_error(tight: Path) -> None:
    shown = kagemi(tight, "risk", *QUICK, "--seed", "5").stdout
    assert "Every budget holds with a probability of" in shown
    assert "(200 draws, seed 5, standard error" in shown


def test_a_budget_that_never_breaks_is_not_said_to_be_certain(planned: Path) -> None:
    shown = kagemi(planned, "risk", *QUICK).stdout
    assert "Every budget holds in all 200 draws (seed 1): the other case may have up to 1.50%." in shown


def test_the_robust_plan_stands_beside_this_one(tight: Path) -> None:
    shown = squeezed(kagemi(tight, "risk", *QUICK, "--deviations", "1").stdout)
    assert "cost today IDR 5," in shown
    assert "worst case, at most 1 prices high IDR" in shown
    assert "Of the worst case: optimal, proven." in shown
    assert "Rules and budgets hold at today's prices in both" in shown


def test_assumed_ranges_are_owned_up_to(tight: Path) -> None:
    shown = kagemi(tight, "risk", *QUICK).stdout
    assert "of the cost rests on assumed ranges (price_spread.csv)" in shown


def test_json_has_everything_and_is_the_same_twice(tight: Path) -> None:
    one, two = (kagemi(tight, "risk", *QUICK, "--json").stdout for _ in range(2))
    answer = json.loads(one)
    assert answer["risk"] == json.loads(two)["risk"]
    assert answer["robust"]["robust"]["high"] <= answer["robust"]["plan"]["high"] + 1e-6
    assert answer["risk"]["samples"] == 200
    assert answer["no_robust"] is None


def test_a_plan_without_its_workspace_has_a_risk_but_no_rival(tight: Path, tmp_path: Path) -> None:
    shutil.copy(tight / "plans" / "2026-W49.json", tmp_path / "plan.json")
    result = kagemi(tmp_path, "risk", "plan.json", *QUICK)
    assert result.exit_code == 0
    assert "Every budget holds" in result.stdout
    assert "No plan to compare with:" in result.stderr


def test_a_plan_without_a_budget_says_so(ws: Path) -> None:
    write_rules(ws, FISH)
    kagemi(ws, "plan", "--week", "2026-W49")
    assert "No rule of the plan is a budget." in kagemi(ws, "risk", *QUICK).stdout


def test_a_plan_that_todays_rules_forbid_keeps_its_own_costs(planned: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(planned, tmp_path / "ws")
    ban = "{kind: ban, name: no_tuna, dishes: [tuna_bakar]}"
    other = write_rules(folder, BUDGET, ban, file="other.yaml")
    shown = kagemi(folder, "risk", *QUICK, "--constraints", str(other)).stdout
    assert "This plan does not fit today's dishes and rules: its costs are those of its own file." in shown
    assert "Served less often: Grilled tuna" in shown


def test_rules_that_no_menu_keeps_leave_no_rival(planned: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(planned, tmp_path / "ws")
    write_rules(folder, "{kind: budget, name: too_cheap, max: 1000}")
    result = kagemi(folder, "risk", *QUICK)
    assert result.exit_code == 0
    assert "no menu keeps today's rules" in result.stderr


def test_it_is_said_in_bahasa_indonesia_numbers(tight: Path) -> None:
    assert "Rp5." in kagemi(tight, "risk", *QUICK, lang="id").stdout


def test_a_broken_table_of_spreads_is_invalid_input(planned: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(planned, tmp_path / "ws")
    (folder / "nutrition_data" / "price_spread.csv").write_text(
        "quality,low_pct,high_pct,basis,why\nofficial,7,x,derived,a\n", encoding="utf-8"
    )
    result = kagemi(folder, "risk", *QUICK)
    assert result.exit_code == 4
    assert "price_spread.csv" in result.stderr
