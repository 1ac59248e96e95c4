"""A week that no solver proves in an instant: five slots of 14 dishes, six nutrients within narrow ranges."""

from random import Random

from kagemi.domain.amount import Amount
from kagemi.domain.problem import PlanningProblem, Tier
from kagemi.domain.rules import NutrientRange, Repeat
from tests.build import dish, known, problem

NUTRIENTS = ("energy", "protein", "fat", "calcium", "iron", "vitamin_c")


def hard_week(low: float = 85, high: float = 110, objective: tuple[Tier, ...] | None = None) -> PlanningProblem:
    """Each nutrient of each dish is random, and so is its cost; a menu's mean is 87.5."""
    r = Random(1)
    dishes = [
        dish(
            f"{slot}_{n:02}",
            slots=[slot],
            cost=r.uniform(500, 4000),
            nutrients={x: known(r.uniform(5, 30)) for x in NUTRIENTS},
            acceptance=r.uniform(0.5, 1),
        )
        for slot in ("staple", "animal", "plant", "vegetable", "fruit")
        for n in range(14)
    ]
    ranges = [NutrientRange(name=x, nutrient=x, min=Amount(low), max=Amount(high)) for x in NUTRIENTS]
    return problem(
        dishes,
        rules=[*ranges, Repeat(name="again", of="dish", within_days=5)],
        objective=objective or (Tier("minimise", "cost"),),
    )
