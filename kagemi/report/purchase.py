"""A purchase as a kitchen and its traders look at it, and what changes from one purchase to the next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from kagemi.domain.food import Price
from kagemi.domain.purchase import OrderChange, OrderLine, Purchase
from kagemi.domain.supplier import Supplier
from kagemi.report.prices import PriceBasis, weighed

Key = tuple[str, date, str, str]
"""Supplier, day, food, unit: what makes two lines the same line."""
PriceOf = dict[tuple[str, str, str, int], Price]
"""Supplier, food, unit, rupiah a unit -> the price that such a line rests on."""


@dataclass(frozen=True)
class Ordered:
    """A line, the gross grams of it that are cooked on each day, and what is left over by rounding to units."""

    line: OrderLine
    days: Mapping[date, float]
    left_over_g: float

    @property
    def left_over_idr(self) -> int:
        """What the left over part of the line costs, whole rupiah."""
        return round(self.line.cost_idr * self.left_over_g / self.line.grams) if self.line.grams else 0


@dataclass(frozen=True)
class Delivery:
    """What a trader brings on a day."""

    day: date
    lines: tuple[Ordered, ...]

    @property
    def cost_idr(self) -> int:
        """Whole rupiah."""
        return sum(o.line.cost_idr for o in self.lines)


@dataclass(frozen=True)
class TraderOrder:
    """What a trader brings; `supplier` "": nobody brings it, it is bought at the market."""

    supplier: str
    deliveries: tuple[Delivery, ...]

    @property
    def cost_idr(self) -> int:
        """Whole rupiah."""
        return sum(d.cost_idr for d in self.deliveries)


@dataclass(frozen=True)
class Totals:
    """A purchase in a few figures, whole rupiah and gross kilograms.

    `plan_idr`: what the plan reckons for the same needs; `from_stock_idr` is the part of it that is in stock,
    `missing_idr` the part that nobody can bring. `local_share`: of the cost, None where nothing is bought.
    """

    cost_idr: int
    plan_idr: int
    from_stock_idr: int
    missing_idr: int
    left_over_kg: float
    left_over_idr: int
    local_share: float | None
    visits: int


def trader_orders(purchase: Purchase) -> tuple[TraderOrder, ...]:
    """The lines of a purchase by trader and day."""
    used: dict[Key, dict[date, float]] = {}
    for use in purchase.uses:
        days = used.setdefault((use.supplier, use.deliver_on, use.food, use.unit), {})
        days[use.day] = days.get(use.day, 0.0) + use.grams
    found = []
    for supplier, of_supplier in groupby(sorted(purchase.lines, key=_key), key=lambda line: line.supplier):
        deliveries = tuple(
            Delivery(day, tuple(_ordered(line, used.get(_key(line), {})) for line in lines))
            for day, lines in groupby(of_supplier, key=lambda line: line.deliver_on)
        )
        found.append(TraderOrder(supplier, deliveries))
    return tuple(found)


def totals(purchase: Purchase, prices: Mapping[str, Price], suppliers: Mapping[str, Supplier]) -> Totals:
    """The figures of a purchase beside what the plan reckoned; `prices` are the plan's."""

    def worth(grams: Iterable[tuple[str, float]]) -> int:
        return round(sum(g * prices[food].idr_per_gram for food, g in grams if food in prices))

    orders = trader_orders(purchase)
    lines = [o for order in orders for delivery in order.deliveries for o in delivery.lines]
    cost = purchase.cost_idr
    local = sum(o.line.cost_idr for o in lines if (s := suppliers.get(o.line.supplier)) and s.local)
    return Totals(
        cost_idr=cost,
        plan_idr=worth((n.food, n.grams) for n in purchase.needs),
        from_stock_idr=worth((d.food, d.grams) for d in purchase.draws),
        missing_idr=worth((n.food, n.grams) for n in purchase.missing),
        left_over_kg=sum(o.left_over_g for o in lines) / 1000,
        left_over_idr=sum(o.left_over_idr for o in lines),
        local_share=local / cost if cost else None,
        visits=sum(len(order.deliveries) for order in orders if order.supplier),
    )


def rests_on(line: OrderLine, price: Price) -> bool:
    """True if a line is reckoned with the price."""
    return round(price.idr_per_gram * line.unit_grams) == line.price_idr


def price_of(line: OrderLine, prices: PriceOf) -> Price | None:
    """The price that a line rests on; None: it was agreed on earlier, at another price than today's."""
    return prices.get((line.supplier, line.food, line.unit, line.price_idr))


def cost_basis(purchase: Purchase, prices: PriceOf) -> PriceBasis | None:
    """What the part of the cost rests on whose prices are known; None if there is no such part."""
    known = ((price_of(line, prices), line.cost_idr) for line in purchase.lines)
    return weighed((price, cost) for price, cost in known if price is not None)


def order_changes(old: Iterable[OrderLine], new: Iterable[OrderLine]) -> tuple[OrderChange, ...]:
    """What to tell the traders when `new` takes the place of `old`; by trader, day and food."""
    before, after = _merged(old), _merged(new)
    changes = []
    for key in sorted(before.keys() | after.keys()):
        was, now = before.get(key), after.get(key)
        if was is None:
            changes.append(OrderChange(key[0], "add", None, now))
        elif now is None:
            changes.append(OrderChange(key[0], "cancel", was, None))
        elif abs(was.units - now.units) > 1e-9 or was.unit_grams != now.unit_grams:
            changes.append(OrderChange(key[0], "change", was, now))
    return tuple(changes)


def _key(line: OrderLine) -> Key:
    return line.supplier, line.deliver_on, line.food, line.unit


def _ordered(line: OrderLine, days: Mapping[date, float]) -> Ordered:
    left_over = line.grams - sum(days.values())
    return Ordered(line, dict(sorted(days.items())), left_over if left_over > 0.5 else 0.0)


def _merged(lines: Iterable[OrderLine]) -> dict[Key, OrderLine]:
    """One line a key: what was ordered twice is one order to whoever brings it."""
    found: dict[Key, OrderLine] = {}
    for line in lines:
        there = found.get(_key(line))
        found[_key(line)] = replace(line, units=line.units + there.units) if there else line
    return found
