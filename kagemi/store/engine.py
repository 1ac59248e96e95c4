"""Connections: where the database is, and how each kind of database is opened."""

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from kagemi.domain.message import say
from kagemi.store.errors import StoreError

FILE = "kagemi.db"
"""The SQLite file in a workspace."""

VARIABLE = "KAGEMI_DATABASE_URL"
"""The environment variable that names another database."""

WAIT_SECONDS = 5
_SECRET = ("password", "passfile", "sslpassword", "sslkey")
"""What of a URL's query is shown to nobody."""

_SQLITE = "sqlite+pysqlite"
_POSTGRESQL = "postgresql+psycopg"
_DRIVERS = {
    "sqlite": _SQLITE,
    _SQLITE: _SQLITE,
    "postgres": _POSTGRESQL,
    "postgresql": _POSTGRESQL,
    _POSTGRESQL: _POSTGRESQL,
}


def usual_place(workspace: Path, environment: Mapping[str, str]) -> str | Path:
    """The database that the environment names, else the file in the workspace."""
    return environment.get(VARIABLE) or workspace / FILE


def database_url(url_or_path: str | Path) -> URL:
    """The address of a database, from a URL or the `Path` of a SQLite file; raises `StoreError`.

    A text that is no URL is refused: taken for a path, a mistyped address would look like an empty database.
    """
    if isinstance(url_or_path, Path):
        return URL.create(_SQLITE, database=str(url_or_path.absolute()))
    try:
        url = make_url(url_or_path)
    except (ArgumentError, ValueError) as error:
        what = say("this is not the address of a database")
        raise StoreError(VARIABLE, what, _EXAMPLE) from error
    if url.drivername not in _DRIVERS:
        what = say('Kagemi does not know databases of the kind "{kind}"', kind=url.drivername)
        raise StoreError(shown(url), what, _EXAMPLE)
    url = url.set(drivername=_DRIVERS[url.drivername])
    if url.drivername == _SQLITE and url.database in (None, "", ":memory:"):
        raise StoreError(shown(url), say("the address names no database"), _EXAMPLE)
    return url


def shown(url: URL) -> str:
    """The database as a person may see it: a path, or an address without its secrets."""
    if url.drivername == _SQLITE:
        return Path(url.database or "").as_posix()
    return url.difference_update_query(_SECRET).render_as_string(hide_password=True)


def is_missing(place: str | Path) -> bool:
    """True for a SQLite file, by path or by URL, that does not exist; raises `StoreError`."""
    url = database_url(place)
    if url.drivername != _SQLITE or not url.database or url.database.startswith("file:"):
        return False
    return not Path(url.database).exists()


def make_engine(url: URL, *, foreign_keys: bool = True) -> Engine:
    """The engine of a database; nothing is connected yet.

    `foreign_keys=False` is for migrations on SQLite: there a table is rebuilt by dropping it, and with foreign
    keys enforced that would silently delete the rows that refer to it.
    """
    if url.drivername == _SQLITE:
        return _sqlite_engine(url, foreign_keys)
    timeout = {} if "connect_timeout" in url.query else {"connect_timeout": WAIT_SECONDS}
    try:
        return create_engine(url, connect_args=timeout)
    except ImportError as error:
        what = say("the driver of PostgreSQL is not installed")
        raise StoreError(shown(url), what, say('install it with pip install "kagemi[pg]"')) from error


def writing(engine: Engine) -> Engine:
    """The same engine for transactions that write: SQLite takes the lock at their start, not half-way."""
    return engine.execution_options(kagemi_begin="BEGIN IMMEDIATE")


def _sqlite_engine(url: URL, foreign_keys: bool) -> Engine:
    engine = create_engine(url, connect_args={"timeout": WAIT_SECONDS})

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: Any) -> None:
        # Python's driver would open a transaction only before the first change; `begin` below opens it, so that
        # reads belong to it too.
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout = {WAIT_SECONDS * 1000}")
        connection.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get("kagemi_begin", "BEGIN"))

    return engine


_EXAMPLE = say(
    "an address looks like {server} or {file}",
    server="postgresql://user:password@host:5432/kagemi",
    file="sqlite:////home/canteen/kagemi.db",
)
