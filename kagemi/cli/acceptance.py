"""`kagemi acceptance`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from kagemi.cli.asking import constraints_option
from kagemi.cli.commands import command, json_option, option
from kagemi.cli.remembering import warn
from kagemi.cli.session import Session, current
from kagemi.domain.message import say

if TYPE_CHECKING:
    from kagemi.domain.acceptance import By, Learned
    from kagemi.planning import Kitchen

BY = ("dish", "species", "ladder", "slot", "method", "class")


@command(
    say(
        "Show how much of each dish is eaten: the starting estimate, what is believed after what was recorded, "
        "and the range in which it lies with a probability of 80 per cent."
    ),
    epilog=say(
        "Examples:\n  kagemi acceptance\n  kagemi acceptance --by ladder\n  kagemi acceptance --by class"
    ),
)
@option(
    "--by",
    type=click.Choice(BY),
    default="dish",
    show_default=True,
    help=say(
        "One row a dish, or for all dishes of a species, ladder step, slot of the tray or cooking method; "
        "class: one row for each school class whose trays were recorded."
    ),
)
@constraints_option
@json_option
def acceptance(by: str, constraints: str | None, as_json: bool) -> int:
    """List what is believed."""
    session = current()
    from kagemi.canteen.acceptance import acceptance as believed
    from kagemi.planning import load_constraints_file

    workspace = session.workspace
    path = Path(constraints) if constraints else workspace.constraints
    kitchen, rules = load_constraints_file(workspace, path)
    warn(session, kitchen.warnings)
    found = believed(kitchen, rules.canteen, workspace, os.environ, session.today, cast("By", by))
    if as_json:
        from kagemi.files.plans import to_json

        click.echo(to_json([_row(each) for each in found]), nl=False)
    else:
        _table(session, kitchen, found, by)
    return 0


def _row(each: Learned) -> dict[str, object]:
    from kagemi.canteen.acceptance import HIGH, LOW

    return {
        "about": each.about,
        "basis": "estimate" if each.is_estimate else "recorded",
        "estimate": each.estimate,
        "mean": each.estimate if each.is_estimate else each.belief.mean,
        "low": each.belief.quantile(LOW),
        "high": each.belief.quantile(HIGH),
        "trays": each.evidence.trays,
        "records": each.evidence.records,
        "last": each.evidence.last,
    }


def _table(session: Session, kitchen: Kitchen, found: tuple[Learned, ...], by: str) -> None:
    from kagemi.canteen.acceptance import HIGH, LOW, about_name
    from kagemi.cli.plan_view import table
    from kagemi.language import number, percent, short_date

    lang = session.lang
    if by == "class" and not found:
        session.note(say("No record names a class; kagemi record DAY DISH --class 7A does."))
        return
    made = table(
        "",
        (session.text(say("What")), False),
        (session.text(say("Eaten")), True),
        (session.text(say("80 per cent range")), True),
        (session.text(say("At the start")), True),
        (session.text(say("Trays")), True),
        (session.text(say("Records")), True),
        (session.text(say("Last")), False),
    )
    for each in found:
        mean = each.estimate if each.is_estimate else each.belief.mean
        shown = percent(mean, lang)
        if each.is_estimate:
            shown = session.text(say("{share} (estimate)", share=shown))
        low, high = (100 * each.belief.quantile(p) for p in (LOW, HIGH))
        made.add_row(
            session.text(say("{name}", name=about_name(kitchen, each.about, cast("By", by)))),
            shown,
            f"{number(low, lang)}–{number(high, lang)}%",
            percent(each.estimate, lang),
            number(each.evidence.trays, lang),
            number(each.evidence.records, lang),
            short_date(each.evidence.last, lang) if each.evidence.last else "",
        )
    session.console.print(made)
    recorded = sum(not each.is_estimate for each in found)
    session.note(say("{n} rows, {recorded} of them with records", n=len(found), recorded=recorded))
