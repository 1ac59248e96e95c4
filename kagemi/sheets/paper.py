"""How a sheet comes onto a page for the browser or onto paper, in the same way whatever its kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kagemi.sheets.environment import render, shipped_templates
from kagemi.sheets.labels import labels
from kagemi.sheets.look import PLAIN, Look
from kagemi.sheets.pdf import render_pdf
from kagemi.sheets.pictures import FISH, as_files, symbols_of


@dataclass(frozen=True)
class Paper:
    """What is printed on: a canteen's own templates before the shipped ones, its language and its look.

    `day` is the date that a PDF carries.
    """

    templates: Path
    lang: str
    day: date
    look: Look = PLAIN


def as_html(kind: str, values: Mapping[str, object], paper: Paper) -> str:
    """A sheet as self-contained HTML, from the template KIND.html.j2.

    Raises InvalidInput naming template and line when the canteen's own template is broken.
    """
    shown = {**values, "look": paper.look}
    return render(f"{kind}.html.j2", shown, templates=paper.templates, lang=paper.lang)


def as_pdf(kind: str, values: Mapping[str, object], paper: Paper) -> bytes:
    """A sheet as PDF, from the template KIND.typ.

    The template reads `values` and besides them `labels`, its words, among them `sheet`, its name; `pictures`,
    all symbols as SVG; `fish`, the symbol of each species; `colour` and `logo`. Raises InvalidInput as
    `render_pdf` does.
    """
    said = {"sheet": values.get("title"), **labels(kind, paper.lang)}
    own = values.get("labels")
    said |= own if isinstance(own, Mapping) else {}
    data = {
        **values,
        "labels": said,
        "pictures": as_files(symbols_of(shipped_templates(), paper.templates)),
        "fish": FISH,
        "colour": paper.look.colour,
        "logo": _as_svg(paper.look.logo) if paper.look.logo else "",
    }
    data["title"] = title = f"{said['sheet']} – {values['school']}"
    return render_pdf(
        f"{kind}.typ", data, templates=paper.templates, lang=paper.lang, title=title, day=paper.day
    )


def _as_svg(logo: str) -> str:
    """Any picture as an SVG that holds it: typst is handed text."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">'
        f'<image width="100" height="100" preserveAspectRatio="xMidYMid meet" href="{logo}"/></svg>'
    )
