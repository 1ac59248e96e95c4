"""Weeks that are worked on: steps, added one after the other, so that nobody's step is lost."""

from datetime import date

from sqlalchemy import Connection, func, insert, select

from kagemi.domain.message import Message, say
from kagemi.domain.page import DraftStep
from kagemi.store.database import Store
from kagemi.store.errors import StoreError
from kagemi.store.schema import DRAFTS


class Overtaken(StoreError):  # noqa: N818 - it is not an error of the program
    """Somebody else took a step since the page was shown; `version` is the one that stands now."""

    def __init__(self, place: str, what: Message, hint: Message, version: int) -> None:
        super().__init__(place, what, hint)
        self.version = version


def overtaken(place: str, version: int) -> Overtaken:
    """Say that another step is there by now: the one of this version."""
    what = say("somebody else changed this week meanwhile")
    return Overtaken(place, what, say("look at it again, then decide: nothing was lost"), version)


def steps(store: Store, canteen: str, first: date, last: date) -> tuple[DraftStep, ...]:
    """All steps of just these days, the first one first; raises `StoreError`."""
    own = [c for c in DRAFTS.c if c.name != "id"]
    query = select(*own).where(
        DRAFTS.c.canteen == canteen, DRAFTS.c.first_day == first, DRAFTS.c.last_day == last
    )
    with store.reading() as connection:
        rows = connection.execute(query.order_by(DRAFTS.c.version)).mappings()
        return tuple(DraftStep(**row) for row in rows)


def add(store: Store, *steps: DraftStep) -> None:
    """Add steps of one week after the version before the first of them, all or none.

    Raises `Overtaken` if another step is there by now.
    """
    first = steps[0]
    same = (
        DRAFTS.c.canteen == first.canteen,
        DRAFTS.c.first_day == first.first_day,
        DRAFTS.c.last_day == first.last_day,
    )
    rows = [{c.name: getattr(step, c.name) for c in DRAFTS.c if c.name != "id"} for step in steps]

    def work(connection: Connection) -> None:
        newest = connection.scalar(select(func.max(DRAFTS.c.version)).where(*same)) or 0
        if newest != first.version - 1:
            raise overtaken(store.place, newest)
        connection.execute(insert(DRAFTS), rows)

    store.write(work)
