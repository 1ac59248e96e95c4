"""From a plan to a purchase: what to order from whom, given quotes, stock and the room there is."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from kagemi.domain.amount import in_unit
from kagemi.domain.food import FoodTable, Price
from kagemi.domain.kitchen_use import Used, outstanding, take_oldest, used_by_day
from kagemi.domain.message import InvalidInput, Text
from kagemi.domain.plan import Plan
from kagemi.domain.purchase import Need, OrderLine, Purchase
from kagemi.domain.rules import Storage
from kagemi.domain.stock import LotBalance, Movement
from kagemi.domain.supplier import Offer, Quote, Supplier
from kagemi.files.nutrition import load_food_table
from kagemi.files.plans import plan_of
from kagemi.files.suppliers import load_suppliers
from kagemi.files.workspace import Workspace
from kagemi.memory import store_if_any, workspace_store
from kagemi.report.needs import needs

if TYPE_CHECKING:
    from kagemi.optimizer.purchase_model import Market
    from kagemi.store.database import Store
    from kagemi.store.purchases import LineState, StoredPurchase

MARKET = ""
"""Stands for no trader: what nobody offers is bought at the market, at the price of the price book."""
EARLY_DAYS = 4
"""So many days before the first meal food may come in already."""
SCALE_STEP = 0.1
"""Kilograms in which a market weighs what nobody offers."""
NIGHTS = 1
"""So long food waits in a freezer or chiller whose room nobody has stated."""
_SATURDAY = 5


@dataclass(frozen=True)
class Known:
    """What the database knows for a purchase; nothing where there is none.

    `spare`: lots without what days before the plan will still take of them. `used`: (food, day) -> grams that
    were cooked. `ordered`: the lines of the purchase so far, and what came of them.
    """

    quotes: tuple[Quote, ...] = ()
    spare: tuple[LotBalance, ...] = ()
    used: Used = field(default_factory=dict)
    ordered: "tuple[LineState, ...]" = ()


@dataclass(frozen=True)
class Bought:
    """A purchase for a plan, with what a reader needs to understand it."""

    plan: Plan
    purchase: Purchase
    suppliers: Mapping[str, Supplier]
    names: Mapping[str, Text]
    """Food id -> what it is called."""
    prices: Mapping[str, Price]
    """The plan's."""
    today: date
    ordered: "tuple[LineState, ...]" = ()
    """What was ordered before, and what came of it."""


def buy(
    plan: Plan,
    workspace: Workspace,
    environment: Mapping[str, str],
    today: date,
    first: date | None = None,
    ordered: Iterable[OrderLine] | None = None,
    away: Collection[tuple[str, date]] = (),
) -> Bought:
    """The best purchase for what is left of a plan; nothing is written. Raises InvalidInput.

    `first`: the first day on which traders can still bring something; None: today, or in good time before a
    plan of the future or of the past. `ordered`: lines that traders know of, None for those in the database
    that are still to come; at the same cost as few orders as can be are new. `away`: traders who do not come on
    a day.
    """
    table, faults = load_food_table(workspace.nutrition_data)
    suppliers, offers, more = load_suppliers(workspace.nutrition_data, table.foods)
    if any(f.severity == "error" for f in (*faults, *more)):
        raise InvalidInput((*faults, *more))
    days = delivery_days([d.date for d in plan.problem.days], first or today)
    known = _known(plan, workspace, environment, today, max(today, days[0]))
    wanted = outstanding((n for n in needs(plan) if n.day >= days[0] and is_bought(n, plan)), known.used)
    from kagemi.optimizer.purchase import best_purchase
    from kagemi.optimizer.solve import Solver

    lines = [s.line for s in known.ordered if s.open_g] if ordered is None else ordered
    market = _market(plan, wanted, table, suppliers, offers, known, days, today)
    market = replace(market, ordered=_ordered(market.offers, lines), away=frozenset(away))
    purchase = best_purchase(wanted, market, Solver())
    names = {n.food: name_of(n.food, plan, table) for n in wanted}
    return Bought(plan, purchase, suppliers, names, plan.prices, today, known.ordered)


