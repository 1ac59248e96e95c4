"""What a canteen's database knows that a plan builds on; without a database, nothing is known."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kagemi.domain.food import Price
from kagemi.domain.kitchen_use import after_cooking, expected
from kagemi.domain.purchase import Need, OrderLine
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
    """Lots that are not empty, of all canteens that share the database."""
    needs: Mapping[str, tuple[Need, ...]] = field(default_factory=dict)
    """Canteen -> what plans cook from today on, less what was cooked already; by day."""
    coming: Mapping[str, tuple[OrderLine, ...]] = field(default_factory=dict)
    """Canteen -> what was ordered from today on and is still to come."""
    records: tuple[Record, ...] = ()
    """Oldest first."""

    def spare_stock(self, canteen: str, first: date) -> tuple[LotBalance, ...]:
        """The canteen's lots without what the days before `first` still take of them."""
        lots = [b for b in self.stock if b.lot.canteen == canteen]
        earlier = (n for n in self.needs.get(canteen, ()) if n.day < first)
        lines = (line for line in self.coming.get(canteen, ()) if line.deliver_on < first)
        known = {b.lot.id for b in lots}
        coming = (expected(line, n) for n, line in enumerate(lines, max(known, default=0) + 1))
        left, _ = after_cooking(lots, coming, earlier)
        return tuple(b for b in left if b.lot.id in known)
