"""Every kind of sheet in every format: nothing is cut, archives keep it, and it is the same each time."""

import re
import subprocess
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from kagemi.canteen.sheets import MAKERS
from kagemi.domain.plan import Plan
from kagemi.sheets.kinds import KINDS
from tests.canteen.every_sheet import ARABIC, JAVANESE, context, hard, sixty, small
from tests.sheets.browser import Browser

ALL = [kind.id for kind in KINDS]
A4 = {(0, 0, 595, 842), (0, 0, 842, 595)}
HARD: dict[str, Callable[[], Plan]] = {"hard": hard, "sixty": sixty}

# Pages of paper: [kind, plan] -> how many; a kind that is not here takes as many as it needs.
PAGES = {
    ("week", "sixty"): 1,
    ("class", "hard"): 6, ("class", "sixty"): 5,
    ("month", "hard"): 1, ("month", "sixty"): 1,
    ("leftovers", "sixty"): 5,
}  # fmt: skip

PROBE = """
const box = element => element.getBoundingClientRect();
const name = e => e.tagName + "." + e.className + " " + e.textContent.trim().slice(0, 50);
const shown = e => !e.closest("svg") && getComputedStyle(e).clipPath === "none" && box(e).width > 0;
const all = [...document.querySelectorAll("body *")].filter(shown);
const text = all.filter(e => e.matches("p, h1, h2, h3, li, td, th, b, span, time, small"));
const page = e => e.closest(".page") ?? document.body;
document.title = [
  ...[...document.querySelectorAll(".page")].filter(p => getComputedStyle(p).overflow === "hidden" &&
    p.scrollHeight > p.clientHeight + 1).map(p => "too high by " + (p.scrollHeight - p.clientHeight)),
  ...text.filter(e => box(e).right > box(page(e)).right + 1 || box(e).left < box(page(e)).left - 1).map(name),
  ...text.filter(e => getComputedStyle(e).display !== "inline" && e.scrollWidth > e.clientWidth + 1).map(name),
].slice(0, 5).join("; ") || "fits";
"""


def pages(pdf: bytes) -> list[str]:
    """The text of each page, without spaces and hyphens: lines break where they like."""
    found = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True).stdout
    return [re.sub(r"[\s\u00ad\u2010-]", "", page) for page in found.decode().split("\f")[:-1]]


def expected(plan: Plan, kind: str) -> Iterator[str]:
    """What a sheet must not lose of long texts: the number at the end of each name."""
    if kind == "nutrition":
        yield from (g.name.id for g in plan.problem.groups)
    elif kind == "orders":
        yield from (f"renyah {n}" for n in range(30))
    elif kind not in ("month", "class"):
        served = {s.dish for s in plan.servings if max(s.portions.values()) > 0}
        yield from (d.name.id for d in plan.problem.dishes if d.id in served)


@pytest.mark.parametrize("name", HARD)
@pytest.mark.parametrize("kind", ALL)
def test_on_a_page_for_the_browser_nothing_is_cut_or_sticks_out(
    kind: str, name: str, chromium: Path, tmp_path: Path
) -> None:
    html = MAKERS[kind, "html"](context(HARD[name](), tmp_path / "ws")).decode()
    browser = Browser(chromium, tmp_path)
    width = 1300
    found = browser.run(
        html.replace("</body>", f"<script>{PROBE}</script></body>"), f"--window-size={width},1000", "--dump-dom"
    )
    title = re.search(r"<title>(.*?)</title>", found.decode(), re.DOTALL)
    assert title
    assert title[1] == "fits"
    printed = browser.printed(html)
    assert set(printed) <= A4
    assert len(printed) == PAGES.get((kind, name), len(printed))


@pytest.mark.parametrize("name", HARD)
@pytest.mark.parametrize("kind", ALL)
def test_a_pdf_has_every_name_on_as_many_pages_as_it_should(kind: str, name: str, tmp_path: Path) -> None:
    pytest.importorskip("typst")
    plan = HARD[name]()
    made = pages(MAKERS[kind, "pdf"](context(plan, tmp_path / "ws")))
    assert len(made) == PAGES.get((kind, name), len(made))
    said = "".join(made)
    for written in expected(plan, kind):
        # Right-to-left letters may come out of a PDF in either order; the rest of the name tells it.
        plain = re.sub(r"[\s-]", "", written.replace(ARABIC, "").replace(JAVANESE, ""))
        assert plain in said, written


def fonts_of(reader: PdfReader) -> Iterator[Any]:
    """The descriptor of each font; None for one that has none and so is not embedded."""
    for page in reader.pages:
        for each in page["/Resources"].get("/Font", {}).values():  # type: ignore[attr-defined] # a dictionary
            font = each.get_object()
            for inner in [f.get_object() for f in font.get("/DescendantFonts", [font])]:
                found = inner.get("/FontDescriptor")
                yield found.get_object() if found else None


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize("kind", ALL)
def test_a_pdf_is_a_tagged_archive_with_its_fonts_within(kind: str, lang: str, tmp_path: Path) -> None:
    pytest.importorskip("typst")
    reader = PdfReader(BytesIO(MAKERS[kind, "pdf"](context(small(), tmp_path / "ws", lang))))
    root: Any = reader.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == lang
    metadata = root["/Metadata"].get_data().decode()
    assert re.search(r"pdfaid:part\W+2\b", metadata)
    assert re.search(r"pdfaid:conformance\W+A\b", metadata)
    assert root["/OutputIntents"][0].get_object()["/S"] == "/GTS_PDFA1"
    descriptors = list(fonts_of(reader))
    assert descriptors
    assert all(d and {"/FontFile", "/FontFile2", "/FontFile3"} & d.keys() for d in descriptors)
    assert any("Arabic" in d["/FontName"] for d in descriptors)
    assert any("Javanese" in d["/FontName"] for d in descriptors)


@pytest.mark.parametrize(("kind", "form"), MAKERS)
def test_the_same_plan_is_the_same_bytes_whenever_it_is_made(
    kind: str, form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if form == "pdf":
        pytest.importorskip("typst")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    first, second = (MAKERS[kind, form](context(small(), tmp_path / "ws")) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("form", ["html", "pdf"])
@pytest.mark.parametrize("kind", ALL)
def test_the_schools_logo_and_colour_are_on_every_sheet(kind: str, form: str, tmp_path: Path) -> None:
    made = MAKERS[kind, form]
    plan = small()
    own = context(plan, tmp_path / "own")
    if form == "html":
        page = made(own).decode()
        assert "#123456" in page
        assert 'src="data:image/svg+xml;base64,' in page
        return
    pytest.importorskip("typst")
    content = PdfReader(BytesIO(made(own))).pages[0].get_contents()
    assert content is not None
    # The logo's one triangle and the words in the colour are filled with #123456.
    assert re.search(rb"0?\.0705\d* 0?\.2039\d* 0?\.3372\d* scn", content.get_data())
