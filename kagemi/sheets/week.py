"""The weekly menu sheet: a plan as a school hangs it up, one A4 page a week, without costs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kagemi.domain.food import Allergen, Species
from kagemi.domain.message import Message, Text, say
from kagemi.domain.plan import Plan
from kagemi.domain.problem import DishFacts, NutrientAmount
from kagemi.language import date_range, short_date, text, weekday
from kagemi.report.menu import Line, Menu
from kagemi.report.summary import DaySummary, GroupSummary, summarise_day
from kagemi.sheets.pictures import fish_picture

SLOTS: dict[str, tuple[Message, str]] = {
    "staple": (say("Staple food"), "staple"),
    "animal": (say("Fish, meat or egg"), "animal"),
    "plant": (say("Tempe, tofu or beans"), "plant"),
    "vegetable": (say("Vegetables"), "vegetable"),
    "fruit": (say("Fruit"), "fruit"),
}
"""Slot id -> what a sheet calls it, and its icon; a slot of another name is called by its id."""

MEALS: dict[str, Message] = {
    "breakfast": say("Breakfast menu"),
    "lunch": say("Lunch menu"),
    "dinner": say("Dinner menu"),
}


MARKS = 20
"""Letters that a dish takes besides its name, for its marks."""

DENSITIES = ((300, ""), (700, "dense"), (10**9, "densest"))
"""Letters of the fullest day -> how a page is set."""

LONG_NAME = 26
"""Characters of a dish name from which on it is set smaller."""


@dataclass(frozen=True)
class Fish:
    """A species that is served, as a sheet names it; `is_fish` tells a fish from other seafood."""

    id: str
    name: str
    scientific: str
    fact: str
    source: str
    is_fish: bool

    @property
    def picture(self) -> str:
        """Its silhouette."""
        return fish_picture(self.id)


@dataclass(frozen=True)
class Mark:
    """An allergen: the mark beside a dish, and the name that the legend gives it."""

    mark: str
    name: str


@dataclass(frozen=True)
class Entry:
    """One dish in a cell."""

    name: str
    is_long: bool
    fish: Fish | None
    marks: tuple[Mark, ...]
    only_for: str = ""
    """The groups that alone get it, with how many children: an extra dish instead of what they avoid."""


@dataclass(frozen=True)
class Cell:
    """What a slot holds on a day; `rows` slots high. `within`: dishes named elsewhere that fill this slot."""

    entries: tuple[Entry, ...]
    rows: int
    within: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """A slot through the week; None stands where a cell above reaches down."""

    id: str
    name: str
    icon: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True)
class Column:
    """A day's heading."""

    weekday: str
    date: str
    iso: str
    has_fish: bool


@dataclass(frozen=True)
class Figure:
    """A nutrient of a group's tray; at least `value` where not `complete`: an ingredient has no figure."""

    value: float
    complete: bool


@dataclass(frozen=True)
class Tray:
    """What a sheet says of a group's tray on a day: kcal of energy, grams of protein."""

    energy: Figure
    protein: Figure


@dataclass(frozen=True)
class GroupFigures:
    """A group's trays day by day; None where nothing is served."""

    name: str
    days: tuple[Tray | None, ...]


@dataclass(frozen=True)
class Page:
    """A week."""

    dates: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    groups: tuple[GroupFigures, ...]
    fishes: tuple[Fish, ...]
    marks: tuple[Mark, ...]
    fish_days: int
    complete: bool
    density: str
    """"" for a usual week, dense or densest for one of many dishes and long names."""


def week_values(sheet: "WeekSheet", school: str) -> dict[str, object]:
    """What every template of the weekly menu is filled in with."""
    weeks = sorted({day.week for day in sheet.plan.problem.days})
    return {
        "school": school,
        "title": text(MEALS.get(sheet.plan.problem.meal, say("Weekly menu")), sheet.lang),
        "pages": [sheet.page(week) for week in weeks],
        "kagemi": sheet.plan.kagemi,
    }