def keep(
    bought: Bought, workspace: Workspace, environment: Mapping[str, str], made_at: datetime
) -> "StoredPurchase":
    """Note the orders in the workspace's database; they count from now on. Raises InvalidInput."""
    days = [d.date for d in bought.plan.problem.days]
    with workspace_store(workspace, environment) as store:
        from kagemi.store import purchases

        made = purchases.StoredPurchase(
            id=0,
            canteen=bought.plan.problem.canteen,
            first_day=min(days),
            last_day=max(days),
            fingerprint=bought.plan.fingerprint,
            made_at=made_at,
            lines=bought.purchase.lines,
        )
        return purchases.record(store, made)


def cooked(
    plan: Plan, day: date, workspace: Workspace, environment: Mapping[str, str], entered_at: datetime
) -> tuple[tuple[Movement, ...], tuple[Need, ...]]:
    """Take what the plan cooks on a day out of the workspace's stock: the entries, and what was not there.

    Raises InvalidInput.
    """
    with workspace_store(workspace, environment) as store:
        from kagemi.store import kitchen_use

        wanted = [n for n in needs(plan) if is_bought(n, plan)]
        return kitchen_use.use_for_day(store, wanted, day, entered_at)


def delivery_days(days: Sequence[date], first: date) -> tuple[date, ...]:
    """The days on which food for these days may come: school days from `first` on, a few days ahead at most.

    A plan that is over is looked at as if it were still to come.
    """
    early = min(days) - timedelta(days=EARLY_DAYS)
    start = max(first, early) if first <= max(days) else early
    every = [start + timedelta(days=n) for n in range((max(days) - start).days + 1)]
    return tuple(d for d in every if d.weekday() < _SATURDAY or d in days)


def is_bought(need: Need, plan: Plan) -> bool:
    """False for what costs nothing, such as water from the tap."""
    price = plan.prices.get(need.food)
    return price is None or price.price_idr > 0


def name_of(food: str, plan: Plan, table: FoodTable) -> Text:
    """What a food is called, as the plan knew it; its id where nobody knows."""
    known = plan.problem.foods.get(food) or table.foods.get(food)
    return Text(known.name_id, known.name_en) if known else Text(food, food)


def _known(plan: Plan, workspace: Workspace, environment: Mapping[str, str], today: date, first: date) -> Known:
    """What the database knows; `first`: the first day that this purchase is for."""
    with store_if_any(workspace, environment) as store:
        if store is None:
            return Known()
        from kagemi.store import purchases, quotes, stock

        lots = stock.balances(store)
        used = used_by_day(stock.movements(store), stock.balances(store, with_empty=True))
        days = [d.date for d in plan.problem.days]
        newest = purchases.newest(store, plan.problem.canteen, min(days), max(days))
        states = purchases.states(store)
        mine = {line.id for line in newest.lines} if newest else set()
        earlier = outstanding(_needs_before(plan, store, today, first), used)
        coming = [s for s in states if s.line.id not in mine and s.line.deliver_on < first]
        return Known(
            quotes.current(store, today),
            _spare(lots, earlier, coming),
            used,
            tuple(s for s in states if s.line.id in mine),
        )


def _needs_before(plan: Plan, store: "Store", today: date, first: date) -> Iterable[Need]:
    """What other plans of the canteen cook from today until this one's first day."""
    from kagemi.store import plans

    own = {d.date for d in plan.problem.days}
    for n in range(max(0, (min(own) - today).days)):
        day = today + timedelta(days=n)
        text = plans.plan_of_day(store, plan.problem.canteen, day) if day < first else None
        if text is not None:
            yield from (need for need in needs(plan_of(text, store.place)) if need.day == day)


