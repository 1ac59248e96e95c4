"""A month or a menu cycle on one A4 landscape: main dish of each school day, fish days, days without a meal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kagemi.domain.constraints import ClosedDay
from kagemi.domain.message import say
from kagemi.domain.plan import Plan
from kagemi.domain.problem import Day
from kagemi.language import date_range, month, short_date, text, weekday
from kagemi.report.menu import Line
from kagemi.sheets.school_class import common_lines, dish_icon, main_line
from kagemi.sheets.week import WeekSheet, is_fish

A_PAGE = 12
"""Weeks that a page has room for."""
SIZES = ((1, "vast"), (2, "huge"), (4, "large"), (6, "middle"), (A_PAGE, "small"))
"""Weeks on a page -> its letters."""

LONG_MAIN, LONGEST_MAIN = 44, 70
"""Characters of a main dish that are too many for the largest letters, and for those after them."""

LETTERS = {"vast": 300, "huge": 300, "large": 150, "middle": 70, "small": 0}
"""So much is written of the other dishes of a day."""


@dataclass(frozen=True)
class MonthDay:
    """A day of a plan: `version` 0 is the plan itself, else the published version that tells the day."""

    plan: Plan
    version: int = 0


@dataclass(frozen=True)
class Box:
    """A day in the calendar; without `main` nothing is served, `closed` says why if it is known."""

    date: str
    iso: str
    main: str = ""
    icon: str = ""
    fish: str = ""
    others: tuple[str, ...] = ()
    closed: str = ""
    outside: bool = False
    """True for a day of a month that the page does not tell."""


@dataclass(frozen=True)
class MonthPage:
    """Up to twelve weeks."""

    title: str
    dates: str
    weekdays: tuple[str, ...]
    weeks: tuple[tuple[Box, ...], ...]
    fish_days: int
    meal_days: int
    size: str


def month_values(
    sheet: WeekSheet, days: Mapping[date, MonthDay], closed: Mapping[date, ClosedDay], school: str
) -> dict[str, object]:
    """What a template of these days' weeks reads."""
    weeks = sorted({day - timedelta(days=day.weekday()) for day in days})
    during = [day for day in closed if day.weekday() < 5 and min(days) <= day <= max(days)]
    shown = sorted({day.weekday() for day in (*days, *during)})
    pages = []
    for first in range(0, len(weeks), A_PAGE):
        part = weeks[first : first + A_PAGE]
        dates = [[monday + timedelta(days=n) for n in shown] for monday in part]
        pages.append(_page(sheet, dates, days, closed))
    return {
        "school": school,
        "pages": pages,
        "several": len({each.version for each in days.values()}) > 1,
        "fingerprint": sheet.plan.fingerprint[:12],
        "kagemi": sheet.plan.kagemi,
    }


def _page(
    sheet: WeekSheet,
    dates: Sequence[Sequence[date]],
    days: Mapping[date, MonthDay],
    closed: Mapping[date, ClosedDay],
) -> MonthPage:
    told = [day for week in dates for day in week if day in days]
    names = [
        len(main.dish.name.in_language(sheet.lang)) for day in told if (main := _main(sheet, days[day], day))
    ]
    # Long names want a page like that of some weeks.
    longest = max(names, default=0)
    rows = max(len(dates), 4 if longest > LONGEST_MAIN else 2 if longest > LONG_MAIN else 1)
    size = next(size for most, size in SIZES if rows <= most)
    boxes = tuple(
        tuple(_fitted(_box(sheet, day, days, closed), LETTERS[size], sheet.lang) for day in week)
        for week in dates
    )
    every = [box for week in boxes for box in week]
    first, last = told[0], told[-1]
    one_month = (first.year, first.month) == (last.year, last.month)
    return MonthPage(
        title=month(first, sheet.lang) if one_month else "",
        dates=date_range(first, last, sheet.lang),
        weekdays=tuple(weekday(day, sheet.lang) for day in dates[0]),
        weeks=boxes,
        fish_days=sum(bool(box.fish) for box in every),
        meal_days=sum(bool(box.main) for box in every),
        size=size,
    )


def _box(sheet: WeekSheet, day: date, days: Mapping[date, MonthDay], closed: Mapping[date, ClosedDay]) -> Box:
    lang, iso = sheet.lang, day.isoformat()
    why = closed.get(day)
    reason = "" if why is None else why.why.in_language(lang) or text(say("no school"), lang)
    told = days.get(day)
    if told is None:
        return Box(short_date(day, lang), iso, closed=reason, outside=why is None)
    of = WeekSheet(told.plan, lang, sheet.species, sheet.allergens)
    lines = common_lines(of, _day(told, day))
    main = main_line(lines)
    if main is None:
        return Box(short_date(day, lang), iso, closed=reason)
    fish = of.fish_of(main.dish)
    return Box(
        date=short_date(day, lang),
        iso=iso,
        main=main.dish.name.in_language(lang),
        icon=fish.picture if fish else dish_icon(main),
        fish=(fish.name or text(say("Fish"), lang)) if fish and is_fish(main.dish) else "",
        others=tuple(line.dish.name.in_language(lang) for line in lines if line is not main),
    )


def _day(told: MonthDay, day: date) -> Day:
    return next(d for d in told.plan.problem.days if d.date == day)


def _main(sheet: WeekSheet, told: MonthDay, day: date) -> Line | None:
    of = replace(sheet, plan=told.plan)
    return main_line(common_lines(of, _day(told, day)))


def _fitted(box: Box, letters: int, lang: str) -> Box:
    """With no more of the other dishes than there is room for."""
    return replace(box, others=_shortened(box.others, letters, lang) if letters else ())


def _shortened(names: Sequence[str], letters: int, lang: str) -> tuple[str, ...]:
    """As many names as there is room for, then how many more there are."""
    shown: list[str] = []
    for name in names:
        if sum(map(len, shown)) + len(name) > letters:
            left = len(names) - len(shown)
            return (*shown, text(say("and {n} more", n=left), lang))
        shown.append(name)
    return tuple(shown)
