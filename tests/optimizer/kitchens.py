"""Small random problems with rules of the kinds that need more than nutrients: buying, cooking, children.

They are the problems of `weeks`, with foods, machines and allergens, and one to three rules of these kinds.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from random import Random

from kagemi.domain.amount import Amount
from kagemi.domain.food import Food, Price
from kagemi.domain.problem import DishFacts, Group, NutrientAmount, PlanningProblem
from kagemi.domain.rules import (
    KINDS,
    Acceptance,
    Alternative,
    AnyRule,
    Diversity,
    Emissions,
    Equipment,
    FishForm,
    FishSafety,
    GoesWith,
    Labour,
    LocalShare,
    NewDishes,
    Season,
    Storage,
    Supply,
    UseUp,
)
from tests.build import group
from tests.optimizer.weeks import random_problem

FOODS = {
    name: Food(
        name, name, name, food_group, 100.0, "published", "", tags=tags,  # type: ignore[arg-type]
        price=Price("kg", 1000.0, price, date(2026, 11, 1), "Malang", "estimate", "test"),
    )
    for name, food_group, price, tags in (
        ("tuna", "fish", 60_000, frozenset({"local"})),
        ("beras", "cereal", 14_000, frozenset()),
        ("bayam", "vegetable", 10_000, frozenset({"local"})),
    )
}  # fmt: skip


def kitchen_problem(seed: int) -> PlanningProblem:
    """The problem of a seed; kinds take turns, so that as many seeds as kinds have them all."""
    r = Random(seed)
    asked = random_problem(seed, most_days=3)
    dishes = tuple(_dish(r, d) for d in asked.dishes)
    groups: tuple[Group, ...] = (
        *asked.groups,
        group("no_fish", headcount=5, requirement={"energy": 2000.0, "protein": 60.0}),
    )
    makers = [MAKERS[(seed + n) % len(MAKERS)] for n in range(r.randint(1, 3))]
    new = [replace(make(r), soft=r.random() < 0.3) for make in makers]
    rules = (*asked.rules[:2], *(replace(rule, name=f"{rule.kind}_new{n}") for n, rule in enumerate(new)))
    return replace(asked, dishes=dishes, groups=groups, rules=rules, foods=FOODS)


def _dish(r: Random, dish: DishFacts) -> DishFacts:
    known = r.uniform(0.1, 1.0)
    ceiling = r.choice([known, known, known + 0.2, None])
    return replace(
        dish,
        gross_g={food: r.choice([0.0, 40.0, 80.0]) for food in FOODS},
        equipment={"stove": float(r.choice([0, 20, 40]))},
        labour_minutes=r.choice([20.0, 40.0, 60.0, None]),
        batch=r.choice([50, 100]),
        allergens=frozenset(r.choice([(), (), ("fish",)])),
        ladder=r.choice([None, None, 1, 2, 3]),
        emissions=NutrientAmount(known, known, ceiling, 1, 1 if ceiling == known else 2),
        tags=dish.tags | frozenset(r.choice([(), ("mercury_moderate",), ("histamine_prone",)])),
    )


MAKERS: tuple[Callable[[Random], AnyRule], ...] = (
    lambda r: Diversity(of="main_ingredient", at_least=r.randint(1, 3), over=r.choice(["day", "week", "plan"])),
    lambda r: LocalShare(at_least=Amount(r.choice([30, 60]), "%"), over=r.choice(["day", "week"])),
    lambda r: GoesWith(tags=("fried",), with_tags=r.choice([("green",), ("fish", "green")])),
    lambda r: Equipment(equipment="stove", minutes=r.choice([60, 120, 240]), units=r.randint(1, 2)),
    lambda r: Labour(hours=r.choice([3.0, 6.0])),
    lambda r: Storage(
        place="freezer",
        at_most=Amount(r.choice([20, 60]), "kg"),
        food_groups=("fish",),
        bought_on=r.choice([(), ("monday", "tuesday")]),
    ),
    lambda r: Supply(
        food="bayam",
        at_least=r.choice([None, Amount(5, "kg")]),
        at_most=Amount(r.choice([20, 60]), "kg"),
        per=r.choice(["day", "week"]),
    ),
    lambda r: UseUp(food="tuna", amount=Amount(r.choice([2, 8]), "kg"), by="2026-12-01"),
    lambda r: Season(foods=("tuna",), months=r.choice([("november",), ("december", "november")])),
    lambda r: Acceptance(at_least=Amount(r.choice([70, 80]), "%"), per=r.choice(["day", "week"])),
    lambda r: FishForm(up_to=r.randint(1, 2)),
    lambda r: NewDishes(at_most=r.randint(2, 6), tried=("animal_0", "staple_0")),
    lambda r: Alternative(groups=("no_fish",), avoids=("fish",)),
    lambda r: FishSafety(of=r.choice(["mercury", "histamine"]), at_most=r.randint(0, 2)),
    lambda r: Emissions(at_most=r.choice([1.0, 2.0, 3.0]), per=r.choice(["day", "week"])),
)
"""One for each of the kinds, in their order."""

assert [make(Random(0)).kind for make in MAKERS] == list(KINDS[10:])
