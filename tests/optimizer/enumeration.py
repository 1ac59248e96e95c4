"""All menus of a small problem, looked at without a solver: what explanations are held against.

Portions are fixed and every slot takes one dish, so that a problem has at most a few thousand menus.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import product
from random import Random

from kagemi.domain.amount import Amount
from kagemi.domain.plan import Serving
from kagemi.domain.problem import PlanningProblem, Slot, Tier
from kagemi.domain.rules import (
    AnyRule,
    Ban,
    Budget,
    FoodGroupPortions,
    Incompatible,
    NotAdjacent,
    NutrientRange,
    Pin,
    Repeat,
    TagDays,
)
from kagemi.report.check import check, compliance
from kagemi.report.menu import Menu
from kagemi.report.totals import acceptance, cost_per_portion
from tests.build import dish, group, problem


def small_problem(seed: int, rules: int = 4) -> PlanningProblem:
    """Two or three days, two slots of three dishes, hard rules of nine kinds."""
    r = Random(seed)
    dishes = [
        dish(
            f"{slot}_{n}",
            slots=[slot],
            cost=float(r.randint(10, 60) * 100),
            nutrients={"protein": float(r.randint(2, 20)), "energy": float(r.randint(100, 400))},
            tags=r.sample(["fish", "fried", "green"], r.randint(0, 2)),
            edible_g={"vegetable": float(r.choice([0, 50, 100]))},
            main=r.choice(["tuna", "tempe", "egg"]),
            acceptance=r.choice([0.6, 0.75, 0.9]),
        )
        for slot in ("animal", "plant")
        for n in range(3)
    ]
    days = ("monday", "tuesday", "wednesday")[: r.randint(2, 3)]
    made = [r.choice(_MAKERS)(r, days) for _ in range(rules)]
    return problem(
        dishes,
        rules=[replace(rule, name=f"{rule.kind}_{n}") for n, rule in enumerate(made)],
        groups=[
            group("boys", headcount=60, requirement={"protein": 60.0}),
            group("girls", headcount=40, requirement={"protein": 50.0}),
        ],
        slots=[Slot("animal"), Slot("plant")],
        days=days,
        objective=(Tier("minimise", "cost"),),
    )


_MAKERS = (
    lambda r, days: NutrientRange(
        nutrient="protein", per=r.choice(["day", "week"]), min=Amount(r.choice([20, 40, 60]), "% AKG")
    ),
    lambda r, days: NutrientRange(nutrient="energy", per="day", max=Amount(r.choice([300, 500]), "kcal")),
    lambda r, days: FoodGroupPortions(
        food_group="vegetable", portion=Amount(100, "g"), per="day", at_least=r.choice([0.5, 1.0, 1.5])
    ),
    lambda r, days: Budget(max=Amount(r.choice([3000, 5000, 7000]), "idr"), over=r.choice(["day", "week"])),
    lambda r, days: TagDays(tag=r.choice(["fish", "green"]), at_least=r.randint(1, 3)),
    lambda r, days: TagDays(tag="fried", at_most=r.randint(0, 1)),
    lambda r, days: Repeat(
        of=r.choice(["dish", "main_ingredient"]), at_most=1, within_days=3, slots=r.choice([(), ("animal",)])
    ),
    lambda r, days: NotAdjacent(tags=("fried",)),
    lambda r, days: Incompatible(tags=("fish", "green")),
    lambda r, days: Pin(dish=f"animal_{r.randint(0, 2)}", days=days[:1]),
    lambda r, days: Ban(dishes=(f"plant_{r.randint(0, 2)}",), days=days[1:]),
)


def menus(asked: PlanningProblem) -> Iterator[tuple[Serving, ...]]:
    """Every menu: one dish for each slot and day, everybody gets a standard portion."""
    portions = {g.id: 1.0 for g in asked.groups}
    fits = [[d.id for d in asked.dishes if s.id in d.slots] for s in asked.slots]
    trays = list(product(*fits))
    for chosen in product(trays, repeat=len(asked.days)):
        yield tuple(Serving(n, i, portions) for n, tray in enumerate(chosen) for i in tray)


@lru_cache(maxsize=256)
def _sound(key: "Key") -> tuple[tuple[float, float], ...]:
    asked = key.asked
    kept = (m for m in menus(asked) if compliance(check(asked, m)))
    return tuple((cost_per_portion(Menu(asked, m)), acceptance(Menu(asked, m))) for m in kept)


class Key:
    """A problem as the key of what was found of it: its rules decide."""

    def __init__(self, asked: PlanningProblem) -> None:
        self.asked = asked

    def __hash__(self) -> int:
        return hash(repr(self.asked))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Key) and repr(self.asked) == repr(other.asked)


def cheapest_of_all(asked: PlanningProblem, accepted: float = 0.0) -> float | None:
    """The least cost of a menu that keeps all rules and is accepted so far; None if there is none."""
    return min((cost for cost, share in _sound(Key(asked)) if share >= accepted - 1e-9), default=None)


def with_rules(asked: PlanningProblem, rules: tuple[AnyRule, ...]) -> PlanningProblem:
    """The problem with other rules."""
    return replace(asked, rules=rules)
