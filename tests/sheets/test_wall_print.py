"""The wall's sheets in a browser, as they are printed."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kagemi.domain.message import Text
from kagemi.domain.plan import Plan
from kagemi.sheets.counter import counter_values
from kagemi.sheets.month import MonthDay, month_values
from kagemi.sheets.paper import as_pdf
from kagemi.sheets.school_class import class_values
from tests.build import WEEK
from tests.sheets import kitchen_sample, sample
from tests.sheets.browser import A4_PORTRAIT, Browser
from tests.sheets.wall_sample import SCHOOL, calendar, counter, paper, school_class, view

A4_LANDSCAPE = (0, 0, 842, 595)
SIX = (*WEEK, "saturday")

PROBE = """
const box = element => element.getBoundingClientRect();
const name = e => e.tagName + "." + e.className + " " + e.textContent.trim().slice(0, 50);
document.title = [...document.querySelectorAll(".page")].flatMap(page => {
  const fixed = getComputedStyle(page).overflow === "hidden";
  const room = fixed && page.scrollHeight > page.clientHeight + 1 ? ["page too high"] : [];
  const all = [...page.querySelectorAll("p, h1, h2, li, td, th, section, span, b")];
  return [
    ...room,
    ...all.filter(e => box(e).right > box(page).right + 1 || box(e).left < box(page).left - 1).map(name),
    ...all.filter(e => getComputedStyle(e).display !== "inline" && e.scrollWidth > e.clientWidth + 1).map(name),
    ...all.filter(e => fixed && box(e).bottom > box(page).bottom + 1).map(name),
    ...[...page.querySelectorAll(".hero > *, .row li > *")].filter(
      e => box(e).bottom > box(e.parentElement).bottom + 1 ||
        box(e).top < box(e.parentElement).top - 1).map(name),
  ];
}).slice(0, 5).join("; ") || "fits";
"""


@pytest.fixture
def browser(chromium: Path, tmp_path: Path) -> Browser:
    return Browser(chromium, tmp_path)


def sixty() -> Plan:
    """A day of sixty dishes, as a plan with free slots may have it."""
    many = [
        replace(sample.NASI, id=f"n{i}", name=Text(f"Nasi goreng bumbu ke-{i}", f"Rice {i}")) for i in range(60)
    ]
    return sample.plan([many], weekdays=WEEK[:1])


def cycle(weeks: int) -> Plan:
    return sample.plan([kitchen_sample.fullest().problem.dishes] * 6, weekdays=SIX, weeks=weeks)


FULL = kitchen_sample.fullest()
FIVE = sample.plan().problem.days


def told(plan: Plan) -> dict[date, MonthDay]:
    return {day.date: MonthDay(plan) for day in plan.problem.days}


@pytest.mark.parametrize(
    ("html", "pages"),
    [
        pytest.param(school_class(sample.plan()), [A4_PORTRAIT] * 5, id="class"),
        pytest.param(school_class(kitchen_sample.fullest(), "id"), [A4_PORTRAIT] * 6, id="class, fullest"),
        pytest.param(school_class(sixty(), "id"), [A4_PORTRAIT], id="class, sixty dishes"),
        pytest.param(counter(kitchen_sample.plan()), [A4_LANDSCAPE] * 2, id="counter"),
        pytest.param(calendar(sample.plan()), [A4_LANDSCAPE], id="a week's calendar"),
        pytest.param(calendar(sample.plan(weeks=5), "id"), [A4_LANDSCAPE], id="a month's calendar"),
        pytest.param(calendar(cycle(6), "id"), [A4_LANDSCAPE], id="six full weeks"),
        pytest.param(calendar(cycle(12), "id"), [A4_LANDSCAPE], id="a cycle of twelve weeks"),
        pytest.param(calendar(sixty(), "id"), [A4_LANDSCAPE], id="calendar, sixty dishes"),
    ],
)
def test_a_sheet_is_as_many_pages_as_it_should_be_and_nothing_is_cut(
    html: str, pages: list[tuple[int, ...]], browser: Browser
) -> None:
    assert browser.printed(html) == pages
    assert browser.title(html, PROBE) == "fits"


@pytest.mark.parametrize("plan", [kitchen_sample.fullest(), sixty()], ids=["ten groups", "sixty dishes"])
def test_a_counter_with_very_much_takes_more_pages_and_nothing_sticks_out(plan: Plan, browser: Browser) -> None:
    html = counter(plan, "id")
    assert set(browser.printed(html)) == {A4_LANDSCAPE}
    assert browser.title(html, PROBE) == "fits"


@pytest.mark.parametrize(
    ("kind", "values", "pages"),
    [
        pytest.param("class", class_values(view(sample.plan(), "id"), FIVE, SCHOOL), 5, id="class"),
        pytest.param(
            "class", class_values(view(FULL, "id"), FULL.problem.days, SCHOOL), 6, id="class, fullest"
        ),
        pytest.param("class", class_values(view(sixty(), "en"), FIVE[:1], SCHOOL), 1, id="class, sixty dishes"),
        pytest.param("day", counter_values(view(sample.plan(), "en"), FIVE, SCHOOL), 5, id="counter"),
        pytest.param(
            "month", month_values(view(sample.plan(), "id"), told(sample.plan()), {}, SCHOOL), 1, id="week"
        ),
        pytest.param("month", month_values(view(cycle(12), "id"), told(cycle(12)), {}, SCHOOL), 1, id="cycle"),
    ],
)
def test_a_pdf_has_as_many_pages_as_it_should(kind: str, values: dict[str, object], pages: int) -> None:
    pytest.importorskip("typst")
    made = as_pdf(kind, values, paper("id"))
    assert len(re.findall(rb"/Type\s*/Page\b", made)) == pages
