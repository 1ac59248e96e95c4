"""A constraints file as read: what a nutritionist wrote, validated, with the place of every rule."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from kagemi.domain.message import Message, Text, Where, say
from kagemi.domain.problem import WEEKDAYS, Day, DishFacts, Group, PlanningProblem, ServedBefore, Slot, Tier
from kagemi.domain.rules import AnyRule, NewDishes, Repeat


@dataclass(frozen=True)
class ClosedRange:
    """Days from `first` to `last`, that day included, on which the school is closed."""

    first: date
    last: date
    why: str = ""


@dataclass(frozen=True)
class Exams:
    """Days of exams from `first` to `last`, that day included: what is served should be sure to be eaten."""

    first: date
    last: date
    why: str = ""


@dataclass(frozen=True)
class Learning:
    """How a plan learns from what came back."""

    trying: float = 0.0
    """The share of the dishes that are judged by a draw from what is believed of them."""


@dataclass(frozen=True)
class SchoolCalendar:
    """On which days there is a meal: `open` wins over `closed`, and both win over holidays."""

    holidays: bool = False
    """The public holidays of Indonesia and the days of collective leave (cuti bersama) are closed."""
    closed: tuple[ClosedRange, ...] = ()
    open: tuple[date, ...] = ()
    exams: tuple[Exams, ...] = ()

    def has_exams(self, days: Iterable[date]) -> bool:
        """True if there are exams on one of the days."""
        return any(e.first <= day <= e.last for day in days for e in self.exams)


@dataclass(frozen=True)
class ClosedDay:
    """Why there is no meal on a day; a holiday by the moon may be `estimated` until it is decreed."""

    why: Text
    """Empty where the school gives no reason."""
    holiday: bool = False
    estimated: bool = False

    @property
    def reason(self) -> Message | Text:
        """The reason as it is told; of a holiday, that it is one."""
        if self.estimated:
            return say("{why} (holiday, date estimated)", why=self.why)
        if self.holiday:
            return say("{why} (holiday)", why=self.why)
        return self.why if self.why.id else say("closed")


@dataclass(frozen=True)
class Override:
    """Something of a parent file that a file replaces, or leaves out (`dropped`)."""

    name: str
    """A rule's name; a top-level key; or key.id, as in groups.boys_13_15."""
    here: Where
    there: Where
    dropped: bool = False


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
    calendar: SchoolCalendar = SchoolCalendar()
    learning: Learning = Learning()
    overridden: tuple[Override, ...] = ()
    """What the file replaces of the files it extends, the oldest first."""

    @property
    def days_to_look_back(self) -> int:
        """School days before the plan that its rules look at."""
        return max(
            (r.within_days - isinstance(r, Repeat) for r in self.rules if isinstance(r, Repeat | NewDishes)),
            default=0,
        )

    def problem(
        self,
        first: date,
        weeks: int,
        dishes: Iterable[DishFacts],
        before: Mapping[date, tuple[str, ...]],
        closed: Container[date] = (),
    ) -> PlanningProblem:
        """The problem of planning `weeks` calendar weeks, from `first` on, from these dishes.

        Dishes that fill a slot the tray does not have are left out. `before`: date -> ids of dishes served on
        school days before; dishes that are no longer known are left out. There is no meal on `closed` dates.
        """
        slots, dishes = {s.id for s in self.slots}, tuple(dishes)
        return PlanningProblem(
            canteen=self.canteen,
            meal=self.meal,
            days=menu_days(first, weeks, self.days, closed),
            groups=self.groups,
            slots=self.slots,
            dishes=tuple(d for d in dishes if slots.issuperset(d.slots)),
            rules=self.rules,
            objective=self.objective,
            places=self.places,
            before=served_before(before, self.days_to_look_back, {d.id: d for d in dishes}),
        )


def served_before(
    before: Mapping[date, tuple[str, ...]], days: int, dishes: Mapping[str, DishFacts]
) -> tuple[ServedBefore, ...]:
    """The dishes of the last `days` school days in `before`."""
    dates = sorted(before)[-days:] if days else []
    return tuple(
        ServedBefore(
            Day(n - len(dates), d, -1), i.id, i.slots, i.main, i.main_group, i.method, i.colour, i.species
        )
        for n, d in enumerate(dates)
        for i in (dishes[served] for served in before[d] if served in dishes)
    )


def menu_days(
    first: date, weeks: int, weekdays: tuple[str, ...], closed: Container[date] = ()
) -> tuple[Day, ...]:
    """Days with a meal in `weeks` calendar weeks from `first` on; earlier days of its week are left out.

    Their indices have no gap where a date is `closed`: the days before and after it follow each other.
    """
    monday = first - timedelta(days=first.weekday())
    dates = [
        (w, monday + timedelta(days=7 * w + WEEKDAYS.index(name)))
        for w in range(weeks)
        for name in sorted(weekdays, key=WEEKDAYS.index)
    ]
    open_days = ((w, d) for w, d in dates if d >= first and d not in closed)
    return tuple(Day(i, d, w) for i, (w, d) in enumerate(open_days))
