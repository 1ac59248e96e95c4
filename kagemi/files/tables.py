"""CSV tables: rows of text with the place of every cell, and readers for what a cell may hold."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from kagemi.domain.message import Fault, Message, Where, say
from kagemi.files.hints import did_you_mean
from kagemi.files.source import Source, read_source

_ID = re.compile(r"[a-z0-9_]+")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_THOUSANDS = re.compile(r"[0-9]{1,3}([.,][0-9]{3})+")


@dataclass
class Table:
    """The rows of a file and what is wrong in them so far."""

    file: str
    rows: list["Row"] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    columns: tuple[str, ...] = ()

    def unique(self, *columns: str) -> dict[tuple[str, ...], "Row"]:
        """Rows by the text of these columns; a second row with the same text is a fault and left out."""
        rows: dict[tuple[str, ...], Row] = {}
        for row in self.rows:
            key = tuple(row.cells.get(c, "") for c in columns)
            if key in rows:
                row.fault(
                    columns[0],
                    say('there are two rows for "{key}"', key=", ".join(key)),
                    say("the first is in line {line}: keep one of them", line=rows[key].line),
                )
            else:
                rows[key] = row
        return rows


@dataclass
class Row:
    """One row: text by column name, blanks trimmed."""

    table: Table
    line: int
    cells: Mapping[str, str]
    raw: str = ""

    def at(self, column: str) -> Where:
        """Where the cell stands; column 0 if the row runs over several lines."""
        if "\n" in self.raw or column not in self.cells:
            return Where(self.table.file, self.line)
        starts = _starts(self.raw)
        index = self.table.columns.index(column)
        return Where(self.table.file, self.line, starts[index] if index < len(starts) else 0)

    def fault(self, column: str, what: Message, hint: Message | None = None) -> None:
        """Note what is wrong with a cell."""
        self.table.faults.append(Fault(self.at(column), what, hint))

    def text(self, column: str) -> str:
        """A cell that must not be empty."""
        text = self.cells.get(column, "")
        if not text:
            self.fault(column, say("{column} is empty", column=column), say("fill it in"))
        return text

    def id(self, column: str) -> str:
        """An id: small letters, digits and underscores."""
        text = self.text(column)
        if text and not _ID.fullmatch(text):
            what = say('"{written}" is not an id', written=text)
            self.fault(column, what, say("use small letters, digits and underscores, as in ikan_tuna"))
        return text

    def known(self, column: str, choices: Iterable[str], what: Message) -> str | None:
        """A cell that must be one of `choices`; `what` says what it is not, with a {written} hole."""
        text = self.text(column)
        names = choices if isinstance(choices, Mapping | frozenset | set) else set(choices)
        if not text or text in names:
            return text or None
        self.fault(column, say(what.template, written=text), did_you_mean(text, names))
        return None

    def items(self, column: str) -> tuple[str, ...]:
        """A list separated by semicolons; empty is no items."""
        cell = self.cells.get(column, "")
        if "," in cell:
            self.fault(column, say("the items of {column} are separated by ;", column=column), say("write a;b"))
        return tuple(part.strip() for part in cell.split(";") if part.strip())

    def number(self, column: str, low: float, high: float) -> float | None:
        """A number between `low` and `high`, or None: the cell is empty, that is unknown, or faulty."""
        text = self.cells.get(column, "")
        if not text:
            return None
        if not _NUMBER.fullmatch(text):
            what = say('{column}: "{written}" is not a number', column=column, written=text)
            self.fault(column, what, _number_hint(text))
            return None
        value = float(text)
        if low <= value <= high:
            return value
        if value < 0 <= low:
            what = say("{column} cannot be negative", column=column)
            hint = say("leave the cell empty if the figure is unknown")
        else:
            what = say("{column}: {written} cannot be right", column=column, written=text)
            hint = say("it must be between {low} and {high}", low=f"{low:.12g}", high=f"{high:.12g}")
        self.fault(column, what, hint)
        return None

    def required_number(self, column: str, low: float, high: float) -> float | None:
        """A number that must not be empty."""
        return self.number(column, low, high) if self.text(column) else None

    def rupiah(self, column: str, high: int = 100_000_000) -> int | None:
        """Whole rupiah, or None if the cell is empty or faulty."""
        text = self.cells.get(column, "")
        if not text or (text.isascii() and text.isdigit()):
            value = self.number(column, 0, high)
            return None if value is None else int(value)
        if _THOUSANDS.fullmatch(text):
            hint = say("write {digits}, without a mark for thousands", digits=re.sub("[.,]", "", text))
        else:
            hint = say("write whole rupiah in digits only")
        self.fault(
            column, say('{column}: "{written}" is not an amount of rupiah', column=column, written=text), hint
        )
        return None

    def day(self, column: str) -> date | None:
        """A date as 2026-11-30."""
        text = self.text(column)
        if not text:
            return None
        try:
            if len(text) != 10:
                raise ValueError
            return date.fromisoformat(text)
        except ValueError:
            what = say('{column}: "{written}" is not a date', column=column, written=text)
            self.fault(column, what, say("write it as year-month-day, such as 2026-11-30"))
            return None


def read_table(path: Path, required: Sequence[str], optional: Sequence[str] = ()) -> Table:
    """Read a CSV table whose header has all `required` columns and none besides the optional ones."""
    source = read_source(path)
    if isinstance(source, Fault):
        return Table(path.as_posix(), faults=[source])
    table = Table(source.file)
    first = source.text.partition("\n")[0]
    if not source.text.strip():
        table.faults.append(Fault(Where(source.file), say("the table is empty"), _header_hint(required)))
        return table
    if "," not in first and ";" in first:
        table.faults.append(
            Fault(
                Where(source.file, 1, first.index(";") + 1),
                say("the columns are separated by ; instead of a comma"),
                say("save the table as CSV with commas (Excel: set the list separator to a comma)"),
            )
        )
        return table
    _read_rows(table, source, tuple(required), tuple(optional))
    return table


def _read_rows(table: Table, source: Source, required: Sequence[str], optional: Sequence[str]) -> None:
    lines = source.lines()
    reader = csv.reader(io.StringIO(source.text, newline=""), strict=True)
    start = 1
    try:
        for number, cells in enumerate(reader):
            raw = "\n".join(lines[start - 1 : reader.line_num])
            if number == 0:
                table.columns = tuple(c.strip() for c in cells)
                if not _check_header(table, raw, required, optional):
                    return
            elif any(c.strip() for c in cells):
                _add_row(table, start, raw, cells)
            start = reader.line_num + 1
    except csv.Error as error:
        opened = start < len(lines) and "unexpected end" in str(error)
        what = (
            say("a quote that opens in this line is never closed") if opened else say("the quotes do not fit")
        )
        hint = say('a cell with a comma stands in quotes: "a, b"; a quote within it is doubled: ""')
        table.faults.append(Fault(Where(table.file, start), what, hint))


def _add_row(table: Table, line: int, raw: str, cells: list[str]) -> None:
    expected = len(table.columns)
    if len(cells) != expected:
        what = say("the row has {cells} cells, the header {columns}", cells=len(cells), columns=expected)
        hint = say("put a text that has a comma in quotes; keep the commas of empty cells")
        table.faults.append(Fault(Where(table.file, line), what, hint))
        return
    table.rows.append(Row(table, line, dict(zip(table.columns, (c.strip() for c in cells), strict=True)), raw))


def _check_header(table: Table, first: str, required: Sequence[str], optional: Sequence[str]) -> bool:
    """True if the rows can be read: every required column is there, none twice."""
    starts = _starts(first)
    allowed = [*required, *optional]
    misspelt: set[object] = set()
    for index, column in enumerate(table.columns):
        where = Where(table.file, 1, starts[index] if index < len(starts) else 0)
        if column not in allowed:
            missing = [c for c in allowed if c not in table.columns]
            what = say('there is no column "{column}" in this table', column=column)
            hint = did_you_mean(column, missing)
            misspelt.add(hint.params.get("close") if hint else None)
            table.faults.append(Fault(where, what, hint))
        elif column in table.columns[:index]:
            what = say('the column "{column}" stands here twice', column=column)
            table.faults.append(Fault(where, what, say("delete one of them")))
    for column in required:
        if column not in table.columns and column not in misspelt:
            what = say('the column "{column}" is missing', column=column)
            table.faults.append(Fault(Where(table.file, 1), what, _header_hint(required)))
    return len(set(table.columns)) == len(table.columns) and set(required) <= set(table.columns)


def _header_hint(required: Sequence[str]) -> Message:
    return say("the first line must be: {header}", header=",".join(required))


def _number_hint(text: str) -> Message | None:
    if re.fullmatch(r"[+-]?\d+,\d+", text):
        return say("write the decimal sign as a point: {number}", number=text.replace(",", "."))
    if text.lower() in ("-", "–", "nan", "na", "n/a", "tr", "null", "none", "?", "inf"):
        return say("leave the cell empty if the figure is unknown")
    return say("write digits only, with a point as decimal sign")


def _starts(line: str) -> list[int]:
    """Character columns, from 1, at which the cells of a line begin."""
    starts, quoted = [1], False
    for i, character in enumerate(line):
        if character == '"':
            quoted = not quoted
        elif character == "," and not quoted:
            starts.append(i + 2)
    return starts
