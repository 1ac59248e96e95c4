"""Recipes as JSON-LD of schema.org, for other programs: what is known, and nothing that is not."""

import json

from kagemi.domain.nutrients import BY_ID
from kagemi.domain.problem import DishFacts
from kagemi.report.production import Cooking
from kagemi.sheets.recipe import Cards, steps_of

PROPERTIES = {
    "energy": "calories", "protein": "proteinContent", "fat": "fatContent",
    "carbohydrate": "carbohydrateContent", "fibre": "fiberContent", "sugar": "sugarContent",
    "sodium": "sodiumContent",
}  # fmt: skip
"""Nutrient -> the property of schema.org's NutritionInformation."""


def recipes_jsonld(cards: Cards) -> bytes:
    """A graph with a Recipe for each dish; amounts are those of a hundred portions. Same plan, same bytes."""
    graph = [_recipe(cards, cooking) for _, cooking in cards.cookings()]
    made = {"@context": "https://schema.org", "@graph": graph}
    return (json.dumps(made, ensure_ascii=False, indent=2) + "\n").encode()


def _recipe(cards: Cards, cooking: Cooking) -> dict[str, object]:
    dish = cooking.dish
    rows = [cards.ingredient(weighed, cooking.portions) for weighed in cooking.weights]
    steps = steps_of(cooking.recipe, cards.lang)
    made: dict[str, object] = {
        "@type": "Recipe",
        "identifier": dish.id,
        "name": dish.name.in_language(cards.lang),
        "inLanguage": cards.lang,
        "recipeYield": "100",
        "recipeIngredient": [f"{row.gross[1]} {row.name}" for row in rows],
    }
    if steps:
        made["recipeInstructions"] = [{"@type": "HowToStep", "text": step} for step in steps]
    if nutrition := nutrition_of(dish):
        made["nutrition"] = nutrition
    return made


def nutrition_of(dish: DishFacts) -> dict[str, str]:
    """Of one portion; a nutrient that an ingredient has no figure for is left out: it would say too little."""
    found = {}
    for nutrient, name in PROPERTIES.items():
        amount = dish.nutrients.get(nutrient)
        if amount is not None and amount.of and amount.known == amount.of:
            unit = {"kcal": "kcal", "g": "g", "mg": "mg"}[BY_ID[nutrient].unit]
            found[name] = f"{round(amount.total, BY_ID[nutrient].decimals):g} {unit}"
    if not found:
        return {}
    serving = f"{dish.served_g:.0f} g"
    return {"@type": "NutritionInformation", "servingSize": serving, **found}
