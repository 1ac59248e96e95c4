"""`kagemi record`, `kagemi record import` and `kagemi record show`."""

from __future__ import annotations

import os
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kagemi.cli.chosen_plan import plan_file
from kagemi.cli.commands import CONTEXT, DefaultGroup, argument, command, json_option, option
from kagemi.cli.quantities import NUMBER, day_of
from kagemi.cli.session import Session, current
from kagemi.domain.message import Fault, InvalidInput, Message, Where, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kagemi.canteen.record import Days
    from kagemi.domain.record import Record
    from kagemi.files.record_import import Entry

plan_option = option(
    "--plan",
    type=click.Path(),
    metavar="FILE",
    help=say("The plan whose day it is. Default: the published or newest plan of the day."),
)


@click.group(cls=DefaultGroup, context_settings=CONTEXT)
def record() -> None:
    """Record what came back, import it, show it."""


@command(
    say(
        "Record what came back on DAY: of one DISH, or, without DISH, one line a dish from the keyboard or a "
        "pipe (dish, served, trays or kilograms). A DISH without figures: show what is noted of it. Trays are "
        "counted by how much is left on them: none, a "
        "quarter, half, three quarters, all; those of all classes, or of one: --class 7A. All lines are "
        "written, or none."
    ),
    epilog=say(
        "Examples:\n  kagemi record monday soto_tuna --trays 12,5,3,2,1\n"
        "  kagemi record monday soto_tuna --trays 20,6,2,1,0 --class 7A\n"
        "  kagemi record 2026-11-30 soto_tuna --served 620 --left-kg 3.5\n"
        "  kagemi record monday          then type: soto_tuna 620 12/5/3/2/1\n"
        "  kagemi record import form.xlsx\n  kagemi record show"
    ),
)
@argument("day", help=say("A weekday such as senin or monday, or a date such as 2026-11-30."))
@argument("dish", required=False, help=say("The dish: its id, its name, or a part of it."))
@option(
    "--served",
    type=NUMBER,
    metavar="N",
    help=say("Portions served; 0: the dish was not served. Default: as noted, or else as planned."),
)
@option("--trays", metavar="A,B,C,D,E", help=say("Trays with none, 1/4, 1/2, 3/4, all of it left."))
@option("--left-kg", metavar="KG", help=say("Kilograms that came back, instead of trays."))
@option(
    "--class", "class_name", metavar="CLASS", default="",
    help=say("The school class whose trays these are, such as 7A. Default: all classes."),
)  # fmt: skip
@plan_option
@json_option
def enter(
    day: str, dish: str | None, served: int | None, trays: str | None, left_kg: str | None, class_name: str,
    plan: str | None, as_json: bool,
) -> int:  # fmt: skip
    """Write down one dish, or many."""
    session = current()
    if dish is None and (served is not None or trays or left_kg):
        raise click.UsageError(session.text(say("--served, --trays and --left-kg are about one dish: name it")))
    if trays and left_kg:
        raise click.UsageError(session.text(say("give --trays or --left-kg, not both")))
    from kagemi.canteen.record import Days

    school_class = _class(class_name)
    days = Days(session.workspace, os.environ, session.today, plan_file(session, plan) if plan else None)
    if dish is not None and served is None and not trays and not left_kg:
        return _show_noted(session, days, day, dish, class_name, as_json)
    if dish is not None:
        entries: tuple[Entry, ...] = (_entry(session, dish, served, trays, left_kg, school_class),)
    else:
        entries = _typed(session, days, day, school_class)
    return _write(session, days, entries, day, "typed", as_json)


def _class(written: str) -> str:
    from kagemi.files.record_import import parse_class

    found = parse_class(written)
    if isinstance(found, Message):
        raise InvalidInput((Fault(Where("--class"), found, say("write the class as in 7A")),))
    return found


