"""`kagemi suppliers`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from kagemi.cli.commands import argument, command, json_option
from kagemi.cli.session import Session, current
from kagemi.domain.message import say

if TYPE_CHECKING:
    from kagemi.canteen.prices import Board
    from kagemi.domain.supplier import Supplier


@command(
    say("List the traders; with the id or name of one, show what the trader sells and asks for it."),
    epilog=say("Examples:\n  kagemi suppliers\n  kagemi suppliers nelayan_sendang_biru"),
)
@argument("supplier", required=False, default="", metavar="[TRADER]", help=say("The id or name of a trader."))
@json_option
def suppliers(supplier: str, as_json: bool) -> int:
    """List or show."""
    session = current()
    from kagemi.canteen.prices import read_board, traders

    board = read_board(session.workspace, os.environ, session.today)
    one = board.supplier(supplier) if supplier else None
    if as_json:
        from kagemi.files.plans import to_json

        found = traders(board)
        click.echo(to_json(next(t for t in found if t.supplier == one) if one else found), nl=False)
    elif one:
        _show(session, board, one)
    else:
        from kagemi.cli.market_view import supplier_table

        if board.market.suppliers:
            session.console.print(supplier_table(traders(board), session.lang))
        session.note(say("{n} traders", n=len(board.market.suppliers)))
    return 0


def _show(session: Session, board: Board, supplier: Supplier) -> None:
    from kagemi.canteen.prices import trader_of
    from kagemi.cli.market_view import offer_table
    from kagemi.language.words import day_name

    session.console.print(f"{supplier.name}, {supplier.id}", style="bold")
    place = ", ".join(part for part in (supplier.market, supplier.stall) if part)
    if place:
        session.print(say("Place: {place}", place=place))
    if supplier.phone:
        session.print(say("Telephone: {phone}", phone=supplier.phone))
    if supplier.delivery_days:
        session.print(say("Brings on: {days}", days=tuple(day_name(d) for d in supplier.delivery_days)))
    else:
        session.print(say("Brings on any day"))
    if supplier.local:
        session.print(say("Local: counts as local spending"))
    session.console.print(offer_table(board, trader_of(board, supplier), session.lang))
