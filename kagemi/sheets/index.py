"""The page that leads to all sheets of a plan, by who reads them."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kagemi.domain.message import Message, say
from kagemi.domain.plan import Plan
from kagemi.language import date_range, text
from kagemi.sheets.environment import render
from kagemi.sheets.kinds import KINDS

INDEX = "index.html"

READERS: tuple[tuple[Message, tuple[str, ...]], ...] = (
    (say("For the wall"), ("week", "month", "allergens")),
    (say("For the class"), ("class",)),
    (say("For the kitchen and the counter"), ("kitchen", "day", "orders", "recipe", "leftovers")),
    (say("For the nutritionist"), ("nutrition",)),
)
"""Who reads which kinds."""

FORMATS: dict[str, Message] = {
    "html": say("page for the browser"),
    "pdf": say("PDF for printing"),
    "xlsx": say("workbook"),
    "csv": say("table"),
    "ics": say("calendar"),
    "jsonld": say("for search engines"),
}
"""What a person calls a format."""


@dataclass(frozen=True)
class SheetLink:
    """A sheet in its formats: what the format is called, and the file."""

    title: str
    files: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Shelf:
    """The sheets of a reader."""

    title: str
    sheets: tuple[SheetLink, ...]


def sheet_name(kind: str, form: str, lang: str) -> str:
    """What the file of a sheet is called in the folder of a plan."""
    return f"{kind}-{lang}.{form}"


def render_index(
    plan: Plan, made: Iterable[tuple[str, str]], *, lang: str, school: str, templates: Path
) -> str:
    """The page with links to these kinds and formats, from `index.html.j2`; raises InvalidInput as `render`."""
    found = set(made)
    titles = {kind.id: kind for kind in KINDS}

    def link(kind: str) -> SheetLink:
        forms = [form for form in titles[kind].formats if (kind, form) in found]
        files = ((text(FORMATS.get(f, Message(f)), lang), sheet_name(kind, f, lang)) for f in forms)
        return SheetLink(text(titles[kind].title, lang), tuple(files))

    named = {kind for kind, _ in found}
    shelves = (
        Shelf(text(title, lang), tuple(link(kind) for kind in kinds if kind in named))
        for title, kinds in READERS
    )
    days = [day.date for day in plan.problem.days]
    values = {
        "school": school,
        "dates": date_range(min(days), max(days), lang),
        "shelves": [shelf for shelf in shelves if shelf.sheets],
        "fingerprint": plan.fingerprint[:12],
        "kagemi": plan.kagemi,
    }
    return render("index.html.j2", values, templates=templates, lang=lang)
