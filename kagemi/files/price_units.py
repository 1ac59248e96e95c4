"""Units that prices are for, as people write them: weights, packs of a weight, and what traders count."""

import re

from kagemi.files.cells import CellValue, parse_number

MOST_UNIT_G = 1_000_000
"""Grams of the largest unit that a price may be for: a ton."""
WEIGHTS = {
    "kg": 1000.0, "kilo": 1000.0, "kilogram": 1000.0, "g": 1.0, "gr": 1.0, "gram": 1.0, "ons": 100.0,
    "kuintal": 100_000.0, "kwintal": 100_000.0, "ton": 1_000_000.0,
}  # fmt: skip
_UNIT = re.compile(r"(?:per\b|/)?\s*([^\W\d_]*)\.?\s*(\d+(?:[.,]\d+)?)?\s*([^\W\d_]*)\.?")
_AMBIGUOUS = re.compile(r"[1-9]\d*[.,]\d{3}", re.ASCII)
_BEHIND = re.compile(r"(?:/|\bper\b)(.*)", re.DOTALL)
_WEIGHT_IN = re.compile(rf"(?:\d+(?:[.,]\d+)?\s*)?(?<![^\W\d_])(?:{'|'.join(WEIGHTS)})(?![^\W\d_])")
_DATES = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}")
_NO_UNIT = re.compile(r"\b(?:rp|idr|rupiah|satuan|sat|unit|uom|item)\b|[()\[\]]")


def is_unit(grams: float) -> bool:
    """True for more than nothing and at most `MOST_UNIT_G`."""
    return 0 < grams <= MOST_UNIT_G


def weight_of(written: str) -> tuple[str, float] | None:
    """A unit that tells its grams by itself, as "kg", "500 gr", "gram 100" or "sak 25 kg"; else None."""
    parts = _UNIT.fullmatch(written.strip().casefold())
    if parts is None:
        return None
    word, digits, last = parts[1], parts[2], parts[3]
    if word in WEIGHTS and last:
        return None  # two units
    weight = word if word in WEIGHTS else last
    count = _count(digits, WEIGHTS[weight]) if weight in WEIGHTS else None
    if count is None:
        return None
    if word and word != weight:
        return (word, count * WEIGHTS[weight]) if digits else None
    name = "kg" if WEIGHTS[weight] == 1000 else weight
    return (name if count == 1 else f"{digits} {name}"), count * WEIGHTS[weight]


def counted(written: str) -> tuple[float, str] | None:
    """A number and the name of a unit that only traders know the grams of, as in "ikat" or "2 ikat"."""
    parts = _UNIT.fullmatch(written.strip().casefold())
    if parts is None or (parts[1] and (parts[2] or parts[3])):
        return None
    name = parts[1] or parts[3]
    count = _count(parts[2], 1000)
    return (count, name) if name and count else None


def _count(digits: str | None, grams: float) -> float | None:
    """How many; three digits behind a mark are thousands of grams, and of larger weights may be anything."""
    if digits and _AMBIGUOUS.fullmatch(digits):
        return float(re.sub("[.,]", "", digits)) if grams == 1 else None
    return parse_number(digits or "1")


def split_price(value: CellValue) -> tuple[CellValue, str]:
    """A price, and the unit behind its stroke or "per": "62.000/kg", "6000 per ons"."""
    if not isinstance(value, str):
        return value, ""
    found = _BEHIND.search(value.casefold())
    return (value[: found.start()], found[1].strip()) if found else (value, "")


def unit_of_header(header: str) -> str:
    """The unit that a price's header names, as in "Harga per 500 gram", "Rp/ons" or "Harga (kg)"; else ""."""
    text = _DATES.sub(" ", header.casefold())
    behind = _BEHIND.search(text)
    if behind:
        return " ".join(_NO_UNIT.sub(" ", behind[1]).split())
    weight = _WEIGHT_IN.search(text)
    return weight[0] if weight else ""
