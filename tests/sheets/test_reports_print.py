"""The allergen sheet, the nutrition report and the recipe cards on paper: nothing is cut, nothing overflows."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from kagemi.domain.plan import Plan
from tests.sheets import report_sample as sample
from tests.sheets.browser import A4_PORTRAIT, Browser
from tests.sheets.test_reports import PRINTS, allergens, nutrition, recipes

PROBE = """
const right = document.body.getBoundingClientRect().right;
const bad = [...document.querySelectorAll("body *")].filter(e =>
  !e.closest("svg") && (e.getBoundingClientRect().right > right + 1 || e.scrollWidth > e.clientWidth + 1 && e.matches("td, th, p, li")));
document.title = bad.map(e => e.tagName + " " + e.className + " " + e.innerText.slice(0, 30)).join("; ") || "fits";
"""  # noqa: E501 - JavaScript

SHEETS = [allergens, nutrition, recipes]


@pytest.mark.parametrize("make", SHEETS)
@pytest.mark.parametrize("plan", [sample.plan(), sample.fullest()], ids=["small", "fullest"])
def test_nothing_leaves_its_cell_or_the_page(
    make: Callable[[Plan, str], str], plan: Plan, chromium: Path, tmp_path: Path
) -> None:
    # 188 mm of paper at 96 pixels an inch
    browser = Browser(chromium, tmp_path)
    html = make(plan, "id").replace("</body>", f"<script>{PROBE}</script></body>")
    page = browser.run(html, "--window-size=711,1000", "--dump-dom").decode()
    found = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
    assert found
    assert found[1] == "fits"


@pytest.mark.parametrize("make", SHEETS)
def test_the_fullest_plan_prints_on_a4(
    make: Callable[[Plan, str], str], chromium: Path, tmp_path: Path
) -> None:
    printed = Browser(chromium, tmp_path).printed(make(sample.fullest(), "id"))
    assert set(printed) == {A4_PORTRAIT}


def test_each_group_of_the_nutrition_report_begins_on_a_page(chromium: Path, tmp_path: Path) -> None:
    browser = Browser(chromium, tmp_path)
    browser.printed(nutrition(sample.fullest(), "id"))
    pages = paper(tmp_path / "sheet.pdf")
    assert (
        sum("Porsi" in page or "In one portion" in page or "Dalam satu porsi" in page for page in pages) >= 10
    )


def test_the_heads_of_the_allergen_sheet_stand_on_each_page(chromium: Path, tmp_path: Path) -> None:
    browser = Browser(chromium, tmp_path)
    browser.printed(allergens(sample.fullest(), "id"))
    pages = paper(tmp_path / "sheet.pdf")
    assert len(pages) > 1
    assert all("KR" in page and "KM" in page for page in pages[:-1])


def test_every_dish_and_figure_of_the_fullest_plan_is_in_the_pdf(tmp_path: Path) -> None:
    pytest.importorskip("typst")
    plan = sample.fullest()
    made = {name: make(plan, "id") for name, make in PRINTS.items()}
    for name, pdf in made.items():
        (tmp_path / f"{name}.pdf").write_bytes(pdf)
    texts = {name: words(paper(tmp_path / f"{name}.pdf", "-raw")) for name in made}
    for dish in plan.problem.dishes:
        name = "".join(dish.name.id.split())
        assert name in texts["allergens"]
        assert name in texts["recipe"]
    for group in plan.problem.groups:
        assert "".join(group.name.id.split()) in texts["nutrition"]


def paper(pdf: Path, how: str = "-layout") -> list[str]:
    """The text of each page, as it stands on it, or `-raw` in reading order."""
    out = subprocess.run(["pdftotext", how, str(pdf), "-"], capture_output=True, check=True).stdout
    return out.decode().split("\f")[:-1]


def words(pages: list[str]) -> str:
    """All of it without spaces, as a cell breaks its lines where it likes."""
    return "".join("".join(pages).split())
