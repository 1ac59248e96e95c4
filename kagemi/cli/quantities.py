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

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """A date; a usage error if it is none."""
        if isinstance(value, date):
            return value
        from kagemi.files.cells import parse_date

        day = parse_date(value)
        if day is None:
            self.complain(say('"{written}" is no date: write it like 2026-11-30', written=value), param, ctx)
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


def day_of(session: Session, option: str, written: str) -> date:
    """The day that an option names as in 2026-11-30; raises UsageError."""
    try:
        day = date.fromisoformat(written)
    except ValueError:
        raise wrong_form(session, option, written, "2026-11-30") from None
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
