"""From a recipe and the food table to the facts of a standard portion.

Cost counts gross grams (edible / edible portion); nutrients count edible grams x composition x retention, plus
the oil that frying absorbs. A missing figure is never zero: see `NutrientAmount`.
"""

from collections.abc import Iterable, Mapping

from kagemi.domain.dish import Dish, Ingredient
from kagemi.domain.food import Food, FoodTable
from kagemi.domain.nutrients import NO_CREDIT_FROM_SEASONINGS, NUTRIENTS
from kagemi.domain.problem import DishFacts, NutrientAmount

MERCURY = ("high", "moderate", "low")
"""Classes of species, the worst first."""


def gross_grams(food: Food, edible_g: float) -> float:
    """Grams to buy for so many edible grams."""
    return edible_g * 100 / food.edible_pct


def absorbed_oil(dish: Dish, table: FoodTable) -> float:
    """Grams of frying oil eaten with all servings: what the fried ingredients take up of the bath."""
    return sum(
        i.grams * table.oil_absorbed(table.foods[i.food], "fried")
        for i in dish.ingredients
        if i.use == "eaten" and (i.method or dish.method) == "fried"
    )


def eaten(dish: Dish, table: FoodTable) -> list[Ingredient]:
    """The ingredients that are eaten, the absorbed oil of each frying bath among them."""
    baths = [i for i in dish.ingredients if i.use == "bath"]
    bath_g = sum(i.grams for i in baths)
    oil = min(absorbed_oil(dish, table), bath_g)
    absorbed = [Ingredient(i.food, oil * i.grams / bath_g, "raw") for i in baths if bath_g]
    return [i for i in dish.ingredients if i.use == "eaten"] + absorbed


def nutrient_amount(nutrient: str, dish: Dish, table: FoodTable) -> NutrientAmount:
    """One nutrient of a standard portion, with what is known of it."""
    total = floor = ceiling = 0.0
    ceiling_known = True
    known = of = 0
    for ingredient in eaten(dish, table):
        food = table.foods[ingredient.food]
        hundreds = ingredient.grams / dish.servings / 100
        retained = table.retention_factor(food, ingredient.method or dish.method, nutrient)
        of += 1
        figure = food.per_100g.get(nutrient)
        if figure is None:
            highest = table.group_ceilings.get((food.food_group, nutrient))
            if nutrient == "sugar":  # sugars are part of the carbohydrate
                highest = min(v for v in (highest, food.per_100g.get("carbohydrate"), 100.0) if v is not None)
            if highest is None:
                ceiling_known = False
            else:
                ceiling += hundreds * highest
            continue
        amount = hundreds * figure * retained
        known += 1
        total += amount
        ceiling += amount
        if not (food.seasoning and nutrient in NO_CREDIT_FROM_SEASONINGS):
            floor += amount
    return NutrientAmount(total, floor, ceiling if ceiling_known else None, known, of)


def grams_by_food_group(dish: Dish, table: FoodTable) -> dict[str, float]:
    """Food group -> raw edible grams of a standard portion, of what is eaten."""
    grams: dict[str, float] = {}
    for i in eaten(dish, table):
        group = table.foods[i.food].food_group
        grams[group] = grams.get(group, 0.0) + i.grams / dish.servings
    return grams


def gross_by_food(dish: Dish, table: FoodTable) -> dict[str, float]:
    """Food id -> gross grams to buy for a standard portion, baths, wraps and aromatics included."""
    grams: dict[str, float] = {}
    for i in dish.ingredients:
        grams[i.food] = grams.get(i.food, 0.0) + gross_grams(table.foods[i.food], i.grams) / dish.servings
    return grams


def emissions(gross_g: Mapping[str, float], table: FoodTable) -> NutrientAmount:
    """Kg CO2e of gross grams as bought; an unknown figure has the highest of its food group as its ceiling."""
    total = ceiling = 0.0
    known, ceiling_known = 0, True
    for food, grams in gross_g.items():
        figure = table.foods[food].kg_co2e_per_kg
        if figure is not None:
            known += 1
            total += grams / 1000 * figure
            ceiling += grams / 1000 * figure
            continue
        group = table.foods[food].food_group
        alike = [f.kg_co2e_per_kg for f in table.foods.values() if f.food_group == group]
        highest = max((e for e in alike if e is not None), default=None)
        ceiling_known = ceiling_known and highest is not None
        ceiling += grams / 1000 * (highest or 0.0)
    return NutrientAmount(total, total, ceiling if ceiling_known else None, known, len(gross_g))


