"""The page of a front."""

import re

import pytest

from kagemi.sheets.environment import shipped_templates
from kagemi.sheets.frontier import HEIGHT, WIDTH, Axis, PointText, draw, render_front
from tests.sheets import sample

X = Axis("Cost, rupiah a portion", (9000.0, 9400.0, 10250.0))
Y = Axis("Acceptance, %", (83.5, 84.25, 86.0))
TEXTS = tuple(PointText(f"x{n}", f"y{n}", "proven", "" if n == 0 else "dear") for n in range(3))


def page(lang: str = "en") -> str:
    plans = [sample.plan()] * 3
    return render_front(plans, X, Y, TEXTS, lang=lang, school="SMPN 10 Malang", templates=shipped_templates())


def test_points_lie_inside_the_chart_from_left_to_right_and_upwards() -> None:
    spots = draw(X, Y, TEXTS, "en").spots
    assert [s.x for s in spots] == sorted(s.x for s in spots)
    assert [s.y for s in spots] == sorted((s.y for s in spots), reverse=True)
    assert all(0 < s.x < WIDTH and 0 < s.y < HEIGHT for s in spots)


def test_axes_are_marked_at_round_figures() -> None:
    chart = draw(X, Y, TEXTS, "en")
    assert [t.text for t in chart.x_ticks] == ["9,000", "9,500", "10,000"]
    assert [t.text for t in chart.y_ticks] == ["83.5", "84.0", "84.5", "85.0", "85.5", "86.0"]
    assert draw(X, Y, TEXTS, "id").y_ticks[0].text == "83,5"


def test_the_title_of_an_axis_lies_flat_so_that_a_long_one_is_not_cut() -> None:
    titles = re.findall(r'<text class="label".*?</text>', page())
    assert [re.sub("<.*?>", "", t) for t in titles] == [X.label, Y.label]
    assert not any("rotate" in t for t in titles)


def test_one_point_alone_can_be_drawn() -> None:
    chart = draw(Axis("x", (9000.0,)), Axis("y", (0.0,)), TEXTS[:1], "en")
    assert len(chart.spots) == 1


@pytest.mark.parametrize("lang", ["en", "id"])
def test_each_point_leads_to_its_menu_in_the_readers_language(lang: str) -> None:
    html = page(lang)
    assert re.findall('href="#(.*?)"', html) == re.findall('<section id="(.*?)"', html)
    assert ("Steamed rice" if lang == "en" else "Nasi putih") in html


def test_the_page_needs_nothing_from_the_network() -> None:
    assert re.findall(r"https?:|<link|<script|@import|url\(", page()) == []
