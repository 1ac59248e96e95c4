"""What people write into the cells of a table: numbers, weights, rupiah, dates, as Indonesians write them."""

import re
from dataclasses import dataclass
from datetime import date

from kagemi.domain.message import Message, Where, say

CellValue = str | int | float | date | None
"""What a spreadsheet holds; a CSV table holds texts only. None: the cell is empty."""

MOST_KG = 100_000
_MOST = 1e15
"""Beyond it nothing that is counted in a canteen lies, and whole numbers are not exact any more."""
_MONTHS = {
    "jan": 1, "feb": 2, "peb": 2, "mar": 3, "apr": 4, "mei": 5, "may": 5, "jun": 6, "jul": 7, "agu": 8,
    "agt": 8, "ags": 8, "aug": 8, "sep": 9, "okt": 10, "oct": 10, "nov": 11, "nop": 11, "des": 12, "dec": 12,
}  # fmt: skip
_BLANK = re.compile(r"\s+")
_CURRENCY = re.compile(r"^(rp\.?|idr)|(,-|\.-)$", re.IGNORECASE)
_THOUSAND = re.compile(r"(?<=\d)(rb|ribu|k)$", re.IGNORECASE)
_PLAIN = re.compile(r"\d+", re.ASCII)
_POINT_GROUPS = re.compile(r"[1-9]\d{0,2}(\.\d{3})+(,\d+)?", re.ASCII)
_COMMA_GROUPS = re.compile(r"[1-9]\d{0,2}(,\d{3})+(\.\d+)?", re.ASCII)
_DECIMAL = re.compile(r"\d+[.,]\d+", re.ASCII)
_AMBIGUOUS = re.compile(r"[1-9]\d*[.,]\d{3}", re.ASCII)
_KILOGRAMS = re.compile(r"\d+([.,]\d{1,3})?", re.ASCII)
_NUMERIC_DATE = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})")
_NAMED_DATE = re.compile(r"(?:[^\W\d]+,? )?(\d{1,2})[ -]([^\W\d]{3,})\.?[ -](\d{4}|\d{2})")
_ISO_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})([T ].*)?")


@dataclass(frozen=True)
class Cell:
    """What stands in a cell, and where; columns count from 1."""

    value: CellValue
    where: Where

    @property
    def text(self) -> str:
        """The value as a person would type it, blanks trimmed; "" if the cell is empty."""
        if self.value is None:
            return ""
        if isinstance(self.value, date):
            return self.value.isoformat()
        return self.value.strip() if isinstance(self.value, str) else f"{self.value:.12g}"


def parse_number(value: CellValue) -> float | None:
    """A number: 62,5 and 62.5 are the same, 1.250 is 1250, 1.250,50 and 1,250.50 are 1250.5; else None.

    A point before three digits marks thousands, as Indonesians write; a comma there, alone, marks decimals.
    What is not finite or beyond all measure is none.
    """
    if isinstance(value, int | float):
        return float(value) if abs(value) <= _MOST else None  # what is not a number is not less
    number = _number(value) if isinstance(value, str) else None
    return number if number is not None and abs(number) <= _MOST else None


def _number(value: str) -> float | None:
    text = _BLANK.sub("", value)
    sign, digits = (-1, text[1:]) if text[:1] in ("-", "−") else (1, text.removeprefix("+"))
    if _PLAIN.fullmatch(digits):
        return sign * float(digits)
    if _POINT_GROUPS.fullmatch(digits):
        return sign * float(digits.replace(".", "").replace(",", "."))
    if _COMMA_GROUPS.fullmatch(digits) and ("." in digits or digits.count(",") > 1):
        return sign * float(digits.replace(",", ""))
    return sign * float(digits.replace(",", ".")) if _DECIMAL.fullmatch(digits) else None


def parse_kilograms(value: CellValue) -> int | Message:
    """Whole grams, from kilograms with a decimal comma or point; else what is wrong, as a person is told.

    A mark before three digits, as in 3.500, can be read in two ways, and is refused; a spreadsheet's number is
    what it is.
    """
    if isinstance(value, int | float):
        number = parse_number(value)
        text = f"{value:.12g}" if isinstance(value, float) else str(value)
    else:
        text = value.strip() if isinstance(value, str) else ""
        if _AMBIGUOUS.fullmatch(text):
            whole, digits = re.split("[.,]", text)
            return say(
                '"{written}" can be read in two ways: write {small} or {large}',
                written=text,
                small=f"{whole},{digits.rstrip('0') or '0'}",
                large=f"{whole}{digits}",
            )
        number = float(text.replace(",", ".")) if _KILOGRAMS.fullmatch(text) else None
    if number is None or number < 0:
        return say('"{written}" is no amount of kilograms: write it like 2,5', written=text)
    if number > MOST_KG:
        return say("{written} kg cannot be right", written=text)
    return round(number * 1000)


def parse_rupiah(value: CellValue) -> int | None:
    """Whole rupiah: Rp 62.000, 62.000,-, 62000, 62,000, 62rb; None if it is no amount.

    In an amount a point or comma before three digits marks thousands. A fraction of a thousand or more is
    rounded; a smaller one is none: most likely 62.500 was typed where a point marks decimals.
    """
    if isinstance(value, str):
        text = _CURRENCY.sub("", _CURRENCY.sub("", _BLANK.sub("", value)))
        bare = _THOUSAND.sub("", text)
        if bare != text:
            thousands = parse_number(bare)
            return None if thousands is None or thousands < 0 else round(1000 * thousands)
        number = parse_number(text.replace(",", "") if _COMMA_GROUPS.fullmatch(text) else text)
    else:
        number = parse_number(value)
    if number is None or number < 0 or (number < 1000 and number != int(number)):
        return None
    return round(number)


def parse_date(value: CellValue) -> date | None:
    """A date: 30/11/2026 (the day first), 30-11-26, 30 November 2026, 2026-11-30; else None."""
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        return None
    text = _BLANK.sub(" ", value.strip())
    try:
        if found := _ISO_DATE.fullmatch(text):
            return date.fromisoformat(found[1])
        if found := _NUMERIC_DATE.fullmatch(text):
            return date(_year(found[4]), int(found[3]), int(found[1]))
        if found := _NAMED_DATE.fullmatch(text):
            month = _MONTHS.get(found[2][:3].casefold())
            return date(_year(found[3]), month, int(found[1])) if month else None
    except ValueError:
        return None
    return None


def _year(digits: str) -> int:
    return int(digits) + 2000 if len(digits) == 2 else int(digits)
