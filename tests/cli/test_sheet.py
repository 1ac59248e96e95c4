import re
import shutil
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
    assert kagemi(planned, "sheet", "--kind", "poster").exit_code == 2


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
        (["--format", "xlsx"], "--kind week has no --format xlsx; it has: html, pdf, csv, ics"),
        (
            ["--kind", "kitchen", "--format", "ics"],
            "--kind kitchen has no --format ics; it has: html, pdf, xlsx",
        ),
        (["--day", "monday"], "--kind week is for the whole plan; --day is for: "),
        (["--all", "--kind", "week"], "leave out --kind, --format, --day and --dish"),
        (["--all", "--out", "-"], "--all writes a folder"),
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


@pytest.mark.parametrize(("day", "name"), [("SENIN", "monday"), ("30/11/2026", "2026-11-30")])
def test_a_day_is_named_in_many_ways_and_its_file_in_one(
    planned: Path, tmp_path: Path, day: str, name: str
) -> None:
    folder = Path(shutil.copytree(planned, tmp_path / "ws"))
    assert kagemi(folder, "sheet", "--kind", "kitchen", "--day", day).exit_code == 0
    assert (folder / "plans" / f"2026-W49-kitchen-{name}-en.html").is_file()


def test_all_sheets_go_into_a_folder_with_a_page_that_leads_to_them(planned: Path, tmp_path: Path) -> None:
    result = kagemi(planned, "sheet", "--all", "--out", str(tmp_path / "all"))
    assert result.exit_code == 0, result.output
    index = (tmp_path / "all" / "index.html").read_text(encoding="utf-8")
    linked = set(re.findall(r'href="([^"]+)"', index))
    assert linked == {p.name for p in (tmp_path / "all").iterdir()} - {"index.html"}
    assert {"week-en.pdf", "kitchen-en.xlsx", "orders-en.csv", "week-en.ics"} <= linked


def test_all_sheets_are_the_same_bytes_when_they_are_made_again(planned: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert kagemi(planned, "sheet", "--all", "--out", str(tmp_path / name)).exit_code == 0
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name


def test_one_broken_template_stops_the_whole_folder(ws: Path) -> None:
    kagemi(ws, "plan", "--week", "2026-W49")
    (ws / "menus" / "sheets" / "week.typ").write_text("#let x = 1\n#x.y\n")
    result = kagemi(ws, "sheet", "--all")
    assert result.exit_code == 4
    assert "week.typ:2:" in result.stderr
    assert not (ws / "plans" / "2026-W49-sheets").exists()


def test_the_card_of_one_dish_may_be_had_by_its_name(planned: Path) -> None:
    result = kagemi(planned, "sheet", "--kind", "recipe", "--dish", "Grilled tuna")
    assert result.stdout == "Sheet: plans/2026-W49-recipe-tuna_bakar-en.html\n"
    page = (planned / "plans" / "2026-W49-recipe-tuna_bakar-en.html").read_text(encoding="utf-8")
    assert page.count('<article class="card">') == 1


def test_a_dish_that_the_plan_does_not_serve_is_invalid_input(planned: Path) -> None:
    result = kagemi(planned, "sheet", "--kind", "recipe", "--dish", "tuna_bakr")
    assert result.exit_code == 4
    assert 'the plan serves no dish "tuna_bakr" on these days' in result.stderr
    assert "tuna_bakar" in result.stderr


def test_the_calendar_of_a_plan_made_anew_has_a_higher_number(planned: Path, tmp_path: Path) -> None:
    anew = tmp_path / "2026-W49-r3.json"
    shutil.copy(planned / "plans" / "2026-W49.json", anew)
    command = ["--kind", "week", "--format", "ics", "--out", "-"]
    assert "SEQUENCE:0" in kagemi(planned, "sheet", "plans/2026-W49.json", *command).stdout
    assert "SEQUENCE:2" in kagemi(planned, "sheet", str(anew), *command).stdout


def test_all_sheets_are_reached_from_their_index(ws: Path) -> None:
    kagemi(ws, "plan", "--week", "2026-W49")
    own = ws / "menus" / "sheets" / "icons.html.j2"
    own.write_text("{% macro symbols() %}{% endmacro %}{% macro icon(name) %}{% endmacro %}"
                   "{% macro swimmer(is_fish_day) %}{% endmacro %}", encoding="utf-8")  # fmt: skip
    result = kagemi(ws, "sheet", "--all", "--out", "all")
    assert result.exit_code == 0, result.stderr
    index = (ws / "all" / "index.html").read_text(encoding="utf-8")
    linked = re.findall(r'href="([^"]+)"', index)
    written = {path.name for path in (ws / "all").iterdir()} - {"index.html"}
    assert len(linked) == len(set(linked))
    assert set(linked) == written
    assert {"week-en.ics", "recipe-en.jsonld", "nutrition-en.csv", "class-en.html"} <= written
