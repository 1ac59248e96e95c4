"""What was planned, served and eaten, by hand and as properties."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kagemi.domain.plan import Outcome, Plan
from kagemi.domain.problem import DishFacts, Group, NutrientAmount, Serving
from kagemi.domain.record import Record
from kagemi.domain.rules import Alternative
from kagemi.report.eaten import DayEaten, Intake, eaten
from tests.build import MONDAY, dish, group, problem

RICE = dish("rice", slots=("staple",), nutrients={"energy": 400.0, "protein": 8.0, "iron": 1.0}, served_g=200)
TUNA = dish("tuna", nutrients={"energy": 200.0, "protein": 20.0, "iron": 2.0}, served_g=100)
BOYS, GIRLS = group("boys", headcount=60), group("girls", headcount=40)
PORTIONS = {"boys": 1.5, "girls": 1.0}
HALF = (0, 0, 10, 0, 0)
ALL_EATEN = (10, 0, 0, 0, 0)


def plan(menu: Mapping[int, Sequence[DishFacts]], groups: Sequence[Group] = (BOYS, GIRLS)) -> Plan:
    """Day -> dishes; boys get one and a half portions."""
    dishes = {d.id: d for served in menu.values() for d in served}
    made = problem(list(dishes.values()), groups=groups, days=("monday", "tuesday"))
    portions = {g.id: PORTIONS.get(g.id, 1.0) for g in groups}
    servings = tuple(Serving(day, d.id, portions) for day, served in menu.items() for d in served)
    return Plan(1, made, servings, Outcome("optimal"), (), "abc", "0")


def record(
    dish: str,
    served: int,
    trays: tuple[int, int, int, int, int] | None = None,
    *,
    day: int = 0,
    canteen: str = "Test",
    school_class: str = "",
) -> Record:
    return Record(canteen, MONDAY + timedelta(days=day), dish, served, trays, school_class=school_class)


def monday(*records: Record, dishes: Sequence[DishFacts] = (RICE, TUNA)) -> DayEaten:
    return eaten(plan({0: dishes}), records)[0]


def means(intake: Intake, nutrient: str = "protein") -> tuple[float | None, float | None, float | None]:
    return intake.mean_planned(nutrient), intake.mean_served(nutrient), intake.mean_eaten(nutrient)


def test_without_records_all_is_served_as_planned_and_nothing_is_known_to_be_eaten() -> None:
    day = monday()
    # boys 1.5 x 28 = 42, girls 28; (60 x 42 + 40 x 28) / 100 = 36.4
    assert means(day.everyone) == pytest.approx((36.4, 36.4, 0.0))
    assert day.everyone.mean_eaten_at_most("protein") == pytest.approx(36.4)
    assert (day.dishes, day.recorded, day.known) == (2, 0, 0)
    assert (day.looked_at_g, day.left_g) == (0, 0)


def test_half_of_a_dish_left_is_half_of_it_eaten() -> None:
    day = monday(record("rice", 100, ALL_EATEN), record("tuna", 100, HALF))
    # boys 1.5 x (8 + 10) = 27, girls 18; (60 x 27 + 40 x 18) / 100 = 23.4
    assert means(day.everyone) == pytest.approx((36.4, 36.4, 23.4))
    assert day.everyone.mean_eaten_at_most("protein") == pytest.approx(23.4)
    assert means(day.groups["boys"]) == pytest.approx((42.0, 42.0, 27.0))
    assert means(day.groups["girls"]) == pytest.approx((28.0, 28.0, 18.0))
    # 130 portions of 200 g and of 100 g went out, and 65 of 100 g came back
    assert (day.looked_at_g, day.left_g) == pytest.approx((39_000, 6_500))


def test_children_who_stay_away_do_not_lower_what_a_child_is_served() -> None:
    day = monday(record("rice", 80, ALL_EATEN), record("tuna", 80, ALL_EATEN))
    assert means(day.everyone) == pytest.approx((36.4, 36.4, 36.4))
    assert (day.everyone.planned_children, day.everyone.served_children) == pytest.approx((100, 80))


def test_a_dish_that_ran_out_lowers_what_a_child_is_served() -> None:
    day = monday(record("rice", 100), record("tuna", 50))
    # 1.3 portions a child on the mean: 8 of rice, and tuna for every second one
    assert means(day.everyone)[1] == pytest.approx(1.3 * (8 + 10))


def test_a_dish_without_a_record_is_served_to_the_children_that_came_and_not_known_to_be_eaten() -> None:
    day = monday(record("rice", 80, ALL_EATEN))
    assert means(day.everyone) == pytest.approx((36.4, 36.4, 1.3 * 8))
    assert (day.recorded, day.known) == (1, 1)


def test_portions_counted_without_a_look_at_the_trays_are_served_and_not_known_to_be_eaten() -> None:
    day = monday(record("rice", 100), record("tuna", 100, ALL_EATEN))
    assert means(day.everyone) == pytest.approx((36.4, 36.4, 1.3 * 20))
    assert day.everyone.mean_eaten_at_most("protein") == pytest.approx(36.4)
    assert (day.recorded, day.known) == (2, 1)


def test_a_dish_of_which_nothing_went_out_is_not_served() -> None:
    day = monday(record("rice", 100, ALL_EATEN), record("tuna", 0))
    assert means(day.everyone) == pytest.approx((36.4, 10.4, 10.4))
    assert day.not_served == ("tuna",)
    assert day.known == 2


def test_a_day_on_which_nobody_came_has_no_mean() -> None:
    day = monday(record("rice", 0), record("tuna", 0))
    assert means(day.everyone)[1:] == (None, None)


def test_the_last_record_of_a_dish_counts_and_other_days_and_canteens_do_not() -> None:
    day = monday(
        record("tuna", 50),
        record("rice", 100, ALL_EATEN),
        record("tuna", 100, ALL_EATEN),
        record("tuna", 7, canteen="elsewhere"),
        record("tuna", 7, day=1),
    )
    assert means(day.everyone)[2] == pytest.approx(36.4)


def test_what_classes_left_of_a_dish_is_pooled() -> None:
    day = monday(
        record("rice", 100, ALL_EATEN),
        record("tuna", 90, ALL_EATEN, school_class="7A"),
        record("tuna", 100, (0, 0, 0, 0, 10), school_class="7B"),
    )
    assert day == monday(record("rice", 100, ALL_EATEN), record("tuna", 100, HALF))


def test_a_recorded_dish_that_the_plan_has_not_is_named() -> None:
    assert monday(record("soup", 100)).unplanned == ("soup",)


def test_a_dish_that_only_some_groups_get_is_held_against_those_groups() -> None:
    rule = Alternative(name="no_fish", groups=("girls",), avoids=("fish",))
    egg = dish("egg", nutrients={"protein": 10.0})
    tuna = dish("tuna", nutrients={"protein": 20.0}, allergens=frozenset({"fish"}))
    problem_ = problem([tuna, egg], groups=[BOYS, GIRLS], days=("monday",), rules=[rule])
    servings = (Serving(0, "tuna", {"boys": 1.0}), Serving(0, "egg", {"girls": 1.0}))
    made = Plan(1, problem_, servings, Outcome("optimal"), (), "abc", "0")
    (day,) = eaten(made, [record("tuna", 30, ALL_EATEN), record("egg", 20, HALF)])
    # half of the boys came, so half of the girls are taken to have come: 20 portions for 20 girls
    assert means(day.groups["boys"]) == pytest.approx((20.0, 20.0, 20.0))
    assert means(day.groups["girls"]) == pytest.approx((10.0, 10.0, 5.0))


def test_a_nutrient_that_an_ingredient_has_no_figure_for_is_marked() -> None:
    odd = dish("odd", nutrients={"protein": NutrientAmount(5.0, 5.0, None, 2, 3)})
    assert monday(dishes=[RICE, odd]).everyone.incomplete == {"energy", "protein", "iron"}
    assert monday().everyone.incomplete == frozenset()


def test_a_day_without_dishes_plans_nothing() -> None:
    tuesday = eaten(plan({0: [RICE, TUNA]}), [])[1]
    assert means(tuesday.everyone) == (0.0, 0.0, 0.0)
    assert tuesday.dishes == 0


TRAYS = st.tuples(*[st.integers(0, 9)] * 5).filter(any)
RECORDS = st.lists(
    st.builds(
        record, st.sampled_from(["rice", "tuna"]), st.integers(0, 200), TRAYS | st.none(), day=st.integers(0, 1)
    ),
    max_size=6,
)


@settings(derandomize=True, deadline=None)
@given(RECORDS)
def test_no_more_is_eaten_than_served(records: list[Record]) -> None:
    for day in eaten(plan({0: [RICE, TUNA], 1: [TUNA, RICE]}), records):
        for intake in (*day.groups.values(), day.everyone):
            for nutrient in ("energy", "protein", "iron"):
                least, most = intake.eaten[nutrient], intake.eaten[nutrient] + intake.unknown[nutrient]
                assert 0 <= least <= most <= intake.served[nutrient] * (1 + 1e-9)
        assert 0 <= day.left_g <= day.looked_at_g * (1 + 1e-9)
        assert day.known <= day.recorded <= day.dishes


@settings(derandomize=True, deadline=None)
@given(st.integers(1, 200), st.integers(1, 200))
def test_all_eaten_is_all_that_was_served(rice: int, tuna: int) -> None:
    day = monday(record("rice", rice, ALL_EATEN), record("tuna", tuna, ALL_EATEN))
    assert day.everyone.eaten == pytest.approx(dict(day.everyone.served))
    assert day.left_g == pytest.approx(0)


@settings(derandomize=True, deadline=None)
@given(RECORDS)
def test_days_add_up(records: list[Record]) -> None:
    days = eaten(plan({0: [RICE, TUNA], 1: [TUNA, RICE]}), records)
    both = days[0].everyone + days[1].everyone
    assert both.served_children == pytest.approx(sum(d.everyone.served_children for d in days))
    assert both.eaten["iron"] == pytest.approx(sum(d.everyone.eaten["iron"] for d in days))
