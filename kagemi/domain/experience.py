"""What a canteen's database knows that a plan builds on; without a database, nothing is known."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kagemi.domain.food import Price
from kagemi.domain.record import Record
from kagemi.domain.stock import LotBalance


@dataclass(frozen=True)
class Experience:
    """Prices that suppliers quoted, food in store, what came back, and what was served before."""

    today: date
    price_basis: str = "book"
    """How prices are chosen: see `kagemi.domain.price_basis`."""
    prices: Mapping[str, Price] = field(default_factory=dict)
    """Food id -> its price by that basis, where suppliers quoted one."""
    stock: tuple[LotBalance, ...] = ()
    """Lots that are not empty."""
    records: tuple[Record, ...] = ()
    """Oldest first."""
