"""The charts of a history: where the bars stand."""

from itertools import pairwise

import pytest

from kagemi.sheets.history import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, Series, draw

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
