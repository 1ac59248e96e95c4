"""A database as lines of text and back, the same for every kind of database.

The first line is a JSON object: the format, the revision of the schema, each table's columns and number of
rows. Every other line is a row: a JSON array of the table's name and the values in the order of the columns,
moments and dates as ISO 8601. Tables come before those that refer to them.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Date,
    DateTime,
    Float,
    Integer,
    MetaData,
    Table,
    Text,
    create_engine,
    event,
    func,
    insert,
    select,
    text,
)

from kagemi.domain.message import Message, say
from kagemi.store.database import Store
from kagemi.store.engine import database_url, make_engine, shown
from kagemi.store.errors import StoreError, explained
from kagemi.store.schema import METADATA, REVISIONS, VERSION_TABLE, UtcDateTime
from kagemi.store.upgrade import begin_at, migrate, revision

FORMAT = 1
AT_ONCE = 100
"""Rows in memory at a time: a plan's is about a megabyte."""
_FEW = {"yield_per": AT_ONCE}


@dataclass(frozen=True)
class TableHead:
    """What the first line says of a table."""

    name: str
    columns: tuple[str, ...]
    rows: int


@dataclass(frozen=True)
class Head:
    """What the first line says."""

    schema: str
    """The revision."""
    kagemi: str
    """The version of the program."""
    tables: tuple[TableHead, ...]

    @property
    def rows(self) -> int:
        """The rows of all tables."""
        return sum(table.rows for table in self.tables)


class NotABackup(ValueError):  # noqa: N818 - it is not an error of the program
    """The lines are no whole backup; `line` counts from 1."""

    def __init__(self, line: int, what: Message) -> None:
        super().__init__(f"line {line}: {what}")
        self.line = line
        self.what = what


def lines(store: Store, kagemi: str) -> Iterator[str]:
    """The database line by line, all of one moment while others write on; raises `StoreError`.

    `kagemi`: the version of this program.
    """
    with store.reading() as connection:
        if connection.dialect.name == "postgresql":  # waits for a moment that nobody's writing can make void
            connection.execute(text("SET TRANSACTION READ ONLY, DEFERRABLE"))
        yield from lines_within(connection, kagemi)


def lines_within(connection: Connection, kagemi: str) -> Iterator[str]:
    """The database of any revision that this program knows, line by line, as a transaction sees it."""
    schema = revision(connection)
    assert schema is not None, "the database has no tables yet"
    tables = tables_at(schema).sorted_tables
    counts = [connection.scalar(select(func.count()).select_from(t)) for t in tables]
    heads = [
        {"name": t.name, "columns": [c.name for c in t.columns], "rows": n}
        for t, n in zip(tables, counts, strict=True)
    ]
    yield _line({"format": FORMAT, "schema": schema, "kagemi": kagemi, "tables": heads})
    for table in tables:
        try:
            for row in connection.execute(select(table).order_by("id"), execution_options=_FEW):
                yield _line([table.name, *map(_plain, row)])
        except ValueError as error:  # a date that is none
            what = say("the table {table} is damaged: {why}", table=table.name, why=str(error))
            raise StoreError(
                shown(connection.engine.url), what, say("restore the database from a backup")
            ) from error


def read_head(line: str, name: str = "") -> Head:
    """What the first line says; raises `NotABackup`, or a `StoreError` if a newer Kagemi wrote it.

    `name`: of the backup, for messages.
    """
    data = _parsed(1, line)
    try:
        format_, schema = data["format"], data["schema"]
        tables = tuple(TableHead(t["name"], tuple(t["columns"]), int(t["rows"])) for t in data["tables"])
        head = Head(str(schema), str(data["kagemi"]), tables)
    except (LookupError, TypeError, ValueError) as error:
        raise NotABackup(1, say("the first line does not tell what follows")) from error
    if format_ != FORMAT or schema not in REVISIONS:
        what = say("the backup was made by a newer Kagemi ({version})", version=head.kagemi)
        raise StoreError(name, what, say("update Kagemi"))
    return head


