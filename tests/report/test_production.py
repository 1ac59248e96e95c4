"""What a kitchen does on a day."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kagemi.domain.dish import Dish, Ingredient, Serve
from kagemi.domain.food import Food
from kagemi.domain.message import Text
from kagemi.domain.plan import Serving
from kagemi.domain.problem import DishFacts
from kagemi.domain.rules import Alternative, AnyRule, Equipment
from kagemi.report.menu import Menu
from kagemi.report.production import Production, Recipe, batch_sizes, production, recipe_state, uses_of
from tests.build import dish, group, problem

NOON = 12 * 60
FOODS = {
    name: Food(name, name.capitalize(), name, "vegetable", edible, "measured", name)
    for name, edible in (("tuna", 60.0), ("minyak", 100.0), ("garam", 100.0))
}
TUNA = dish(
    "tuna_goreng",
    method="fried",
    gross_g={"tuna": 125.0, "minyak": 40.0},
    equipment={"fryer": 30.0},
    labour_minutes=60.0,
    served_g=70.0,
    allergens=frozenset({"fish"}),
)
EGG = dish("telur", method="boiled", gross_g={"telur": 60.0}, equipment={"stove": 40.0}, labour_minutes=30.0)
SOUP = dish("sop", slots=("vegetable",), method="soup", equipment={"stove": 90.0}, labour_minutes=30.0)
FRUIT = dish("jeruk", slots=("fruit",), method="raw", gross_g={"jeruk": 110.0})
RECIPE = Dish(
    id="tuna_goreng",
    name=Text("Tuna goreng", "Fried tuna"),
    slots=("animal",),
    method="fried",
    main="tuna",
    servings=10,
    ingredients=(
        Ingredient("tuna", 750.0),
        Ingredient("minyak", 100.0),
        Ingredient("minyak", 300.0, use="bath"),
    ),
    serve=Serve(None, 70.0, 5.0),
)


def day(
    *dishes: DishFacts,
    rules: tuple[AnyRule, ...] = (),
    recipes: dict[str, Recipe] | None = None,
    portions: dict[str, dict[str, float]] | None = None,
    **foods: Food,
) -> Production:
    """A monday on which 300 girls get a portion and 100 boys one and a half of each dish."""
    groups = [group("girls", headcount=300), group("boys", headcount=100)]
    usual = {"girls": 1.0, "boys": 1.5}
    servings = tuple(Serving(0, d.id, (portions or {}).get(d.id, usual)) for d in dishes)
    stated = problem(dishes, groups=groups, rules=rules, days=("monday",))
    menu = Menu(stated, servings)
    return production(menu, stated.days[0], recipes or {}, {**FOODS, **foods}, NOON)


def test_all_portions_are_weighed_out_as_bought_and_cleaned() -> None:
    (tuna,) = day(TUNA).cookings
    fish = tuna.weights[0]
    assert tuna.portions == 450
    assert (fish.gross_g, fish.edible_g) == (450 * 125, 450 * 75)
    assert tuna.cooked_g == 450 * 70


def test_a_food_that_nothing_knows_has_no_cleaned_weight() -> None:
    (egg,) = day(EGG).cookings
    assert egg.weights[0].edible_g is None


def test_the_plans_own_foods_count_before_those_of_the_table() -> None:
    stated = replace(problem([TUNA], days=("monday",)), foods={"tuna": replace(FOODS["tuna"], edible_pct=50.0)})
    menu = Menu(stated, (Serving(0, "tuna_goreng", {"boys": 1.0}),))
    (tuna,) = production(menu, stated.days[0], {}, FOODS, NOON).cookings
    assert tuna.weights[0].edible_g == 6250


@settings(derandomize=True, deadline=None, max_examples=60)
@given(
    st.lists(st.dictionaries(st.sampled_from("abcd"), st.floats(0.1, 500), min_size=1), min_size=1, max_size=5),
    st.lists(st.integers(1, 900), min_size=1, max_size=4),
    st.data(),
)
def test_the_sheets_of_all_days_weigh_out_what_the_plan_needs(
    gross: list[dict[str, float]], headcounts: list[int], data: st.DataObject
) -> None:
    dishes = [dish(f"dish_{i}", gross_g=g, method="boiled") for i, g in enumerate(gross)]
    groups = [group(f"g{i}", headcount=n) for i, n in enumerate(headcounts)]
    stated = problem(dishes, groups=groups, days=("monday", "tuesday"))
    servings = tuple(
        Serving(d, i.id, {g.id: data.draw(st.sampled_from([0.0, 0.7, 1.0, 1.35])) for g in groups})
        for d in (0, 1)
        for i in dishes
    )
    menu = Menu(stated, servings)
    sheets = [production(menu, d, {}, {}, NOON) for d in stated.days]
    weighed: dict[str, float] = {}
    for cooking in (c for sheet in sheets for c in sheet.cookings):
        for w in cooking.weights:
            in_batches = sum(w.gross_g * cooking.share(b) for b in cooking.batches)
            assert in_batches == pytest.approx(w.gross_g)
            weighed[w.food] = weighed.get(w.food, 0.0) + in_batches
    needed: dict[str, float] = {}
    for s in servings:
        for food, grams in stated.dish(s.dish).gross_g.items():
            children = sum(g.headcount * s.portions[g.id] for g in groups)
            needed[food] = needed.get(food, 0.0) + grams * children
    assert weighed == pytest.approx({food: grams for food, grams in needed.items() if grams})


@pytest.mark.parametrize(
    ("children", "sizes"),
    [(635, (100,) * 6 + (35,)), (200, (100, 100)), (100, (100,)), (40, (40,))],
)
def test_batches_are_full_but_for_the_last(children: int, sizes: tuple[int, ...]) -> None:
    assert batch_sizes(children, 100) == sizes


def test_a_common_dish_is_cooked_for_those_who_eat_it() -> None:
    avoids = Alternative(name="no_fish", avoids=("fish",), groups=("boys",))
    made = day(TUNA, EGG, rules=(avoids,), portions={"tuna_goreng": {"girls": 1.0}, "telur": {"boys": 2.0}})
    cookings = {c.dish.id: c for c in made.cookings}
    tuna, egg = cookings["tuna_goreng"], cookings["telur"]
    assert (tuna.children, tuna.portions, tuna.batches) == (300, 300, (100,) * 3)
    assert (egg.children, egg.portions, egg.line.common) == (100, 200, False)
    assert made.avoided == {"boys": {"fish"}}


def test_a_dish_that_nobody_gets_is_not_cooked() -> None:
    assert [c.dish.id for c in day(TUNA, EGG, portions={"telur": {}}).cookings] == ["tuna_goreng"]


def test_dishes_stand_in_the_order_in_which_they_begin_and_cold_ones_last() -> None:
    stove = Equipment(name="stove", equipment="stove", minutes=600)
    made = day(FRUIT, TUNA, EGG, SOUP, rules=(stove,))
    assert [c.dish.id for c in made.cookings] == ["sop", "telur", "tuna_goreng", "jeruk"]


def recipe(**changes: Any) -> Recipe:
    return Recipe(RECIPE, replace(TUNA, **changes))


def test_a_recipe_gives_the_order_of_weights_and_what_they_are_for() -> None:
    turned = replace(RECIPE, ingredients=tuple(reversed(RECIPE.ingredients)))
    (tuna,) = day(TUNA, recipes={"tuna_goreng": Recipe(turned, TUNA)}).cookings
    assert [(w.food, w.uses) for w in tuna.weights] == [("minyak", ("bath", "eaten")), ("tuna", ("eaten",))]
    assert uses_of(RECIPE) == {"tuna": ("eaten",), "minyak": ("eaten", "bath")}


def test_a_recipe_whose_weights_have_changed_does_not_change_the_plans() -> None:
    richer = recipe(gross_g={"tuna": 250.0, "garam": 2.0})
    (tuna,) = day(TUNA, recipes={"tuna_goreng": richer}).cookings
    assert tuna.state == "changed"
    assert {w.food: w.gross_g for w in tuna.weights} == {"tuna": 56250, "minyak": 18000}


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (None, "gone"),
        (recipe(), "same"),
        (recipe(gross_g={"tuna": 125.00000001, "minyak": 40.0}), "same"),
        (recipe(gross_g={"tuna": 125.1, "minyak": 40.0}), "changed"),
        (recipe(gross_g={"tuna": 125.0}), "changed"),
        (recipe(equipment={"fryer": 45.0}), "changed"),
        (recipe(batch=50), "changed"),
        (recipe(method="baked"), "changed"),
        (recipe(name=Text("Tuna", "Tuna"), acceptance=0.1), "same"),
    ],
)
def test_a_dish_file_is_compared_with_the_plan(now: Recipe | None, state: str) -> None:
    assert recipe_state(TUNA, now) == state


def test_the_rules_state_how_many_machines_there_are() -> None:
    rules = (
        Equipment(name="fryers", equipment="fryer", minutes=300, units=3),
        Equipment(name="stoves", equipment="stove", minutes=300, units=9, days=("tuesday",)),
    )
    line = day(TUNA, EGG, rules=rules).timeline
    assert line.units["fryer"] == 3
    assert line.stated == {"fryer"}


def test_work_is_that_of_all_batches_and_unknown_if_it_is_for_one_dish() -> None:
    assert day(TUNA, EGG).labour_minutes == 4 * 60 + 4 * 30
    assert day(TUNA, FRUIT).labour_minutes is None


def test_the_day_counts_all_children() -> None:
    assert day(TUNA).headcount == 400
