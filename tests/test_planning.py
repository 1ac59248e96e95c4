"""The use cases, without the commands around them."""

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kagemi.domain.amount import Amount
from kagemi.domain.food import FoodTable
from kagemi.domain.message import InvalidInput, Where
from kagemi.domain.plan import Outcome, Serving
from kagemi.domain.rules import Budget
from kagemi.files.plans import read_plan
from kagemi.files.workspace import find_workspace
from kagemi.planning import (
    Kitchen,
    Search,
    UnsoundPlan,
    build_problem,
    checked_plan,
    fingerprint,
    load_constraints_file,
    load_kitchen,
    make_plan,
    newest_plan,
    save_plan,
)
from kagemi.report.check import check, compliance
from tests.build import MONDAY, dish, problem
from tests.workspaces import add_dish, canteen, write_rules

TABLE = FoodTable({})
KITCHEN = Kitchen(TABLE, (), ())


def served(*portions: float) -> tuple[Serving, ...]:
    return tuple(Serving(day, "tuna", {"boys": q}) for day, q in enumerate(portions))


def test_a_plan_is_made_checked_saved_and_read_again(tmp_path: Path) -> None:
    workspace = find_workspace(canteen(tmp_path / "ws"))
    kitchen, constraints = load_constraints_file(workspace, workspace.constraints)
    week = build_problem(constraints, kitchen, MONDAY, 1)
    plan, outcome = make_plan(week, kitchen, Search(), root=workspace.root)
    assert plan is not None
    assert outcome.status == "optimal"
    path = save_plan(plan, workspace.plans)
    assert path.name == "2026-W49.json"
    assert read_plan(path).servings == plan.servings
    assert newest_plan(workspace) == path


def test_a_plan_holds_the_dishes_it_serves_and_their_prices_alone(tmp_path: Path) -> None:
    workspace = find_workspace(canteen(tmp_path / "ws"))
    kitchen, constraints = load_constraints_file(workspace, workspace.constraints)
    plan, _ = make_plan(build_problem(constraints, kitchen, MONDAY, 1), kitchen, Search(), root=workspace.root)
    assert plan is not None
    assert {d.id for d in plan.problem.dishes} == {s.dish for s in plan.servings}
    assert set(plan.prices) == {"beras", "tempe", "ikan_tuna"}
    assert plan.problem.places["budget"].file == "menus/constraints/week.yaml"


def test_a_plan_passes_the_check_again_after_it_was_written(tmp_path: Path) -> None:
    workspace = find_workspace(canteen(tmp_path / "ws"))
    kitchen, constraints = load_constraints_file(workspace, workspace.constraints)
    plan, _ = make_plan(build_problem(constraints, kitchen, MONDAY, 1), kitchen, Search(), root=workspace.root)
    assert plan is not None
    again = read_plan(save_plan(plan, workspace.plans))
    assert compliance(check(again.problem, again.servings))


def test_a_menu_that_misses_a_hard_rule_is_refused() -> None:
    rule = Budget(name="budget", max=Amount(900, "idr"))
    week = problem([dish("tuna", cost=1000)], rules=[rule], days=["monday"])
    with pytest.raises(UnsoundPlan, match="budget") as caught:
        checked_plan(week, KITCHEN, served(1.0), Outcome("optimal"), "", Path())
    assert [f.rule for f in caught.value.findings] == ["budget"]


def test_a_menu_that_misses_a_soft_rule_is_a_plan() -> None:
    rule = Budget(name="budget", max=Amount(900, "idr"), soft=True)
    week = problem([dish("tuna", cost=1000)], rules=[rule], days=["monday"])
    assert checked_plan(week, KITCHEN, served(1.0), Outcome("optimal"), "x", Path()).fingerprint == "x"


def test_the_fingerprint_depends_on_what_decides_the_plan() -> None:
    week = problem([dish("tuna"), dish("nila")])
    mark = fingerprint(week, Search())
    assert mark == fingerprint(week, Search(seconds=5))
    assert mark == fingerprint(replace(week, places={"a": Where("somewhere", 1, 1)}), Search())
    others = (
        fingerprint(week, Search(solver="cbc")),
        fingerprint(week, Search(gap=0)),
        fingerprint(week, Search(method="direct")),
        fingerprint(replace(week, dishes=week.dishes[:1]), Search()),
    )
    assert len({mark, *others}) == 5


def test_the_order_of_files_on_disk_changes_nothing(tmp_path: Path) -> None:
    def mark(folder: Path, *names: str) -> str:
        workspace = find_workspace(canteen(folder))
        for name in names:
            add_dish(folder, name, "tempe")
        kitchen, constraints = load_constraints_file(workspace, workspace.constraints)
        return fingerprint(build_problem(constraints, kitchen, MONDAY, 1), Search())

    assert mark(tmp_path / "a", "bacem", "orek") == mark(tmp_path / "b", "orek", "bacem")


def test_the_faults_of_all_files_come_together(tmp_path: Path) -> None:
    folder = canteen(tmp_path / "ws")
    add_dish(folder, "keripik", "kentang")
    write_rules(folder, "{kind: budjet, max: 10000}")
    workspace = find_workspace(folder)
    with pytest.raises(InvalidInput) as caught:
        load_constraints_file(workspace, workspace.constraints)
    assert {Path(f.where.file).name for f in caught.value.faults} == {"keripik.yaml", "week.yaml"}


def test_warnings_are_kept_beside_a_sound_kitchen(tmp_path: Path) -> None:
    folder = canteen(tmp_path / "ws")
    (folder / "menus" / "dishes" / "draft.yml").write_text("id: draft")
    assert [f.severity for f in load_kitchen(find_workspace(folder)).warnings] == ["warning"]


def test_days_after_the_last_meal_of_a_week_are_no_plan(tmp_path: Path) -> None:
    workspace = find_workspace(canteen(tmp_path / "ws"))
    kitchen, constraints = load_constraints_file(workspace, workspace.constraints)
    with pytest.raises(InvalidInput, match="no day with a meal"):
        build_problem(constraints, kitchen, date(2026, 12, 4), 1)


def test_the_plan_written_last_is_the_newest(tmp_path: Path) -> None:
    workspace = find_workspace(canteen(tmp_path / "ws"))
    with pytest.raises(InvalidInput, match="no plan"):
        newest_plan(workspace)
    workspace.plans.mkdir()
    for age, name in ((20, "2026-W50.json"), (10, "2026-W49.json")):
        path = workspace.plans / name
        path.write_text("{}")
        os.utime(path, (1_000_000 - age, 1_000_000 - age))
    assert newest_plan(workspace).name == "2026-W49.json"
