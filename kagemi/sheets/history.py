"""The page of a history: charts of cost, fish days, protein and what came back, period by period."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from kagemi.language import date_range, number, percent
from kagemi.report.history import Summary
from kagemi.sheets.environment import render

WIDTH, HEIGHT = 720.0, 196.0
LEFT, RIGHT, TOP, BOTTOM = 70.0, 8.0, 28.0, 26.0
"""Margins around the drawing, in the units of the chart's view box."""
FILLED = 0.78
"""So much of a period's room has bars."""
MOST_LABELS = 14
MOST_FIGURES = 24
"""With more bars than this, their figures stand in the table only."""

Style = Literal["frame", "hatch", "solid"]


@dataclass(frozen=True)
class Series:
    """The values of all periods, None where nothing is known, with the texts that stand for them."""

    values: tuple[float | None, ...]
    texts: tuple[str, ...]
    style: Style
    at_most: tuple[float | None, ...] = ()
    """What the values may be in truth, where they are known in part."""
    covers: tuple[str, ...] = ()
    """How much of the whole each value is about, such as 7/15 dishes."""

    @property
    def cells(self) -> tuple[str, ...]:
        """The texts with what they cover, for a table."""
        covers = self.covers or ("",) * len(self.texts)
        return tuple(
            f"{text} ({cover})" if cover else text for text, cover in zip(self.texts, covers, strict=True)
        )


@dataclass(frozen=True)
class Bar:
    """A bar from the base line up; `height` None: nothing is known."""

    x: float
    y: float
    width: float
    height: float | None
    style: Style
    text: str
    cover: str
    shown: bool
    open_height: float
    """From the base line to what the value may be in truth; 0 if there is nothing to add."""


@dataclass(frozen=True)
class Tick:
    """A mark on an axis."""

    at: float
    text: str


@dataclass(frozen=True)
class BarChart:
    """Everything that is drawn, in the units of the view box."""

    bars: tuple[Bar, ...]
    labels: tuple[Tick, ...]
    ticks: tuple[Tick, ...]
    width: float = WIDTH
    height: float = HEIGHT
    left: float = LEFT
    right: float = WIDTH - RIGHT
    base: float = HEIGHT - BOTTOM


def render_history(
    summaries: Sequence[Summary],
    names: Sequence[str],
    notes: Sequence[str],
    *,
    first: date,
    last: date,
    lang: str,
    school: str,
    templates: Path,
) -> str:
    """The history as a self-contained page, one name a period; there must be a period.

    `notes`: what it rests on. Raises InvalidInput naming template and line when the canteen's own template is
    broken.
    """
    values = {
        **history_values(summaries, names, lang),
        "school": school,
        "dates": date_range(first, last, lang),
        "notes": notes,
    }
    return render("history.html.j2", values, templates=templates, lang=lang)


def history_values(summaries: Sequence[Summary], names: Sequence[str], lang: str) -> dict[str, object]:
    """The charts, and the rows of the table with their figures, one name a period; there must be a period."""
    cost, fish = _cost(summaries, lang), _fish(summaries, lang)
    protein, waste = _nutrient(summaries, "protein", lang), _waste(summaries, lang)
    return {
        "charts": {
            "cost": draw(cost, names, lang),
            "fish": draw(fish, names, lang),
            "protein": draw(protein, names, lang),
            "waste": draw(waste, names, lang),
        },
        "rows": list(zip(names, *(s.cells for s in (*cost, *fish, *protein, *waste)), strict=True)),
    }


def draw(series: Sequence[Series], names: Sequence[str], lang: str) -> BarChart:
    """Place the bars of each period side by side, from zero up."""
    known = [v for s in series for v in (*s.values, *s.at_most) if v is not None]
    step, top = _scale(max(known, default=0.0))
    room = (WIDTH - LEFT - RIGHT) / len(names)
    thick = room * FILLED / len(series)
    base, high = HEIGHT - BOTTOM, HEIGHT - BOTTOM - TOP
    figures = len(names) * len(series) <= MOST_FIGURES
    bars = []
    for n in range(len(names)):
        for i, one in enumerate(series):
            x = LEFT + room * n + room * (1 - FILLED) / 2 + thick * i
            value = one.values[n]
            tall = None if value is None else round(value / top * high, 1)
            y = round(base - (tall or 0.0), 1)
            most = one.at_most[n] if one.at_most else None
            open_height = round((most or 0.0) / top * high, 1)
            cover = one.covers[n] if one.covers else ""
            at = (round(x, 1), y, round(thick * 0.92, 1), tall)
            bars.append(Bar(*at, one.style, one.texts[n], cover, figures, open_height))
    every = math.ceil(len(names) / MOST_LABELS)
    labels = tuple(
        Tick(round(LEFT + room * (n + 0.5), 1), name) for n, name in enumerate(names) if n % every == 0
    )
    count = round(top / step)
    ticks = tuple(Tick(round(base - high * n / count, 1), number(n * step, lang)) for n in range(count + 1))
    return BarChart(tuple(bars), labels, ticks)


