"""Tables that people fill in: CSV as any program saves it, and the first sheet of an XLSX or ODS file."""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from kagemi.domain.message import Fault, Where, say
from kagemi.files.cells import Cell, CellValue
from kagemi.files.source import MEGABYTE, reason

LIMIT = 5 * MEGABYTE
UNPACKED = 50 * MEGABYTE
MOST_ROWS, MOST_COLUMNS = 10_000, 200
WORKBOOKS = (".xlsx", ".ods")

_UNREADABLE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    RuntimeError,
    OSError,
    EOFError,
    ValueError,
)
"""What the zip module raises for a broken, encrypted or exotic archive."""
_XLSX_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"')
_ODS_WIDE = re.compile(rb'<table:table-cell\b(?=[^>]*office:value)[^>]*number-columns-repeated="([0-9]+)"')
_ODS_HIGH = re.compile(
    rb'<table:table-row\b[^>]*number-rows-repeated="([0-9]+)"[^>]*>(?:(?!</table:table-row>).)*?office:value',
    re.DOTALL,
)


@dataclass(frozen=True)
class Sheet:
    """The rows of a table that are not blank; each cell knows its place."""

    file: str
    rows: tuple[tuple[Cell, ...], ...]


def read_sheet(path: Path) -> Sheet | Fault:
    """Read a table from a .csv, .xlsx or .ods file of at most 5 MB, 10,000 rows and 200 columns.

    CSV: separated by commas, semicolons or tabs; UTF-8, UTF-16 with a mark, or Windows-1252. Of a workbook the
    first visible sheet that has something in it is read; dates are dates.
    """
    file = path.as_posix()
    raw = _read(path)
    if isinstance(raw, Fault):
        return raw
    if path.suffix.lower() in WORKBOOKS:
        sheet = _workbook(file, raw)
    elif raw[:2] == b"PK" or raw[:4] == b"\xd0\xcf\x11\xe0":
        hint = say("name it with its ending, .xlsx or .ods; save older workbooks as .xlsx first")
        return Fault(Where(file), say("this is a workbook, and its name does not say so"), hint)
    else:
        sheet = csv_sheet(file, raw)
    if isinstance(sheet, Sheet) and not sheet.rows:
        return Fault(Where(file), say("the table is empty"))
    if isinstance(sheet, Sheet) and (
        len(sheet.rows) > MOST_ROWS or max(len(r) for r in sheet.rows) > MOST_COLUMNS
    ):
        return _too_many(file)
    return sheet


def _read(path: Path) -> bytes | Fault:
    file = path.as_posix()
    try:
        if path.is_dir():
            return Fault(Where(file), say("a file is expected here, and this is a folder"))
        size = path.stat().st_size
        if not path.is_file():
            return Fault(Where(file), say("this is not an ordinary file"))
        if size <= LIMIT:
            return path.read_bytes()
    except OSError as error:
        return Fault(Where(file), say("the file cannot be read: {reason}", reason=reason(error)))
    what = say(
        "the file is too large ({size} MB; at most {limit} MB)",
        size=f"{size / MEGABYTE:.1f}",
        limit=f"{LIMIT / MEGABYTE:g}",
    )
    return Fault(Where(file), what, say("check that this is the file you mean"))


def csv_sheet(file: str, raw: bytes) -> Sheet | Fault:
    """The table of a CSV file as `read_sheet` reads it, without a look at its size."""
    text = _decoded(raw)
    if "\0" in text:
        hint = say("save the table as CSV, XLSX or ODS")
        return Fault(Where(file), say("this is no table that Kagemi can read"), hint)
    lines = text.split("\n")
    skipped = 1 if lines[0].strip().lower().startswith("sep=") else 0
    mark = lines[0].strip()[4:5] if skipped else ""
    mark = mark or _separator(next((line for line in lines if line.strip()), ""))
    if any(line.count(mark) > 5 * MOST_COLUMNS for line in lines):
        return _too_many(file)  # before millions of cells fill the memory
    reader = csv.reader(io.StringIO("\n".join(lines[skipped:]), newline=""), delimiter=mark, strict=True)
    rows, start = [], 1 + skipped
    try:
        for cells in reader:
            end = reader.line_num + skipped
            if any(c.strip() for c in cells):
                starts = _starts(lines[start - 1], mark) if end == start else []
                rows.append(tuple(_csv_cell(file, start, starts, i, c) for i, c in enumerate(cells)))
            start = end + 1
            if len(rows) > MOST_ROWS:
                return _too_many(file)
    except csv.Error:
        hint = say('a quote within a cell is doubled: ""')
        return Fault(Where(file, start), say("the quotes do not fit"), hint)
    return Sheet(file, tuple(rows))


