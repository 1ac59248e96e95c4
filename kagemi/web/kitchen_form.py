"""What phones and forms of the kitchen send, read and bounded before anybody else sees it."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from kagemi.canteen.record import MOST_SERVED
from kagemi.canteen.tray_count import Answer, Count
from kagemi.domain.message import Fault, InvalidInput, Message, Where, say
from kagemi.files.record_import import TRAY_COLUMNS, Trays, parse_class

LARGEST, MOST_COUNTS, MOST_TICKS = 500_000, 200, 1000
"""Bytes of a body, counts and ticks in it."""
LONGEST_DISH = 100
_KEY = re.compile(r"[\w-]{16,64}", re.ASCII)
_STEP = re.compile(r"[\w:.-]{1,150}", re.ASCII)
_LONG_AGO = 400 * 24 * 3600 * 1000.0


@dataclass(frozen=True)
class SaidTick:
    """A step that was ticked off on a phone so long ago."""

    step: str
    done: bool
    ago: timedelta


def read_ticks(body: bytes) -> tuple[date, tuple[SaidTick, ...]]:
    """The day and its ticks; what is no tick is left out; raises InvalidInput."""
    said = _object(body)
    day, ticks = _date(said.get("day")), said.get("ticks")
    if day is None or not isinstance(ticks, list) or len(ticks) > MOST_TICKS:
        raise InvalidInput((Fault(Where(), say("this page cannot read what was sent")),))
    return day, tuple(tick for each in ticks if (tick := _tick(each)) is not None)


def _tick(said: object) -> SaidTick | None:
    if not isinstance(said, dict):
        return None
    step, done, ago = said.get("id"), said.get("done"), said.get("ago")
    if not isinstance(step, str) or not _STEP.fullmatch(step) or not isinstance(done, bool):
        return None
    if isinstance(ago, bool) or not isinstance(ago, int | float) or not 0 <= ago <= _LONG_AGO:
        return None
    return SaidTick(step, done, timedelta(milliseconds=ago))


def read_counts(body: bytes) -> tuple[Count | Answer, ...]:
    """The counts in their order; in the place of one that cannot be read, why; raises InvalidInput."""
    entries = _object(body).get("entries")
    if not isinstance(entries, list) or len(entries) > MOST_COUNTS:
        raise InvalidInput((Fault(Where(), say("this page cannot read what was sent")),))
    return tuple(_count(each) for each in entries)


def _count(said: object) -> Count | Answer:
    fields: Mapping[str, Any] = said if isinstance(said, dict) else {}
    key = fields.get("key")
    key = key if isinstance(key, str) else ""
    try:
        return _checked(fields, key, _trays(fields.get("trays")), _served(fields.get("served")))
    except InvalidInput as error:
        return Answer(key[:64], "refused", error.faults)


def counted(form: Mapping[str, str]) -> Count:
    """The count of a form; an empty field of trays is none; raises InvalidInput."""
    columns = [form.get(name, "").strip() for name in TRAY_COLUMNS]
    trays = [_whole(c) for c in columns] if any(columns) else None
    served = form.get("served", "").strip()
    fields = {**form, "replaces": bool(form.get("replaces"))}
    return _checked(fields, form.get("key", ""), _trays(trays), _whole(served) if served else None)


def _checked(fields: Mapping[str, Any], key: str, trays: Trays | None, served: int | None) -> Count:
    """A count of fields that say who, when and what; raises InvalidInput."""
    day, dish = _date(fields.get("day")), fields.get("dish")
    if not _KEY.fullmatch(key) or day is None or not isinstance(dish, str) or len(dish) > LONGEST_DISH:
        raise _wrong(say("this page cannot read what was sent"), say("load the page again"))
    written = fields.get("class", "")
    school_class = parse_class(written if isinstance(written, str) else "")
    if isinstance(school_class, Message):
        raise _wrong(school_class, say("write the class as in 7A"))
    if trays is None and served is None:
        raise _wrong(say("no tray was counted, and no number of portions told"))
    return Count(key, day, dish, school_class, served, trays, fields.get("replaces") is True)


def _trays(said: object) -> Trays | None:
    if said is None:
        return None
    if not isinstance(said, list) or len(said) != len(TRAY_COLUMNS):
        raise _wrong(say("this page cannot read what was sent"), say("load the page again"))
    none, quarter, half, most, all_left = (_number(each, say("trays")) for each in said)
    return none, quarter, half, most, all_left


def _served(said: object) -> int | None:
    return None if said is None else _number(said, say("portions served"))


def _whole(written: str) -> int:
    """A number as it is typed; an empty field is 0, and anything else no number."""
    return int(written or 0) if re.fullmatch(r"\d{0,9}", written, re.ASCII) else -1


def _number(said: object, what: Message) -> int:
    if isinstance(said, bool) or not isinstance(said, int) or not 0 <= said <= MOST_SERVED:
        hint = say("it must be between {low} and {high}", low=0, high=MOST_SERVED)
        raise _wrong(say("{what}: this cannot be right", what=what), hint)
    return said


def _date(said: object) -> date | None:
    if not isinstance(said, str):
        return None
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


def _object(body: bytes) -> Mapping[str, Any]:
    """The object of a body in JSON; raises InvalidInput."""
    try:
        said = json.loads(body) if len(body) <= LARGEST else None
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise InvalidInput((Fault(Where(), say("this page cannot read what was sent")),))
    return said


def _wrong(what: Message, hint: Message | None = None) -> InvalidInput:
    return InvalidInput((Fault(Where(), what, hint),))
