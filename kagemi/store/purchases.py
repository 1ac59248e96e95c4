"""What was ordered for plans, and what came of it: rows are added, never changed."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, and_, func, insert, select

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


@dataclass(frozen=True)
class Arrival:
    """What came of an order line: the receipt, the lot that it makes, and a price other than agreed."""

    receipt: Receipt
    lot: Lot | None
    quote: Quote | None = None


def record(store: Store, purchase: StoredPurchase) -> StoredPurchase:
    """Add a purchase; one with the same lines as the newest of the same canteen and days is returned instead.

    `made_at` has a time zone; the ids given are not looked at. Raises `StoreError`.
    """
    if purchase.made_at.tzinfo is None:
        raise ValueError(f"{purchase.made_at.isoformat()} has no time zone")
    same = _of_days(purchase.canteen, purchase.first_day, purchase.last_day)

    def add(connection: Connection) -> StoredPurchase:
        newest = _newest(connection, same)
        if newest is not None and _amounts(newest.lines) == _amounts(purchase.lines):
            return newest
        values = {c.name: getattr(purchase, c.name) for c in PURCHASES.c if c.name != "id"}
        number = connection.execute(insert(PURCHASES).returning(PURCHASES.c.id), values).scalar_one()
        rows = [{**row, "purchase": number} for row in _amounts(purchase.lines)]
        if rows:
            connection.execute(insert(ORDER_LINES), rows)
        added = _newest(connection, same)
        assert added is not None
        return added

    return store.write(add)


def newest(store: Store, canteen: str, first: date, last: date) -> StoredPurchase | None:
    """The purchase of just these days that counts, None if there is none; raises `StoreError`."""
    with store.reading() as connection:
        return _newest(connection, _of_days(canteen, first, last))


def states(store: Store, lines: Collection[int] | None = None) -> tuple[LineState, ...]:
    """These lines, or those of all purchases that count, and what came of them; by day and trader.

    Raises `StoreError`.
    """
    with store.reading() as connection:
        if lines is not None:
            return _states(connection, ORDER_LINES.c.id.in_(lines))
        return _states(connection, ORDER_LINES.c.purchase.in_(_counting(connection)))


def receive(
    store: Store, arrivals: Sequence[Arrival], entered_at: datetime, *, more: bool = False
) -> tuple[Receipt, ...]:
    """Enter receipts with their lots and prices, all or none; the receipts with their numbers.

    A line that is complete takes no more unless `more`. Raises `StoreError`.
    """

    def add(connection: Connection) -> tuple[Receipt, ...]:
        return tuple(_take_in(connection, store.place, arrival, entered_at, more) for arrival in arrivals)

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


def _counting(connection: Connection) -> list[int]:
    """The newest purchase of each canteen's days."""
    query = select(PURCHASES.c.id, PURCHASES.c.canteen, PURCHASES.c.first_day, PURCHASES.c.last_day)
    ordered = connection.execute(query.order_by(PURCHASES.c.made_at, PURCHASES.c.id))
    return list({tuple(days): number for number, *days in ordered}.values())


def _of_days(canteen: str, first: date, last: date) -> ColumnElement[bool]:
    return and_(PURCHASES.c.canteen == canteen, PURCHASES.c.first_day == first, PURCHASES.c.last_day == last)


def _newest(connection: Connection, same: ColumnElement[bool]) -> StoredPurchase | None:
    order = (PURCHASES.c.made_at.desc(), PURCHASES.c.id.desc())
    row = connection.execute(select(PURCHASES).where(same).order_by(*order).limit(1)).mappings().first()
    if row is None:
        return None
    states = _states(connection, ORDER_LINES.c.purchase == row["id"])
    return StoredPurchase(**row, lines=tuple(state.line for state in states))


def _amounts(lines: Iterable[OrderLine]) -> list[dict[str, object]]:
    """The lines as rows, in an order of their own."""
    columns = [c.name for c in _LINE if c.name != "id"]
    rows = [{name: getattr(line, name) for name in columns} for line in lines]
    return sorted(rows, key=lambda row: [str(row[name]) for name in columns])
