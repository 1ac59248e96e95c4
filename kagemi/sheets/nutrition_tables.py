"""The nutritionist's report as tables: a workbook and a CSV file, a row for each figure."""

import csv
import io
import math
from collections.abc import Iterator
from datetime import datetime

from kagemi.domain.message import say
from kagemi.sheets.nutrition import Report, nutrition_values

COLUMNS = (
    "group", "group_name", "week", "date", "kind", "nutrient", "name", "value", "unit", "at_least",
    "at_most_possible", "low", "high", "kept", "soft", "akg_a_day", "akg_pct", "known", "of",
)  # fmt: skip
"""`date` empty: the mean day of the week; `at_least` 1: an ingredient has no figure.

A cell is empty where nothing is known, or nothing is asked.
"""

Cell = str | float | None
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for a formula at the beginning of a text."""


def nutrition_csv(report: Report, *, excel: bool = False) -> bytes:
    """All figures, UTF-8; for `excel` with a byte order mark, semicolons and decimal commas."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if excel else ",", lineterminator="\r\n" if excel else "\n")
    writer.writerow(COLUMNS)
    for row in _rows(report):
        writer.writerow(["" if c is None else _plain(c, excel) for c in row])
    return out.getvalue().encode("utf-8-sig" if excel else "utf-8")


def nutrition_xlsx(report: Report) -> bytes:
    """A workbook: figures, rules, cost and sources. Texts are never formulas; same plan, same bytes."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    first = report.plan.problem.days[0].date
    book.set_properties({"created": datetime.combine(first, datetime.min.time())})
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    for name, rows in _sheets(report):
        sheet = book.add_worksheet(name[:31])
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.freeze_panes(1, 0)
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(r, c, cell, head if r == 0 else wrap)
                elif cell is not None:
                    sheet.write_number(r, c, cell)
        for c in range(len(rows[0])):
            longest = max(len(str(row[c])) for row in rows if c < len(row) and row[c] is not None)
            sheet.set_column(c, c, min(60, longest + 2))
    book.close()
    return out.getvalue()


def _sheets(report: Report) -> Iterator[tuple[str, list[tuple[Cell, ...]]]]:
    """The name and the rows of each sheet, headings first."""
    values = nutrition_values(report, "")
    yield report.text(say("Figures")), [_headings(report), *(row[1:] for row in _rows(report))]
    rules: list[tuple[Cell, ...]] = [
        tuple(report.text(m) for m in (say("Rule"), say("Verdict"), say("Where missed"), say("Why and source"),
                                       say("Ingredients known")))
    ]  # fmt: skip
    made = values["rules"]
    assert isinstance(made, list)
    rules += [(r.asks, r.verdict, "\n".join(r.missed), r.basis, r.coverage) for r in made]
    yield report.text(say("Rules")), rules
    costs: list[tuple[Cell, ...]] = [(report.text(say("Cost of a portion")), report.text(say("rupiah")))]
    costs += [(d.day.date.isoformat(), round(d.cost_idr)) for d in report.summary.days]
    costs += [(g.group.name.in_language(report.lang), round(g.cost_idr)) for g in report.summary.groups]
    costs.append((report.text(say("mean of all")), round(report.summary.cost_idr)))
    yield report.text(say("Cost")), costs
    sources: list[tuple[Cell, ...]] = [(report.text(say("Source")), report.text(say("foods")))]
    yield report.text(say("Sources")), [*sources, *report.sources()]


def _headings(report: Report) -> tuple[Cell, ...]:
    messages = (
        say("Group"), say("Week"), say("Date (empty: mean of the week)"), say("Kind of rule"), say("id"),
        say("Nutrient"), say("Value"), say("Unit"), say("1: at least, an ingredient has no figure"),
        say("May be up to"), say("At least asked"), say("At most asked"), say("Kept (1) or missed (0)"),
        say("Soft (1)"), say("AKG of a day"), say("% AKG"), say("Ingredients with a figure"),
        say("Ingredients"),
    )  # fmt: skip
    return tuple(report.text(m) for m in messages)


def _rows(report: Report) -> Iterator[tuple[Cell, ...]]:
    dates = {d.index: d.date.isoformat() for d in report.plan.problem.days}
    for week in report.weeks():
        for row in week.rows:
            for amount in row.amounts:
                if amount is None:
                    continue
                yield (
                    week.group.id,
                    week.group.name.in_language(report.lang),
                    float(week.days[0].week + 1),
                    "" if amount.day is None else dates[amount.day],
                    row.kind,
                    row.id,
                    report.name(row),
                    _rounded(amount.value),
                    report.unit(row),
                    float(not amount.complete),
                    _rounded(amount.reach),
                    _rounded(amount.low),
                    _rounded(amount.high),
                    None if amount.kept is None else float(amount.kept),
                    None if amount.kept is None else float(amount.soft),
                    _rounded(row.norm),
                    None if amount.share is None else _rounded(amount.share * 100),
                    float(amount.known) if amount.of else None,
                    float(amount.of) if amount.of else None,
                )


def _rounded(value: float | None) -> float | None:
    """Three decimals: more is noise of arithmetic; None for what is no number."""
    return None if value is None or not math.isfinite(value) else round(value, 3)


def _plain(cell: str | float, excel: bool) -> str:
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(FORMULA) else cell
    written = f"{cell:.3f}".rstrip("0").rstrip(".")
    return written.replace(".", ",") if excel else written