def _spare(
    lots: Iterable[LotBalance], earlier: Iterable[Need], coming: "Iterable[LineState]"
) -> tuple[LotBalance, ...]:
    """The lots without what the earlier needs take of them, beyond what still comes for those."""
    left = {b.lot.id: b for b in lots}
    ordered: dict[str, float] = {}
    for state in coming:
        ordered[state.line.food] = ordered.get(state.line.food, 0.0) + state.open_g
    wanted = []
    for need in earlier:
        brought = min(need.grams, ordered.get(need.food, 0.0))
        ordered[need.food] = ordered.get(need.food, 0.0) - brought
        wanted.append(replace(need, grams=need.grams - brought))
    for lot, grams in take_oldest(wanted, left.values())[0]:
        left[lot] = replace(left[lot], grams=left[lot].grams - grams)
    return tuple(b for b in left.values() if b.grams > 0)


def _market(
    plan: Plan,
    wanted: Sequence[Need],
    table: FoodTable,
    suppliers: Mapping[str, Supplier],
    offers: Iterable[Offer],
    known: Known,
    days: tuple[date, ...],
    today: date,
) -> "Market":
    from kagemi.optimizer.purchase_model import Market

    foods = {n.food for n in wanted}
    book = {f: p for f in foods if (p := _book_price(f, table, plan)) is not None}
    offered = tuple(o for o in offers if o.food in foods)
    nobody = sorted(book.keys() - {o.food for o in offered})
    offered += tuple(_market_offer(food, book[food]) for food in nobody)
    asked = {(q.supplier, q.food): q for q in known.quotes if q.is_valid(today)}
    prices = {}
    for offer in offered:
        quote, price = asked.get((offer.supplier, offer.food)), book.get(offer.food)
        if quote is not None:
            prices[offer] = round(quote.idr_per_gram * offer.unit_grams)
        elif price is not None:
            prices[offer] = round(price.idr_per_gram * offer.unit_grams)
    capacity = room(plan)
    return Market(
        offers=offered,
        prices=prices,
        suppliers=suppliers,
        days=days,
        lots=tuple(b for b in known.spare if b.lot.food in foods or b.lot.place in capacity),
        keeps={f: _keeps(f, table, capacity) for f in foods},
        capacity=capacity,
    )


def _ordered(offers: Iterable[Offer], lines: Iterable[OrderLine]) -> frozenset[tuple[Offer, date]]:
    """Lines as offers on days."""
    known = {(o.supplier, o.food, o.unit, o.unit_grams): o for o in offers}
    keys = (((i.supplier, i.food, i.unit, i.unit_grams), i.deliver_on) for i in lines)
    return frozenset((known[key], day) for key, day in keys if key in known)


def room(plan: Plan) -> dict[str, float]:
    """Place -> gross kilograms that it takes, as the plan's rules of the kind storage say."""
    found: dict[str, float] = {}
    for rule in plan.problem.rules:
        kg = in_unit(rule.at_most, "kg") if isinstance(rule, Storage) else None
        if isinstance(rule, Storage) and kg is not None:
            found[rule.place] = min(kg, found.get(rule.place, kg))
    return found


def _keeps(food: str, table: FoodTable, capacity: Mapping[str, float]) -> dict[str, int]:
    """Place -> days: where a kitchen usually puts the food, and other places that the rules give it room in.

    A freezer or chiller that the rules say nothing of is only trusted with food for the next days.
    """
    known = table.foods.get(food)
    if known is None:
        return {}
    found: dict[str, int] = {}
    for place, days in table.keeps(known).items():
        if place in capacity or (place == "dry" and place == table.usual_place(known)):
            found[place] = days
        elif place == table.usual_place(known):
            found[place] = min(days, NIGHTS)
    return found


def _book_price(food: str, table: FoodTable, plan: Plan) -> Price | None:
    known = table.foods.get(food)
    return known.price if known and known.price else plan.prices.get(food)


def _market_offer(food: str, price: Price) -> Offer:
    return Offer(MARKET, food, price.unit, price.unit_grams, SCALE_STEP if price.unit == "kg" else 1.0)
