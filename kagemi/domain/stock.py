"""Food in store: lots, and the ledger of what went in and out of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

Place = Literal["freezer", "chiller", "dry"]
MoveKind = Literal["received", "used", "wasted", "counted", "corrected"]
"""`counted`: the difference that a stock taking found; `corrected`: undoes an entry that was wrong."""

PLACES: tuple[Place, ...] = ("freezer", "chiller", "dry")

SOON_DAYS = 7
"""A lot that has to be cooked within so many days is pointed out."""


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
    canteen: str = ""
    """Whose store room it lies in."""
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
    corrects: int | None = None
    """The entry that was wrong, by its number."""
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

    def days_left(self, today: date) -> int | None:
        """Days until it has to be cooked, negative if that day is past; None: it keeps."""
        return None if self.lot.use_before is None else (self.lot.use_before - today).days

    def usable(self, day: date) -> bool:
        """True if something is left of it, it has come in by that day and may still be cooked on it."""
        return self.grams > 0 and self.lot.received_on <= day <= (self.lot.use_before or date.max)


def oldest_first(stock: Iterable[LotBalance]) -> tuple[LotBalance, ...]:
    """Lots as a kitchen takes them: what has to be cooked first, then what came first."""

    def age(balance: LotBalance) -> tuple[date, date, int]:
        return balance.lot.use_before or date.max, balance.lot.received_on, balance.lot.id

    return tuple(sorted(stock, key=age))


def share_out(difference: int, lots: Sequence[LotBalance]) -> Mapping[int, int]:
    """Lot -> grams that a stock taking adds to it; `lots` are of one food, oldest first.

    What is missing has gone from the oldest lots, which hold at least as much; a surplus lies in the newest.
    """
    if difference > 0:
        return {lots[-1].lot.id: difference}
    shares, missing = {}, -difference
    for balance in lots:
        taken = min(missing, balance.grams)
        if taken:
            shares[balance.lot.id] = -taken
        missing -= taken
    return shares
