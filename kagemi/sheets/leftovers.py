"""The sheet on which a canteen notes what came back: a page a day, to be filled in by hand."""

from collections.abc import Sequence
from dataclasses import dataclass

from kagemi.domain.plan import Plan
from kagemi.domain.problem import Day
from kagemi.language import long_date
from kagemi.report.menu import Menu
from kagemi.report.summary import summarise_day

SCALE = (0, 25, 50, 75, 100)
"""Comstock's scale: how much of a dish is left on a tray, in per cent."""


@dataclass(frozen=True)
class Served:
    """A dish to look at on a day; `children` who get it."""

    day: Day
    dish: str
    name: str
    children: int


@dataclass(frozen=True)
class LeftoversPage:
    """A day."""

    date: str
    iso: str
    dishes: tuple[Served, ...]


def leftovers_values(plan: Plan, *, lang: str, days: Sequence[Day], school: str) -> dict[str, object]:
    """What every template of the leftovers sheet is filled in with."""
    rows = served(plan, days, lang)
    pages = [
        LeftoversPage(long_date(day.date, lang), day.date.isoformat(), tuple(r for r in rows if r.day == day))
        for day in days
    ]
    return {
        "school": school,
        "pages": pages,
        "scale": SCALE,
        "fingerprint": plan.fingerprint[:12],
        "kagemi": plan.kagemi,
    }


def served(plan: Plan, days: Sequence[Day], lang: str) -> tuple[Served, ...]:
    """What these days serve, in the order of the slots; a dish that nobody gets is left out."""
    menu = Menu(plan.problem, plan.servings)
    return tuple(
        Served(day, line.dish.id, line.dish.name.in_language(lang), menu.eaters(line))
        for day in days
        for line in summarise_day(menu, day).dishes
        if menu.eaters(line)
    )
