"""The data and dishes that ship: enough of each kind, complete, and nothing in them that we doubt."""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from kagemi.domain.arithmetic import allergens, derived_tags, dish_facts
from kagemi.domain.dish import Dish
from kagemi.domain.food import FoodTable
from kagemi.domain.problem import DishFacts
from kagemi.files.comparisons import load_accepted, load_ratios
from kagemi.files.dishes import load_dishes
from kagemi.files.nutrition import load_food_table
from kagemi.files.tables import read_table
from kagemi.report.plausibility import plausibility, recipe_ratio

ROOT = Path(__file__).parents[1]
DATA = ROOT / "nutrition_data"
INDONESIAN = frozenset(
    {"dan", "yang", "dengan", "sampai", "lalu", "masak", "rebus", "tumis", "sajikan", "potong"}
)
ENGLISH = frozenset({"the", "and", "with", "until", "cook", "boil", "serve", "cut"})


@cache
def shipped() -> tuple[FoodTable, tuple[Dish, ...]]:
    table, faults = load_food_table(DATA)
    assert [f"{f.where} {f.what}" for f in faults] == []
    dishes, faults = load_dishes(ROOT / "menus" / "dishes", table)
    assert [f"{f.where} {f.what}" for f in faults] == []
    return table, dishes


@cache
def facts() -> dict[str, DishFacts]:
    table, dishes = shipped()
    return {d.id: dish_facts(d, table) for d in dishes}


def fish_dishes() -> list[Dish]:
    return [d for d in shipped()[1] if d.ladder]


def test_there_are_160_foods_each_with_a_price() -> None:
    foods = shipped()[0].foods
    assert len(foods) >= 160
    assert [f.id for f in foods.values() if f.price is None] == []


def test_there_are_100_dishes() -> None:
    assert len(shipped()[1]) >= 100


def test_there_are_45_fish_dishes_of_12_species_on_all_steps_of_the_ladder() -> None:
    table, _ = shipped()
    fish = fish_dishes()
    assert len(fish) >= 45
    assert len({table.foods[d.main].species for d in fish}) >= 12
    assert set(Counter(d.ladder for d in fish)) == {1, 2, 3, 4}


@pytest.mark.parametrize(
    ("slot", "least"), [("animal", 10), ("plant", 15), ("vegetable", 20), ("staple", 8), ("fruit", 10)]
)
def test_every_slot_has_dishes_enough(slot: str, least: int) -> None:
    own = [d for d in shipped()[1] if d.slots == (slot,) and not d.ladder]
    assert len(own) >= least


def test_one_dish_meals_fill_several_slots() -> None:
    several = [d for d in shipped()[1] if len(d.slots) > 1]
    assert len(several) >= 5
    assert any(set(d.slots) >= {"staple", "animal", "vegetable"} for d in several)


@pytest.mark.parametrize("dish", ["soto_tuna", "rawon_tuna", "nasi_bakar_tuna", "bakso_tuna"])
def test_the_dishes_that_made_the_canteen_known_are_in(dish: str) -> None:
    assert "canteen_own" in facts()[dish].tags


@pytest.mark.parametrize("ladder", [1, 2, 3, 4])
def test_children_are_expected_to_eat_more_of_fish_that_they_see_less(ladder: int) -> None:
    table, _ = shipped()
    assert table.acceptance[f"ladder_{ladder}", "any"] <= table.acceptance["ladder_1", "any"]


def test_no_dish_holds_a_food_with_5p() -> None:
    assert [d for d, f in facts().items() if "contains_5p" in f.tags] == []


def test_no_dish_is_wrapped_in_anything_but_leaf() -> None:
    wraps = {i.food for d in shipped()[1] for i in d.ingredients if i.use == "wrap"}
    assert wraps == {"daun_pisang"}


def test_weights_lie_within_the_household_quartiles_or_a_note_says_why_not() -> None:
    table, dishes = shipped()
    ratios = load_ratios(DATA)
    assert ratios
    assert [x.item for d in dishes for x in recipe_ratio(d, table, ratios)] == []


def test_every_note_on_a_ratio_is_about_an_ingredient() -> None:
    for dish in shipped()[1]:
        assert set(dish.ratio_notes) <= {i.food for i in dish.ingredients}, dish.id


def test_there_is_no_doubt_that_nobody_accepted() -> None:
    table, dishes = shipped()
    accepted, faults = load_accepted(DATA)
    assert faults == ()
    doubts = plausibility(table, dishes, load_ratios(DATA), accepted)
    assert [f"{d.test} {d.item}: {d.what}" for d in doubts] == []


def test_the_mbg_lunch_of_junior_high_school_is_as_regulated() -> None:
    bands = read_table(
        DATA / "mbg_bands.csv", ("group", "meal", "share_akg", "nutrient", "low", "high", "basis", "source")
    )
    lunch = {
        r.cells["nutrient"]: (float(r.cells["low"]), float(r.cells["high"]))
        for r in bands.rows
        if r.cells["group"] == "smp" and r.cells["meal"] == "Siang" and r.cells["low"] and r.cells["high"]
    }
    assert lunch["ENERC_kcal"] == (668, 779)
    assert lunch["PROCNT_g"] == (20.3, 23.6)
    assert lunch["FAT_g"] == (22.5, 26.3)
    assert lunch["CHOCDF_g"] == (97.5, 113.8)


