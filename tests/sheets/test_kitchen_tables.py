"""The production sheet as a workbook."""

from io import BytesIO
from typing import Any

from python_calamine import CalamineWorkbook

from kagemi.sheets.kitchen_tables import kitchen_xlsx
from tests.sheets import kitchen_sample


def made() -> bytes:
    plan = kitchen_sample.plan()
    return kitchen_xlsx(
        plan,
        lang="en",
        days=plan.problem.days,
        recipes=kitchen_sample.RECIPES,
        foods=kitchen_sample.FOODS,
        serve_at=720,
    )


def rows(sheet: int) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(BytesIO(made())).get_sheet_by_index(sheet).to_python()


def test_weights_are_for_all_children_in_kilograms() -> None:
    tuna = next(row for row in rows(0) if row[2] == "Tuna")
    assert tuna == ["2026-11-30", "Sweet and sour tuna", "Tuna", 46.5, 27.9]


def test_a_group_that_gets_none_has_no_row() -> None:
    assert [row[2:] for row in rows(1) if row[1] == "Sweet and sour tuna"] == [["Boys 13–15 years", 310, 120]]


def test_the_same_plan_is_the_same_bytes() -> None:
    assert made() == made()
