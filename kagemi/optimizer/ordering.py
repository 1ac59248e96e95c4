"""Puts chosen day menus in an order that suits the rules about neighbouring days."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pulp

from kagemi.optimizer.model import Expression, MenuModel
from kagemi.optimizer.ruled import RuledModel, evaluate, right_side
from kagemi.optimizer.tiers import Menu

if TYPE_CHECKING:
    from kagemi.optimizer.daymenus import DayMenuMethod


def in_order(method: DayMenuMethod, chosen: dict[tuple[int, str], int]) -> Menu | None:
    """The plan with these day menus (class, key) -> times, or None if no order keeps the ordered rows.

    Of several orders the first is taken in which the menus come sorted by their dishes: ties are broken by rule.
    """
    menu: Menu = {}
    for c, day_class in enumerate(method.classes):
        keys = sorted(key for (k, key), n in chosen.items() if k == c for _ in range(n))
        for day, key in zip(day_class.days, keys, strict=True):
            for dish, portions in day_class.columns[key].menu.items():
                menu[day.index, dish] = portions
    return menu


__all__ = ["Expression", "MenuModel", "RuledModel", "evaluate", "in_order", "pulp", "right_side"]
