"""What the data have to do with a clash: slots for which the rules leave too few dishes."""

import pulp

from kagemi.domain.problem import PlanningProblem
from kagemi.domain.reasons import DataCause
from kagemi.optimizer.constraints import rows
from kagemi.optimizer.model import MenuModel

FEW = 2
"""A slot that is left with no more than so many dishes for each pick is worth a word."""


def data_causes(problem: PlanningProblem) -> tuple[DataCause, ...]:
    """Slots and days for which the hard rules that shut out dishes leave few; like days together.

    A rule shuts out a dish with a row that lets no such dish be served: ban, season, a maximum of a nutrient
    that is not known of the dish, a day without a tag.
    """
    model = MenuModel(problem)
    place = {y.name: key for key, y in model.y.items()}
    out: dict[tuple[int, str], set[str]] = {}
    unknown: set[str] = set()
    for rule in problem.rules:
        for row in () if rule.soft else rows(rule, model):
            shut = _shut_out(row.constraint)
            if shut and "known__" in row.name:
                unknown.add(rule.name)
            for name in shut:
                if name in place:
                    out.setdefault(place[name], set()).add(rule.name)
    found: dict[tuple[str, tuple[str, ...], tuple[str, ...]], list[int]] = {}
    sizes: dict[str, int] = {}
    for slot in problem.slots:
        fits = [i.id for i in model.dishes if slot.id in i.slots]
        sizes[slot.id] = len(fits)
        for day in model.days:
            left = tuple(i for i in fits if (day.index, i) not in out)
            if slot.pick is None or len(left) > FEW * slot.pick:
                continue
            times: dict[str, int] = {}
            for i in fits:
                for name in out.get((day.index, i), ()):
                    times[name] = times.get(name, 0) + 1
            if not times and len(left) >= slot.pick:
                continue  # few dishes, but no rule has anything to do with it
            rules = tuple(sorted(times, key=lambda name: (-times[name], name)))
            found.setdefault((slot.id, left, rules), []).append(day.index)
    return tuple(
        DataCause(slot, tuple(days), left, sizes[slot], names, tuple(n for n in names if n in unknown))
        for (slot, left, names), days in found.items()
    )


def _shut_out(constraint: pulp.LpConstraint) -> tuple[str, ...]:
    """The variables that a row of the form sum of them <= 0 holds at zero."""
    nothing = constraint.sense == pulp.LpConstraintLE and constraint.constant == 0
    terms = constraint.items() if nothing else ()
    if not all(a > 0 for _, a in terms):
        return ()
    return tuple(v.name for v, _ in terms)
