"""The purchase as a linear program.

Sets: needs (f, d), food f cooked on day d; deliveries (o, t), offer o on day t; lots l; places p. Variables:

- n[o,t] whole >= 0: steps of the offer, each `step` units of `unit_grams`, kg(o) kilograms in all
- x[o,t,d,p] >= 0: kilograms of a delivery that are cooked on d >= t; p: where they wait, "" if t = d
- s[l,d] >= 0: kilograms of a lot cooked on d, if it may still be cooked then
- m[f,d] >= 0: kilograms that are missing
- v[s,t] in {0, 1}: trader s comes on t
- w[o,t] in {0, 1}: the delivery is a line of an order

Rows:

- need[f,d]: sum_{o,t,p} x[o,t,d,p] + sum_l s[l,d] + m[f,d] = need, in kilograms
- brought[o,t]: sum_{d,p} x[o,t,d,p] <= kg(o) n[o,t], and kg(o) n[o,t] <= most_kg
- cart[s,f,t], of a trader with several offers of a food: sum_o kg(o) n[o,t] <= the largest most_kg of them
- held[l]: sum_d s[l,d] <= kilograms of the lot
- room[p,e], for every evening e: sum_{o, t <= e < d} x[o,t,d,p] + sum_{l at p} (kg(l) - sum_{d <= e} s[l,d])
  <= capacity of p, or what the lots take already if that is more
- visit[o,t,d]: sum_p x[o,t,d,p] <= need v[s,t]
- line[o,t]: n[o,t] <= the steps that could be of use w[o,t]

Either steps are whole and no visits are counted, or visits are and steps are not: then a kilogram costs
what it does where all of the food is bought from one offer, its last step paid in full, and brought[o,t] is
sum x <= most_kg.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

import pulp

from kagemi.domain.problem import WEEKDAYS
from kagemi.domain.purchase import Need
from kagemi.domain.stock import LotBalance
from kagemi.domain.supplier import Offer, Supplier

Expression: TypeAlias = pulp.LpAffineExpression
Visit: TypeAlias = tuple[str, date]
"""A trader on a day."""

Served: TypeAlias = frozenset[tuple[int, str]]
"""Needs by number, each with a place."""

NOISE = 1e-9
"""Kilograms that come from arithmetic alone."""


@dataclass(frozen=True)
class Delivery:
    """An offer on a day; both numbered, for names that are the same in every program."""

    offer: Offer
    day: date
    price_idr: int
    name: str

    @property
    def visit(self) -> Visit:
        """Who comes when."""
        return self.offer.supplier, self.day

    @property
    def step_kg(self) -> float:
        """Gross kilograms of a step."""
        return self.offer.step * self.offer.unit_grams / 1000


@dataclass(frozen=True)
class Market:
    """What can be had, for how much and when, and where it may wait until it is cooked."""

    offers: tuple[Offer, ...]
    prices: Mapping[Offer, int]
    """Rupiah a unit; an offer without a price is not taken."""
    suppliers: Mapping[str, Supplier]
    """Who has no entry here comes on any day."""
    days: tuple[date, ...]
    """Days on which food is taken in, before cooking."""
    lots: tuple[LotBalance, ...] = ()
    keeps: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Food -> place -> days that it keeps there; a food without an entry comes on the day."""
    capacity: Mapping[str, float] = field(default_factory=dict)
    """Place -> gross kilograms that it takes; a place without an entry takes any."""
    ordered: frozenset[tuple[Offer, date]] = frozenset()
    """What is ordered already: such lines and visits count as nothing, so that few orders change."""
    away: frozenset[Visit] = frozenset()
    """Traders who do not come on a day on which they usually do."""

    def deliveries(self, food: str) -> Iterator[Delivery]:
        """The offers of a food, on the days on which their traders come."""
        for o, offer in enumerate(self.offers):
            trader = self.suppliers.get(offer.supplier)
            for t, day in enumerate(self.days):
                weekday = WEEKDAYS[day.weekday()]
                comes = trader is None or not trader.delivery_days or weekday in trader.delivery_days
                comes = comes and (offer.supplier, day) not in self.away
                if offer.food == food and comes and offer in self.prices:
                    yield Delivery(offer, day, self.prices[offer], f"{o}_{t}")

    def waits(self, delivery: Delivery, day: date) -> Iterator[str]:
        """The places where a delivery may wait for the cooking of `day`; "" if it need not."""
        days = (day - delivery.day).days
        if days == 0:
            yield ""
        if days > 0:
            places = self.keeps.get(delivery.offer.food, {})
            yield from (place for place, longest in places.items() if days <= longest)


