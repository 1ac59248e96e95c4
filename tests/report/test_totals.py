import pytest

from kagemi.domain.plan import Serving
from kagemi.domain.problem import NutrientAmount, PlanningProblem, Slot
from kagemi.report.menu import Menu
from kagemi.report.totals import (
    acceptance,
    all_nutrients,
    cost_per_portion,
    edible_grams,
    nutrient_mean,
    nutrient_total,
    served_grams,
)
from tests.build import dish, group, problem

PARTLY = NutrientAmount(total=3, floor=2, ceiling=5, known=1, of=2)
RICE = dish("nasi", slots=["staple"], cost=1000, nutrients={"protein": 4, "iron": 1}, served_g=150)
TUNA = dish(
    "tuna",
    cost=7000,
    nutrients={"protein": 20, "iron": PARTLY},
    edible_g={"fish": 75.0, "spice": 4.0},
    acceptance=0.8,
)
SOTO = dish("soto", slots=["staple", "animal"], cost=5000, nutrients={"protein": 15, "iron": 2}, acceptance=0.5)


def week(*, days: tuple[str, ...] = ("monday", "tuesday")) -> PlanningProblem:
    return problem(
        [RICE, TUNA, SOTO],
        groups=[group("boys", headcount=300), group("girls", headcount=100)],
        days=days,
    )


def menu() -> Menu:
    """Rice and tuna on Monday, soto on Tuesday; girls take half the tuna."""
    whole = {"boys": 1.0, "girls": 1.0}
    return Menu(
        week(),
        (Serving(0, "nasi", whole), Serving(0, "tuna", {"boys": 1.0, "girls": 0.5}), Serving(1, "soto", whole)),
    )


def test_a_nutrient_is_summed_over_dishes_times_portion() -> None:
    lines = menu().by_day[0]
    assert nutrient_total(lines, "boys", "protein").total == 24
    assert nutrient_total(lines, "girls", "protein").total == 14


def test_floor_ceiling_and_coverage_are_summed_each_on_its_own() -> None:
    assert nutrient_total(menu().by_day[0], "girls", "iron") == NutrientAmount(2.5, 2.0, 3.5, 2, 3)


def test_one_unknown_ceiling_makes_the_sum_unknown() -> None:
    bakso = dish("bakso", nutrients={"iron": NutrientAmount(0, 0, None, 0, 1)})
    served = Menu(problem([bakso]), (Serving(0, "bakso", {"boys": 1.0}),))
    assert nutrient_total(served.by_day[0], "boys", "iron").ceiling is None


def test_a_dish_that_a_group_does_not_get_leaves_nothing_unknown() -> None:
    bakso = dish("bakso", nutrients={"iron": NutrientAmount(0, 0, None, 0, 1)})
    served = Menu(problem([bakso]), (Serving(0, "bakso", {"boys": 0.0}),))
    assert nutrient_total(served.by_day[0], "boys", "iron") == NutrientAmount(0, 0, 0, 0, 0)


def test_a_nutrient_that_a_dish_says_nothing_about_is_unknown_not_zero() -> None:
    assert nutrient_total(menu().by_day[1], "boys", "zinc") == NutrientAmount(0, 0, None, 0, 1)


def test_the_mean_day_divides_by_the_days() -> None:
    served = menu()
    assert nutrient_mean(served, "boys", "protein", served.problem.days).total == pytest.approx(19.5)
    assert nutrient_mean(served, "boys", "protein", served.problem.days, ("animal",)).total == pytest.approx(
        17.5
    )


def test_every_nutrient_of_the_mean_day_is_there() -> None:
    served = menu()
    nutrients = all_nutrients(served, "girls", served.problem.days)
    assert nutrients["protein"].total == pytest.approx((14 + 15) / 2)
    assert nutrients["zinc"].ceiling is None


def test_cost_is_weighted_by_headcount() -> None:
    served = menu()
    monday, tuesday = served.problem.days
    boys, girls = served.problem.groups
    assert cost_per_portion(served, [monday], [boys]) == 8000
    assert cost_per_portion(served, [monday], [girls]) == 4500
    assert cost_per_portion(served, [monday]) == (300 * 8000 + 100 * 4500) / 400
    assert cost_per_portion(served, [tuesday]) == 5000
    assert cost_per_portion(served) == (7125 + 5000) / 2


def test_nobody_to_feed_costs_nothing() -> None:
    assert cost_per_portion(menu(), [], None) == 0
    assert cost_per_portion(menu(), None, []) == 0


def test_acceptance_counts_a_dish_once_for_every_slot_it_fills() -> None:
    assert acceptance(menu()) == pytest.approx((1.0 + 0.8 + 2 * 0.5) / 4)


def test_acceptance_of_free_portions_is_not_counted() -> None:
    free = problem([RICE, TUNA], slots=[Slot("staple"), Slot("animal", None)], days=("monday",))
    both = (Serving(0, "nasi", {"boys": 1.0}), Serving(0, "tuna", {"boys": 1.0}))
    assert acceptance(Menu(free, both)) == 1.0


def test_grams_are_served_and_edible() -> None:
    lines = menu().by_day[0]
    assert served_grams(lines, "girls") == 150 + 0.5 * 100
    assert edible_grams(lines, "girls") == {"fish": 37.5, "spice": 2.0}
