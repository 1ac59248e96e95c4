"""Plans for the sheets that say what a plan holds: a small one, and as full a one as a kitchen may have."""

from dataclasses import replace

from kagemi.domain.amount import Amount
from kagemi.domain.plan import Plan
from kagemi.domain.problem import DishFacts, NutrientAmount
from kagemi.domain.rules import Budget, NutrientRange
from tests.sheets import kitchen_sample, sample

LONG = "dengan saus tomat buatan sendiri dan taburan bawang goreng renyah"
PROTEIN = NutrientRange(
    name="protein", nutrient="protein", per="day", min=Amount(30.0, "g"), why="what <growing> takes"
)
CALCIUM = NutrientRange(name="calcium", nutrient="calcium", per="week", min=Amount(20.0, "% AKG"), soft=True)
BUDGET = Budget(name="budget", max=Amount(10_000.0, ""))
ZINC = NutrientAmount(2.0, 2.0, 3.0, 7, 9)


def zinced(dish: DishFacts) -> DishFacts:
    """Zinc is known of seven of nine ingredients, calcium of all."""
    known = {**dish.nutrients, "zinc": ZINC, "calcium": NutrientAmount(20.0, 20.0, 20.0, 9, 9)}
    return replace(dish, nutrients=known)


def plan() -> Plan:
    """Two days; on Monday the girls, who avoid fish, get egg instead of tuna; a norm for zinc and calcium."""
    made = kitchen_sample.plan()
    groups = tuple(replace(g, requirement={"zinc": 10.0, "calcium": 1200.0}) for g in made.problem.groups)
    dishes = tuple(map(zinced, made.problem.dishes))
    rules = (*made.problem.rules, PROTEIN, CALCIUM, BUDGET)
    foods = {**kitchen_sample.FOODS}
    foods["ikan_tuna"] = replace(
        foods["ikan_tuna"], allergens=frozenset({"fish"}), source="TKPI 2020 (Kemenkes) GR001"
    )
    foods["beras"] = replace(foods["beras"], source="TKPI 2020 (Kemenkes) AR001")
    problem = replace(made.problem, groups=groups, dishes=dishes, rules=rules, foods=foods)
    return replace(made, problem=problem)


def fullest() -> Plan:
    """Six days, 54 dishes a week with long names and twenty ingredients, ten groups, every allergen."""
    made = kitchen_sample.fullest()
    norms = dict.fromkeys(
        ("energy", "protein", "fat", "carbohydrate", "fibre", "calcium", "iron", "zinc"), 1000.0
    )
    groups = tuple(replace(g, requirement=norms) for g in made.problem.groups)
    rules = (*made.problem.rules, PROTEIN, CALCIUM, BUDGET)
    dishes = tuple(map(zinced, made.problem.dishes))
    return replace(made, problem=replace(made.problem, groups=groups, rules=rules, dishes=dishes))


ALLERGENS = sample.ALLERGENS
RECIPES = kitchen_sample.RECIPES
FOODS = kitchen_sample.FOODS
