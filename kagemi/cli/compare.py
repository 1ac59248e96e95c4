"""`kagemi compare`."""

import click

from kagemi.cli.chosen_plan import plan_file
from kagemi.cli.commands import argument, command, json_option
from kagemi.cli.session import current
from kagemi.domain.message import say


@command(
    say(
        "Show what changed from one plan to another: dishes and portions, what it costs, what the children "
        "get, and the rules that only one of them keeps."
    )
)
@argument("first", type=click.Path(), metavar="PLAN", help=say("The plan to start from."))
@argument("second", type=click.Path(), metavar="PLAN", help=say("The plan to hold against it."))
@json_option
def compare(first: str, second: str, as_json: bool) -> int:
    """Read both, compare, lay out."""
    session = current()
    from kagemi.reasons.compare import compare_plans

    one, other, found = compare_plans(plan_file(session, first), plan_file(session, second))
    if as_json:
        from kagemi.files.plans import to_json

        click.echo(to_json(found), nl=False)
        return 0
    from kagemi.cli.comparison_view import comparison_view

    for part in comparison_view(one, other, found, session.lang):
        session.console.print(part)
    return 0
