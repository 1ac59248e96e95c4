"""A purchase as tables for spreadsheets: a workbook, and a CSV file of all lines."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from kagemi.domain.message import Message, say
from kagemi.domain.purchase import OrderLine
from kagemi.language import long_date, medium_date
from kagemi.language.prices import AGREED, QUALITY
from kagemi.report.purchase import Ordered, price_of
from kagemi.sheets.orders import OrderBook

Cell = str | float
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for a formula at the beginning of a text."""
SHEET_NAME = 31
"""Characters that the name of a sheet may have."""
LINE_COLUMNS = (
    "supplier", "name", "deliver_on", "food", "food_name", "units", "unit", "kg", "price_idr", "cost_idr",
    "cooked_on", "left_over_kg", "price_quality", "price_date", "price_region", "price_source",
)  # fmt: skip


def orders_csv(book: OrderBook, *, excel: bool = False) -> bytes:
    """All lines, one a row, UTF-8; for `excel` with a byte order mark, semicolons and decimal commas."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if excel else ",", lineterminator="\r\n" if excel else "\n")
    writer.writerow(LINE_COLUMNS)
    for row in _lines(book):
        writer.writerow([_text(cell, excel) for cell in row])
    return out.getvalue().encode("utf-8-sig" if excel else "utf-8")


def orders_xlsx(book: OrderBook) -> bytes:
    """A workbook: the totals, all lines by day, and a sheet for each trader. Texts are never formulas."""
    import xlsxwriter

    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"in_memory": True})
    workbook.set_properties({"created": datetime.combine(book.today, datetime.min.time())})
    forms = {
        "head": workbook.add_format({"bold": True, "bottom": 1}),
        "sum": workbook.add_format({"bold": True, "top": 1, "num_format": "#,##0"}),
        "rupiah": workbook.add_format({"num_format": "#,##0"}),
        "kg": workbook.add_format({"num_format": "0.###"}),
    }
    _write(workbook, book.say(say("Totals")), _total_rows(book), forms)
    _write(workbook, book.say(say("By day")), _day_rows(book), forms)
    for order in book.orders:
        lines = [o for d in order.deliveries for o in d.lines]
        _write(workbook, book.trader(order.supplier), _trader_rows(book, lines), forms)
    workbook.close()
    return out.getvalue()


def _lines(book: OrderBook) -> Iterator[tuple[Cell, ...]]:
    for order in book.orders:
        for delivery in order.deliveries:
            for ordered in delivery.lines:
                line = ordered.line
                yield (
                    line.supplier,
                    book.trader(line.supplier),
                    line.deliver_on.isoformat(),
                    line.food,
                    book.food(line.food),
                    line.units,
                    line.unit,
                    round(line.grams / 1000, 3),
                    line.price_idr,
                    line.cost_idr,
                    " ".join(day.isoformat() for day in ordered.days),
                    round(ordered.left_over_g / 1000, 3),
                    *_price(book, line),
                )


def _price(book: OrderBook, line: OrderLine) -> tuple[str, str, str, str]:
    """Quality, date, region and source of a line's price; what was agreed on earlier says only that."""
    price = price_of(line, book.asked)
    if price is None:
        return AGREED, "", "", ""
    return price.quality, price.date.isoformat(), price.region, price.source


def _text(cell: Cell, excel: bool) -> str:
    """A cell of a CSV file; a text that a spreadsheet would take for a formula gets an apostrophe."""
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(FORMULA) else cell
    written = f"{cell:g}" if abs(cell) < 1e6 else f"{cell:.0f}"
    return written.replace(".", ",") if excel else written


def _headings(book: OrderBook, *messages: Message) -> tuple[Cell, ...]:
    return tuple(book.say(m) for m in messages)


def _total_rows(book: OrderBook) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = [_headings(book, say("Trader"), say("Days"), say("Cost"))]
    rows += [(book.trader(o.supplier), len(o.deliveries), o.cost_idr) for o in book.orders]
    return [*rows, (book.say(say("Together")), "", book.purchase.cost_idr)]


def _day_rows(book: OrderBook) -> list[tuple[Cell, ...]]:
    heads = (
        say("Day"),
        say("Trader"),
        say("Food"),
        say("Amount"),
        say("Unit"),
        say("kg"),
        say("Price"),
        say("Cost"),
        say("Price from"),
        say("Price date"),
        say("Region"),
        say("Source"),
    )
    lines = [(d.day, order.supplier, o) for order in book.orders for d in order.deliveries for o in d.lines]
    rows: list[tuple[Cell, ...]] = [_headings(book, *heads)]
    for day, supplier, ordered in sorted(lines, key=lambda row: row[:2]):
        who = long_date(day, book.lang), book.trader(supplier)
        rows.append((*who, *_cells(book, ordered), *_told(book, ordered.line)))
    return [*rows, (book.say(say("Together")), *[""] * 6, book.purchase.cost_idr)]


def _trader_rows(book: OrderBook, lines: Sequence[Ordered]) -> list[tuple[Cell, ...]]:
    heads = (
        say("Day"),
        say("Food"),
        say("Amount"),
        say("Unit"),
        say("kg"),
        say("Price"),
        say("Cost"),
        say("Came"),
    )
    rows: list[tuple[Cell, ...]] = [_headings(book, *heads)]
    rows += [(long_date(o.line.deliver_on, book.lang), *_cells(book, o)) for o in lines]
    return [*rows, (book.say(say("Together")), *[""] * 5, sum(o.line.cost_idr for o in lines))]


def _cells(book: OrderBook, ordered: Ordered) -> tuple[Cell, ...]:
    line = ordered.line
    kg = round(line.grams / 1000, 3)
    return book.food(line.food), line.units, line.unit, kg, line.price_idr, line.cost_idr


def _told(book: OrderBook, line: OrderLine) -> tuple[Cell, ...]:
    """What a line's price rests on, in words."""
    quality, _, region, source = _price(book, line)
    price = price_of(line, book.asked)
    named = book.say(QUALITY[quality]) if quality in QUALITY else quality
    return named, medium_date(price.date, book.lang) if price else "", region, source


def _write(workbook: Any, name: str, rows: Sequence[tuple[Cell, ...]], forms: dict[str, Any]) -> None:
    """A sheet: headings, rows, and a last row of sums; columns as wide as their longest cell."""
    sheet = workbook.add_worksheet(_sheet_name(name, [s.get_name() for s in workbook.worksheets()]))
    sheet.freeze_panes(1, 0)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    for r, row in enumerate(rows):
        last = r == len(rows) - 1
        for c, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(r, c, cell, forms["head"] if r == 0 else forms["sum"] if last else None)
            else:
                sheet.write_number(r, c, cell, forms["sum"] if last else forms["kg" if cell % 1 else "rupiah"])
    widths = [max(len(str(row[c])) for row in rows if c < len(row)) for c in range(max(map(len, rows)))]
    for c, width in enumerate(widths):
        sheet.set_column(c, c, min(40, width + 2))


def _sheet_name(name: str, taken: Sequence[str]) -> str:
    """A name that a workbook takes: no brackets or slashes, not too long, not twice."""
    plain = "".join(" " if ch in "[]:*?/\\" else ch for ch in name).strip(" '")[:SHEET_NAME] or "-"
    used = {t.lower() for t in taken}
    numbered = (f"{plain[: SHEET_NAME - 3]} {n}" for n in range(2, 99))
    return plain if plain.lower() not in used else next(t for t in numbered if t.lower() not in used)
