"""The serving counter's sheet: each group's portion of each dish in large letters, A4 landscape."""

from collections.abc import Sequence
from dataclasses import dataclass

from kagemi.domain.message import Text, say
from kagemi.domain.problem import Day, DishFacts, Group
from kagemi.language import long_date, number, text
from kagemi.language.kitchen import portion
from kagemi.report.menu import Line
from kagemi.report.summary import summarise_day
from kagemi.report.timeline import KEEPS
from kagemi.sheets.pictures import ALLERGENS, fish_picture
from kagemi.sheets.school_class import dish_icon
from kagemi.sheets.week import WeekSheet, is_fish

WIDE, WIDEST = 4, 7
"""More groups than these need smaller letters."""
LONG, LONGEST = 6, 9
"""More dishes than these need smaller letters."""


@dataclass(frozen=True)
class Pictured:
    """An allergen beside a dish; `picture` is "" if nobody has drawn it."""

    mark: str
    name: str
    picture: str


@dataclass(frozen=True)
class Portion:
    """What a child of a group gets of a dish: as it is measured, and in grams if that is a piece."""

    measure: str
    grams: str


@dataclass(frozen=True)
class Served:
    """A dish, and for each group its portion; None where it gets none."""

    name: str
    icon: str
    allergens: tuple[Pictured, ...]
    portions: tuple[Portion | None, ...]
    keep: str
    """What to do with it until it is eaten."""
    is_fish: bool


@dataclass(frozen=True)
class Instead:
    """An extra dish for a group that avoids something."""

    group: str
    children: int
    without: str
    name: str
    allergens: tuple[Pictured, ...]
    portion: Portion


@dataclass(frozen=True)
class Eaters:
    """A group and its trays."""

    name: str
    trays: int


@dataclass(frozen=True)
class CounterPage:
    """A day."""

    date: str
    iso: str
    groups: tuple[Eaters, ...]
    trays: int
    dishes: tuple[Served, ...]
    instead: tuple[Instead, ...]
    legend: tuple[Pictured, ...]
    width: str
    """As many groups as the words wide and widest say."""
    length: str


def counter_values(sheet: WeekSheet, days: Sequence[Day], school: str) -> dict[str, object]:
    """What a template of these days' pages reads."""
    view = CounterSheet(sheet)
    return {
        "school": school,
        "pages": [view.page(day) for day in days],
        "fingerprint": sheet.plan.fingerprint[:12],
        "kagemi": sheet.plan.kagemi,
    }


@dataclass(frozen=True)
class CounterSheet:
    """Turns a day of a plan into what servers read."""

    sheet: WeekSheet

    def page(self, day: Day) -> CounterPage:
        """One day."""
        problem, lang = self.sheet.plan.problem, self.sheet.lang
        lines = summarise_day(self.sheet.menu, day).dishes
        common = [line for line in lines if line.common]
        extras = [line for line in lines if not line.common]
        groups, rows = len(problem.groups), len(common)
        return CounterPage(
            date=long_date(day.date, lang),
            iso=day.date.isoformat(),
            groups=tuple(Eaters(g.name.in_language(lang), g.headcount) for g in problem.groups),
            trays=problem.headcount,
            dishes=tuple(self.served(line) for line in common),
            instead=tuple(
                self.instead(x, g, day) for g in problem.groups for x in extras if x.portion(g.id) > 0
            ),
            legend=self.allergens_of([line.dish for line in lines]),
            width="widest" if groups > WIDEST else "wide" if groups > WIDE else "",
            length="longest" if rows > LONGEST else "longer" if rows > LONG else "",
        )

    def served(self, line: Line) -> Served:
        """A row."""
        dish = line.dish
        swims = is_fish(dish) or bool(dish.species)
        return Served(
            name=dish.name.in_language(self.sheet.lang),
            icon=fish_picture(dish.species) if swims else dish_icon(line),
            allergens=self.allergens_of([dish]),
            portions=tuple(self.portion(line, g) for g in self.sheet.plan.problem.groups),
            keep=self.keep(dish, swims),
            is_fish=swims,
        )

    def keep(self, dish: DishFacts, swims: bool) -> str:
        """What becomes of the dish until it is eaten; "" if it is not cooked."""
        if dish.method == "raw":
            return ""
        what = say("keep hot; eat within {hours} hours after cooking", hours=KEEPS // 60)
        return text(what, self.sheet.lang) if swims else ""

    def instead(self, line: Line, group: Group, day: Day) -> Instead:
        """An extra dish for a group."""
        lang = self.sheet.lang
        avoided = self.sheet.plan.problem.avoided(group, day)
        known = [a for key, a in self.sheet.allergens.items() if key in avoided]
        names = [Text(a.name_id, a.name_en).in_language(lang) for a in known]
        served = self.portion(line, group)
        assert served is not None
        return Instead(
            group=group.name.in_language(lang),
            children=group.headcount,
            without=", ".join(names + sorted(avoided - self.sheet.allergens.keys())),
            name=line.dish.name.in_language(lang),
            allergens=self.allergens_of([line.dish]),
            portion=served,
        )

    def portion(self, line: Line, group: Group) -> Portion | None:
        """A group's portion."""
        times = line.portion(group.id)
        if times <= 0:
            return None
        grams = f"{number(times * line.dish.served_g, self.sheet.lang)} g" if line.dish.serve.measure else ""
        return Portion(portion(line.dish, times, self.sheet.lang), grams)

    def allergens_of(self, dishes: Sequence[DishFacts]) -> tuple[Pictured, ...]:
        """The allergens of these dishes, in the order of the table."""
        by_mark = {a.mark: key for key, a in self.sheet.allergens.items()}
        return tuple(
            Pictured(m.mark, m.name, ALLERGENS.get(by_mark.get(m.mark, ""), ""))
            for m in self.sheet.marks_of(dishes)
        )
