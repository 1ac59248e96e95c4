"""`kagemi publish`: versions, and what is refused."""

import json
import shutil
from pathlib import Path

import pytest

from kagemi.files.plans import plain, plan_of
from kagemi.report.check import check
from tests.cli.runner import kagemi
from tests.workspaces import BUDGET, FISH, PROTEIN, write_rules

PLAN = "plans/2026-W49.json"


@pytest.fixture
def ws(planned: Path, tmp_path: Path) -> Path:
    """A workspace with a plan of 2026-W49."""
    return shutil.copytree(planned, tmp_path / "ws")


def another_plan(folder: Path) -> None:
    """Plan the same week with a fish day more."""
    write_rules(folder, FISH.replace("at_least: 2", "at_least: 3"), BUDGET, PROTEIN)
    assert kagemi(folder, "plan", "--week", "2026-W49").exit_code == 0


def versions(folder: Path) -> list[tuple[int, bool]]:
    listed = json.loads(kagemi(folder, "publish", "list", "--json").stdout)
    return [(p["version"], p["holds"]) for p in listed]


def test_the_newest_plan_is_published(ws: Path) -> None:
    result = kagemi(ws, "publish")
    assert result.exit_code == 0
    assert result.stdout == "Published: 30 November – 2 December 2026, version 1\n"


def test_the_file_of_a_published_plan_is_not_replaced_by_another_plan(ws: Path) -> None:
    file = ws / "plans" / "2026-W49.json"
    before = file.read_bytes()
    assert kagemi(ws, "publish").exit_code == 0
    write_rules(ws, FISH.replace("at_least: 2", "at_least: 3"), BUDGET, PROTEIN)
    result = kagemi(ws, "plan", "--week", "2026-W49")
    assert "Saved: plans/2026-W49-r2.json" in result.stdout
    assert file.read_bytes() == before


def test_the_same_plan_again_is_no_new_version(ws: Path) -> None:
    kagemi(ws, "publish")
    result = kagemi(ws, "publish", PLAN)
    assert result.exit_code == 0
    assert "published already: 30 November – 2 December 2026, version 1." in result.stdout
    assert versions(ws) == [(1, True)]


def test_another_plan_of_published_days_says_what_it_changes_and_is_refused(ws: Path) -> None:
    kagemi(ws, "publish")
    another_plan(ws)
    result = kagemi(ws, "publish")
    assert result.exit_code == 4
    assert "Against version 1: 1 dishes changed on 1 days, 0 portions changed" in result.stderr
    assert "IDR 5,364 → IDR " in result.stderr
    assert "to replace it: kagemi publish --over 1" in result.stderr
    assert versions(ws) == [(1, True)]


def test_over_the_version_that_holds_the_next_one_is_published(ws: Path) -> None:
    kagemi(ws, "publish")
    another_plan(ws)
    result = kagemi(ws, "publish", "--over", "1", "--why", "more fish")
    assert result.exit_code == 0
    assert result.stdout == "Published: 30 November – 2 December 2026, version 2\n"
    assert versions(ws) == [(2, True), (1, False)]
    assert "more fish" in kagemi(ws, "publish", "list").stdout


@pytest.mark.parametrize("over", ["1", "3"])
def test_a_version_that_does_not_hold_is_not_replaced(ws: Path, over: str) -> None:
    kagemi(ws, "publish")
    old = (ws / PLAN).read_bytes()
    another_plan(ws)
    kagemi(ws, "publish", "--over", "1")
    (ws / PLAN).write_bytes(old)
    result = kagemi(ws, "publish", "--over", over)
    assert result.exit_code == 4
    assert "version 2 of these days is published by now" in result.stderr
    assert versions(ws) == [(2, True), (1, False)]


def test_days_that_another_plan_held_are_told(ws: Path) -> None:
    write_rules(ws, BUDGET)
    kagemi(ws, "publish")
    kagemi(ws, "plan", "--start", "2026-12-01")
    result = kagemi(ws, "publish", "plans/2026-W49-2026-12-01.json")
    assert result.exit_code == 0
    expected = (
        "It also holds on Tuesday 1 Dec, Wednesday 2 Dec, in place of the plan of 30 November – 2 December"
    )
    assert expected in result.stderr
    assert versions(ws) == [(1, True), (1, True)]


def changed(folder: Path, **values: object) -> None:
    """Write other values into the plan's file."""
    plan = json.loads((folder / PLAN).read_text(encoding="utf-8"))
    (folder / PLAN).write_text(json.dumps({**plan, **values}), encoding="utf-8")


def test_a_plan_with_a_menu_changed_by_hand_is_refused(ws: Path) -> None:
    plan = json.loads((ws / PLAN).read_text(encoding="utf-8"))
    for serving in plan["servings"]:
        serving["portions"] = dict.fromkeys(serving["portions"], 1.1)
    changed(ws, servings=plan["servings"])
    result = kagemi(ws, "publish")
    assert result.exit_code == 4
    assert "it was changed by hand" in result.stderr
    assert versions(ws) == []


def test_a_plan_that_misses_a_hard_rule_is_refused(ws: Path) -> None:
    text = (ws / PLAN).read_text(encoding="utf-8").replace('"at_least": 2', '"at_least": 3')
    plan = plan_of(text, PLAN)
    (ws / PLAN).write_text(text, encoding="utf-8")
    changed(ws, findings=plain(check(plan.problem, plan.servings)))
    result = kagemi(ws, "publish")
    assert result.exit_code == 4
    assert "the rule fish_days is missed" in result.stderr
    assert versions(ws) == []


def test_nothing_published_is_said(ws: Path) -> None:
    result = kagemi(ws, "publish", "list")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "Nothing is published yet" in result.stderr


def test_the_publication_is_told_to_other_programs(ws: Path) -> None:
    told = json.loads(kagemi(ws, "publish", "--json", "--why", "first").stdout)
    assert told.pop("published_at").endswith("+00:00")
    assert len(told.pop("fingerprint")) == 64
    assert told == {
        "canteen": "Test canteen",
        "first_day": "2026-11-30",
        "last_day": "2026-12-02",
        "version": 1,
        "why": "first",
    }


def test_the_example_that_comes_with_kagemi_publishes_nothing(tmp_path: Path, planned: Path) -> None:
    result = kagemi(tmp_path, "publish", str(planned / PLAN))
    assert result.exit_code == 4
    assert "there is no workspace here" in result.stderr
