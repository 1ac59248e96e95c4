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


TOO_MUCH = 1.5
"""What comes is more than so many times what was to come: most likely a slip, or another unit."""


@dataclass(frozen=True)
class Amount:
    """So much as somebody wrote it: thousandths of a kilogram or, with a unit, of the line's unit."""

    thousandths: int
    unit: str = ""

    def grams(self, line: OrderLine) -> int | None:
        """Gross grams; None if the line is not ordered by that unit."""
        unit = self.unit.strip().casefold()
        if unit in ("", "kg"):
            return self.thousandths
        return round(self.thousandths * line.unit_grams / 1000) if unit == line.unit.casefold() else None


@dataclass(frozen=True)
class Came:
    """What somebody says of an order line; what is left out is as ordered, or looked up.

    What came in all, and what of it was spoiled; rupiah paid for it all.
    """

    line: int
    amount: Amount | None = None
    spoiled: Amount = Amount(0)
    paid_idr: int | None = None
    place: Place | None = None
    use_before: date | None = None
    note: str = ""
    accept_unusual: bool = False
    """The price may be far from the one agreed."""

    def grams(self, state: "LineState") -> int:
        """Gross grams that came: what is still to come, unless told."""
        return (self.amount.grams(state.line) or 0) if self.amount else state.open_g

    def spoiled_grams(self, state: "LineState") -> int:
        """Gross grams that were spoiled."""
        return self.spoiled.grams(state.line) or 0


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
    table, suppliers = tables_of(workspace)
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
    return Board(found, names_in(found, table), suppliers)


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
    `more`: lines may take more than was ordered. Raises InvalidInput.
    """
    table, suppliers = tables_of(workspace)
    canteen, numbers = canteen_of(workspace), [c.line for c in came]

    def arrivals(named: "tuple[LineState, ...]", counting: "tuple[LineState, ...]") -> "list[Arrival]":
        states, counted = {s.line.id: s for s in named}, {s.line.id for s in counting}
        faults = [unknown(n) for n in numbers if n not in states]
        faults += [_replaced(s.line, counting) for n, s in states.items() if n not in counted]
        known = [(c, states[c.line]) for c in came if c.line in states]
        faults += [f for c, state in known if (f := _fault(c, state, table, more)) is not None]
        if faults:
            raise InvalidInput(tuple(faults))
        return [arrival_of(c, state, table, received_on, canteen) for c, state in known]

    with workspace_store(workspace, environment) as store:
        from kagemi.store import purchases

        receipts = purchases.settle(store, numbers, canteen, arrivals, entered_at, more=more)
        after = purchases.states(store, numbers)
    return receipts, Board(after, names_in(after, table), suppliers)


def unknown(line: int) -> Fault:
    """There is no such line."""
    what = say("there is no order line {line}", line=line)
    return Fault(Where(), what, say("kagemi receive lists what was ordered"))


def _replaced(line: OrderLine, counting: "Iterable[LineState]") -> Fault:
    """Another order took the place of the line: which of its lines is meant now."""
    same = [
        s.line for s in counting if (s.line.supplier, s.line.food) == (line.supplier, line.food) and s.open_g
    ]
    near = min(same, key=lambda i: (abs((i.deliver_on - line.deliver_on).days), i.id), default=None)
    what = say("line {line} is of an order that a later one took the place of", line=line.id)
    if near is None:
        return Fault(Where(), what, say("nothing took its place: enter it with kagemi stock add if it came"))
    return Fault(Where(), what, say("it is line {line} now, for {day}", line=near.id, day=near.deliver_on))


def _fault(came: Came, state: "LineState", table: FoodTable, more: bool) -> Fault | None:
    """What cannot be as it was said."""
    line = state.line
    fault = amount_fault(came, line) or _nothing_or_too_much(came, state, more)
    if fault is not None:
        return fault
    grams = came.grams(state)
    if came.spoiled_grams(state) > grams:
        what = say("line {line}: more is spoiled than came", line=came.line)
        return Fault(Where(), what, say("write what came in all, and how much of that was spoiled"))
    if came.place is None and _place(line.food, table) is None:
        what = say("nobody has said where {food} is kept", food=line.food)
        return Fault(Where(), what, say("say it with --place, or add it to storage_life.csv"))
    return price_fault(came, line, grams, came.spoiled_grams(state))


def amount_fault(came: Came, line: OrderLine) -> Fault | None:
    """A unit by which the line is not ordered."""
    for amount in (came.amount, came.spoiled):
        if amount is not None and amount.grams(line) is None:
            holes = {"line": line.id, "unit": line.unit, "written": amount.unit}
            what = say("line {line} is ordered by the {unit}, not by the {written}", **holes)
            return Fault(Where(), what, say("write kilograms, or so many {unit}", unit=line.unit))
    return None


def _nothing_or_too_much(came: Came, state: "LineState", more: bool) -> Fault | None:
    line, grams = state.line, came.grams(state)
    if came.amount is not None and not grams:
        what = say("line {line}: 0 kg is nothing to enter", line=line.id)
        return Fault(Where(), what, say("what does not come stays open; kagemi buy orders it anew"))
    return None if more or not state.open_g else too_much(came, line, grams, state.open_g)


def too_much(came: Came, line: OrderLine, grams: int, expected_g: float) -> Fault | None:
    """Far more than was to come."""
    if grams <= TOO_MUCH * expected_g:
        return None
    holes = {"line": line.id, "kg": grams / 1000, "open": expected_g / 1000}
    what = say("line {line}: {kg:g} kg cannot be right, {open:g} kg were to come", **holes)
    if line.unit != "kg" and came.amount is not None and not came.amount.unit:
        written = f"{came.amount.thousandths / 1000:g} {line.unit}"
        return Fault(
            Where(), what, say("write {amount} if you counted; if so much came, say --more", amount=written)
        )
    return Fault(Where(), what, say("if so much came, say --more"))


def price_fault(came: Came, line: OrderLine, grams: int, spoiled_g: int) -> Fault | None:
    """A price that can hardly be."""
    if not _is_unusual(came, line, grams, spoiled_g):
        return None
    what = say(
        "line {line}: {paid:,} rupiah for {kg:g} kg is far from the price agreed, {agreed:,} rupiah",
        line=came.line,
        paid=came.paid_idr,
        kg=grams / 1000,
        agreed=round(agreed(line, grams)),
    )
    return Fault(Where(), what, say("correct it, or say --accept-unusual if it is right"))


def agreed(line: OrderLine, grams: float) -> float:
    """Rupiah of so many gross grams at the price of the order."""
    return line.price_idr * grams / line.unit_grams


def _is_unusual(came: Came, line: OrderLine, grams: int, spoiled_g: int) -> bool:
    """True if the price was told and can hardly be; food may be given away, and spoiled food be cheap."""
    expected = agreed(line, grams)
    if came.accept_unusual or not came.paid_idr or not expected or came.paid_idr == line.cost_idr:
        return False
    times = came.paid_idr / expected
    return times >= UNUSUAL or (times <= 1 / UNUSUAL and not spoiled_g)


def arrival_of(came: Came, state: "LineState", table: FoodTable, received_on: date, canteen: str) -> "Arrival":
    """What came, as it is entered: the receipt, the lot and the price."""
    from kagemi.store.purchases import Arrival

    line = state.line
    grams, spoiled = came.grams(state), came.spoiled_grams(state)
    paid = round(agreed(line, grams)) if came.paid_idr is None else came.paid_idr
    place = came.place or _place(line.food, table)
    assert place is not None
    use_before = came.use_before or _use_before(line.food, table, received_on, place)
    per_kg = paid / grams * 1000 if grams else None
    good = grams - spoiled
    lot = Lot(line.food, line.supplier, received_on, place, use_before, per_kg, came.note, canteen)
    receipt = Receipt(
        supplier=line.supplier,
        food=line.food,
        received_on=received_on,
        grams=grams,
        spoiled_grams=spoiled,
        paid_idr=paid,
        order_line=line.id,
        note=came.note,
    )
    return Arrival(receipt, lot if good else None, _quote(came, state, received_on))


def _quote(came: Came, state: "LineState", received_on: date) -> Quote | None:
    """The price of a unit that was paid, if it is not the one agreed; None of the market, or of nothing.

    What is paid for the whole line when a part of it comes is as agreed; less for what is spoiled is no price.
    """
    line, paid_idr, grams = state.line, came.paid_idr, came.grams(state)
    if not line.supplier or not grams or not paid_idr:
        return None
    so_far = state.received_g + grams
    if abs(paid_idr - agreed(line, grams)) <= 1 or paid_idr == line.cost_idr:
        return None
    if state.received_g and abs(state.paid_idr + paid_idr - agreed(line, so_far)) <= 1:
        return None
    price = round(paid_idr * line.unit_grams / grams)
    if price == line.price_idr or (came.spoiled_grams(state) and price < line.price_idr):
        return None
    return Quote(line.supplier, line.food, line.unit, line.unit_grams, price, received_on, source=RECEIVED)


def _place(food: str, table: FoodTable) -> Place | None:
    known = table.foods.get(food)
    return table.usual_place(known) if known else None


def _use_before(food: str, table: FoodTable, received_on: date, place: Place) -> date | None:
    known = table.foods.get(food)
    return table.storage_life(known).use_before(received_on, place) if known else None


def tables_of(workspace: Workspace) -> tuple[FoodTable, Mapping[str, Supplier]]:
    """Foods and traders; raises InvalidInput if their tables have faults."""
    table, faults = load_food_table(workspace.nutrition_data)
    suppliers, _, more = load_suppliers(workspace.nutrition_data, table.foods)
    if any(f.severity == "error" for f in (*faults, *more)):
        raise InvalidInput((*faults, *more))
    return table, suppliers


def names_in(states: "Iterable[LineState]", table: FoodTable) -> dict[str, Text]:
    """What the foods of the lines are called."""
    foods = {s.line.food for s in states}
    known = {food: table.foods[food] for food in foods if food in table.foods}
    return {f: Text(known[f].name_id, known[f].name_en) if f in known else Text(f, f) for f in foods}
