"""`kagemi history`."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kagemi.cli.commands import command, json_option, option
from kagemi.cli.quantities import day_of
from kagemi.cli.session import Session, current
from kagemi.domain.message import say
from kagemi.domain.nutrients import BY_ID

if TYPE_CHECKING:
    from kagemi.canteen.history import History
    from kagemi.domain.history import By
    from kagemi.report.eaten import Intake
    from kagemi.report.history import ServedDay, Summary

PERIODS: tuple[By, ...] = ("week", "month", "term")


@command(
    say(
        "Show what was served: cost against budget and what was paid, nutrients planned, served and eaten, "
        "fish days, and what came back. Each day is told by the newest published plan of it; without one, by "
        "the newest plan that was made."
    ),
    epilog=say(
        "Examples:\n  kagemi history\n  kagemi history --by month --page history.html\n"
        "  kagemi history --by term --from 2026-07-01 --to 2026-12-31"
    ),
)
@option(
    "--by",
    type=click.Choice(PERIODS),
    default="week",
    show_default=True,
    help=say("What the days are added up to: weeks, months, or school terms (July–December, January–June)."),
)
@option(
    "--from",
    "first",
    metavar="DATE",
    help=say("The first day. Default: that of the school term; with --by term, of all that is known."),
)
@option("--to", "last", metavar="DATE", help=say("The last day. Default: today."))
@option("--page", type=click.Path(), metavar="FILE", help=say("Write charts as a page to print: FILE.html."))
@json_option
def history(by: str, first: str | None, last: str | None, page: str | None, as_json: bool) -> int:
    """Gather, lay out, and write what is asked for."""
    session = current()
    start, end = _date(session, "--from", first), _date(session, "--to", last) or session.today
    if start and start > end:
        raise click.UsageError(session.text(say("--from is after --to")))
    from kagemi.canteen.history import history as gather

    found = gather(session.workspace, os.environ, next(p for p in PERIODS if p == by), start, end)
    if as_json:
        from kagemi.files.plans import to_json

        click.echo(to_json(_plain(found)), nl=False)
    elif found.days:
        from kagemi.cli.history_view import history_view

        for part in history_view(found, session.lang):
            session.console.print(part)
    if not found.days:
        session.note(
            say("From {first} to {last} no plan tells what was served.", first=found.first, last=found.last)
        )
        return 0
    _say_to_come(session, found)
    if page:
        _write_page(session, found, Path(page))
    return 0


def _date(session: Session, name: str, written: str | None) -> date | None:
    if written is None:
        return None
    return day_of(session, name, written)


def _say_to_come(session: Session, found: History) -> None:
    to_come = sum(d.date > session.today for d in found.days)
    if to_come:
        session.note(say("{n} of these days are still to come: for them, served is as planned.", n=to_come))


def _write_page(session: Session, found: History, page: Path) -> None:
    from kagemi.canteen.history_texts import history_notes, period_name
    from kagemi.files.atomic import write_text
    from kagemi.sheets.history import render_history

    workspace = session.workspace
    html = render_history(
        found.summaries,
        [period_name(s.period, session.lang, short=True) for s in found.summaries],
        tuple(history_notes(found, session.lang)),
        first=found.days[0].date,
        last=found.days[-1].date,
        lang=session.lang,
        school=workspace.settings.school,
        templates=workspace.sheets,
    )
    write_text(page, html)
    session.note(say("Page: {file}", file=page.as_posix()))


def _plain(found: History) -> dict[str, object]:
    """The history for other programs; what is not known is null."""
    return {
        "canteen": found.canteen,
        "by": found.by,
        "first_day": found.first,
        "last_day": found.last,
        "days": [_plain_day(d) for d in found.days],
        "periods": [_plain_summary(s) for s in found.summaries],
    }


def _plain_day(day: ServedDay) -> dict[str, object]:
    return {
        "date": day.date,
        "published_version": day.version or None,
        "dishes": [d.id for d in day.dishes],
        "not_served": day.eaten.not_served,
        "cost_idr": day.cost_idr,
        "budget_idr": day.budget_idr,
        "fish_planned": day.fish_planned,
        "fish_served": day.fish_served,
        "dishes_recorded": day.eaten.recorded,
        "dishes_eaten_known": day.eaten.known,
        "intake": _plain_intake(day.eaten.everyone),
        "groups": {g: _plain_intake(i) for g, i in day.eaten.groups.items()},
    }


def _plain_summary(summary: Summary) -> dict[str, object]:
    return {
        "first_day": summary.period.first,
        "last_day": summary.period.last,
        "days": summary.days,
        "days_not_published": summary.unpublished,
        "cost_idr": summary.cost_idr,
        "budget_idr": summary.budget_idr,
        "paid_idr": summary.paid_idr,
        "paid_in_every_week": summary.paid_in_every_week,
        "lines_ordered": summary.lines_ordered,
        "lines_complete": summary.lines_complete,
        "fish_days": {
            "planned": summary.fish_planned,
            "served": summary.fish_served,
            "asked": summary.fish_asked,
            "weeks": summary.weeks,
            "weeks_kept": summary.weeks_kept,
        },
        "intake": _plain_intake(summary.intake),
        "groups": {g: _plain_intake(i) for g, i in summary.groups.items()},
        "dishes": summary.dishes,
        "dishes_recorded": summary.recorded,
        "dishes_eaten_known": summary.known,
        "waste_share": summary.waste,
        "unplanned": [{"date": day, "dish": dish} for day, dish in summary.unplanned],
    }


def _plain_intake(intake: Intake) -> dict[str, object]:
    """Portions, and each nutrient of the mean child and day."""
    return {
        "portions_planned": intake.planned_children,
        "portions_served": intake.served_children,
        "nutrients": {
            n: {
                "unit": BY_ID[n].unit,
                "planned": intake.mean_planned(n),
                "served": intake.mean_served(n),
                "eaten_at_least": intake.mean_eaten(n),
                "eaten_at_most": intake.mean_eaten_at_most(n),
                "all_figures_known": n not in intake.incomplete,
            }
            for n in intake.planned
        },
    }
