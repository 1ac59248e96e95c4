"""Small random problems of all rule kinds, for properties that every problem must have.

A problem follows from a seed: Hypothesis chooses seeds. Drawing each figure through Hypothesis makes many
figures equal, and so many menus equally good.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

from hypothesis import strategies as st

from kagemi.domain.amount import Amount
from kagemi.domain.dish import Serve
from kagemi.domain.message import Text
from kagemi.domain.problem import DishFacts, Group, NutrientAmount, PlanningProblem, Slot, Tier
from kagemi.domain.rules import (
    AnyRule,
    Ban,
    Budget,
    EnergyShare,
    FoodGroupPortions,
    Incompatible,
    NotAdjacent,
    NutrientRange,
    Pin,
    Repeat,
    TagDays,
)
from tests.build import WEEK, dish, group, known, problem

SLOTS = ("animal", "staple", "vegetable")
TAGS = ("fish", "fried", "green")
PIECE = Text("potong", "piece")

OBJECTIVES = (
    (Tier("minimise", "cost"),),
    (Tier("minimise", "shortfall"), Tier("maximise", "acceptance", give_up=0.05), Tier("minimise", "cost")),
    (Tier("maximise", "protein", give_up=3.0, relative=False), Tier("minimise", "cost")),
)


def problems(*, soft: bool = True, most_days: int = 4) -> st.SearchStrategy[PlanningProblem]:
    """Two or three slots of three or four dishes, one or two groups, up to four rules."""
    return st.integers(0, 10**9).map(lambda seed: random_problem(seed, soft=soft, most_days=most_days))


def random_problem(seed: int, *, soft: bool = True, most_days: int = 4) -> PlanningProblem:
    """The problem of a seed; without `soft`, all rules are hard."""
    r = Random(seed)
    days = WEEK[: r.randint(2, most_days)]
    slots = [
        Slot(s, pick=r.choice([1, 1, 1, 2]), portion=r.choice([(1.0, 1.0), (0.8, 1.2), (0.5, 1.5)]))
        for s in SLOTS[: r.randint(2, 3)]
    ]
    dishes = [_dish(r, f"{s.id}_{n}", s.id) for s in slots for n in range(r.randint(3, 4))]
    if r.random() < 0.5:
        dishes.append(replace(_dish(r, "tray", "animal"), slots=("animal", "staple")))
    rules = [_rule(r, dishes, days) for _ in range(r.randint(1, 4))]
    return problem(
        dishes,
        rules=[replace(x, name=f"{x.kind}_{n}", soft=x.soft and soft) for n, x in enumerate(rules)],
        groups=[_group(r, g) for g in ("boys", "girls")[: r.randint(1, 2)]],
        slots=slots,
        days=days,
        weeks=2 if len(days) == 2 and r.random() < 0.5 else 1,
        objective=r.choice(OBJECTIVES),
    )


def _group(r: Random, id: str) -> Group:
    requirement = {"energy": 2000.0, "protein": r.choice([50.0, 70.0])}
    own = {"staple": (0.7, 1.0)} if r.random() < 0.5 else {}
    return group(id, headcount=r.choice([50, 120]), requirement=requirement, portions=own)


def _dish(r: Random, id: str, slot: str) -> DishFacts:
    fat = float(r.randint(0, 20))
    ceiling = r.choice([fat, fat, fat + 3.0, None])
    made = dish(
        id,
        slots=[slot],
        cost=r.uniform(500, 5000),
        nutrients={
            "energy": known(r.uniform(50, 400)),
            "protein": known(r.uniform(0, 25)),
            "fat": NutrientAmount(fat, fat, ceiling, 1, 1 if ceiling == fat else 2),
        },
        step=r.choice([0.0, 5.0, 25.0]),
        tags=r.sample(TAGS, r.randint(0, 2)),
        edible_g={"vegetable": r.choice([0.0, 40.0, 75.0])},
        acceptance=r.choice([0.6, 0.7, 0.85, 0.9]),
        main=r.choice(["tuna", "tempe", "egg"]),
        method=r.choice(["fried", "steamed"]),
        colour=r.choice(["green", ""]),
    )
    return replace(made, serve=Serve(PIECE, 2.0, 1.0)) if r.random() < 0.3 else made


def _rule(r: Random, dishes: Sequence[DishFacts], days: tuple[str, ...]) -> AnyRule:
    return r.choice(_KINDS)(r, dishes, days)


def _some(r: Random, days: tuple[str, ...]) -> tuple[str, ...]:
    return r.choice([(), (), days[:1], days[1:]])


def _named(r: Random, dishes: Sequence[DishFacts]) -> tuple[str, ...]:
    return tuple(d.id for d in r.sample(dishes, r.randint(1, 3)))


def _soft(r: Random) -> bool:
    return r.random() < 0.4


_KINDS: tuple[Callable[[Random, Sequence[DishFacts], tuple[str, ...]], AnyRule], ...] = (
    lambda r, _dishes, days: NutrientRange(
        nutrient="protein",
        per=r.choice(["day", "week", "plan"]),
        min=r.choice([Amount(30, "% AKG"), Amount(15), Amount(25, "g")]),
        max=r.choice([None, Amount(40)]),
        days=_some(r, days),
        groups=r.choice([(), ("boys",)]),
        soft=_soft(r),
    ),
    lambda r, _dishes, _days: NutrientRange(
        nutrient="fat", per=r.choice(["day", "week"]), max=r.choice([Amount(15), Amount(30)])
    ),
    lambda r, _dishes, days: EnergyShare(
        of="protein",
        per=r.choice(["day", "week", "plan"]),
        min=Amount(10, "%"),
        max=r.choice([None, Amount(30, "%")]),
        days=_some(r, days),
    ),
    lambda r, _dishes, _days: FoodGroupPortions(
        food_group="vegetable",
        portion=Amount(75, "g"),
        per=r.choice(["day", "week", "plan"]),
        at_least=r.choice([None, 0.5, 1.0]),
        at_most=r.choice([2.0, None]),
        slots=r.choice([(), ("animal",)]),
        soft=_soft(r),
    ),
    lambda r, _dishes, _days: Budget(
        max=Amount(r.choice([5000, 7000, 10000])),
        over=r.choice(["day", "week", "plan"]),
        groups=r.choice([(), ("boys",)]),
        slots=r.choice([(), ("animal",)]),
        soft=_soft(r),
    ),
    lambda r, _dishes, days: TagDays(
        tag=r.choice(TAGS),
        at_least=r.choice([None, 1, 2]),
        at_most=r.choice([None, 2, 3]),
        only_on=r.choice([(), days[:2]]),
        never_on=r.choice([(), days[-1:]]),
        slots=r.choice([(), ("animal",)]),
        days=_some(r, days),
        soft=_soft(r),
    ),
    lambda r, dishes, days: Repeat(
        of=r.choice(["dish", "main_ingredient", "method", "colour"]),
        at_most=r.randint(1, 2),
        within_days=r.randint(1, 4),
        days=_some(r, days),
        slots=r.choice([(), ("animal",)]),
        soft=_soft(r),
    ),
    lambda r, dishes, days: NotAdjacent(
        dishes=_named(r, dishes), tags=r.choice([(), ("fried",)]), days=_some(r, days), soft=_soft(r)
    ),
    lambda r, dishes, days: Incompatible(
        dishes=_named(r, dishes), tags=r.choice([(), ("fried",)]), days=_some(r, days), soft=_soft(r)
    ),
    lambda r, dishes, days: Pin(dish=r.choice(dishes).id, days=r.choice([days[:1], days[-1:]]), soft=_soft(r)),
    lambda r, dishes, days: Ban(
        dishes=_named(r, dishes), slots=r.choice([(), ("animal",)]), days=_some(r, days), soft=_soft(r)
    ),
)
