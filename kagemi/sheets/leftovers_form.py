"""The leftovers sheet as a workbook to be filled in and imported again: a row for each dish of a day."""

from collections.abc import Sequence
from datetime import datetime, time
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kagemi.domain.message import say
from kagemi.domain.plan import Plan
from kagemi.domain.problem import Day
from kagemi.domain.record import LONGEST_CLASS
from kagemi.language import text
from kagemi.sheets.leftovers import SCALE, served

COUNTS = tuple(f"left_{share}" for share in SCALE)
"""Columns of trays: how many of those looked at came back with so much of the dish."""

COLUMNS = ("day", "dish", "name", "class", "served", *COUNTS, "left_kg")
"""The names by which a filled-in form is read again, in every language."""

_CLASS, _SERVED, _LEFT, _LAST = 3, 4, 5, len(COLUMNS) - 1
"""Where the columns begin that are filled in."""

_WIDTHS = {"day": 12, "dish": 30, "name": 36, "class": 9, "served": 9, "left_kg": 9}


def leftovers_form(plan: Plan, days: Sequence[Day], lang: str) -> bytes:
    """An XLSX file; what a person fills in is open, the rest is locked. Same plan, same bytes."""
    out = BytesIO()
    book = Workbook(out, {"in_memory": True})
    first = datetime.combine(plan.problem.days[0].date, time())
    book.set_properties({"title": text(say("Leftovers"), lang), "created": first})
    sheet = book.add_worksheet(text(say("Leftovers"), lang))
    head = book.add_format({"bold": True, "bg_color": "#EEF2F4", "bottom": 1, "locked": True})
    fill = book.add_format({"locked": False, "border": 1})
    letters = book.add_format({"locked": False, "border": 1, "num_format": "@"})
    for column, name in enumerate(COLUMNS):
        sheet.write_string(0, column, name, head)
        sheet.set_column(column, column, _WIDTHS.get(name, 8))
    rows = served(plan, days, lang)
    for row, line in enumerate(rows, 1):
        sheet.write_string(row, 0, line.day.date.isoformat())
        sheet.write_string(row, 1, line.dish)
        sheet.write_string(row, 2, line.name)
        sheet.write_blank(row, _CLASS, None, letters)
        sheet.write_number(row, _SERVED, line.children, fill)
        for column in range(_LEFT, _LAST + 1):
            sheet.write_blank(row, column, None, fill)
    if rows:
        _validate(sheet, len(rows), lang)
    _explain(book.add_worksheet(text(say("How to fill it in"), lang)), lang, head)
    sheet.freeze_panes(1, 3)
    sheet.protect()
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    book.close()
    return out.getvalue()


def _validate(sheet: Worksheet, rows: int, lang: str) -> None:
    """Short names of classes; whole numbers of portions and trays, kilograms with decimals, none below zero."""
    short = {
        "validate": "length",
        "criteria": "<=",
        "value": LONGEST_CLASS,
        "error_title": text(say("Too long"), lang),
        "error_message": text(say("Write the class as in 7A."), lang),
    }
    sheet.data_validation(1, _CLASS, rows, _CLASS, short)
    whole = {
        "validate": "integer",
        "criteria": ">=",
        "value": 0,
        "error_title": text(say("Not a whole number"), lang),
        "error_message": text(say("Write how many, in digits."), lang),
    }
    sheet.data_validation(1, _SERVED, rows, _LAST - 1, whole)
    decimal = {
        "validate": "decimal",
        "criteria": ">=",
        "value": 0,
        "error_title": text(say("Not a weight"), lang),
        "error_message": text(say("Write kilograms, in digits."), lang),
    }
    sheet.data_validation(1, _LAST, rows, _LAST, decimal)


def _explain(sheet: Worksheet, lang: str, head: Format) -> None:
    meanings = (
        (
            "class",
            say(
                "The class whose trays these are, as in 7A; empty: trays of all classes. For several classes, "
                "fill in a copy of this file for each."
            ),
        ),
        ("served", say("Portions that were served; change it if other children came than planned.")),
        ("left_0", say("Trays on which nothing of the dish was left.")),
        ("left_25", say("Trays on which about a quarter was left.")),
        ("left_50", say("Trays on which about half was left.")),
        ("left_75", say("Trays on which about three quarters were left.")),
        ("left_100", say("Trays on which all of it was left.")),
        ("left_kg", say("Instead of trays: kilograms of the dish that came back, all together.")),
    )
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, 1, 80)
    for row, (column, meaning) in enumerate(meanings):
        sheet.write_string(row, 0, column, head)
        sheet.write_string(row, 1, text(meaning, lang))
    where = say(
        "A row that stays empty is left out. Save the file, and read it in with: kagemi record import FILE"
    )
    sheet.write_string(len(meanings) + 1, 1, text(where, lang))
