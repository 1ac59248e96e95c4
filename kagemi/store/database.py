"""An open database: reading from it, and writing to it in whole transactions."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self, TypeAlias, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from kagemi import __version__
from kagemi.store.engine import database_url, make_engine, shown, writing
from kagemi.store.errors import explained
from kagemi.store.upgrade import upgrade

T = TypeVar("T")
Reading: TypeAlias = Connection
"""What `Store.reading` gives: one moment of the database."""

ATTEMPTS = 8
"""So often a transaction is tried that another one, at the same time, made impossible."""
_MEANWHILE = ("40001", "40P01")  # serialization_failure, deadlock_detected


class Store:
    """An open database; `with open_store(...) as store:` closes it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.place = shown(engine.url)
        """The database as messages name it."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection whose reads all see one moment; raises `StoreError`."""
        with explained(self.place), _steady(self._engine).begin() as connection:
            yield connection

    def write(self, work: Callable[[Connection], T]) -> T:
        """Do `work` in one transaction: all of it is written, or nothing. Raises `StoreError`.

        SQLite lets one writer in at a time. PostgreSQL lets them all in and refuses what could not have
        happened one after the other; then `work` is done again, so it reads what it decides on itself.
        """
        with explained(self.place):
            for attempt in range(ATTEMPTS):
                try:
                    with writing(_steady(self._engine)).begin() as connection:
                        return work(connection)
                except DBAPIError as error:
                    if getattr(error.orig, "sqlstate", None) not in _MEANWHILE or attempt == ATTEMPTS - 1:
                        raise
                    time.sleep(random.uniform(0, 0.02 * 2**attempt))
        raise AssertionError("the last attempt returns or raises")


def open_store(url_or_path: str | Path, keep: Callable[[str, Iterator[str]], None] | None = None) -> Store:
    """Open a database, made or brought up to date as needed; raises `StoreError`.

    A path is a SQLite file; a URL (postgresql://..., sqlite:///...) names any database that Kagemi knows.
    Before an old one is upgraded, a SQLite file is copied; of others `keep` gets the revision and all lines of
    a backup.
    """

    def keep_lines(connection: Connection, old: str) -> None:
        from kagemi.store.backup import lines_within

        if keep is not None:
            keep(old, lines_within(connection, __version__))

    engine = make_engine(database_url(url_or_path))
    try:
        with explained(shown(engine.url)):
            upgrade(engine, keep_lines)
    except BaseException:
        engine.dispose()
        raise
    return Store(engine)


def _steady(engine: Engine) -> Engine:
    """SQLite isolates transactions as they are; PostgreSQL is asked to."""
    if engine.dialect.name == "postgresql":
        return engine.execution_options(isolation_level="SERIALIZABLE")
    return engine
