"""A constraints file as read: what a nutritionist wrote, validated, with the place of every rule."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from kagemi.domain.message import Where
from kagemi.domain.problem import WEEKDAYS, Day, DishFacts, Group, PlanningProblem, Slot, Tier
from kagemi.domain.rules import AnyRule


@dataclass(frozen=True)
class Constraints:
    """Groups carry their requirement already; rules are named; references to dishes and tags are known good."""

    canteen: str
    meal: str
    days: tuple[str, ...]
    """Weekdays with a meal."""
    groups: tuple[Group, ...]
    slots: tuple[Slot, ...]
    rules: tuple[AnyRule, ...]
    objective: tuple[Tier, ...]
    places: Mapping[str, Where] = field(default_factory=dict)

    def problem(self, first: date, weeks: int, dishes: Iterable[DishFacts]) -> PlanningProblem:
        """The problem of planning `weeks` weeks from the Monday of `first` on, from these dishes.

        Dishes that fill a slot the tray does not have are left out.
        """
        slots = {s.id for s in self.slots}
        return PlanningProblem(
            canteen=self.canteen,
            meal=self.meal,
            days=menu_days(first, weeks, self.days),
            groups=self.groups,
            slots=self.slots,
            dishes=tuple(d for d in dishes if slots.issuperset(d.slots)),
            rules=self.rules,
            objective=self.objective,
            places=self.places,
        )


def menu_days(first: date, weeks: int, weekdays: tuple[str, ...]) -> tuple[Day, ...]:
    """Days with a meal in `weeks` calendar weeks from `first` on; earlier days of its week are left out."""
    monday = first - timedelta(days=first.weekday())
    dates = [
        (w, monday + timedelta(days=7 * w + WEEKDAYS.index(name)))
        for w in range(weeks)
        for name in sorted(weekdays, key=WEEKDAYS.index)
    ]
    return tuple(Day(i, d, w) for i, (w, d) in enumerate((w, d) for w, d in dates if d >= first))
