"""Which column of an imported table is what, as a person said it once: remembered by the table's header."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, insert, select

from kagemi.store.database import Store
from kagemi.store.schema import COLUMN_MAPPINGS


def remembered(store: Store, kind: str, header: Sequence[str]) -> dict[str, str]:
    """What it is -> the name of its column, as last saved for a header; empty if never. Raises `StoreError`."""
    with store.reading() as connection:
        return _last(connection, kind, header)


def remember(
    store: Store, kind: str, header: Sequence[str], mapping: Mapping[str, str], saved_at: datetime
) -> None:
    """Keep a mapping for a header; raises `StoreError`."""
    store.write(remembering(kind, header, mapping, saved_at))


def remembering(
    kind: str, header: Sequence[str], mapping: Mapping[str, str], saved_at: datetime
) -> Callable[[Connection], None]:
    """The work of a transaction that keeps a mapping, unless it is the one that is kept already.

    `saved_at` has a time zone.
    """

    def work(connection: Connection) -> None:
        if _last(connection, kind, header) != mapping:
            values = {
                "kind": kind,
                "header": _text(header),
                "mapping": json.dumps(dict(mapping), ensure_ascii=False, sort_keys=True),
                "saved_at": saved_at,
            }
            connection.execute(insert(COLUMN_MAPPINGS), values)

    return work


def _last(connection: Connection, kind: str, header: Sequence[str]) -> dict[str, str]:
    query = (
        select(COLUMN_MAPPINGS.c.mapping)
        .where(COLUMN_MAPPINGS.c.kind == kind, COLUMN_MAPPINGS.c.header == _text(header))
        .order_by(COLUMN_MAPPINGS.c.id.desc())
        .limit(1)
    )
    found = connection.execute(query).scalar()
    return {} if found is None else dict(json.loads(found))


def _text(header: Sequence[str]) -> str:
    return json.dumps([name.strip().casefold() for name in header], ensure_ascii=False)