def _scale(highest: float) -> tuple[float, float]:
    """A round step of at least 1, and the multiple of it that is not below the highest value."""
    rough = max(highest / 4, 1.0)
    unit = 10.0 ** math.floor(math.log10(rough))
    step = next(s * unit for s in (1, 2, 5, 10) if s * unit >= rough * (1 - 1e-9))
    return step, step * max(1, math.ceil(highest / step - 1e-9))


def _cost(summaries: Sequence[Summary], lang: str) -> tuple[Series, ...]:
    """Rupiah of a portion: allowed, planned, paid."""
    budget = [_each(s.budget_idr, s.intake.planned_children) for s in summaries]
    cost = [_each(s.cost_idr, s.intake.planned_children) for s in summaries]
    paid = [_each(s.paid_idr, s.intake.served_children) for s in summaries]

    def written(value: float | None) -> str:
        return "–" if value is None else number(value, lang)

    parts = ["≥ " if s.paid_is_part else "" for s in summaries]
    return (
        _series(budget, [written(v) for v in budget], "frame"),
        _series(cost, [written(v) for v in cost], "solid"),
        _series(paid, [part + written(v) for part, v in zip(parts, paid, strict=True)], "hatch"),
    )


def _fish(summaries: Sequence[Summary], lang: str) -> tuple[Series, ...]:
    """Fish days: asked of the whole weeks, planned, served."""
    columns: tuple[tuple[list[int | None], Style], ...] = (
        ([s.fish_asked for s in summaries], "frame"),
        ([s.fish_planned for s in summaries], "hatch"),
        ([s.fish_served for s in summaries], "solid"),
    )
    return tuple(
        _series(values, ["–" if v is None else number(v, lang) for v in values], style)
        for values, style in columns
    )


def _nutrient(summaries: Sequence[Summary], nutrient: str, lang: str) -> tuple[Series, ...]:
    """The mean child and day: planned, served, eaten; ≥ marks what is known in part."""

    def texts(values: Sequence[float | None], whole: Sequence[bool]) -> list[str]:
        marks = [
            "" if w and nutrient not in s.intake.incomplete else "≥ "
            for s, w in zip(summaries, whole, strict=True)
        ]
        return ["–" if v is None else m + number(v, lang, 1) for v, m in zip(values, marks, strict=True)]

    planned = [s.intake.mean_planned(nutrient) for s in summaries]
    served = [s.intake.mean_served(nutrient) for s in summaries]
    eaten = [s.intake.mean_eaten(nutrient) if s.known else None for s in summaries]
    all_known = [s.known == s.dishes for s in summaries]
    most = [
        None if whole else s.intake.mean_eaten_at_most(nutrient)
        for s, whole in zip(summaries, all_known, strict=True)
    ]
    sure = [True] * len(summaries)
    return (
        _series(planned, texts(planned, sure), "frame"),
        _series(served, texts(served, sure), "hatch"),
        _series(eaten, texts(eaten, all_known), "solid", most),
    )


def _waste(summaries: Sequence[Summary], lang: str) -> tuple[Series, ...]:
    """Per cent of the weight served that came back, with the dishes that this is known of."""
    values = tuple(None if s.waste is None else 100 * s.waste for s in summaries)
    texts = tuple("–" if s.waste is None else percent(s.waste, lang, 1) for s in summaries)
    return (Series(values, texts, "solid", covers=tuple(f"{s.known}/{s.dishes}" for s in summaries)),)


def _series(
    values: Sequence[float | None], texts: Sequence[str], style: Style, at_most: Sequence[float | None] = ()
) -> Series:
    return Series(tuple(values), tuple(texts), style, tuple(at_most))


def _each(total: float | None, portions: float) -> float | None:
    return None if total is None or not portions else total / portions
