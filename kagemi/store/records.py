"""What was served and what came back, as it was entered: rows are added, never changed."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import Connection, func, insert, select

from kagemi.domain.record import Record
from kagemi.store.database import Store
from kagemi.store.schema import RECORDS


def add(store: Store, records: Iterable[Record], entered_at: datetime) -> int:
    """Add records, all or none; returns how many are new. One whose `key` is there already is left out.

    `entered_at` has a time zone. Raises `StoreError`.
    """
    if entered_at.tzinfo is None:
        raise ValueError(f"{entered_at.isoformat()} has no time zone")
    given = tuple(records)
    keys = {r.key for r in given if r.key}

    def write(connection: Connection) -> int:
        known: set[str | None] = set()
        if keys:
            known.update(connection.scalars(select(RECORDS.c.key).where(RECORDS.c.key.in_(keys))))
        count = 0
        for record in given:
            if record.key and record.key in known:
                continue
            known.add(record.key)
            connection.execute(insert(RECORDS), _row(record, entered_at))
            count += 1
        return count

    return store.write(write)


def has(store: Store, key: str) -> bool:
    """True if a record with this key is there; raises `StoreError`."""
    with store.reading() as connection:
        return connection.scalar(select(RECORDS.c.id).where(RECORDS.c.key == key)) is not None


def read(store: Store, canteen: str | None = None, until: date | None = None) -> tuple[Record, ...]:
    """The records of a canteen (None: of all) up to a day, that day included, oldest first.

    Of a canteen's day, dish and class, the last entered counts. Raises `StoreError`.
    """
    last = func.max(RECORDS.c.id)
    counting = select(last).group_by(RECORDS.c.canteen, RECORDS.c.day, RECORDS.c.dish, RECORDS.c.school_class)
    query = select(RECORDS).where(RECORDS.c.id.in_(counting)).order_by(RECORDS.c.day, RECORDS.c.id)
    if canteen is not None:
        query = query.where(RECORDS.c.canteen == canteen)
    if until is not None:
        query = query.where(RECORDS.c.day <= until)
    with store.reading() as connection:
        return tuple(
            Record(
                row.canteen,
                row.day,
                row.dish,
                row.served,
                _trays(row.trays),
                row.left_grams,
                row.served_grams,
                row.source,
                row.key,
                row.school_class,
            )
            for row in connection.execute(query)
        )


def _row(record: Record, entered_at: datetime) -> dict[str, object]:
    return {
        "canteen": record.canteen,
        "day": record.day,
        "dish": record.dish,
        "school_class": record.school_class,
        "served": record.served,
        "trays": ",".join(map(str, record.trays)) if record.trays else None,
        "left_grams": record.left_g,
        "served_grams": record.served_g,
        "entered_at": entered_at,
        "source": record.source,
        "key": record.key or None,
    }


def _trays(written: str | None) -> tuple[int, int, int, int, int] | None:
    if not written:
        return None
    none, quarter, half, most, all_left = map(int, written.split(","))
    return none, quarter, half, most, all_left
