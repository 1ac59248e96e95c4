"""What came back changes the next plan."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from kagemi.domain.experience import Experience
from kagemi.domain.problem import PlanningProblem
from kagemi.domain.record import Record
from kagemi.files.plans import read_plan
from kagemi.files.workspace import find_workspace
from kagemi.planning import Search, build_problem, fingerprint, load_constraints_file, make_plan, save_plan
from tests.build import MONDAY
from tests.cli.runner import kagemi
from tests.workspaces import FISH, canteen

EXAMS = "calendar: {exams: [{from: 2026-12-02, to: 2026-12-08, why: ujian}]}\n"
TRYING = "learning: {trying: 50 %}\n"


def asked(
    folder: Path, more: str = "", records: Sequence[Record] = (), seed: int | None = None, first: date = MONDAY
) -> PlanningProblem:
    """The week's problem of a small canteen whose constraints file has `more` at its end."""
    workspace = find_workspace(folder if folder.exists() else canteen(folder))
    text = workspace.constraints.read_text(encoding="utf-8")
    if more not in text:
        workspace.constraints.write_text(text + more, encoding="utf-8")
    experience = Experience(first, records=tuple(records))
    kitchen, constraints = load_constraints_file(workspace, workspace.constraints, experience)
    return build_problem(constraints, kitchen, first, 1, {}, experience, seed)


def record(dish: str, trays: tuple[int, int, int, int, int], days_before: int = 7) -> Record:
    return Record("Test canteen", MONDAY - timedelta(days=days_before), dish, 200, trays)


def shares(problem: PlanningProblem) -> dict[str, float]:
    return {d.id: d.acceptance for d in problem.dishes}


def test_without_records_the_estimates_are_planned_with(tmp_path: Path) -> None:
    problem = asked(tmp_path / "ws")
    assert problem.judging.recorded == ()
    assert problem.ladder == {}


def test_what_came_back_is_planned_with(tmp_path: Path) -> None:
    before = asked(tmp_path / "ws")
    after = asked(tmp_path / "ws", records=[record("tuna_bakar", (0, 0, 0, 0, 20))])
    assert shares(after)["tuna_bakar"] < shares(before)["tuna_bakar"] / 2
    assert after.judging.recorded == ("tuna_bakar",)
    assert set(after.ladder) == {3}
    assert fingerprint(after, Search()) != fingerprint(before, Search())


def test_another_canteens_records_and_those_of_the_week_itself_do_not_count(tmp_path: Path) -> None:
    elsewhere = Record("Another canteen", MONDAY - timedelta(days=7), "tuna_bakar", 200, (0, 0, 0, 0, 20))
    own_week = record("tuna_bakar", (0, 0, 0, 0, 20), days_before=0)
    problem = asked(tmp_path / "ws", records=[elsewhere, own_week])
    assert problem == asked(tmp_path / "ws")


def test_a_plan_avoids_a_dish_that_comes_back(tmp_path: Path) -> None:
    folder = canteen(tmp_path / "ws", FISH.replace("2", "1"))
    path = folder / "menus" / "constraints" / "week.yaml"
    text = path.read_text(encoding="utf-8").replace("minimise: cost", "maximise: acceptance")
    path.write_text(text, encoding="utf-8")
    workspace = find_workspace(folder)
    menus = []
    for trays in ((20, 0, 0, 0, 0), (0, 0, 0, 0, 20)):
        records = (record("tuna_bakar", trays), record("tempe_bakar", (0, 0, 20, 0, 0)))
        experience = Experience(MONDAY, records=records)
        kitchen, constraints = load_constraints_file(workspace, path, experience)
        problem = build_problem(constraints, kitchen, MONDAY, 1, {}, experience)
        plan, _ = make_plan(problem, kitchen, Search(), root=folder)
        assert plan is not None
        menus.append(sum(s.dish == "tuna_bakar" for s in plan.servings))
    assert menus == [3, 1]


def test_a_week_that_touches_exams_counts_what_is_surely_eaten(tmp_path: Path) -> None:
    usual = asked(tmp_path / "usual")
    exams = asked(tmp_path / "exams", EXAMS + TRYING)
    assert exams.judging.cautious
    assert exams.judging.tried == ()
    assert all(shares(exams)[d] < share for d, share in shares(usual).items())


def test_a_week_without_exams_is_judged_as_usual(tmp_path: Path) -> None:
    later = date(2026, 12, 9)
    assert not asked(tmp_path / "ws", EXAMS, first=later).judging.cautious


def test_a_stated_share_of_the_dishes_is_tried_by_the_seed(tmp_path: Path) -> None:
    first, again, other = (asked(tmp_path / "ws", TRYING, seed=seed) for seed in (1, 1, 2))
    assert first == again
    assert len(first.judging.tried) == round(len(first.dishes) / 2)
    assert shares(first) != shares(other)


def test_a_plan_keeps_how_its_dishes_were_judged(tmp_path: Path) -> None:
    records = [record("tuna_bakar", (20, 0, 0, 0, 0))]
    problem = asked(tmp_path / "ws", TRYING, records, seed=5)
    workspace = find_workspace(tmp_path / "ws")
    kitchen, _ = load_constraints_file(workspace, workspace.constraints)
    plan, _ = make_plan(problem, kitchen, Search(), root=workspace.root)
    assert plan is not None
    kept = read_plan(save_plan(plan, workspace.plans)).problem
    assert kept.judging == problem.judging
    assert kept.ladder == pytest.approx(problem.ladder)


def test_kagemi_plan_says_what_it_learnt_and_what_it_tries(tmp_path: Path) -> None:
    folder = canteen(tmp_path / "ws")
    path = folder / "menus" / "constraints" / "week.yaml"
    path.write_text(path.read_text(encoding="utf-8") + TRYING, encoding="utf-8")
    assert kagemi(folder, "plan", "--week", "2026-W48", "--seed", "3").exit_code == 0
    plan = folder / "plans" / "2026-W48.json"
    day = ("record", "monday", "tempe_bakar", "--trays", "9,1,0,0,0", "--plan", plan.as_posix())
    assert kagemi(folder, *day).exit_code == 0
    result = kagemi(folder, "plan", "--week", "2026-W49", "--seed", "3")
    assert "What came back counts for 1 dishes; the others have their starting estimate." in result.stderr
    assert "Judged by a draw, so that they get their chance (seed 3): " in result.stderr


def test_a_plan_is_explained_with_its_own_draws(tmp_path: Path) -> None:
    folder = canteen(tmp_path / "ws")
    path = folder / "menus" / "constraints" / "week.yaml"
    path.write_text(path.read_text(encoding="utf-8") + TRYING, encoding="utf-8")
    assert kagemi(folder, "plan", "--week", "2026-W49", "--seed", "3").exit_code == 0
    result = kagemi(folder, "explain", "plans/2026-W49.json")
    assert result.exit_code == 0
    assert "are not those of the plan any more" not in result.stderr
