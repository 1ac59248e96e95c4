"""`kagemi prices import`."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kagemi.cli.commands import argument, command, json_option, option
from kagemi.cli.quantities import DAY
from kagemi.cli.session import Session, current
from kagemi.domain.message import Fault, say

if TYPE_CHECKING:
    from kagemi.canteen.price_lists import Change, ReadList
    from kagemi.canteen.prices import Board

INVALID = 4

accept_option = option(
    "--accept-unusual",
    is_flag=True,
    help=say("Accept prices that are more than 3 times, or less than a third of, what holds now."),
)
date_option = option(
    "--date", "day", type=DAY, metavar="DATE", help=say("The day the price was asked. Default: today.")
)


def board_of(session: Session, basis: str = "") -> Board:
    """The workspace's prices today, by `basis` or, without one, as the workspace says."""
    from kagemi.canteen.prices import read_board

    return read_board(session.workspace, os.environ, current().today, basis)


@command(
    say(
        "Read in a price list: a CSV, XLSX or ODS file. Columns are known by their headers, foods by their ids "
        "and names. Shown is what changes; if a row is not understood, nothing is written."
    ),
    epilog=say(
        "Examples:\n  kagemi prices import pasar.csv --supplier pb_bumbu\n"
        '  kagemi prices import pasar.xlsx --map food="Nama Barang" --map price=Hrg --dry-run'
    ),
)
@argument("file", type=click.Path(path_type=Path), metavar="FILE", help=say("The price list."))
@option("--supplier", metavar="TRADER", default="", help=say("Who asks these prices, if no column says it."))
@date_option
@option("--dry-run", is_flag=True, help=say("Show what would change, and write nothing."))
@option(
    "--map",
    "maps",
    multiple=True,
    metavar="FIELD=COLUMN",
    help=say(
        "Which column holds food, price, unit, unit_grams, supplier, date or valid_until. Remembered for lists "
        "with the same header."
    ),
)
@accept_option
@option("--skip-unknown", is_flag=True, help=say("Leave out rows of foods that Kagemi does not know."))
@json_option
def importing(
    file: Path,
    supplier: str,
    day: date | None,
    dry_run: bool,
    maps: tuple[str, ...],
    accept_unusual: bool,
    skip_unknown: bool,
    as_json: bool,
) -> int:
    """Understand, show, write."""
    session = current()
    from kagemi.canteen.price_lists import ListRequest, read_list, write_list

    request = ListRequest(
        file, day or current().today, supplier, _mapping(session, maps), accept_unusual, skip_unknown
    )
    read = read_list(session.workspace, os.environ, board_of(session), request)
    added = None
    if not read.faults and not dry_run:
        added = write_list(session.workspace, os.environ, read, datetime.now(UTC))
    if as_json:
        from kagemi.files.plans import to_json

        value = {"changes": [_changed(c) for c in read.changes], "faults": read.faults, "added": added}
        click.echo(to_json(value), nl=False)
    else:
        _show_list(session, read)
    if read.faults:
        _say_faults(session, read.faults)
        session.note(say("Nothing is written."))
        return INVALID
    if added is None:
        session.note(say("A dry run: nothing is written."))
    else:
        session.note(say("{n} new prices are written.", n=added))
    return 0


def _mapping(session: Session, maps: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for each in maps:
        name, sign, column = each.partition("=")
        if not sign or not column.strip():
            what = say('"{written}" is no mapping: write it like food="Nama Barang"', written=each)
            raise click.UsageError(session.text(what))
        found[name.strip()] = column.strip()
    return found


def _changed(change: Change) -> dict[str, object]:
    quote = change.quote
    return {
        "quote": quote,
        "line": change.where.line,
        "before_idr": change.before_idr,
        "ratio": change.ratio,
        "unusual": change.is_unusual,
    }


def _show_list(session: Session, read: ReadList) -> None:
    from kagemi.cli.market_view import change_table

    if read.changes:
        session.console.print(change_table(read.changes, session.lang))
    if read.without_price:
        session.note(say("{n} rows have no price and are left out.", n=read.without_price))
    if read.skipped:
        session.note(
            say("{n} rows are of foods that Kagemi does not know and are left out:", n=len(read.skipped))
        )
        _say_faults(session, read.skipped)


def _say_faults(session: Session, faults: tuple[Fault, ...]) -> None:
    from kagemi.cli.faults import render_faults
    from kagemi.files.source import read_line

    click.echo(render_faults(faults, session.lang, read_line), nl=False, err=True)
