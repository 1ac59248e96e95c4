"""What the data have to do with a clash: slots for which the rules leave too few dishes."""

from collections.abc import Iterator

import pulp

from kagemi.domain.problem import PlanningProblem
from kagemi.domain.reasons import DataCause
from kagemi.domain.rules import Alternative
from kagemi.optimizer.constraints import rows
from kagemi.optimizer.model import MenuModel

FEW = 2
"""A slot that is left with no more than so many dishes for each pick is worth a word."""

Shut = dict[tuple[int, str], set[str]]
"""(day, dish) -> the rules that shut the dish out."""
Scarce = tuple[str, int, tuple[str, ...], tuple[str, ...]]
"""Slot, day, the dishes left, the rules that shut out others."""


def data_causes(problem: PlanningProblem) -> tuple[DataCause, ...]:
    """Slots and days for which the hard rules that shut out dishes leave few; like days together.

    A rule shuts out a dish with a row that lets no such dish be served: ban, season, a maximum of a nutrient
    that is not known of the dish, a day without a tag. For a group that avoids allergens safe dishes count.
    """
    model = MenuModel(problem)
    shut, unknown = _shut_out(model)
    sizes = {s.id: sum(s.id in i.slots for i in model.dishes) for s in problem.slots}
    found: dict[tuple[str, tuple[str, ...], tuple[str, ...]], list[int]] = {}
    for slot, day, left, rules in (*_scarce(model, shut), *_scarce_for_groups(model, shut)):
        found.setdefault((slot, left, rules), []).append(day)
    return tuple(
        DataCause(slot, tuple(days), left, sizes[slot], names, tuple(n for n in names if n in unknown))
        for (slot, left, names), days in found.items()
    )


def _shut_out(model: MenuModel) -> tuple[Shut, set[str]]:
    """What the hard rules shut out, and the rules that do so because a figure is unknown."""
    place = {y.name: key for key, y in model.y.items()}
    shut: Shut = {}
    unknown: set[str] = set()
    for rule in model.problem.rules:
        for row in () if rule.soft else rows(rule, model):
            names = [name for name in _held_at_zero(row.constraint) if name in place]
            if names and "known__" in row.name:
                unknown.add(rule.name)
            for name in names:
                shut.setdefault(place[name], set()).add(rule.name)
    return shut, unknown


def _scarce(model: MenuModel, shut: Shut) -> Iterator[Scarce]:
    for slot in model.problem.slots:
        fits = [i.id for i in model.dishes if slot.id in i.slots]
        for day in model.days if slot.pick is not None else ():
            left = tuple(i for i in fits if (day.index, i) not in shut)
            times: dict[str, int] = {}
            for i in fits:
                for name in shut.get((day.index, i), ()):
                    times[name] = times.get(name, 0) + 1
            pick = slot.pick or 0
            if len(left) < pick or (times and len(left) <= FEW * pick):
                yield slot.id, day.index, left, tuple(sorted(times, key=lambda name: (-times[name], name)))


def _scarce_for_groups(model: MenuModel, shut: Shut) -> Iterator[Scarce]:
    """Where a group that avoids allergens has few safe dishes."""
    for rule in model.problem.rules:
        for group in model.groups(rule) if isinstance(rule, Alternative) else ():
            for slot in model.problem.slots:
                fits = [i for i in model.dishes if slot.id in i.slots]
                for day in model.days:
                    avoided = model.problem.avoided(group, day)
                    safe = (i.id for i in fits if avoided.isdisjoint(i.allergens))
                    left = tuple(i for i in safe if (day.index, i) not in shut)
                    if avoided and slot.pick is not None and len(left) <= FEW * slot.pick:
                        yield slot.id, day.index, left, (rule.name,)


def _held_at_zero(constraint: pulp.LpConstraint) -> tuple[str, ...]:
    """The variables that a row of the form sum of them <= 0 holds at zero."""
    nothing = constraint.sense == pulp.LpConstraintLE and constraint.constant == 0
    terms = constraint.items() if nothing else ()
    if not all(a > 0 for _, a in terms):
        return ()
    return tuple(v.name for v, _ in terms)