def cost(gross_g: Mapping[str, float], table: FoodTable) -> float:
    """Rupiah for gross grams of foods; every food must have a price."""
    total = 0.0
    for food, grams in gross_g.items():
        price = table.foods[food].price
        assert price is not None, f"no price for {food}"
        total += grams * price.idr_per_gram
    return total


def served_grams(dish: Dish, table: FoodTable) -> float:
    """Cooked grams of a standard portion: each eaten ingredient times its yield, absorbed oil included."""
    return sum(
        i.grams / dish.servings * table.yield_factor(table.foods[i.food], i.method or dish.method)
        for i in eaten(dish, table)
    )


def derived_tags(dish: Dish, table: FoodTable) -> frozenset[str]:
    """The dish's own tags, and those that follow from its ingredients, methods and allergens."""
    foods = [table.foods[i.food] for i in dish.ingredients if i.use in ("eaten", "bath")]
    tags = set(dish.tags) | {dish.method} | {t for f in foods for t in f.tags if t != "local"}
    if any((i.method or dish.method) == "fried" for i in dish.ingredients if i.use == "eaten"):
        tags.add("fried")
    if dish.ladder:
        tags |= {"fish", f"ladder_{dish.ladder}"}
    if dish.colour:
        tags.add(f"colour_{dish.colour}")
    tags |= risks(dish, table)
    main = table.foods[dish.main]
    tags |= {f"main_{main.id}", f"group_{main.food_group}"}
    tags |= {f"species_{main.species}"} if main.species else set()
    return frozenset(tags | {f"contains_{a}" for a in allergens(dish, table)})


def risks(dish: Dish, table: FoodTable) -> set[str]:
    """`mercury_high` (moderate, low): the worst class of the species eaten; `histamine_prone` if one is."""
    names = {table.foods[i.food].species for i in dish.ingredients if i.use == "eaten"}
    species = [table.species[name] for name in sorted(names) if name in table.species]
    classes = [c for c in MERCURY if any(s.mercury_class == c for s in species)]
    found = {f"mercury_{classes[0]}"} if classes else set()
    return found | ({"histamine_prone"} if any(s.histamine_prone for s in species) else set())


def allergens(dish: Dish, table: FoodTable) -> frozenset[str]:
    """Allergen classes of everything the dish touches, aromatics and baths included."""
    return frozenset(a for i in dish.ingredients for a in table.foods[i.food].allergens)


def expected_acceptance(dish: Dish, table: FoodTable) -> float:
    """The starting estimate of the share eaten, by ladder step (fish) or slot, and method; 1 if none."""
    kind = f"ladder_{dish.ladder}" if dish.ladder else dish.slots[0]
    for key in ((kind, dish.method), (kind, "any")):
        if key in table.acceptance:
            return table.acceptance[key]
    return 1.0


def dish_facts(dish: Dish, table: FoodTable) -> DishFacts:
    """Work out one dish; its foods must be in the table, with prices."""
    gross = gross_by_food(dish, table)
    main = table.foods[dish.main]
    return DishFacts(
        id=dish.id,
        name=dish.name,
        slots=dish.slots,
        serve=dish.serve,
        served_g=served_grams(dish, table),
        cost_idr=cost(gross, table),
        nutrients={n.id: nutrient_amount(n.id, dish, table) for n in NUTRIENTS},
        edible_g=grams_by_food_group(dish, table),
        gross_g=gross,
        acceptance=expected_acceptance(dish, table),
        tags=derived_tags(dish, table),
        allergens=allergens(dish, table),
        main=dish.main,
        main_group=main.food_group,
        method=dish.method,
        colour=dish.colour,
        species=main.species,
        ladder=dish.ladder,
        equipment=dish.equipment,
        labour_minutes=dish.labour,
        batch=dish.batch,
        emissions=emissions(gross, table),
    )


def group_ceilings(foods: Iterable[Food]) -> dict[tuple[str, str], float]:
    """(food group, nutrient) -> the highest known figure per 100 g in the table."""
    highest: dict[tuple[str, str], float] = {}
    for food in foods:
        for nutrient, figure in food.per_100g.items():
            key = (food.food_group, nutrient)
            highest[key] = max(highest.get(key, figure), figure)
    return highest
