"""Days as people write them: senin, Monday, 2026-11-30, 30/11/2026, 30 November 2026; and times of day."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from kagemi.domain.message import say
from kagemi.domain.problem import WEEKDAYS, Day
from kagemi.files.cells import parse_date

_INDONESIAN = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")
_WEEKDAYS = {
    **{name: n for n, name in enumerate(WEEKDAYS)},
    **{name: n for n, name in enumerate(_INDONESIAN)},
    "jum'at": 4,
    "ahad": 6,
}
NAMES = (*WEEKDAYS, *_INDONESIAN)
"""Weekdays as they may be written, in small letters."""

HOW = say("write a weekday as in senin or monday, or a date as in 2026-11-30 or 30/11/2026")
"""The hint where something is no day."""


def read_day(written: str) -> date | int | None:
    """A date, or a weekday counted from Monday as 0; None if it is neither."""
    weekday = _WEEKDAYS.get(written.strip().casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
    return parse_date(written) if weekday is None else weekday


def read_time(written: str) -> int | None:
    """A time of day as in 12:00 or 9.30, in minutes after midnight; None if it is none."""
    found = re.fullmatch(r"([01]?\d|2[0-3])[:.]([0-5]\d)", written.strip(), re.ASCII)
    return None if found is None else 60 * int(found[1]) + int(found[2])


def last_day(written: str, today: date) -> date | None:
    """A date, or of a weekday the last one up to today."""
    day = read_day(written)
    return today - timedelta(days=(today.weekday() - day) % 7) if isinstance(day, int) else day


def coming_day(written: str, today: date) -> date | None:
    """A date, or of a weekday the first one after today."""
    day = read_day(written)
    return today + timedelta(days=(day - today.weekday() - 1) % 7 + 1) if isinstance(day, int) else day


def days_named(written: str, days: Iterable[Day]) -> tuple[Day, ...]:
    """Those of a plan's days that a date or a weekday names."""
    named = read_day(written)
    return tuple(d for d in days if named in ((d.date.weekday() if isinstance(named, int) else d.date),))


def day_name(written: str) -> str:
    """A day as it stands in the name of a file: monday or 2026-11-30; raises ValueError for what is none."""
    named = read_day(written)
    if named is None:
        raise ValueError(written)
    return WEEKDAYS[named] if isinstance(named, int) else named.isoformat()
