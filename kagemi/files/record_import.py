"""What came back, as it is typed line by line or filled in on a form: read, not yet looked up in a plan."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from kagemi.domain.message import Fault, Message, Where, say
from kagemi.domain.record import LONGEST_CLASS
from kagemi.files.cells import Cell, parse_date, parse_kilograms, parse_number
from kagemi.files.hints import did_you_mean
from kagemi.files.spreadsheet import Sheet, read_sheet

Trays = tuple[int, int, int, int, int]
TRAY_COLUMNS = ("left_0", "left_25", "left_50", "left_75", "left_100")
COLUMNS = ("day", "dish", "name", "class", "served", *TRAY_COLUMNS, "left_kg")
"""The columns of the form; the order does not matter, and columns beside these are not read."""
_ALL_CLASSES = ("all", "semua")
"""What may be written where no class is meant, as the printed sheet proposes."""
_KG = re.compile(r"(?:^|\s)(\S*\d)\s*kg", re.IGNORECASE)
_DIGITS = re.compile(r"\d{1,9}", re.ASCII)
_LINE = say("write dish, served, and trays or kilograms, as in: tuna_asam_manis 620 12/5/3/2/1")


@dataclass(frozen=True)
class Entry:
    """A line as it was written; what was left empty is None."""

    dish: str
    day: str = ""
    served: int | None = None
    trays: Trays | None = None
    left_kg: float | None = None
    where: Where = field(default_factory=Where)
    school_class: str = ""


def parse_trays(written: str) -> Trays | Message:
    """The trays with none, a quarter, half, three quarters, all of it left, as in 12,5,3,2,1 or 12/5/3/2/1."""
    parts = [p.strip() for p in re.split("[,/;]", written)]
    if len(parts) != len(TRAY_COLUMNS) or not all(map(_DIGITS.fullmatch, parts)):
        return say('"{written}" is not five numbers of trays', written=written)
    none, quarter, half, most, all_left = map(int, parts)
    return none, quarter, half, most, all_left


def parse_class(written: str) -> str | Message:
    """The name of a school class without the blanks around it, such as 7A; "" for all classes."""
    name = written.strip()
    if len(name) > LONGEST_CLASS:
        return say(
            'the class "{written}..." is longer than {most} characters', written=name[:10], most=LONGEST_CLASS
        )
    if not name.isprintable():
        return say("the name of the class has a line break or another character that is not seen")
    return "" if name.casefold() in _ALL_CLASSES else name


def parse_line(line: str, where: Where) -> Entry | Fault:
    """A dish, how many were served (may be left out), and trays or kilograms that came back."""
    text = line.strip()
    weighed = _KG.search(text)
    if weighed and weighed.end() == len(text):
        grams = parse_kilograms(weighed[1])
        if isinstance(grams, Message):
            return Fault(where, grams, _LINE)
        trays, left_kg, rest = None, grams / 1000, text[: weighed.start()].split()
    elif text.split()[-1] == "0":  # not served
        trays, left_kg, rest = None, None, text.split()
    else:
        *rest, last = text.split()
        found = parse_trays(last)
        if isinstance(found, Message):
            return Fault(where, found, _LINE)
        trays, left_kg = found, None
    served = None
    if rest and rest[-1].isascii() and rest[-1].isdigit():
        written = rest.pop()
        if not _DIGITS.fullmatch(written):
            return Fault(where, say("{key}: {written} cannot be right", key="served", written=written), _LINE)
        served = int(written)
    if not rest:
        return Fault(where, say("the line names no dish"), _LINE)
    return Entry(" ".join(rest), "", served, trays, left_kg, where)


def parse_lines(
    lines: Iterable[str], file: str, school_class: str = ""
) -> tuple[tuple[Entry, ...], tuple[Fault, ...]]:
    """The entries of lines, and what is wrong with them; blank lines and those beginning with # are skipped.

    All are of one class.
    """
    entries: list[Entry] = []
    faults: list[Fault] = []
    for n, line in enumerate(lines, start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        found = parse_line(line, Where(file, n))
        if isinstance(found, Fault):
            faults.append(found)
        else:
            entries.append(replace(found, school_class=school_class))
    return tuple(entries), tuple(faults)


def read_form(path: Path) -> tuple[tuple[Entry, ...], tuple[Fault, ...]]:
    """The filled-in rows of a form (CSV, XLSX, ODS), and what is wrong with it.

    Rows in which nothing is said about what came back are skipped.
    """
    sheet = read_sheet(path)
    if isinstance(sheet, Fault):
        return (), (sheet,)
    return _rows(sheet)


def _rows(sheet: Sheet) -> tuple[tuple[Entry, ...], tuple[Fault, ...]]:
    start, columns = _header(sheet)
    if columns is None:
        what = say("no row of this table names its columns day and dish")
        hint = say("the columns are: {header}", header=", ".join(COLUMNS))
        return (), (Fault(Where(sheet.file, 1), what, hint),)
    faults = [fault for cell in sheet.rows[start] if (fault := _misspelt(cell, columns))]
    entries: list[Entry] = []
    for row in sheet.rows[start + 1 :]:
        cells = {name: row[i] for name, i in columns.items() if i < len(row) and row[i].text}
        if any(name in cells for name in (*TRAY_COLUMNS, "left_kg")) or _not_served(cells):
            reading = _Row(cells, row[0].where)
            entry = reading.entry()
            faults += reading.faults
            entries += [entry] if not reading.faults else []
    return tuple(entries), tuple(faults)


def _not_served(cells: Mapping[str, Cell]) -> bool:
    return "served" in cells and parse_number(cells["served"].value) == 0


def _misspelt(cell: Cell, columns: Mapping[str, int]) -> Fault | None:
    """The fault of a heading that is nearly the name of a column; others are notes of the kitchen."""
    hint = did_you_mean(cell.text, [c for c in COLUMNS if c not in columns])
    if cell.text.lower() in COLUMNS or hint is None or "close" not in hint.params:
        return None
    return Fault(cell.where, say('there is no column "{column}" in this table', column=cell.text), hint)


def _header(sheet: Sheet) -> tuple[int, dict[str, int] | None]:
    """The row that names the columns, and where each stands: a form may have a title above it."""
    for n, row in enumerate(sheet.rows):
        names = {cell.text.lower(): i for i, cell in reversed(list(enumerate(row)))}
        if {"day", "dish"} <= names.keys():
            return n, {c: names[c] for c in COLUMNS if c in names}
    return 0, None


class _Row:
    """One row of the form being read."""

    def __init__(self, cells: dict[str, Cell], where: Where) -> None:
        self.cells, self.where = cells, where
        self.faults: list[Fault] = []

    def entry(self) -> Entry:
        """The row; see `faults`."""
        for name in ("day", "dish"):
            if name not in self.cells:
                self.faults.append(Fault(self.where, say("{column} is empty", column=name), say("fill it in")))
        kg, trays = self.kilograms("left_kg"), self.trays()
        if trays and kg is not None:
            what = say("both trays and kilograms are filled in")
            self.faults.append(Fault(self.cells["left_kg"].where, what, say("keep one of them")))
        served = self.whole("served")
        return Entry(self.text("dish"), self.day(), served, trays, kg, self.where, self.school_class())

    def school_class(self) -> str:
        """The name of the class, "" for all."""
        cell = self.cells.get("class")
        found = parse_class(cell.text) if cell else ""
        if cell and isinstance(found, Message):
            self.faults.append(Fault(cell.where, found, say("write the class as in 7A")))
        return found if isinstance(found, str) else ""

    def trays(self) -> Trays | None:
        """What stands in the five columns, an empty cell being none; None if all are empty."""
        if not any(name in self.cells for name in TRAY_COLUMNS):
            return None
        none, quarter, half, most, all_left = (self.whole(name) or 0 for name in TRAY_COLUMNS)
        return none, quarter, half, most, all_left

    def text(self, name: str) -> str:
        return self.cells[name].text if name in self.cells else ""

    def day(self) -> str:
        """A date in the form 2026-11-30 where one is written, else what is written."""
        cell = self.cells.get("day")
        found = parse_date(cell.value) if cell else None
        return found.isoformat() if found else self.text("day")

    def kilograms(self, name: str) -> float | None:
        cell = self.cells.get(name)
        if cell is None or self.is_below_zero(cell, name):
            return None
        grams = parse_kilograms(cell.value)
        if isinstance(grams, Message):
            self.faults.append(Fault(cell.where, say("{place}: {what}", place=name, what=grams)))
            return None
        return grams / 1000

    def number(self, name: str) -> float | None:
        cell = self.cells.get(name)
        if cell is None or self.is_below_zero(cell, name):
            return None
        value = parse_number(cell.value)
        if value is None:
            what = say('{column}: "{written}" is not a number', column=name, written=cell.text)
            self.faults.append(Fault(cell.where, what, say("write digits only")))
            return None
        return value

    def is_below_zero(self, cell: Cell, name: str) -> bool:
        """True, with a fault, for such a number."""
        if (parse_number(cell.value) or 0.0) >= 0:
            return False
        what = say("{column}: {written} is below zero", column=name, written=cell.text)
        self.faults.append(Fault(cell.where, what, say("write zero or more")))
        return True

    def whole(self, name: str) -> int | None:
        value = self.number(name)
        if value is None or value == int(value):
            return None if value is None else int(value)
        cell = self.cells[name]
        what = say("{key} must be a whole number, not {written}", key=name, written=cell.text)
        self.faults.append(Fault(cell.where, what, say("write digits only")))
        return None
