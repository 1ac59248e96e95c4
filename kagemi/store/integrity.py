"""Whether a database holds together: the file, the ledger of stock, the versions of plans."""

import json
from collections.abc import Iterator
from itertools import groupby

from sqlalchemy import Connection, Subquery, func, select

from kagemi.domain.message import Message, say
from kagemi.store.database import Store
from kagemi.store.schema import LOTS, MOVEMENTS, ORDER_LINES, PLANS, PUBLICATIONS, RECEIPTS

AT_ONCE = 100
"""Plans in memory at a time."""


def problems(store: Store) -> tuple[Message, ...]:
    """What does not hold together, all as of one moment; raises `StoreError` if it cannot even be read.

    Looked at are the pages and references of a SQLite file (PostgreSQL looks after its own), every lot at
    every entry of its ledger, receipts against their lots, versions of published plans, and the text of plans.
    """
    with store.reading() as connection:
        return (
            *_file(connection),
            *_ledger(connection),
            *_receipts(connection),
            *_versions(connection),
            *_plans(connection),
        )


def _file(connection: Connection) -> Iterator[Message]:
    if connection.dialect.name != "sqlite":
        return
    for (found,) in connection.exec_driver_sql("PRAGMA integrity_check"):
        if found != "ok":
            yield say("the file of the database is damaged: {what}", what=found)
    for table, row, refers_to, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield say(
            "row {row} of the table {table} refers to a row of {other} that does not exist",
            row=row,
            table=table,
            other=refers_to,
        )


def _ledger(connection: Connection) -> Iterator[Message]:
    """No lot is ever less than empty, and each begins with an entry that fills it."""
    begun = _beginnings()
    lots = select(LOTS.c.id, begun.c.grams).outerjoin(begun, begun.c.lot == LOTS.c.id).order_by(LOTS.c.id)
    for lot, grams in connection.execute(lots):
        if grams is None or grams < 0:
            yield say("lot {lot} does not begin with what came in", lot=lot)
    held = func.sum(MOVEMENTS.c.grams).over(partition_by=MOVEMENTS.c.lot, order_by=MOVEMENTS.c.id)
    running = select(MOVEMENTS.c.id, MOVEMENTS.c.lot, held.label("held")).subquery()
    for entry, lot, grams in connection.execute(
        select(running).where(running.c.held < 0).order_by(running.c.id)
    ):
        yield say("lot {lot} holds {kg:g} kg after entry {entry}", lot=lot, kg=grams / 1000, entry=entry)


def _beginnings() -> Subquery:
    """Lot -> grams of its first entry."""
    first = select(func.min(MOVEMENTS.c.id).label("id")).group_by(MOVEMENTS.c.lot).subquery()
    return select(MOVEMENTS.c.lot, MOVEMENTS.c.grams).join(first, first.c.id == MOVEMENTS.c.id).subquery()


def _receipts(connection: Connection) -> Iterator[Message]:
    """What came in is of the food that was ordered, and its lot begins with what of it was good."""
    begun = _beginnings()
    query = (
        select(RECEIPTS, ORDER_LINES.c.food.label("ordered"), LOTS.c.food.label("stored"))
        .add_columns(begun.c.grams.label("began"))
        .outerjoin(ORDER_LINES, ORDER_LINES.c.id == RECEIPTS.c.order_line)
        .outerjoin(LOTS, LOTS.c.id == RECEIPTS.c.lot)
        .outerjoin(begun, begun.c.lot == RECEIPTS.c.lot)
        .order_by(RECEIPTS.c.id)
    )
    for row in connection.execute(query):
        for other in (row.ordered, row.stored):
            if other not in (None, row.food):
                yield say(
                    "receipt {receipt} is of {food}, not of {other}", receipt=row.id, food=row.food, other=other
                )
        good = row.grams - row.spoiled_grams
        if row.began not in (None, good):
            yield say(
                "receipt {receipt} brought {kg:g} kg, and its lot begins with {began:g} kg",
                receipt=row.id,
                kg=good / 1000,
                began=row.began / 1000,
            )


def _versions(connection: Connection) -> Iterator[Message]:
    """Versions count from 1 without gaps, and each is of the plan's own days."""
    days = (PUBLICATIONS.c.canteen, PUBLICATIONS.c.first_day, PUBLICATIONS.c.last_day)
    query = select(*days, PUBLICATIONS.c.version).order_by(*days, PUBLICATIONS.c.version)
    for (canteen, first, last), found in groupby(connection.execute(query), key=lambda row: tuple(row[:3])):
        versions = [row.version for row in found]
        if versions != list(range(1, len(versions) + 1)):
            numbers = ", ".join(map(str, versions))
            yield say(
                "{canteen}, {first} to {last}: the published versions are {numbers}",
                canteen=canteen,
                first=first,
                last=last,
                numbers=numbers,
            )
    of_plan = (PLANS.c.canteen, PLANS.c.first_day, PLANS.c.last_day)
    both = select(PUBLICATIONS.c.id, *days, *of_plan).join(PLANS, PLANS.c.id == PUBLICATIONS.c.plan)
    for number, *values in connection.execute(both):
        if values[:3] != values[3:]:
            yield say("publication {id} is of other days than its plan", id=number)


def _plans(connection: Connection) -> Iterator[Message]:
    texts = select(PLANS.c.id, PLANS.c.plan_json).order_by(PLANS.c.id)
    for number, text in connection.execute(texts, execution_options={"yield_per": AT_ONCE}):
        try:
            json.loads(text)
        except (ValueError, RecursionError):
            yield say("plan {id} in the database is damaged", id=number)
