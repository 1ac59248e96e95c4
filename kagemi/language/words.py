"""What the keys of the data are called in a sentence."""

from datetime import date, timedelta

from kagemi.domain.message import Message, Text, say
from kagemi.domain.nutrients import BY_ID
from kagemi.domain.problem import WEEKDAYS
from kagemi.language import number, rupiah, weekday

_A_MONDAY = date(2024, 1, 1)

SLOTS = {
    "staple": say("staple food"),
    "animal": say("animal protein"),
    "plant": say("plant protein"),
    "vegetable": say("vegetables"),
    "fruit": say("fruit"),
}
FOOD_GROUPS = {
    "cereal": say("cereals"),
    "root": say("roots and tubers"),
    "legume": say("legumes"),
    "vegetable": say("vegetables"),
    "fruit": say("fruit"),
    "meat": say("meat"),
    "poultry": say("poultry"),
    "egg": say("eggs"),
    "fish": say("fish"),
    "shellfish": say("shellfish"),
    "milk": say("milk"),
    "fat": say("fats and oils"),
    "sugar": say("sugar"),
    "spice": say("spices"),
    "condiment": say("condiments"),
    "beverage": say("drinks"),
}
METHODS = {
    "raw": say("raw"),
    "boiled": say("boiled"),
    "soup": say("soup"),
    "steamed": say("steamed"),
    "grilled": say("grilled"),
    "baked": say("baked"),
    "stir_fried": say("stir-fried"),
    "fried": say("fried"),
    "braised": say("braised"),
    "pressure_cooked": say("pressure-cooked"),
}
COLOURS = {
    "green": say("green"),
    "red": say("red"),
    "orange": say("orange"),
    "yellow": say("yellow"),
    "white": say("white"),
    "brown": say("brown"),
    "purple": say("purple"),
}
REPEAT_OF = {
    "dish": say("dish"),
    "main_ingredient": say("main ingredient"),
    "food_group": say("food group"),
    "method": say("cooking method"),
    "colour": say("colour"),
    "species": say("fish species"),
}
TAGS = {
    **METHODS,
    "fish": say("fish"),
    "contains_5p": say("dishes with additives (5P)"),
    "santan": say("dishes with coconut milk"),
    "red_meat": say("red meat"),
    "processed": say("processed food"),
    "sweet": say("sweet dishes"),
    "spicy": say("spicy dishes"),
    "ladder_1": say("hidden fish (step 1)"),
    "ladder_2": say("fish mixed in (step 2)"),
    "ladder_3": say("fish in pieces (step 3)"),
    "ladder_4": say("whole fish (step 4)"),
    "local": say("local food"),
    "mercury_low": say("fish with little mercury"),
    "mercury_moderate": say("fish with some mercury"),
    "mercury_high": say("fish with much mercury"),
    "histamine_prone": say("fish that forms histamine"),
    "mild": say("mild dishes"),
    "sour": say("sour dishes"),
    "crispy": say("crispy dishes"),
    "boneless": say("boneless dishes"),
    "bones": say("dishes with bones"),
    "bones_eaten": say("fish eaten with its bones"),
    "plain": say("plain dishes"),
    "mixed": say("mixed dishes"),
    "noodles": say("noodles"),
    "one_dish": say("one-dish meals"),
    "festive": say("festive dishes"),
    "leaf_wrapped": say("dishes in a leaf"),
    "raw_vegetable": say("raw vegetables"),
    "cut_fruit": say("cut fruit"),
    "whole_fruit": say("whole fruit"),
    "whole_grain": say("whole grain"),
    "tuber": say("tubers"),
    "liver": say("liver"),
    "canteen_own": say("the canteen's own dishes"),
}
ALLERGENS = {
    "gluten": say("gluten"),
    "egg": say("eggs"),
    "fish": say("fish"),
    "crustacean": say("crustaceans"),
    "mollusc": say("molluscs"),
    "peanut": say("peanuts"),
    "soy": say("soy"),
    "milk": say("milk"),
    "tree_nut": say("tree nuts"),
    "sulphite": say("sulphites"),
    "sesame": say("sesame"),
    "celery": say("celery"),
    "mustard": say("mustard"),
    "lupin": say("lupin"),
    "candlenut": say("candlenut"),
}
PLACES = {"freezer": say("the freezer"), "chiller": say("the chiller"), "dry": say("the dry store")}
RISKS = {"mercury": say("fish with mercury"), "histamine": say("fish that forms histamine")}
MONTHS = {
    "january": say("January"),
    "february": say("February"),
    "march": say("March"),
    "april": say("April"),
    "may": say("May"),
    "june": say("June"),
    "july": say("July"),
    "august": say("August"),
    "september": say("September"),
    "october": say("October"),
    "november": say("November"),
    "december": say("December"),
}
ANYTHING = {**SLOTS, **FOOD_GROUPS, **COLOURS, **TAGS}
"""What a rule that looks at days may be about, beside dishes."""
PRICE_BASES = {
    "book": say("the price book"),
    "cheapest": say("the cheapest quote"),
    "mean_of_3": say("the mean of three quotes"),
}
QUANTITIES = {
    "shortfall": say("shortfall"),
    "cost": say("cost"),
    "acceptance": say("acceptance"),
    "emissions": say("greenhouse gas"),
    "extra_dishes": say("extra dishes a day"),
    "changes": say("dishes changed"),
    "variety": say("different main ingredients"),
}
BASES = {
    "published": say("published"),
    "assumption": say("assumption"),
    "published_ratio": say("proportions of published recipes"),
    "derived": say("derived from another recipe"),
    "kitchen_estimate": say("a cook's estimate"),
}
WEIGHTS = {"edible": say("edible"), "gross": say("as bought")}
UNITS = {
    "day": say("days"),
    "dish": say("dishes"),
    "serving": say("servings"),
    "portion": say("portions"),
    "group": say("groups"),
    "bounds": say("bounds"),
    "kcal": say("kcal"),
    "ug": say("µg"),
    "kind": say("kinds"),
    "ingredient": say("ingredients"),
    "minute": say("minutes"),
    "hour": say("hours"),
    "kg_co2e": say("kg CO2e"),
}


def called(table: dict[str, Message], key: str) -> Message:
    """The key's name, or the key itself."""
    return table.get(key) or say("{key}", key=key.replace("_", " "))


def nutrient_name(id: str) -> Text:
    """A nutrient's name."""
    nutrient = BY_ID[id]
    return Text(nutrient.name_id, nutrient.name_en)


def day_name(day: str) -> object:
    """A weekday's name, or a date."""
    if day in WEEKDAYS:
        on = _A_MONDAY + timedelta(days=WEEKDAYS.index(day))
        return Text(weekday(on, "id"), weekday(on, "en"))
    return date.fromisoformat(day)


def money(value: float) -> Text:
    """Whole rupiah."""
    return Text(rupiah(value, "id"), rupiah(value, "en"))


def figure(value: float, decimals: int = 0) -> Text:
    """A number."""
    return Text(number(value, "id", decimals), number(value, "en", decimals))


def amount_of(value: float, unit: str, lang: str, decimals: int | None = None) -> str:
    """A value with its unit, in as many decimals as the unit is worth."""
    from kagemi.language.messages import text

    if unit == "idr":
        return rupiah(value, lang)
    if decimals is None:
        whole = abs(value - round(value)) < 5e-3
        decimals = 0 if whole or abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    written = number(value, lang, decimals)
    if unit == "%":
        return f"{written}%"
    return f"{written} {text(called(UNITS, unit), lang)}" if unit else written
