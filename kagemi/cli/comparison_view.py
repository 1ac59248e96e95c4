"""Two plans laid out side by side for a terminal."""

from collections.abc import Callable, Iterator
from functools import partial

from rich.console import RenderableType
from rich.text import Text as Line

from kagemi.cli.plan_view import table
from kagemi.domain.message import Message, say
from kagemi.domain.nutrients import BY_ID
from kagemi.domain.plan import Plan
from kagemi.domain.problem import Day
from kagemi.language import date_range, number, percent, rupiah, short_date, text, weekday
from kagemi.language.kitchen import portion
from kagemi.language.phrases import dish as dish_name
from kagemi.language.words import SLOTS, amount_of, called, nutrient_name
from kagemi.report.comparison import Comparison, DayChange, DishChange, Pair, PortionChange, RuleChange

UNLIKE: dict[str, Message] = {
    "canteen": say("the canteens"),
    "meal": say("the meals"),
    "dates": say("the dates: days are compared by date where both have it, else by weekday"),
    "days": say("the number of days: totals are of other numbers of portions"),
    "groups": say("the groups: nutrients are compared for those that both plans feed"),
    "headcounts": say("the number of children: totals are of other numbers of portions"),
    "slots": say("the slots of the tray"),
    "prices": say("food prices: some of the difference in cost is theirs"),
    "rules": say("the figures of rules of the same name"),
}
"""What plans may not have in common."""


def comparison_view(first: Plan, second: Plan, found: Comparison, lang: str) -> Iterator[RenderableType]:
    """The parts from top to bottom."""
    view = _View(first, second, found, lang)
    yield view.title()
    yield from view.changes()
    yield view.figures()
    yield from view.nutrients()
    yield from view.notes()


def changes_view(first: Plan, second: Plan, found: Comparison, lang: str) -> Iterator[RenderableType]:
    """What is served otherwise, and what that costs."""
    view = _View(first, second, found, lang)
    yield from view.changes()
    yield view.figures()
    for change in found.rules:
        if change.kept_by:
            yield text(_rule(change), lang)


