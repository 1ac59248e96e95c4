"""Builders: small valid domain values, with only what a test is about spelled out."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from kagemi.domain.constraints import menu_days
from kagemi.domain.dish import Serve
from kagemi.domain.message import Text
from kagemi.domain.problem import DishFacts, Group, NutrientAmount, PlanningProblem, Slot, Tier
from kagemi.domain.rules import AnyRule

MONDAY = date(2026, 11, 30)
WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday")


def known(amount: float) -> NutrientAmount:
    """A nutrient amount with a figure for every ingredient."""
    return NutrientAmount(amount, amount, amount, 1, 1)


def dish(
    id: str,
    *,
    slots: Sequence[str] = ("animal",),
    cost: float = 1000.0,
    nutrients: Mapping[str, float | NutrientAmount] | None = None,
    step: float = 0.0,
    served_g: float = 100.0,
    tags: Sequence[str] = (),
    **rest: Any,
) -> DishFacts:
    """A dish of 100 g; portions in steps of `step` grams, 0: any amount."""
    amounts = {n: known(a) if isinstance(a, int | float) else a for n, a in (nutrients or {}).items()}
    return DishFacts(
        id=id,
        name=Text(id=id.replace("_", " ").capitalize(), en=id),
        slots=tuple(slots),
        serve=Serve(None, served_g, step),
        served_g=served_g,
        cost_idr=cost,
        nutrients=amounts,
        tags=frozenset(tags),
        **rest,
    )


def group(id: str = "boys", *, headcount: int = 100, **rest: Any) -> Group:
    """A group of 100 children."""
    return Group(id=id, headcount=headcount, name=Text(id, id), **rest)


def problem(
    dishes: Sequence[DishFacts],
    *,
    rules: Sequence[AnyRule] = (),
    groups: Sequence[Group] | None = None,
    slots: Sequence[Slot] | None = None,
    days: Sequence[str] = WEEK,
    weeks: int = 1,
    objective: Sequence[Tier] = (Tier("minimise", "cost"),),
) -> PlanningProblem:
    """A week for one group, cheapest first; one dish a day for every slot that a dish fills."""
    if slots is None:
        slots = [Slot(s) for s in dict.fromkeys(s for d in dishes for s in d.slots)]
    return PlanningProblem(
        canteen="Test",
        meal="lunch",
        days=menu_days(MONDAY, weeks, tuple(days)),
        groups=tuple(groups or [group()]),
        slots=tuple(slots),
        dishes=tuple(dishes),
        rules=tuple(rules),
        objective=tuple(objective),
    )
