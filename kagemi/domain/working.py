"""The arithmetic behind a dish's figures, line by line, for whoever wants to follow it with a calculator."""

from dataclasses import dataclass

from kagemi.domain.arithmetic import eaten, gross_grams
from kagemi.domain.dish import Dish
from kagemi.domain.food import Food, FoodTable
from kagemi.domain.nutrients import NO_CREDIT_FROM_SEASONINGS


@dataclass(frozen=True)
class NutrientLine:
    """amount = grams x per_100g / 100 x retained; `per_100g` and `amount` are None where unknown."""

    food: Food
    grams: float
    """Raw edible grams in a standard portion."""
    per_100g: float | None
    retained: float
    amount: float | None
    credited: bool
    """False: a seasoning, which a minimum may not count on."""


@dataclass(frozen=True)
class CostLine:
    """cost_idr = gross_g x rupiah per gram; `gross_g` = edible_g x 100 / edible portion."""

    food: Food
    edible_g: float
    gross_g: float
    idr_per_gram: float
    cost_idr: float
    use: str


def nutrient_working(nutrient: str, dish: Dish, table: FoodTable) -> tuple[NutrientLine, ...]:
    """Each ingredient's part in a nutrient of a standard portion; the known amounts sum to the total."""
    lines = []
    for ingredient in eaten(dish, table):
        food = table.foods[ingredient.food]
        grams = ingredient.grams / dish.servings
        retained = table.retention_factor(food, ingredient.method or dish.method, nutrient)
        figure = food.per_100g.get(nutrient)
        amount = None if figure is None else grams / 100 * figure * retained
        credited = not (food.seasoning and nutrient in NO_CREDIT_FROM_SEASONINGS)
        lines.append(NutrientLine(food, grams, figure, retained, amount, credited))
    return tuple(lines)


def cost_working(dish: Dish, table: FoodTable) -> tuple[CostLine, ...]:
    """Each ingredient's part in the cost of a standard portion; foods must have prices."""
    lines = []
    for ingredient in dish.ingredients:
        food = table.foods[ingredient.food]
        assert food.price is not None, f"no price for {food.id}"
        edible_g = ingredient.grams / dish.servings
        gross_g = gross_grams(food, edible_g)
        price = food.price.idr_per_gram
        lines.append(CostLine(food, edible_g, gross_g, price, gross_g * price, ingredient.use))
    return tuple(lines)
