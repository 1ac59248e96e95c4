"""Printing: every sheet of a plan, to open in the browser or to keep as a file."""

import re
from dataclasses import dataclass
from functools import lru_cache

from starlette.exceptions import HTTPException
from starlette.responses import Response

from kagemi.canteen.printable import Printable, printable_plans, usual_printable
from kagemi.domain.message import Message, say
from kagemi.domain.page import Person, Right
from kagemi.domain.problem import Day
from kagemi.sheets.index import FORMATS, READERS
from kagemi.sheets.kinds import KINDS, Kind, kind_of
from kagemi.sheets.pdf import can_make_pdf
from kagemi.web.guard import SHEET_POLICY
from kagemi.web.pages import Ask, Page, page, refused
from kagemi.web.sheet_shelf import sheet_of

OTHERS = say("Others")
TYPES = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "jsonld": "application/ld+json",
}
WITH_COSTS = ("orders", "nutrition")
"""Kinds that say what food costs."""
FOR_WORK = ("orders",)
"""Kinds with the traders' names and telephone numbers: not for those who only look."""


@dataclass(frozen=True)
class Reader:
    """Who reads which kinds of sheets."""

    title: Message
    kinds: tuple[Kind, ...]


def show(ask: Ask) -> Response:
    """The sheets of the plan that is asked for, else of the one that holds."""
    workspace, environment = ask.desk.workspace, ask.desk.environment
    known = printable_plans(workspace, environment)
    wanted = ask.query.get("plan", "")
    chosen = _named(known, wanted) if wanted else usual_printable(workspace, environment, ask.desk.today())
    if chosen is None:
        return page(ask, "print.html.j2", chosen=None)
    return page(
        ask,
        "print.html.j2",
        chosen=chosen,
        known=known,
        days=_days(chosen, chosen.mark),
        readers=readers(ask.person),
        formats=FORMATS,
        with_costs=WITH_COSTS,
        can_make_pdf=can_make_pdf(),
        public_menu=ask.desk.public_menu,
    )


@lru_cache(maxsize=20)
def _days(chosen: Printable, mark: str) -> tuple[Day, ...]:
    """The days of a plan, which is read once as long as its text stays as it is."""
    del mark
    return chosen.plan().problem.days


def readers(person: Person) -> tuple[Reader, ...]:
    """The kinds of sheets that somebody may print, by who reads them; those for nobody in particular last."""
    left = {kind.id: kind for kind in KINDS if person.may(right_to(kind.id))}
    found = [Reader(title, tuple(left.pop(k) for k in kinds if k in left)) for title, kinds in READERS]
    return tuple(r for r in (*found, Reader(OTHERS, tuple(left.values()))) if r.kinds)


def right_to(kind: str) -> Right:
    """The right that it takes to see a kind of sheet."""
    return "work" if kind in FOR_WORK else "read"


def sheet(ask: Ask) -> Response:
    """One sheet, in the language and format of its name: week-id.html."""
    found = re.fullmatch(r"([a-z_]+)-(id|en)\.([a-z]+)", str(ask.path["sheet"]))
    if found is None or found[1] not in {k.id for k in KINDS} or found[3] not in kind_of(found[1]).formats:
        raise HTTPException(404)
    kind, lang, form = found.groups()
    if not ask.person.may(right_to(kind)):
        return refused(ask)
    known = printable_plans(ask.desk.workspace, ask.desk.environment)
    chosen = _named(known, str(ask.path["plan"]))
    day = ask.query.get("day", "") if kind_of(kind).by_day else ""
    made = sheet_of(ask.desk, chosen, kind, form, lang, day)
    return file_response(made, form, f"{chosen.name}-{kind}-{lang}", download="download" in ask.query)


def _named(known: tuple[Printable, ...], name: str) -> Printable:
    """The plan of this name; the name is never part of a path."""
    found = next((p for p in known if p.name == name), None)
    if found is None:
        raise HTTPException(404)
    return found


def file_response(made: bytes, form: str, name: str, *, download: bool) -> Response:
    """A sheet as a browser takes it: pages and PDF open in it, anything else is kept as a file."""
    shown = "inline" if form in ("html", "pdf") and not download else "attachment"
    plain = re.sub(r"[^A-Za-z0-9._-]+", "_", name)
    return Response(
        made,
        headers={
            "Content-Type": TYPES.get(form, "application/octet-stream"),
            "Content-Disposition": f'{shown}; filename="{plain}.{form}"',
            "Content-Security-Policy": SHEET_POLICY,
            "Cache-Control": "private, no-cache",
        },
    )


PAGES = (
    Page("/print", show),
    Page("/print/{plan}/{sheet}", sheet),
)
