"""History: what was served, by week, month or term; how much of it is eaten; which versions were published."""

from datetime import date, timedelta
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from kagemi.canteen.acceptance import HIGH, LOW, about_name, acceptance
from kagemi.canteen.history import History, canteen_of
from kagemi.canteen.history import history as gather
from kagemi.canteen.history_texts import history_notes, known_of, nutrient_texts, period_name
from kagemi.canteen.publish import published_plans
from kagemi.domain.acceptance import By as AboutWhat
from kagemi.domain.history import By, Publication
from kagemi.domain.message import Fault, InvalidInput, Message, Where, say
from kagemi.files.cells import parse_date
from kagemi.files.plans import plan_of
from kagemi.report.comparison import compare
from kagemi.report.eaten import NUTRIENTS
from kagemi.report.history import Summary
from kagemi.sheets.history import history_values, render_history
from kagemi.web.guard import SHEET_POLICY
from kagemi.web.pages import Ask, Page, page
from kagemi.web.sheet_shelf import Shelf, database_seen

PERIODS: dict[By, Message] = {"week": say("Weeks"), "month": say("Months"), "term": say("School terms")}
ABOUT: dict[AboutWhat, Message] = {
    "dish": say("Dishes"),
    "species": say("Fish species"),
    "ladder": say("Steps of the fish ladder"),
    "slot": say("Slots of the tray"),
    "method": say("Cooking methods"),
    "class": say("School classes"),
}
TOLD: Shelf[History] = Shelf(most=6)
"""Histories that were asked for last: a year of plans takes a second to read."""
BACK, AHEAD = timedelta(days=10 * 366), timedelta(days=366)
"""Days that are looked at lie within these bounds of today."""


def show(ask: Ask) -> Response:
    """Charts and figures of the periods."""
    found = _gathered(ask)
    values: dict[str, Any] = {"found": found, "periods": PERIODS, "query": _query(found), "typed": _typed(ask)}
    if found.summaries:
        names = [period_name(s.period, ask.lang, short=True) for s in found.summaries]
        values |= history_values(found.summaries, names, ask.lang)
        values |= {
            "notes": tuple(history_notes(found, ask.lang)),
            "to_come": sum(d.date > ask.desk.today() for d in found.days),
            "nutrients": [_nutrients(ask, found, s) for s in found.summaries],
        }
    return page(ask, "history_of_canteen.html.j2", **values)


def _nutrients(ask: Ask, found: History, summary: Summary) -> tuple[str, str, list[tuple[str, ...]]]:
    """A period, what is known of it, and a row for each group and nutrient."""
    everyone = ask.text(say("all children"))
    groups = [(found.group_names[g].in_language(ask.lang), i) for g, i in summary.groups.items()]
    rows: list[tuple[str, ...]] = [
        (name, *nutrient_texts(nutrient, intake, summary, ask.lang))
        for name, intake in ((everyone, summary.intake), *(groups if len(groups) > 1 else ()))
        for nutrient in NUTRIENTS
    ]
    return period_name(summary.period, ask.lang), ask.text(known_of(summary)), rows


def sheet(ask: Ask) -> Response:
    """The same as a sheet to print."""
    found = _gathered(ask)
    if not found.summaries:
        raise HTTPException(404)
    workspace = ask.desk.workspace
    html = render_history(
        found.summaries,
        [period_name(s.period, ask.lang, short=True) for s in found.summaries],
        tuple(history_notes(found, ask.lang)),
        first=found.days[0].date,
        last=found.days[-1].date,
        lang=ask.lang,
        school=workspace.settings.school,
        templates=workspace.sheets,
    )
    headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": SHEET_POLICY}
    return Response(html, headers=headers)


def _gathered(ask: Ask) -> History:
    by = next((p for p in PERIODS if p == ask.query.get("by", "week")), None)
    if by is None:
        raise HTTPException(404)
    first, last = _day(ask, "from"), _day(ask, "to") or ask.desk.today()
    if first and first > last:
        raise InvalidInput((Fault(Where(), say("the first day is after the last one")),))
    workspace, environment = ask.desk.workspace, ask.desk.environment
    written = database_seen(ask.desk)
    if written is None:
        return gather(workspace, environment, by, first, last)
    key = (str(workspace.root), canteen_of(workspace), by, first, last, written)
    return TOLD.get(key, lambda: gather(workspace, environment, by, first, last))


def _day(ask: Ask, name: str) -> date | None:
    written = ask.query.get(name, "")
    if not written:
        return None
    found, today = parse_date(written), ask.desk.today()
    if found is None:
        what = say('"{written}" is not a date', written=written[:40])
        raise InvalidInput((Fault(Where(), what, say("write it like 30/11/2026 or 2026-11-30")),))
    if not today - BACK <= found <= today + AHEAD:
        raise InvalidInput((Fault(Where(), say("the day {day} cannot be right", day=found)),))
    return found


def _typed(ask: Ask) -> dict[str, str]:
    return {name: ask.query.get(name, "")[:10] for name in ("from", "to")}


def _query(found: History) -> str:
    return f"by={found.by}&from={found.first}&to={found.last}"


def how_much_is_eaten(ask: Ask) -> Response:
    """What is believed of dishes, of those that have something in common, or of classes."""
    by = next((b for b in ABOUT if b == ask.query.get("by", "dish")), None)
    if by is None:
        raise HTTPException(404)
    kitchen, desk = ask.desk.kitchen(), ask.desk
    found = acceptance(kitchen, canteen_of(desk.workspace), desk.workspace, desk.environment, desk.today(), by)
    rows = [
        {
            "name": ask.text(say("{name}", name=about_name(kitchen, each.about, by))),
            "learned": each,
            "mean": each.estimate if each.is_estimate else each.belief.mean,
            "low": each.belief.quantile(LOW),
            "high": each.belief.quantile(HIGH),
        }
        for each in found
    ]
    recorded = sum(not each.is_estimate for each in found)
    return page(ask, "acceptance.html.j2", rows=rows, by=by, about=ABOUT, recorded=recorded)


def versions(ask: Ask) -> Response:
    """What was published, the newest first."""
    found = tuple(reversed(published_plans(ask.desk.workspace, ask.desk.environment)))
    return page(ask, "versions.html.j2", versions=[(_name(p), p) for p in found])


def _name(published: Publication) -> str:
    return f"{published.first_day}_{published.last_day}_{published.version}"


def version(ask: Ask) -> Response:
    """A version against the one before of the same days."""
    canteen = canteen_of(ask.desk.workspace)
    known = {
        _name(p): p for p in published_plans(ask.desk.workspace, ask.desk.environment) if p.canteen == canteen
    }
    chosen = known.get(str(ask.path["name"]))
    if chosen is None:
        raise HTTPException(404)
    before = known.get(f"{chosen.first_day}_{chosen.last_day}_{chosen.version - 1}")
    new = plan_of(chosen.plan_json, "")
    old = plan_of(before.plan_json, "") if before else None
    return page(
        ask,
        "version.html.j2",
        chosen=chosen,
        name=_name(chosen),
        before=before,
        new=new,
        old=old,
        changes=compare(old, new) if old else None,
    )


PAGES = (
    Page("/history", show),
    Page("/history/sheet", sheet),
    Page("/history/eaten", how_much_is_eaten),
    Page("/history/versions", versions),
    Page("/history/versions/{name}", version),
)
