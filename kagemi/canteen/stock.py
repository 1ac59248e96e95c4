"""The store room: what lies there, what came in, was used, thrown away, counted, corrected."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from kagemi.canteen.history import canteen_of
from kagemi.domain.food import Food, FoodTable
from kagemi.domain.message import Fault, InvalidInput, Text, Where, say
from kagemi.domain.stock import SOON_DAYS, Lot, LotBalance, MoveKind, Movement, Place
from kagemi.files.food_names import food_names as index_of_names
from kagemi.files.hints import did_you_mean
from kagemi.files.nutrition import load_food_table
from kagemi.files.suppliers import NO_SUPPLIER, load_suppliers
from kagemi.files.workspace import Workspace
from kagemi.memory import store_if_any, workspace_store

State = Literal["past", "soon", ""]
"""Past its day, to be cooked soon, or neither."""


@dataclass(frozen=True)
class StockLine:
    """A lot as a list of the stock shows it."""

    lot: int
    food: str
    name: Text
    kg: float
    supplier: str
    supplier_name: str
    """The trader's id where suppliers.csv does not know it."""
    received_on: date
    place: Place
    use_before: date | None
    days_left: int | None
    state: State
    idr_per_kg: float | None
    note: str


@dataclass(frozen=True)
class Entry:
    """A movement as the ledger shows it; `balance_kg` is what its lot held after it."""

    id: int
    lot: int
    food: str
    name: Text
    kind: MoveKind
    kg: float
    balance_kg: float
    moved_on: date
    corrects: int | None
    note: str


@dataclass(frozen=True)
class Arrival:
    """What came in, as somebody enters it; what is left out is looked up."""

    food: str
    grams: int
    received_on: date
    supplier: str = ""
    place: Place | None = None
    use_before: date | None = None
    idr_per_kg: float | None = None
    note: str = ""


def lines(
    workspace: Workspace, environment: Mapping[str, str], today: date, food: str = ""
) -> tuple[StockLine, ...]:
    """Every lot that is not empty, what has to be cooked first in front; raises InvalidInput."""
    foods = _foods(workspace)
    if food:
        food = _known(food, foods, workspace).id
    suppliers, _, _ = load_suppliers(workspace.nutrition_data, ())
    names = {key: supplier.name for key, supplier in suppliers.items()}
    with store_if_any(workspace, environment) as store:
        if store is None:
            return ()
        from kagemi.store import stock

        found = stock.balances(store, canteen_of(workspace))
    return tuple(_line(b, foods, names, today) for b in found if food in ("", b.lot.food))


def add(
    workspace: Workspace, environment: Mapping[str, str], arrival: Arrival, today: date, entered_at: datetime
) -> LotBalance:
    """Enter a lot; where it lies and how long it keeps follow from its food unless told.

    Raises InvalidInput.
    """
    foods = _foods(workspace)
    food = _known(arrival.food, foods, workspace)
    suppliers, _, _ = load_suppliers(workspace.nutrition_data, ())
    if arrival.supplier and suppliers and arrival.supplier not in suppliers:
        what = say(NO_SUPPLIER.template, written=arrival.supplier)
        raise InvalidInput((Fault(Where(), what, did_you_mean(arrival.supplier, suppliers)),))
    life = foods.storage_life(food)
    place = arrival.place or life.usual
    if place is None:
        what = say("nobody has said where {food} is kept", food=food.id)
        raise InvalidInput((Fault(Where(), what, say("say it with --place, or add it to storage_life.csv")),))
    if arrival.received_on > today:
        what = say("{day} is still to come: nothing came in then", day=arrival.received_on)
        raise InvalidInput((Fault(Where(), what, say("write the date, as in 2026-11-30")),))
    use_before = arrival.use_before or life.use_before(arrival.received_on, place)
    if use_before is not None and use_before < arrival.received_on:
        what = say("it had to be cooked before the day on which it came")
        raise InvalidInput((Fault(Where(), what, say("compare --date and --use-before")),))
    lot = Lot(
        food.id,
        arrival.supplier,
        arrival.received_on,
        place,
        use_before,
        arrival.idr_per_kg,
        arrival.note,
        canteen_of(workspace),
    )
    with workspace_store(workspace, environment) as store:
        from kagemi.store import stock

        return LotBalance(stock.receive(store, lot, arrival.grams, entered_at), arrival.grams)


def take(
    workspace: Workspace, environment: Mapping[str, str], movement: Movement, entered_at: datetime
) -> LotBalance:
    """Enter what was used of a lot or thrown away; the lot as it is then. Raises InvalidInput."""
    with workspace_store(workspace, environment) as store:
        from kagemi.store import stock

        stock.balance(store, movement.lot, canteen_of(workspace))
        stock.move(store, (movement,), entered_at)
        return stock.balance(store, movement.lot)


