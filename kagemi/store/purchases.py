"""What was ordered for plans, and what came of it: rows are added, never changed."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, insert, or_, select

from kagemi.domain.message import Message, say
from kagemi.domain.purchase import OrderLine, Receipt
from kagemi.domain.stock import Lot
from kagemi.domain.supplier import Quote
from kagemi.store import quotes, stock
from kagemi.store.database import Store
from kagemi.store.errors import StoreError
from kagemi.store.schema import ORDER_LINES, PURCHASES, RECEIPTS


@dataclass(frozen=True)
class StoredPurchase:
    """A purchase as it was recorded."""

    id: int
    canteen: str
    first_day: date
    last_day: date
    fingerprint: str
    """Of the plan."""
    made_at: datetime
    """UTC."""
    lines: tuple[OrderLine, ...] = ()


@dataclass(frozen=True)
class LineState:
    """An order line and what came of it so far: gross grams, those of them that were spoiled, rupiah paid."""

    line: OrderLine
    received_g: int = 0
    spoiled_g: int = 0
    paid_idr: int = 0

    @property
    def open_g(self) -> int:
        """Whole grams that are still to come."""
        return max(0, round(self.line.grams) - self.received_g)

    @property
    def still(self) -> OrderLine:
        """The line with what is still to come of it."""
        return replace(self.line, units=self.open_g / self.line.unit_grams) if self.received_g else self.line


@dataclass(frozen=True)
class Arrival:
    """What came of an order line: the receipt, the lot that it makes, and a price other than agreed."""

    receipt: Receipt
    lot: Lot | None
    quote: Quote | None = None


def record(
    store: Store,
    purchase: StoredPurchase,
    *,
    seen: int | None = None,
    also: Callable[[StoredPurchase], None] | None = None,
) -> StoredPurchase:
    """Add a purchase; one with the same lines as the newest of the same canteen and days is returned instead.

    From then on it counts, and what was ordered before for the days that it spans does not (see `counting`).
    `made_at` has a time zone; the ids given are not looked at. `seen`: the canteen's `latest` purchase that
    this one knows of. `also`: what has to succeed as well, or nothing is recorded. Raises `StoreError`, also if
    somebody has recorded another purchase since.
    """
    if purchase.made_at.tzinfo is None:
        raise ValueError(f"{purchase.made_at.isoformat()} has no time zone")
    days = _of_days(purchase.canteen, purchase.first_day, purchase.last_day)

    def add(connection: Connection) -> StoredPurchase:
        noted = note(connection)
        if also is not None:
            also(noted)
        return noted

    def note(connection: Connection) -> StoredPurchase:
        newest = _newest(connection, days)
        same = newest is not None and _amounts(newest.lines) == _amounts(purchase.lines)
        if newest is not None and same and not _is_overlaid(connection, newest):
            return newest
        if seen is not None and latest(connection, purchase.canteen) != seen:
            what = say("somebody noted other orders while these were worked out: nothing is noted")
            raise StoreError(store.place, what, say("buy again: what is ordered now is taken into account"))
        values = {c.name: getattr(purchase, c.name) for c in PURCHASES.c if c.name != "id"}
        number = connection.execute(insert(PURCHASES).returning(PURCHASES.c.id), values).scalar_one()
        rows = [{**row, "purchase": number} for row in _amounts(purchase.lines)]
        if rows:
            connection.execute(insert(ORDER_LINES), rows)
        added = _newest(connection, days)
        assert added is not None
        return added

    return store.write(add)


def latest(connection: Connection, canteen: str) -> int:
    """The number of the last purchase of a canteen, 0 if there is none."""
    query = select(func.max(PURCHASES.c.id)).where(PURCHASES.c.canteen == canteen)
    return int(connection.scalar(query) or 0)


def newest(store: Store, canteen: str, first: date, last: date) -> StoredPurchase | None:
    """The last purchase of just these days, None if there is none; raises `StoreError`."""
    with store.reading() as connection:
        return _newest(connection, _of_days(canteen, first, last))


def states(
    source: Store | Connection, lines: Collection[int] | None = None, *, canteen: str | None = None
) -> tuple[LineState, ...]:
    """These lines, or all that count, and what came of them; by day and trader.

    `canteen`: None for all that share the database. Raises `StoreError`.
    """
    if isinstance(source, Store):
        with source.reading() as connection:
            return states(connection, lines, canteen=canteen)
    of: ColumnElement[bool] = ORDER_LINES.c.id.in_(counting() if lines is None else lines)
    if canteen is not None:
        own = select(PURCHASES.c.id).where(PURCHASES.c.canteen == canteen)
        of = and_(of, ORDER_LINES.c.purchase.in_(own))
    return _states(source, of)


def states_of_days(connection: Connection, canteen: str, first: date, last: date) -> tuple[LineState, ...]:
    """Lines that count until another purchase of these days is recorded, and what came of them."""
    mine = select(ORDER_LINES.c.id).join(PURCHASES)
    mine = mine.where(PURCHASES.c.canteen == canteen, _is_replaced(first, last))
    return _states(connection, and_(ORDER_LINES.c.id.in_(counting()), ORDER_LINES.c.id.in_(mine)))


def counting() -> Select[tuple[int]]:
    """The numbers of the order lines that count.

    A purchase takes the place of all that its canteen ordered before for the days that it spans: of plans that
    share a day with it, the lines that come on its days, or for no earlier day than its first.
    """
    return select(ORDER_LINES.c.id).join(PURCHASES).where(~_is_superseded())


def _is_superseded() -> ColumnElement[bool]:
    later = PURCHASES.alias("later")
    return exists().where(
        later.c.canteen == PURCHASES.c.canteen,
        later.c.id > PURCHASES.c.id,
        _is_replaced(later.c.first_day, later.c.last_day),
    )


def _is_replaced(first: ColumnElement[date] | date, last: ColumnElement[date] | date) -> ColumnElement[bool]:
    """True for a line, with its purchase, that a later purchase of these days takes the place of."""
    return and_(
        PURCHASES.c.first_day <= last,
        PURCHASES.c.last_day >= first,
        ORDER_LINES.c.deliver_on <= last,
        or_(ORDER_LINES.c.deliver_on >= first, PURCHASES.c.first_day >= first),
    )


def _is_overlaid(connection: Connection, newest: StoredPurchase) -> bool:
    """True if a later purchase of the canteen has a day in common with this one."""
    later = select(PURCHASES.c.id).where(
        PURCHASES.c.canteen == newest.canteen,
        PURCHASES.c.id > newest.id,
        PURCHASES.c.first_day <= newest.last_day,
        PURCHASES.c.last_day >= newest.first_day,
    )
    return connection.execute(later.limit(1)).first() is not None


def receive(
    store: Store, arrivals: Sequence[Arrival], entered_at: datetime, *, more: bool = False
) -> tuple[Receipt, ...]:
    """Enter receipts with their lots and prices, all or none; the receipts with their numbers.

    A line that is complete takes no more unless `more`. Raises `StoreError`.
    """

    def add(connection: Connection) -> tuple[Receipt, ...]:
        return tuple(_take_in(connection, store.place, arrival, entered_at, more) for arrival in arrivals)

    return store.write(add)


def settle(
    store: Store,
    lines: Collection[int],
    canteen: str,
    arrivals: Callable[[tuple[LineState, ...], tuple[LineState, ...]], Sequence[Arrival]],
    entered_at: datetime,
    *,
    more: bool = False,
) -> tuple[Receipt, ...]:
    """As `receive`; `arrivals` says what came, given the lines as they are when it is written.

    It gets these lines, and all lines of the canteen that count.
    """

    def add(connection: Connection) -> tuple[Receipt, ...]:
        named = states(connection, lines, canteen=canteen)
        came = arrivals(named, states(connection, canteen=canteen))
        return tuple(_take_in(connection, store.place, arrival, entered_at, more) for arrival in came)

    return store.write(add)


def _take_in(connection: Connection, place: str, arrival: Arrival, entered_at: datetime, more: bool) -> Receipt:
    number = arrival.receipt.order_line
    state = next(iter(_states(connection, ORDER_LINES.c.id == number)), None)
    if state is None:
        what = say("there is no order line {line}", line=number)
        raise StoreError(place, what, say("kagemi receive lists what was ordered"))
    if not state.open_g and not more:
        raise StoreError(place, *_complete(state))
    good = arrival.receipt.grams - arrival.receipt.spoiled_grams
    lot = stock.add_lot(connection, arrival.lot, good, entered_at) if arrival.lot and good else None
    if arrival.quote is not None:
        quotes.adding((arrival.quote,), entered_at)(connection)
    row = {c.name: getattr(arrival.receipt, c.name) for c in RECEIPTS.c if c.name not in ("id", "entered_at")}
    row |= {"lot": lot.id if lot else None, "entered_at": entered_at}
    added = connection.execute(insert(RECEIPTS).returning(RECEIPTS.c.id), row).scalar_one()
    del row["entered_at"]
    return Receipt(**row, id=added)


def _complete(state: LineState) -> tuple[Message, Message]:
    what = say(
        "line {line} is complete: {kg:g} kg of {food} have come",
        line=state.line.id,
        kg=state.received_g / 1000,
        food=state.line.food,
    )
    return what, say("if more came, say so with --more")


def _states(connection: Connection, of: ColumnElement[bool]) -> tuple[LineState, ...]:
    sums = (
        func.coalesce(func.sum(RECEIPTS.c.grams), 0),
        func.coalesce(func.sum(RECEIPTS.c.spoiled_grams), 0),
        func.coalesce(func.sum(RECEIPTS.c.paid_idr), 0),
    )
    query = (
        select(*_LINE, *sums)
        .outerjoin(RECEIPTS, RECEIPTS.c.order_line == ORDER_LINES.c.id)
        .where(of)
        .group_by(*_LINE)
        .order_by(ORDER_LINES.c.deliver_on, ORDER_LINES.c.supplier, ORDER_LINES.c.id)
    )
    found = []
    for row in connection.execute(query):
        *line, received, spoiled, paid = row
        names = (c.name for c in _LINE)
        state = LineState(
            OrderLine(**dict(zip(names, line, strict=True))), int(received), int(spoiled), int(paid)
        )
        found.append(state)
    return tuple(found)


_LINE = tuple(c for c in ORDER_LINES.c if c.name != "purchase")


def _of_days(canteen: str, first: date, last: date) -> ColumnElement[bool]:
    return and_(PURCHASES.c.canteen == canteen, PURCHASES.c.first_day == first, PURCHASES.c.last_day == last)


def _newest(connection: Connection, same: ColumnElement[bool]) -> StoredPurchase | None:
    query = select(PURCHASES).where(same).order_by(PURCHASES.c.id.desc()).limit(1)
    row = connection.execute(query).mappings().first()
    if row is None:
        return None
    states = _states(connection, ORDER_LINES.c.purchase == row["id"])
    return StoredPurchase(**row, lines=tuple(state.line for state in states))


def _amounts(lines: Iterable[OrderLine]) -> list[dict[str, object]]:
    """The lines as rows, in an order of their own."""
    columns = [c.name for c in _LINE if c.name != "id"]
    rows = [{name: getattr(line, name) for name in columns} for line in lines]
    return sorted(rows, key=lambda row: [str(row[name]) for name in columns])
