"""`kagemi plan`: what it writes, says and leaves with."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import kagemi as package
from kagemi.cli.interrupt import ctrl_c_waits
from kagemi.domain.plan import Outcome, TierResult
from kagemi.files.plans import plan_schema
from kagemi.language.outcome_texts import status
from tests.cli.runner import kagemi
from tests.workspaces import BUDGET, FISH, PROTEIN, TOO_CHEAP, add_dish, canteen, write_rules

WEEK = ("--week", "2026-W49")


def test_the_plan_is_saved_and_summed_up(ws: Path) -> None:
    result = kagemi(ws, "plan", *WEEK)
    assert result.exit_code == 0
    assert result.stdout == (
        "Test canteen, 30 November – 2 December 2026\n"
        "  Monday     White rice, Tempe bakar\n"
        "  Tuesday    White rice, Grilled tuna\n"
        "  Wednesday  White rice, Grilled tuna\n"
        "Cost: IDR 5,364 a portion\n"
        "Plan: optimal, proven\n"
        "Saved: plans/2026-W49.json\n"
    )
    assert (
        result.stderr
        == "Prices: 100% of the cost rests on estimates, the oldest price is of 1 September 2026.\n"
    )


def test_the_summary_is_in_the_readers_language(ws: Path) -> None:
    result = kagemi(ws, "plan", *WEEK, lang="id")
    assert "  Rabu    Nasi putih, Tuna bakar\n" in result.stdout
    assert "Rp5.364" in result.stdout


def test_json_fits_the_schema_and_is_the_saved_file(ws: Path) -> None:
    result = kagemi(ws, "plan", *WEEK, "--json")
    jsonschema.validate(json.loads(result.stdout), plan_schema())
    assert (ws / "plans" / "2026-W49.json").read_text(encoding="utf-8") == result.stdout


@pytest.mark.parametrize("args", [("--solver", "cbc"), ("--method", "direct"), ("--method", "day-menus")])
def test_every_solver_and_method_finds_the_best(ws: Path, args: tuple[str, str]) -> None:
    plan = json.loads(kagemi(ws, "plan", *WEEK, "--json", "--gap", "0", *args).stdout)
    assert plan["outcome"]["status"] == "optimal"
    assert round(plan["outcome"]["tiers"][0]["value"]) == 5364


def test_the_same_inputs_give_the_same_bytes_from_any_folder(ws: Path, tmp_path: Path) -> None:
    first = kagemi(ws, "plan", *WEEK, "--json").stdout
    assert kagemi(tmp_path, "--workspace", "ws", "plan", *WEEK, "--json").stdout == first


def test_the_coming_week_is_planned_unless_another_is_named(ws: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kagemi.cli.session.today", lambda: date(2026, 11, 30))
    assert "Saved: plans/2026-W50.json" in kagemi(ws, "plan").stdout


def test_a_plan_may_start_within_a_week_and_last_several(ws: Path) -> None:
    result = kagemi(ws, "plan", "--start", "2026-12-01", "--weeks", "2", "--json")
    dates = [d["date"] for d in json.loads(result.stdout)["problem"]["days"]]
    assert dates == ["2026-12-01", "2026-12-02", "2026-12-07", "2026-12-08", "2026-12-09"]
    assert (ws / "plans" / "2026-W49-W50-2026-12-01.json").is_file()


def test_another_folder_and_another_file_may_be_named(ws: Path, tmp_path: Path) -> None:
    write_rules(ws, BUDGET, file="other.yaml")
    result = kagemi(
        ws, "plan", *WEEK, "--constraints", "menus/constraints/other.yaml", "--out", str(tmp_path / "out")
    )
    assert result.exit_code == 0
    plan = json.loads((tmp_path / "out" / "2026-W49-other.json").read_text())
    assert plan["problem"]["places"]["budget"]["file"] == "menus/constraints/other.yaml"


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (["--week", "2026"], "write it like 2026-W49"),
        (["--week", "2026-W54"], "write it like 2026-W49"),
        (["--start", "31/11/2026"], "a date as in 2026-11-30 or 30/11/2026"),
        (["--week", "2026-W49", "--start", "2026-11-30"], "not both"),
        (["--gap", "-1"], "--gap"),
    ],
)
def test_a_wrong_option_is_wrong_usage(ws: Path, args: list[str], expected: str) -> None:
    result = kagemi(ws, "plan", *args)
    assert result.exit_code == 2
    assert expected in result.stderr


@pytest.mark.parametrize("start", ["Senin", "30/11/2026", "30 November 2026"])
def test_the_first_day_is_written_as_people_write_it_and_the_file_says_it_clearly(
    ws: Path, tmp_path: Path, start: str
) -> None:
    result = kagemi(ws, "plan", "--start", start, "--out", str(tmp_path / "out"))
    assert result.exit_code == 0
    assert [f.name for f in (tmp_path / "out").iterdir()] == ["2026-W49-2026-11-30.json"]


def test_a_week_without_a_meal_is_invalid_input(ws: Path) -> None:
    result = kagemi(ws, "plan", "--start", "2026-12-05")
    assert result.exit_code == 4
    assert "no day with a meal" in result.stderr


def test_rules_that_clash_are_named_with_their_places(ws: Path) -> None:
    write_rules(ws, FISH, TOO_CHEAP, PROTEIN)
    result = kagemi(ws, "plan", *WEEK)
    assert result.exit_code == 3
    assert result.stdout == ""
    assert (
        "menus/constraints/week.yaml:12:5: error: too_cheap: cost at most IDR 1,000 a portion" in result.stderr
    )
    assert not (ws / "plans").exists()


def test_all_faults_of_all_files_are_reported_at_once(ws: Path) -> None:
    add_dish(ws, "keripik", "kentang")
    write_rules(ws, FISH, "{kind: budjet, max: 10000}")
    (ws / "nutrition_data" / "species.csv").write_text("id\n")
    result = kagemi(ws, "plan", *WEEK)
    assert result.exit_code == 4
    files = ("menus/dishes/keripik.yaml", "menus/constraints/week.yaml", "nutrition_data/species.csv")
    assert all(file in result.stderr for file in files)


def test_a_folder_that_cannot_be_written_is_found_out_before_the_search(ws: Path) -> None:
    result = kagemi(ws, "plan", *WEEK, "--out", "kagemi.toml/plans", "-v")
    assert result.exit_code == 4
    assert "no plan can be written here" in result.stderr
    assert "searched" not in result.stderr


def test_warnings_do_not_stop_a_plan(ws: Path) -> None:
    (ws / "menus" / "dishes" / "draft.yml").write_text("id: draft\n")
    result = kagemi(ws, "plan", *WEEK)
    assert result.exit_code == 0
    assert "warning" in result.stderr
    assert kagemi(ws, "plan", *WEEK, "-q").stderr == ""


def test_a_soft_rule_that_is_missed_is_named(ws: Path) -> None:
    write_rules(ws, FISH, "{kind: budget, name: dear, max: 1000, soft: true}")
    assert "Soft rules missed: dear" in kagemi(ws, "plan", *WEEK).stdout


def test_the_weeks_planned_before_are_looked_at(ws: Path) -> None:
    write_rules(ws, "{kind: repeat, name: again, of: dish, slots: [animal], at_most: 3, within_days: 6}")
    first = json.loads(kagemi(ws, "plan", "--week", "2026-W48", "--json").stdout)
    second = kagemi(ws, "plan", *WEEK, "--json")
    assert "23 November 2026" in second.stderr
    served = [s["dish"] for plan in (first, json.loads(second.stdout)) for s in plan["servings"]]
    animal = [dish for dish in served if dish != "nasi"]
    assert len(animal) == 6
    assert max(animal.count(dish) for dish in animal) == 3


def test_progress_is_said_on_stderr_with_v(ws: Path) -> None:
    result = kagemi(ws, "plan", *WEEK, "-v")
    assert "3 rules, 2 groups, 3 days, 3 dishes" in result.stderr
    assert "cost: " in result.stderr
    assert "searched for" in result.stderr


def test_a_terminal_shows_progress(ws: Path) -> None:
    result = kagemi(ws, "plan", *WEEK, TTY_COMPATIBLE="1", FORCE_COLOR="1")
    assert result.exit_code == 0
    assert "\x1b[" in result.stderr


Answer = tuple[Any, Outcome]


def answering(monkeypatch: pytest.MonkeyPatch, change: Callable[[Answer], Answer]) -> None:
    """Let the optimiser answer, and change its answer."""
    from kagemi.optimizer import menu

    real = menu.best_menu
    monkeypatch.setattr(menu, "best_menu", lambda *args, **rest: change(real(*args, **rest)))


def test_no_menu_in_time_is_a_failure(ws: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, lambda _: (None, Outcome("no_answer")))
    result = kagemi(ws, "plan", *WEEK, "--seconds", "3")
    assert result.exit_code == 1
    assert "No menu was found within 3 s" in result.stderr
    assert not (ws / "plans").exists()


def test_a_menu_that_fails_the_check_is_never_saved(ws: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, lambda answer: (answer[0][1:], answer[1]))
    result = kagemi(ws, "plan", *WEEK)
    assert result.exit_code == 1
    assert "UnsoundPlan" in result.stderr
    assert not (ws / "plans").exists()


def test_ctrl_c_keeps_the_best_plan_found_and_marks_it(ws: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kagemi.optimizer import menu

    real = menu.best_menu

    def interrupted(problem: Any, *, solver: Any, **rest: Any) -> Any:
        servings, outcome = real(problem, solver=solver, **rest)
        os.kill(os.getpid(), signal.SIGINT)
        return servings, Outcome("feasible", outcome.tiers, outcome.method, outcome.solver, solver.stop.asked)

    monkeypatch.setattr(menu, "best_menu", interrupted)
    result = kagemi(ws, "plan", *WEEK)
    assert result.exit_code == 130
    assert "Plan: interrupted; " in result.stdout
    assert json.loads((ws / "plans" / "2026-W49.json").read_text())["outcome"]["interrupted"] is True
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_ctrl_c_before_any_menu_saves_nothing(ws: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, lambda _: (None, Outcome("no_answer", interrupted=True)))
    result = kagemi(ws, "plan", *WEEK)
    assert result.exit_code == 130
    assert not (ws / "plans").exists()


def test_a_real_ctrl_c_ends_a_real_run(tmp_path: Path) -> None:
    """The shipped canteen's week takes seconds; the signal comes as soon as the search has a bound."""
    run = subprocess.Popen(
        [sys.executable, "-m", "kagemi", "-v", "plan", *WEEK, "--gap", "0", "--seconds", "300"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
        env={"PYTHONPATH": str(Path(package.__file__).parents[1]), "KAGEMI_LANG": "en"},
    )
    assert run.stderr is not None
    rescue = threading.Timer(60, run.kill)
    rescue.start()
    for line in run.stderr:
        if "bound" in line:
            run.send_signal(signal.SIGINT)
            break
    _, errors = run.communicate()
    rescue.cancel()
    assert run.returncode == 130
    assert "Traceback" not in errors


def test_without_a_workspace_the_example_is_planned_into_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    example = canteen(tmp_path / "example")
    (example / "menus" / "constraints" / "week.yaml").rename(
        example / "menus" / "constraints" / "kagemi_smpn10.yaml"
    )
    monkeypatch.setattr("kagemi.files.workspace.example_root", lambda: example)
    (tmp_path / "here").mkdir()
    result = kagemi(tmp_path / "here", "plan", *WEEK)
    assert result.exit_code == 0
    assert "kagemi init" in result.stderr
    assert (tmp_path / "here" / "plans" / "2026-W49.json").is_file()


def test_a_soft_maximum_of_an_unknown_nutrient_is_missed_not_a_crash(ws: Path) -> None:
    write_rules(ws, "{kind: nutrient_range, name: zinc, nutrient: zinc, max: 5 mg, soft: true}")
    result = kagemi(ws, "plan", *WEEK, "--json")
    jsonschema.validate(json.loads(result.stdout), plan_schema())
    assert "zinc: unknown, asked: at most 5 mg" in kagemi(ws, "show").stdout


def test_ctrl_c_while_loading_counts_afterwards() -> None:
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt), ctrl_c_waits():
        os.kill(os.getpid(), signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before


def test_a_gap_of_100_per_cent_or_more_is_not_called_proven() -> None:
    tiers = (TierResult("minimise", "shortfall", 2.0, 0.0, ""),)
    found = Outcome(status="feasible", tiers=tiers, method="", solver="")
    assert str(status(found)) == "not proven: how far it is from the best is not known"


def test_a_group_that_avoids_fish_gets_another_dish_by_name(tmp_path: Path) -> None:
    ws = canteen(tmp_path / "avoids")
    path = write_rules(ws, FISH, "{kind: alternative, name: no_fish, groups: [no_fish], avoids: [fish]}")
    group = "  - {id: no_fish, akg: male_13_15, headcount: 3, name: {id: Tanpa ikan, en: No fish}}\nslots:"
    path.write_text(path.read_text(encoding="utf-8").replace("slots:", group), encoding="utf-8")
    result = kagemi(ws, "plan", "--week", "2026-W49")
    assert result.exit_code == 0, result.stderr
    assert "Tempe bakar (only for No fish)" in result.stdout
    assert kagemi(ws, "show").exit_code == 0
    assert kagemi(ws, "check", "plans/2026-W49.json").exit_code == 0
    kagemi(ws, "sheet", "--out", "week.html")
    assert "only for No fish (3)" in (ws / "week.html").read_text(encoding="utf-8")
