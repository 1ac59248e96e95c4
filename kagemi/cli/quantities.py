"""Values of options and arguments that a kitchen types: kilograms, rupiah, numbers and days."""

from datetime import date
from typing import Any

import click

from kagemi.cli.session import Session
from kagemi.domain.message import Message, say

MOST_RUPIAH = 2_000_000_000
"""More is paid for nothing at once, and a database's column ends there."""
FIRST_YEAR, LAST_YEAR = 1990, 2199
"""Of days that may be named: weeks, months and terms around them are days too."""
NUMBER = click.IntRange(0, 2**31 - 1)
"""The number of a lot, a line or an entry."""


def number(written: str) -> int:
    """The number of a lot where it is not an argument of its own; raises a usage error."""
    found = click.ParamType.__call__(NUMBER, written)
    assert isinstance(found, int)
    return found


class _Said(click.ParamType[Any]):
    """A type whose complaints are said in the reader's language."""

    def complain(self, what: Message, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Raise a usage error."""
        session = ctx.find_root().obj if ctx else None
        self.fail(session.text(what) if isinstance(session, Session) else str(what), param, ctx)


class Kilograms(_Said):
    """Kilograms with a decimal comma or point; the value is whole grams."""

    name = "kg"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Grams; a usage error if it is no amount of kilograms, or might be read in two ways."""
        if isinstance(value, int):
            return value
        from kagemi.files.cells import parse_kilograms

        grams = parse_kilograms(value)
        if isinstance(grams, Message):
            self.complain(grams, param, ctx)
        assert isinstance(grams, int)
        return grams


class Rupiah(_Said):
    """An amount of rupiah as people write it: 62000, 62.000, Rp 62.000."""

    name = "rupiah"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Whole rupiah; a usage error if it is no amount, or beyond all measure."""
        if isinstance(value, int):
            return value
        from kagemi.files.cells import parse_rupiah

        amount = parse_rupiah(value)
        if amount is None:
            what = say('"{written}" is not an amount of rupiah: write it like 62000', written=value)
            self.complain(what, param, ctx)
        assert amount is not None
        if amount > MOST_RUPIAH:
            self.complain(say("{written} rupiah cannot be right", written=value), param, ctx)
        return amount


class Day(_Said):
    """A date as people write it: 2026-11-30, 30/11/2026, 30 November 2026."""

    name = "date"

    def __init__(self, *, weekdays: bool = False) -> None:
        self.weekdays = weekdays
        """Whether a weekday may be written: the last one up to today."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """A date; a usage error if it is none."""
        if isinstance(value, date):
            return value
        from kagemi.files.days import last_day, read_day

        session = ctx.find_root().obj if ctx else None
        named = read_day(value)
        day = named if isinstance(named, date) else None
        if self.weekdays and isinstance(session, Session):
            day = last_day(value, session.today)
        if day is None:
            what = say('"{written}" is no date: write it like 2026-11-30', written=value)
            self.complain(no_day(value) if self.weekdays else what, param, ctx)
        assert day is not None
        if not is_near(day):
            self.complain(say("{written} cannot be right", written=value), param, ctx)
        return day


def wrong_form(session: Session, option: str, written: str, example: str) -> click.UsageError:
    """The usage error of an option whose value is not written as it should be."""
    what = say(
        '"{written}" is not what {option} expects: write it like {example}',
        written=written,
        option=option,
        example=example,
    )
    return click.UsageError(session.text(what))


def no_day(written: str) -> Message:
    """What is wrong with something that is neither a weekday nor a date."""
    from kagemi.files.days import HOW

    return say('"{written}" is no day: {how}', written=written, how=HOW)


def day_of(session: Session, option: str, written: str, *, coming: bool = False) -> date:
    """The day that an option names; raises UsageError.

    Of a weekday it is the last one up to today, or if `coming` the first one after today.
    """
    from kagemi.files.days import coming_day, last_day

    day = (coming_day if coming else last_day)(written, session.today)
    if day is None:
        what = say("{place}: {what}", place=option, what=no_day(written))
        raise click.UsageError(session.text(what))
    return near(session, option, day)


def near(session: Session, option: str, day: date) -> date:
    """The day, if a canteen may plan it or have served on it; else raises UsageError."""
    if not is_near(day):
        what = say("{key}: {written} cannot be right", key=option, written=day.isoformat())
        raise click.UsageError(session.text(what))
    return day


def is_near(day: date) -> bool:
    """True for a day that a canteen may plan, or have served."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


KILOGRAMS = Kilograms()
RUPIAH = Rupiah()
DAY = Day()
PAST_DAY = Day(weekdays=True)