def load(place: str | Path, backup: Iterable[str], finish: Callable[[], None], name: str = "") -> Head:
    """Fill an empty database with all lines of a backup, and bring it to the newest revision.

    One transaction: all rows are there at the end, or none. `finish` is called last in it, so that what it does
    and the rows belong together. `name`: of the backup, for messages. Raises `NotABackup`, and `StoreError` if
    the database has rows already.
    """
    numbered = iter(enumerate(backup, 1))
    head = read_head(next((line for _, line in numbered), ""), name)
    engine = make_engine(database_url(place), foreign_keys=False)
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(isolation_level="SERIALIZABLE")

    def fill(connection: Connection) -> None:
        _insert_all(connection, head, numbered)
        _check_references(connection)
        _count_on(connection, head)

    try:
        with explained(shown(engine.url)):
            begin_at(engine, head.schema, fill, finish)
    finally:
        engine.dispose()
    return head


def tables_at(schema: str) -> MetaData:
    """The tables of a revision, as its migrations make them."""
    if schema == REVISIONS[-1]:
        return METADATA
    found = MetaData()

    @event.listens_for(found, "column_reflect")
    def any_database(_inspector: Any, _table: Any, column: Any) -> None:
        kind = column["type"].as_generic()
        column["type"] = UtcDateTime() if isinstance(kind, DateTime) else kind

    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        migrate(connection, schema)
        found.reflect(connection, only=lambda name, _: name != VERSION_TABLE)
    engine.dispose()
    return found


def _insert_all(connection: Connection, head: Head, numbered: Iterator[tuple[int, str]]) -> None:
    """Insert the rows that the head tells of, which are all there are."""
    tables = {t.name: t for t in tables_at(head.schema).sorted_tables}
    if [t.name for t in head.tables] != list(tables):
        raise NotABackup(1, say("the tables are not those of the schema {schema}", schema=head.schema))
    for told in head.tables:
        table = tables[told.name]
        if told.columns != tuple(c.name for c in table.columns):
            raise NotABackup(1, say("the table {table} has other columns", table=told.name))
        rows = (_row(number, line, table) for number, line in islice(numbered, told.rows))
        inserted = 0
        while some := list(islice(rows, AT_ONCE)):
            connection.execute(insert(table), some)
            inserted += len(some)
        if inserted != told.rows:
            raise NotABackup(1, say("rows of the table {table} are missing", table=told.name))
    for number, _ in numbered:
        raise NotABackup(number, say("there are more rows than the first line tells of"))


def _row(number: int, line: str, table: Table) -> dict[str, object]:
    found = _parsed(number, line)
    try:
        name, *values = found
        if name != table.name:
            raise ValueError(name)
        return {c.name: _value(c, v) for c, v in zip(table.columns, values, strict=True)}
    except (TypeError, ValueError) as error:
        raise NotABackup(number, say("this is no row of the table {table}", table=table.name)) from error


def _value(column: Column[Any], value: object) -> object:
    """A JSON value as the column holds it; raises TypeError or ValueError."""
    if value is None and column.nullable:
        return None
    match column.type:
        case DateTime() | UtcDateTime() if isinstance(value, str):
            return datetime.fromisoformat(value)
        case Date() if isinstance(value, str):
            return date.fromisoformat(value)
        case Float() if isinstance(value, int | float) and not isinstance(value, bool):
            return float(value)
        case Integer() if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63:
            return value
        case Text() if isinstance(value, str):
            value.encode()  # half a surrogate pair is no text
            return value
    raise TypeError(f"{column.name} cannot be {value!r}")


def _check_references(connection: Connection) -> None:
    """PostgreSQL has looked at every row; SQLite is asked."""
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken is not None:
            raise NotABackup(1, say("rows that the table {table} refers to are missing", table=broken[0]))


def _count_on(connection: Connection, head: Head) -> None:
    """Let PostgreSQL number new rows after those that came with their numbers."""
    if connection.dialect.name != "postgresql":
        return
    for table in head.tables:
        if table.rows:
            connection.execute(
                text(f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), max(id)) FROM {table.name}")
            )


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _line(value: Mapping[str, object] | list[object]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


def _parsed(number: int, line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        raise NotABackup(number, say("this is not JSON")) from error
