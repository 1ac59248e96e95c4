"""Prices that come in: a trader's list, understood before it is written, or a single quote."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from kagemi.canteen.prices import Board
from kagemi.domain.message import Fault, InvalidInput, Where, say
from kagemi.domain.supplier import Quote
from kagemi.files.cells import parse_rupiah
from kagemi.files.price_columns import columns_of, header_of
from kagemi.files.price_import import MOST_IDR, PriceList, Usual, day_fault, read_price_list, unknown_unit
from kagemi.files.spreadsheet import read_sheet
from kagemi.files.workspace import Workspace
from kagemi.memory import store_if_any, workspace_store

KIND = "prices"
"""Under which the columns of price lists are remembered."""
NOBODY_ASKS = "nothing says who asks these prices"
"""The fault of a list without a trader, which no row left out mends."""
UNUSUAL = 3.0
"""A price that is so many times another one, or its so-manieth part, is more often a slip than a market."""


@dataclass(frozen=True)
class Change:
    """A quote that is read in, and the rupiah that its unit cost until now; None: nobody knows."""

    quote: Quote
    where: Where
    before_idr: float | None

    @property
    def ratio(self) -> float | None:
        """The new price over the old one."""
        return self.quote.price_idr / self.before_idr if self.before_idr else None

    @property
    def is_unusual(self) -> bool:
        """True if it is off by more than `UNUSUAL`."""
        return self.ratio is not None and not 1 / UNUSUAL <= self.ratio <= UNUSUAL


@dataclass(frozen=True)
class ListRequest:
    """A price list to read in, and what is said about it besides."""

    path: Path
    day: date
    supplier: str = ""
    columns: Mapping[str, str] | None = None
    """Field -> the name of its column, as a person said."""
    accept_unusual: bool = False
    skip_unknown: bool = False


@dataclass(frozen=True)
class ReadList:
    """A price list as it was understood; with faults it is not written."""

    changes: tuple[Change, ...]
    faults: tuple[Fault, ...]
    skipped: tuple[Fault, ...]
    """Rows of foods that nobody knows, left out as asked."""
    without_price: int
    header: tuple[str, ...]
    columns: Mapping[str, str]
    unread: tuple[tuple[int, str], ...] = ()
    """Lines of a message in which no price stands, with their numbers."""

    @property
    def of_rows(self) -> tuple[Fault, ...]:
        """The faults of single rows, without which the list can be taken over."""
        return tuple(f for f in self.faults if f.where.line and f.what.template != NOBODY_ASKS)


def read_list(
    workspace: Workspace, environment: Mapping[str, str], board: Board, request: ListRequest
) -> ReadList:
    """Understand a price list; nothing is written. Raises InvalidInput if it is no table of known columns."""
    supplier = board.supplier(request.supplier).id if request.supplier else ""
    sheet = read_sheet(request.path)
    if isinstance(sheet, Fault):
        raise InvalidInput((sheet,))
    said = request.columns or {}
    _, header = header_of(sheet, said)
    columns, faults = columns_of(sheet, said, _remembered(workspace, environment, header))
    if columns is None:
        raise InvalidInput(faults)
    usual = Usual(supplier, request.day, request.path.name, board.today)
    found = read_price_list(sheet, columns, board.market, usual)
    changes = tuple(_change(board, quote, where) for quote, where in found.quotes)
    return ReadList(
        changes,
        _faults(found, changes, request),
        tuple(found.unknown) if request.skip_unknown else (),
        found.without_price,
        header,
        columns.names if said else {},
    )


def _remembered(
    workspace: Workspace, environment: Mapping[str, str], header: Sequence[str]
) -> Mapping[str, str]:
    with store_if_any(workspace, environment) as store:
        if store is None:
            return {}
        from kagemi.store import column_mappings

        return column_mappings.remembered(store, KIND, header)


def _change(board: Board, quote: Quote, where: Where) -> Change:
    """Against what the same trader asked before, else the price that holds today."""
    own = next((q for q in board.quotes if (q.supplier, q.food) == (quote.supplier, quote.food)), None)
    price = board.prices.get(quote.food)
    per_gram = own.idr_per_gram if own else price.idr_per_gram if price else None
    return Change(quote, where, None if per_gram is None else per_gram * quote.unit_grams)


def _faults(found: PriceList, changes: Sequence[Change], request: ListRequest) -> tuple[Fault, ...]:
    unusual = () if request.accept_unusual else tuple(unusual_fault(c) for c in changes if c.is_unusual)
    unknown = () if request.skip_unknown else tuple(found.unknown)
    return tuple(sorted((*found.faults, *unknown, *unusual), key=lambda f: f.where))


def unusual_fault(change: Change) -> Fault:
    """Why a price is doubted."""
    quote = change.quote
    what = say(
        "{food}: {new} rupiah a {unit}, until now {old}: off by more than {times} times",
        food=quote.food,
        new=quote.price_idr,
        unit=quote.unit,
        old=round(change.before_idr or 0),
        times=round(UNUSUAL),
    )
    return Fault(change.where, what, say("correct it, or say --accept-unusual if it is right"))


def write_list(workspace: Workspace, environment: Mapping[str, str], read: ReadList, now: datetime) -> int:
    """Add the quotes of a list and remember its columns, in one transaction; returns how many were new.

    `now` has a time zone. Raises InvalidInput with the list's faults, and `StoreError`.
    """
    if read.faults:
        raise InvalidInput(read.faults)
    quotes = [c.quote for c in read.changes]
    return _write(workspace, environment, quotes, now, read.header, read.columns)


def note_price(
    workspace: Workspace, environment: Mapping[str, str], change: Change, now: datetime, accept_unusual: bool
) -> int:
    """Add a single quote; 0 if it was there already. Raises InvalidInput if it is doubted, and `StoreError`."""
    if change.is_unusual and not accept_unusual:
        raise InvalidInput((unusual_fault(change),))
    return _write(workspace, environment, [change.quote], now, (), {})


def take_back(
    workspace: Workspace, environment: Mapping[str, str], board: Board, said: tuple[str, str], now: datetime
) -> Quote:
    """Let a trader's newest quote of a food count no more: it is noted again as run out before its day.

    The quote that is taken back. Raises InvalidInput if there is none that holds, and `StoreError`.
    """
    supplier, food = board.supplier(said[0]).id, board.food(said[1]).id
    held = next((q for q in board.quotes if (q.supplier, q.food) == (supplier, food)), None)
    if held is None or not held.is_valid(board.today):
        what = say("no price of {trader} for {food} holds today", trader=supplier, food=food)
        raise InvalidInput((Fault(Where(), what, say("see kagemi prices history {food}", food=food)),))
    before = held.quoted_on - timedelta(days=1)
    gone = replace(held, valid_until=before, source="kagemi prices drop")
    _write(workspace, environment, [gone], now, (), {})
    return held


def a_quote(board: Board, said: tuple[str, str, str, str], day: date, valid_until: date | None) -> Change:
    """What a person says a trader asks: supplier, food, price and unit ("": as the trader sells it).

    Raises InvalidInput with all that is not understood.
    """
    written_supplier, written_food, written_price, unit = said
    faults: list[Fault] = []
    try:
        supplier = board.supplier(written_supplier).id
    except InvalidInput as error:
        faults += error.faults
    try:
        food = board.food(written_food).id
    except InvalidInput as error:
        faults += error.faults
    price = parse_rupiah(written_price)
    if not price or price > MOST_IDR:
        what = say('"{written}" is not a price in whole rupiah', written=written_price)
        faults.append(Fault(Where(), what, say("write it like 62.000 or 62000")))
    if fault := day_fault(day, board.today, Where()):
        faults.append(fault)
    if valid_until and valid_until < day:
        faults.append(Fault(Where(), say("a price cannot run out before the day it was asked")))
    if faults:
        raise InvalidInput(tuple(faults))
    known = board.market.unit(food, supplier, unit)
    if known is None:
        raise InvalidInput((unknown_unit(food, unit, Where()),))
    return _change(
        board, Quote(supplier, food, *known, price or 0, day, valid_until, "kagemi prices set"), Where()
    )


def _write(
    workspace: Workspace,
    environment: Mapping[str, str],
    new: Sequence[Quote],
    now: datetime,
    header: Sequence[str],
    columns: Mapping[str, str],
) -> int:
    with workspace_store(workspace, environment) as store:
        from kagemi.store import column_mappings, quotes

        remembering = column_mappings.remembering(KIND, header, columns, now) if columns else None
        return quotes.add(store, new, now, also=remembering)
