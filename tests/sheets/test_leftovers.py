"""The sheet and the workbook on which is noted what came back."""

import re
from io import BytesIO
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from syrupy.assertion import SnapshotAssertion

from kagemi.domain.plan import Plan
from kagemi.sheets.environment import shipped_templates
from kagemi.sheets.leftovers import render_leftovers
from kagemi.sheets.leftovers_form import COLUMNS, leftovers_form
from tests.sheets import kitchen_sample, sample
from tests.sheets.test_week import Html, text_of


def sheet(plan: Plan | None = None, lang: str = "en", school: str = "SMPN 10 Malang") -> str:
    plan = plan or kitchen_sample.plan()
    return render_leftovers(
        plan, lang=lang, days=plan.problem.days, school=school, templates=shipped_templates()
    )


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
        "served",
        "left_0",
        "left_25",
        "left_50",
        "left_75",
        "left_100",
        "left_kg",
    ]
    assert body[1] == ["2026-11-30", "tuna_asam_manis", "Tuna asam manis", 310.0, *[""] * 6]
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
    assert explained[:7] == list(COLUMNS[3:])


def test_a_day_on_which_nothing_is_served_gives_an_empty_form() -> None:
    assert rows(sample.plan([[]], weekdays=("monday",))) == [list(COLUMNS)]