def _csv_cell(file: str, line: int, starts: Sequence[int], index: int, text: str) -> Cell:
    return Cell(text.strip() or None, Where(file, line, starts[index] if index < len(starts) else 0))


def _decoded(raw: bytes) -> str:
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = raw.decode("utf-16", errors="replace")
    else:
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = raw.decode("cp1252", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _separator(line: str) -> str:
    """What separates the cells of the first line: the commonest outside quotes."""
    bare = re.sub(r'"[^"]*"', "", line)
    return max((";", "\t", ","), key=bare.count)


def _starts(line: str, mark: str) -> list[int]:
    """Character columns, from 1, at which the cells of a line begin."""
    starts, quoted = [1], False
    for i, character in enumerate(line):
        if character == '"':
            quoted = not quoted
        elif character == mark and not quoted:
            starts.append(i + 2)
    return starts


def _workbook(file: str, raw: bytes) -> Sheet | Fault:
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    fault = _unfit(file, raw)
    if fault:
        return fault
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(raw)) as book:
            shown = [s.name for s in book.sheets_metadata if s.visible == SheetVisibleEnum.Visible]
            for name in shown:
                rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=MOST_ROWS + 1)
                if sheet := _cells(file, rows):
                    return Sheet(file, sheet)
    except (CalamineError, OSError, ValueError):
        return _broken(file)
    return Sheet(file, ())


def _unfit(file: str, raw: bytes) -> Fault | None:
    """What is wrong with a workbook before it is opened: broken, or far larger than it looks."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            if sum(part.file_size for part in archive.infolist()) > UNPACKED:
                return _too_many(file)
            for part in archive.infolist():
                text = archive.read(part)
                if part.filename.startswith("xl/worksheets/") and _furthest_is_far(text):
                    return _too_many(file)
                if part.filename == "content.xml" and _repeats_much(text):
                    return _too_many(file)
    except _UNREADABLE:
        return _broken(file)
    return None


def _furthest_is_far(sheet: bytes) -> bool:
    """True if a cell stands so far out that the sheet would fill the memory."""
    return any(
        int(row) > 20 * MOST_ROWS or _column(name) > 5 * MOST_COLUMNS for name, row in _XLSX_CELL.findall(sheet)
    )


def _column(name: bytes) -> int:
    number = 0
    for letter in name:
        number = 26 * number + letter - ord("A") + 1
    return number


def _repeats_much(content: bytes) -> bool:
    wide = any(int(times) > MOST_COLUMNS for times in _ODS_WIDE.findall(content))
    return wide or any(int(times) > MOST_ROWS for times in _ODS_HIGH.findall(content))


def _cells(file: str, rows: Iterable[Sequence[object]]) -> tuple[tuple[Cell, ...], ...]:
    found = []
    for line, row in enumerate(rows, 1):
        values = [_value(v) for v in row]
        if any(v is not None for v in values):
            found.append(tuple(Cell(v, Where(file, line, c)) for c, v in enumerate(values, 1)))
    return tuple(found)


def _value(value: object) -> CellValue:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date) or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    return str(value).strip() or None


def _broken(file: str) -> Fault:
    """What the libraries say of it is about bytes, in English, and helps nobody."""
    what = say("the workbook cannot be read: it is damaged, has a password, or is no workbook")
    return Fault(Where(file), what, say("open it and save it again as XLSX, without a password"))


def _too_many(file: str) -> Fault:
    what = say(
        "the table is too large: at most {rows} rows and {columns} columns",
        rows=MOST_ROWS,
        columns=MOST_COLUMNS,
    )
    return Fault(Where(file), what, say("check that this is the file you mean"))