class _View:
    """One comparison in one language."""

    def __init__(self, first: Plan, second: Plan, found: Comparison, lang: str) -> None:
        self.first, self.second, self.found, self.lang = first, second, found, lang

    def text(self, message: Message) -> str:
        return text(message, self.lang)

    def title(self) -> Line:
        names = [
            f"{p.problem.canteen}, {date_range(p.problem.days[0].date, p.problem.days[-1].date, self.lang)}"
            for p in (self.first, self.second)
        ]
        return Line(f"1: {names[0]}\n2: {names[1]}")

    def changes(self) -> Iterator[RenderableType]:
        """What is served otherwise, day by day."""
        changed = [d for d in self.found.days if d.dishes or d.portions]
        if not changed:
            yield self.text(say("On the days that both plans have, the menus are the same."))
        else:
            made = table(
                self.text(say("What changed")),
                (self.text(say("Day")), False),
                (self.text(say("Slot")), False),
                ("", False),
                (self.text(say("Cost")), True),
            )
            for day in changed:
                for row in self._day(day):
                    made.add_row(*row)
                made.add_section()
            yield made
        for which, days in ((1, self.found.only_first), (2, self.found.only_second)):
            if days:
                names = tuple(self._name(d) for d in days)
                yield self.text(say("Only plan {which} has {days}.", which=which, days=names))

    def _day(self, day: DayChange) -> Iterator[tuple[str, ...]]:
        name, cost = self._name(day.first), self._difference(day.cost_idr)
        if not self.found.by_date:
            name = f"{weekday(day.first.date, self.lang)} {day.first.date:%d/%m} → {day.second.date:%d/%m}"
        for change in day.dishes:
            yield name, self._slot(change), self._dish(change), cost
            name = cost = ""
        for said in filter(None, map(self._portion, day.portions)):
            yield name, "", said, cost
            name = cost = ""

    def _name(self, day: Day) -> str:
        return f"{weekday(day.date, self.lang)} {short_date(day.date, self.lang)}"

    def _slot(self, change: DishChange) -> str:
        return self.text(called(SLOTS, change.slot))

    def _dish(self, change: DishChange) -> str:
        problem = self.second.problem if change.what == "added" else self.first.problem
        name = dish_name(change.dish, problem)
        if change.what == "removed":
            return self.text(say("− {dish}", dish=name))
        if change.what == "added":
            return self.text(say("+ {dish}", dish=name))
        assert change.moved_to is not None
        to = self._name(self.found.days[change.moved_to].second)
        return self.text(say("→ {dish}, moved to {day}", dish=name, day=to))

    def _portion(self, change: PortionChange) -> str:
        dishes = [p.problem.dish(change.dish) for p in (self.first, self.second)]
        both = zip(dishes, (change.portion.first, change.portion.second), strict=True)
        before, after = (portion(d, times or 0.0, self.lang) for d, times in both)
        if before == after:
            return ""  # the change is smaller than what can be written
        group = self.first.problem.group(change.group).name
        name = dish_name(change.dish, self.first.problem)
        return self.text(
            say("{dish}, {group}: {before} → {after}", dish=name, group=group, before=before, after=after)
        )

    def _difference(self, pair: Pair) -> str:
        return _signed(pair, lambda v: rupiah(v, self.lang))

    def figures(self) -> RenderableType:
        """What it costs and gives, for all children."""
        found, lang = self.found, self.lang
        gas = partial(amount_of, unit="kg_co2e", lang=lang, decimals=2)
        made = table(
            self.text(say("What it costs and gives")),
            ("", False),
            ("1", True),
            ("2", True),
            (self.text(say("difference")), True),
        )
        lines: tuple[tuple[Message, Pair, Callable[[float], str]], ...] = (
            (say("cost of a portion"), found.cost_idr, lambda v: rupiah(v, lang)),
            (say("cost of the plan"), found.total_idr, lambda v: rupiah(v, lang)),
            (say("portions"), found.portions, lambda v: number(v, lang)),
            (say("acceptance"), found.acceptance, lambda v: percent(v, lang, 2)),
            (say("greenhouse gas of a portion, at most"), found.emissions, gas),
        )
        for name, pair, written in lines:
            both = (self.text(say("unknown")) if v is None else written(v) for v in (pair.first, pair.second))
            made.add_row(self.text(name), *both, _signed(pair, written))
        return made

    def nutrients(self) -> Iterator[RenderableType]:
        """What a child of each group gets on the mean day."""
        if not self.found.groups:
            return
        made = table(
            self.text(say("What a child gets on the mean day")),
            (self.text(say("For")), False),
            ("", False),
            ("1", True),
            ("2", True),
            (self.text(say("difference")), True),
        )
        for gain in self.found.groups:
            group = self.first.problem.group(gain.group).name.in_language(self.lang)
            for nutrient, pair in gain.nutrients.items():
                unit, decimals = BY_ID[nutrient].unit, BY_ID[nutrient].decimals
                mark = "≥ " if nutrient in gain.incomplete else ""
                written = partial(amount_of, unit=unit, lang=self.lang, decimals=decimals)
                both = (mark + written(v or 0.0) for v in (pair.first, pair.second))
                change = _signed(pair, written)
                made.add_row(group, nutrient_name(nutrient).in_language(self.lang), *both, change)
                group = ""
            made.add_section()
        yield made

    def notes(self) -> Iterator[str]:
        """Rules that only one plan keeps or has, and what cannot be compared."""
        for change in self.found.rules:
            yield self.text(_rule(change))
        if not self.found.rules:
            yield self.text(say("Both plans keep and miss the same rules."))
        if any(g.incomplete for g in self.found.groups):
            yield self.text(say("≥: an ingredient has no figure; the difference is of what is known."))
        for unlike in self.found.unlike:
            yield self.text(say("The plans differ in {what}.", what=UNLIKE[unlike]))


def _rule(change: RuleChange) -> Message:
    which = 1 if "first" in (change.kept_by, change.only_in) else 2
    if change.kept_by:
        return say("Only plan {which} keeps the rule {rule}.", which=which, rule=change.rule)
    return say("Only plan {which} has the rule {rule}.", which=which, rule=change.rule)


def _signed(pair: Pair, written: Callable[[float], str]) -> str:
    """The difference with its sign; "=" where none is seen, "" where it is not known."""
    if pair.difference is None:
        return ""
    shown = written(abs(pair.difference))
    if shown == written(0.0):
        return "="
    return f"{'+' if pair.difference > 0 else '−'}{shown}"
