"""What children were planned, were served and ate, from a plan and the records of what came back.

Records know dishes, not groups: of a dish, all groups are taken to be served and to leave the same share. A
dish without a record was served as planned, as far as anybody knows; what was eaten of it is not known, and
then the sum of what was eaten is a lower bound.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kagemi.domain.plan import Plan
from kagemi.domain.problem import Day
from kagemi.domain.record import Record, merged
from kagemi.report.menu import Line, Menu
from kagemi.report.totals import nutrient_of

NUTRIENTS = ("energy", "protein", "iron")


@dataclass(frozen=True)
class Intake:
    """Nutrients by id, in their own units: sums over children and days, which add up over days and groups."""

    planned_children: float = 0.0
    """Trays: children times days."""
    served_children: float = 0.0
    planned: Mapping[str, float] = field(default_factory=dict)
    served: Mapping[str, float] = field(default_factory=dict)
    eaten: Mapping[str, float] = field(default_factory=dict)
    """Of the dishes of which it is known how much came back."""
    unknown: Mapping[str, float] = field(default_factory=dict)
    """Served in the other dishes: so much more may have been eaten."""
    incomplete: frozenset[str] = frozenset()
    """Nutrients for which an ingredient has no figure: all their sums are lower bounds."""

    def __add__(self, other: "Intake") -> "Intake":
        return Intake(
            self.planned_children + other.planned_children,
            self.served_children + other.served_children,
            _added(self.planned, other.planned),
            _added(self.served, other.served),
            _added(self.eaten, other.eaten),
            _added(self.unknown, other.unknown),
            self.incomplete | other.incomplete,
        )

    def mean_planned(self, nutrient: str) -> float | None:
        """A child's tray on the mean day; None where none was planned."""
        return _mean(self.planned, nutrient, self.planned_children)

    def mean_served(self, nutrient: str) -> float | None:
        """Of a child that came; None where none did."""
        return _mean(self.served, nutrient, self.served_children)

    def mean_eaten(self, nutrient: str) -> float | None:
        """Of a child that came, at least; None where none did."""
        return _mean(self.eaten, nutrient, self.served_children)

    def mean_eaten_at_most(self, nutrient: str) -> float | None:
        """Of a child that came, if it ate all of the dishes of which nothing is known; None where none did."""
        return _mean(_added(self.eaten, self.unknown), nutrient, self.served_children)


@dataclass(frozen=True)
class DayEaten:
    """A day of a plan: intake by group id, and how much of it was recorded."""

    date: date
    groups: Mapping[str, Intake]
    dishes: int
    """How many the plan has."""
    recorded: int
    """Those whose served portions were recorded."""
    known: int
    """Those of which it is known how much came back."""
    looked_at_g: float
    """Cooked grams served of the dishes in `known`."""
    left_g: float
    """Grams of `looked_at_g` that came back."""
    not_served: tuple[str, ...]
    """Ids of planned dishes of which no portion went out."""
    unplanned: tuple[str, ...]
    """Ids of recorded dishes that the plan has not: they count nowhere."""

    @property
    def everyone(self) -> Intake:
        """The intake of all groups."""
        return sum(self.groups.values(), Intake())


def eaten(plan: Plan, records: Iterable[Record], nutrients: Sequence[str] = NUTRIENTS) -> tuple[DayEaten, ...]:
    """The days of the plan; a dish's records of a day are merged, and other canteens' do not count."""
    menu = Menu(plan.problem, plan.servings)
    own = merged(r for r in records if r.canteen == plan.problem.canteen)
    found = {(r.day, r.dish): r for r in own}
    return tuple(_day(menu, day, found, nutrients) for day in plan.problem.days)


