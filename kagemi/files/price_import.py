"""A price list as a trader or a market sends it, read as quotes: every row is understood, or it is a fault."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from kagemi.domain.food import Food
from kagemi.domain.message import Fault, Message, Where, say
from kagemi.domain.supplier import Offer, Quote, Supplier
from kagemi.files.cells import Cell, CellValue, parse_date, parse_number, parse_rupiah
from kagemi.files.food_names import FoodNames
from kagemi.files.hints import did_you_mean
from kagemi.files.price_columns import Columns
from kagemi.files.price_units import counted, is_unit, split_price, weight_of
from kagemi.files.spreadsheet import Sheet
from kagemi.files.suppliers import NO_SUPPLIER

MOST_IDR = 100_000_000
_SAME_G = 0.01
_LONG_AGO, _AHEAD = timedelta(days=3653), timedelta(days=31)
_NONE = frozenset({"", "-", "–", "habis", "kosong", "tidak ada", "n/a", "na"})
"""What stands for "no price today"."""


@dataclass(frozen=True)
class Market:
    """What a price list is read against; suppliers may be called by id or by name."""

    foods: Mapping[str, Food]
    names: FoodNames
    suppliers: Mapping[str, Supplier]
    offers: Sequence[Offer]

    def supplier(self, written: str) -> str | None:
        """The id of the supplier that is called so."""
        word = written.strip().casefold()
        return next((s.id for s in self.suppliers.values() if word in (s.id, s.name.casefold())), None)

    def supplier_hint(self, written: str) -> Message | None:
        """The supplier whose id or name is closest."""
        ids = {s.name: s.id for s in self.suppliers.values()}
        hint = did_you_mean(written, [*ids, *self.suppliers])
        close = hint.params.get("close") if hint else None
        if close:
            return say("did you mean {close}?", close=ids.get(str(close), str(close)))
        part = written.strip().casefold()
        alike = [s.id for s in self.suppliers.values() if part and part in f"{s.id} {s.name}".casefold()]
        return did_you_mean(alike[0] if len(alike) == 1 else written, alike) or hint

    def unit(self, food: str, supplier: str, written: str) -> tuple[str, float] | None:
        """A unit and its gross grams; nothing written: what the supplier sells the food by, else the book's."""
        own = [o for o in self.offers if o.food == food and o.supplier == supplier]
        any_offer = [*own, *(o for o in self.offers if o.food == food)]
        price = self.foods[food].price
        if not written:
            if own:
                return own[0].unit, own[0].unit_grams
            return (price.unit, price.unit_grams) if price else None
        weight = weight_of(written)
        if weight is not None:
            return weight if is_unit(weight[1]) else None
        named = counted(written)
        if named is None:
            return None
        count, name = named
        grams = [o.unit_grams for o in any_offer if o.unit == name]
        if price and price.unit == name:
            grams.append(price.unit_grams)
        edible = self.foods[food].measures.get(name)
        if edible:
            grams.append(edible / self.foods[food].edible_pct * 100)
        if not grams or not is_unit(count * grams[0]):
            return None
        return (name if count == 1 else f"{count:g} {name}"), count * grams[0]


@dataclass(frozen=True)
class Usual:
    """What holds for rows that do not say it: a supplier's id or "" and the day; the file's name; and today."""

    supplier: str
    day: date
    source: str
    today: date


