"""Why there is no menu: which rules cannot hold together, where they stand, and the ways out."""

from collections.abc import Mapping
from datetime import date

from starlette.exceptions import HTTPException
from starlette.responses import Response

from kagemi.canteen.rule_files import rule_files
from kagemi.domain.calendar import coming_monday, monday_of
from kagemi.domain.message import say
from kagemi.domain.reasons import NoMenu
from kagemi.language.change_texts import way
from kagemi.language.rule_texts import asks
from kagemi.reasons.no_menu_texts import LEAST, TRIED, WAYS, cause, lead, unknown
from kagemi.web.pages import Ask, Page, page
from kagemi.web.why_asked import begin, latest, path_to, rules_mark
from kagemi.web.why_tasks import Looked, look_for_menu
from kagemi.web.why_view import place_of


def menu(ask: Ask) -> Response:
    """Whether the rules as they stand leave a menu for a week, and if not, why and what would help."""
    first = _monday(ask, ask.query)
    job = latest(ask, _about_menu(ask, first))
    found = job.result if job and job.status == "done" else None
    values: dict[str, object] = {"answer": None, "clash": None}
    if isinstance(found, Looked):
        values = {"answer": found, "clash": _clash(ask, found.no_menu, found) if found.no_menu else None}
    return page(ask, "why_menu.html.j2", values=values, first=first, job=job)


def look(ask: Ask) -> Response:
    """Begin to look for a menu."""
    first = _monday(ask, ask.form)
    there = path_to("/why/menu", {"first": first.isoformat()})
    title = say("Is there a menu for the week from {first}", first=first)
    return begin(ask, title, _about_menu(ask, first), there, look_for_menu, first)


def clash(ask: Ask) -> Response:
    """Why a change of the week left no menu: the clash and the ways out that its job found."""
    job = ask.desk.jobs.find(str(ask.path["job"]))
    answer = job.result if job and job.status == "done" else None
    no_menu, problem = getattr(answer, "no_menu", None), getattr(answer, "problem", None)
    if job is None or not isinstance(no_menu, NoMenu) or problem is None:
        raise HTTPException(404)
    values = _clash(ask, no_menu, Looked(problem, no_menu, is_known=True))
    return page(ask, "why_clash.html.j2", title=job.title, clash=values)


def _clash(ask: Ask, no_menu: NoMenu, found: Looked) -> dict[str, object]:
    """The clash with the place of each rule, causes in the data, ways out, the cheapest first."""
    problem, files = found.problem, rule_files(ask.desk.workspace)
    rules = [r for r in problem.rules if r.name in no_menu.clash.rules]
    return {
        "lead": lead(no_menu.clash),
        "rules": [(r.name, asks(r, problem), *place_of(r.name, problem, files)) for r in rules],
        "causes": [
            *(said for r in rules if (said := unknown(r, problem)) is not None),
            *(cause(c, problem) for c in no_menu.causes),
        ],
        "ways": [(way(w, problem), w.least, w.cost_idr, max(0.0, w.bound_idr)) for w in no_menu.ways_out],
        "texts": (WAYS, TRIED, LEAST),
    }


def _monday(ask: Ask, asked: Mapping[str, str]) -> date:
    """The Monday of the week that is asked about: by its first day, as 2026-W49, or the coming one."""
    written = asked.get("first", "")
    if not written:
        return coming_monday(ask.desk.today())
    try:
        return monday_of(written) if "W" in written.upper() else date.fromisoformat(written)
    except ValueError as error:
        raise HTTPException(404) from error


def _about_menu(ask: Ask, first: date) -> tuple[str, ...]:
    return ("menu", rules_mark(ask), first.isoformat())


PAGES = (
    Page("/why/menu", menu),
    Page("/why/menu", look, "work", "POST"),
    Page("/why/clash/{job}", clash),
)
