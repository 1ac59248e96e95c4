"""What the pages show is what happens."""

import re
from datetime import date
from pathlib import Path

import pytest

from kagemi.files.nutrition import load_food_table
from kagemi.files.workspace import example_root
from kagemi.report import plausibility
from tests.docs.console import run
from tests.docs.pages import DOCS, ROOT, blocks, pages, read, rows, section

NUTRITIONISTS = DOCS / "for_nutritionists.md"
IN_USE = [p for p in pages() if blocks(p, "console")]


@pytest.mark.parametrize("page", IN_USE, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_commands_do_what_a_page_shows(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kagemi.cli.session.today", lambda: date(2026, 11, 30))
    run(page, tmp_path)


def test_sums_worked_by_hand_are_right() -> None:
    text = "".join(b.text for b in blocks(NUTRITIONISTS, "text"))
    sums = re.findall(r"([\d.][\d. /x+]*) = ([\d.]+) mg$", text, re.MULTILINE)
    assert len(sums) == 10
    for left, right in sums:
        value = eval(left.replace("x", "*"), {})
        assert f"{value:.{len(right.partition('.')[2])}f}" == right, left


def test_all_plausibility_tests_are_explained() -> None:
    explained = [row[0].strip("`") for row in rows(section(NUTRITIONISTS, "Figures that are hard to believe"))]
    tests = (*plausibility.FOOD_TESTS, *plausibility.DISH_TESTS, plausibility.recipe_ratio)
    assert explained == [test.__name__ for test in tests]


def test_all_allergen_marks_are_explained() -> None:
    table, _ = load_food_table(example_root() / "nutrition_data")
    marks = [[a.mark, a.name_en, a.name_id] for a in table.allergens.values()]
    assert rows(section(DOCS / "for_teachers.md", "Allergen marks")) == marks


def test_the_readme_is_no_longer_than_people_read() -> None:
    assert len(read(ROOT / "README.md").splitlines()) < 150
