"""Accounts: made, changed and ended; passwords are kept as argon2 hashes."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from kagemi.domain.message import Fault, InvalidInput, Where, say
from kagemi.domain.page import RIGHTS, Person
from kagemi.files.workspace import Workspace
from kagemi.memory import store_if_any, workspace_store

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST, LONGEST = 8, 200
LONGEST_NAME = 60


@cache
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher

    return PasswordHasher()


def everybody(workspace: Workspace, environment: Mapping[str, str]) -> tuple[Person, ...]:
    """Who has an account; raises `StoreError`."""
    with store_if_any(workspace, environment) as store:
        if store is None:
            return ()
        from kagemi.store import people

        return people.everybody(store)


def tidy(name: str) -> str:
    """A name as accounts have it, however many spaces somebody typed."""
    return " ".join(name.split())


def enter(
    workspace: Workspace, environment: Mapping[str, str], name: str, role: str, password: str, at: datetime
) -> Person:
    """Give somebody an account, or another role or password ("": the old one stays); raises InvalidInput."""
    name = tidy(name)
    known = {p.name: p for p in everybody(workspace, environment)}
    faults = []
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        faults.append(Fault(Where(), say("a name has 1 to {most} characters", most=LONGEST_NAME)))
    if role not in RIGHTS:
        what = say('there is no role "{role}"', role=role)
        faults.append(Fault(Where(), what, say("the roles are: {roles}", roles=tuple(RIGHTS))))
    if (password or name not in known) and not SHORTEST <= len(password) <= LONGEST:
        what = say("a password has {least} to {most} characters", least=SHORTEST, most=LONGEST)
        faults.append(Fault(Where(), what))
    if faults:
        raise InvalidInput(tuple(faults))
    person = Person(name, role, _hasher().hash(password) if password else known[name].password_hash)
    _write(workspace, environment, person, at)
    return person


def end(workspace: Workspace, environment: Mapping[str, str], name: str, at: datetime) -> None:
    """End an account; raises InvalidInput if there is none, or if nobody could make accounts any more."""
    known = {p.name: p for p in everybody(workspace, environment)}
    if name not in known:
        raise InvalidInput((Fault(Where(), say('nobody called "{name}" has an account', name=name)),))
    _write(workspace, environment, Person(name, "", ""), at)


def who(workspace: Workspace, environment: Mapping[str, str], name: str, password: str) -> Person | None:
    """The person of this name and password; as long for a wrong name as for a wrong password."""
    from argon2.exceptions import Argon2Error, InvalidHashError

    known = {p.name: p for p in everybody(workspace, environment)}
    person = known.get(tidy(name))
    try:
        _hasher().verify(person.password_hash if person else _nobody(), password[:LONGEST])
    except (Argon2Error, InvalidHashError):
        return None
    return person


@cache
def _nobody() -> str:
    return _hasher().hash("nobody has this password")


def _write(workspace: Workspace, environment: Mapping[str, str], person: Person, at: datetime) -> None:
    with workspace_store(workspace, environment) as store:
        from kagemi.store import people

        people.enter(store, person, at)
