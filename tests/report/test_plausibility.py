"""The tests of figures, with the errors that Indonesian food tables are known to hold."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kagemi.domain.dish import Dish, Ingredient, Serve, Weights
from kagemi.domain.food import Food, FoodTable, Price
from kagemi.domain.message import Text
from kagemi.files.nutrition import load_food_table
from kagemi.report.plausibility import atwater, plausibility

DATA = Path(__file__).parents[2] / "nutrition_data"


@cache
def shipped() -> FoodTable:
    return load_food_table(DATA)[0]


def with_figures(food: str, figures: Mapping[str, float], **changes: Any) -> FoodTable:
    """The shipped table with some figures of one food put back to what a source says."""
    table = shipped()
    changed = replace(table.foods[food], per_100g={**table.foods[food].per_100g, **figures}, **changes)
    return replace(table, foods={**table.foods, food: changed})


def new_doubts(table: FoodTable) -> set[tuple[str, str]]:
    before = {(d.test, d.item) for d in plausibility(shipped())}
    return {(d.test, d.item) for d in plausibility(table)} - before


TRAPS: dict[str, tuple[str, dict[str, float], tuple[str, str]]] = {
    "raw rice with 147 mg calcium": ("beras_putih", {"calcium": 147}, ("group_range", "beras_putih:CA_mg")),
    "dried noodles with 6.3 g carbohydrate": (
        "mi_telur_kering", {"carbohydrate": 6.3}, ("proximate_sum", "mi_telur_kering")
    ),
    "shrimp with 8 mg iron": ("udang", {"iron": 8}, ("group_range", "udang:FE_mg")),
    "palm sugar with 26.4 mg zinc": ("gula_aren", {"zinc": 26.4}, ("unit_mistake", "gula_aren:ZN_mg")),
    "an orange with 160 mg copper": ("jeruk_manis", {"copper": 160}, ("unit_mistake", "jeruk_manis:CU_mg")),
    "a leaf with 226 kcal": ("selada", {"energy": 226}, ("energy_atwater", "selada")),
    "tongkol with 8 g carbohydrate": (
        "ikan_tongkol", {"carbohydrate": 8}, ("fish_carbohydrate", "ikan_tongkol")
    ),
    "the row of wet noodles with 0.6 g protein": (
        "mi_basah",
        {"water": 80, "energy": 88, "protein": 0.6, "fat": 3.3, "carbohydrate": 14, "fibre": 0.1, "ash": 2.1},
        ("group_range", "mi_basah:FAT_g"),
    ),
    "cakalang with 5.5 g carbohydrate": (
        "ikan_cakalang", {"carbohydrate": 5.5}, ("fish_carbohydrate", "ikan_cakalang")
    ),
    "milkfish with the calcium of its bones": (
        "ikan_bandeng", {"calcium": 1422}, ("group_range", "ikan_bandeng:CA_mg")
    ),
    "fried mujair of 118 g in 100 g": (
        "ikan_mujair",
        {"water": 44.7, "energy": 416, "protein": 46.9, "fat": 23.9, "carbohydrate": 0},
        ("proximate_sum", "ikan_mujair"),
    ),
    "shrimp paste with 3,812 mg calcium": ("terasi", {"calcium": 3812}, ("group_range", "terasi:CA_mg")),
    "shrimp paste with 78.5 mg iron": ("terasi", {"iron": 78.5}, ("group_range", "terasi:FE_mg")),
    "kecap with 21 g ash and little sodium": (
        "kecap_manis", {"ash": 21, "sodium": 1114}, ("minerals_and_ash", "kecap_manis")
    ),
    "salted anchovy with 312 mg sodium": (
        "ikan_teri_nasi_kering", {"ash": 32.4, "sodium": 312}, ("minerals_and_ash", "ikan_teri_nasi_kering")
    ),
    "cloves with 200 mg thiamin": ("cengkih", {"thiamin": 200}, ("unit_mistake", "cengkih:THIA_mg")),
    "sodium written in grams": ("terasi", {"sodium": 7.85}, ("minerals_and_ash", "terasi")),
    "omega-3 written in grams": ("ikan_tuna", {"epa_dha": 0.751}, ("unit_mistake", "ikan_tuna:EPADHA_mg")),
    "wood ear with more fibre than carbohydrate": (
        "jamur_kuping", {"fibre": 5.1}, ("sugar_within_carbohydrate", "jamur_kuping:FIBTG_g")
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TRAPS)
def test_a_known_trap_is_found(name: str) -> None:
    food, figures, doubt = TRAPS[name]
    assert doubt in new_doubts(with_figures(food, figures))


def test_a_price_for_the_wrong_unit_is_found() -> None:
    price = shipped().foods["tempe"].price
    assert price is not None
    table = with_figures("tempe", {}, price=replace(price, unit_grams=40))
    assert ("price_range", "tempe") in new_doubts(table)


def test_a_price_is_compared_per_edible_kilogram() -> None:
    assert ("price_range", "bayam") in new_doubts(with_figures("bayam", {}, edible_pct=5))


def test_a_fish_without_waste_is_doubted() -> None:
    assert ("edible_portion", "ikan_tuna") in new_doubts(with_figures("ikan_tuna", {}, edible_pct=100))


@pytest.mark.parametrize("pct", [0, -5, 101])
def test_an_edible_portion_lies_above_0_and_at_most_at_100(pct: float) -> None:
    table = replace(shipped(), foods={"x": food("x", edible_pct=pct)})
    assert [(d.test, d.item) for d in plausibility(table)] == [("edible_portion", "x")]


def food(id: str, per_100g: Mapping[str, float] | None = None, **rest: Any) -> Food:
    base: dict[str, Any] = {"food_group": "vegetable", "edible_pct": 80, "edible_basis": "published"}
    base |= {"cooking_group": "greens", "per_100g": per_100g or {}} | rest
    return Food(id, id, id, **base)


def table_of(*foods: Food) -> FoodTable:
    return FoodTable({f.id: f for f in foods})


def test_fibre_counts_half_of_other_carbohydrate() -> None:
    assert atwater({"protein": 1, "fat": 1, "carbohydrate": 10, "fibre": 4}) == 4 + 9 + 24 + 8


def test_energy_is_unknown_without_fat() -> None:
    assert atwater({"protein": 1, "carbohydrate": 10}) is None


def test_a_watery_food_may_miss_its_energy_by_seven_kcal() -> None:
    figures = {"protein": 1.0, "fat": 0.0, "carbohydrate": 2.0}
    assert not plausibility(table_of(food("x", {**figures, "energy": 19})))
    assert plausibility(table_of(food("x", {**figures, "energy": 20})))


def test_an_unknown_proximate_only_bounds_the_sum_from_above() -> None:
    figures = {"water": 60.0, "protein": 10.0, "fat": 5.0, "carbohydrate": 5.0}
    assert not plausibility(table_of(food("x", figures)))
    assert plausibility(table_of(food("x", {**figures, "ash": 1})))


def test_a_group_of_five_is_too_small_for_a_range() -> None:
    foods = [food(f"f{i}", {"water": 90.0, "iron": 1.0}) for i in range(4)]
    odd = food("odd", {"water": 90.0, "iron": 9.0})
    assert not plausibility(table_of(odd, *foods))
    assert plausibility(table_of(odd, *foods, food("f5", {"water": 90.0, "iron": 1.0})))


def test_a_dried_food_is_compared_by_its_dry_matter() -> None:
    fresh = [food(f"f{i}", {"water": 90.0, "iron": 1.0}) for i in range(5)]
    dried = food("dried", {"water": 10.0, "iron": 9.0})
    assert not plausibility(table_of(dried, *fresh))


def test_an_accepted_doubt_is_silent() -> None:
    table = table_of(food("x", edible_pct=0))
    assert plausibility(table, accepted={("edible_portion", "x"): "weighed"}) == ()


def test_an_acceptance_that_silences_nothing_is_a_doubt() -> None:
    (doubt,) = plausibility(table_of(food("x")), accepted={("edible_portion", "x"): "weighed"})
    assert (doubt.test, doubt.item) == ("accepted", "edible_portion:x")


FISH = food("fish", food_group="fish", edible_pct=50)
SALT = food("salt", {"sodium": 40_000}, food_group="condiment", seasoning=True)


def dish(*ingredients: Ingredient, **rest: Any) -> Dish:
    text = Text("x", "x")
    serve = Serve(None, 1, 5)
    return Dish("x", text, ("animal",), "steamed", "fish", 10, ingredients, serve, **{"ladder": 3, **rest})


def dish_doubts(dish: Dish, **rest: Any) -> list[tuple[str, str]]:
    table = table_of(FISH, SALT, food("oil", {"energy": 800}, food_group="fat"))
    return [(d.test, d.item) for d in plausibility(table, [dish], **rest) if d.item.startswith("x")]


def test_a_small_portion_of_fish_is_found() -> None:
    oil = Ingredient("oil", 200)
    assert dish_doubts(dish(Ingredient("fish", 750), oil)) == []
    assert dish_doubts(dish(Ingredient("fish", 400), oil)) == [("dish_portion", "x")]


def test_a_dish_of_too_much_or_no_energy_is_found() -> None:
    fish = Ingredient("fish", 750)
    assert dish_doubts(dish(fish)) == [("dish_energy", "x")]
    assert dish_doubts(dish(fish, Ingredient("oil", 800))) == [("dish_energy", "x")]


def test_a_salty_dish_is_found() -> None:
    salty = dish(Ingredient("fish", 750), Ingredient("oil", 200), Ingredient("salt", 20))
    assert ("dish_sodium", "x") in dish_doubts(salty)


def test_a_weight_outside_the_household_quartiles_needs_a_note() -> None:
    ratios = {("pepes", "salt"): (1.0, 1.5)}
    weights = Weights("published_ratio", "cookpad", "pepes")
    ingredients = (Ingredient("fish", 750), Ingredient("oil", 200), Ingredient("salt", 4))
    weighed = dish(*ingredients, weights=weights)
    assert dish_doubts(weighed, ratios=ratios) == [("recipe_ratio", "x:salt")]
    assert dish_doubts(replace(weighed, ratio_notes={"salt": "for children"}), ratios=ratios) == []
    assert dish_doubts(replace(weighed, weights=Weights("derived", "x")), ratios=ratios) == []


def test_a_median_price_needs_no_price_of_every_food() -> None:
    price = Price("kg", 1000, 10_000, date(2026, 11, 1), "Malang", "estimate", "quote")
    assert not plausibility(table_of(food("x", price=price), food("y")))
