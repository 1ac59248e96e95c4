"""What a database refuses, said so that a canteen can act on it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from kagemi.domain.message import Fault, InvalidInput, Message, Where, say


class StoreError(InvalidInput):
    """The database cannot be used: where it is, why, and what to do."""

    def __init__(self, place: str, what: Message, hint: Message | None = None) -> None:
        super().__init__((Fault(Where(place), what, hint),))


@contextmanager
def explained(place: str) -> Iterator[None]:
    """Turn what SQLAlchemy and the drivers raise inside into a `StoreError` about the database at `place`."""
    try:
        yield
    except DBAPIError as error:
        cause = error.orig
        explain = _of_sqlite(cause) if isinstance(cause, sqlite3.Error) else _of_postgresql(cause)
        raise StoreError(place, *explain) from error
    except sqlite3.Error as error:
        raise StoreError(place, *_of_sqlite(error)) from error
    except OverflowError as error:  # SQLite's driver, of a whole number that no column holds
        raise StoreError(place, say("a number is too large for the database")) from error


def _of_sqlite(error: sqlite3.Error) -> tuple[Message, Message | None]:
    code = str(getattr(error, "sqlite_errorname", ""))  # such as SQLITE_READONLY_DIRECTORY
    match code.split("_")[1:2]:
        case ["READONLY"] | ["PERM"]:
            return say("the database cannot be written: its folder or file is read-only"), _CHANGE_RIGHTS
        case ["CANTOPEN"]:
            return (
                say("the database cannot be opened: its folder is missing or may not be written"),
                _CHANGE_RIGHTS,
            )
        case ["NOTADB"]:
            return say("this file is not a database"), say("move it away, or restore it from a backup")
        case ["CORRUPT"]:
            return say("the database is damaged"), say("restore it from a backup")
        case ["BUSY"] | ["LOCKED"]:
            return say("another program is using the database"), say("try again when it has finished")
        case ["FULL"]:
            return say("the disk is full"), say("make room, and try again: nothing was written")
        case ["IOERR"]:
            what = say("the disk fails or is full")
            return what, say("make room, and try again: nothing was written")
        case _:
            return say("the database fails: {reason}", reason=str(error)), None


def _of_postgresql(error: BaseException | None) -> tuple[Message, Message | None]:
    reason = " ".join(str(error).split())
    match getattr(error, "sqlstate", None):
        case "42501":  # insufficient_privilege
            what = say("the user of the database may not do this: {reason}", reason=reason)
            return what, say("grant the right to create and write tables")
        case "25006":  # read_only_sql_transaction
            return say("the database is read-only"), None
        case "55P03" | "40001" | "40P01":  # lock_not_available, serialization_failure, deadlock_detected
            return say("another program is using the database"), say("try again when it has finished")
        case "53100":  # disk_full
            return say("the disk is full"), say("make room, and try again: nothing was written")
        case None | "57P03" | "53300":  # no connection; server starting, too many connections
            hint = say(
                "is the server running, and is the address right? its driver says: {reason}", reason=reason
            )
            return say("the database cannot be reached"), hint
        case _:
            return say("the database fails: {reason}", reason=reason), None


_CHANGE_RIGHTS = say("choose a folder that you may write to, or change its rights")
