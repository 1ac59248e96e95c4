"""The menu line by line, for tables, calendars and other programs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kagemi.domain.food import Allergen
from kagemi.domain.message import Text
from kagemi.domain.plan import Plan
from kagemi.domain.problem import Day, DishFacts
from kagemi.report.menu import Menu
from kagemi.report.summary import summarise_day


@dataclass(frozen=True)
class MenuLine:
    """A dish of a day; `only_for`: the groups that alone get it, none if all do."""

    day: Day
    dish: DishFacts
    name: str
    allergens: tuple[str, ...]
    only_for: tuple[str, ...]


@dataclass(frozen=True)
class MenuLines:
    """A plan's menu in a language; `allergens` is the table of them.

    `revision`: how often the days were planned anew; an entry of a higher one takes the place of others.
    """

    plan: Plan
    lang: str
    school: str
    allergens: Mapping[str, Allergen]
    revision: int = 0

    @property
    def days(self) -> tuple[Day, ...]:
        """The days of the plan."""
        return tuple(self.plan.problem.days)

    def of(self, day: Day) -> Iterator[MenuLine]:
        """What a day serves, in the order of the slots, extra dishes last."""
        menu = Menu(self.plan.problem, self.plan.servings)
        lines = summarise_day(menu, day).dishes
        for line in sorted(lines, key=lambda line: not line.common):
            eaters = [g.name.in_language(self.lang) for g in menu.groups() if line.portion(g.id) > 0]
            yield MenuLine(
                day,
                line.dish,
                line.dish.name.in_language(self.lang),
                self._names_of(line.dish.allergens),
                () if line.common else tuple(eaters),
            )

    def _names_of(self, allergens: frozenset[str]) -> tuple[str, ...]:
        known = [a for key, a in self.allergens.items() if key in allergens]
        names = [Text(a.name_id, a.name_en).in_language(self.lang) for a in known]
        return (*names, *sorted(allergens - self.allergens.keys()))
