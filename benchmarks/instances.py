"""The problems that are measured: the shipped weeks, a hard week, and weeks of any size, from a fixed seed.

Synthetic dishes are drawn to look like the shipped ones: log-normal with the median and the quartiles of the
shipped dishes of the same slot, energy by 4/9/4. Their nutrients are drawn independently, which real dishes'
are not; that makes more of them useful and the choice harder.
"""

import math
import random
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from statistics import quantiles

from kagemi.domain.amount import Amount
from kagemi.domain.constraints import menu_days
from kagemi.domain.dish import Serve
from kagemi.domain.message import Text
from kagemi.domain.problem import DishFacts, Group, NutrientAmount, PlanningProblem, Slot, Tier
from kagemi.domain.rules import AnyRule, Budget, EnergyShare, NutrientRange, Repeat, TagDays
from kagemi.files.workspace import find_workspace
from kagemi.planning import build_problem, load_constraints_file

MONDAY = date(2026, 11, 30)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
CONSTRAINTS = ("kagemi_smpn10", "mbg_smp")
SEED = 10

Quartiles = tuple[float, float, float]
SHAPES: dict[str, dict[str, Quartiles]] = {
    "staple": {
        "grams": (222, 238, 288), "cost": (1398, 1893, 2981), "acceptance": (0.92, 0.92, 0.94),
        "protein": (2.0, 3.2, 3.4), "fat": (0.5, 1.8, 2.5), "carbohydrate": (24, 29, 31),
        "fibre": (0.1, 0.4, 0.8), "calcium": (9.7, 11, 19), "iron": (0.39, 0.43, 0.64),
        "zinc": (0.20, 0.23, 0.36), "vitamin_a": (1, 3, 80), "vitamin_c": (0.1, 0.4, 7),
        "potassium": (30, 53, 69), "sodium": (10, 73, 86),
    },
    "animal": {
        "grams": (95, 115, 151), "cost": (4985, 5839, 6845), "acceptance": (0.75, 0.82, 0.90),
        "protein": (10, 13, 16), "fat": (4.7, 7.1, 12.8), "carbohydrate": (2.9, 4.2, 7.0),
        "fibre": (0.25, 0.33, 0.48), "calcium": (15, 19, 37), "iron": (0.6, 1.1, 1.5),
        "zinc": (0.34, 0.52, 0.70), "vitamin_a": (8, 31, 70), "vitamin_c": (1.2, 3.6, 5.7),
        "potassium": (190, 272, 344), "sodium": (201, 268, 329),
    },
    "plant": {
        "grams": (68, 101, 132), "cost": (1542, 1753, 2173), "acceptance": (0.82, 0.82, 0.88),
        "protein": (8.1, 10, 11), "fat": (5.7, 8.2, 17), "carbohydrate": (4.7, 9.8, 14.4),
        "fibre": (0.4, 1.0, 1.3), "calcium": (79, 104, 158), "iron": (1.2, 1.5, 2.4),
        "zinc": (0.6, 0.8, 0.9), "vitamin_a": (2.4, 18, 43), "vitamin_c": (0.8, 2.1, 3.4),
        "potassium": (78, 131, 147), "sodium": (181, 224, 331),
    },
    "vegetable": {
        "grams": (107, 134, 207), "cost": (1948, 2068, 2353), "acceptance": (0.67, 0.68, 0.70),
        "protein": (1.2, 2.0, 2.9), "fat": (0.9, 3.8, 4.4), "carbohydrate": (5.7, 7.3, 8.9),
        "fibre": (0.7, 1.2, 1.8), "calcium": (28, 49, 72), "iron": (0.6, 0.9, 1.3),
        "zinc": (0.30, 0.38, 0.49), "vitamin_a": (90, 133, 306), "vitamin_c": (7, 13, 21),
        "potassium": (123, 187, 266), "sodium": (119, 153, 213),
    },
    "fruit": {
        "grams": (98, 100, 102), "cost": (1998, 2582, 3342), "acceptance": (0.86, 0.88, 0.90),
        "protein": (0.5, 0.8, 0.9), "fat": (0.2, 0.3, 0.4), "carbohydrate": (9.5, 12, 16),
        "fibre": (0.7, 1.0, 1.8), "calcium": (12, 16, 22), "iron": (0.2, 0.4, 0.8),
        "zinc": (0.10, 0.14, 0.25), "vitamin_a": (1.8, 6.2, 51), "vitamin_c": (5.5, 9, 54),
        "potassium": (91, 128, 198), "sodium": (4, 10, 17),
    },
}  # fmt: skip
"""Slot -> quartiles of the shipped dishes: grams and rupiah a portion, share eaten, nutrients per 100 g."""

SLOTS = tuple(SHAPES)


def shipped_week(name: str) -> PlanningProblem:
    """The week of a shipped constraints file, from the shipped dishes."""
    workspace = find_workspace(Path())
    kitchen, constraints = load_constraints_file(workspace, constraints_file(name))
    return build_problem(constraints, kitchen, MONDAY, 1)


def constraints_file(name: str) -> Path:
    """A shipped constraints file."""
    return Path(__file__).parents[1] / "menus" / "constraints" / f"{name}.yaml"


