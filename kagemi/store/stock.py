"""Food in store: lots and the ledger of what went in and out of them; rows are added, never changed."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import Connection, func, insert, select

from kagemi.domain.message import Message, say
from kagemi.domain.stock import Lot, LotBalance, MoveKind, Movement, oldest_first, share_out
from kagemi.store.database import Store
from kagemi.store.engine import shown
from kagemi.store.errors import StoreError
from kagemi.store.schema import LOTS, MOVEMENTS


def receive(store: Store, lot: Lot, grams: int, entered_at: datetime, kind: MoveKind = "received") -> Lot:
    """Add a lot with the gross grams that came; the lot with its number. Raises `StoreError`."""
    return store.write(lambda connection: add_lot(connection, lot, grams, entered_at, kind))


def move(store: Store, movements: Iterable[Movement], entered_at: datetime) -> tuple[Movement, ...]:
    """Add entries to the ledger, all or none; the entries with their numbers.

    Raises `StoreError` if a lot does not exist or would hold less than nothing.
    """
    wanted = tuple(movements)
    return store.write(lambda connection: add_movements(connection, wanted, entered_at))


def balances(
    source: Store | Connection, canteen: str | None = None, *, with_empty: bool = False
) -> tuple[LotBalance, ...]:
    """Every lot of a canteen (None: of all that share the database) and what is left of it.

    What has to be cooked first is in front. Raises `StoreError`.
    """
    if isinstance(source, Store):
        with source.reading() as connection:
            return balances(connection, canteen, with_empty=with_empty)
    grams = func.coalesce(func.sum(MOVEMENTS.c.grams), 0).label("grams")
    query = select(LOTS, grams).outerjoin(MOVEMENTS, MOVEMENTS.c.lot == LOTS.c.id).group_by(*LOTS.c)
    if canteen is not None:
        query = query.where(LOTS.c.canteen == canteen)
    rows = [dict(row) for row in source.execute(query).mappings()]
    found = (LotBalance(grams=int(row.pop("grams")), lot=Lot(**row)) for row in rows)
    return oldest_first(b for b in found if b.grams or with_empty)


def balance(source: Store | Connection, lot: int, canteen: str | None = None) -> LotBalance:
    """What is left of a lot; raises `StoreError` if there is no such lot, or none of the canteen."""
    if isinstance(source, Store):
        with source.reading() as connection:
            return balance(connection, lot, canteen)
    found = next((b for b in balances(source, canteen, with_empty=True) if b.lot.id == lot), None)
    if found is None:
        raise _refused(source, say("there is no lot {lot}", lot=lot), _SEE_STOCK)
    return found


def movements(
    source: Store | Connection, lot: int | None = None, *, lots: Iterable[LotBalance] | None = None
) -> tuple[Movement, ...]:
    """The ledger, of one lot, of some or of all, in the order in which it was written; raises `StoreError`."""
    if lots is not None:
        wanted = {b.lot.id for b in lots}
        return tuple(m for m in movements(source, lot) if m.lot in wanted)
    if isinstance(source, Store):
        with source.reading() as connection:
            return movements(connection, lot)
    columns = [c for c in MOVEMENTS.c if c.name != "entered_at"]
    query = select(*columns).order_by(MOVEMENTS.c.id)
    if lot is not None:
        query = query.where(MOVEMENTS.c.lot == lot)
    return tuple(Movement(**row) for row in source.execute(query).mappings())


def count(
    store: Store,
    food: str,
    grams: int,
    counted_on: date,
    entered_at: datetime,
    *,
    canteen: str | None = None,
    lot: int | None = None,
    expect: int | None = None,
    note: str = "",
) -> tuple[Movement, ...]:
    """Enter the gross grams that a canteen's stock taking found of a food or of one of its lots; the entries.

    Every lot that was counted has an entry, be it of 0 grams.
    Raises `StoreError` if the food has no lot, or if the ledger does not hold the grams that were expected.
    """

    def enter(connection: Connection) -> tuple[Movement, ...]:
        lots = [b for b in balances(connection, canteen, with_empty=True) if b.lot.food == food]
        lots = [b for b in lots if lot in (None, b.lot.id)]
        if not lots:
            raise _refused(connection, _no_lot(food, lot), say("add it with kagemi stock add"))
        held = sum(b.grams for b in lots)
        if expect is not None and held != expect:
            what = say(
                "there are {held:g} kg in the books, not {expected:g}", held=_kg(held), expected=_kg(expect)
            )
            hint = say("somebody changed it meanwhile: look at kagemi stock, and count again")
            raise _refused(connection, what, hint)
        shares = share_out(grams - held, lots)
        counted = [b.lot.id for b in lots if b.grams or b.lot.id in shares]
        found = tuple(Movement(of, "counted", shares.get(of, 0), counted_on, note) for of in counted)
        return add_movements(connection, found, entered_at)

    return store.write(enter)


def correct(
    store: Store, movement: int, grams: int, corrected_on: date, entered_at: datetime, note: str = ""
) -> Movement:
    """Enter by how much an earlier entry was wrong: with all its corrections it then stands for `grams`.

    Raises `StoreError` if there is no such entry, if it is a correction itself or says so already, if its lot
    was counted since, or if the lot would hold less than nothing.
    """
    return store.write(
        lambda connection: add_correction(connection, movement, grams, corrected_on, entered_at, note)
    )


def add_correction(
    connection: Connection,
    movement: int,
    grams: int,
    corrected_on: date,
    entered_at: datetime,
    note: str = "",
) -> Movement:
    """As `correct`, within a transaction that writes other things too."""
    ledger = {m.id: m for m in movements(connection)}
    wrong = ledger.get(movement)
    if wrong is None:
        what = say("there is no entry {entry} in the books of the stock", entry=movement)
        raise _refused(connection, what, say("see kagemi stock history"))
    if wrong.corrects is not None:
        what = say("entry {entry} is a correction itself", entry=movement)
        raise _refused(connection, what, say("correct entry {entry}", entry=wrong.corrects))
    if any(m.id > movement and m.lot == wrong.lot and m.kind == "counted" for m in ledger.values()):
        holes = {"lot": wrong.lot, "entry": movement}
        what = say("lot {lot} was counted after entry {entry}: what was found stands", **holes)
        raise _refused(connection, what, say("count it again if it is not so: kagemi stock count"))
    stands_for = wrong.grams + sum(m.grams for m in ledger.values() if m.corrects == movement)
    if stands_for == grams:
        what = say("entry {entry} stands for {kg:g} kg already", entry=movement, kg=_kg(grams))
        raise _refused(connection, what)
    entry = Movement(wrong.lot, "corrected", grams - stands_for, corrected_on, note, movement)
    return add_movements(connection, (entry,), entered_at)[0]


def add_lot(
    connection: Connection, lot: Lot, grams: int, entered_at: datetime, kind: MoveKind = "received"
) -> Lot:
    """As `receive`, within a transaction that writes other things too."""
    values = {c.name: getattr(lot, c.name) for c in LOTS.c if c.name != "id"}
    number = connection.execute(insert(LOTS).returning(LOTS.c.id), values).scalar_one()
    add_movements(connection, (Movement(number, kind, grams, lot.received_on),), entered_at)
    return Lot(**values, id=number)


def add_movements(
    connection: Connection, movements: Iterable[Movement], entered_at: datetime
) -> tuple[Movement, ...]:
    """As `move`, within a transaction that writes other things too."""
    added = []
    for movement in movements:
        values = {c.name: getattr(movement, c.name) for c in MOVEMENTS.c if c.name not in ("id", "entered_at")}
        _check(connection, movement)
        row = {**values, "entered_at": entered_at}
        number = connection.execute(insert(MOVEMENTS).returning(MOVEMENTS.c.id), row).scalar_one()
        added.append(Movement(**values, id=number))
    return tuple(added)


def _check(connection: Connection, movement: Movement) -> None:
    """Raises `StoreError` if the lot does not exist or holds less than is to be taken."""
    food = connection.scalar(select(LOTS.c.food).where(LOTS.c.id == movement.lot))
    if food is None:
        raise _refused(connection, say("there is no lot {lot}", lot=movement.lot), _SEE_STOCK)
    held = select(func.coalesce(func.sum(MOVEMENTS.c.grams), 0)).where(MOVEMENTS.c.lot == movement.lot)
    left = int(connection.scalar(held) or 0)
    if left + movement.grams < 0:
        what = say(
            "lot {lot} ({food}) has {left:g} kg left, {taken:g} kg cannot be taken from it",
            lot=movement.lot,
            food=food,
            left=_kg(left),
            taken=_kg(-movement.grams),
        )
        raise _refused(connection, what, say("if more is there, count it with kagemi stock count"))


def _no_lot(food: str, lot: int | None) -> Message:
    if lot is None:
        return say("there is no lot of {food}", food=food)
    return say("there is no lot {lot} of {food}", lot=lot, food=food)


def _kg(grams: int) -> float:
    return grams / 1000


def _refused(connection: Connection, what: Message, hint: Message | None = None) -> StoreError:
    return StoreError(shown(connection.engine.url), what, hint)


_SEE_STOCK = say("see kagemi stock")
