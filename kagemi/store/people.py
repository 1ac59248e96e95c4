"""Who may use the page, and what they did there."""

from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from kagemi.domain.message import Fault, InvalidInput, Where, say
from kagemi.domain.page import AuditEntry, Person
from kagemi.store.database import Store
from kagemi.store.schema import AUDIT, PEOPLE


def everybody(store: Store) -> tuple[Person, ...]:
    """Who has an account, by name; raises `StoreError`."""
    newest = select(func.max(PEOPLE.c.id)).group_by(PEOPLE.c.name)
    query = select(PEOPLE.c.name, PEOPLE.c.role, PEOPLE.c.password_hash).where(PEOPLE.c.id.in_(newest))
    with store.reading() as connection:
        rows = connection.execute(query.where(PEOPLE.c.role != "").order_by(PEOPLE.c.name)).mappings()
        return tuple(Person(**row) for row in rows)


def enter(store: Store, person: Person, at: datetime) -> None:
    """Give somebody an account, or another role or password; the role "" ends it.

    Raises InvalidInput if nobody could make accounts any more, and `StoreError`.
    """
    values = {
        "name": person.name,
        "role": person.role,
        "password_hash": person.password_hash,
        "entered_at": at,
    }

    def work(connection: Connection) -> None:
        before = _admins(connection)
        connection.execute(insert(PEOPLE), values)
        if before and not _admins(connection):
            what, hint = (
                say("{name} is the only admin", name=person.name),
                say("make another one an admin first"),
            )
            raise InvalidInput((Fault(Where(), what, hint),))

    store.write(work)


def _admins(connection: Connection) -> int:
    newest = select(func.max(PEOPLE.c.id)).group_by(PEOPLE.c.name)
    query = select(func.count()).where(PEOPLE.c.id.in_(newest), PEOPLE.c.role == "admin")
    return connection.scalar(query) or 0


def note(store: Store, entry: AuditEntry) -> None:
    """Note what was done; raises `StoreError`."""
    values = {"at": entry.at, "person": entry.person, "action": entry.action, "about": entry.about}
    store.write(lambda connection: connection.execute(insert(AUDIT), values))


def audit(store: Store, most: int = 200) -> tuple[AuditEntry, ...]:
    """What was done last, the newest first; raises `StoreError`."""
    query = select(AUDIT.c.at, AUDIT.c.person, AUDIT.c.action, AUDIT.c.about)
    with store.reading() as connection:
        rows = connection.execute(query.order_by(AUDIT.c.id.desc()).limit(most)).mappings()
        return tuple(AuditEntry(**row) for row in rows)
