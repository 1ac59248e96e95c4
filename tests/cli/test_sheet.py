from pathlib import Path

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
