"""What is served, looked up by day: the view of a plan that totals and checks share."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from kagemi.domain.plan import Serving
from kagemi.domain.problem import Day, DishFacts, Group, PlanningProblem
from kagemi.domain.rules import Span


@dataclass(frozen=True)
class Line:
    """A dish on a day with each group's portion; a group without a key gets none.

    `common`: it is on the menu of the day; else it is an extra dish, cooked only for groups that avoid
    allergens.
    """

    day: int
    dish: DishFacts
    portions: Mapping[str, float]
    common: bool = True

    def portion(self, group: str) -> float:
        """The group's portion as a multiple of the standard portion."""
        return self.portions.get(group, 0.0)


@dataclass(frozen=True)
class Menu:
    """A problem with servings. Servings of unknown dishes or days are left out: `check_tray` reports them."""

    problem: PlanningProblem
    servings: tuple[Serving, ...]

    @cached_property
    def known_dishes(self) -> dict[str, DishFacts]:
        """The dishes that fit the tray: every slot they fill is on it."""
        slots = {s.id for s in self.problem.slots}
        return {d.id: d for d in self.problem.dishes if d.slots and slots.issuperset(d.slots)}

    @cached_property
    def by_day(self) -> dict[int, tuple[Line, ...]]:
        """Day index -> what is served, in the order of the servings."""
        lines: dict[int, list[Line]] = {d.index: [] for d in self.problem.days}
        for s in self.servings:
            if s.day in lines and s.dish in self.known_dishes:
                lines[s.day].append(Line(s.day, self.known_dishes[s.dish], s.portions, self._is_common(s)))
        return {day: tuple(served) for day, served in lines.items()}

    @cached_property
    def avoiding(self) -> dict[int, frozenset[str]]:
        """Day index -> the groups that avoid an allergen on it."""
        return {
            d.index: frozenset(g.id for g in self.problem.groups if self.problem.avoided(g, d))
            for d in self.problem.days
        }

    def _is_common(self, serving: Serving) -> bool:
        avoiding = self.avoiding[serving.day]
        return not avoiding or any(
            portion > 0 and group not in avoiding for group, portion in serving.portions.items()
        )

    def lines(self, days: Iterable[Day], slots: tuple[str, ...] = ()) -> tuple[Line, ...]:
        """What is served on these days, of dishes that fill one of `slots` (empty: all)."""
        return tuple(
            line
            for day in days
            for line in self.by_day[day.index]
            if not slots or not set(slots).isdisjoint(line.dish.slots)
        )

    def common(self, days: Iterable[Day], slots: tuple[str, ...] = ()) -> tuple[Line, ...]:
        """The lines of dishes on everybody's menu, without the extra dishes: what is counted."""
        return tuple(line for line in self.lines(days, slots) if line.common)

    def eaters(self, line: Line) -> int:
        """How many children are served the dish."""
        return sum(g.headcount for g in self.problem.groups if line.portion(g.id) > 0)

    def groups(self, ids: tuple[str, ...] = ()) -> tuple[Group, ...]:
        """The groups with these ids; empty: all."""
        return tuple(g for g in self.problem.groups if not ids or g.id in ids)

    def days(self, names: tuple[str, ...] = ()) -> tuple[Day, ...]:
        """The menu days that `names` (weekdays or dates) say; empty: all."""
        return tuple(d for d in self.problem.days if not names or d.is_in(names))

    def weeks(self, names: tuple[str, ...] = ()) -> tuple[tuple[Day, ...], ...]:
        """The matching days of each calendar week; a week without a matching day is an empty tuple."""
        weeks = sorted({d.week for d in self.problem.days})
        return tuple(tuple(d for d in self.days(names) if d.week == week) for week in weeks)

    def spans(self, span: Span, names: tuple[str, ...] = ()) -> tuple[tuple[Day, ...], ...]:
        """The matching days, in the lots that a rule takes them in: day, calendar week or the whole plan."""
        days = self.days(names)
        lots = {"day": tuple((d,) for d in days), "week": self.weeks(names), "plan": (days,)}[span]
        return tuple(lot for lot in lots if lot)
