"""`kagemi sheet`."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kagemi.cli.commands import argument, command, option
from kagemi.cli.session import Session, current
from kagemi.domain.message import say

if TYPE_CHECKING:
    from kagemi.domain.plan import Plan


@command(
    say(
        "Write a sheet for printing, in the language of --lang: the week's menu for the wall, what the kitchen "
        "cooks on each day, or the form on which is noted what came back. One file, to be opened in any "
        "browser and printed on A4."
    )
)
@argument(
    "plan", required=False, type=click.Path(), help=say("The plan. Default: the newest one of the workspace.")
)
@option(
    "--kind",
    type=click.Choice(["week", "kitchen", "leftovers"]),
    default="week",
    show_default=True,
    help=say("What sheet: the menu, the kitchen's production sheet, or the leftovers form."),
)
@option(
    "--day",
    metavar="DAY",
    help=say("Only this day, as in monday or 2026-11-30, of a kitchen or leftovers sheet. Default: all."),
)
@option(
    "--serve-at",
    default="12:00",
    show_default=True,
    metavar="HH:MM",
    help=say("When the kitchen serves; its day is planned backwards from there."),
)
@option(
    "--format",
    "form",
    type=click.Choice(["html", "xlsx"]),
    default="html",
    show_default=True,
    help=say("What file; xlsx is for the leftovers form."),
)
@option(
    "--out",
    type=click.Path(),
    metavar="FILE",
    help=say("The file to write, - for standard output. Default: beside the plan."),
)
def sheet(plan: str | None, kind: str, day: str | None, serve_at: str, form: str, out: str | None) -> int:
    """Render and write."""
    session = current()
    minutes = _minutes(session, serve_at)
    if form == "xlsx" and kind != "leftovers":
        raise click.UsageError(session.text(say("--format xlsx is for --kind leftovers only")))
    if day is not None and kind == "week":
        raise click.UsageError(session.text(say("--day is for --kind kitchen or leftovers")))
    from kagemi.files.atomic import write_bytes
    from kagemi.files.plans import read_plan
    from kagemi.planning import newest_plan

    path = Path(plan) if plan else newest_plan(session.workspace)
    page = _page(session, read_plan(path), path, kind, day, minutes, form)
    if out == "-":
        click.echo(page, nl=False)
        return 0
    name = "-".join([path.stem, kind, *([day.lower()] if day else []), session.lang])
    target = Path(out) if out else path.with_name(f"{name}.{form}")
    write_bytes(target, page)
    session.print(say("Sheet: {file}", file=target.as_posix()))
    return 0


def _page(
    session: Session, plan: "Plan", path: Path, kind: str, day: str | None, serve_at: int, form: str
) -> bytes:
    """The file of a kind of sheet."""
    if kind == "week":
        from kagemi.planning import render_sheet

        return render_sheet(plan, session.workspace, session.lang).encode()
    import os

    from kagemi.canteen.kitchen_sheets import SheetOrder, chosen_days, kitchen_sheet, leftovers_sheet

    order = SheetOrder(plan, chosen_days(plan, path, day), session.lang, serve_at)
    if kind == "kitchen":
        return kitchen_sheet(order, session.workspace, os.environ, session.today).encode()
    if form == "xlsx":
        from kagemi.sheets.leftovers_form import leftovers_form

        return leftovers_form(plan, order.days, session.lang)
    return leftovers_sheet(order, session.workspace).encode()


def _minutes(session: Session, written: str) -> int:
    """Minutes after midnight; a time that a school may serve at."""
    found = re.fullmatch(r"([01]?\d|2[0-3])[:.]([0-5]\d)", written.strip())
    if found is None:
        what = say('"{written}" is not a time; write it as in 12:00', written=written)
        raise click.UsageError(session.text(what))
    return 60 * int(found[1]) + int(found[2])
