"""The school's calendar: what a constraints file says of it, and the days without a meal that follow.

The package `holidays` knows Indonesia's public holidays and days of collective leave; it is imported only
where a calendar asks for them.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from kagemi.domain.constraints import ClosedDay, ClosedRange, Exams, SchoolCalendar
from kagemi.domain.message import Text, say
from kagemi.domain.problem import WEEKDAYS
from kagemi.files.shape import Reading
from kagemi.files.yaml import Loc

HOLIDAYS = "indonesia"
_KEYS = ("holidays", "closed", "open", "exams")
_DATE = r"\d{4}-\d\d-\d\d"
_ESTIMATED = {"id": " (perkiraan)", "en_US": " (estimated)"}


def read_calendar(reading: Reading, days: tuple[str, ...]) -> SchoolCalendar:
    """The key `calendar` of a constraints file; without it the school is never closed on a day with a meal."""
    loc: Loc = ("calendar",)
    if "calendar" not in reading.document.data:
        return SchoolCalendar()
    if not isinstance(reading.value(*loc), dict):
        hint = say("write it below the key, as in holidays: indonesia")
        reading.error(loc, say("calendar must be a group of keys"), hint)
        return SchoolCalendar()
    data = reading.only(loc, _KEYS)
    holidays = "holidays" in data and reading.known(
        (*loc, "holidays"), {HOLIDAYS}, say('there are no holidays of "{written}"')
    )
    if "holidays" in data and not isinstance(data["holidays"], str):
        reading.error((*loc, "holidays"), say("holidays names a country"), say("write holidays: indonesia"))
    closed = (_range(reading, ("calendar", "closed", i)) for i in _items(reading, "closed"))
    exams = (_range(reading, ("calendar", "exams", i)) for i in _items(reading, "exams"))
    return SchoolCalendar(
        holidays,
        tuple(ClosedRange(*r) for r in closed if r),
        _open(reading, days),
        tuple(Exams(*r) for r in exams if r),
    )


def _items(reading: Reading, key: str) -> range:
    """The positions in a list of days; anything else is a fault."""
    written = reading.value("calendar", key)
    if isinstance(written, list):
        return range(len(written))
    if written is not None or key in reading.value("calendar"):
        hint = say("begin each entry with a dash on a line of its own")
        reading.error(("calendar", key), say("{key} must be a list", key=key), hint)
    return range(0)


def _range(reading: Reading, loc: Loc) -> tuple[date, date, str] | None:
    """The first and the last day of a date or a stretch of days, and why."""
    if not isinstance(reading.value(*loc), dict):
        day = _date(reading, loc)
        return (day, day, "") if day else None
    data = reading.only(loc, ("from", "to", "why"))
    why = data.get("why", "")
    if not isinstance(why, str):
        reading.error((*loc, "why"), say("{key} must be a text", key="why"), say('put it in quotes: "..."'))
        why = ""
    ends = [_end(reading, (*loc, key)) for key in ("from", "to")]
    first, last = ends
    if first is None or last is None:
        return None
    if first > last:
        if "exams" in loc:
            what = say("the exams end before they begin")
        else:
            what = say("the closed days end before they begin")
        reading.error((*loc, "to"), what, say("write the earlier date as from"))
        return None
    return first, last, why


def _end(reading: Reading, loc: Loc) -> date | None:
    if loc[-1] in reading.value(*loc[:-1]):
        return _date(reading, loc)
    if loc not in reading.misspelt:
        reading.error(loc, say('the key "{key}" is missing', key=loc[-1]), say("add {key}:", key=loc[-1]))
    return None


def _open(reading: Reading, days: tuple[str, ...]) -> tuple[date, ...]:
    dates: list[date] = []
    for i in _items(reading, "open"):
        day = _date(reading, ("calendar", "open", i))
        if day is None:
            continue
        weekday = WEEKDAYS[day.weekday()]
        if days and weekday not in days:
            what = say("{date} is a {weekday}, and there is no meal on {weekday}", date=day, weekday=weekday)
            reading.warn(("calendar", "open", i), what, say("add it to days, or leave it out here"))
        dates.append(day)
    return tuple(dates)


def _date(reading: Reading, loc: Loc) -> date | None:
    written: Any = reading.value(*loc)
    if isinstance(written, str) and re.fullmatch(_DATE, written):
        try:
            return date.fromisoformat(written)
        except ValueError:
            pass
    shown = reading.document.text(*loc) or written
    hint = say("write a date such as 2026-11-30")
    if isinstance(shown, str) and shown:
        reading.error(loc, say('"{written}" is no day of the calendar', written=shown), hint)
    else:
        reading.error(loc, say("this is not a day"), hint)
    return None


def closed_days(calendar: SchoolCalendar, first: date, last: date) -> Mapping[date, ClosedDay]:
    """The days from `first` to `last` without a meal, and why; the school's own days win over holidays."""
    closed = _holidays(first, last) if calendar.holidays else {}
    for days in calendar.closed:
        start, end = max(first, days.first), min(last, days.last)
        for n in range((end - start).days + 1):
            closed[start + timedelta(days=n)] = ClosedDay(Text(days.why, days.why))
    return {day: closed[day] for day in sorted(closed) if day not in calendar.open}


def _holidays(first: date, last: date) -> dict[date, ClosedDay]:
    from holidays.countries.indonesia import Indonesia

    years = range(first.year, last.year + 1)
    names = {
        lang: Indonesia(years=years, language=lang, categories=("public", "government")) for lang in _ESTIMATED
    }
    return {
        day: ClosedDay(
            Text(*(names[lang][day].replace(mark, "") for lang, mark in _ESTIMATED.items())),
            holiday=True,
            estimated=_ESTIMATED["id"] in name,
        )
        for day, name in names["id"].items()
        if first <= day <= last
    }
