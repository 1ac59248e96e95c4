"""What a plan needs from the market."""

from dataclasses import replace

from kagemi.domain.plan import Serving
from kagemi.domain.purchase import Need
from kagemi.report.menu import Menu
from kagemi.report.needs import needs
from kagemi.report.totals import kilograms
from tests.build import MONDAY, dish, group, problem
from tests.store.sample import a_plan

FISH = dish("fried_fish", gross_g={"fish": 80.0, "oil": 12.5})
SOUP = dish("soup", slots=("vegetable",), gross_g={"kale": 50.0, "oil": 1.0})


def plan_of(*servings: Serving):  # type: ignore[no-untyped-def]
    groups = (group("girls", headcount=300), group("boys", headcount=100))
    return replace(a_plan(), problem=problem([FISH, SOUP], groups=groups), servings=servings)


def test_all_children_and_their_portions_count() -> None:
    plan = plan_of(Serving(0, "fried_fish", {"girls": 1.0, "boys": 1.5}))
    assert needs(plan) == (Need("fish", MONDAY, 36_000), Need("oil", MONDAY, 5_625))


def test_dishes_of_one_day_share_a_need() -> None:
    portions = {"girls": 1.0, "boys": 1.0}
    plan = plan_of(Serving(0, "fried_fish", portions), Serving(0, "soup", portions))
    assert Need("oil", MONDAY, 5_400) in needs(plan)


def test_a_dish_for_one_group_only_is_needed_for_that_group() -> None:
    plan = plan_of(Serving(1, "soup", {"boys": 1.0}))
    assert {n.food: n.grams for n in needs(plan)} == {"kale": 5_000, "oil": 100}


def test_fractions_of_a_gram_are_rounded_up_but_not_noise() -> None:
    plan = plan_of(Serving(0, "soup", {"girls": 1 / 3, "boys": 0.0}))
    assert {n.food: n.grams for n in needs(plan)} == {"kale": 5_000, "oil": 100}
    plan = plan_of(Serving(0, "soup", {"girls": 0.333, "boys": 0.0}))
    assert {n.food: n.grams for n in needs(plan)} == {"kale": 4_995, "oil": 100}


def test_needs_are_the_kilograms_that_rules_count() -> None:
    plan = plan_of(Serving(0, "fried_fish", {"girls": 0.87, "boys": 1.13}), Serving(2, "soup", {"girls": 1.0}))
    menu = Menu(plan.problem, plan.servings)
    for day in plan.problem.days:
        mine = sum(n.grams for n in needs(plan) if n.day == day.date and n.food == "oil")
        assert abs(mine - 1000 * kilograms(menu, [day], ["oil"])) < 1
