"""The allergen sheet: each dish of a plan against each allergen of the table, for the kitchen and teachers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kagemi.domain.food import Allergen, Food
from kagemi.domain.message import Message, Text, say
from kagemi.domain.plan import Plan
from kagemi.domain.problem import Day, Group
from kagemi.language import date_range, long_date, text
from kagemi.report.menu import Line, Menu
from kagemi.report.summary import DaySummary, summarise_day
from kagemi.sheets.week import SLOTS

LAW = "bpom"
"""The status of the allergens that Indonesian labels must name."""


@dataclass(frozen=True)
class Class:
    """A column: an allergen; `by_law` if it is of the list that labels must follow."""

    id: str
    mark: str
    name: str
    by_law: bool


@dataclass(frozen=True)
class Instead:
    """What a group gets in the place of a dish that it avoids."""

    group: str
    children: int
    dishes: str
    """Their names; "" if it gets nothing in its place."""
    gets_it: bool
    """True if the plan serves it the dish all the same."""

    def says(self) -> Message:
        """The line below the dish."""
        if self.gets_it:
            return say(
                "Careful: {group} ({children} children) avoid this, and the plan serves it to them.",
                group=self.group,
                children=self.children,
            )
        if not self.dishes:
            return say(
                "{group} ({children} children) get nothing in its place",
                group=self.group,
                children=self.children,
            )
        return say(
            "{group} ({children} children) get instead: {dishes}",
            group=self.group,
            children=self.children,
            dishes=self.dishes,
        )


@dataclass(frozen=True)
class Row:
    """A dish: its mark under each allergen that is recorded for it, "" elsewhere."""

    slot: str
    name: str
    marks: tuple[str, ...]
    origin: str
    """The foods that the allergens come from."""
    only_for: str
    instead: tuple[str, ...]
    """What the groups get that avoid it, a line each."""

    @property
    def has_any(self) -> bool:
        """True if an allergen is recorded."""
        return any(self.marks)


@dataclass(frozen=True)
class DayRows:
    """A day's dishes in the order of the slots, those that only some children get last."""

    date: str
    iso: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class AllergenSheet:
    """All that a template places."""

    dates: str
    classes: tuple[Class, ...]
    days: tuple[DayRows, ...]
    avoiding: tuple[tuple[str, int, str], ...]
    """Group, children, and what it avoids."""

    @property
    def by_law(self) -> int:
        """How many columns are of the list of the law."""
        return sum(c.by_law for c in self.classes)


def allergens_values(sheet: AllergenSheet, plan: Plan, school: str) -> dict[str, object]:
    """What the page of the sheet is filled in with."""
    return {"school": school, "sheet": sheet, "fingerprint": plan.fingerprint[:12], "kagemi": plan.kagemi}


def allergen_sheet(
    plan: Plan, lang: str, days: Sequence[Day], foods: Mapping[str, Food], allergens: Mapping[str, Allergen]
) -> AllergenSheet:
    """The sheet's names and marks; an allergen that the table does not know has a column of its own."""
    view = _View(plan, lang, {**foods, **plan.problem.foods}, allergens)
    return AllergenSheet(
        dates=date_range(days[0].date, days[-1].date, lang),
        classes=view.classes(),
        days=tuple(view.day(day) for day in days),
        avoiding=tuple(view.avoiding(days)),
    )


@dataclass(frozen=True)
class _View:
    plan: Plan
    lang: str
    foods: Mapping[str, Food]
    allergens: Mapping[str, Allergen]

    def classes(self) -> tuple[Class, ...]:
        """Those of the law first, in the order of the table; what no table knows last."""
        known = sorted(self.allergens.values(), key=lambda a: a.status != LAW)
        made = [Class(a.id, a.mark, Text(a.name_id, a.name_en).in_language(self.lang), a.status == LAW)
                for a in known]  # fmt: skip
        strange = {a for d in self.plan.problem.dishes for a in d.allergens} - self.allergens.keys()
        return tuple(made + [Class(a, a[:4], a, False) for a in sorted(strange)])

    def day(self, day: Day) -> DayRows:
        """A day."""
        found = summarise_day(Menu(self.plan.problem, self.plan.servings), day)
        lines = sorted(found.dishes, key=lambda line: not line.common)
        return DayRows(
            date=long_date(day.date, self.lang),
            iso=day.date.isoformat(),
            rows=tuple(self.row(line, found) for line in lines),
        )

    def row(self, line: Line, day: DaySummary) -> Row:
        """A dish."""
        slots = [SLOTS[s][0] if s in SLOTS else Message(s.replace("_", " ")) for s in line.dish.slots]
        eaters = [g for g in self.plan.problem.groups if line.portion(g.id) > 0]
        return Row(
            slot=" + ".join(text(slot, self.lang) for slot in slots),
            name=line.dish.name.in_language(self.lang),
            marks=tuple(c.mark if c.id in line.dish.allergens else "" for c in self.classes()),
            origin=self.origin(line),
            only_for="" if line.common else ", ".join(map(self.called, eaters)),
            instead=tuple(text(i.says(), self.lang) for i in self.instead(line, day)),
        )

    def origin(self, line: Line) -> str:
        """The foods of a dish that carry an allergen, with its marks: Sweet soy sauce (GL, KD)."""
        marks = {c.id: c.mark for c in self.classes()}
        found = []
        for key in line.dish.gross_g:
            food = self.foods.get(key)
            carried = [] if food is None else [m for a, m in marks.items() if a in food.allergens]
            if food is not None and carried:
                name = Text(food.name_id, food.name_en).in_language(self.lang)
                found.append(f"{name} ({', '.join(carried)})")
        return "; ".join(found)

    def instead(self, line: Line, day: DaySummary) -> list[Instead]:
        """What the groups get that avoid something in a dish: only dishes in which none of it is recorded."""
        found = []
        for group in self.plan.problem.groups:
            avoided = self.plan.problem.avoided(group, day.day)
            gets_it = line.portion(group.id) > 0
            if avoided.isdisjoint(line.dish.allergens) or not (line.common or gets_it):
                continue
            others = [
                other.dish.name.in_language(self.lang)
                for other in day.dishes
                if other.portion(group.id) > 0 and avoided.isdisjoint(other.dish.allergens)
                if not set(other.dish.slots).isdisjoint(line.dish.slots)
            ]
            name = group.name.in_language(self.lang)
            found.append(Instead(name, group.headcount, ", ".join(others), gets_it))
        return found

    def avoiding(self, days: Sequence[Day]) -> list[tuple[str, int, str]]:
        """The groups that avoid something on one of these days."""
        found = []
        for group in self.plan.problem.groups:
            avoided = {a for day in days for a in self.plan.problem.avoided(group, day)}
            if avoided:
                names = [c.name for c in self.classes() if c.id in avoided]
                found.append((group.name.in_language(self.lang), group.headcount, ", ".join(names)))
        return found

    def called(self, group: Group) -> str:
        """A group with its children."""
        return text(say("{group} ({children} children)", group=group.name, children=group.headcount), self.lang)
