"""`kagemi publish` and `kagemi publish list`."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from kagemi.cli.chosen_plan import plan_file
from kagemi.cli.commands import CONTEXT, DefaultGroup, argument, command, json_option, option
from kagemi.cli.session import Session, current
from kagemi.domain.message import Fault, InvalidInput, Message, Text, Where, say

if TYPE_CHECKING:
    from datetime import date

    from kagemi.canteen.publish import Proposal
    from kagemi.domain.history import Publication
    from kagemi.report.comparison import Comparison, DayChange


class PublishGroup(DefaultGroup):
    """`kagemi publish PLAN` publishes."""

    default = "plan"


@click.group(cls=PublishGroup, context_settings=CONTEXT)
def publish() -> None:
    """Publish, list."""


@command(
    say(
        "Publish a plan: it holds from now on, and rules across weeks, orders and the history go by it. Every "
        "rule is looked at again. What was published before stays as an older version."
    ),
    epilog=say(
        "Examples:\n  kagemi publish\n  kagemi publish plans/2026-W49.json --over 1 --why no_tuna\n"
        "  kagemi publish list\nExit codes: 0 published, 4 refused."
    ),
)
@argument(
    "plan", required=False, type=click.Path(), help=say("The plan. Default: the newest one of the workspace.")
)
@option("--why", metavar="TEXT", default="", help=say("Why, for whoever looks at the versions later."))
@option(
    "--over",
    type=click.IntRange(1),
    metavar="N",
    help=say(
        "The version of these days that the plan replaces: so that nobody replaces one they have not seen."
    ),
)
@json_option
def publish_plan(plan: str | None, why: str, over: int | None, as_json: bool) -> int:
    """Check, compare, publish."""
    session = current()
    from kagemi.canteen.publish import propose
    from kagemi.canteen.publish import publish as make_known
    from kagemi.cli.check import missed_rules
    from kagemi.planning import newest_plan

    workspace = session.workspace
    path = plan_file(session, plan) if plan else newest_plan(workspace)
    session.detail(say("{file}", file=path.as_posix()))
    proposal = propose(workspace, os.environ, path)
    where = Where(path.as_posix())
    if missed := missed_rules(proposal.plan, proposal.findings, where):
        raise InvalidInput(tuple(missed))
    if proposal.changes is not None:
        _say_changes(session, proposal, proposal.changes)
        if over is None:
            raise InvalidInput((_refusal(where, proposal),))
    now = datetime.now(UTC)
    done = make_known(workspace, os.environ, proposal, now, why.strip(), over)
    if as_json:
        from kagemi.files.plans import to_json

        click.echo(to_json(_plain(done)), nl=False)
    else:
        _print(session, done, is_new=done.published_at == now)
    _say_covered(session, proposal)
    return 0


@command(say("List what was published: days, versions, and which of them hold."))
@json_option
def listing(as_json: bool) -> int:
    """List versions, the newest days first."""
    session = current()
    from kagemi.canteen.publish import published_plans

    found = sorted(
        published_plans(session.workspace, os.environ),
        key=lambda p: (p.canteen, p.first_day, p.last_day, p.version),
        reverse=True,
    )
    if as_json:
        from kagemi.files.plans import to_json

        click.echo(to_json([_plain(p) | {"holds": _holds(p, found)} for p in found]), nl=False)
    elif not found:
        session.note(say("Nothing is published yet: kagemi publish does it."))
    else:
        _table(session, found)
    return 0


publish.add_command(publish_plan, "plan")
publish.add_command(listing, "list")


def _say_changes(session: Session, proposal: Proposal, changes: Comparison) -> None:
    """What the plan changes against the version that holds, in one line."""
    assert proposal.current is not None
    what = say(
        "Against version {version}: {dishes} dishes changed on {days} days, {portions} portions changed, "
        "cost of a portion {before} → {after}",
        version=proposal.current.version,
        dishes=sum(_changed(d) for d in changes.days),
        days=sum(1 for d in changes.days if d.dishes),
        portions=sum(len(d.portions) for d in changes.days),
        before=_money(changes.cost_idr.first),
        after=_money(changes.cost_idr.second),
    )
    session.note(what)
    from kagemi.cli.comparison_view import UNLIKE

    for unlike in changes.unlike:
        session.note(say("The plans differ in {what}.", what=UNLIKE[unlike]))


def _changed(day: DayChange) -> int:
    """How many dishes of a day are others: one that replaces another is one."""
    added = sum(c.what != "removed" for c in day.dishes)
    return max(added, sum(c.what != "added" for c in day.dishes))


def _refusal(where: Where, proposal: Proposal) -> Fault:
    assert proposal.current is not None
    version = proposal.current.version
    what = say("version {version} of these days is published, and this plan is another one", version=version)
    return Fault(where, what, say("to replace it: kagemi publish --over {version}", version=version))


def _print(session: Session, done: Publication, *, is_new: bool) -> None:
    if is_new:
        session.print(say("Published: {days}, version {version}", days=_days(done), version=done.version))
    else:
        what = say(
            "This plan is published already: {days}, version {version}.", days=_days(done), version=done.version
        )
        session.print(what)


def _say_covered(session: Session, proposal: Proposal) -> None:
    """Days on which another plan held until now."""
    if proposal.is_current:
        return
    for other in dict.fromkeys(proposal.covers.values()):
        covered = tuple(_day(d) for d, p in sorted(proposal.covers.items()) if p == other)
        session.note(
            say(
                "It also holds on {covered}, in place of the plan of {days}, version {version}.",
                covered=covered,
                days=_days(other),
                version=other.version,
            )
        )


def _table(session: Session, found: list[Publication]) -> None:
    from kagemi.cli.plan_view import table
    from kagemi.language import date_range, medium_date

    canteens = len({p.canteen for p in found}) > 1
    made = table(
        "",
        (session.text(say("Days")), False),
        (session.text(say("Version")), True),
        (session.text(say("Published")), False),
        ("", False),
        (session.text(say("Why")), False),
        *(((session.text(say("Canteen")), False),) if canteens else ()),
    )
    for each in found:
        moment = each.published_at.astimezone()
        made.add_row(
            date_range(each.first_day, each.last_day, session.lang),
            str(each.version),
            f"{medium_date(moment.date(), session.lang)} {moment:%H:%M}",
            session.text(say("holds")) if _holds(each, found) else "",
            each.why,
            *((each.canteen,) if canteens else ()),
        )
    session.console.print(made)


def _holds(each: Publication, among: list[Publication]) -> bool:
    """True if no later version of the same days is among them."""
    same = (each.canteen, each.first_day, each.last_day)
    return all(p.version <= each.version for p in among if (p.canteen, p.first_day, p.last_day) == same)


def _plain(each: Publication) -> dict[str, object]:
    """A publication for other programs, without its plan."""
    return {
        "canteen": each.canteen,
        "first_day": each.first_day,
        "last_day": each.last_day,
        "version": each.version,
        "published_at": each.published_at.isoformat(),
        "why": each.why,
        "fingerprint": each.fingerprint,
    }


def _days(each: Publication) -> Text:
    from kagemi.language import date_range

    return Text(*(date_range(each.first_day, each.last_day, lang) for lang in ("id", "en")))


def _day(day: date) -> Text:
    from kagemi.language import short_date, weekday

    return Text(*(f"{weekday(day, lang)} {short_date(day, lang)}" for lang in ("id", "en")))


def _money(value: float | None) -> Text | Message:
    from kagemi.language.words import money

    return say("unknown") if value is None else money(value)
