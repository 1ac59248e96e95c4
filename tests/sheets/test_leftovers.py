"""The sheet and the workbook on which is noted what came back."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook
from syrupy.assertion import SnapshotAssertion
from xlsxwriter import Workbook

from kagemi.domain.learning import LearningConstants
from kagemi.domain.plan import Plan
from kagemi.files.record_import import COLUMNS as COLUMNS_READ
from kagemi.files.record_import import read_form
from kagemi.sheets.leftovers import leftovers_values
from kagemi.sheets.leftovers_form import COLUMNS, leftovers_form
from kagemi.sheets.paper import as_html
from tests.sheets import kitchen_sample, sample
from tests.sheets.test_week import Html, text_of
from tests.sheets.wall_sample import paper


def sheet(plan: Plan | None = None, lang: str = "en", school: str = "SMPN 10 Malang") -> str:
    plan = plan or kitchen_sample.plan()
    values = leftovers_values(plan, lang=lang, days=plan.problem.days, school=school)
    return as_html("leftovers", values, paper(lang))


def rows(plan: Plan, lang: str = "en") -> list[list[Any]]:
    book = CalamineWorkbook.from_filelike(BytesIO(leftovers_form(plan, plan.problem.days, lang)))
    return book.get_sheet_by_index(0).to_python(skip_empty_area=False)


@pytest.mark.parametrize("lang", ["id", "en"])
def test_the_sheet_looks_as_it_did(lang: str, snapshot: SnapshotAssertion) -> None:
    assert re.sub(r"<style>.*?</style>", "", sheet(lang=lang), flags=re.DOTALL) == snapshot(
        extension_class=Html
    )


def test_the_sheet_has_every_dish_of_every_day_with_those_who_get_it() -> None:
    read = text_of(sheet())
    assert "Sweet and sour tuna &nbsp; planned: 310" in read
    assert "Oven omelette with vegetables &nbsp; planned: 325" in read
    assert read.count("Steamed rice") == 2


def test_the_sheet_and_its_pages_ask_for_as_many_trays_as_a_record_can_count() -> None:
    docs = Path(__file__).parents[2] / "docs"
    pages = [
        sheet(),
        *((docs / f"{page}.md").read_text("utf-8") for page in ("week_kitchen", "week_leftovers")),
    ]
    asked = [re.findall(r"Look at (\d+) to (\d+) trays", page) for page in pages]
    assert {trays for page in asked for trays in page} == {("20", "30")}
    assert all(asked)
    assert LearningConstants().trays_a_day_at_most == 20


def test_the_sheet_needs_nothing_from_the_network() -> None:
    assert re.findall(r"https?:|<link|<script|@import|url\(", sheet()) == []


def test_names_are_escaped() -> None:
    assert "<script" not in sheet(school="<script>")


def test_the_form_has_a_row_for_each_dish_and_day_under_names_that_never_change() -> None:
    head, *body = rows(kitchen_sample.plan(), "id")
    assert head == [
        "day",
        "dish",
        "name",
        "class",
        "served",
        "left_0",
        "left_25",
        "left_50",
        "left_75",
        "left_100",
        "left_kg",
    ]
    assert body[1] == ["2026-11-30", "tuna_asam_manis", "Tuna asam manis", "", 310.0, *[""] * 6]
    assert [row[:2] for row in body[-3:]] == [
        ["2026-12-01", "nasi_putih"],
        ["2026-12-01", "telur_dadar_sayur_panggang"],
        ["2026-12-01", "jeruk"],
    ]
    assert len(body) == 8


def test_the_form_names_dishes_in_the_language_of_the_school() -> None:
    assert rows(kitchen_sample.plan())[2][2] == "Sweet and sour tuna"


def test_the_same_plan_gives_the_same_form() -> None:
    plan = kitchen_sample.plan()
    assert leftovers_form(plan, plan.problem.days, "id") == leftovers_form(plan, plan.problem.days, "id")


def test_a_name_like_a_formula_stays_a_text() -> None:
    evil = sample.served("=1+1", "=1+1", "animal", energy=1, protein=1)
    read = rows(sample.plan([[evil]], weekdays=("monday",)))
    assert read[1][1:3] == ["=1+1", "=1+1"]


def test_the_form_explains_its_columns() -> None:
    plan = kitchen_sample.plan()
    book = CalamineWorkbook.from_filelike(BytesIO(leftovers_form(plan, plan.problem.days, "en")))
    explained = [row[0] for row in book.get_sheet_by_index(1).to_python()]
    assert explained[:8] == list(COLUMNS[3:])


def test_the_sheet_has_room_for_the_class() -> None:
    assert text_of(sheet()).count("Class:") == 2
    assert "(atau: semua)" in sheet(lang="id")


def test_a_class_is_a_text_that_may_be_filled_in() -> None:
    plan = kitchen_sample.plan()
    with ZipFile(BytesIO(leftovers_form(plan, plan.problem.days, "en"))) as book:
        table, styles = (book.read(f"xl/{part}").decode() for part in ("worksheets/sheet1.xml", "styles.xml"))
    cell = re.search(r'<c r="D2" s="(\d+)"/>', table)
    assert cell
    formats = re.findall(r"<xf .*?(?:/>|</xf>)", styles.partition("<cellXfs")[2].partition("</cellXfs>")[0])
    text_format = re.search(r'numFmtId="(\d+)" formatCode="@"', styles)
    assert text_format
    assert f'numFmtId="{text_format[1]}"' in formats[int(cell[1])]
    assert 'locked="0"' in formats[int(cell[1])]
    assert 'type="textLength"' in table


def test_a_form_that_was_filled_in_is_read_again(tmp_path: Path) -> None:
    assert COLUMNS == COLUMNS_READ
    table = rows(kitchen_sample.plan())
    table[1][3:10] = ["7A", 30, 12, 5, 3, 2, 1]
    table[2][3:10] = [8, 310, "", "", "", "", 4]
    table[3][10] = 2.5
    with Workbook(tmp_path / "filled.xlsx") as book:
        page = book.add_worksheet()
        for n, row in enumerate(table):
            page.write_row(n, 0, row)
    entries, faults = read_form(tmp_path / "filled.xlsx")
    assert faults == ()
    assert [(e.dish, e.school_class, e.served, e.trays, e.left_kg) for e in entries] == [
        (table[1][1], "7A", 30, (12, 5, 3, 2, 1), None),
        ("tuna_asam_manis", "8", 310, (0, 0, 0, 0, 4), None),
        (table[3][1], "", table[3][4], None, 2.5),
    ]


def test_a_day_on_which_nothing_is_served_gives_an_empty_form() -> None:
    assert rows(sample.plan([[]], weekdays=("monday",))) == [list(COLUMNS)]
