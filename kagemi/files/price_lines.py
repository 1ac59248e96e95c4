"""Prices as traders write them in a message, a line each ("Tuna 45.000/kg"), made a table with a header."""

import csv
import io
import re

from kagemi.files.cells import parse_rupiah
from kagemi.files.food_names import FoodNames
from kagemi.files.price_columns import columns_of
from kagemi.files.price_units import weight_of
from kagemi.files.spreadsheet import Sheet, csv_sheet

HEADER = ("Nama barang", "Harga", "Satuan")
_LEAST_IDR = 100
_LONGEST = 500
"""Characters of a line; what is longer is no price that somebody wrote."""
_DAY = r"\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}"
_TIME = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[ap]\.?m\.?)?"
_STAMP = re.compile(rf"^\u200e?\[?(?:{_DAY},?\s+{_TIME}|{_TIME},?\s+{_DAY})\]?\s*(?:[-–]\s+)?", re.IGNORECASE)
"""Before a message that was copied: [24/11/26 08.15.02] Bu Yuni: ... or [08.15, 24/11/2026] Bu Yuni: ..."""
_SENDER = re.compile(r"^[^:]{1,60}:(?:\s+|$)")
_MINUS = "-−–—"
_BULLET = re.compile(r"^\s*(?:[-–—•*·▪>]+|\d{1,3}[.)](?=\s))\s*")
_AMOUNT = re.compile(
    r"(?:(?P<mark>\b(?:rp|idr)\.?\s*|@\s*)(?P<minus>[-−–—])?|(?<![\w.,]))"
    r"(?P<digits>\d[\d.,]*(?:\s?(?:rb|ribu|k)\b)?)",
    re.IGNORECASE,
)
_ONE = re.compile(
    r"^se(?=(?:kg|kilo|kilogram|ons|gram|kuintal|kwintal|ton|ikat|papan|biji|butir|buah|bungkus|pak|pack|dus|sak|karung|"
    r"ekor|potong|botol|liter|sisir|tandan|kaleng|plastik|rak|tray|lembar|siung|batang|kotak|peti|keranjang|bal)$)",
    re.IGNORECASE,
)
"""One of a unit, as people say it: sekilo, seikat."""
_AROUND = " \t:=,;|–—-"
_PER = re.compile(r"^-?\s*(?:/|\bper\b|@)?\s*", re.IGNORECASE)
_UNIT_BEHIND = re.compile(r"\s(?:/\s*|per\s+)?((?:\d+(?:[.,]\d+)?\s*)?[^\W\d_]+)$", re.IGNORECASE)


def as_table(text: str, names: FoodNames) -> str | None:
    """The lines of a text as a CSV table, line n in line n + 1; None if the text is a table with a header."""
    sheet = csv_sheet("", text.encode())
    if isinstance(sheet, Sheet) and sheet.rows and columns_of(sheet, {}, {})[0] is not None:
        return None
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow(HEADER)
    for line in text.splitlines():
        row = _row(line, names)
        if any(row):
            writer.writerow(row)
        else:
            out.write("\n")
    return out.getvalue()


def without_price(text: str, names: FoodNames) -> tuple[tuple[int, str], ...]:
    """The lines, with their numbers, in which no price stands, such as greetings; empty ones are no lines."""
    rows = enumerate((_row(line, names) for line in text.splitlines()), start=1)
    return tuple((number, name) for number, (name, price, _) in rows if name and not price)


def _row(line: str, names: FoodNames) -> tuple[str, str, str]:
    """Name, price and unit; a line without a price, as a greeting, has a name only."""
    if len(line) > _LONGEST:
        return line[:_LONGEST], "", ""
    bare = _BULLET.sub("", _said(line.strip()))
    bare = re.sub(r"[\t;|]+", " ", bare.replace("*", " ").replace("\0", " ")).strip(_AROUND)
    price = _price(bare)
    if price is None:
        return bare, "", ""
    name = bare[: price.start()].strip(_AROUND)
    unit = _PER.sub("", bare[price.end() :].strip(" \t:=;|")).strip(" .,:;()")
    if not unit:
        name, unit = _unit_of_name(name, names)
    minus = "-" if _is_minus(bare, price) else ""
    return name.strip(_AROUND + _MINUS + "("), minus + price["digits"].rstrip(".,"), _ONE.sub("", unit)


def _said(line: str) -> str:
    """A line of a message without who sent it and when; a stamp with neither a text nor a price is nothing."""
    stamp = _STAMP.match(line)
    if stamp is None:
        return line
    rest = line[stamp.end() :]
    sender = _SENDER.match(rest)
    if sender is not None:
        return rest[sender.end() :]
    return rest if _price(rest) else ""


def _is_minus(line: str, price: "re.Match[str]") -> bool:
    """True for "Garam -500"; in "Garam - 500" and "Garam-500" the mark only stands between."""
    before = line[: price.start()]
    glued = before[-1:] in tuple(_MINUS) and not (before[-2:-1] or " ").strip(" :=(")
    return bool(price["minus"]) or glued


def _price(line: str) -> "re.Match[str] | None":
    """The amount with a mark of money, else the largest one; behind a name."""
    found = [m for m in _AMOUNT.finditer(line) if m.start() > 0]
    amounts = [(bool(m["mark"]), parse_rupiah(m["digits"].rstrip(".,")) or 0, m) for m in found]
    amounts = [each for each in amounts if each[1] >= _LEAST_IDR]
    return max(amounts, key=lambda each: each[:2])[2] if amounts else None


def _unit_of_name(name: str, names: FoodNames) -> tuple[str, str]:
    """A unit that stands between name and price: "Beras 25 kg 350.000", "Tempe papan 5000"."""
    behind = _UNIT_BEHIND.search(name)
    if behind is None or names.find(name) is not None:
        return name, ""
    shorter = name[: behind.start()].strip(_AROUND)
    if weight_of(_ONE.sub("", behind[1])) or names.find(shorter) is not None:
        return shorter, behind[1]
    return name, ""
