"""`kagemi sheet`."""

from pathlib import Path

import click

from kagemi.cli.commands import argument, command, option
from kagemi.cli.session import current
from kagemi.domain.message import say


@command(
    say(
        "Write a plan's menu sheet for printing, in the language of --lang: one file, to be opened in any "
        "browser and printed on A4."
    )
)
@argument(
    "plan", required=False, type=click.Path(), help=say("The plan. Default: the newest one of the workspace.")
)
@option("--kind", type=click.Choice(["week"]), default="week", show_default=True, help=say("What sheet."))
@option(
    "--format", "form", type=click.Choice(["html"]), default="html", show_default=True, help=say("What file.")
)
@option(
    "--out",
    type=click.Path(),
    metavar="FILE",
    help=say("The file to write, - for standard output. Default: beside the plan."),
)
def sheet(plan: str | None, kind: str, form: str, out: str | None) -> int:
    """Render and write."""
    session = current()
    from kagemi.files.atomic import write_text
    from kagemi.files.plans import read_plan
    from kagemi.planning import newest_plan, render_sheet

    path = Path(plan) if plan else newest_plan(session.workspace)
    page = render_sheet(read_plan(path), session.workspace, session.lang)
    if out == "-":
        click.echo(page, nl=False)
        return 0
    target = Path(out) if out else path.with_name(f"{path.stem}-{kind}-{session.lang}.{form}")
    write_text(target, page)
    session.print(say("Sheet: {file}", file=target.as_posix()))
    return 0
