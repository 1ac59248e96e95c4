"""Who brings what on which day: the cheapest purchase for a plan's needs, with proof.

Foods only meet where they wait in a place of limited room and on a trader's cart. So the cheapest purchase is
found food by food (those that share a place together), and only the number of deliveries for all foods at once.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

import pulp

from kagemi.domain.problem import WEEKDAYS
from kagemi.domain.purchase import Need, OrderLine, Purchase
from kagemi.domain.stock import LotBalance
from kagemi.domain.supplier import Offer, Supplier
from kagemi.optimizer.purchase_model import Delivery, Expression, PurchaseModel
from kagemi.optimizer.solve import Answer, Solver, Values

GIVE_UP = 0.001
"""The share of the cost that may be given up for fewer deliveries."""
ROOM = 1e-7
"""Relative room in a lock, for the solver's own tolerance."""
NODES = 2000
"""Nodes of the search for fewer deliveries: a count, not seconds, so that the same plan gives the same orders."""
SECONDS = 30.0
"""No solve takes longer."""


@dataclass(frozen=True)
class Market:
    """What can be had, for how much, when, and where it may wait until it is cooked."""

    offers: tuple[Offer, ...]
    prices: Mapping[Offer, int]
    """Rupiah a unit."""
    suppliers: Mapping[str, Supplier]
    days: tuple[date, ...]
    """On which food is taken in, before cooking."""
    lots: tuple[LotBalance, ...] = ()
    keeps: Mapping[str, Mapping[str, int]] = ()  # type: ignore[assignment]
    """Food -> place -> days that it keeps there; a food without an entry is bought on the day."""
    capacity: Mapping[str, float] = ()  # type: ignore[assignment]
    """Place -> gross kilograms that it takes; a place without an entry takes any."""

    def deliveries(self, food: str) -> Iterator[Delivery]:
        """The offers of a food on the days on which their traders come."""
        for n, offer in enumerate(self.offers):
            supplier = self.suppliers.get(offer.supplier)
            for t, day in enumerate(self.days):
                if offer.food == food and comes(supplier, day):
                    yield Delivery(n, t, offer, day, self.prices[offer])
