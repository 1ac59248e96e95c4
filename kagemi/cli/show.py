"""`kagemi show`."""

import click

from kagemi.cli.chosen_plan import plan_file
from kagemi.cli.commands import argument, command, json_option
from kagemi.cli.session import current
from kagemi.domain.message import say


@command(
    say("Show a plan: dishes and portions, costs, nutrients against their ranges, every rule, and the proof.")
)
@argument(
    "plan", required=False, type=click.Path(), help=say("The plan. Default: the newest one of the workspace.")
)
@json_option
def show(plan: str | None, as_json: bool) -> int:
    """Read a plan and lay it out."""
    session = current()
    from kagemi.files.plans import read_plan, to_json
    from kagemi.planning import newest_plan

    path = plan_file(session, plan) if plan else newest_plan(session.workspace)
    found = read_plan(path)
    if as_json:
        click.echo(to_json(found), nl=False)
        return 0
    from kagemi.cli.learning_texts import how_judged
    from kagemi.cli.plan_view import plan_view

    session.detail(say("{file}", file=path.as_posix()))
    for part in plan_view(found, session.lang):
        session.console.print(part)
    for message in how_judged(found.problem):
        session.note(message)
    return 0