def _entry(
    session: Session, dish: str, served: int | None, trays: str | None, left_kg: str | None, school_class: str
) -> Entry:
    from kagemi.files.cells import parse_kilograms
    from kagemi.files.record_import import Entry, parse_trays

    counted = parse_trays(trays) if trays else None
    if isinstance(counted, Message):
        hint = say("write them like {example}", example="12,5,3,2,1")
        raise InvalidInput((Fault(Where("--trays"), counted, hint),))
    grams = parse_kilograms(left_kg) if left_kg else None
    if isinstance(grams, Message):
        raise click.UsageError(session.text(say("{place}: {what}", place="--left-kg", what=grams)))
    kg = None if grams is None else grams / 1000
    return Entry(dish, "", served, counted, kg, school_class=school_class)


def _typed(session: Session, days: Days, day: str, school_class: str) -> tuple[Entry, ...]:
    """The lines that are typed or piped in; on a terminal the day's dishes are named first."""
    from kagemi.files.record_import import parse_lines

    found = days.find(day, Where())
    if isinstance(found, Fault):
        raise InvalidInput((found,))
    if sys.stdin.isatty():
        for each in found.dishes:
            session.note(
                say(
                    "{id}: {name}, {served} portions",
                    id=each.id,
                    name=each.name,
                    served=found.eaters(each.id),
                )
            )
        session.note(say("One line a dish, as in soto_tuna 620 12/5/3/2/1 or soto_tuna 3.5 kg; Ctrl-D ends."))
    entries, faults = parse_lines(sys.stdin.readlines(), "stdin", school_class)
    if faults:
        raise InvalidInput(faults)
    if not entries:
        raise InvalidInput((Fault(Where("stdin"), say("no line was typed, so nothing is recorded")),))
    return entries


@command(
    say(
        "Record what a filled-in form says (CSV, XLSX, ODS): columns day, dish, class, served, left_0, "
        "left_25, left_50, left_75, left_100 or left_kg. Where class is empty, the trays are of all classes. "
        "Rows that say nothing of what came back are skipped. All other rows are written, or none."
    )
)
@argument("file", metavar="FILE", type=click.Path(), help=say("The form."))
@plan_option
@json_option
def bring_in(file: str, plan: str | None, as_json: bool) -> int:
    """Write down a form."""
    session = current()
    from kagemi.canteen.record import Days
    from kagemi.files.record_import import read_form

    entries, faults = read_form(Path(file))
    if faults and not entries:
        raise InvalidInput(faults)
    if not entries:
        what = say("no row says what came back")
        raise InvalidInput((Fault(Where(Path(file).as_posix()), what, say("fill in trays or kilograms")),))
    days = Days(session.workspace, os.environ, session.today, plan_file(session, plan) if plan else None)
    return _write(session, days, entries, "", Path(file).name, as_json, faults)


def _write(
    session: Session,
    days: Days,
    entries: Iterable[Entry],
    day: str,
    source: str,
    as_json: bool,
    unread: Iterable[Fault] = (),
) -> int:
    """Write down what is told; `unread`: faults of what could not be read, with which nothing is written."""
    from kagemi.canteen.acceptance import records_between
    from kagemi.canteen.record import enter as write
    from kagemi.canteen.record import records_of

    noted = records_between(session.workspace, os.environ, None, session.today)
    records = records_of(entries, days, source, day, noted, unread)
    write(session.workspace, records, datetime.now(UTC), os.environ)
    if as_json:
        from kagemi.files.plans import to_json

        click.echo(to_json([_row(r) for r in records]), nl=False)
    else:
        _say(session, records, days)
    _say_what_counts(session, records, (*noted, *records))
    return 0


def _show_noted(session: Session, days: Days, day: str, dish: str, class_name: str, as_json: bool) -> int:
    """What is noted of a dish on a day; nothing is written."""
    from kagemi.canteen.acceptance import records_between
    from kagemi.canteen.record import dish_of, noted_of

    found = days.find(day, Where())
    if isinstance(found, Fault):
        raise InvalidInput((found,))
    meant = dish_of(dish, found, Where())
    if isinstance(meant, Fault):
        raise InvalidInput((meant,))
    on = found.day.date
    noted = noted_of(found, meant.id, records_between(session.workspace, os.environ, on, on))
    school_class = _class(class_name)
    if class_name:
        noted = tuple(r for r in noted if r.school_class == school_class)
    if as_json:
        from kagemi.files.plans import to_json

        click.echo(to_json([_row(r) for r in noted]), nl=False)
    elif noted:
        _table(session, noted)
    else:
        session.note(say("Nothing is noted of {dish} on {day} yet.", dish=meant.name, day=on))
    return 0


