"""One function per rule kind: it yields the rule's rows for a model, and never touches the solver."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from kagemi.domain.rules import AnyRule
from kagemi.optimizer.constraints.calendar import ban, pin, tag_days
from kagemi.optimizer.constraints.children import acceptance, alternative, fish_form, new_dishes
from kagemi.optimizer.constraints.kitchen import equipment, labour, storage
from kagemi.optimizer.constraints.money import budget, local_share
from kagemi.optimizer.constraints.nutrition import energy_share, food_group_portions, nutrient_range
from kagemi.optimizer.constraints.planet import emissions
from kagemi.optimizer.constraints.safety import fish_safety
from kagemi.optimizer.constraints.supply import season, supply, use_up
from kagemi.optimizer.constraints.variety import diversity, goes_with, incompatible, not_adjacent, repeat
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
    diversity,
    local_share,
    goes_with,
    equipment,
    labour,
    storage,
    supply,
    use_up,
    season,
    acceptance,
    fish_form,
    new_dishes,
    alternative,
    fish_safety,
    emissions,
)
BY_KIND = {function.__name__: function for function in CONSTRAINTS}


def rows(rule: AnyRule, model: MenuModel) -> Iterator[Row]:
    """All rows of a rule, each named RULE__WHAT."""
    for row in BY_KIND[rule.kind](rule, model):
        yield replace(row, name=f"{rule.name}__{row.name}")
