"""The lines of the arithmetic add up to the figures."""

from datetime import date

import pytest

from kagemi.domain.arithmetic import dish_facts
from kagemi.domain.dish import Dish, Ingredient, Serve
from kagemi.domain.food import Food, FoodTable, Price
from kagemi.domain.message import Text
from kagemi.domain.working import cost_working, nutrient_working


def food(id: str, edible_pct: float, idr: int, seasoning: bool = False, **per_100g: float) -> Food:
    price = Price("kg", 1000, idr, date(2026, 9, 1), "Malang", "estimate", "test")
    basis, kind = "published", "fish_lean"
    return Food(
        id, id, id, "fish", edible_pct, basis, kind, seasoning=seasoning, per_100g=per_100g, price=price
    )


TABLE = FoodTable(
    {
        f.id: f
        for f in (
            food("tuna", 50, 40_000, iron=1.0, protein=24.0),
            food("terasi", 100, 60_000, seasoning=True, iron=78.5),
            food("minyak", 100, 20_000, protein=0.0),
        )
    },
    oil_absorption={("fish_lean", "fried"): 0.2},
    retention={("fish_lean", "fried"): {"iron": 0.9}},
)
DISH = Dish(
    id="tuna_goreng",
    name=Text("Tuna goreng", "Fried tuna"),
    slots=("animal",),
    method="fried",
    main="tuna",
    servings=10,
    ingredients=(
        Ingredient("tuna", 750.0),
        Ingredient("terasi", 5.0, method="raw"),
        Ingredient("minyak", 500.0, use="bath"),
    ),
    serve=Serve(None, 1, 5),
)


@pytest.mark.parametrize("nutrient", ["iron", "protein", "zinc"])
def test_the_known_amounts_of_a_nutrient_add_up_to_its_total(nutrient: str) -> None:
    amount = dish_facts(DISH, TABLE).nutrients[nutrient]
    lines = nutrient_working(nutrient, DISH, TABLE)
    assert sum(line.amount or 0.0 for line in lines) == pytest.approx(amount.total)
    assert sum(line.amount or 0.0 for line in lines if line.credited) == pytest.approx(amount.floor)
    assert (sum(line.amount is not None for line in lines), len(lines)) == (amount.known, amount.of)


def test_iron_by_hand() -> None:
    tuna, terasi, oil = nutrient_working("iron", DISH, TABLE)
    assert tuna.amount == pytest.approx(75 / 100 * 1.0 * 0.9)
    assert terasi.amount == pytest.approx(0.5 / 100 * 78.5)
    assert not terasi.credited
    assert oil.amount is None
    assert oil.grams == pytest.approx(75 * 0.2)


def test_the_cost_by_hand_counts_what_is_bought() -> None:
    tuna, terasi, oil = cost_working(DISH, TABLE)
    assert (tuna.gross_g, tuna.cost_idr) == (150, 6000)
    assert (terasi.cost_idr, oil.cost_idr, oil.use) == (30, 1000, "bath")
    assert sum(line.cost_idr for line in (tuna, terasi, oil)) == dish_facts(DISH, TABLE).cost_idr