def _say_what_counts(session: Session, records: Sequence[Record], noted: Sequence[Record]) -> None:
    """Where a dish has trays of all classes and of single ones: that they are not added up."""
    about = {(r.canteen, r.day, r.dish): r for r in records if r.trays}
    for key, record in about.items():
        own = {r.school_class for r in noted if (r.canteen, r.day, r.dish) == key and r.trays}
        if "" in own and len(own) > 1:
            session.note(
                say(
                    "{dish}: trays of all classes and of single classes are noted; they are not added up, the "
                    "larger count is that of the day.",
                    dish=record.dish,
                )
            )


def _say(session: Session, records: Iterable[Record], days: Days) -> None:
    from kagemi.language import long_date, percent

    shown: date | None = None
    for each in records:
        if each.day != shown:
            shown = each.day
            click.echo(long_date(each.day, session.lang))
        found = days.find(each.day.isoformat(), Where())
        name: object = each.dish if isinstance(found, Fault) else found.plan.problem.dish(each.dish).name
        if each.school_class:
            name = say("{dish}, class {school_class}", dish=name, school_class=each.school_class)
        share = each.eaten
        if share is None:
            session.print(say("  {dish}: {served} served", dish=name, served=each.served))
            continue
        eaten = percent(share, session.lang)
        session.print(
            say("  {dish}: {served} served, {share} eaten", dish=name, served=each.served, share=eaten)
        )


@command(say("Show what was recorded, the last entry of each day, dish and class."))
@option("--from", "first", metavar="DATE", help=say("Only from this day on, as in 2026-11-30."))
@option("--to", "last", metavar="DATE", help=say("Only up to this day."))
@json_option
def show(first: str | None, last: str | None, as_json: bool) -> int:
    """List the records."""
    session = current()
    start, end = _date(session, "--from", first), _date(session, "--to", last)
    from kagemi.canteen.acceptance import records_between

    found = records_between(session.workspace, os.environ, start, end)
    if as_json:
        from kagemi.files.plans import to_json

        click.echo(to_json([_row(r) for r in found]), nl=False)
    else:
        _table(session, found)
    return 0


def _row(record: Record) -> dict[str, object]:
    return {**vars(record), "eaten": record.eaten}


def _date(session: Session, name: str, written: str | None) -> date | None:
    return day_of(session, name, written) if written else None


def _table(session: Session, found: Sequence[Record]) -> None:
    from kagemi.cli.plan_view import table
    from kagemi.language import number, percent, short_date

    lang = session.lang
    several = len({each.canteen for each in found}) > 1
    classes = any(each.school_class for each in found)
    made = table(
        "",
        *(((session.text(say("Canteen")), False),) if several else ()),
        (session.text(say("Day")), False),
        (session.text(say("Dish")), False),
        *(((session.text(say("Class")), False),) if classes else ()),
        (session.text(say("Served")), True),
        (session.text(say("Trays: none, 1/4, 1/2, 3/4, all left")), True),
        (session.text(say("Came back")), True),
        (session.text(say("Eaten")), True),
        whole=2 if several else 1,
    )
    for each in found:
        trays = " / ".join(map(str, each.trays)) if each.trays else ""
        left = "" if each.left_g is None else f"{number(each.left_g / 1000, lang, 1)} kg"
        eaten = "–" if each.eaten is None else percent(each.eaten, lang)
        made.add_row(
            *((each.canteen,) if several else ()),
            short_date(each.day, lang),
            each.dish,
            *((each.school_class,) if classes else ()),
            number(each.served, lang),
            trays,
            left,
            eaten,
        )
    if found:
        session.console.print(made)
    session.note(say("{n} records", n=len(found)))


record.add_command(enter, "list")
record.add_command(bring_in, "import")
record.add_command(show, "show")
