"""`kagemi frontier`: what it prints, writes and leaves with."""

import json
import re
from pathlib import Path

import pytest

from kagemi.files.plans import read_plan
from kagemi.report.check import check, compliance
from tests.cli.runner import kagemi
from tests.cli.test_show import squeezed
from tests.workspaces import TOO_CHEAP, write_rules

PROTEIN = ("frontier", "--week", "2026-W49", "--y", "protein", "--points", "4")


def test_the_table_has_each_point_with_its_proof_and_what_the_step_costs(planned: Path) -> None:
    result = kagemi(planned, *PROTEIN)
    assert result.exit_code == 0
    shown = squeezed(result.stdout)
    assert "cost protein from the best, proven the step costs" in shown
    assert "1 IDR 5,364 23.6 g 0, optimal" in shown
    assert re.search(r"4 IDR 7,\d+ 27\.1 g 0, optimal IDR [\d,]+ for each g more", shown)


def test_json_has_every_point_with_its_menu(planned: Path) -> None:
    front = json.loads(kagemi(planned, *PROTEIN, "--json").stdout)
    points = front["points"]
    assert [p["number"] for p in points] == [1, 2, 3, 4]
    assert [p["x"] for p in points] == sorted(p["x"] for p in points)
    assert [p["y"] for p in points] == sorted(p["y"] for p in points)
    assert all(p["gap"] < 0.0011 and p["servings"] for p in points)
    assert front["y"] == {"quantity": "protein", "sense": "maximise"}


@pytest.mark.parametrize("y", ["acceptance", "emissions", "variety", "iron"])
def test_every_kind_of_front_is_shown(planned: Path, y: str) -> None:
    assert kagemi(planned, "frontier", "--week", "2026-W49", "--y", y, "--points", "3").exit_code == 0


def test_a_point_is_picked_and_saved_as_a_plan(ws: Path) -> None:
    result = kagemi(ws, *PROTEIN, "--pick", "2", "--json")
    assert "Saved: " in result.stderr
    plan = read_plan(ws / "plans" / "2026-W49-cost-protein-2.json")
    assert compliance(check(plan.problem, plan.servings))
    point = json.loads(result.stdout)["points"][1]
    tiers = {t.quantity: t for t in plan.outcome.tiers}
    assert tiers["cost"].value == pytest.approx(point["x"])
    assert tiers["protein"].final == pytest.approx(point["y"])


def test_a_point_that_is_not_there_is_told(planned: Path) -> None:
    result = kagemi(planned, *PROTEIN, "--pick", "9")
    assert result.exit_code == 1
    assert "There is no point 9: the front has 4." in result.stderr


def test_the_page_shows_the_chart_and_each_menu(planned: Path, tmp_path: Path) -> None:
    page = tmp_path / "front.html"
    assert kagemi(planned, *PROTEIN, "--page", str(page)).exit_code == 0
    html = page.read_text(encoding="utf-8")
    assert "<svg" in html
    assert html.count('href="#point-') == html.count("<section id=") == 4
    assert "Grilled tuna" in html


def test_no_menu_is_no_front(ws: Path) -> None:
    write_rules(ws, TOO_CHEAP)
    result = kagemi(ws, *PROTEIN)
    assert result.exit_code == 3
    assert "kagemi explain" in result.stderr


def test_a_thing_is_not_weighed_against_itself(planned: Path) -> None:
    result = kagemi(planned, "frontier", "--y", "cost")
    assert result.exit_code == 2
    assert "two different things" in result.stderr


def test_verbose_says_each_point_as_it_is_found(planned: Path) -> None:
    assert "point 2 of 4: IDR 5,364, 23.6 g" in kagemi(planned, *PROTEIN, "-v").stderr
