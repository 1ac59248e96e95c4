"""Figures that cannot be right, or that somebody must have looked at: named tests over foods and dishes.

An optimiser finds every wrong figure that helps it. These tests look for the kinds of errors that food tables
hold: columns swapped, a decimal lost, micrograms under a heading of milligrams, old values.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from statistics import median, quantiles

from kagemi.domain.arithmetic import nutrient_amount
from kagemi.domain.dish import Dish
from kagemi.domain.food import Food, FoodTable
from kagemi.domain.message import Message, Text, say
from kagemi.domain.nutrients import BY_ID, NUTRIENTS

Ratios = Mapping[tuple[str, str], tuple[float, float]]
"""(dish of recipe_ratios.csv, food) -> lower and upper quartile, grams per 100 g of fish."""


@dataclass(frozen=True)
class Doubt:
    """What a test finds: its name, the food, `food:COLUMN`, dish or `dish:food` it is about, and why."""

    test: str
    item: str
    what: Message


def plausibility(
    table: FoodTable,
    dishes: Iterable[Dish] = (),
    ratios: Ratios | None = None,
    accepted: Mapping[tuple[str, str], str] | None = None,
) -> tuple[Doubt, ...]:
    """All doubts but those `accepted` by (test, item) with a reason; an acceptance without a doubt is one."""
    known = accepted or {}
    found = [d for test in FOOD_TESTS for d in test(table)]
    for dish in dishes:
        found.extend(d for test in DISH_TESTS for d in test(dish, table))
        found.extend(recipe_ratio(dish, table, ratios or {}))
    fired = {(d.test, d.item) for d in found}
    stale = [
        Doubt("accepted", f"{test}:{item}", say("accepted.csv names it, but the test has no doubt any more"))
        for test, item in known
        if (test, item) not in fired
    ]
    return (*(d for d in found if (d.test, d.item) not in known), *stale)


PROXIMATES = ("water", "protein", "fat", "carbohydrate", "ash")
PROXIMATE_TOLERANCE_G = 5.0


def proximate_sum(table: FoodTable) -> Iterator[Doubt]:
    """Water + protein + fat + carbohydrate + ash = 100 +- 5 g; with one unknown, at most 105 g."""
    for food in table.foods.values():
        known = [food.per_100g[n] for n in PROXIMATES if n in food.per_100g]
        low = 100 - PROXIMATE_TOLERANCE_G if len(known) == len(PROXIMATES) else 0.0
        if known and not low <= sum(known) <= 100 + PROXIMATE_TOLERANCE_G:
            what = say(
                "water, protein, fat, carbohydrate and ash make {total:.1f} g of 100 g", total=sum(known)
            )
            yield Doubt("proximate_sum", food.id, what)


ENERGY_TOLERANCE = 0.15
ENERGY_SMALL_KCAL = 50.0


def atwater(per_100g: Mapping[str, float]) -> float | None:
    """4 protein + 9 fat + 4 (carbohydrate - fibre) + 2 fibre, in kcal; unknown fibre counts as carbohydrate.

    General Atwater factors; 2 kcal for a gram of fibre: FAO Food and Nutrition Paper 77 (2003).
    """
    if any(n not in per_100g for n in ("protein", "fat", "carbohydrate")):
        return None
    fibre = min(per_100g.get("fibre", 0.0), per_100g["carbohydrate"])
    digestible = per_100g["carbohydrate"] - fibre
    return 4 * per_100g["protein"] + 9 * per_100g["fat"] + 4 * digestible + 2 * fibre


def energy_atwater(table: FoodTable) -> Iterator[Doubt]:
    """|energy - atwater| <= 15 % of the energy, or of 50 kcal for a food that has less."""
    for food in table.foods.values():
        computed, energy = atwater(food.per_100g), food.per_100g.get("energy")
        if computed is None or energy is None:
            continue
        if abs(energy - computed) > ENERGY_TOLERANCE * max(energy, ENERGY_SMALL_KCAL):
            what = say(
                "{energy:.0f} kcal, but protein, fat and carbohydrate make {computed:.0f} kcal",
                energy=energy,
                computed=computed,
            )
            yield Doubt("energy_atwater", food.id, what)


def sugar_within_carbohydrate(table: FoodTable) -> Iterator[Doubt]:
    """Sugar and fibre are each no more than the carbohydrate that they are a part of."""
    for food in table.foods.values():
        whole = food.per_100g.get("carbohydrate")
        for part in ("sugar", "fibre"):
            if whole is not None and food.per_100g.get(part, 0.0) > whole + 0.05:
                what = say(
                    "{part} of {value:.1f} g in {whole:.1f} g of carbohydrate",
                    part=_name(part),
                    value=food.per_100g[part],
                    whole=whole,
                )
                yield Doubt("sugar_within_carbohydrate", _item(food, part), what)


FISH_CARBOHYDRATE_G = 3.0


def fish_carbohydrate(table: FoodTable) -> Iterator[Doubt]:
    """Fish and shellfish hold at most 3 g carbohydrate: more is an artefact of "by difference"."""
    for food in table.foods.values():
        value = food.per_100g.get("carbohydrate", 0.0)
        if food.food_group in ("fish", "shellfish") and value > FISH_CARBOHYDRATE_G:
            yield Doubt("fish_carbohydrate", food.id, say("{value:.1f} g carbohydrate in a fish", value=value))


KIN = {"poultry": "meat", "milk": "egg"}
"""Groups of a few foods are compared together with the group they are most like."""
FEWEST_OTHERS = 5
FAR = 4.0
FAR_CAROTENE = 10.0
_PIGMENTS = frozenset({"beta_carotene", "carotenes", "vitamin_a"})
_MAIN = frozenset({"protein", "carbohydrate"})
_LEAST_DRY_G = 3.0


def group_range(table: FoodTable) -> Iterator[Doubt]:
    """A figure is at most 4 times the upper quartile of the other foods of its group, per 100 g dry matter.

    10 times for carotene and vitamin A, which depend on colour; protein and carbohydrate are at least a
    quarter of the lower quartile too. Dry matter makes dried and fresh foods comparable. Quartiles are of the
    figures above zero of at least 5 other foods, so that a wrong figure does not excuse itself.
    """
    for nutrient in NUTRIENTS:
        if nutrient.id in ("water", "energy"):
            continue
        groups: dict[str, dict[str, float]] = defaultdict(dict)
        for food in table.foods.values():
            dry = _dry_matter(food)
            if dry is not None and food.per_100g.get(nutrient.id):
                kin = KIN.get(food.food_group, food.food_group)
                groups[kin][food.id] = food.per_100g[nutrient.id] / dry * 100
        for figures in groups.values():
            for food_id, value in figures.items():
                others = [v for other, v in figures.items() if other != food_id]
                if len(others) >= FEWEST_OTHERS:
                    yield from _out_of_range(table.foods[food_id], nutrient.id, value, others)


def _out_of_range(food: Food, nutrient: str, value: float, others: list[float]) -> Iterator[Doubt]:
    lower, _, upper = quantiles(others, n=4, method="inclusive")
    far = FAR_CAROTENE if nutrient in _PIGMENTS else FAR
    params = {
        "nutrient": _name(nutrient),
        "unit": BY_ID[nutrient].unit,
        "value": food.per_100g[nutrient],
    }
    item = _item(food, nutrient)
    if value > far * upper:
        what = say(
            "{value:,.5g} {unit} {nutrient}: by dry weight {times:.0f} times the upper quartile of its group",
            times=value / upper,
            **params,
        )
        yield Doubt("group_range", item, what)
    elif nutrient in _MAIN and value < lower / FAR:
        what = say(
            "{value:,.5g} {unit} {nutrient}: by dry weight {share:.0%} of the lower quartile of its group",
            share=value / lower,
            **params,
        )
        yield Doubt("group_range", item, what)


def _dry_matter(food: Food) -> float | None:
    water = food.per_100g.get("water")
    return None if water is None else max(100 - water, _LEAST_DRY_G)


MINERALS = ("sodium", "potassium", "calcium", "phosphorus")
SALTY_ASH_G = 10.0
FISH_ASH_G = 5.0
SALT_PER_SODIUM = 2.54


def minerals_and_ash(table: FoodTable) -> Iterator[Doubt]:
    """Minerals are a part of the ash: Na + K + Ca + P <= 1.25 ash + 0.1 g; and much ash is mostly salt.

    More than 10 g of ash (5 g in fish, 4 of which may be bone) is taken for salt, half at least: sodium x 2.54.
    """
    for food in table.foods.values():
        ash = food.per_100g.get("ash")
        if ash is None:
            continue
        minerals = sum(food.per_100g.get(n, 0.0) for n in MINERALS) / 1000
        if minerals > 1.25 * ash + 0.1:
            what = say(
                "{minerals:.1f} g of sodium, potassium, calcium and phosphorus in {ash:.1f} g of ash",
                minerals=minerals,
                ash=ash,
            )
            yield Doubt("minerals_and_ash", food.id, what)
        usual = FISH_ASH_G if food.food_group in ("fish", "shellfish") else SALTY_ASH_G
        salt = food.per_100g.get("sodium", ash * 1000) / 1000 * SALT_PER_SODIUM
        if ash > usual and salt < (ash - usual) / 2:
            what = say(
                "{ash:.1f} g of ash, but {sodium:,.0f} mg of sodium make only {salt:.1f} g of salt",
                ash=ash,
                sodium=food.per_100g.get("sodium", 0.0),
                salt=salt,
            )
            yield Doubt("minerals_and_ash", food.id, what)


MOST = {
    "calcium": 3000.0, "phosphorus": 3000.0, "iron": 70.0, "sodium": 40_000.0, "potassium": 5000.0,
    "copper": 10.0, "zinc": 15.0, "retinol": 30_000.0, "beta_carotene": 40_000.0, "carotenes": 60_000.0,
    "thiamin": 3.0, "riboflavin": 6.0, "niacin": 40.0, "vitamin_c": 500.0, "epa_dha": 10_000.0,
}  # fmt: skip
"""More than any food of a school kitchen holds in 100 g, in the nutrient's unit: judgement, after the highest
figures of TKPI 2020, USDA SR and IFCT 2017 for foods that are not extracts or supplements."""
LEAST = {"sodium": 0.02, "potassium": 0.5, "phosphorus": 0.5, "epa_dha": 1.0}
"""A figure above zero and below this is likely in grams."""


def unit_mistake(table: FoodTable) -> Iterator[Doubt]:
    """A figure beyond what any food holds: micrograms or grams under a heading of milligrams, or a misprint."""
    for food in table.foods.values():
        if food.food_group in ("fat", "sugar", "beverage"):
            least: Mapping[str, float] = {}
        else:
            least = LEAST
        for nutrient, value in food.per_100g.items():
            if value > MOST.get(nutrient, value) or 0 < value < least.get(nutrient, 0.0):
                what = say(
                    "{value:,.5g} {unit} {nutrient}: is the unit right?",
                    value=value,
                    unit=BY_ID[nutrient].unit,
                    nutrient=_name(nutrient),
                )
                yield Doubt("unit_mistake", _item(food, nutrient), what)


def price_range(table: FoodTable) -> Iterator[Doubt]:
    """Rupiah per edible kg within 1/4 to 4 times the median of the food group."""
    groups: dict[str, dict[str, float]] = defaultdict(dict)
    for food in table.foods.values():
        if food.price and food.price.price_idr:
            groups[food.food_group][food.id] = food.price.idr_per_gram * 1000 * 100 / food.edible_pct
    for prices in groups.values():
        middle = median(prices.values())
        for food_id, value in prices.items():
            if not middle / 4 <= value <= middle * 4:
                what = say(
                    "{value:,.0f} rupiah for an edible kg; the median of its food group is {middle:,.0f}",
                    value=value,
                    middle=middle,
                )
                yield Doubt("price_range", food_id, what)


def edible_portion(table: FoodTable) -> Iterator[Doubt]:
    """In (0, 100]; 100 in fish, shellfish and eggs is doubted: older copies of TKPI fill a gap with 100."""
    for food in table.foods.values():
        whole = food.edible_pct == 100 and food.food_group in ("fish", "shellfish", "egg")
        if not 0 < food.edible_pct <= 100 or whole:
            what = say("an edible portion of {value:g} %", value=food.edible_pct)
            yield Doubt("edible_portion", food.id, what)


def dish_portion(dish: Dish, table: FoodTable) -> Iterator[Doubt]:
    """A portion of a fish dish holds 60 to 100 g raw edible fish and shellfish (Isi Piringku: 75 g)."""
    if dish.ladder:
        grams = fish_grams(dish, table) / dish.servings
        if not 60 <= grams <= 100:
            yield Doubt("dish_portion", dish.id, say("{grams:.0f} g of raw fish a portion", grams=grams))


def dish_energy(dish: Dish, table: FoodTable) -> Iterator[Doubt]:
    """20 to 400 kcal for each slot that the dish fills (650 for all of them)."""
    energy = nutrient_amount("energy", dish, table).total
    if not 20 <= energy <= min(400 * len(dish.slots), 650):
        yield Doubt("dish_energy", dish.id, say("{energy:.0f} kcal a portion", energy=energy))


DISH_SODIUM_MG = 500.0


def dish_sodium(dish: Dish, table: FoodTable) -> Iterator[Doubt]:
    """At most 500 mg, 800 in a dish for several slots: a third and about half of 1,500 mg (AKG 13-15)."""
    sodium = nutrient_amount("sodium", dish, table)
    most = DISH_SODIUM_MG if len(dish.slots) == 1 else 800.0
    if max(sodium.total, sodium.ceiling or 0.0) > most:
        yield Doubt("dish_sodium", dish.id, say("{sodium:,.0f} mg sodium a portion", sodium=sodium.total))


def recipe_ratio(dish: Dish, table: FoodTable, ratios: Ratios) -> Iterator[Doubt]:
    """Grams per 100 g of fish lie between the quartiles of the household recipes, or a note says why not."""
    fish = fish_grams(dish, table)
    for (ratio, food), (low, high) in ratios.items():
        grams = sum(i.grams for i in dish.ingredients if i.food == food and i.use != "bath")
        if ratio != dish.weights.ratio or not grams or not fish or food in dish.ratio_notes:
            continue
        share = grams / fish * 100
        if not low - 0.05 <= share <= high + 0.05:
            what = say(
                "{share:.1f} g of {food} per 100 g of fish; households take {low:g} to {high:g} g",
                share=share,
                food=food,
                low=low,
                high=high,
            )
            yield Doubt("recipe_ratio", f"{dish.id}:{food}", what)


def fish_grams(dish: Dish, table: FoodTable) -> float:
    """Raw edible grams of fish and shellfish in all servings, seasonings left out."""
    foods = ((i, table.foods[i.food]) for i in dish.ingredients if i.use == "eaten")
    return sum(i.grams for i, f in foods if f.food_group in ("fish", "shellfish") and not f.seasoning)


def _item(food: Food, nutrient: str) -> str:
    return f"{food.id}:{BY_ID[nutrient].column}"


def _name(nutrient: str) -> Text:
    return Text(BY_ID[nutrient].name_id, BY_ID[nutrient].name_en)


FOOD_TESTS: tuple[Callable[[FoodTable], Iterator[Doubt]], ...] = (
    proximate_sum, energy_atwater, sugar_within_carbohydrate, fish_carbohydrate, group_range, minerals_and_ash,
    unit_mistake, price_range, edible_portion,
)  # fmt: skip
DISH_TESTS: tuple[Callable[[Dish, FoodTable], Iterator[Doubt]], ...] = (dish_portion, dish_energy, dish_sodium)
