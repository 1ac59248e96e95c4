"""One function per rule kind: it yields the rule's rows for a model, and never touches the solver."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from kagemi.domain.rules import AnyRule
from kagemi.optimizer.constraints.calendar import ban, pin, tag_days
from kagemi.optimizer.constraints.money import budget
from kagemi.optimizer.constraints.nutrition import energy_share, food_group_portions, nutrient_range
from kagemi.optimizer.constraints.variety import incompatible, not_adjacent, repeat
from kagemi.optimizer.model import MenuModel, Row

CONSTRAINTS: tuple[Callable[[Any, MenuModel], Iterator[Row]], ...] = (
    nutrient_range,
    energy_share,
    food_group_portions,
    budget,
    tag_days,
    repeat,
    not_adjacent,
    incompatible,
    pin,
    ban,
)
BY_KIND = {function.__name__: function for function in CONSTRAINTS}


def rows(rule: AnyRule, model: MenuModel) -> Iterator[Row]:
    """All rows of a rule, each named RULE__WHAT."""
    for row in BY_KIND[rule.kind](rule, model):
        yield replace(row, name=f"{rule.name}__{row.name}")
