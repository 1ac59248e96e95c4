"""Food in store: lots, and the ledger of what went in and out of them."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Place = Literal["freezer", "chiller", "dry"]
MoveKind = Literal["received", "used", "wasted", "counted", "corrected"]
"""`counted`: the difference that a stock taking found; `corrected`: undoes an entry that was wrong."""


@dataclass(frozen=True)
class Lot:
    """Food that came in together."""

    food: str
    supplier: str
    received_on: date
    place: Place
    use_before: date | None = None
    """The last day on which it may be cooked."""
    idr_per_kg: float | None = None
    note: str = ""
    id: int = 0
    """Its number in the database; 0: not there yet."""


@dataclass(frozen=True)
class Movement:
    """An entry of the ledger: gross grams into a lot, or out of it where negative."""

    lot: int
    kind: MoveKind
    grams: int
    moved_on: date
    note: str = ""
    id: int = 0


@dataclass(frozen=True)
class LotBalance:
    """A lot and the sum of its movements, in gross grams."""

    lot: Lot
    grams: int

    @property
    def kg(self) -> float:
        """Gross kilograms."""
        return self.grams / 1000
