"""Small random problems of all rule kinds, for properties that every problem must have.

A problem follows from a seed: Hypothesis chooses seeds. Drawing each figure through Hypothesis makes many
figures equal, and so many menus equally good.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from hypothesis import strategies as st

from kagemi.domain.amount import Amount
from kagemi.domain.dish import Serve
from kagemi.domain.food import Food, FoodGroup, Price
from kagemi.domain.message import Text
from kagemi.domain.problem import (
    Day,
    DishFacts,
    Group,
    NutrientAmount,
    PlanningProblem,
    ServedBefore,
    Slot,
    Tier,
)
from kagemi.domain.rules import (
    Acceptance,
    Alternative,
    AnyRule,
    Ban,
    Budget,
    Diversity,
    Emissions,
    EnergyShare,
    Equipment,
    FishForm,
    FishSafety,
    FoodGroupPortions,
    GoesWith,
    Incompatible,
    Labour,
    LocalShare,
    NewDishes,
    NotAdjacent,
    NutrientRange,
    Pin,
    Repeat,
    Season,
    Storage,
    Supply,
    TagDays,
    UseUp,
)
from tests.build import MONDAY, WEEK, dish, group, known, problem

SLOTS = ("animal", "staple", "vegetable")
TAGS = ("fish", "fried", "green")
PIECE = Text("potong", "piece")

OBJECTIVES = (
    (Tier("minimise", "cost"),),
    (Tier("minimise", "shortfall"), Tier("maximise", "acceptance", give_up=0.05), Tier("minimise", "cost")),
    (Tier("maximise", "protein", give_up=3.0, relative=False), Tier("minimise", "cost")),
)
MORE_OBJECTIVES = (
    (Tier("minimise", "shortfall"), Tier("minimise", "extra_dishes"), Tier("minimise", "cost")),
    (Tier("minimise", "emissions", give_up=0.1), Tier("minimise", "cost")),
    (
        Tier("minimise", "shortfall"),
        Tier("maximise", "variety", give_up=1.0, relative=False),
        Tier("minimise", "cost"),
    ),
)


def _food(id: str, food_group: FoodGroup, price_idr: int, *tags: str) -> Food:
    price = Price("kg", 1000.0, price_idr, date(2026, 11, 1), "Malang", "estimate", "test")
    return Food(id, id, id, food_group, 100.0, "published", "", tags=frozenset(tags), price=price)


FOODS = {
    f.id: f
    for f in (
        _food("tuna", "fish", 60_000),
        _food("egg", "egg", 28_000, "local"),
        _food("tempe", "legume", 15_000, "local"),
        _food("spinach", "vegetable", 8_000, "local"),
        _food("rice", "cereal", 14_000),
    )
}


def problems(*, soft: bool = True, most_days: int = 4) -> st.SearchStrategy[PlanningProblem]:
    """Two or three slots of three or four dishes, one or two groups, up to six rules."""
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
    groups = [_group(r, g) for g in ("boys", "girls")[: r.randint(1, 2)]]
    weeks = 2 if len(days) == 2 and r.random() < 0.5 else 1
    objective = r.choice(OBJECTIVES)
    more = Random(f"kitchen {seed}")  # a source of its own: what the first one gives stays as it was
    dishes = [_with_kitchen(more, d) for d in dishes]
    kinds = [_KITCHEN_KINDS[(2 * seed + n) % len(_KITCHEN_KINDS)] for n in range(more.randint(1, 2))]
    rules += [kind(more, dishes, days) for kind in kinds]
    if more.random() < 0.3:
        objective = more.choice(MORE_OBJECTIVES)
    made = problem(
        dishes,
        rules=[replace(x, name=f"{x.kind}_{n}", soft=x.soft and soft) for n, x in enumerate(rules)],
        groups=groups,
        slots=slots,
        days=days,
        weeks=weeks,
        objective=objective,
    )
    if any(isinstance(x, Alternative) for x in rules):
        made = replace(made, groups=(_group(more, "boys"), replace(_group(more, "girls"), headcount=30)))
    before = _before(more, dishes) if any(isinstance(x, NewDishes) for x in rules) else ()
    return replace(made, foods=FOODS, before=before)


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


def _with_kitchen(r: Random, made: DishFacts) -> DishFacts:
    """The dish with what the rules about buying, cooking and children look at."""
    gross = {f: float(r.randint(10, 90)) for f in r.sample(sorted(FOODS), r.randint(1, 3))}
    allergens = {f for f in ("egg", "tuna") if f in gross} | ({"gluten"} if r.random() < 0.2 else set())
    risks = {"histamine_prone", "mercury_moderate"} if "tuna" in gross else set()
    emitted = r.uniform(0.05, 0.6)
    return replace(
        made,
        gross_g=gross,
        allergens=frozenset({"fish" if a == "tuna" else a for a in allergens}),
        tags=made.tags | risks,
        species="tuna" if risks else "",
        ladder=r.choice([1, 2, 3, 4]) if risks else None,
        equipment={m: r.uniform(10, 60) for m in ("stove", "fryer") if r.random() < 0.5},
        labour_minutes=r.uniform(20, 120) if r.random() < 0.9 else None,
        batch=r.choice([50, 100]),
        emissions=NutrientAmount(emitted, emitted, r.choice([emitted, emitted, emitted + 0.2, None]), 1, 2),
    )


def _before(r: Random, dishes: Sequence[DishFacts]) -> tuple[ServedBefore, ...]:
    """Three dishes of the last days of the week before."""
    served = zip((-3, -2, -1), r.sample(dishes, 3), strict=True)
    return tuple(
        ServedBefore(Day(n, MONDAY + timedelta(days=n - 2), -1), d.id, d.slots, d.main, "", d.method, d.colour)
        for n, d in served
    )


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

_KITCHEN_KINDS: tuple[Callable[[Random, Sequence[DishFacts], tuple[str, ...]], AnyRule], ...] = (
    lambda r, _dishes, days: Diversity(
        of=r.choice(["dish", "main_ingredient", "method", "species"]),
        at_least=r.randint(1, 3),
        over=r.choice(["day", "day", "week", "plan"]),
        slots=r.choice([(), ("animal",)]),
        days=_some(r, days),
        soft=_soft(r),
    ),
    lambda r, _dishes, days: LocalShare(
        at_least=Amount(r.choice([30, 50]), "%"),
        foods=r.choice([(), ("rice",)]),
        over=r.choice(["day", "week", "plan"]),
        days=_some(r, days),
        soft=_soft(r),
    ),
    lambda r, dishes, days: GoesWith(
        dishes=_named(r, dishes),
        tags=r.choice([(), ("fried",)]),
        with_dishes=_named(r, dishes),
        with_tags=r.choice([(), ("green",)]),
        slots=r.choice([(), ("animal",)]),
        days=_some(r, days),
        soft=_soft(r),
    ),
    lambda r, _dishes, days: Equipment(
        equipment=r.choice(["stove", "fryer"]),
        minutes=r.choice([120, 180]),
        units=r.randint(1, 2),
        days=_some(r, days),
        soft=_soft(r),
    ),
    lambda r, _dishes, days: Labour(
        hours=r.choice([8.0, 16.0]), slots=r.choice([(), ("animal",)]), days=_some(r, days), soft=_soft(r)
    ),
    lambda r, _dishes, days: Storage(
        place="freezer",
        at_most=Amount(r.choice([10, 20]), "kg"),
        foods=r.choice([(), ("egg",)]),
        food_groups=("fish",),
        bought_on=r.choice([(), ("monday", "wednesday"), ("tuesday",)]),
        days=_some(r, days),
        soft=_soft(r),
    ),
    lambda r, _dishes, days: Supply(
        food=r.choice(sorted(FOODS)),
        at_least=r.choice([None, Amount(3, "kg")]),
        at_most=Amount(r.choice([15, 30]), "kg"),
        per=r.choice(["day", "week", "plan"]),
        soft=_soft(r),
    ),
    lambda r, _dishes, _days: UseUp(
        food=r.choice(sorted(FOODS)),
        amount=Amount(r.choice([4, 8]), "kg"),
        by=r.choice(["2026-11-30", "2026-12-01", "2026-12-31"]),
        soft=_soft(r),
    ),
    lambda r, _dishes, days: Season(
        foods=tuple(r.sample(sorted(FOODS), r.randint(1, 2))),
        months=r.choice([("november",), ("december",)]),
        days=_some(r, days),
        soft=_soft(r),
    ),
    lambda r, _dishes, days: Acceptance(
        at_least=Amount(r.choice([70, 75, 80]), "%"),
        per=r.choice(["day", "week", "plan"]),
        slots=r.choice([(), ("animal",)]),
        days=_some(r, days),
        soft=_soft(r),
    ),
    lambda r, _dishes, days: FishForm(
        up_to=r.randint(1, 2),
        since=r.choice([None, "2026-11-16", "2026-11-30"]),
        weeks_a_step=r.randint(1, 2),
        days=_some(r, days),
        soft=_soft(r),
    ),
    lambda r, dishes, days: NewDishes(
        at_most=r.randint(1, 4),
        over=r.choice(["week", "plan"]),
        within_days=r.choice([1, 2, 100]),
        tried=_named(r, dishes),
        days=_some(r, days),
        soft=_soft(r),
    ),
    lambda r, _dishes, days: Alternative(
        avoids=tuple(r.sample(["egg", "fish", "gluten"], r.randint(1, 2))),
        groups=("girls",),
        days=_some(r, days),
        soft=_soft(r),
    ),
    lambda r, _dishes, days: FishSafety(
        of=r.choice(["mercury", "histamine"]),
        at_most=r.randint(0, 2),
        over=r.choice(["week", "plan"]),
        slots=r.choice([(), ("animal",)]),
        days=_some(r, days),
        soft=_soft(r),
    ),
    lambda r, _dishes, days: Emissions(
        at_most=r.choice([0.8, 1.2]),
        per=r.choice(["day", "week", "plan"]),
        groups=r.choice([(), ("boys",)]),
        days=_some(r, days),
        soft=_soft(r),
    ),
)
