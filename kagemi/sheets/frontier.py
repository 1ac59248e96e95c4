"""The page of a front: a chart of its points, and each point's menu below it."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kagemi.domain.plan import Plan
from kagemi.language import date_range, number, short_date, weekday
from kagemi.report.menu import Menu
from kagemi.report.summary import summarise_day
from kagemi.sheets.environment import render

WIDTH, HEIGHT = 720.0, 420.0
LEFT, RIGHT, TOP, BOTTOM = 78.0, 26.0, 26.0, 62.0
"""Margins around the drawing, in the units of the chart's view box."""
ROOM = 0.07
"""So much of a scale stays free at each end."""
MANY = 20
"""More points than this are drawn smaller."""


@dataclass(frozen=True)
class Axis:
    """What an axis measures, with its unit, and the points' values in that unit."""

    label: str
    values: tuple[float, ...]


@dataclass(frozen=True)
class PointText:
    """What is said of a point: its figures, its proof, and what the step to it costs ("" for the first)."""

    x: str
    y: str
    proof: str
    step: str = ""


@dataclass(frozen=True)
class Tick:
    """A mark on an axis."""

    at: float
    text: str


@dataclass(frozen=True)
class Spot:
    """A point on the chart."""

    number: int
    x: float
    y: float
    title: str


@dataclass(frozen=True)
class Chart:
    """Everything that is drawn, in the units of the view box; `line` is the path of the front."""

    spots: tuple[Spot, ...]
    x_label: str
    y_label: str
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    line: str
    radius: float
    width: float = WIDTH
    height: float = HEIGHT
    left: float = LEFT
    right: float = WIDTH - RIGHT
    top: float = TOP
    bottom: float = HEIGHT - BOTTOM


@dataclass(frozen=True)
class DayMenu:
    """A day of a point's menu."""

    weekday: str
    date: str
    dishes: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """A point below the chart."""

    number: int
    text: PointText
    days: tuple[DayMenu, ...]


def render_front(
    plans: Sequence[Plan],
    x: Axis,
    y: Axis,
    texts: Sequence[PointText],
    *,
    lang: str,
    school: str,
    templates: Path,
) -> str:
    """The front as a self-contained page, one plan and text a point; there must be a point.

    Raises InvalidInput naming template and line when the canteen's own template is broken.
    """
    days = plans[0].problem.days
    values = {
        "school": school,
        "dates": date_range(days[0].date, days[-1].date, lang),
        "chart": draw(x, y, texts, lang),
        "sections": [
            Section(n, text, tuple(menu_of(plan, lang)))
            for n, (plan, text) in enumerate(zip(plans, texts, strict=True), 1)
        ],
        "kagemi": plans[0].kagemi,
    }
    return render("frontier.html.j2", values, templates=templates, lang=lang)


def draw(x: Axis, y: Axis, texts: Sequence[PointText], lang: str) -> Chart:
    """Place the points, and join them by steps: at each x, the best y of a point that is no dearer."""
    across = _Scale(x.values, LEFT, WIDTH - RIGHT)
    up = _Scale(y.values, HEIGHT - BOTTOM, TOP)
    places = [(across.place(a), up.place(b)) for a, b in zip(x.values, y.values, strict=True)]
    spots = tuple(
        Spot(n, a, b, f"{n}: {text.x}, {text.y}")
        for n, ((a, b), text) in enumerate(zip(places, texts, strict=True), 1)
    )
    steps = "".join(f"H{a:.1f}V{b:.1f}" for a, b in places[1:])
    line = f"M{places[0][0]:.1f} {places[0][1]:.1f}{steps}H{WIDTH - RIGHT:.1f}"
    radius = 10.0 if len(spots) <= MANY else 6.5
    return Chart(spots, x.label, y.label, across.ticks(lang), up.ticks(lang), line, radius)


class _Scale:
    """From values to places between `start` and `end`."""

    def __init__(self, values: Sequence[float], start: float, end: float) -> None:
        low, high = min(values), max(values)
        spread = (high - low) or max(abs(low) * 0.1, 1.0)
        self.low, self.high = low - ROOM * spread, high + ROOM * spread
        self.start, self.end = start, end

    def place(self, value: float) -> float:
        """Where a value stands."""
        share = (value - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start), 1)

    def ticks(self, lang: str) -> tuple[Tick, ...]:
        """Four to eight marks at round figures."""
        rough = (self.high - self.low) / 6
        unit = 10.0 ** math.floor(math.log10(rough))
        step = next(s * unit for s in (1, 2, 5, 10) if s * unit >= rough)
        decimals = max(0, -math.floor(math.log10(step) + 1e-9))
        first, last = math.ceil(self.low / step), math.floor(self.high / step)
        return tuple(
            Tick(self.place(n * step), number(n * step, lang, decimals)) for n in range(first, last + 1)
        )


def menu_of(plan: Plan, lang: str) -> Iterator[DayMenu]:
    """The dishes of each day."""
    menu = Menu(plan.problem, plan.servings)
    for day in plan.problem.days:
        dishes = tuple(line.dish.name.in_language(lang) for line in summarise_day(menu, day).dishes)
        yield DayMenu(weekday(day.date, lang), short_date(day.date, lang), dishes)