@dataclass
class PriceList:
    """The quotes of a price list with their places, what is wrong, and how many rows have no price."""

    quotes: list[tuple[Quote, Where]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unknown: list[Fault] = field(default_factory=list)
    """Of foods that nobody knows."""
    without_price: int = 0


def read_price_list(sheet: Sheet, columns: Columns, market: Market, usual: Usual) -> PriceList:
    """Every row below the header; a row whose price is empty or says that there is none is only counted."""
    read = PriceList()
    if "supplier" not in columns.index and not usual.supplier:
        what = say("nothing says who asks these prices")
        hint = say("name the supplier with --supplier, or add a column for it")
        read.faults.append(Fault(sheet.rows[columns.row][0].where, what, hint))
        return read
    seen: dict[tuple[str, str, date], tuple[Quote, Where]] = {}
    for cells in sheet.rows[columns.row + 1 :]:
        quote = _row(_Row(cells, columns), market, usual, read)
        if quote is None:
            continue
        where = cells[columns.index["price"]].where
        key = (quote.supplier, quote.food, quote.quoted_on)
        if key not in seen:
            seen[key] = quote, where
            read.quotes.append((quote, where))
        elif seen[key][0] != quote:
            what = say("there are two prices of {food} from the same supplier and day", food=quote.food)
            hint = say("the first is in line {line}: keep one of them", line=seen[key][1].line)
            read.faults.append(Fault(where, what, hint))
    if not read.quotes and not read.faults and not read.unknown:
        read.faults.append(Fault(Where(sheet.file), say("the table has no rows with a price")))
    return read


@dataclass(frozen=True)
class _Row:
    cells: Sequence[Cell]
    columns: Columns

    def cell(self, name: str) -> Cell:
        """A field's cell; an empty one where the row ends before it or the table has no such column."""
        i = self.columns.index.get(name, len(self.cells))
        first = self.cells[0].where
        return self.cells[i] if i < len(self.cells) else Cell(None, Where(first.file, first.line))

    def text(self, name: str) -> str:
        """A field's text."""
        return self.cell(name).text


def _row(row: _Row, market: Market, usual: Usual, read: PriceList) -> Quote | None:
    price, unit_of_price = split_price(row.cell("price").value)
    if not row.text("food") or row.text("price").casefold() in _NONE:
        read.without_price += bool(row.text("food"))
        return None
    before = len(read.faults)
    supplier = _supplier(row, market, usual, read)
    food = _food(row, market, read)
    rupiah = _rupiah(row, price, read)
    day = _day(row, "date", read) or usual.day
    if fault := day_fault(day, usual.today, row.cell("date").where):
        read.faults.append(fault)
    until = _day(row, "valid_until", read)
    if until and until < day:
        what = say("a price cannot run out before the day it was asked")
        read.faults.append(Fault(row.cell("valid_until").where, what, say("compare the two dates")))
    if food is None or len(read.faults) > before:
        return None
    unit = _unit(row, market, (food, supplier), unit_of_price, read)
    if unit is None:
        return None
    return Quote(supplier, food, *unit, rupiah, day, until, usual.source)


def _supplier(row: _Row, market: Market, usual: Usual, read: PriceList) -> str:
    written = row.text("supplier")
    if not written:
        if not usual.supplier:
            what = say("nothing says who asks this price")
            hint = say("fill it in, or name the supplier with --supplier")
            read.faults.append(Fault(row.cell("price").where, what, hint))
        return usual.supplier
    found = market.supplier(written)
    if found is None:
        what = say(NO_SUPPLIER.template, written=written)
        read.faults.append(Fault(row.cell("supplier").where, what, market.supplier_hint(written)))
    return found or ""


def _food(row: _Row, market: Market, read: PriceList) -> str | None:
    written = row.text("food")
    found = market.names.find(written)
    if found is None:
        what = say('"{written}" is no food that Kagemi knows', written=written)
        hint = market.names.hint(written) or say("correct the name, or leave such rows out with --skip-unknown")
        read.unknown.append(Fault(row.cell("food").where, what, hint))
    return found


def _rupiah(row: _Row, price: CellValue, read: PriceList) -> int:
    amount = parse_rupiah(price)
    if amount is None or not 0 < amount <= MOST_IDR:
        what = say('"{written}" is not a price in whole rupiah', written=row.text("price"))
        read.faults.append(Fault(row.cell("price").where, what, say("write it like 62.000 or 62000")))
        return 0
    return amount


def _day(row: _Row, name: str, read: PriceList) -> date | None:
    cell = row.cell(name)
    found = parse_date(cell.value)
    if cell.text and found is None:
        what = say('{column}: "{written}" is not a date', column=name, written=cell.text)
        read.faults.append(Fault(cell.where, what, say("write it like 30/11/2026 or 2026-11-30")))
    return found


def day_fault(day: date, today: date, where: Where) -> Fault | None:
    """What is wrong with the day of a price: years ago, or more than a month ahead, it is a slip of the pen."""
    if today - _LONG_AGO <= day <= today + _AHEAD:
        return None
    what = say("a price of {day} cannot be right", day=day)
    return Fault(where, what, say("write the year in four digits, and the day before the month"))


def _unit(
    row: _Row, market: Market, who: tuple[str, str], of_price: str, read: PriceList
) -> tuple[str, float] | None:
    food, supplier = who
    place = row.cell("unit").where
    named: list[tuple[str, float]] = []
    units = [u for u in (row.text("unit"), of_price, row.columns.unit) if u]
    own = row.cell("unit_grams")
    if own.text:
        grams = parse_number(own.value)
        if grams is None or not is_unit(grams):
            what = say('{column}: "{written}" is not a number', column="unit_grams", written=own.text)
            read.faults.append(Fault(own.where, what, say("write digits only")))
            return None
        weight = weight_of(units[0]) if units else None
        name = units[0].strip().casefold() if units else f"{grams:g} g"
        named.append((weight[0] if weight and weight[1] == grams else name, grams))
        units = units[1:] if weight is None else units
    for written in units or ([] if named else [""]):
        found = market.unit(food, supplier, written)
        if found is None:
            read.faults.append(unknown_unit(food, written, place))
            return None
        named.append(found)
    different = next((n for n in named if abs(n[1] - named[0][1]) > _SAME_G), None)
    if different:
        one, other = (f"{n} ({g:g} g)" for n, g in (named[0], different))
        what = say("two units are named for this price: {one} and {other}", one=one, other=other)
        read.faults.append(Fault(row.cell("price").where, what, say("keep one of them")))
        return None
    return named[0]


def unknown_unit(food: str, unit: str, where: Where) -> Fault:
    """The fault of a unit whose grams nobody knows."""
    what = say("nobody knows how much {food} a {unit} is", food=food, unit=unit or "?")
    return Fault(where, what, say("write kg, or add the unit to offers.csv with its grams"))
