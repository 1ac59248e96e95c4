from datetime import date
from pathlib import Path

import pytest
from click.testing import Result
from python_calamine import CalamineWorkbook

from tests.cli.runner import kagemi


def test_the_sheet_is_written_beside_the_plan(planned: Path) -> None:
    result = kagemi(planned, "sheet")
    assert result.exit_code == 0
    assert result.stdout == "Sheet: plans/2026-W49-week-en.html\n"
    page = (planned / "plans" / "2026-W49-week-en.html").read_text(encoding="utf-8")
    assert "Test school" in page
    assert "Grilled tuna" in page


def test_the_sheet_is_in_the_language_that_is_asked_for(planned: Path) -> None:
    result = kagemi(
        planned,
        "sheet",
        "plans/2026-W49.json",
        "--kind",
        "week",
        "--format",
        "html",
        "--lang",
        "id",
        "--out",
        "-",
    )
    assert "Tuna bakar" in result.stdout
    assert 'lang="id"' in result.stdout


def test_a_file_may_be_named(planned: Path, tmp_path: Path) -> None:
    target = tmp_path / "new" / "menu.html"
    assert kagemi(planned, "sheet", "--out", str(target)).exit_code == 0
    assert target.read_text(encoding="utf-8").startswith("<!")


def test_a_broken_template_of_the_school_is_invalid_input(ws: Path) -> None:
    kagemi(ws, "plan", "--week", "2026-W49")
    (ws / "menus" / "sheets" / "week.html.j2").write_text("{% if %}")
    result = kagemi(ws, "sheet")
    assert result.exit_code == 4
    assert "week.html.j2:1" in result.stderr


def test_an_unknown_kind_is_wrong_usage(planned: Path) -> None:
    assert kagemi(planned, "sheet", "--kind", "month").exit_code == 2


def kitchen(folder: Path, *args: str) -> Result:
    return kagemi(folder, "sheet", "--kind", "kitchen", *args)


def test_the_kitchens_sheet_has_every_day(planned: Path) -> None:
    result = kitchen(planned)
    assert result.stdout == "Sheet: plans/2026-W49-kitchen-en.html\n"
    page = (planned / "plans" / "2026-W49-kitchen-en.html").read_text(encoding="utf-8")
    assert page.count('<section class="day">') == 3
    assert "200 children · 2 batches: 2 × 100" in page
    assert "Test school" in page


@pytest.mark.parametrize("day", ["tuesday", "Tuesday", "2026-12-01"])
def test_a_day_may_be_named(planned: Path, day: str) -> None:
    result = kitchen(planned, "--day", day)
    assert result.stdout == f"Sheet: plans/2026-W49-kitchen-{day.lower()}-en.html\n"
    page = kitchen(planned, "--day", day, "--out", "-").stdout
    assert page.count('<section class="day">') == 1
    assert 'datetime="2026-12-01"' in page


def test_a_day_that_the_plan_has_not_is_invalid_input(planned: Path) -> None:
    result = kitchen(planned, "--day", "sunday")
    assert result.exit_code == 4
    assert 'the plan has no day "sunday"' in result.stderr
    assert "2026-11-30, 2026-12-01, 2026-12-02" in result.stderr


def test_the_time_of_serving_may_be_named(planned: Path) -> None:
    assert "serving at 09:30" in kitchen(planned, "--serve-at", "9.30", "--out", "-").stdout


@pytest.mark.parametrize("time", ["25:00", "noon", "12", "12:60"])
def test_a_time_that_is_none_is_wrong_usage(planned: Path, time: str) -> None:
    result = kitchen(planned, "--serve-at", time)
    assert result.exit_code == 2
    assert "is not a time; write it as in 12:00" in result.stderr


def test_a_dish_whose_file_is_faulty_or_gone_is_still_cooked(ws: Path) -> None:
    kagemi(ws, "plan", "--week", "2026-W49")
    for path in (ws / "menus" / "dishes").glob("*.yaml"):
        path.unlink()
    page = kitchen(ws, "--out", "-").stdout
    assert "The file of this dish is gone or faulty" in page
    assert "weigh out" in page


def test_what_lies_in_the_freezer_is_taken_out_the_day_before(
    ws: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kagemi.cli.session.today", lambda: date(2026, 11, 27))
    kagemi(ws, "plan", "--week", "2026-W49")
    assert "freezer" not in kitchen(ws, "--out", "-").stdout
    for food in ("ikan_tuna", "tempe"):
        result = kagemi(ws, "stock", "add", food, "500", "--place", "freezer", "--date", "2026-11-20")
        assert result.exit_code == 0, result.output
    page = kitchen(ws, "--out", "-").stdout
    assert "Take out of the freezer today, for tomorrow" in page
    assert "Out of the freezer on Sunday, 29 November 2026, for cooking on Monday" in page


def test_the_leftovers_sheet_is_written_beside_the_plan(planned: Path) -> None:
    result = kagemi(planned, "sheet", "--kind", "leftovers")
    assert result.stdout == "Sheet: plans/2026-W49-leftovers-en.html\n"
    assert "Portions served" in (planned / "plans" / "2026-W49-leftovers-en.html").read_text(encoding="utf-8")


def test_the_leftovers_form_is_a_workbook(planned: Path, tmp_path: Path) -> None:
    out = tmp_path / "form.xlsx"
    command = ["sheet", "--kind", "leftovers", "--format", "xlsx", "--day", "monday", "--out", str(out)]
    assert kagemi(planned, *command).exit_code == 0
    rows = CalamineWorkbook.from_path(out).get_sheet_by_index(0).to_python()
    assert {row[0] for row in rows[1:]} == {"2026-11-30"}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--format", "xlsx"], "--format xlsx is for --kind leftovers only"),
        (["--kind", "kitchen", "--format", "xlsx"], "--format xlsx is for --kind leftovers only"),
        (["--day", "monday"], "--day is for --kind kitchen or leftovers"),
    ],
)
def test_options_that_do_not_go_together_are_wrong_usage(planned: Path, options: list[str], said: str) -> None:
    result = kagemi(planned, "sheet", *options)
    assert result.exit_code == 2
    assert said in result.stderr


def test_a_broken_template_of_the_kitchens_sheet_is_invalid_input(ws: Path) -> None:
    kagemi(ws, "plan", "--week", "2026-W49")
    (ws / "menus" / "sheets" / "kitchen.html.j2").write_text("{% if %}")
    result = kitchen(ws)
    assert result.exit_code == 4
    assert "kitchen.html.j2:1" in result.stderr
