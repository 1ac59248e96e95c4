"""From a plan to a purchase: what to order from whom, given quotes, stock and the room there is."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from kagemi.canteen.asked_prices import AskedPrices
from kagemi.domain.amount import in_unit
from kagemi.domain.food import FoodTable, Price
from kagemi.domain.kitchen_use import Used, after_cooking, expected, outstanding, used_by_day
from kagemi.domain.message import InvalidInput, Text
from kagemi.domain.plan import Plan
from kagemi.domain.purchase import Draw, Need, OrderChange, OrderLine, Purchase, Use
from kagemi.domain.rules import Storage
from kagemi.domain.stock import PLACES, LotBalance, Movement
from kagemi.domain.supplier import Offer, Quote, Supplier
from kagemi.files.nutrition import load_food_table
from kagemi.files.suppliers import load_suppliers
from kagemi.files.workspace import Workspace
from kagemi.memory import first_day_to_cook, needs_ahead, store_if_any, workspace_store
from kagemi.report.needs import needs
from kagemi.report.purchase import PriceOf, order_changes

if TYPE_CHECKING:
    from kagemi.optimizer.purchase_model import Market
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

    `lots` of the canteen. `used`: (food, day) -> grams that were cooked. `earlier`: what is cooked before the
    first day that is bought for. `coming`: what is to come before that day. `ordered`: the lines that the
    purchase takes the place of, and what came of them.
    """

    quotes: tuple[Quote, ...] = ()
    lots: tuple[LotBalance, ...] = ()
    used: Used = field(default_factory=dict)
    earlier: tuple[Need, ...] = ()
    coming: tuple[OrderLine, ...] = ()
    ordered: "tuple[LineState, ...]" = ()
    latest: int = 0
    """The canteen's last purchase when this was read."""

    def carried(self, before: date) -> tuple[OrderLine, ...]:
        """What of the lines so far is still to come before a day: it stays ordered."""
        own = {s.line.id for s in self.ordered}
        return tuple(line for line in self.coming if line.id in own and line.deliver_on < before)


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
    asked: PriceOf = field(default_factory=dict)
    """The prices that the lines rest on."""
    latest: int = 0
    """The canteen's last purchase that this one knows of."""

    def numbered(self, noted: "StoredPurchase") -> "Bought":
        """The lines with the numbers under which they were noted."""
        numbers = {replace(line, id=0): line.id for line in noted.lines}
        lines = (replace(line, id=0) for line in self.purchase.lines)
        known = tuple(replace(line, id=numbers.get(line, 0)) for line in lines)
        return replace(self, purchase=replace(self.purchase, lines=known))

    @property
    def changes(self) -> tuple[OrderChange, ...]:
        """What to tell the traders: what they still have to bring by earlier orders, against this purchase."""
        still = [s.still for s in self.ordered if s.open_g and s.line.deliver_on >= self.today]
        return order_changes(still, self.purchase.lines) if self.ordered else ()


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
    plan of the future or of the past. What was ordered for days from today up to then stays, and is counted on.
    `ordered`: lines that traders know of, None for those in the database that are still to come; at the same
    cost as few orders as can be are new. `away`: traders who do not come on a day.
    """
    table, faults = load_food_table(workspace.nutrition_data)
    suppliers, offers, more = load_suppliers(workspace.nutrition_data, table.foods)
    if any(f.severity == "error" for f in (*faults, *more)):
        raise InvalidInput((*faults, *more))
    first = first or first_day_to_cook(workspace, environment, plan.problem.canteen, today)
    days = delivery_days([d.date for d in plan.problem.days], first)
    known = _known(plan, workspace, environment, today, max(today, days[0]))
    wanted = outstanding((n for n in needs(plan) if n.day >= days[0] and is_bought(n, plan)), known.used)
    from kagemi.optimizer.purchase import best_purchase
    from kagemi.optimizer.solve import Solver

    lines = tuple([s.line for s in known.ordered if s.open_g] if ordered is None else ordered)
    asked = AskedPrices.on(today, known.quotes, suppliers, table, plan)
    market = _market(plan, wanted, offers, asked, days)
    coming = _coming(known, table, market.capacity)
    spare, taken = after_cooking(known.lots, (balance for balance, _ in coming.values()), known.earlier)
    foods = {n.food for n in wanted}
    lots = tuple(b for b in spare if b.lot.food in foods or b.lot.place in market.capacity)
    market = replace(market, lots=lots, ordered=_ordered(market.offers, lines), away=frozenset(away))
    purchase = best_purchase(wanted, market, Solver())
    by_lot = {number: line for number, (_, line) in coming.items()}
    purchase = _with_carried(purchase, known.carried(days[0]), by_lot, taken)
    foods |= {n.food for n in purchase.needs} | {line.food for line in (*purchase.lines, *lines)}
    names = {food: name_of(food, plan, table) for food in foods}
    return Bought(
        plan,
        purchase,
        suppliers,
        names,
        plan.prices,
        today,
        known.ordered,
        asked.behind(purchase.lines),
        known.latest,
    )


def keep(
    bought: Bought,
    workspace: Workspace,
    environment: Mapping[str, str],
    made_at: datetime,
    also: "Callable[[StoredPurchase], None] | None" = None,
) -> "StoredPurchase":
    """Note the orders in the workspace's database; they count from now on.

    `also`: what has to succeed as well, or nothing is noted. Raises InvalidInput, also if somebody noted other
    orders since.
    """
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
        return purchases.record(store, made, seen=bought.latest, also=also)


def cooked(
    plan: Plan, day: date, workspace: Workspace, environment: Mapping[str, str], entered_at: datetime
) -> tuple[tuple[Movement, ...], tuple[Need, ...]]:
    """Take what the plan cooks on a day out of the workspace's stock: the entries, and what was not there.

    Raises InvalidInput.
    """
    with workspace_store(workspace, environment) as store:
        from kagemi.store import kitchen_use

        wanted = [n for n in needs(plan) if is_bought(n, plan)]
        return kitchen_use.use_for_day(store, plan.problem.canteen, wanted, day, entered_at)


def delivery_days(days: Sequence[date], first: date) -> tuple[date, ...]:
    """The days on which food for these days may come: these from `first` on, and a few days ahead at most.

    Ahead of them the school is open from Monday to Friday; between them it is closed. A plan that is over is
    looked at as if it were still to come.
    """
    early = min(days) - timedelta(days=EARLY_DAYS)
    start = max(first, early) if first <= max(days) else early
    every = [start + timedelta(days=n) for n in range((max(days) - start).days + 1)]
    return tuple(d for d in every if d in days or (d < min(days) and d.weekday() < _SATURDAY))


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

        canteen, days = plan.problem.canteen, [d.date for d in plan.problem.days]
        with store.reading() as connection:
            lots = stock.balances(connection, canteen, with_empty=True)
            used = used_by_day(stock.movements(connection, lots=lots), lots)
            ahead = needs_ahead(connection, store.place, canteen, today, max(first, min(days)))
            states = purchases.states(connection, canteen=canteen)
            mine = purchases.states_of_days(connection, canteen, min(days), max(days))
            latest = purchases.latest(connection, canteen)
        own = outstanding((n for n in needs(plan) if today <= n.day < first and is_bought(n, plan)), used)
        earlier = sorted((*own, *(n for n in ahead if n.day not in days)), key=lambda n: (n.day, n.food))
        ids = {s.line.id for s in mine}
        coming = tuple(
            s.still
            for s in states
            if s.open_g and today <= s.line.deliver_on < (first if s.line.id in ids else max(first, min(days)))
        )
        return Known(quotes.current(store, today), lots, used, tuple(earlier), coming, mine, latest)


def _coming(
    known: Known, table: FoodTable, capacity: Mapping[str, float]
) -> dict[int, tuple[LotBalance, OrderLine]]:
    """What comes before the first day, as lots by number, with the lines that they come of."""
    found = {}
    for number, line in enumerate(known.coming, max((b.lot.id for b in known.lots), default=0) + 1):
        food = table.foods.get(line.food)
        keeps = _keeps(line.food, table, capacity)
        usual = table.usual_place(food) if food else None
        longest = max(PLACES, key=lambda place: keeps.get(place, -1))
        place = usual if usual and (usual in keeps or not keeps) else longest
        until = line.deliver_on + timedelta(days=keeps.get(place, 0))
        found[number] = expected(line, number, place, until), line
    return found


def _with_carried(
    purchase: Purchase, carried: Sequence[OrderLine], lines: Mapping[int, OrderLine], taken: Iterable[Draw]
) -> Purchase:
    """The purchase with the lines that stay as they are; what is drawn of food still to come is a use of it.

    `lines`: the lines by the numbers of their lots. `taken`: what earlier days take of them.
    """
    earlier = [d for d in taken if lines[d.lot] in carried]
    drawn = [d for d in (*earlier, *purchase.draws) if d.lot in lines]
    uses = [
        Use(i.supplier, i.food, i.deliver_on, i.unit, d.day, d.grams) for d in drawn for i in (lines[d.lot],)
    ]
    stays = sum(line.cost_idr for line in carried)
    return replace(
        purchase,
        needs=(*(Need(d.food, d.day, d.grams) for d in earlier), *purchase.needs),
        lines=tuple(sorted((*carried, *purchase.lines), key=_order)),
        uses=(*uses, *purchase.uses),
        draws=tuple(d for d in purchase.draws if d.lot not in lines),
        bound_idr=None if purchase.bound_idr is None else purchase.bound_idr + stays,
    )


def _order(line: OrderLine) -> tuple[str, date, str, str]:
    return line.supplier, line.deliver_on, line.food, line.unit


def _market(
    plan: Plan,
    wanted: Sequence[Need],
    offers: Iterable[Offer],
    asked: AskedPrices,
    days: tuple[date, ...],
) -> "Market":
    from kagemi.optimizer.purchase_model import Market

    foods = {n.food for n in wanted}
    book = {f: p for f in foods if (p := asked.book(f)) is not None}
    offered = tuple(o for o in offers if o.food in foods)
    nobody = sorted(book.keys() - {o.food for o in offered})
    offered += tuple(_market_offer(food, book[food]) for food in nobody)
    prices = {
        offer: round(price.idr_per_gram * offer.unit_grams)
        for offer in offered
        if (price := asked.of(offer.supplier, offer.food)) is not None
    }
    capacity = room(plan)
    return Market(
        offers=offered,
        prices=prices,
        suppliers=asked.suppliers,
        days=days,
        keeps={f: _keeps(f, asked.table, capacity) for f in foods},
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


def _market_offer(food: str, price: Price) -> Offer:
    return Offer(MARKET, food, price.unit, price.unit_grams, SCALE_STEP if price.unit == "kg" else 1.0)
