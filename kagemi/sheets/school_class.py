"""The sheet of a school class: today's fish, the menu and a row to colour, a page of A4 portrait a day.

Children read it: it says nothing of who avoids what, and nothing of costs.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from kagemi.domain.message import Message, say
from kagemi.domain.problem import Day
from kagemi.language import long_date, text, weekday
from kagemi.report.menu import Line
from kagemi.report.summary import summarise_day
from kagemi.sheets.week import SLOTS, Fish, WeekSheet, is_fish

THEMES: dict[str, Message] = {
    "animal": say("Today's star on the tray"),
    "plant": say("From the garden to your tray"),
    "vegetable": say("Green and strong"),
}
"""Slot -> the heading of a day without fish, by the first of these slots that has a dish."""

MADE_OF = {"egg": "allergen-egg", "poultry": "meat", "meat": "meat", "fish": "fish", "shellfish": "fish"}
"""Food group of the main ingredient -> its symbol: an omelette must not look like a fish."""

FEW, MANY = 6, 14
"""So many dishes of a day are set large, more than the second small."""


@dataclass(frozen=True)
class Hero:
    """What the day is about; `fish` is None on a day without fish and seafood."""

    kicker: str
    picture: str
    name: str
    sentence: str
    fish: Fish | None


@dataclass(frozen=True)
class Part:
    """A dish of the day, with the symbol of its slot."""

    icon: str
    name: str


@dataclass(frozen=True)
class Square:
    """A day of the row to colour."""

    weekday: str
    picture: str
    name: str
    is_today: bool


@dataclass(frozen=True)
class ClassPage:
    """A day; `hero` is None if nothing is served."""

    weekday: str
    date: str
    iso: str
    hero: Hero | None
    parts: tuple[Part, ...]
    squares: tuple[Square, ...]
    has_fish: bool
    size: str


def class_values(sheet: WeekSheet, days: Sequence[Day], school: str) -> dict[str, object]:
    """What a template of these days' pages reads."""
    pages = [class_page(sheet, day) for day in days]
    return {"school": school, "pages": pages, "kagemi": sheet.plan.kagemi}


def class_page(sheet: WeekSheet, day: Day) -> ClassPage:
    """One day."""
    lines = common_lines(sheet, day)
    week = [d for d in sheet.plan.problem.days if d.week == day.week]
    squares = tuple(_square(sheet, d, is_today=d == day) for d in week)
    return ClassPage(
        weekday=weekday(day.date, sheet.lang),
        date=long_date(day.date, sheet.lang),
        iso=day.date.isoformat(),
        hero=_hero(sheet, lines),
        parts=tuple(Part(dish_icon(line), line.dish.name.in_language(sheet.lang)) for line in lines),
        squares=squares,
        has_fish=any(square.picture.startswith("fish-") for square in squares),
        size="large" if len(lines) <= FEW else "middle" if len(lines) <= MANY else "small",
    )


def common_lines(sheet: WeekSheet, day: Day) -> tuple[Line, ...]:
    """The dishes on everybody's menu, in the order of the slots."""
    return tuple(line for line in summarise_day(sheet.menu, day).dishes if line.common)


def main_line(lines: Sequence[Line]) -> Line | None:
    """The dish that a day is called by: fish, seafood, else what fills the first of the slots of `THEMES`."""
    swims = [line for line in lines if is_fish(line.dish)] or [line for line in lines if line.dish.species]
    others = [line for slot in THEMES for line in lines if slot in line.dish.slots]
    return next(iter([*swims, *others, *lines]), None)


def dish_icon(line: Line) -> str:
    """The symbol of what a dish is made of or, for most, of the first slot that it fills."""
    if line.dish.main_group in MADE_OF:
        return MADE_OF[line.dish.main_group]
    slot = line.dish.slots[0]
    return SLOTS[slot][1] if slot in SLOTS else "tray"


def _hero(sheet: WeekSheet, lines: Sequence[Line]) -> Hero | None:
    main = main_line(lines)
    if main is None:
        return None
    name, fish = main.dish.name.in_language(sheet.lang), sheet.fish_of(main.dish)
    sentence = text(say("Today we eat {dish}", dish=name), sheet.lang)
    if fish is None:
        slot = next((slot for slot in THEMES if slot in main.dish.slots), None)
        kicker = THEMES[slot] if slot else say("On the tray today")
        return Hero(text(kicker, sheet.lang), dish_icon(main), "", sentence, None)
    kicker = say("Fish of the day") if fish.is_fish else say("Seafood of the day")
    return Hero(text(kicker, sheet.lang), fish.picture, fish.name, sentence, fish)


def _square(sheet: WeekSheet, day: Day, *, is_today: bool) -> Square:
    main = main_line(common_lines(sheet, day))
    if main is None:
        return Square(weekday(day.date, sheet.lang), "", "", is_today)
    fish = sheet.fish_of(main.dish)
    picture, name = (fish.picture, fish.name) if fish else (dish_icon(main), "")
    return Square(weekday(day.date, sheet.lang), picture, name, is_today)
