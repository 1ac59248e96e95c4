"""From plan to purchase: what is needed when, and who brings it."""

from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True)
class Need:
    """Gross grams of a food that are cooked on a day, for all children."""

    food: str
    day: date
    grams: float


@dataclass(frozen=True)
class OrderLine:
    """Units of a food that a supplier brings on a day, at rupiah a unit."""

    supplier: str
    food: str
    deliver_on: date
    unit: str
    unit_grams: float
    units: float
    price_idr: int
    id: int = 0
    """Its number in the database; 0: not there yet."""

    @property
    def grams(self) -> float:
        """Gross grams."""
        return self.units * self.unit_grams

    @property
    def cost_idr(self) -> int:
        """Whole rupiah."""
        return round(self.units * self.price_idr)


@dataclass(frozen=True)
class Use:
    """Gross grams of a delivery that are cooked on a day, and where they lie until then; "": nowhere."""

    supplier: str
    food: str
    deliver_on: date
    unit: str
    day: date
    grams: float
    place: str = ""


@dataclass(frozen=True)
class Draw:
    """Gross grams taken from a lot in stock for the cooking of a day."""

    lot: int
    food: str
    day: date
    grams: float


@dataclass(frozen=True)
class Purchase:
    """What is bought for a plan, what is taken from stock, and what nobody can bring in time."""

    needs: tuple[Need, ...]
    lines: tuple[OrderLine, ...]
    uses: tuple[Use, ...] = ()
    draws: tuple[Draw, ...] = ()
    missing: tuple[Need, ...] = ()
    bound_idr: float | None = None
    """No purchase of these needs can cost less; None: nothing is proven."""

    @property
    def cost_idr(self) -> int:
        """Whole rupiah."""
        return sum(line.cost_idr for line in self.lines)


@dataclass(frozen=True)
class OrderChange:
    """What to tell a trader when a purchase takes the place of another: a line that goes, comes or changes."""

    supplier: str
    kind: Literal["cancel", "add", "change"]
    before: OrderLine | None
    after: OrderLine | None

    @property
    def difference_idr(self) -> int:
        """Whole rupiah more (negative: less) than before."""
        return (self.after.cost_idr if self.after else 0) - (self.before.cost_idr if self.before else 0)


@dataclass(frozen=True)
class Receipt:
    """What came: gross grams in all, those of them that were spoiled, and the rupiah paid."""

    supplier: str
    food: str
    received_on: date
    grams: int
    spoiled_grams: int
    paid_idr: int
    order_line: int | None = None
    lot: int | None = None
    note: str = ""
    id: int = 0
