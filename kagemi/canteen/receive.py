"""Taking food in: what of the orders came, at what price, short or spoiled."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from kagemi.canteen.history import canteen_of
from kagemi.domain.food import FoodTable
from kagemi.domain.message import Fault, InvalidInput, Text, Where, say
from kagemi.domain.purchase import OrderLine, Receipt
from kagemi.domain.stock import Lot, Place
from kagemi.domain.supplier import Quote, Supplier
from kagemi.files.hints import did_you_mean
from kagemi.files.nutrition import load_food_table
from kagemi.files.suppliers import NO_SUPPLIER, load_suppliers
from kagemi.files.workspace import Workspace
from kagemi.memory import store_if_any, workspace_store

if TYPE_CHECKING:
    from kagemi.store.purchases import Arrival, LineState

RECEIVED = "received"
"""The source of a price that was paid and not agreed."""
UNUSUAL = 3.0
"""A price so many times the one agreed, or so small a part of it, is taken for a slip."""


@dataclass(frozen=True)
class Came:
    """What somebody says of an order line; what is left out is as ordered, or looked up.

    Gross grams in all, and those of them that were spoiled; rupiah paid for it all.
    """

    line: int
    grams: int | None = None
    spoiled_grams: int = 0
    paid_idr: int | None = None
    place: Place | None = None
    use_before: date | None = None
    note: str = ""
    accept_unusual: bool = False
    """The price may be far from the one agreed."""


@dataclass(frozen=True)
class Board:
    """The order lines that count, with names for a reader."""

    states: "tuple[LineState, ...]"
    names: Mapping[str, Text]
    suppliers: Mapping[str, Supplier]


def ordered(
    workspace: Workspace,
    environment: Mapping[str, str],
    *,
    supplier: str = "",
    day: date | None = None,
    with_complete: bool = False,
) -> Board:
    """What was ordered and is still to come, of a trader and for a day if they are named.

    `with_complete`: what came in full too. Raises InvalidInput.
    """
    table, suppliers = _tables(workspace)
    with store_if_any(workspace, environment) as store:
        states: tuple[LineState, ...] = ()
        if store is not None:
            from kagemi.store import purchases

            states = purchases.states(store, canteen=canteen_of(workspace))
    traders = sorted({s.line.supplier for s in states} | suppliers.keys())
    if supplier and supplier not in traders:
        what = say(NO_SUPPLIER.template, written=supplier)
        raise InvalidInput((Fault(Where(), what, did_you_mean(supplier, traders)),))
    found = tuple(
        s
        for s in states
        if supplier in ("", s.line.supplier)
        and day in (None, s.line.deliver_on)
        and (s.open_g or with_complete)
    )
    return Board(found, _names(found, table), suppliers)


def receive(
    workspace: Workspace,
    environment: Mapping[str, str],
    came: Sequence[Came],
    received_on: date,
    entered_at: datetime,
    *,
    more: bool = False,
) -> tuple[tuple[Receipt, ...], Board]:
    """Enter what came of order lines, all or none; the receipts, and their lines as they are then.

    What is good becomes a lot; a price that was not the one agreed becomes the trader's quote of the day.
    `more`: lines that are complete take more. Raises InvalidInput.
    """
    table, suppliers = _tables(workspace)
    canteen, numbers = canteen_of(workspace), [c.line for c in came]

    def arrivals(open_now: "tuple[LineState, ...]") -> "list[Arrival]":
        states = {s.line.id: s for s in open_now}
        faults = [_unknown(n) for n in numbers if n not in states]
        known = [(c, states[c.line]) for c in came if c.line in states]
        faults += [f for c, state in known if (f := _fault(c, state, table)) is not None]
        if faults:
            raise InvalidInput(tuple(faults))
        return [_arrival(c, state, table, received_on, canteen) for c, state in known]

    with workspace_store(workspace, environment) as store:
        from kagemi.store import purchases

        receipts = purchases.settle(store, numbers, canteen, arrivals, entered_at, more=more)
        after = purchases.states(store, numbers)
    return receipts, Board(after, _names(after, table), suppliers)


def _unknown(line: int) -> Fault:
    what = say("there is no order line {line}", line=line)
    return Fault(Where(), what, say("kagemi receive lists what was ordered"))


def _fault(came: Came, state: "LineState", table: FoodTable) -> Fault | None:
    """What cannot be as it was said."""
    grams = state.open_g if came.grams is None else came.grams
    if came.spoiled_grams > grams:
        what = say("line {line}: more is spoiled than came", line=came.line)
        return Fault(Where(), what, say("write what came in all, and how much of that was spoiled"))
    if came.place is None and _place(state.line.food, table) is None:
        what = say("nobody has said where {food} is kept", food=state.line.food)
        return Fault(Where(), what, say("say it with --place, or add it to storage_life.csv"))
    if _is_unusual(came, state.line, grams):
        what = say(
            "line {line}: {paid:,} rupiah for {kg:g} kg is far from the price agreed, {agreed:,} rupiah",
            line=came.line,
            paid=came.paid_idr,
            kg=grams / 1000,
            agreed=round(_agreed(state.line, grams)),
        )
        return Fault(Where(), what, say("correct it, or say --accept-unusual if it is right"))
    return None


def _agreed(line: OrderLine, grams: int) -> float:
    """Rupiah of so many gross grams at the price of the order."""
    return line.price_idr * grams / line.unit_grams


def _is_unusual(came: Came, line: OrderLine, grams: int) -> bool:
    """True if the price was told and can hardly be; food may be given away, and spoiled food be cheap."""
    agreed = _agreed(line, grams)
    if came.accept_unusual or not came.paid_idr or not agreed or came.paid_idr == line.cost_idr:
        return False
    times = came.paid_idr / agreed
    return times >= UNUSUAL or (times <= 1 / UNUSUAL and not came.spoiled_grams)


def _arrival(came: Came, state: "LineState", table: FoodTable, received_on: date, canteen: str) -> "Arrival":
    from kagemi.store.purchases import Arrival

    line = state.line
    grams = state.open_g if came.grams is None else came.grams
    paid = round(_agreed(line, grams)) if came.paid_idr is None else came.paid_idr
    place = came.place or _place(line.food, table)
    assert place is not None
    use_before = came.use_before or _use_before(line.food, table, received_on, place)
    per_kg = paid / grams * 1000 if grams else None
    good = grams - came.spoiled_grams
    lot = Lot(line.food, line.supplier, received_on, place, use_before, per_kg, came.note, canteen)
    receipt = Receipt(
        supplier=line.supplier,
        food=line.food,
        received_on=received_on,
        grams=grams,
        spoiled_grams=came.spoiled_grams,
        paid_idr=paid,
        order_line=line.id,
        note=came.note,
    )
    return Arrival(receipt, lot if good else None, _quote(came, state, grams, received_on))


def _quote(came: Came, state: "LineState", grams: int, received_on: date) -> Quote | None:
    """The price of a unit that was paid, if it is not the one agreed; None of the market, or of nothing.

    What is paid for the whole line when a part of it comes is as agreed; less for what is spoiled is no price.
    """
    line, paid_idr = state.line, came.paid_idr
    if not line.supplier or not grams or not paid_idr:
        return None
    so_far = state.received_g + grams
    if abs(paid_idr - _agreed(line, grams)) <= 1 or paid_idr == line.cost_idr:
        return None
    if state.received_g and abs(state.paid_idr + paid_idr - _agreed(line, so_far)) <= 1:
        return None
    price = round(paid_idr * line.unit_grams / grams)
    if price == line.price_idr or (came.spoiled_grams and price < line.price_idr):
        return None
    return Quote(line.supplier, line.food, line.unit, line.unit_grams, price, received_on, source=RECEIVED)


def _place(food: str, table: FoodTable) -> Place | None:
    known = table.foods.get(food)
    return table.usual_place(known) if known else None


def _use_before(food: str, table: FoodTable, received_on: date, place: Place) -> date | None:
    known = table.foods.get(food)
    return table.storage_life(known).use_before(received_on, place) if known else None


def _tables(workspace: Workspace) -> tuple[FoodTable, Mapping[str, Supplier]]:
    table, faults = load_food_table(workspace.nutrition_data)
    suppliers, _, more = load_suppliers(workspace.nutrition_data, table.foods)
    if any(f.severity == "error" for f in (*faults, *more)):
        raise InvalidInput((*faults, *more))
    return table, suppliers


def _names(states: "Iterable[LineState]", table: FoodTable) -> dict[str, Text]:
    foods = {s.line.food for s in states}
    known = {food: table.foods[food] for food in foods if food in table.foods}
    return {f: Text(known[f].name_id, known[f].name_en) if f in known else Text(f, f) for f in foods}
