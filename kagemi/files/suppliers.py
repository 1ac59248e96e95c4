"""The tables suppliers.csv and offers.csv: the traders a canteen buys from, and what they sell."""

from collections.abc import Collection, Mapping
from pathlib import Path

from kagemi.domain.message import Fault, Message, Where, say
from kagemi.domain.price_basis import BASES
from kagemi.domain.problem import WEEKDAYS
from kagemi.domain.supplier import Offer, Supplier
from kagemi.files.hints import did_you_mean
from kagemi.files.tables import Row, Table, read_table

SUPPLIERS, OFFERS = "suppliers.csv", "offers.csv"
SUPPLIER_COLUMNS = ("id", "name", "market", "stall", "phone", "delivery_days", "local")
OFFER_COLUMNS = ("supplier", "food", "unit", "unit_grams", "step", "most_kg")

NO_SUPPLIER = say('there is no supplier "{written}" in suppliers.csv')


def load_suppliers(
    folder: Path, foods: Collection[str]
) -> tuple[Mapping[str, Supplier], tuple[Offer, ...], tuple[Fault, ...]]:
    """Suppliers by id, their offers, and what is wrong in the two tables of `folder`; both may be missing.

    `foods`: the ids that an offer may name; none: foods are not looked at.
    """
    suppliers, offers, tables = read_suppliers(folder, foods)
    faults = sorted((f for t in tables for f in t.faults), key=lambda f: f.where)
    return suppliers, offers, tuple(faults)


def read_suppliers(
    folder: Path, foods: Collection[str]
) -> tuple[dict[str, Supplier], tuple[Offer, ...], tuple[Table, Table]]:
    """The same, with the faults still in their tables."""
    suppliers_table = _optional(folder / SUPPLIERS, SUPPLIER_COLUMNS)
    offers_table = _optional(folder / OFFERS, OFFER_COLUMNS)
    suppliers = {key: _supplier(row) for (key,), row in suppliers_table.unique("id").items() if key}
    known = suppliers if suppliers or not suppliers_table.faults else None
    offers = []
    for row in offers_table.unique("supplier", "food", "unit").values():
        offer = _offer(row, known, foods)
        if offer:
            offers.append(offer)
    return suppliers, tuple(offers), (suppliers_table, offers_table)


def basis_fault(basis: str, suppliers: Collection[str], where: Where) -> Fault | None:
    """What is wrong with a price basis, if it is neither a way to choose nor a supplier's id."""
    if basis in BASES or basis in suppliers:
        return None
    what = say('"{written}" is neither a way to choose prices nor a supplier', written=basis)
    return Fault(where, what, did_you_mean(basis, (*BASES, *suppliers)))


def _optional(path: Path, columns: tuple[str, ...]) -> Table:
    return read_table(path, columns, ("notes",)) if path.exists() else Table(path.as_posix())


def _supplier(row: Row) -> Supplier:
    key = row.id("id")
    if key in BASES:
        what = say('"{written}" is a way to choose prices: no supplier can be called so', written=key)
        row.fault("id", what, say("give the supplier another id"))
    days = row.items("delivery_days")
    for day in days:
        if day not in WEEKDAYS:
            row.fault("delivery_days", say('"{written}" is no weekday', written=day), _weekday_hint(day))
    local = row.cells["local"]
    if local not in ("", "yes"):
        row.fault("local", say('{column} is "yes" or empty', column="local"), say("write yes, or nothing"))
    return Supplier(
        id=key,
        name=row.text("name"),
        market=row.cells["market"],
        stall=row.cells["stall"],
        phone=row.cells["phone"],
        delivery_days=tuple(d for d in WEEKDAYS if d in days),
        local=local == "yes",
    )


def _weekday_hint(day: str) -> Message | None:
    indonesian = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")
    if day.casefold() in indonesian:
        return say("did you mean {close}?", close=WEEKDAYS[indonesian.index(day.casefold())])
    return did_you_mean(day, WEEKDAYS)


def _offer(row: Row, suppliers: Mapping[str, Supplier] | None, foods: Collection[str]) -> Offer | None:
    supplier = row.text("supplier") if suppliers is None else row.known("supplier", suppliers, NO_SUPPLIER)
    food = (
        row.known("food", foods, say('there is no food "{written}" in foods.csv'))
        if foods
        else row.text("food")
    )
    unit = row.text("unit")
    grams = row.required_number("unit_grams", 1, 1_000_000)
    step = row.number("step", 0.001, 10_000)
    most = row.number("most_kg", 0.001, 100_000)
    if not (supplier and food and unit and grams):
        return None
    return Offer(supplier, food, unit, grams, 1.0 if step is None else step, most)
