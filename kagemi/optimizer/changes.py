"""Rules with another figure: by how much a key can change, and how it is written."""

import math
from dataclasses import replace
from typing import Any

from kagemi.domain.amount import Amount
from kagemi.domain.problem import PlanningProblem
from kagemi.domain.rules import AnyRule

LOWER = frozenset({"min", "at_least", "amount"})
"""Keys that ask less when they are lower; all others ask less when they are higher."""
COUNTS = frozenset({"tag_days", "repeat", "diversity", "new_dishes", "fish_safety", "fish_form"})
"""Kinds whose figures are whole numbers."""
SHARES = frozenset({"energy_share", "local_share"})
"""Kinds whose figure stands before a variable: a changed share is found by trying shares."""
_STEPS = {"idr": 10.0, "% AKG": 0.5, "%": 0.5, "kcal": 5.0, "g": 0.5, "mg": 0.5, "ug": 5.0, "kg": 0.5}
_UNITS = {"idr": 100.0, "% AKG": 1.0, "%": 1.0, "kcal": 10.0, "g": 1.0, "mg": 1.0, "ug": 10.0, "kg": 1.0}
_PLAIN_STEPS = {"minutes": 5.0, "hours": 0.5, "emissions": 0.01, "food_group_portions": 0.05}
_PLAIN_UNITS = {"minutes": 30.0, "hours": 1.0, "emissions": 0.05, "food_group_portions": 0.1}


def without(problem: PlanningProblem, rule: AnyRule) -> PlanningProblem:
    """The problem without a rule."""
    return replace(problem, rules=tuple(r for r in problem.rules if r.name != rule.name))


def figure(rule: AnyRule, key: str) -> float:
    """The figure that stands at a key, in the unit it is written in."""
    written = getattr(rule, key)
    return float(written.value if isinstance(written, Amount) else written)


def with_figure(rule: AnyRule, key: str, value: float) -> AnyRule:
    """The rule with another figure at the key."""
    written = getattr(rule, key)
    changed: Any = replace(written, value=value) if isinstance(written, Amount) else value
    if isinstance(written, int):
        changed = round(value)
    return replace(rule, **{key: changed})


def step(rule: AnyRule, key: str) -> float:
    """The step in which a changed figure is written: rupiah in tens, AKG in half per cents, ..."""
    return _size(rule, key, _STEPS, _PLAIN_STEPS)


def unit(rule: AnyRule, key: str) -> float:
    """What a nutritionist would try next: a hundred rupiah, one per cent of AKG, one day, ..."""
    return _size(rule, key, _UNITS, _PLAIN_UNITS)


def _size(rule: AnyRule, key: str, by_unit: dict[str, float], plain: dict[str, float]) -> float:
    written = getattr(rule, key)
    if not isinstance(written, Amount):
        return plain.get(key) or plain.get(rule.kind) or 1.0
    size = by_unit.get(written.unit)
    if size is None:  # a bare number, in the unit that the place expects
        return float(max(10 ** math.floor(math.log10(max(written.value, 1e-6)) - 1), 1e-6)) / 2
    small = written.unit != "idr" and written.value < 10 * size
    return size / 10 if small else size


def eased(rule: AnyRule, key: str, by: float) -> float:
    """The figure that asks less by so much, taken outward to a whole step, never below zero."""
    now, size = figure(rule, key), step(rule, key)
    if key in LOWER:
        return max(0.0, round(math.floor((now - by) / size + 1e-6) * size, 6))
    return round(math.ceil((now + by) / size - 1e-6) * size, 6)


def moved(rule: AnyRule, key: str, by: float) -> AnyRule | None:
    """The rule with its figure moved by `by`; None where nothing would be left of it."""
    value = figure(rule, key) + by
    least = 1.0 if rule.kind == "repeat" else 0.0
    return None if value < least - 1e-9 else with_figure(rule, key, round(value, 6))
