"""What was entered of an order line, set right: a receipt of the difference, and the stock with it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from kagemi.domain.message import say
from kagemi.domain.purchase import Receipt
from kagemi.store import quotes, stock
from kagemi.store.database import Store
from kagemi.store.errors import StoreError
from kagemi.store.purchases import Arrival, LineState, states
from kagemi.store.schema import RECEIPTS


@dataclass(frozen=True)
class Entered:
    """An order line as its receipts say, the day of the last of them, and its lots, the newest first."""

    state: LineState
    received_on: date
    lots: tuple[int, ...]


def correct(
    store: Store,
    line: int,
    canteen: str,
    meant: Callable[[Entered], Arrival],
    corrected_on: date,
    entered_at: datetime,
) -> Receipt:
    """Enter by how much the receipts of a line are wrong: together they then say what `meant` says.

    What is good is taken from or added to the newest lot, a lot is made where there is none; the receipts stay.
    Raises `StoreError` if nothing of the line came, if the receipts say so already, or as `stock.correct`.
    """

    def enter(connection: Connection) -> Receipt:
        entered = _entered(connection, store.place, line, canteen)
        arrival = meant(entered)
        state, receipt = entered.state, arrival.receipt
        grams = receipt.grams - state.received_g
        spoiled = receipt.spoiled_grams - state.spoiled_g
        paid = receipt.paid_idr - state.paid_idr
        if not (grams or spoiled or paid):
            raise StoreError(store.place, say("line {line} says so already", line=line))
        lot = _move(connection, entered, arrival, grams - spoiled, corrected_on, entered_at)
        if arrival.quote is not None:
            quotes.adding((arrival.quote,), entered_at)(connection)
        values: dict[str, Any] = {
            "order_line": line,
            "supplier": receipt.supplier,
            "food": receipt.food,
            "received_on": entered.received_on,
            "grams": grams,
            "spoiled_grams": spoiled,
            "paid_idr": paid,
            "lot": lot,
            "note": receipt.note,
        }
        query = insert(RECEIPTS).returning(RECEIPTS.c.id)
        number = connection.execute(query, {**values, "entered_at": entered_at}).scalar_one()
        return Receipt(**values, id=number)

    return store.write(enter)


def _entered(connection: Connection, place: str, line: int, canteen: str) -> Entered:
    state = next(iter(states(connection, [line], canteen=canteen)), None)
    if state is None:
        what = say("there is no order line {line}", line=line)
        raise StoreError(place, what, say("kagemi receive lists what was ordered"))
    query = select(RECEIPTS.c.received_on, RECEIPTS.c.lot).where(RECEIPTS.c.order_line == line)
    rows = list(connection.execute(query.order_by(RECEIPTS.c.id.desc())))
    if not rows:
        what = say("nothing of line {line} was entered: there is nothing to correct", line=line)
        raise StoreError(place, what, say("enter what came without --correct"))
    return Entered(state, rows[0].received_on, tuple(row.lot for row in rows if row.lot is not None))


def _move(
    connection: Connection,
    entered: Entered,
    arrival: Arrival,
    good: int,
    corrected_on: date,
    entered_at: datetime,
) -> int | None:
    """Let the stock follow by `good` grams more or less; the number of a new lot if one was made."""
    if good > 0 and not entered.lots:
        assert arrival.lot is not None
        return stock.add_lot(connection, arrival.lot, good, entered_at).id
    for entry, grams in _begun(connection, entered.lots):
        changed = max(good, -grams)
        if changed:
            meant = grams + changed
            stock.add_correction(connection, entry, meant, corrected_on, entered_at, arrival.receipt.note)
        good -= changed
    return None


def _begun(connection: Connection, lots: Iterable[int]) -> Iterable[tuple[int, int]]:
    """The entry that each lot began with, and the grams that it stands for with its corrections."""
    for lot in lots:
        ledger = stock.movements(connection, lot)
        first = next(m for m in ledger if m.kind == "received")
        yield first.id, first.grams + sum(m.grams for m in ledger if m.corrects == first.id)