def hard_week(dishes: int = 100, days: int = 5, seed: int = SEED) -> PlanningProblem:
    """Five slots, fixed portions, twelve nutrients bounded every day, acceptance and then cost.

    The bounds are quantiles of random days: each alone is easily kept, all together by one day in some
    thousands.
    """
    random_ = random.Random(seed)
    menu = synthetic_dishes(dishes, random_)
    trays = [[random_.choice([d for d in menu if s in d.slots]) for s in SLOTS] for _ in range(2000)]
    low = ("protein", "carbohydrate", "fibre", "calcium", "iron", "zinc", "vitamin_a", "vitamin_c", "potassium")
    bounds = {"energy": (30, 80), "fat": (None, 60), "sodium": (None, 60)} | dict.fromkeys(low, (35, None))
    rules: list[AnyRule] = []
    for nutrient, (least, most) in bounds.items():
        cuts = quantiles([sum(d.nutrients[nutrient].total for d in tray) for tray in trays], n=100)
        rules.append(
            NutrientRange(
                name=nutrient,
                nutrient=nutrient,
                min=None if least is None else Amount(round(cuts[least - 1], 2)),
                max=None if most is None else Amount(round(cuts[most - 1], 2)),
            )
        )
    rules += [
        Repeat(name="dish_once", of="dish", within_days=10),
        Repeat(name="main_once", of="main_ingredient", within_days=5, slots=("animal", "vegetable")),
    ]
    return _week(menu, rules, (Slot(s) for s in SLOTS), (_children(100),), days)


def growing_week(dishes: int, days: int, seed: int = SEED) -> PlanningProblem:
    """Rules like the canteen's, loose enough for 25 dishes: two groups, scoops of rice, three fish days."""
    menu = synthetic_dishes(dishes, random.Random(seed))
    boys = _children(310, "boys", {"energy": 2400.0, "protein": 70.0, "vitamin_a": 600.0, "vitamin_c": 75.0})
    girls = _children(325, "girls", {"energy": 2050.0, "protein": 65.0, "vitamin_a": 600.0, "vitamin_c": 65.0})
    akg = "% AKG"
    rules: tuple[AnyRule, ...] = (
        NutrientRange(name="energy", nutrient="energy", min=Amount(28, akg), max=Amount(38, akg)),
        NutrientRange(name="protein", nutrient="protein", min=Amount(30, akg)),
        EnergyShare(name="fat_share", of="fat", max=Amount(38, "%")),
        NutrientRange(name="vitamin_a", nutrient="vitamin_a", per="week", min=Amount(30, akg)),
        NutrientRange(name="vitamin_c", nutrient="vitamin_c", per="week", min=Amount(20, akg)),
        Budget(name="budget", max=Amount(14_000)),
        TagDays(name="fish_days", tag="fish", at_least=3),
        Repeat(name="dish_twice", of="dish", at_most=2, within_days=5),
    )
    slots = (
        Slot("staple", 1, (0.7, 1.4)),
        Slot("animal", 1, (0.8, 1.3)),
        *(Slot(s) for s in ("plant", "vegetable", "fruit")),
    )
    return _week(menu, rules, slots, (boys, girls), days)


def synthetic_dishes(n: int, random_: random.Random) -> tuple[DishFacts, ...]:
    """So many dishes, as many in each slot."""
    return tuple(_dish(SLOTS[k % len(SLOTS)], k // len(SLOTS), random_) for k in range(n))


def _dish(slot: str, number: int, random_: random.Random) -> DishFacts:
    shape = SHAPES[slot]
    grams = 5.0 * max(1, round(_draw(shape["grams"], random_) / 5))
    per_100g = {
        nutrient: _draw(quartiles, random_)
        for nutrient, quartiles in shape.items()
        if nutrient not in ("grams", "cost", "acceptance")
    }
    per_100g["energy"] = 4 * per_100g["protein"] + 9 * per_100g["fat"] + 4 * per_100g["carbohydrate"]
    name = f"{slot}_{number}"
    return DishFacts(
        id=name,
        name=Text(name, name),
        slots=(slot,),
        serve=Serve(None, grams, 5.0),
        served_g=grams,
        cost_idr=round(_draw(shape["cost"], random_)),
        nutrients={n: _known(a * grams / 100) for n, a in per_100g.items()},
        acceptance=min(1.0, _draw(shape["acceptance"], random_)),
        tags=frozenset({"fish"} if slot == "animal" and number % 5 < 3 else ()),
        main=f"{slot}_main_{number * 3 // 5}",
    )


def _draw(quartiles: Quartiles, random_: random.Random) -> float:
    """Log-normal; half of all draws lie between the outer quartiles; cut off at two standard deviations."""
    low, middle, high = quartiles
    sigma = math.log(high / low) / 1.349
    return middle * math.exp(max(-2.0, min(2.0, random_.gauss(0, 1))) * sigma)


def _known(amount: float) -> NutrientAmount:
    return NutrientAmount(amount, amount, amount, 1, 1)


def _children(headcount: int, id: str = "children", requirement: dict[str, float] | None = None) -> Group:
    return Group(id, headcount, Text(id, id), requirement=requirement or {})


def _week(
    dishes: tuple[DishFacts, ...],
    rules: Iterable[AnyRule],
    slots: Iterable[Slot],
    groups: tuple[Group, ...],
    days: int,
) -> PlanningProblem:
    all_days = menu_days(MONDAY, -(-days // len(WEEKDAYS)), WEEKDAYS)
    return PlanningProblem(
        canteen="Benchmark",
        meal="lunch",
        days=all_days[:days],
        groups=groups,
        slots=tuple(slots),
        dishes=dishes,
        rules=tuple(rules),
        objective=(Tier("maximise", "acceptance", 0.02), Tier("minimise", "cost")),
    )


INSTANCES: dict[str, Callable[[], PlanningProblem]] = {
    "canteen's week": lambda: shipped_week("kagemi_smpn10"),
    "MBG week": lambda: shipped_week("mbg_smp"),
    "hard week": hard_week,
}
"""By name, for processes of their own."""
