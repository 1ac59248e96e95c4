"""What makes servings a menu, before any rule: every slot filled, every portion one that can be served."""

import math
from collections import Counter
from collections.abc import Iterator

from kagemi.domain.plan import Finding
from kagemi.domain.problem import DishFacts, Group
from kagemi.report.menu import Line, Menu

SAME = 1e-6
"""Portions that differ by less are the same."""


def check_tray(menu: Menu) -> Iterator[Finding]:
    """One finding a day and slot; known days, dishes and groups, and portions, only where they are wrong."""
    yield from _known(menu)
    yield from _picks(menu)
    yield from _stays(menu)
    for day, lines in menu.by_day.items():
        for line in lines if day not in menu.problem.fixed_days else ():
            for group in menu.problem.groups:
                yield from (f for f in _portion(menu, line, group) if not f.kept)


def _tray(
    days: tuple[int, ...],
    value: float,
    low: float | None,
    high: float | None,
    unit: str,
    about: str,
    group: str = "",
) -> Finding:
    return Finding("", "tray", group, days, value, low, high, unit, soft=False, about=about)


def _known(menu: Menu) -> Iterator[Finding]:
    """Days, dishes and groups that the problem does not have; a dish twice on one day."""
    groups = {g.id for g in menu.problem.groups}
    for s in menu.servings:
        if s.day not in menu.by_day:
            yield _tray((s.day,), 0, 1, None, "day", s.dish)
        if s.dish not in menu.known_dishes:
            yield _tray((s.day,), 0, 1, None, "dish", s.dish)
        for group in s.portions:
            if group not in groups:
                yield _tray((s.day,), 0, 1, None, "group", s.dish, group)
    for (day, dish), times in Counter((s.day, s.dish) for s in menu.servings).items():
        if times > 1:
            yield _tray((day,), times, None, 1, "serving", dish)


def _stays(menu: Menu) -> Iterator[Finding]:
    """On days that stay as they are: every dish and portion of them, and no other."""
    for day in menu.problem.fixed_days:
        was = {(s.dish, g): p for s in menu.problem.fixed if s.day == day for g, p in s.portions.items() if p}
        serves = {(s.dish, g): p for s in menu.servings if s.day == day for g, p in s.portions.items() if p}
        for dish, group in sorted(was.keys() | serves.keys()):
            portion = was.get((dish, group), 0.0)
            served = serves.get((dish, group), 0.0)
            if abs(portion - served) > SAME:
                yield _tray((day,), served, portion, portion, "portion", dish, group)


def _picks(menu: Menu) -> Iterator[Finding]:
    """For each day and slot: as many common dishes fill the slot as it picks."""
    for day, lines in menu.by_day.items():
        for slot in menu.problem.slots:
            if slot.pick is not None and day not in menu.problem.fixed_days:
                filled = sum(slot.id in line.dish.slots for line in lines if line.common)
                yield _tray((day,), filled, slot.pick, slot.pick, "dish", slot.id)


def _portion(menu: Menu, line: Line, group: Group) -> Iterator[Finding]:
    """The group's portion is in its range, its ends taken to whole steps, and on a step that can be served."""
    portion = line.portion(group.id)
    low, high = menu.problem.portion_range(group, line.dish)
    step = line.dish.step
    steps = None if step is None else menu.problem.portion_steps(group, line.dish)
    if step is not None and steps is not None:
        low, high = steps[0] * step, steps[1] * step
    if portion == 0 and _may_go_without(menu, line, group):
        return
    if _free(menu, line.dish):
        low = 0.0
    yield _tray((line.day,), portion, low, high, "portion", line.dish.id, group.id)
    if step is not None and math.isfinite(portion):
        nearest = round(portion / step) * step
        yield _tray((line.day,), portion, nearest, nearest, "portion", line.dish.id, group.id)


def _may_go_without(menu: Menu, line: Line, group: Group) -> bool:
    """True if the group may get none of the dish: it avoids allergens, or the dish is for those that do.

    What a group that avoids allergens gets instead is for the rule to check.
    """
    return not line.common or group.id in menu.avoiding[line.day]


def _free(menu: Menu, dish: DishFacts) -> bool:
    """True if the dish only fills slots without picks: then a group may get less than a portion, or none."""
    return all(s.pick is None for s in menu.problem.slots if s.id in dish.slots)
