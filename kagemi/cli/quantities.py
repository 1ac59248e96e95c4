"""Values of options and arguments that a kitchen types: kilograms and days."""

import re
from datetime import date
from typing import Any

import click

from kagemi.cli.session import Session
from kagemi.domain.message import Message, say

MOST_KG = 100_000
_AMBIGUOUS = re.compile(r"[1-9]\d*[.,]\d{3}", re.ASCII)
_KILOGRAMS = re.compile(r"\d+([.,]\d{1,3})?", re.ASCII)


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
        if _AMBIGUOUS.fullmatch(value):
            whole, digits = re.split("[.,]", value)
            what = say(
                '"{written}" can be read in two ways: write {small} or {large}',
                written=value,
                small=f"{whole},{digits.rstrip('0') or '0'}",
                large=f"{whole}{digits}",
            )
            self.complain(what, param, ctx)
        if not _KILOGRAMS.fullmatch(value):
            what = say('"{written}" is no amount of kilograms: write it like 2,5', written=value)
            self.complain(what, param, ctx)
        kg = float(value.replace(",", "."))
        if kg > MOST_KG:
            self.complain(say("{written} kg cannot be right", written=value), param, ctx)
        return round(kg * 1000)


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
        return day


KILOGRAMS = Kilograms()
DAY = Day()
