"""`kagemi sheet`."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from kagemi.cli.chosen_plan import plan_file
from kagemi.cli.commands import argument, command, option
from kagemi.cli.session import Session, current
from kagemi.domain.message import Message, say
from kagemi.sheets.kinds import KINDS, Kind, kind_of

if TYPE_CHECKING:
    from kagemi.canteen.sheets import SheetOrder


@command(
    say(
        "Write a sheet for printing, in the language of --lang: the week's menu for the wall, what the kitchen "
        "cooks on each day, the orders, the form on which is noted what came back; as a page for any browser, "
        "as PDF, or as a table. --all writes all sheets in all formats into a folder, with a page that leads "
        "to them."
    ),
    epilog=say(
        "Examples:\n  kagemi sheet\n  kagemi sheet --kind kitchen --day monday\n"
        "  kagemi sheet --kind recipe --dish tempe_bacem --format pdf\n  kagemi sheet --all"
    ),
)
@argument(
    "plan", required=False, type=click.Path(), help=say("The plan. Default: the newest one of the workspace.")
)
@option(
    "--kind",
    type=click.Choice([kind.id for kind in KINDS]),
    default="week",
    show_default=True,
    help=say("What sheet."),
)
@option(
    "--day",
    metavar="DAY",
    help=say("Only this day, as in monday or 2026-11-30, of a sheet that has a page a day. Default: all."),
)
@option(
    "--dish",
    metavar="DISH",
    help=say("Only the card of this dish, by its id or its name in quotes, with --kind recipe. Default: all."),
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
    type=click.Choice(list(dict.fromkeys(form for kind in KINDS for form in kind.formats))),
    help=say("What file. Each kind has its own formats; default: html."),
)
@option("--excel", is_flag=True, help=say("Write a CSV file as an Indonesian Excel reads it."))
@option("--all", "every", is_flag=True, help=say("Write all sheets in all formats into a folder."))
@option(
    "--out",
    type=click.Path(),
    metavar="FILE",
    help=say("The file to write, - for standard output; with --all, the folder. Default: beside the plan."),
)
def sheet(
    plan: str | None,
    kind: str,
    day: str | None,
    dish: str | None,
    serve_at: str,
    form: str | None,
    excel: bool,
    every: bool,
    out: str | None,
) -> int:
    """Render and write."""
    session = current()
    minutes = _minutes(session, serve_at)
    chosen = kind_of(kind)
    form = form or chosen.formats[0]
    _refuse_what_does_not_go_together(session, chosen, form, day, dish, every, out)
    from kagemi.canteen.sheets import SheetOrder, chosen_days, chosen_dish, make_sheet
    from kagemi.files.atomic import write_bytes
    from kagemi.files.days import day_name
    from kagemi.files.plans import read_plan
    from kagemi.planning import file_revision, newest_plan

    path = plan_file(session, plan) if plan else newest_plan(session.workspace)
    wanted = read_plan(path)
    days = chosen_days(wanted, path, day)
    only = chosen_dish(wanted, path, days, dish) if dish else ""
    order = SheetOrder(wanted, days, session.lang, minutes, excel, only, file_revision(path))
    if every:
        return _all(session, order, path, out)
    page = make_sheet(order, kind, form, session.workspace, os.environ, session.today)
    if out == "-":
        click.echo(page, nl=False)
        return 0
    name = "-".join(
        [path.stem, kind, *([day_name(day)] if day else []), *([only] if only else []), session.lang]
    )
    target = Path(out) if out else path.with_name(f"{name}.{form}")
    write_bytes(target, page)
    session.print(say("Sheet: {file}", file=target.as_posix()))
    return 0


def _all(session: Session, order: "SheetOrder", path: Path, out: str | None) -> int:
    """The folder of a plan."""
    from kagemi.canteen.sheet_folder import sheets_folder, write_sheets
    from kagemi.sheets.pdf import can_make_pdf

    folder = Path(out) if out else sheets_folder(path)
    files = write_sheets(order, folder, session.workspace, os.environ, session.today)
    session.print(say("Sheets: {n} files; begin with {file}", n=len(files) - 1, file=files[0].as_posix()))
    if not can_make_pdf():
        session.note(say("no PDF was written: it takes the extra pdf (pip install kagemi[pdf])"))
    return 0


def _refuse_what_does_not_go_together(
    session: Session, kind: Kind, form: str, day: str | None, dish: str | None, every: bool, out: str | None
) -> None:
    wrong: Message | None = None
    if every and _is_given("kind", "form", "day", "dish"):
        wrong = say("--all writes every sheet of every day; leave out --kind, --format, --day and --dish")
    elif every and out == "-":
        wrong = say("--all writes a folder; name one with --out")
    elif form not in kind.formats:
        wrong = say(
            "--kind {kind} has no --format {form}; it has: {formats}",
            kind=kind.id,
            form=form,
            formats=kind.formats,
        )
    elif dish is not None and kind.id != "recipe":
        wrong = say("--dish is for --kind recipe, which has a card for each dish")
    elif day is not None and not kind.by_day:
        kinds = tuple(k.id for k in KINDS if k.by_day)
        wrong = say("--kind {kind} is for the whole plan; --day is for: {kinds}", kind=kind.id, kinds=kinds)
    if wrong is not None:
        raise click.UsageError(session.text(wrong))


def _is_given(*names: str) -> bool:
    context = click.get_current_context()
    return any(context.get_parameter_source(n) is ParameterSource.COMMANDLINE for n in names)


def _minutes(session: Session, written: str) -> int:
    """Minutes after midnight; a time that a school may serve at."""
    from kagemi.files.days import read_time

    found = read_time(written)
    if found is None:
        what = say('"{written}" is not a time; write it as in 12:00', written=written)
        raise click.UsageError(session.text(what))
    return found