def _day(menu: Menu, day: Day, found: Mapping[tuple[date, str], Record], nutrients: Sequence[str]) -> DayEaten:
    lines = menu.lines([day])
    recorded = {dish: record for (when, dish), record in found.items() if when == day.date}
    came = _attendance(menu, lines, recorded)
    plates = [_Plate(line, _went_out(menu, line, recorded, came), _share(line, recorded)) for line in lines]
    known = [(p, p.share) for p in plates if p.share is not None]
    grams = [(_grams(menu, p.line) * came * p.went_out, share) for p, share in known]
    return DayEaten(
        date=day.date,
        groups={
            g.id: _intake(plates, g.id, g.headcount, g.headcount * came, nutrients) for g in menu.problem.groups
        },
        dishes=len(lines),
        recorded=sum(line.dish.id in recorded for line in lines),
        known=len(known),
        looked_at_g=math.fsum(g for g, _ in grams),
        left_g=math.fsum(g * (1 - share) for g, share in grams),
        not_served=tuple(p.line.dish.id for p in plates if p.went_out == 0),
        unplanned=tuple(sorted(recorded.keys() - {line.dish.id for line in lines})),
    )


@dataclass(frozen=True)
class _Plate:
    """A dish on a day: portions that went out to each child that came, and the share eaten, if known."""

    line: Line
    went_out: float
    share: float | None


def _attendance(menu: Menu, lines: Sequence[Line], recorded: Mapping[str, Record]) -> float:
    """Children that came over children planned for, from the dish on everybody's menu that most were served.

    1 where nothing was recorded.
    """
    shares = [
        recorded[line.dish.id].served / eaters
        for line in lines
        if line.common and line.dish.id in recorded and (eaters := menu.eaters(line))
    ]
    return max(shares, default=1.0)


def _went_out(menu: Menu, line: Line, recorded: Mapping[str, Record], came: float) -> float:
    """Portions served over portions for the children that came; 1 for a dish without a record."""
    record, children = recorded.get(line.dish.id), menu.eaters(line) * came
    if record is None:
        return 1.0
    return record.served / children if children else 0.0


def _share(line: Line, recorded: Mapping[str, Record]) -> float | None:
    """The share eaten; of nothing served, nothing is left to know."""
    record = recorded.get(line.dish.id)
    if record is None:
        return None
    return record.eaten if record.served else 0.0


def _grams(menu: Menu, line: Line) -> float:
    """Cooked grams of the dish for all children that were planned for."""
    return line.dish.served_g * sum(g.headcount * line.portion(g.id) for g in menu.problem.groups)


def _intake(
    plates: Sequence[_Plate], group: str, planned: float, came: float, nutrients: Sequence[str]
) -> Intake:
    own = [p for p in plates if p.line.portion(group) > 0]
    sums = {n: tuple(_amounts(own, group, n)) for n in nutrients}
    return Intake(
        planned_children=planned,
        served_children=came,
        planned={n: planned * math.fsum(a for a, _ in amounts) for n, amounts in sums.items()},
        served={n: came * math.fsum(a * p.went_out for a, p in amounts) for n, amounts in sums.items()},
        eaten={
            n: came * math.fsum(a * p.went_out * (p.share or 0.0) for a, p in amounts)
            for n, amounts in sums.items()
        },
        unknown={
            n: came * math.fsum(a * p.went_out for a, p in amounts if p.share is None)
            for n, amounts in sums.items()
        },
        incomplete=frozenset(n for n in nutrients for p in own if (a := nutrient_of(p.line, n)).known < a.of),
    )


def _amounts(plates: Iterable[_Plate], group: str, nutrient: str) -> Iterator[tuple[float, _Plate]]:
    """What the group's portion of each dish holds."""
    for plate in plates:
        yield plate.line.portion(group) * nutrient_of(plate.line, nutrient).total, plate


def _added(one: Mapping[str, float], other: Mapping[str, float]) -> dict[str, float]:
    return {n: one.get(n, 0.0) + other.get(n, 0.0) for n in (*one, *(n for n in other if n not in one))}


def _mean(sums: Mapping[str, float], nutrient: str, children: float) -> float | None:
    return sums.get(nutrient, 0.0) / children if children else None
