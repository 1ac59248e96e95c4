"""The quotes of a food drawn over time: a line for each trader, rupiah a kilogram from zero up."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kagemi.domain.food import Price
from kagemi.domain.supplier import Quote, Supplier
from kagemi.language import day_of_year, number, rupiah
from kagemi.language.prices import name_of

WIDTH, HEIGHT = 640.0, 220.0
LEFT, RIGHT, TOP, BOTTOM = 64.0, 14.0, 14.0, 28.0
MOST = 5
"""Traders that are drawn, those with the newest quotes: more lines cannot be told apart in black and white."""
MARKS = ("circle", "square", "triangle", "diamond", "cross")


@dataclass(frozen=True)
class Point:
    """A quote: where it stands, and in words."""

    x: float
    y: float
    text: str


@dataclass(frozen=True)
class Line:
    """A trader's quotes; `path` joins them."""

    name: str
    mark: str
    points: tuple[Point, ...]
    path: str


@dataclass(frozen=True)
class Chart:
    """All that is drawn, in the units of the view box."""

    lines: tuple[Line, ...]
    book: Point | None
    """The price book's price, in words too."""
    ticks: tuple[tuple[float, str], ...]
    dates: tuple[tuple[float, str], ...]
    left_out: int
    """Traders that are in the table only."""
    width: float = WIDTH
    height: float = HEIGHT
    left: float = LEFT
    right: float = WIDTH - RIGHT
    base: float = HEIGHT - BOTTOM


def price_chart(
    quotes: Sequence[Quote], book: Price | None, suppliers: Mapping[str, Supplier], lang: str
) -> Chart | None:
    """Draw the quotes, oldest first; None where there is nothing to compare."""
    if not quotes:
        return None
    by_trader: dict[str, list[Quote]] = {}
    for quote in quotes:
        by_trader.setdefault(quote.supplier, []).append(quote)
    drawn = sorted(by_trader, key=lambda s: (by_trader[s][-1].quoted_on, s), reverse=True)[:MOST]
    first, last = _days(quotes, book)
    kilos = [1000 * q.idr_per_gram for s in drawn for q in by_trader[s]]
    step, top = _scale(max([*kilos, *([1000 * book.idr_per_gram] if book else [])]))

    def place(day: date, per_gram: float, name: str) -> Point:
        x = LEFT + (WIDTH - LEFT - RIGHT) * (day - first) / (last - first)
        y = HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * 1000 * per_gram / top
        said = f"{name}, {day_of_year(day, lang)}: {rupiah(1000 * per_gram, lang)}/kg"
        return Point(round(x, 1), round(y, 1), said)

    lines = []
    for mark, trader in zip(MARKS, drawn, strict=False):
        name = name_of(trader, suppliers)
        points = tuple(place(q.quoted_on, q.idr_per_gram, name) for q in by_trader[trader])
        path = "M" + "L".join(f"{p.x:g} {p.y:g}" for p in points)
        lines.append(Line(name, mark, points, path))
    count = round(top / step)
    high = HEIGHT - TOP - BOTTOM
    ticks = tuple(
        (round(HEIGHT - BOTTOM - high * n / count, 1), number(n * step, lang)) for n in range(count + 1)
    )
    dates = ((LEFT, day_of_year(first, lang)), (WIDTH - RIGHT, day_of_year(last, lang)))
    at_book = place(book.date, book.idr_per_gram, "") if book else None
    return Chart(tuple(lines), at_book, ticks, dates, len(by_trader) - len(drawn))


def _days(quotes: Sequence[Quote], book: Price | None) -> tuple[date, date]:
    """From the first day to the last one; a week at least, so that there is room."""
    days = [q.quoted_on for q in quotes] + ([book.date] if book else [])
    first, last = min(days), max(days)
    return (first, last) if last - first >= timedelta(days=7) else (last - timedelta(days=7), last)


def _scale(highest: float) -> tuple[float, float]:
    """A round step, and the multiple of it that is not below the highest value."""
    rough = max(highest / 4, 1.0)
    unit = 10.0 ** math.floor(math.log10(rough))
    step = next(s * unit for s in (1, 2, 5, 10) if s * unit >= rough * (1 - 1e-9))
    return step, step * max(1, math.ceil(highest / step - 1e-9))