@dataclass(frozen=True)
class WeekSheet:
    """Turns a plan into pages of names and figures, so that a template only has to place them."""

    plan: Plan
    lang: str
    species: Mapping[str, Species]
    allergens: Mapping[str, Allergen]

    @property
    def menu(self) -> Menu:
        """What is served, by day."""
        return Menu(self.plan.problem, self.plan.servings)

    def page(self, week: int) -> Page:
        """One week."""
        menu = self.menu
        days = [summarise_day(menu, day) for day in self.plan.problem.days if day.week == week]
        dishes = [line.dish for day in days for line in day.dishes]
        groups = self._groups(days)
        return Page(
            dates=date_range(days[0].day.date, days[-1].day.date, self.lang),
            columns=tuple(map(self._column, days)),
            rows=self._rows(days),
            groups=groups,
            fishes=tuple({f.id: f for f in map(self.fish_of, dishes) if f and f.fact}.values()),
            marks=self.marks_of(dishes),
            fish_days=sum(has_fish(day) for day in days),
            complete=all(t.energy.complete and t.protein.complete for g in groups for t in g.days if t),
            density=next(density for most, density in DENSITIES if self._letters(days) <= most),
        )

    def _letters(self, days: Sequence[DaySummary]) -> int:
        """How much the fullest day writes below each other."""
        names = [[line.dish.name.in_language(self.lang) for line in day.dishes] for day in days]
        return max((sum(len(name) + MARKS for name in day) for day in names), default=0)

    def _column(self, day: DaySummary) -> Column:
        return Column(
            weekday=weekday(day.day.date, self.lang),
            date=short_date(day.day.date, self.lang),
            iso=day.day.date.isoformat(),
            has_fish=has_fish(day),
        )

    def _rows(self, days: Sequence[DaySummary]) -> tuple[Row, ...]:
        slots = [slot.id for slot in self.plan.problem.slots]
        columns = [self._cells(slots, day.dishes) for day in days]
        rows = []
        for i, slot in enumerate(slots):
            name, icon = SLOTS.get(slot, (Message(slot.replace("_", " ")), "tray"))
            rows.append(Row(slot, text(name, self.lang), icon, tuple(column[i] for column in columns)))
        return tuple(rows)

    def _cells(self, slots: Sequence[str], lines: Sequence[Line]) -> list[Cell | None]:
        """A day's cells from top to bottom: a dish stands in the first slot that it fills."""
        begins: list[list[Line]] = [[] for _ in slots]
        reaches: list[list[Line]] = [[] for _ in slots]
        for line in sorted(lines, key=lambda line: not line.common):
            first, *others = [i for i, slot in enumerate(slots) if slot in line.dish.slots]
            begins[first].append(line)
            for i in others:
                reaches[i].append(line)
        cells: list[Cell | None] = []
        while (i := len(cells)) < len(slots):
            rows = 1
            if len(begins[i]) == 1 and not reaches[i]:
                while i + rows < len(slots) and not begins[i + rows] and reaches[i + rows] == begins[i]:
                    rows += 1
            within = tuple(line.dish.name.in_language(self.lang) for line in reaches[i])
            cells.append(Cell(tuple(map(self._entry, begins[i])), rows, within))
            cells += [None] * (rows - 1)
        return cells

    def _entry(self, line: Line) -> Entry:
        dish, name = line.dish, line.dish.name.in_language(self.lang)
        eaters = [g for g in self.plan.problem.groups if line.portion(g.id) > 0]
        groups = ", ".join(f"{g.name.in_language(self.lang)} ({g.headcount})" for g in eaters)
        only_for = "" if line.common else groups
        return Entry(name, len(name) >= LONG_NAME, self.fish_of(dish), self.marks_of([dish]), only_for)

    def fish_of(self, dish: DishFacts) -> Fish | None:
        """The species of a dish of fish or seafood, as the sheet names it; None for another dish."""
        if not dish.species and not is_fish(dish):
            return None
        known = self.species.get(dish.species)
        if known is None:
            return Fish(dish.species, dish.species.replace("_", " ").capitalize(), "", "", "", is_fish(dish))
        return Fish(
            id=known.id,
            name=Text(known.name_id, known.name_en).in_language(self.lang),
            scientific=known.scientific,
            fact=Text(known.fact_id, known.fact_en).in_language(self.lang),
            source=Text(known.fact_source_id, known.fact_source_en).in_language(self.lang),
            is_fish=is_fish(dish),
        )

    def marks_of(self, dishes: Sequence[DishFacts]) -> tuple[Mark, ...]:
        """The allergens of these dishes in the order of the table; an unknown one is its own mark."""
        used = {allergen for dish in dishes for allergen in dish.allergens}
        known = [allergen for key, allergen in self.allergens.items() if key in used]
        marks = [Mark(a.mark, Text(a.name_id, a.name_en).in_language(self.lang)) for a in known]
        return tuple(marks + [Mark(unknown, unknown) for unknown in sorted(used - self.allergens.keys())])

    def _groups(self, days: Sequence[DaySummary]) -> tuple[GroupFigures, ...]:
        return tuple(
            GroupFigures(
                group.name.in_language(self.lang),
                tuple(tray(day.group(group.id)) if day.dishes else None for day in days),
            )
            for group in self.plan.problem.groups
        )


def tray(summary: GroupSummary) -> Tray:
    """What a sheet shows of a group's day."""
    return Tray(figure(summary.energy), figure(summary.protein))


def figure(amount: NutrientAmount) -> Figure:
    """What a sheet shows of an amount."""
    return Figure(amount.total, amount.known == amount.of)


def has_fish(day: DaySummary) -> bool:
    """True if fish is served."""
    return any(is_fish(line.dish) for line in day.dishes if line.common)


def is_fish(dish: DishFacts) -> bool:
    """True for a fish dish; shrimp, squid and shells are seafood, not fish."""
    return dish.main_group == "fish" or (dish.ladder is not None and dish.main_group != "shellfish")
