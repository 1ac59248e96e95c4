"""The sheets of the kitchen in a browser, as a cook prints them."""

from pathlib import Path

import pytest

from kagemi.domain.plan import Plan
from kagemi.sheets.leftovers import leftovers_values
from kagemi.sheets.paper import as_html
from tests.sheets import kitchen_sample
from tests.sheets.browser import A4_PORTRAIT, Browser
from tests.sheets.test_kitchen import sheet
from tests.sheets.wall_sample import paper

PROBE = """
const box = element => element.getBoundingClientRect();
const edge = box(document.body).right + 1;
const all = [...document.body.querySelectorAll("p, h1, h2, li, td, th, table, svg, text")];
document.title = [
  ...all.filter(e => box(e).right > edge || box(e).left < box(document.body).left - 1),
  ...all.filter(e => e.scrollWidth > e.clientWidth + 1 && ["TD", "TH", "P", "LI"].includes(e.tagName)),
  ...[...document.querySelectorAll("text.bar")].filter(t => box(t).width > box(t.previousElementSibling).width),
].map(found => found.tagName + " " + found.textContent.slice(0, 60)).join("; ") || "fits";
"""


@pytest.fixture
def browser(chromium: Path, tmp_path: Path) -> Browser:
    return Browser(chromium, tmp_path)


def leftovers(plan: Plan, lang: str = "id") -> str:
    values = leftovers_values(plan, lang=lang, days=plan.problem.days, school="SMPN 10 Malang")
    return as_html("leftovers", values, paper(lang))


def test_each_day_begins_on_its_own_sheet_of_a4_portrait(browser: Browser) -> None:
    plan = kitchen_sample.plan()
    each = [browser.printed(sheet(plan, days=[day])) for day in plan.problem.days]
    assert browser.printed(sheet(plan)) == [page for pages in each for page in pages]
    assert {page for pages in each for page in pages} == {A4_PORTRAIT}


def test_a_kitchen_of_three_thousand_prints_what_it_needs_and_no_empty_sheets(browser: Browser) -> None:
    plan = kitchen_sample.fullest()
    pages = browser.printed(sheet(plan, days=plan.problem.days[:1], lang="id"))
    assert set(pages) == {A4_PORTRAIT}
    assert 9 <= len(pages) <= 13


def test_what_came_back_is_a_page_a_day(browser: Browser) -> None:
    assert browser.printed(leftovers(kitchen_sample.plan())) == [A4_PORTRAIT] * 2


def test_nine_dishes_with_long_names_still_are_a_page_a_day(browser: Browser) -> None:
    assert browser.printed(leftovers(kitchen_sample.fullest())) == [A4_PORTRAIT] * 6


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(sheet(lang="id"), id="two days"),
        pytest.param(sheet(lang="en"), id="in English"),
        pytest.param(sheet(kitchen_sample.fullest(), lang="id"), id="the fullest week"),
        pytest.param(leftovers(kitchen_sample.fullest()), id="leftovers"),
        pytest.param(leftovers(kitchen_sample.plan(), "en"), id="leftovers in English"),
    ],
)
def test_nothing_sticks_out(html: str, browser: Browser) -> None:
    assert browser.title(html, PROBE) == "fits"