def test_the_daily_requirements_of_13_to_15_are_those_of_akg_2019() -> None:
    needs = shipped()[0].requirements
    assert (needs["male_13_15"]["energy"], needs["female_13_15"]["energy"]) == (2400, 2050)
    assert (needs["male_13_15"]["protein"], needs["female_13_15"]["protein"]) == (70, 65)
    assert (needs["male_13_15"]["iron"], needs["female_13_15"]["iron"]) == (11, 15)
    assert needs["male_13_15"]["sodium"] == 1500


def test_every_fried_dish_says_so_and_buys_its_bath() -> None:
    table, dishes = shipped()
    for dish in dishes:
        fried = [i for i in dish.ingredients if i.use == "eaten" and (i.method or dish.method) == "fried"]
        bath = [i for i in dish.ingredients if i.use == "bath"]
        assert bool(fried) == bool(bath), dish.id
        assert ("fried" in derived_tags(dish, table)) == bool(fried), dish.id


@pytest.mark.parametrize(
    ("dish", "expected"),
    [
        ("siomay_ikan", {"fish", "egg", "peanut", "soy", "gluten"}),
        ("nugget_tuna_sayur", {"fish", "egg", "gluten", "milk", "soy"}),
        ("rawon_tuna", {"fish", "candlenut"}),
        ("sayur_asem", {"peanut"}),
        ("tempe_orek", {"soy", "gluten"}),
        ("nasi_putih", set()),
    ],
)
def test_hidden_allergens_are_derived(dish: str, expected: set[str]) -> None:
    assert facts()[dish].allergens == expected


def test_every_fish_dish_has_the_allergen_fish() -> None:
    table, _ = shipped()
    assert [d.id for d in fish_dishes() if not allergens(d, table) & {"fish", "crustacean", "mollusc"}] == []


@pytest.mark.parametrize(
    ("slot", "low", "high"),
    [("staple", 150, 320), ("animal", 40, 375), ("plant", 50, 220), ("vegetable", 80, 250), ("fruit", 80, 150)],
)
def test_a_portion_is_what_a_child_can_be_served(slot: str, low: float, high: float) -> None:
    strange = {
        d: round(f.served_g) for d, f in facts().items() if f.slots == (slot,) and not low <= f.served_g <= high
    }
    assert strange == {}


def test_every_dish_has_steps_of_equal_number_in_the_right_language() -> None:
    for dish in shipped()[1]:
        assert len(dish.steps_id) == len(dish.steps_en) >= 2, dish.id
        for steps, foreign in ((dish.steps_id, ENGLISH), (dish.steps_en, INDONESIAN)):
            words = [set(step.lower().replace(",", "").split()) for step in steps]
            assert not any(len(w & foreign) > 1 for w in words), dish.id


def test_names_are_different_in_each_language() -> None:
    dishes = shipped()[1]
    for lang in ("id", "en"):
        names = Counter(d.name.in_language(lang) for d in dishes)
        assert [n for n, count in names.items() if count > 1] == []


def test_every_dish_says_how_much_work_a_batch_is() -> None:
    assert [d.id for d in shipped()[1] if d.labour is None or d.labour % 5] == []


def test_the_minutes_of_work_follow_the_formula_of_the_page_on_data() -> None:
    start = {"raw": 20, "boiled": 25, "stir_fried": 40, "pressure_cooked": 40, "grilled": 60, "fried": 60}
    start |= {"soup": 35, "steamed": 35, "baked": 45, "braised": 45}
    a_kg: dict[str, float] = {
        "fish": 8,
        "shellfish": 12,
        "meat": 5,
        "poultry": 4,
        "egg": 2,
        "vegetable": 6,
        "root": 6,
    }
    a_kg |= {"spice": 6, "fruit": 2, "legume": 1, "cereal": 0.5}
    table, dishes = shipped()
    for dish in dishes:
        used = [i for i in dish.ingredients if i.use in ("eaten", "aromatic")]
        kg = dish.batch / dish.servings / 1000
        minutes = start[dish.method] + sum(
            a_kg.get(table.foods[i.food].food_group, 0) * i.grams * kg for i in used
        )
        minutes += 0.6 * dish.batch * any(i.use == "wrap" for i in dish.ingredients)
        minutes += 0.5 * dish.batch * (dish.ladder == 1)
        assert dish.labour == pytest.approx(minutes, abs=2.5 + 1e-6), dish.id


def test_every_dish_has_emissions_that_a_maximum_can_reckon_with() -> None:
    assert [f.id for f in facts().values() if f.emissions.ceiling is None or f.emissions.total <= 0] == []


@pytest.mark.parametrize(
    ("food", "local"),
    [("ikan_tuna", True), ("tempe", True), ("apel_malang", True), ("bawang_putih", False), ("kedelai", False)],
)
def test_foods_of_the_region_are_local(food: str, local: bool) -> None:
    assert ("local" in shipped()[0].foods[food].tags) == local
