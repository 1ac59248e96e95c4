"""`kagemi stock cooked`."""

from __future__ import annotations

import os
from datetime import UTC, datetime

import click

from kagemi.cli.chosen_plan import plan_file
from kagemi.cli.commands import argument, command, json_option, option
from kagemi.cli.session import current
from kagemi.domain.message import Fault, InvalidInput, Where, say


@command(
    say(
        "Take what the menu of a day needs out of stock, the oldest lots first. What was entered as used on "
        "that day counts: the command may be given again."
    ),
    epilog=say("Examples:\n  kagemi stock cooked monday\n  kagemi stock cooked 2026-11-30"),
)
@argument("day", metavar="DAY", help=say("A weekday or a date, as in 2026-11-30."))
@option("--plan", type=click.Path(), metavar="PLAN", help=say("The plan. Default: the one that holds then."))
@json_option
def cooked(day: str, plan: str | None, as_json: bool) -> int:
    """Enter a day's cooking."""
    session = current()
    from kagemi.canteen.buy import cooked as take
    from kagemi.canteen.record import Days
    from kagemi.sheets.orders import kilograms

    workspace = session.workspace
    found = Days(workspace, os.environ, session.today, plan_file(session, plan) if plan else None).find(
        day, Where()
    )
    if isinstance(found, Fault):
        raise InvalidInput((found,))
    if found.day.date > session.today:
        what = say("{day} is still to come: nothing of it is cooked yet", day=found.day.date)
        raise InvalidInput((Fault(Where(), what),))
    entries, short = take(found.plan, found.day.date, workspace, os.environ, datetime.now(UTC))
    if as_json:
        from kagemi.files.plans import to_json

        click.echo(to_json({"used": entries, "not_in_stock": short}), nl=False)
        return 0
    for entry in entries:
        kg = kilograms(-entry.grams, session.lang)
        session.print(say("Lot {lot}: {kg} used (entry {entry})", lot=entry.lot, kg=kg, entry=entry.id))
    if not entries:
        session.note(say("Nothing was taken out of stock."))
    for need in short:
        known = found.plan.problem.foods.get(need.food)
        name = need.food if known is None else known.name_id if session.lang == "id" else known.name_en
        session.note(say("Not in stock: {kg} of {food}", kg=kilograms(need.grams, session.lang), food=name))
    return 0
