"""`kagemi receive`."""

from __future__ import annotations

import os
import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import click

from kagemi.cli.commands import argument, command, json_option, option
from kagemi.cli.quantities import DAY, NUMBER, PAST_DAY, RUPIAH
from kagemi.cli.session import Session, current
from kagemi.domain.message import Fault, InvalidInput, Message, Where, say

if TYPE_CHECKING:
    from kagemi.canteen.receive import Amount, Board, Came
    from kagemi.domain.purchase import Receipt
    from kagemi.domain.stock import Place


@command(
    say(
        "List the lines that were ordered and are still to come; with the number of a line, enter what came of "
        "it: what is good goes into stock, and a price that was not agreed becomes the trader's newest quote."
    ),
    epilog=say(
        "Examples:\n  kagemi receive --day 2026-11-30\n  kagemi receive 12\n"
        "  kagemi receive 12 73,5 --spoiled 2 --paid 1690500\n  kagemi receive 14 165 bungkus\n"
        "  kagemi receive 12 75 --correct\n"
        "  kagemi receive --all --supplier pb_ikan --day 2026-11-30"
    ),
)
@argument("line", required=False, type=NUMBER, help=say("The number of the line."))
@argument(
    "amount",
    nargs=-1,
    metavar="[KG]",
    help=say(
        "What came in all: gross kilograms, or so many of the unit of the line, such as 165 bungkus. Default: "
        "all that is still to come."
    ),
)
@option("--supplier", metavar="TRADER", default="", help=say("Only lines of this trader, by id."))
@option("--day", type=PAST_DAY, metavar="DAY", help=say("Only lines for this day of delivery."))
@option("--all", "everything", is_flag=True, help=say("All lines of --supplier and --day came as ordered."))
@option(
    "--paid", type=RUPIAH, metavar="RUPIAH", help=say("What was paid for it all. Default: the price agreed.")
)
@option("--spoiled", metavar="KG", help=say("So much of it could not be used."))
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
@option("--more", is_flag=True, help=say("More came than was ordered."))
@option(
    "--correct",
    "correcting",
    is_flag=True,
    help=say("The line was entered wrong: what is named here is what came of it in all. The rest stays."),
)
@json_option
def receive(
    line: int | None,
    amount: tuple[str, ...],
    supplier: str,
    day: date | None,
    everything: bool,
    paid: int | None,
    spoiled: str | None,
    place: Place | None,
    use_before: date | None,
    received_on: date | None,
    note: str,
    accept_unusual: bool,
    more: bool,
    correcting: bool,
    as_json: bool,
) -> int:
    """List, enter, or correct."""
    session = current()
    from kagemi.canteen.receive import Amount, Came, ordered
    from kagemi.canteen.receive import receive as take_in

    _one_way(session, line, everything, supplier, day)
    workspace = session.workspace
    when = _not_to_come(session, received_on)
    kg, bad = _amount(session, " ".join(amount)), _amount(session, spoiled or "")
    if correcting:
        if line is None or (kg is None and bad is None and paid is None) or place or use_before or received_on:
            raise click.UsageError(
                session.text(
                    say("--correct takes a line with kilograms, --spoiled or --paid, as they should be")
                )
            )
        from kagemi.canteen.receive_correct import Meant, correct

        meant = Meant(line, kg, bad, paid, note, accept_unusual)
        receipt, board = correct(workspace, os.environ, meant, when, datetime.now(UTC), more=more)
        return _say_received(session, (receipt,), board, as_json, corrected=True)
    came: list[Came] = []
    if line is not None:
        came = [Came(line, kg, bad or Amount(0), paid, place, use_before, note, accept_unusual)]
    elif everything:
        board = ordered(workspace, os.environ, supplier=supplier, day=day)
        came = [Came(s.line.id, place=place, use_before=use_before, note=note) for s in board.states]
    if not came:
        board = ordered(workspace, os.environ, supplier=supplier, day=day)
        return _list(session, board, as_json)
    receipts, board = take_in(workspace, os.environ, came, when, datetime.now(UTC), more=more)
    return _say_received(session, receipts, board, as_json)


def _amount(session: Session, written: str) -> Amount | None:
    """Kilograms, or so many units; None where nothing is written. Raises a usage error."""
    from kagemi.canteen.receive import Amount
    from kagemi.files.cells import parse_kilograms

    if not written.strip():
        return None
    parts = re.fullmatch(r"([\d.,]+)\s*(\D*)", written.strip())
    figure, unit = parts.groups() if parts else (written, "")
    found = parse_kilograms(figure)
    if isinstance(found, Message):
        raise click.UsageError(session.text(found))
    return Amount(found, unit)


def _not_to_come(session: Session, day: date | None) -> date:
    """The day, today without one; raises InvalidInput if it is still to come."""
    if day is not None and day > session.today:
        what = say("{day} is still to come: nothing came in then", day=day)
        raise InvalidInput((Fault(Where(), what, say("write the date, as in 2026-11-30")),))
    return day or session.today


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


def _say_received(
    session: Session, receipts: tuple[Receipt, ...], board: Board, as_json: bool, *, corrected: bool = False
) -> int:
    from kagemi.cli.receive_view import correction_messages, receipt_messages, states_data

    if as_json:
        from kagemi.files.plans import to_json

        click.echo(to_json({"receipts": receipts, "lines": states_data(board.states)}), nl=False)
        return 0
    messages = correction_messages if corrected else receipt_messages
    for message in messages(receipts, board, session.lang):
        session.print(message)
    return 0
