"""The front between two quantities: exactly what trying out every menu finds."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kagemi.domain.amount import Amount
from kagemi.domain.plan import Serving
from kagemi.domain.problem import DishFacts, NutrientAmount, PlanningProblem, Tier
from kagemi.domain.rules import AnyRule, Budget, Incompatible, Repeat, TagDays
from kagemi.optimizer.frontier import Front, Point, find_front, objective_of, outcome_of, tier_of, undominated
from kagemi.optimizer.menu import best_menu
from kagemi.optimizer.solve import Solver, Stop
from kagemi.optimizer.tiers import Limits, signed
from kagemi.report.check import check, compliance, shortfall
from tests.build import dish, problem

EXACT = Limits(60.0, 0.0)
SLOTS = ("staple", "animal")
YS = ("acceptance", "emissions", "protein", "variety", "iron")

Values = tuple[float, float]


def small_problem(seed: int) -> PlanningProblem:
    """Two days, two slots, three dishes each, portions fixed: 81 menus."""
    r = Random(seed)
    dishes = [_dish(r, f"{slot}_{n}", slot) for slot in SLOTS for n in range(3)]
    others: list[AnyRule] = [
        Repeat(name="repeat", of="dish", at_most=1, within_days=2, slots=("animal",)),
        Budget(name="budget", max=Amount(6500.0), over="day"),
        Incompatible(name="not_both", dishes=("staple_0", "animal_0")),
        TagDays(name="soft", tag="fried", at_most=0, soft=True),
    ]
    rules = [TagDays(name="fish", tag="fish", at_least=1), r.choice(others)]
    objective = (Tier("minimise", "shortfall"), Tier("minimise", "cost"))
    return problem(dishes, rules=rules, days=("monday", "tuesday"), objective=objective)


def _dish(r: Random, id: str, slot: str) -> DishFacts:
    emitted = r.randint(1, 40) / 20
    return dish(
        id,
        slots=[slot],
        cost=100.0 * r.randint(10, 40),
        nutrients={"protein": r.randint(0, 25), "iron": r.randint(0, 30) / 10, "energy": 300},
        tags=r.sample(["fish", "fried"], r.randint(0, 2)),
        acceptance=r.randint(10, 19) / 20,
        main=r.choice(["tuna", "tempe", "egg", "rice"]),
        emissions=NutrientAmount(emitted, emitted, emitted, 1, 1),
    )


def menus(asked: PlanningProblem) -> Iterator[tuple[Serving, ...]]:
    """Every menu that keeps the hard rules."""
    by_slot = [[d.id for d in asked.dishes if s.id in d.slots] for s in asked.slots]
    for days in product(product(*by_slot), repeat=len(asked.days)):
        portions = {g.id: 1.0 for g in asked.groups}
        menu = tuple(Serving(day, dish, portions) for day, dishes in enumerate(days) for dish in dishes)
        if compliance(check(asked, menu)):
            yield menu


def value(asked: PlanningProblem, menu: tuple[Serving, ...], quantity: str) -> float:
    """A quantity, straight from its meaning."""
    dishes = [asked.dish(s.dish) for s in menu]
    if quantity == "variety":
        return len({d.main for d in dishes if d.main})
    if quantity == "acceptance":
        return sum(d.acceptance for d in dishes) / len(dishes)
    amounts = {"cost": [d.cost_idr for d in dishes], "emissions": [d.emissions.total for d in dishes]}
    return sum(amounts.get(quantity) or [d.nutrients[quantity].floor for d in dishes]) / len(asked.days)


def enumerated(asked: PlanningProblem, x: str, y: str) -> list[Values]:
    """The front by trying out every menu."""
    every = list(menus(asked))
    least = min((shortfall(asked, check(asked, m)) for m in every), default=0.0)
    good = [m for m in every if shortfall(asked, check(asked, m)) <= least + 1e-9]
    pairs = {(round(value(asked, m, x), 9), round(value(asked, m, y), 9)) for m in good}
    front: list[Values] = []
    for pair in sorted(pairs, key=lambda p: (signed(tier_of(x), p[0]), signed(tier_of(y), p[1]))):
        if not front or signed(tier_of(y), pair[1]) < signed(tier_of(y), front[-1][1]) - 1e-9:
            front.append(pair)
    return front


def values(front: Front) -> list[Values]:
    return [(p.x, p.y) for p in front.points]


def same(front: Front, expected: list[Values]) -> bool:
    return [v for p in values(front) for v in p] == pytest.approx([v for p in expected for v in p], rel=1e-6)


@settings(max_examples=25, deadline=None, derandomize=True, database=None)
@given(st.integers(0, 10**6), st.sampled_from(YS))
def test_the_whole_front_is_what_trying_out_every_menu_finds(seed: int, y: str) -> None:
    asked = small_problem(seed)
    expected = enumerated(asked, "cost", y)
    front = find_front(asked, "cost", y, points=None, limits=EXACT)
    if not expected:
        assert front.status == "infeasible"
        return
    assert same(front, expected), (values(front), expected)
    assert all(p.gap < 1e-6 for p in front.points)


def test_any_two_quantities_have_a_front() -> None:
    asked = small_problem(14)
    front = find_front(asked, "emissions", "cost", points=None, limits=EXACT)
    assert same(front, enumerated(asked, "emissions", "cost"))


def test_evenly_spaced_levels_give_points_of_the_whole_front_with_both_ends() -> None:
    asked = small_problem(14)
    whole = enumerated(asked, "cost", "protein")
    some = find_front(asked, "cost", "protein", points=4, limits=EXACT)
    assert len(whole) > len(some.points) > 2
    assert some.points[0].x == pytest.approx(whole[0][0])
    assert some.points[-1].y == pytest.approx(whole[-1][1])
    assert all(any(pair == pytest.approx(known) for known in whole) for pair in values(some))


def test_every_point_keeps_the_rules_and_the_shortfall() -> None:
    asked = replace(small_problem(14), rules=(TagDays(name="soft", tag="fried", at_most=0, soft=True),))
    front = find_front(asked, "cost", "acceptance", limits=EXACT)
    least = front.locked[0].value
    for point in front.points:
        findings = check(asked, point.servings)
        assert compliance(findings)
        assert shortfall(asked, findings) == pytest.approx(least)


def test_a_wide_gap_still_gives_honest_bounds() -> None:
    asked = small_problem(14)
    whole = enumerated(asked, "cost", "protein")
    for point in find_front(asked, "cost", "protein", limits=Limits(60.0, 0.2)).points:
        best = min(x for x, y in whole if y >= point.y - 1e-6)
        assert point.bound is not None
        assert point.bound <= best + 1e-6 <= point.x + 2e-6


def test_a_point_is_the_answer_to_an_objective_that_gives_up_so_much() -> None:
    asked = small_problem(14)
    front = find_front(asked, "cost", "protein", points=None, limits=EXACT)
    point = front.points[1]
    again = replace(asked, objective=objective_of(front, point, asked))
    _, outcome = best_menu(again, limits=EXACT)
    assert outcome.tiers[-1].value == pytest.approx(point.x)
    stated = outcome_of(front, point)
    assert stated.status == "optimal"
    assert [t.quantity for t in stated.tiers] == ["shortfall", "protein", "cost"]
    assert stated.tiers[1].final == pytest.approx(point.y)


def test_rules_that_clash_leave_no_front() -> None:
    asked = replace(small_problem(14), rules=(Budget(name="tiny", max=Amount(1.0)),))
    assert find_front(asked, "cost", "protein", limits=EXACT).status == "infeasible"


def test_an_interrupted_front_has_the_points_found_so_far() -> None:
    stop = Stop()

    def told(done: int, _of: int, _point: Point | None) -> None:
        if done == 2:
            stop.ask()

    asked = small_problem(14)
    front = find_front(asked, "cost", "protein", solver=Solver(stop=stop), limits=EXACT, told=told)
    whole = enumerated(asked, "cost", "protein")
    assert front.interrupted
    assert same(front, [whole[0], whole[-1]])


def test_points_that_a_solver_cannot_tell_apart_are_one() -> None:
    def point(x: float, y: float) -> Point:
        return Point(x, y, x, y, ())

    points = [point(1000.0, 0.8), point(1000.0 - 1e-9, 0.7), point(1200.0, 0.8 + 1e-12), point(1100.0, 0.9)]
    kept = undominated(points, tier_of("cost"), tier_of("acceptance"))
    assert [(p.x, p.y) for p in kept] == [(1000.0, 0.8), (1100.0, 0.9)]
