"""The production sheet: what a kitchen weighs out, cooks and serves on each day of a plan, on A4 portrait."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kagemi.domain.food import Allergen, Food
from kagemi.domain.message import Message, Text, say
from kagemi.domain.plan import Plan
from kagemi.domain.problem import Day
from kagemi.language import joined, long_date, number, text, weekday
from kagemi.language.kitchen import SCOOP_G, is_rice, portion, scoops
from kagemi.report.menu import Menu
from kagemi.report.production import Cooking, Production, Recipe, production
from kagemi.report.timeline import KEEPS
from kagemi.sheets.gantt import Chart, clock, draw, machine_name
from kagemi.sheets.kitchen_dish import DishBlock, DishView, food_name, weight

Thaw = Mapping[date, Sequence[tuple[str, float]]]
"""Day of cooking -> foods that come from the freezer for it, in gross grams."""


@dataclass(frozen=True)
class Helping:
    """A dish in the table of who eats what; "" in `cells` is a group that gets none."""

    number: int
    name: str
    contains: str
    begins: str
    ready: str
    children: int
    cells: tuple[tuple[str, str], ...]
    """For each group what a server measures, and beside it the grams of pieces or the scoops of rice."""
    is_extra: bool


@dataclass(frozen=True)
class Eaters:
    """A group."""

    name: str
    children: int
    without: str


@dataclass(frozen=True)
class Thawing:
    """What is taken out of the freezer for a day."""

    title: str
    foods: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class KitchenPage:
    """A day; the browser breaks it into as many sheets of paper as it needs."""

    weekday: str
    date: str
    iso: str
    facts: tuple[str, ...]
    warnings: tuple[str, ...]
    thawing: tuple[Thawing, ...]
    cold: tuple[str, ...]
    groups: tuple[Eaters, ...]
    helpings: tuple[Helping, ...]
    scoops: str
    """How much rice a scoop is reckoned with; "" on a day without."""
    chart: Chart | None
    machines: str
    dishes: tuple[DishBlock, ...]


def kitchen_values(
    plan: Plan,
    *,
    lang: str,
    days: Sequence[Day],
    recipes: Mapping[str, Recipe],
    foods: Mapping[str, Food],
    allergens: Mapping[str, Allergen],
    thaw: Thaw,
    serve_at: int,
    school: str,
) -> dict[str, object]:
    """What every template of the production sheet is filled in with."""
    menu = Menu(plan.problem, plan.servings)
    pages = []
    for day in days:
        made = production(menu, day, recipes, foods, serve_at)
        out = thaw_on(day.date, [d.date for d in plan.problem.days], thaw)
        known = {**foods, **plan.problem.foods}
        pages.append(DayView(made, lang, known, allergens).page(out))
    return {"school": school, "pages": pages, "fingerprint": plan.fingerprint[:12], "kagemi": plan.kagemi}


def thaw_on(day: date, days: Sequence[date], thaw: Thaw) -> Thaw:
    """Of `thaw`, the days whose food this day's sheet reminds of: those up to the next day with a sheet.

    A plan's first sheet also names its own food, which comes out on the day before.
    """
    after = min((d for d in days if d > day), default=None)
    mine = {after} | ({day} if day == min(days) else set())
    return {cooked: thaw[cooked] for cooked in sorted(thaw) if cooked in mine and thaw[cooked]}


@dataclass(frozen=True)
class DayView:
    """Turns a day's production into names and figures, so that a template only has to place them."""

    production: Production
    lang: str
    foods: Mapping[str, Food]
    allergens: Mapping[str, Allergen]

    def page(self, thaw: Thaw) -> KitchenPage:
        """The day."""
        made, day = self.production, self.production.day.date
        names = {c.dish.id: (n, self.name(c)) for n, c in enumerate(made.cookings, 1)}
        dishes = DishView(made.timeline, self.lang, self.foods)
        return KitchenPage(
            weekday=weekday(day, self.lang),
            date=long_date(day, self.lang),
            iso=day.isoformat(),
            facts=tuple(self.facts()),
            warnings=tuple(self.warnings()),
            thawing=tuple(self.thawing(cooked, foods) for cooked, foods in thaw.items()),
            cold=tuple(self.cold()),
            groups=tuple(self.eaters(group.id) for group in made.groups),
            helpings=tuple(self.helping(n, c) for n, c in enumerate(made.cookings, 1)),
            scoops=self.scoops(),
            chart=draw(made.timeline, names, self.lang),
            machines=self.machines(),
            dishes=tuple(dishes.block(n, c) for n, c in enumerate(made.cookings, 1)),
        )

    def text(self, message: Message) -> str:
        """In the sheet's language."""
        return text(message, self.lang)

    def name(self, cooking: Cooking) -> str:
        """The dish's name."""
        return cooking.dish.name.in_language(self.lang)

    def names_of(self, allergens: frozenset[str]) -> str:
        """Allergens in the order of the table."""
        known = [a for key, a in self.allergens.items() if key in allergens]
        names = [Text(a.name_id, a.name_en).in_language(self.lang) for a in known]
        return ", ".join(names + sorted(allergens - self.allergens.keys()))

    def facts(self) -> list[str]:
        """The day in a line."""
        made = self.production
        facts = [say("{children} children", children=number(made.headcount, self.lang))]
        if (begins := made.timeline.begins) is not None:
            facts.append(say("cooking begins at {time}", time=clock(begins)))
        facts.append(say("serving at {time}", time=clock(made.timeline.serve_at)))
        if made.labour_minutes is not None:
            hours = number(made.labour_minutes / 60, self.lang)
            facts.append(say("about {hours} hours of work, all hands together", hours=hours))
        return [self.text(fact) for fact in facts]

    def warnings(self) -> list[str]:
        """What is wrong with the day's timeline."""
        line, names = self.production.timeline, {c.dish.id: self.name(c) for c in self.production.cookings}
        found = []
        if line.too_early and line.begins is not None:
            what = say(
                "Cooking would have to begin at {time}, before 03:00: this day is too much for the machines.",
                time=clock(line.begins),
            )
            found.append(what)
        for dish, minutes in line.waits.items():
            what = say(
                "{dish}: the first batch is ready {hours} hours before serving, and keeps for {keeps} hours. "
                "Serve it earlier, or cook it later on more machines.",
                dish=names[dish],
                hours=number(minutes / 60, self.lang, 1),
                keeps=KEEPS // 60,
            )
            found.append(what)
        return [self.text(what) for what in found]

    def thawing(self, cooked: date, foods: Sequence[tuple[str, float]]) -> Thawing:
        """What is taken out of the freezer on the day before a day of cooking."""
        out = cooked - timedelta(days=1)
        on, for_day = long_date(out, self.lang), weekday(cooked, self.lang)
        title = say("Out of the freezer on {day}, for cooking on {cooked}", day=on, cooked=for_day)
        if out == self.production.day.date:
            title = say("Take out of the freezer today, for tomorrow")
        return Thawing(
            self.text(title),
            tuple((food_name(self.foods, f, self.lang), weight(g, self.lang)) for f, g in foods),
        )

    def cold(self) -> list[str]:
        """What has to be kept cold, and what must not be kept."""
        cold = [self.name(c) for c in self.production.cookings if c.seafood]
        histamine = [self.name(c) for c in self.production.cookings if c.histamine]
        lines = []
        if cold:
            lines.append(say("Below 4 °C until it is cooked: {dishes}.", dishes=joined(cold, self.lang)))
        if histamine:
            what = say(
                "This fish forms histamine where it is warm: {dishes}. Eat it within {hours} hours after "
                "cooking; throw away what is left.",
                dishes=joined(histamine, self.lang),
                hours=KEEPS // 60,
            )
            lines.append(what)
        return [self.text(line) for line in lines]

    def eaters(self, id: str) -> Eaters:
        """A group, with what it may not eat."""
        group = next(g for g in self.production.groups if g.id == id)
        without = self.production.avoided.get(id, frozenset())
        return Eaters(group.name.in_language(self.lang), group.headcount, self.names_of(without))

    def helping(self, n: int, cooking: Cooking) -> Helping:
        """Each group's portion of a dish."""
        line = self.production.timeline
        runs, done = line.of(cooking.dish.id), line.done(cooking.dish.id)
        return Helping(
            number=n,
            name=self.name(cooking),
            contains=self.names_of(cooking.dish.allergens),
            begins=clock(runs[0].begins) if runs else "",
            ready=clock(done[-1]) if done else "",
            children=cooking.children,
            cells=tuple(self.cell(cooking, g.id) for g in self.production.groups),
            is_extra=not cooking.line.common,
        )

    def cell(self, cooking: Cooking, group: str) -> tuple[str, str]:
        """A group's portion as it is measured, and beside it the grams of pieces or the scoops of rice."""
        times = cooking.line.portion(group)
        if times == 0:
            return "", ""
        beside = scoops(cooking.dish, times, self.lang)
        if cooking.dish.serve.measure:
            beside = f"{number(times * cooking.dish.served_g, self.lang)} g"
        return portion(cooking.dish, times, self.lang), beside

    def scoops(self) -> str:
        """What a scoop of rice is reckoned with, and who says so."""
        if not any(is_rice(c.dish) for c in self.production.cookings):
            return ""
        what = say(
            "A rice scoop (centong) is reckoned with {grams} g of cooked rice (Isi Piringku): an estimate, so "
            "weigh one of your own first.",
            grams=SCOOP_G,
        )
        return self.text(what)

    def machines(self) -> str:
        """How many machines the day is reckoned with, and who says so."""
        line = self.production.timeline
        written = []
        for told in (True, False):
            machines = [m for m in line.units if (m in line.stated) == told]
            names = tuple(f"{line.units[m]} × {machine_name(m, self.lang)}" for m in machines)
            if names and told:
                written.append(say("As the rules say, there are: {machines}.", machines=names))
            elif names:
                what = say(
                    "No rule says how many there are; this day is reckoned with: {machines}.", machines=names
                )
                written.append(what)
        return " ".join(self.text(what) for what in written)