class PurchaseModel:
    """The program of these needs.

    `visits`: who may come when (None: as the market says). `counts_lines`: lines are counted, and days of an
    offer that serve no more needs than another of its days are there too (they always are where a place has
    limited room).
    """

    def __init__(
        self,
        market: Market,
        needs: Mapping[int, Need],
        *,
        visits: AbstractSet[Visit] | None = None,
        counts_visits: bool = False,
        counts_lines: bool = False,
    ) -> None:
        self.market, self.needs = market, needs
        self.counts_visits, self.counts_lines = counts_visits, counts_lines
        self.lp = pulp.LpProblem("purchase", pulp.LpMinimize)
        self.steps: dict[Delivery, pulp.LpVariable] = {}
        self.used: dict[tuple[Delivery, int, str], pulp.LpVariable] = {}
        self.drawn: dict[tuple[int, int], pulp.LpVariable] = {}
        self.comes: dict[Visit, pulp.LpVariable] = {}
        self.lines: dict[Delivery, pulp.LpVariable] = {}
        self.missing: dict[int, pulp.LpVariable] = {}
        foods = sorted({need.food for need in needs.values()})
        here = [d for food in foods for d in market.deliveries(food) if visits is None or d.visit in visits]
        waits = {delivery: self._waits(delivery) for delivery in here}
        is_tight = any(place in market.capacity for served in waits.values() for _, place in served)
        if not (counts_lines or counts_visits or is_tight):
            waits = {d: w for d, w in waits.items() if not any(_serves_more(waits[o], w, o, d) for o in here)}
        for delivery, served in waits.items():
            self._deliver(delivery, served)
        self._carry(waits)
        for balance in market.lots:
            self._draw(balance)
        for i, need in needs.items():
            self._meet(i, need)
        for place in sorted(market.capacity):
            self._store(place)

    def _waits(self, delivery: Delivery) -> Served:
        """Which needs a delivery may serve, and where it would wait for each."""
        return frozenset(
            (i, place)
            for i, need in self.needs.items()
            if need.food == delivery.offer.food
            for place in self.market.waits(delivery, need.day)
        )

    def _deliver(self, delivery: Delivery, served: Served) -> None:
        """N and x of a delivery that could be of use, with the row brought[o,t]."""
        if not served:
            return
        waits = {
            (i, place): pulp.LpVariable(f"x_{delivery.name}_{i}_{place}", 0) for i, place in sorted(served)
        }
        self.used |= {(delivery, i, place): x for (i, place), x in waits.items()}
        brought = Expression([(x, 1.0) for x in waits.values()])
        useful = sum(self.needs[i].grams for i in {i for i, _ in waits}) / 1000
        most = math.ceil(useful / delivery.step_kg - NOISE)
        if delivery.offer.most_kg is not None:
            most = min(most, math.floor(delivery.offer.most_kg / delivery.step_kg + NOISE))
        if self.counts_visits:
            self.lp += brought <= most * delivery.step_kg, f"brought_{delivery.name}"
            self._visit(delivery, waits)
        else:
            self.steps[delivery] = pulp.LpVariable(f"n_{delivery.name}", 0, most, pulp.LpInteger)
            self.lp += brought - delivery.step_kg * self.steps[delivery] <= 0, f"brought_{delivery.name}"
        if self.counts_lines:
            w = self.lines[delivery] = pulp.LpVariable(f"w_{delivery.name}", 0, 1, pulp.LpInteger)
            self.lp += self.steps[delivery] - most * w <= 0, f"line_{delivery.name}"

    def _carry(self, deliveries: Iterable[Delivery]) -> None:
        """cart[s,f,t]: a trader brings so much of a food on a day in all, not of each unit it is sold in."""
        carts: dict[tuple[str, str, date], list[Delivery]] = {}
        for d in deliveries:
            if d.offer.most_kg is not None:
                carts.setdefault((d.offer.supplier, d.offer.food, d.day), []).append(d)
        for of_cart in (c for c in carts.values() if len(c) > 1):
            most = max(d.offer.most_kg or 0.0 for d in of_cart)
            brought = [(n, d.step_kg) for d, n in self.steps.items() if d in of_cart]
            if self.counts_visits:
                brought = [(x, 1.0) for (d, _, _), x in self.used.items() if d in of_cart]
            if brought:
                self.lp += Expression(brought) <= most + NOISE, f"cart_{of_cart[0].name}"

    def _visit(self, delivery: Delivery, waits: Mapping[tuple[int, str], pulp.LpVariable]) -> None:
        v = self.comes.get(delivery.visit)
        if v is None:
            v = self.comes[delivery.visit] = pulp.LpVariable(f"v_{len(self.comes)}", 0, 1, pulp.LpInteger)
        for i in sorted({i for i, _ in waits}):
            used = [(x, 1.0) for (j, _), x in waits.items() if j == i]
            row = Expression([*used, (v, -self.needs[i].grams / 1000)]) <= 0
            self.lp += row, f"visit_{delivery.name}_{i}"

    def _draw(self, balance: LotBalance) -> None:
        lot = balance.lot
        draws = {
            (lot.id, i): pulp.LpVariable(f"s_{lot.id}_{i}", 0)
            for i, need in self.needs.items()
            if need.food == lot.food and balance.usable(need.day)
        }
        if draws:
            self.drawn |= draws
            self.lp += Expression([(s, 1.0) for s in draws.values()]) <= balance.kg, f"held_{lot.id}"

    def _meet(self, i: int, need: Need) -> None:
        self.missing[i] = pulp.LpVariable(f"m_{i}", 0)
        met = [(x, 1.0) for (_, j, _), x in self.used.items() if j == i]
        met += [(s, 1.0) for (_, j), s in self.drawn.items() if j == i]
        self.lp += Expression([*met, (self.missing[i], 1.0)]) == need.grams / 1000, f"need_{i}"

    def _store(self, place: str) -> None:
        lots = [b for b in self.market.lots if b.lot.place == place]
        held = sum(b.kg for b in lots)
        room = max(self.market.capacity[place], held) - held
        evenings = sorted({delivery.day for delivery, _, at in self.used if at == place})
        days = sorted({*evenings, *(need.day for need in self.needs.values())})
        for evening in (d for d in days if evenings and d >= evenings[0]):
            waiting = [
                (x, 1.0)
                for (delivery, i, at), x in self.used.items()
                if at == place and delivery.day <= evening < self.needs[i].day
            ]
            taken = [
                (self.drawn[b.lot.id, i], -1.0)
                for b in lots
                for i, need in self.needs.items()
                if (b.lot.id, i) in self.drawn and need.day <= evening
            ]
            if waiting:
                self.lp += Expression([*waiting, *taken]) <= room, f"room_{place}_{evening:%Y%m%d}"

    # quantities, to be made small or held

    def missing_kg(self, needs: Iterable[int] | None = None) -> Expression:
        """Kilograms sum m[f,d], over all needs or these."""
        return Expression([(self.missing[i], 1.0) for i in (self.needs if needs is None else needs)])

    def cost_idr(self) -> Expression:
        """Rupiah sum price step n[o,t]; where visits are counted, sum price per kilogram x[o,t,d,p]."""
        if self.counts_visits:
            return Expression([(x, self._idr_per_kg(d)) for (d, _, _), x in self.used.items()])
        return Expression([(n, d.price_idr * d.offer.step) for d, n in self.steps.items()])

    def _idr_per_kg(self, delivery: Delivery) -> float:
        all_kg = sum(need.grams for need in self.needs.values() if need.food == delivery.offer.food) / 1000
        steps = math.ceil(all_kg / delivery.step_kg - NOISE)
        return delivery.price_idr * delivery.offer.step * steps / all_kg

    def visits(self) -> Expression:
        """How often a trader comes: sum v[s,t], of visits that are not ordered yet."""
        known = {(offer.supplier, day) for offer, day in self.market.ordered}
        return Expression([(v, 1.0) for visit, v in self.comes.items() if visit not in known])

    def line_count(self) -> Expression:
        """How many lines the orders have: sum w[o,t], of lines that are not ordered yet."""
        known = self.market.ordered
        return Expression([(w, 1.0) for d, w in self.lines.items() if (d.offer, d.day) not in known])

    def left_over_kg(self) -> Expression:
        """Kilograms sum kg(o) n[o,t] - sum x[o,t,d,p]."""
        brought = [(n, d.step_kg) for d, n in self.steps.items()]
        return Expression([*brought, *((x, -1.0) for x in self.used.values())])

    def waiting_kg_days(self) -> Expression:
        """Kilogram days sum (d - t) x[o,t,d,p]: what is bought late is fresh."""
        return Expression([(x, (self.needs[i].day - d.day).days) for (d, i, _), x in self.used.items()])

    def hold(self, name: str, quantity: Expression, at_most: float) -> None:
        """Let a quantity grow no further, but for the solver's own tolerance."""
        if quantity:
            self.lp += quantity <= at_most + 1e-7 * max(1.0, abs(at_most)), f"hold_{name}"


def _serves_more(others: Served, mine: Served, other: Delivery, delivery: Delivery) -> bool:
    """True if another day of an offer without limit serves all the same needs, and more or later."""
    if other.offer is not delivery.offer or other.offer.most_kg is not None or other.day == delivery.day:
        return False
    others_needs, my_needs = {i for i, _ in others}, {i for i, _ in mine}
    return my_needs < others_needs or (my_needs == others_needs and other.day > delivery.day)
