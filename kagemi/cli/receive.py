"""`kagemi receive`."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import click

from kagemi.cli.commands import argument, command, json_option, option
from kagemi.cli.quantities import DAY, KILOGRAMS, NUMBER, RUPIAH
from kagemi.cli.session import Session, current
from kagemi.domain.message import say

if TYPE_CHECKING:
    from kagemi.canteen.receive import Board, Came
    from kagemi.domain.purchase import Receipt
    from kagemi.domain.stock import Place


@command(
    say(
        "List the lines that were ordered and are still to come; with the number of a line, enter what came of "
        "it: what is good goes into stock, and a price that was not agreed becomes the trader's newest quote."
    ),
    epilog=say(
        "Examples:\n  kagemi receive --day 2026-11-30\n  kagemi receive 12\n"
        "  kagemi receive 12 73,5 --spoiled 2 --paid 1690500\n"
        "  kagemi receive --all --supplier pb_ikan --day 2026-11-30"
    ),
)
@argument("line", required=False, type=NUMBER, help=say("The number of the line."))
@argument(
    "kg",
    required=False,
    type=KILOGRAMS,
    help=say("What came in all, gross kilograms. Default: all that is still to come."),
)
@option("--supplier", metavar="TRADER", default="", help=say("Only lines of this trader, by id."))
@option("--day", type=DAY, metavar="DATE", help=say("Only lines for this day of delivery."))
@option("--all", "everything", is_flag=True, help=say("All lines of --supplier and --day came as ordered."))
@option(
    "--paid", type=RUPIAH, metavar="RUPIAH", help=say("What was paid for it all. Default: the price agreed.")
)
@option("--spoiled", type=KILOGRAMS, metavar="KG", default=0, help=say("So much of it could not be used."))
@option(
    "--place",
    type=click.Choice(["freezer", "chiller", "dry"]),
    help=say("Where it lies. Default: where this food usually lies."),
)
@option(
    "--use-before",
    type=DAY,
    metavar="DATE",
    help=say("The last day on which it may be cooked. Default: as long as this food keeps there."),
)
@option("--date", "received_on", type=DAY, metavar="DATE", help=say("The day. Default: today."))
@option("--note", metavar="TEXT", default="", help=say("A note for whoever reads the books."))
@option("--accept-unusual", is_flag=True, help=say("The price is right, though far from the one agreed."))
@option("--more", is_flag=True, help=say("The line is complete, and more came."))
@json_option
def receive(
    line: int | None,
    kg: int | None,
    supplier: str,
    day: date | None,
    everything: bool,
    paid: int | None,
    spoiled: int,
    place: Place | None,
    use_before: date | None,
    received_on: date | None,
    note: str,
    accept_unusual: bool,
    more: bool,
    as_json: bool,
) -> int:
    """List, or enter."""
    session = current()
    from kagemi.canteen.receive import Came, ordered
    from kagemi.canteen.receive import receive as take_in

    _one_way(session, line, everything, supplier, day)
    workspace = session.workspace
    came: list[Came] = []
    if line is not None:
        came = [Came(line, kg, spoiled, paid, place, use_before, note, accept_unusual)]
    elif everything:
        board = ordered(workspace, os.environ, supplier=supplier, day=day)
        came = [Came(s.line.id, place=place, use_before=use_before, note=note) for s in board.states]
    if not came:
        board = ordered(workspace, os.environ, supplier=supplier, day=day)
        return _list(session, board, as_json)
    when = received_on or session.today
    receipts, board = take_in(workspace, os.environ, came, when, datetime.now(UTC), more=more)
    return _say_received(session, receipts, board, as_json)


def _one_way(session: Session, line: int | None, everything: bool, supplier: str, day: date | None) -> None:
    if everything and line is not None:
        raise click.UsageError(session.text(say("name a line, or use --all, not both")))
    if everything and not supplier and day is None:
        raise click.UsageError(session.text(say("--all needs --supplier or --day")))


def _list(session: Session, board: Board, as_json: bool) -> int:
    from kagemi.cli.receive_view import board_table, states_data

    if as_json:
        from kagemi.files.plans import to_json

        click.echo(to_json(states_data(board.states)), nl=False)
        return 0
    if board.states:
        session.console.print(board_table(board, session.lang))
    session.note(say("{n} lines are still to come", n=sum(bool(s.open_g) for s in board.states)))
    return 0


def _say_received(session: Session, receipts: tuple[Receipt, ...], board: Board, as_json: bool) -> int:
    from kagemi.cli.receive_view import receipt_messages, states_data

    if as_json:
        from kagemi.files.plans import to_json

        click.echo(to_json({"receipts": receipts, "lines": states_data(board.states)}), nl=False)
        return 0
    for message in receipt_messages(receipts, board, session.lang):
        session.print(message)
    return 0
