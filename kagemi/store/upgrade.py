"""The schema of a database: which revision it has, and the way to the newest.

Alembic is slow to load, so the revision is read without it and it is called only when there is something to do.
"""

import os
import secrets
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, Engine, column, inspect, select, table, text

from kagemi.domain.message import say
from kagemi.store.engine import WAIT_SECONDS, make_engine, shown, writing
from kagemi.store.errors import StoreError
from kagemi.store.schema import METADATA, REVISIONS, VERSION_TABLE

MIGRATIONS = Path(__file__).parent / "migrations"

_LOCK = 0x6B6167656D69
"""Key of the lock that upgrades of a PostgreSQL database take: "kagemi" in ASCII."""


def upgrade(engine: Engine, keep: Callable[[Connection, str], None] | None = None) -> None:
    """Bring the database to the newest revision, in one transaction; a SQLite file is copied first.

    `keep`: called with the revision of a database of another kind, to put its rows somewhere safe first.
    Raises `StoreError` if the database is newer than this program, or is not Kagemi's.
    """
    with engine.connect() as connection:
        if _is_newest(connection):
            return
    if engine.dialect.name == "sqlite":
        _keep_a_write_ahead_log(engine)
    unchecked = make_engine(engine.url, foreign_keys=False)
    try:
        with writing(unchecked).begin() as connection:
            if engine.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            if _is_newest(connection):  # someone else was faster
                return
            old = revision(connection)
            if old is not None and engine.dialect.name == "sqlite":
                _copy_of_old_file(connection, old)
            elif old is not None and keep is not None:
                keep(connection, old)
            migrate(connection)
            _check_foreign_keys(connection)
    finally:
        unchecked.dispose()


def begin_at(
    engine: Engine, wanted: str, fill: Callable[[Connection], None], finish: Callable[[], None]
) -> None:
    """Make the tables of a revision, fill them, bring them to the newest one, and finish: in one transaction.

    The database has no rows yet, and no tables or just those of the revision; else `StoreError`. `engine` does
    not enforce foreign keys.
    """
    if engine.dialect.name == "sqlite":
        _keep_a_write_ahead_log(engine)
    with writing(engine).begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        if revision(connection) is None:
            migrate(connection, wanted)
        elif revision(connection) != wanted or _has_rows(connection):
            what = say("there is a database of Kagemi here already, and nothing is overwritten")
            raise StoreError(shown(engine.url), what, say("name an empty one"))
        fill(connection)
        if wanted != REVISIONS[-1]:
            migrate(connection)
            _check_foreign_keys(connection)
        finish()


def _has_rows(connection: Connection) -> bool:
    there = set(inspect(connection).get_table_names())
    tables = [t for t in METADATA.sorted_tables if t.name in there]
    return any(connection.execute(select(t.c.id).limit(1)).first() for t in tables)


def revision(connection: Connection) -> str | None:
    """The revision of the database, None if it is empty; raises `StoreError` if it is not Kagemi's."""
    tables = inspect(connection).get_table_names()
    if VERSION_TABLE in tables:
        found: str | None = connection.scalar(select(column("version_num")).select_from(table(VERSION_TABLE)))
        return found
    if tables and connection.dialect.name == "sqlite":
        what = say("this database belongs to another program")
        raise StoreError(shown(connection.engine.url), what, say("name another file"))
    return None


def _is_newest(connection: Connection) -> bool:
    found = revision(connection)
    if found is not None and found not in REVISIONS:
        what = say("the database was written by a newer Kagemi (its schema is {found})", found=found)
        raise StoreError(shown(connection.engine.url), what, say("update Kagemi"))
    return found == REVISIONS[-1]


def _keep_a_write_ahead_log(engine: Engine) -> None:
    """Let readers and a writer work at once; the file remembers it.

    SQLite does not wait here for another program that does the same, so we do.
    """
    patience = time.monotonic() + WAIT_SECONDS
    with closing(engine.raw_connection()) as connection:
        while True:
            try:
                connection.driver_connection.execute("PRAGMA journal_mode = WAL")  # type: ignore[union-attr]
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorname != "SQLITE_BUSY" or time.monotonic() > patience:
                    raise
                time.sleep(0.02)


def _copy_of_old_file(connection: Connection, old: str) -> None:
    """Copy a SQLite file that holds an older revision; a copy that is there already is never touched."""
    path = Path(str(connection.engine.url.database))
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(6)}.tmp")
    try:
        with (
            closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(temporary)) as copy,
        ):
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
        with temporary.open("rb+") as written:
            os.fsync(written.fileno())
        temporary.rename(_free_name(path, old))
    except OSError as error:
        what = say("the database cannot be copied before its upgrade: {reason}", reason=error.strerror or "")
        raise StoreError(path.as_posix(), what) from error
    finally:
        temporary.unlink(missing_ok=True)


def _free_name(path: Path, old: str) -> Path:
    name = path.with_name(f"{path.name}.{old}.backup")
    number = 2
    while name.exists():
        name = path.with_name(f"{path.name}.{old}-{number}.backup")
        number += 1
    return name


def migrate(connection: Connection, to: str = "head") -> None:
    """Run the migrations up to a revision."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def _check_foreign_keys(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        what = say("the upgrade would lose rows of the table {table}; nothing was changed", table=broken[0])
        raise StoreError(shown(connection.engine.url), what)
