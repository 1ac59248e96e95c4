"""What a kitchen does on a day of a plan: what is weighed out, cooked in which batches, and who eats it.

Weights are the plan's own: they sum to what was bought for it, whatever has happened to the recipes since.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from kagemi.domain.dish import Dish, Use
from kagemi.domain.food import Food
from kagemi.domain.problem import Day, DishFacts, Group
from kagemi.domain.rules import Equipment
from kagemi.report.menu import Line, Menu
from kagemi.report.timeline import FRESH, Job, Timeline, stages, timeline

RecipeState = Literal["same", "changed", "gone"]
"""Of a dish's file, against what the plan was made with."""

SAME = 1e-6
"""Amounts that differ by a smaller fraction are the same: a plan file rounds."""


@dataclass(frozen=True)
class Recipe:
    """A dish as its file has it today, with the facts that follow from it."""

    dish: Dish
    facts: DishFacts


@dataclass(frozen=True)
class Weighed:
    """A food to weigh out for all portions of a dish, in raw grams."""

    food: str
    known: Food | None
    """None: neither the plan nor the table of foods has it."""
    gross_g: float
    """As bought."""
    uses: tuple[Use, ...] = ()
    """What the recipe uses it for; empty if it does not say."""

    @property
    def edible_g(self) -> float | None:
        """What is left after cleaning; None if unknown."""
        return None if self.known is None else self.gross_g * self.known.edible_pct / 100


@dataclass(frozen=True)
class Cooking:
    """A dish of the day."""

    line: Line
    children: int
    """Who get it."""
    portions: float
    """Standard portions, all children together."""
    batches: tuple[int, ...]
    """Children that each batch is for."""
    weights: tuple[Weighed, ...]
    state: RecipeState
    recipe: Dish | None

    @property
    def dish(self) -> DishFacts:
        """Its facts when the plan was made."""
        return self.line.dish

    @property
    def cooked_g(self) -> float:
        """The weight to expect after cooking, of all portions."""
        return self.portions * self.dish.served_g

    @property
    def hot(self) -> bool:
        """True if it is cooked at all."""
        return self.dish.method != "raw"

    @property
    def histamine(self) -> bool:
        """True if a fish in it forms histamine when it is kept warm."""
        return "histamine_prone" in self.dish.tags

    @property
    def seafood(self) -> bool:
        """True if its main ingredient has to lie cold until it is cooked."""
        return self.dish.main_group in ("fish", "shellfish") or self.dish.ladder is not None

    def share(self, batch: int) -> float:
        """The part of all weights that a batch for so many children takes."""
        return batch / self.children


@dataclass(frozen=True)
class Production:
    """A day in the kitchen, the dishes in the order in which cooking begins."""

    day: Day
    groups: tuple[Group, ...]
    cookings: tuple[Cooking, ...]
    avoided: Mapping[str, frozenset[str]]
    """Group -> allergens that it avoids on the day."""
    timeline: Timeline

    @property
    def headcount(self) -> int:
        """All children."""
        return sum(group.headcount for group in self.groups)

    @property
    def labour_minutes(self) -> float | None:
        """Minutes of work, all hands together; None if nobody has said for one of the dishes."""
        minutes = 0.0
        for cooking in self.cookings:
            if cooking.dish.labour_minutes is None:
                return None
            minutes += cooking.dish.labour_minutes * len(cooking.batches)
        return minutes


def production(
    menu: Menu, day: Day, recipes: Mapping[str, Recipe], foods: Mapping[str, Food], serve_at: int
) -> Production:
    """One day; `foods` stand in for those that the plan does not hold, `serve_at` in minutes after midnight."""
    known = {**foods, **menu.problem.foods}
    lines = [line for line in menu.by_day[day.index] if menu.eaters(line)]
    cookings = [cook(menu, line, recipes.get(line.dish.id), known) for line in lines]
    jobs = [
        Job(c.dish.id, stages(c.dish), len(c.batches), fresh=c.dish.method in FRESH, hot=c.hot)
        for c in cookings
    ]
    planned = timeline(jobs, stated_units(menu, day), serve_at)
    return Production(
        day=day,
        groups=menu.problem.groups,
        cookings=in_cooking_order(menu, cookings, planned),
        avoided={g.id: a for g in menu.problem.groups if (a := menu.problem.avoided(g, day))},
        timeline=planned,
    )


def cook(menu: Menu, line: Line, recipe: Recipe | None, foods: Mapping[str, Food]) -> Cooking:
    """A dish for everybody who gets it."""
    portions = sum(g.headcount * line.portion(g.id) for g in menu.problem.groups)
    children = menu.eaters(line)
    state = recipe_state(line.dish, recipe)
    dish = None if recipe is None else recipe.dish
    uses = {} if dish is None else uses_of(dish)
    gross = line.dish.gross_g
    order = [*(food for food in uses if food in gross), *(food for food in gross if food not in uses)]
    weights = [Weighed(f, foods.get(f), gross[f] * portions, uses.get(f, ())) for f in order]
    sizes = batch_sizes(children, line.dish.batch)
    return Cooking(line, children, portions, sizes, tuple(weights), state, dish)


def batch_sizes(children: int, batch: int) -> tuple[int, ...]:
    """Full batches, and a last one for the rest: 635 children in batches of 100 are 6 x 100 and 1 x 35."""
    full, rest = divmod(children, batch)
    return (batch,) * full + ((rest,) if rest else ())


def recipe_state(planned: DishFacts, recipe: Recipe | None) -> RecipeState:
    """Whether a dish's file still says what the plan was made with, as far as a plan can tell."""
    if recipe is None:
        return "gone"
    now = recipe.facts
    same = _same(now.gross_g, planned.gross_g) and _same(now.equipment, planned.equipment)
    return "same" if same and (now.batch, now.method) == (planned.batch, planned.method) else "changed"


def _same(now: Mapping[str, float], planned: Mapping[str, float]) -> bool:
    """True if the amounts differ by no more than a plan file rounds."""
    return now.keys() == planned.keys() and all(
        math.isclose(now[key], amount, rel_tol=SAME) for key, amount in planned.items()
    )


def uses_of(dish: Dish) -> dict[str, tuple[Use, ...]]:
    """Food -> what it is used for, in the order of the recipe."""
    uses: dict[str, tuple[Use, ...]] = {}
    for ingredient in dish.ingredients:
        before = uses.get(ingredient.food, ())
        uses[ingredient.food] = before if ingredient.use in before else (*before, ingredient.use)
    return uses


def stated_units(menu: Menu, day: Day) -> dict[str, int]:
    """Machine -> how many of it the kitchen has, as the rules for its equipment say."""
    units: dict[str, int] = {}
    for rule in menu.problem.rules:
        if isinstance(rule, Equipment) and (not rule.days or day.is_in(rule.days)):
            units[rule.equipment] = max(rule.units, units.get(rule.equipment, 0))
    return units


def in_cooking_order(menu: Menu, cookings: Sequence[Cooking], planned: Timeline) -> tuple[Cooking, ...]:
    """What begins first stands first; what needs no machine, such as cut fruit, stands last.

    The timeline lets begin first what takes longest, and last what must be freshest: fried, grilled and
    stir-fried dishes. Where two begin together, the order of the slots counts.
    """
    slots = [slot.id for slot in menu.problem.slots]

    def begins(cooking: Cooking) -> tuple[float, int, str]:
        runs = planned.of(cooking.dish.id)
        first = runs[0].begins if runs else math.inf
        return first, min(slots.index(s) for s in cooking.dish.slots), cooking.dish.id

    return tuple(sorted(cookings, key=begins))