def count(
    workspace: Workspace,
    environment: Mapping[str, str],
    what: str | int,
    grams: int,
    counted_on: date,
    entered_at: datetime,
    expect: int | None = None,
    note: str = "",
) -> tuple[Movement, ...]:
    """Enter what was found of a food (by id) or of a lot (by number); the entries. Raises InvalidInput."""
    with workspace_store(workspace, environment) as store:
        from kagemi.store import stock

        canteen = canteen_of(workspace)
        lot = what if isinstance(what, int) else None
        if isinstance(what, str):
            food = _known(what, _foods(workspace), workspace).id
        else:
            food = stock.balance(store, what, canteen).lot.food
        return stock.count(
            store,
            food,
            grams,
            counted_on,
            entered_at,
            canteen=canteen,
            lot=lot,
            expect=expect,
            note=note,
        )


def correct(
    workspace: Workspace,
    environment: Mapping[str, str],
    entry: int,
    grams: int,
    corrected_on: date,
    entered_at: datetime,
    note: str = "",
) -> LotBalance:
    """Correct an entry of the ledger to so many grams, 0 to undo it; the lot as it is then.

    Grams are without a sign: what was taken stays taken. Raises InvalidInput.
    """
    with workspace_store(workspace, environment) as store:
        from kagemi.store import stock

        lots = stock.balances(store, canteen_of(workspace), with_empty=True)
        wrong = next((m for m in stock.movements(store, lots=lots) if m.id == entry), None)
        if wrong is None:
            what = say("there is no entry {entry} in the books of the stock", entry=entry)
            raise InvalidInput((Fault(Where(), what, say("see kagemi stock history")),))
        meant = -grams if wrong.grams < 0 else grams
        return stock.balance(store, stock.correct(store, entry, meant, corrected_on, entered_at, note).lot)


def history(workspace: Workspace, environment: Mapping[str, str], lot: int | None = None) -> tuple[Entry, ...]:
    """The ledger, of one lot or of all, oldest entry first; raises InvalidInput."""
    foods = _foods(workspace)
    with store_if_any(workspace, environment) as store:
        if store is None:
            return ()
        from kagemi.store import stock

        canteen = canteen_of(workspace)
        with store.reading() as connection:
            if lot is not None:
                stock.balance(connection, lot, canteen)
            own = stock.balances(connection, canteen, with_empty=True)
            ledger = stock.movements(connection, lot, lots=own)
    lots = {b.lot.id: b.lot for b in own}
    held: dict[int, int] = {}
    entries = []
    for m in ledger:
        held[m.lot] = held.get(m.lot, 0) + m.grams
        food = lots[m.lot].food
        entries.append(
            Entry(
                m.id,
                m.lot,
                food,
                name_of(food, foods),
                m.kind,
                m.grams / 1000,
                held[m.lot] / 1000,
                m.moved_on,
                m.corrects,
                m.note,
            )
        )
    return tuple(entries)


def food_names(workspace: Workspace, foods: Iterable[str]) -> Mapping[str, Text]:
    """What foods are called; raises InvalidInput if the tables have faults."""
    table = _foods(workspace)
    return {food: name_of(food, table) for food in foods}


def name_of(food: str, foods: FoodTable) -> Text:
    """What a food is called, its id where the table does not know it."""
    known = foods.foods.get(food)
    return Text(known.name_id, known.name_en) if known else Text(food, food)


def _foods(workspace: Workspace) -> FoodTable:
    table, faults = load_food_table(workspace.nutrition_data)
    if any(f.severity == "error" for f in faults):
        raise InvalidInput(faults)
    return table


def _known(food: str, table: FoodTable, workspace: Workspace) -> Food:
    """The food of an id or of any name."""
    names = index_of_names(workspace.nutrition_data, table.foods)
    found = names.find(food)
    if found is None:
        what = say('there is no food "{written}" in foods.csv', written=food)
        raise InvalidInput((Fault(Where(), what, names.hint(food) or did_you_mean(food, table.foods)),))
    return table.foods[found]


def _line(balance: LotBalance, foods: FoodTable, suppliers: Mapping[str, str], today: date) -> StockLine:
    lot, left = balance.lot, balance.days_left(today)
    state: State = "" if left is None or left > SOON_DAYS else "soon" if left >= 0 else "past"
    return StockLine(
        lot=lot.id,
        food=lot.food,
        name=name_of(lot.food, foods),
        kg=balance.kg,
        supplier=lot.supplier,
        supplier_name=suppliers.get(lot.supplier, lot.supplier),
        received_on=lot.received_on,
        place=lot.place,
        use_before=lot.use_before,
        days_left=left,
        state=state,
        idr_per_kg=lot.idr_per_kg,
        note=lot.note,
    )
