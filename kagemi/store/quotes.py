"""What suppliers asked for food: quotes are added one after the other, never changed."""

import math
from collections.abc import Callable, Sequence
from datetime import date, datetime

from sqlalchemy import Connection, RowMapping, func, insert, select

from kagemi.domain.message import Fault, InvalidInput, Where, say
from kagemi.domain.supplier import Quote
from kagemi.store.database import Store
from kagemi.store.schema import QUOTES

_FIELDS = (
    QUOTES.c.supplier,
    QUOTES.c.food,
    QUOTES.c.unit,
    QUOTES.c.unit_grams,
    QUOTES.c.price_idr,
    QUOTES.c.quoted_on,
    QUOTES.c.valid_until,
    QUOTES.c.source,
)
_HAS_A_UNIT = (QUOTES.c.unit_grams > 0, QUOTES.c.unit_grams < math.inf)
"""A row of a unit of nothing tells no price, and is passed over wherever quotes are read."""


def add(
    store: Store,
    quotes: Sequence[Quote],
    entered_at: datetime,
    also: Callable[[Connection], None] | None = None,
) -> int:
    """Add all of them or, if anything goes wrong, none; returns how many were new. Raises `StoreError`.

    `also`: more work for the same transaction.
    """
    adds = adding(quotes, entered_at)

    def work(connection: Connection) -> int:
        if also:
            also(connection)
        return adds(connection)

    return store.write(work)


def adding(quotes: Sequence[Quote], entered_at: datetime) -> Callable[[Connection], int]:
    """The work of a transaction that adds quotes and returns how many were new.

    What the newest quote of its supplier, food and day already says is not added again. `entered_at` has a
    time zone. Raises `InvalidInput` for a unit of no grams, or of no end of them.
    """
    if entered_at.tzinfo is None:
        raise ValueError(f"{entered_at.isoformat()} has no time zone")
    _check_units(quotes)
    wanted = {q.food for q in quotes}
    known = select(*_FIELDS).where(QUOTES.c.food.in_(wanted), *_HAS_A_UNIT).order_by(QUOTES.c.id)

    def work(connection: Connection) -> int:
        there = {_key(q): q for q in map(_quote, connection.execute(known).mappings())}
        new = []
        for quote in quotes:
            if not _says_the_same(there.get(_key(quote)), quote):
                new.append({c.name: getattr(quote, c.name) for c in _FIELDS} | {"entered_at": entered_at})
                there[_key(quote)] = quote
        if new:
            connection.execute(insert(QUOTES), new)
        return len(new)

    return work


def current(store: Store, today: date) -> tuple[Quote, ...]:
    """The newest quote of each supplier and food, made by `today`, run out or not; raises `StoreError`."""
    newest_first = func.row_number().over(
        partition_by=(QUOTES.c.supplier, QUOTES.c.food),
        order_by=(QUOTES.c.quoted_on.desc(), QUOTES.c.id.desc()),
    )
    counting = select(*_FIELDS, newest_first.label("place")).where(QUOTES.c.quoted_on <= today, *_HAS_A_UNIT)
    ranked = counting.subquery()
    newest = select(*(ranked.c[field.name] for field in _FIELDS)).where(ranked.c.place == 1)
    with store.reading() as connection:
        found = [_quote(row) for row in connection.execute(newest).mappings()]
    return tuple(sorted(found, key=lambda q: (q.supplier, q.food)))


def history(store: Store, food: str) -> tuple[Quote, ...]:
    """All quotes of a food, oldest first; of a supplier's of one day, the last entered. Raises `StoreError`."""
    query = select(*_FIELDS).where(QUOTES.c.food == food, *_HAS_A_UNIT).order_by(QUOTES.c.id)
    with store.reading() as connection:
        found = {_key(q): q for q in map(_quote, connection.execute(query).mappings())}
    return tuple(sorted(found.values(), key=lambda q: (q.quoted_on, q.supplier)))


def _check_units(quotes: Sequence[Quote]) -> None:
    faults = [
        Fault(Where(), say("{food}: a unit of {grams:g} g cannot be right", food=q.food, grams=q.unit_grams))
        for q in quotes
        if not 0 < q.unit_grams < math.inf
    ]
    if faults:
        raise InvalidInput(tuple(faults))


def _quote(row: RowMapping) -> Quote:
    return Quote(**row)


def _key(quote: Quote) -> tuple[str, str, date]:
    return quote.supplier, quote.food, quote.quoted_on


def _says_the_same(known: Quote | None, quote: Quote) -> bool:
    """True if it is the same quote, wherever it was read."""
    return known is not None and _terms(known) == _terms(quote)


def _terms(quote: Quote) -> tuple[object, ...]:
    return quote.unit, quote.unit_grams, quote.price_idr, quote.valid_until
