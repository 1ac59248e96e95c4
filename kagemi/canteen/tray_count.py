"""Trays that were counted on a phone: each count is noted once, however often it is sent."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from kagemi.canteen.acceptance import records_between
from kagemi.canteen.record import Days, ServedDay, dish_of, enter, noted_of, records_of
from kagemi.domain.message import Fault, InvalidInput, Where
from kagemi.domain.record import Record
from kagemi.files.record_import import Entry, Trays
from kagemi.files.workspace import Workspace
from kagemi.memory import store_if_any

SOURCE = "page"
"""Where such records come from."""

_ONE_AT_A_TIME = threading.Lock()
"""Counts are added to what is noted: two phones must not both add to the same."""


@dataclass(frozen=True)
class Count:
    """What somebody counted of a dish; `key` is the sender's own for this count."""

    key: str
    day: date
    dish: str
    school_class: str = ""
    served: int | None = None
    trays: Trays | None = None
    replaces: bool = False
    """True: in the place of what is noted of the class; False: these trays besides those."""


@dataclass(frozen=True)
class Answer:
    """What became of a count."""

    key: str
    answer: Literal["accepted", "known", "refused"]
    faults: tuple[Fault, ...] = ()


def note_counts(
    counts: Sequence[Count],
    workspace: Workspace,
    environment: Mapping[str, str],
    today: date,
    now: datetime,
) -> tuple[Answer, ...]:
    """Note each count by itself, in their order; raises `StoreError` if the database cannot be used."""
    from kagemi.store.errors import StoreError

    with _ONE_AT_A_TIME:
        days = Days(workspace, environment, today)
        answers = []
        for count in counts:
            try:
                is_new = _note(count, days, now)
                answers.append(Answer(count.key, "accepted" if is_new else "known"))
            except StoreError:
                raise
            except InvalidInput as error:
                answers.append(Answer(count.key, "refused", error.faults))
        return tuple(answers)


def _note(count: Count, days: Days, now: datetime) -> bool:
    """Note a count; False if it is noted already."""
    workspace, environment = days.workspace, days.environment
    if _is_known(count.key, workspace, environment):
        return False
    found = days.find(count.day.isoformat(), Where())
    if isinstance(found, Fault):
        raise InvalidInput((found,))
    noted = records_between(workspace, environment, count.day, count.day)
    trays = _with_noted(count, found, noted)
    entry = Entry(
        count.dish, count.day.isoformat(), count.served, trays, None, Where(), school_class=count.school_class
    )
    (record,) = records_of([entry], days, SOURCE, noted=noted)
    return enter(workspace, [replace(record, key=count.key)], now, environment) == 1


def _is_known(key: str, workspace: Workspace, environment: Mapping[str, str]) -> bool:
    with store_if_any(workspace, environment) as store:
        if store is None:
            return False
        from kagemi.store import records

        return records.has(store, key)


def _with_noted(count: Count, served_day: ServedDay, noted: Sequence[Record]) -> Trays | None:
    """The trays of a count with those that are noted of its class already."""
    dish = dish_of(count.dish, served_day, Where())
    if count.trays is None or count.replaces or isinstance(dish, Fault):
        return count.trays
    own = [r for r in noted_of(served_day, dish.id, noted) if r.school_class == count.school_class]
    if not own or own[-1].trays is None:
        return count.trays
    none, quarter, half, most, all_left = (a + b for a, b in zip(count.trays, own[-1].trays, strict=True))
    return none, quarter, half, most, all_left
