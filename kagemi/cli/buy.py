"""`kagemi buy`."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kagemi.cli.chosen_plan import chosen_plan
from kagemi.cli.commands import argument, command, json_option, option
from kagemi.cli.quantities import DAY
from kagemi.cli.session import Session, current
from kagemi.domain.message import Fault, InvalidInput, Where, say

if TYPE_CHECKING:
    from kagemi.canteen.buy import Bought
    from kagemi.canteen.plan_that_holds import Chosen
    from kagemi.store.purchases import StoredPurchase


@command(
    say(
        "Say what to order from whom for a plan: gross amounts for all children, what is in stock taken off, "
        "in the units that traders sell, as cheap as it can be, with few deliveries. Writes an order for each "
        "trader (a page to sign, and a text to send by phone), a shopping list and tables, and notes the "
        "orders so that kagemi receive knows them."
    ),
    epilog=say(
        "Examples:\n  kagemi buy\n  kagemi buy --dry-run\n  kagemi buy plans/2026-W49.json --from 2026-12-02"
    ),
)
@argument(
    "plan",
    required=False,
    type=click.Path(),
    help=say("The plan. Default: the published one that holds today or comes next, else the newest file."),
)
@option(
    "--from",
    "first",
    type=DAY,
    metavar="DATE",
    help=say("The first day on which traders can still bring something. Default: today."),
)
@option(
    "--out",
    type=click.Path(),
    metavar="DIR",
    help=say("The folder for the orders. Default: a folder beside the plan."),
)
@option("--excel", is_flag=True, help=say("Write the CSV file as an Indonesian Excel reads it."))
@option("--dry-run", is_flag=True, help=say("Write and note nothing."))
@json_option
def buy(
    plan: str | None, first: date | None, out: str | None, excel: bool, dry_run: bool, as_json: bool
) -> int:
    """Find the best purchase, write its papers, note the orders."""
    session = current()
    from kagemi.canteen.buy import buy as best
    from kagemi.canteen.buy import keep
    from kagemi.canteen.order_files import folder_of, order_book, papers, replaced_folders, write_papers
    from kagemi.files.plans import to_json

    workspace = session.workspace
    wanted = chosen_plan(session, plan)
    _refuse_after(wanted, first)
    if not dry_run:
        _refuse_over(session, wanted)
    path = wanted.path
    bought = best(wanted.plan, workspace, os.environ, session.today, first)
    files: tuple[Path, ...] = ()
    made: dict[str, bytes] = {}
    number = None

    def print_papers(noted: StoredPurchase) -> None:
        made.update(papers(order_book(bought.numbered(noted), workspace, session.lang), workspace, excel=excel))

    if not dry_run:
        if workspace.is_example:
            made = papers(order_book(bought, workspace, session.lang), workspace, excel=excel)
        else:
            noted = keep(bought, workspace, os.environ, datetime.now(UTC), print_papers)
            number, bought = noted.id, bought.numbered(noted)
        files = write_papers(made, Path(out) if out else folder_of(path))
    book = order_book(bought, workspace, session.lang)
    from kagemi.cli.purchase_view import as_data, purchase_view

    if as_json:
        click.echo(to_json({**as_data(bought), "purchase": number, "files": files}), nl=False)
    else:
        for part in purchase_view(bought, book):
            session.console.print(part)
    _notes(session, bought)
    if files:
        session.note(say("Orders: {folder}", folder=files[0].parent.as_posix()))
        if old := replaced_folders(path):
            names = tuple(folder.name for folder in old)
            session.note(
                say("These orders count now, and those in {folders} no more: do not send them", folders=names)
            )
    return 0


def _refuse_over(session: Session, wanted: Chosen) -> None:
    last = max(d.date for d in wanted.plan.problem.days)
    if last < session.today:
        what = say("the plan is over since {last}: nothing is ordered for it", last=last)
        hint = say("name the plan of days to come; --dry-run looks at it as if it were to come")
        raise InvalidInput((Fault(Where(wanted.path.as_posix()), what, hint),))


def _refuse_after(wanted: Chosen, first: date | None) -> None:
    last = max(d.date for d in wanted.plan.problem.days)
    if first is not None and first > last:
        what = say("the plan ends on {last}: nothing is bought for it from {first} on", last=last, first=first)
        raise InvalidInput(
            (Fault(Where(wanted.path.as_posix()), what, say("name an earlier day with --from")),)
        )


def _notes(session: Session, bought: Bought) -> None:
    from kagemi.canteen.buy import MARKET
    from kagemi.sheets.pdf import can_make_pdf

    late = [s for s in bought.ordered if s.open_g and s.line.deliver_on < bought.today]
    if late:
        session.note(
            say(
                "{n} lines ordered for days before today have not come, as far as kagemi receive was told; "
                "what the plan still needs of them is ordered anew",
                n=len(late),
            )
        )
    nobody = tuple(line.food for line in bought.purchase.lines if line.supplier == MARKET)
    if nobody:
        foods = tuple(dict.fromkeys(bought.names[food] for food in nobody))
        session.note(say("No trader in offers.csv sells: {foods}", foods=foods))
    if not can_make_pdf():
        session.detail(say("no PDF was written: it takes the extra pdf (pip install kagemi[pdf])"))
