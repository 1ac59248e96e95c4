"""What the commands say about days without a meal, and about files that extend others."""

from pathlib import Path

from tests.cli.runner import kagemi

OVERRIDE = "extends: week.yaml\nwithout: [protein]\nrules:\n- {kind: budget, name: budget, max: 9000}\n"


def write(ws: Path, file: str, text: str) -> None:
    (ws / "menus" / "constraints" / file).write_text(text, encoding="utf-8")


def with_calendar(ws: Path, calendar: str) -> None:
    week = (ws / "menus" / "constraints" / "week.yaml").read_text(encoding="utf-8")
    write(
        ws,
        "week.yaml",
        f"{week.replace('[monday, tuesday, wednesday]', '[thursday, friday, saturday]')}{calendar}",
    )


def test_check_lists_what_a_file_replaces_of_its_parent(ws: Path) -> None:
    write(ws, "school.yaml", OVERRIDE)
    folder = "menus/constraints"
    lines = kagemi(ws, "check").stdout.splitlines()
    assert f"protein: {folder}/school.yaml:2 leaves out {folder}/week.yaml:13" in lines
    assert f"budget: {folder}/school.yaml:4 replaces {folder}/week.yaml:12" in lines


def test_check_of_a_single_file_lists_them_too(ws: Path) -> None:
    write(ws, "school.yaml", OVERRIDE)
    assert "school.yaml:4 replaces" in kagemi(ws, "check", "menus/constraints/school.yaml").stdout


def test_plan_says_which_days_have_no_meal_and_why(ws: Path) -> None:
    with_calendar(ws, "calendar: {holidays: indonesia, open: [2026-12-24]}\n")
    result = kagemi(ws, "plan", "--week", "2026-W52", "--out", "trial")
    assert "No meal on Friday, 25 December 2026: Christmas Day (holiday)\n" in result.stderr
    assert "24 December" not in result.stderr


def test_a_week_without_a_meal_is_told_with_its_reasons(ws: Path) -> None:
    with_calendar(ws, "calendar: {closed: [{from: 2026-12-21, to: 2027-01-02, why: libur semester}]}\n")
    result = kagemi(ws, "plan", "--week", "2026-W52", "--out", "trial")
    assert result.exit_code == 4
    assert "every day with a meal is closed: libur semester" in result.stderr
