"""The master program of the day-menu method: how often each known day menu is served."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import pulp

from kagemi.domain.problem import Day
from kagemi.optimizer.model import Expression, Terms
from kagemi.optimizer.ruled import RuledModel, evaluate, slack_sign
from kagemi.optimizer.solve import Answer, Values

DayMenu = dict[str, dict[str, float]]
"""Dish -> group -> portion, of one day."""
Times = dict[tuple[int, str], float]
"""(class, key of a day menu) -> how often it is served."""


@dataclass(frozen=True)
class Coupling:
    """A row over several days: for each class of days, what one day adds to its left side.

    `scale` as in `Row`; `weight`: what a whole shortfall counts if the row is soft, None if it is hard;
    `locks_shortfall`: the shortfalls of soft couplings belong to this row.
    """

    name: str
    sense: int
    right: float
    per_class: tuple[Expression | None, ...]
    scale: float = 1.0
    weight: float | None = None
    locks_shortfall: bool = False

    def allowed(self, price: float) -> float:
        """The price with the sign that a row of this sense can have: a solver's noise would spoil the bound."""
        if self.sense == pulp.LpConstraintEQ:
            return price
        return max(price, 0.0) if self.sense == pulp.LpConstraintGE else min(price, 0.0)


@dataclass
class Column:
    """A whole day's menu of class c, with the value of every variable of the day's model."""

    c: int
    menu: DayMenu
    values: Values
    _parts: dict[str, float] = field(default_factory=dict)
    _known: set[str] = field(default_factory=set)

    def part(self, name: str, expression: Expression) -> float:
        """What the day menu adds to a coupling or objective of this name."""
        if name not in self._known:
            self._known.add(name)
            if amount := evaluate(expression, self.values):
                self._parts[name] = amount
        return self._parts.get(name, 0.0)

    def parts(self, couplings: Iterable[Coupling]) -> dict[str, float]:
        """What the day menu adds to each coupling, where it adds anything, and to others met before."""
        for coupling in couplings:
            expression = coupling.per_class[self.c]
            if coupling.name not in self._known and expression is not None:
                self.part(coupling.name, expression)
        return self._parts


@dataclass
class DayClass:
    """Class c: days that all rules treat alike, the model of one of them, the day menus known so far."""

    c: int
    days: tuple[Day, ...]
    ruled: RuledModel
    columns: dict[str, Column] = field(default_factory=dict)

    def add(self, menu: DayMenu) -> Column | None:
        """Remember a day menu; None if it is known."""
        known = len(self.columns)
        key = self.key(menu)
        return self.columns[key] if len(self.columns) > known else None

    def key(self, menu: DayMenu) -> str:
        """The key of a day menu in `columns`, where it is from now on."""
        key = repr(sorted((dish, sorted(portions.items())) for dish, portions in menu.items()))
        if key not in self.columns:
            day = self.days[0].index
            values = self.ruled.values({(day, dish): portions for dish, portions in menu.items()})
            self.columns[key] = Column(self.c, menu, values)
        return key

    def menus(self, answer: Answer) -> list[DayMenu]:
        """The day menus of an answer: the best one, now in the variables, and those met on the way."""
        model = self.ruled.model
        found = [model.servings(), *(model.servings_of(values) for values in answer.passed)]
        return [{dish: portions for (_, dish), portions in menu.items()} for menu in found]


@dataclass(frozen=True)
class Master:
    """A built master program and its variables."""

    lp: pulp.LpProblem
    times: dict[tuple[int, str], pulp.LpVariable]

    def solved(self) -> Times:
        """How often each day menu is served in the solution, where it is at all."""
        return {key: x.varValue for key, x in self.times.items() if (x.varValue or 0.0) > 1e-9}


@dataclass(frozen=True)
class Aim:
    """What is minimised: `per_class` what one day adds; `is_shortfall`: soft couplings add theirs."""

    name: str
    per_class: tuple[Expression, ...]
    is_shortfall: bool = False


def master_program(
    classes: tuple[DayClass, ...], couplings: tuple[Coupling, ...], aim: Aim | None, *, whole: bool
) -> Master:
    """Build the master; `aim` None: hard couplings may be missed, and the misses are minimised."""
    lp = pulp.LpProblem("master", pulp.LpMinimize)
    kind = pulp.LpInteger if whole else pulp.LpContinuous
    times: dict[tuple[int, str], pulp.LpVariable] = {}
    objective: Terms = []
    left: dict[str, Terms] = {c.name: [] for c in couplings}
    for c, day_class in enumerate(classes):
        chosen = []
        for k, (key, column) in enumerate(day_class.columns.items()):
            x = times[c, key] = pulp.LpVariable(f"times_{c}_{k}", 0, len(day_class.days), kind)
            chosen.append((x, 1.0))
            if aim:
                objective.append((x, column.part(aim.name, aim.per_class[c])))
            for name, amount in column.parts(couplings).items():
                if name in left:
                    left[name].append((x, amount))
        lp += Expression(chosen) == len(day_class.days), f"days_{c}"
    objective += _shortfalls(couplings, left, aim)
    for coupling in couplings:
        terms = Expression(left[coupling.name])
        lp += pulp.LpConstraint(terms, coupling.sense, coupling.name, coupling.right)
    lp.setObjective(Expression(objective))
    return Master(lp, times)


def _shortfalls(couplings: tuple[Coupling, ...], left: dict[str, Terms], aim: Aim | None) -> Terms:
    """Let soft couplings fall short and, without an aim, hard ones be missed; what that costs the objective."""
    objective: Terms = []
    for coupling in couplings:
        sign = slack_sign(coupling.sense) * coupling.scale
        if coupling.weight is not None:
            short = pulp.LpVariable(f"short_{coupling.name}", 0)
            left[coupling.name].append((short, sign))
            for lock in (c for c in couplings if c.locks_shortfall):
                left[lock.name].append((short, coupling.weight))
            if aim and aim.is_shortfall:
                objective.append((short, coupling.weight))
        elif aim is None:
            missed = pulp.LpVariable(f"missed_{coupling.name}", 0)
            left[coupling.name].append((missed, sign))
            objective.append((missed, 1.0))
    return objective
