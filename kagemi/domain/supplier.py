"""The traders a canteen buys from, what they sell, and what they ask for it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Supplier:
    """A named trader: a fisher, a market stall, a cooperative."""

    id: str
    name: str
    market: str = ""
    stall: str = ""
    phone: str = ""
    delivery_days: tuple[str, ...] = ()
    """Weekdays (monday ...) on which food comes, before cooking; empty: any day."""
    local: bool = False
    """A trader of the traditional market, a fisher or a farmer nearby: counts as local spending."""


@dataclass(frozen=True)
class Offer:
    """What a supplier sells: a food by the unit, in steps of `step` units.

    `most_kg`: so many kilograms of the food on a day; of several offers of it by one trader the largest counts
    for all of them together.
    """

    supplier: str
    food: str
    unit: str
    unit_grams: float
    """Gross grams of a unit."""
    step: float = 1.0
    most_kg: float | None = None


@dataclass(frozen=True)
class Quote:
    """What a supplier asked on a day: rupiah for one unit of `unit_grams` gross grams."""

    supplier: str
    food: str
    unit: str
    unit_grams: float
    price_idr: int
    quoted_on: date
    valid_until: date | None = None
    source: str = ""
    """Where it was read: a file's name, or who entered it."""

    @property
    def idr_per_gram(self) -> float:
        """Rupiah per gross gram."""
        return self.price_idr / self.unit_grams

    def is_valid(self, day: date) -> bool:
        """True if it was made by that day and has not run out."""
        return self.quoted_on <= day and (self.valid_until is None or day <= self.valid_until)
