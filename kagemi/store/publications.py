"""The plans that were published: versions, added one after the other, never changed."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, Select, and_, insert, select, true

from kagemi.domain.history import Publication
from kagemi.domain.message import Message, say
from kagemi.domain.plan import Plan
from kagemi.store.database import Store
from kagemi.store.errors import StoreError
from kagemi.store.plans import row_of
from kagemi.store.schema import PLANS, PUBLICATIONS


def publish(
    store: Store,
    plan: Plan,
    plan_json: str,
    published_at: datetime,
    constraints_file: str,
    why: str = "",
    expected_version: int | None = None,
) -> Publication:
    """Publish a plan as the next version of its canteen and days; one that holds already is returned as it is.

    `expected_version`: the version that the publisher has seen and means to replace, 0 where none has been;
    raises `StoreError` if another one holds by now. None: whatever is there. `published_at` has a time zone.
    The plan is recorded too, if it is not yet.
    """
    row = row_of(plan, plan_json, published_at, constraints_file)
    same_days = _of_days(plan.problem.canteen, row["first_day"], row["last_day"])

    def add(connection: Connection) -> Publication:
        newest = _newest(connection, same_days)
        if newest is not None and newest.plan_json == plan_json:
            return newest
        version = newest.version if newest else 0
        if expected_version is not None and expected_version != version:
            raise StoreError(store.place, *_other_version(version))
        values = {
            "plan": _recorded(connection, row),
            "canteen": row["canteen"],
            "first_day": row["first_day"],
            "last_day": row["last_day"],
            "version": version + 1,
            "published_at": published_at,
            "why": why,
        }
        connection.execute(insert(PUBLICATIONS), values)
        added = _newest(connection, same_days)
        assert added is not None
        return added

    return store.write(add)


def current(store: Store, canteen: str, first: date, last: date) -> Publication | None:
    """The highest version of just these days, None if they were never published; raises `StoreError`."""
    with store.reading() as connection:
        return _newest(connection, _of_days(canteen, first, last))


def versions(store: Store, canteen: str, first: date, last: date) -> tuple[Publication, ...]:
    """All versions of just these days, the first one first; raises `StoreError`."""
    query = _publications().where(_of_days(canteen, first, last)).order_by(PUBLICATIONS.c.version)
    with store.reading() as connection:
        return tuple(Publication(**row) for row in connection.execute(query).mappings())


def published(store: Store, canteen: str | None, first: date, last: date) -> tuple[Publication, ...]:
    """All that was published for days from `first` to `last`, oldest first; raises `StoreError`.

    `canteen`: None for all that share the database. `kagemi.domain.history.holding` says which of them holds on
    a day.
    """
    query = (
        _publications()
        .where(true() if canteen is None else PUBLICATIONS.c.canteen == canteen)
        .where(PUBLICATIONS.c.first_day <= last, PUBLICATIONS.c.last_day >= first)
        .order_by(PUBLICATIONS.c.published_at, PUBLICATIONS.c.id)
    )
    with store.reading() as connection:
        return tuple(Publication(**row) for row in connection.execute(query).mappings())


def _publications() -> Select[tuple[object, ...]]:
    """Publications with what their plans say."""
    own = [c for c in PUBLICATIONS.c if c.name not in ("id", "plan")]
    return select(*own, PLANS.c.fingerprint, PLANS.c.constraints_file, PLANS.c.plan_json).join(PLANS)


def _of_days(canteen: str, first: date, last: date) -> ColumnElement[bool]:
    return and_(
        PUBLICATIONS.c.canteen == canteen,
        PUBLICATIONS.c.first_day == first,
        PUBLICATIONS.c.last_day == last,
    )


def _newest(connection: Connection, same_days: ColumnElement[bool]) -> Publication | None:
    query = _publications().where(same_days).order_by(PUBLICATIONS.c.version.desc()).limit(1)
    row = connection.execute(query).mappings().first()
    return Publication(**row) if row else None


def _recorded(connection: Connection, row: dict[str, object]) -> int:
    """The number of the plan's newest record, added if there is none."""
    same = [PLANS.c[name] == row[name] for name in ("canteen", "fingerprint", "plan_json")]
    found = connection.scalar(select(PLANS.c.id).where(*same).order_by(PLANS.c.id.desc()).limit(1))
    if found is not None:
        return int(found)
    added = connection.execute(insert(PLANS), row).inserted_primary_key
    assert added is not None
    return int(added[0])


def _other_version(version: int) -> tuple[Message, Message]:
    if version == 0:
        return say("no version of these days is published yet"), say("publish without --over")
    what = say("version {version} of these days is published by now", version=version)
    hint = say("kagemi publish list shows it; kagemi publish --over {version} replaces it", version=version)
    return what, hint
