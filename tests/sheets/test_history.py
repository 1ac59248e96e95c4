"""The page of a history: where its bars stand, what it says, and what it looks like on paper."""

import re
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from kagemi.canteen.history_texts import period_name
from kagemi.domain.record import Record
from kagemi.report.history import Summary
from kagemi.sheets.environment import shipped_templates
from kagemi.sheets.history import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, Series, draw, render_history
from tests.build import MONDAY
from tests.report.test_history import days_of, plan, summed
from tests.sheets.browser import A4_PORTRAIT, Browser
from tests.sheets.test_week import Html

PROBE = """
const box = element => element.getBoundingClientRect();
const page = box(document.body);
const texts = [...document.querySelectorAll("body > figure text")];
const over = (a, b) => a.left < b.right && b.left < a.right && a.top + 1 < b.bottom && b.top + 1 < a.bottom;
const charts = [...document.querySelectorAll("body > figure > svg")];
document.title = [
  ...[...document.body.querySelectorAll("p, h1, h2, .key, td, th, table, figure > svg")]
    .filter(e => box(e).right > page.right + 1 || box(e).left < page.left - 1),
  ...charts.flatMap(chart => [...chart.querySelectorAll("text, rect")].filter(e =>
    box(e).top < box(chart).top - 1 || box(e).bottom > box(chart).bottom + 1
    || box(e).left < box(chart).left - 1 || box(e).right > box(chart).right + 1)),
  ...texts.filter((a, i) => texts.slice(i + 1).some(b => over(box(a), box(b)))),
].map(found => found.tagName + " " + found.textContent.slice(0, 60)).join("; ") || "fits";
"""

BASE, HIGH = HEIGHT - BOTTOM, HEIGHT - BOTTOM - TOP


def series(*values: float | None, at_most: tuple[float | None, ...] = ()) -> Series:
    return Series(values, tuple("–" if v is None else f"{v:g}" for v in values), "solid", at_most)


def test_the_highest_value_fits_and_bars_begin_at_zero() -> None:
    chart = draw([series(2500.0, 10000.0)], ["a", "b"], "en")
    assert [b.height for b in chart.bars] == pytest.approx([HIGH / 4, HIGH])
    assert [b.y for b in chart.bars] == pytest.approx([BASE - HIGH / 4, BASE - HIGH])
    assert [t.text for t in chart.ticks] == ["0", "5,000", "10,000"]


def test_bars_of_a_period_stand_side_by_side_within_the_chart() -> None:
    chart = draw([series(1.0, 2.0), series(3.0, 4.0)], ["a", "b"], "en")
    spans = [(b.x, b.x + b.width) for b in chart.bars]
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert spans[0][0] >= LEFT
    assert spans[-1][1] <= WIDTH - RIGHT


def test_what_is_not_known_has_no_bar_and_a_dash() -> None:
    (bar,) = draw([series(None)], ["a"], "en").bars
    assert (bar.height, bar.text) == (None, "–")


def test_what_may_be_more_has_an_open_bar_up_to_it() -> None:
    first, second = draw([series(4.0, 4.0, at_most=(8.0, None))], ["a", "b"], "en").bars
    assert (first.height, first.open_height) == pytest.approx((HIGH / 2, HIGH))
    assert second.open_height == 0


def test_counts_have_whole_marks() -> None:
    chart = draw([series(1.0, 2.0)], ["a", "b"], "id")
    assert [t.text for t in chart.ticks] == ["0", "1", "2"]


def test_many_periods_are_labelled_now_and_then_without_figures() -> None:
    chart = draw([series(*map(float, range(40)))], [f"w{n}" for n in range(40)], "en")
    assert [t.text for t in chart.labels] == [f"w{n}" for n in range(0, 40, 3)]
    assert not any(b.shown for b in chart.bars)


def weeks(count: int) -> list[Summary]:
    """Weeks of two days, of which more and more is known; the first one has been paid for."""
    days = [
        day
        for week in range(count)
        for day in days_of(plan(["tuna", "tempe"], week=week), *records(week, week % 3))
    ]
    return list(summed(days, last=MONDAY + timedelta(weeks=count), paid={MONDAY: 1_400_000}))


def records(week: int, known: int) -> list[Record]:
    """What came back on so many of the two days of a week."""
    dishes = [(0, "tuna", (6, 2, 2, 0, 0)), (1, "tempe", (2, 2, 2, 2, 2))]
    return [
        Record("Test", MONDAY + timedelta(weeks=week, days=n), dish, 100, trays)
        for n, dish, trays in dishes[:known]
    ]


def page(count: int, lang: str) -> str:
    """The history of so many weeks."""
    found = weeks(count)
    return render_history(
        found,
        [period_name(each.period, lang, short=True) for each in found],
        ["What the figures rest on."],
        first=MONDAY,
        last=MONDAY + timedelta(weeks=count, days=-1),
        lang=lang,
        school="SMPN 10 Malang",
        templates=shipped_templates(),
    )


@pytest.mark.parametrize("lang", ["id", "en"])
def test_the_page_looks_as_it_did(lang: str, snapshot: SnapshotAssertion) -> None:
    body = re.sub(r"<style>.*?</style>", "", page(3, lang), flags=re.DOTALL)
    assert body == snapshot(extension_class=Html)


def test_what_came_back_stands_with_the_dishes_of_which_it_is_known() -> None:
    html = page(3, "en")
    assert re.findall(r'<text class="figure cover"[^>]*>(.*?)</text>', html) == ["0/2", "1/2", "2/2"]
    assert [cell for cell in re.findall(r"<td>(.*?)</td>", html) if "/" in cell] == [
        "– (0/2)",
        "15.0% (1/2)",
        "32.5% (2/2)",
    ]


@pytest.mark.parametrize("count", [1, 6, 20, 30])
@pytest.mark.parametrize("lang", ["id", "en"])
def test_nothing_sticks_out(count: int, lang: str, chromium: Path, tmp_path: Path) -> None:
    assert Browser(chromium, tmp_path).title(page(count, lang), PROBE) == "fits"


def test_a_school_term_prints_on_two_sheets_of_a4(chromium: Path, tmp_path: Path) -> None:
    browser = Browser(chromium, tmp_path)
    assert browser.printed(page(6, "id")) == [A4_PORTRAIT] * 2
    assert browser.printed(page(20, "id")) == [A4_PORTRAIT] * 2
