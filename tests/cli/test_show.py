"""`kagemi show`: everything a nutritionist asks of a plan."""

import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from kagemi.domain.dish import Serve
from kagemi.domain.message import Text
from kagemi.domain.plan import Outcome, TierResult
from kagemi.files.plans import plan_schema
from kagemi.language import text
from kagemi.language.kitchen import portion
from kagemi.language.outcome_texts import status, tier
from tests.build import dish
from tests.cli.runner import kagemi
from tests.workspaces import write_rules


def squeezed(output: str) -> str:
    return "\n".join(" ".join(line.split()) for line in output.splitlines())


def test_days_dishes_portions_and_costs_are_shown(planned: Path) -> None:
    shown = squeezed(kagemi(planned, "show").stdout)
    assert "Test canteen\n30 November – 2 December 2026\nIDR 5,364 a portion · optimal, proven" in shown
    assert "Tuesday White rice 180 g 180 g" in shown
    assert "1 Dec Grilled tuna" in shown


def test_each_nutrient_is_shown_against_its_range_with_coverage(planned: Path) -> None:
    shown = squeezed(kagemi(planned, "show").stdout)
    assert "protein Boys ≥ 14.0 g, a day" in shown
    assert "22.7–24.0 g 2 of 2 ✓" in shown


def test_every_rule_is_shown_with_its_place(planned: Path) -> None:
    shown = squeezed(kagemi(planned, "show").stdout)
    assert "✓ fish_days fish on at least 2 days a week menus/constraints/week.yaml:11" in shown
    assert "✓ budget cost at most IDR 10,000 a portion in the mean of a week" in shown


def test_the_proof_and_the_prices_are_shown(planned: Path) -> None:
    shown = squeezed(kagemi(planned, "show").stdout)
    assert "1. least cost: IDR 5,364, proven" in shown
    assert "HiGHS" in shown
    assert "the cost rests on 100% estimates" in shown
    assert "the oldest is 90 days old when the plan begins" in shown


def test_a_missed_soft_rule_says_where_and_by_how_much(ws: Path) -> None:
    write_rules(ws, "{kind: budget, name: dear, max: 1000, soft: true}")
    kagemi(ws, "plan", "--week", "2026-W49")
    shown = squeezed(kagemi(ws, "show").stdout)
    assert "✗ soft dear (soft) cost at most IDR 1,000 a portion" in shown
    assert ", asked: at most IDR 1,000" in shown


def test_it_is_shown_in_bahasa_indonesia(planned: Path) -> None:
    shown = kagemi(planned, "show", lang="id").stdout
    assert "30 November – 2 Desember 2026" in shown
    assert "Rp5.364" in shown
    assert "Senin" in shown


def test_json_is_the_plan(planned: Path) -> None:
    result = kagemi(planned, "show", "plans/2026-W49.json", "--json")
    jsonschema.validate(json.loads(result.stdout), plan_schema())


def test_the_newest_plan_is_shown_unless_one_is_named(planned: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(planned, tmp_path / "ws")
    old, new = folder / "plans" / "2026-W49.json", folder / "plans" / "2026-W40.json"
    new.write_text(old.read_text().replace("Test canteen", "Newer canteen"))
    os.utime(old, (1, 1))
    assert kagemi(folder, "show").stdout.startswith("Newer canteen")
    assert kagemi(folder, "show", str(old)).stdout.startswith("Test canteen")


def test_no_plan_yet_is_told(ws: Path) -> None:
    result = kagemi(ws, "show")
    assert result.exit_code == 4
    assert "make one with kagemi plan" in result.stderr


@pytest.mark.parametrize("content", ["", "[]", "{}", "\x00"])
def test_a_damaged_plan_is_invalid_input(ws: Path, content: str) -> None:
    (ws / "bad.json").write_text(content)
    result = kagemi(ws, "show", "bad.json")
    assert result.exit_code == 4
    assert "bad.json" in result.stderr


@pytest.mark.parametrize(
    ("count", "times", "expected"),
    [
        (1, 1.0, "1 piece"),
        (2, 0.75, "1½ × piece"),
        (1, 0.5, "½ piece"),
        (3, 1 / 3, "1 piece"),
        (1, 0.4, "0.40 piece"),
        (2, 1.0, "2 × piece"),
        (2, 0.7, "1.40 × piece"),
    ],
)
def test_pieces_are_shown_as_a_server_counts_them(count: int, times: float, expected: str) -> None:
    pieces = replace(dish("nugget"), serve=Serve(Text("potong", "piece"), count, 0.5))
    assert portion(pieces, times, "en") == expected
    assert "×" not in portion(pieces, times, "id")


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (Outcome("optimal"), "optimal, proven"),
        (
            Outcome("feasible", (TierResult("minimise", "cost", 1000, 999.51, "idr"),)),
            "at most 0.05% from the best, proven",
        ),
        (
            Outcome("feasible", (TierResult("minimise", "cost", 1000, 999.4999, "idr"),)),
            "at most 0.06% from the best, proven",
        ),
        (
            Outcome("feasible", (TierResult("minimise", "cost", 1000, None, "idr"),)),
            "not proven: how far it is from the best is not known",
        ),
        (Outcome("optimal", interrupted=True), "interrupted; optimal, proven"),
    ],
)
def test_the_status_promises_no_more_than_is_proven(outcome: Outcome, expected: str) -> None:
    assert text(status(outcome), "en") == expected


def test_a_tier_says_its_bound_in_its_own_unit() -> None:
    result = TierResult("maximise", "acceptance", 0.85, 0.9, "share")
    assert text(tier(result), "en") == "most acceptance: 85.00%; no menu is above 90.00%"
    assert text(tier(result), "id").count("85,00%") == 1


def test_a_tier_without_a_bound_says_so() -> None:
    result = TierResult("minimise", "cost", 1000, None, "idr")
    assert text(tier(result), "en") == "cost: IDR 1,000; nothing better is ruled out"


def test_a_plan_is_found_by_its_name_alone(planned: Path) -> None:
    assert kagemi(planned, "show", "2026-W49").stdout == kagemi(planned, "show").stdout
    assert kagemi(planned, "sheet", "2026-W49", "--out", "-").exit_code == 0


def test_of_a_plan_that_is_not_there_the_plans_that_are_there_are_named(planned: Path) -> None:
    refused = kagemi(planned, "show", "2026-W94")
    assert refused.exit_code == 4
    assert 'there is no plan "2026-W94"' in refused.stderr
    assert "the plans are: 2026-W49" in refused.stderr
