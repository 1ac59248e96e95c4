"""Amounts as a nutritionist writes them: `30 % AKG`, `668 kcal`, `75 g`, `2 %`, or a bare number."""

import re
from dataclasses import dataclass

from kagemi.domain.message import Message, say

_PATTERN = re.compile(r"^\s*([+-]?\d+(?:[.,]\d+)?)\s*(%\s*AKG|%|kcal|g|mg|ug|µg|kg|idr|rp)?\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class Amount:
    """A value with the unit it was written in; unit "" means the unit that the place expects."""

    value: float
    unit: str = ""

    def __str__(self) -> str:
        number = f"{self.value:g}"
        return f"{number} {self.unit}" if self.unit else number

    @property
    def share(self) -> float:
        """A percentage as a fraction; a bare number is taken as the fraction itself."""
        return self.value / 100 if self.unit == "%" else self.value


def parse_amount(written: object) -> Amount | Message:
    """Read a scalar of a constraints file; returns a message when it is not an amount."""
    if isinstance(written, bool):
        return say("{written} is not an amount", written=repr(written))
    if isinstance(written, int | float):
        return Amount(float(written))
    match = _PATTERN.match(str(written))
    if not match:
        return say("{written} is not an amount", written=repr(str(written)))
    unit = re.sub(r"\s+", " ", (match.group(2) or "").lower())
    unit = {"%akg": "% AKG", "% akg": "% AKG", "µg": "ug", "rp": "idr"}.get(unit, unit)
    return Amount(float(match.group(1).replace(",", ".")), unit)


_IN_GRAMS = {"g": 1.0, "mg": 1e-3, "ug": 1e-6, "kg": 1e3}


def in_unit(amount: Amount, unit: str, daily: float | None = None) -> float | None:
    """The amount in `unit`; percentages of AKG need the `daily` requirement. None if it cannot be said."""
    if amount.unit in ("", unit):
        return amount.value
    if amount.unit == "% AKG":
        return None if daily is None else amount.value / 100 * daily
    if amount.unit in _IN_GRAMS and unit in _IN_GRAMS:
        return amount.value * _IN_GRAMS[amount.unit] / _IN_GRAMS[unit]
    return None
