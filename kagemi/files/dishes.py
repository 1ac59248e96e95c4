"""Dish files: one recipe a file, its weights turned into grams and its foods looked up."""

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from kagemi.domain.arithmetic import absorbed_oil, served_grams
from kagemi.domain.dish import Dish
from kagemi.domain.food import Food, FoodTable
from kagemi.domain.message import Fault, Message, Where, say
from kagemi.files.hints import did_you_mean
from kagemi.files.shape import Reading
from kagemi.files.yaml import Loc, read_yaml

SLOTS = ("staple", "animal", "plant", "vegetable", "fruit")
COLOURS = ("green", "red", "orange", "yellow", "white", "brown", "purple")
EQUIPMENT = ("stove", "fryer", "steamer", "oven", "grill", "pressure_cooker", "blender")
HEAVIEST_G = 2000.0
"""No child is served more of one ingredient than this: a heavier one is a slip of the pen."""
LADDER = (1, 4)

_KEYS = (
    "id", "name", "slots", "method", "ladder", "main", "colour", "tags", "servings", "serve", "ingredients",
    "equipment", "labour", "batch", "steps", "weights", "ratio_notes",
)  # fmt: skip
_AMOUNT = re.compile(r"([+-]?[0-9]+(?:[.,][0-9]+)?)\s*(\S.*)?")
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
_GRAMS_PER = {"g": 1.0, "kg": 1000.0}
_OTHER_UNITS = {
    "gr": 1.0,
    "gram": 1.0,
    "grams": 1.0,
    "kilo": 1000.0,
    "kilogram": 1000.0,
    "ons": 100.0,
    "mg": 0.001,
}


def load_dishes(folder: Path, table: FoodTable) -> tuple[tuple[Dish, ...], tuple[Fault, ...]]:
    """Read every dish in `folder`; returns the sound ones in order of id, and all faults of all files."""
    if not folder.is_dir():
        return (), (Fault(Where(folder.as_posix()), say("the folder of dishes does not exist")),)
    dishes: dict[str, Dish] = {}
    files: dict[str, Where] = {}
    faults: list[Fault] = []
    paths = sorted(p for p in folder.iterdir() if p.suffix.lower() in (".yaml", ".yml"))
    for path in paths:
        if path.suffix != ".yaml":
            what = say("the file is left out, because its name does not end in .yaml")
            faults.append(Fault(Where(path.as_posix()), what, say("rename it"), "warning"))
            continue
        dish, where, found = _load_dish(path, table)
        faults.extend(found)
        if where and where[0] in files:
            what = say(
                'the id "{id}" is already that of {file}', id=where[0], file=Path(files[where[0]].file).name
            )
            faults.append(Fault(where[1], what, say("give each dish its own id, and its file the same name")))
            continue
        if where:
            files[where[0]] = where[1]
        if dish:
            dishes[dish.id] = dish
    if not paths:
        faults.append(Fault(Where(folder.as_posix()), say("there are no dishes in this folder")))
    return tuple(dishes[key] for key in sorted(dishes)), tuple(sorted(faults, key=lambda f: f.where))


def _load_dish(path: Path, table: FoodTable) -> tuple[Dish | None, tuple[str, Where] | None, list[Fault]]:
    """The dish of a file if it is sound, its id with its place if there is one, and the faults."""
    document, faults = read_yaml(path)
    if document is None:
        return None, None, faults
    reading = Reading(document)
    reading.faults.extend(faults)
    written = reading.value("id")
    dish = reading.fit(Dish, _shaped(reading, table), place=_place)
    _check_identity(reading, path)
    _check_serving(reading)
    _check_foods(reading, table)
    if dish and not any(f.severity == "error" for f in reading.faults):
        dish = replace(dish, where=document.at("id"))
        _check_oil(reading, dish, table)
        if dish.serve.measure is None:
            dish = replace(dish, serve=replace(dish.serve, count=served_grams(dish, table)))
    else:
        dish = None
    return dish, (written, document.at("id")) if isinstance(written, str) else None, reading.faults


def _check_identity(reading: Reading, path: Path) -> None:
    reading.id(("id",))
    written = reading.value("id")
    if isinstance(written, str) and written != path.stem:
        what = say('the id "{id}" is not the name of the file', id=written)
        reading.error(
            ("id",), what, say("write id: {stem}, or rename the file to {id}.yaml", stem=path.stem, id=written)
        )
    for loc in (("name", "id"), ("name", "en"), ("serve", "measure", "id"), ("serve", "measure", "en")):
        reading.not_blank(loc)
    reading.not_blank(("weights", "source"))
    slots = reading.value("slots")
    if isinstance(slots, list):
        for i, slot in enumerate(slots):
            reading.known(("slots", i), SLOTS, say('there is no slot "{written}"'))
            if slot in slots[:i]:
                reading.error(
                    ("slots", i), say('the slot "{slot}" stands here twice', slot=slot), say("keep one of them")
                )
        if not slots:
            reading.error(("slots",), say("the dish fills no slot"), did_you_mean("", SLOTS))
    reading.known(("colour",), COLOURS, say('there is no colour "{written}"'))
    ladder = reading.value("ladder")
    if isinstance(ladder, int) and not isinstance(ladder, bool) and not LADDER[0] <= ladder <= LADDER[1]:
        hint = say("1 hidden, 2 mixed, 3 pieces, 4 whole fish")
        reading.error(("ladder",), say("there is no step {step} on the fish ladder", step=ladder), hint)
    tags = reading.value("tags")
    for i, _ in enumerate(tags if isinstance(tags, list) else ()):
        reading.id(("tags", i))


def _check_serving(reading: Reading) -> None:
    reading.whole(("servings",), 1, 5000)
    reading.whole(("batch",), 1, 5000)
    equipment = reading.only(("equipment",), EQUIPMENT)
    for machine, minutes in equipment.items():
        if isinstance(minutes, int | float) and not 0 < minutes <= 1440:
            what = say("{minutes} minutes of {machine} cannot be right", minutes=minutes, machine=machine)
            reading.error(("equipment", machine), what, say("write the minutes for one batch"))
    labour = reading.value("labour")
    if isinstance(labour, int | float) and not isinstance(labour, bool) and not 1 <= labour <= 6000:
        what = say("{minutes} minutes of work cannot be right", minutes=labour)
        reading.error(("labour",), what, say("write the minutes of all hands together for one batch"))
    for lang, language in (("id", say("Bahasa Indonesia")), ("en", say("English"))):
        steps = reading.value("steps", lang)
        if (steps is None or steps == []) and ("steps",) not in reading.misspelt:
            what = say("the dish has no steps in {language}", language=language)
            hint = say("write them under steps: {lang}:, one sentence a step", lang=lang)
            reading.error(("steps",), what, hint)
        for i, _ in enumerate(steps if isinstance(steps, list) else ()):
            reading.not_blank(("steps", lang, i))


def _shaped(reading: Reading, table: FoodTable) -> dict[str, Any]:
    """The document in the shape of a `Dish`: amounts in grams, steps by language, unknown keys left out."""
    data = reading.only((), _KEYS)
    steps = reading.only(("steps",), ("id", "en"))
    shaped = {k: v for k, v in data.items() if k != "steps"}
    for key, allowed in (("name", ("id", "en")), ("weights", ("basis", "source", "ratio"))):
        if isinstance(data.get(key), dict):
            shaped[key] = reading.only((key,), allowed)
    for lang in ("id", "en"):
        if steps.get(lang) is not None:
            shaped[f"steps_{lang}"] = steps[lang]
    if isinstance(data.get("serve"), dict):
        shaped["serve"] = _serve(reading)
    ingredients = data.get("ingredients")
    if isinstance(ingredients, list):
        shaped["ingredients"] = [_ingredient(reading, i, table) for i in range(len(ingredients))]
    if ingredients == []:
        reading.error(
            ("ingredients",),
            say("the dish has no ingredients"),
            say("write each on a line of its own after a dash"),
        )
    return shaped


_PLACES: dict[str, tuple[str, ...]] = {"steps_id": ("steps", "id"), "steps_en": ("steps", "en")}


def _place(loc: Loc) -> Loc:
    """Where a value of a `Dish` stands in the file."""
    first = _PLACES.get(str(loc[0]), (loc[0],)) if loc else ()
    rest = tuple("amount" if step == "grams" else step for step in loc[1:])
    return (*first, *rest)


def _serve(reading: Reading) -> dict[str, Any]:
    serve = reading.only(("serve",), ("measure", "count", "step"))
    if isinstance(serve.get("measure"), dict):
        serve["measure"] = reading.only(("serve", "measure"), ("id", "en"))
        for key in ("count", "step"):
            value = serve.get(key)
            if isinstance(value, int | float) and not isinstance(value, bool) and not 0 < value <= 100:
                what = say("{key}: {written} cannot be right", key=key, written=value)
                reading.error(
                    ("serve", key), what, say("say how many pieces a child gets, and the smallest change")
                )
        return serve
    if serve.get("measure") is not None:
        return serve
    if "count" in serve:
        hint = say("add measure: {{id: potong, en: piece}}, or write only step: 5 g")
        reading.error(("serve", "count"), say("a count needs a measure"), hint)
    step = serve.get("step")
    if step == "any":
        return {"measure": None, "count": 0, "step": 0.0}
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*g", str(step).strip())
    if step is not None and not (match and 0 < float(match[1]) <= 500):
        hint = say("write the smallest change of a portion in grams, such as 5 g")
        reading.error(
            ("serve", "step"),
            say('"{written}" is not a weight', written=reading.document.text("serve", "step")),
            hint,
        )
    shaped: dict[str, Any] = {"measure": None, "count": 0}
    if step is not None:
        shaped["step"] = float(match[1]) if match else 1.0
    return shaped


def _ingredient(reading: Reading, i: int, table: FoodTable) -> Any:
    loc = ("ingredients", i)
    if not isinstance(reading.value(*loc), dict):
        return reading.value(*loc)
    entry = reading.only(loc, ("food", "amount", "method", "use"))
    amount = entry.pop("amount", None)
    name = entry.get("food")
    food = table.foods.get(name) if isinstance(name, str) else None
    if amount is not None and not reading.has_split_value(loc):
        grams = _grams(reading.document.text(*loc, "amount"), food)
        servings = reading.value("servings")
        if isinstance(grams, float) and isinstance(servings, int) and servings > 0:
            grams = _absurd(grams / servings) or grams
        if isinstance(grams, tuple):
            reading.error((*loc, "amount"), *grams)
        entry["grams"] = grams if isinstance(grams, float) else 1.0
    elif amount is not None:
        entry["grams"] = 1.0
    return entry


def _grams(written: str, food: Food | None) -> float | tuple[Message, Message | None]:
    """Raw edible grams of an amount such as 750 g, 0.5 kg or 8 butir; or what is wrong with it."""
    match = _AMOUNT.fullmatch(written.strip())
    if not match:
        return say('"{written}" is not an amount', written=written), say(
            "write it like 750 g, 0.5 kg or 8 butir"
        )
    number, unit = match[1], (match[2] or "").strip()
    value = float(number.replace(",", "."))
    if value <= 0:
        return say("an amount must be more than zero"), say("leave the ingredient out, or weigh it")
    if not unit:
        return (
            say("the amount {written} has no unit", written=written),
            say("write {written} g, or a household measure such as {written} butir", written=written),
        )
    if _THOUSANDS.fullmatch(number) and unit.lower() != "kg":
        digits = re.sub("[.,]", "", number)
        return (
            say("{written} reads as {value} {unit}", written=written, value=f"{value:g}", unit=unit),
            say("write {digits} {unit}, without a mark for thousands", digits=digits, unit=unit),
        )
    if unit.lower() in _GRAMS_PER:
        return value * _GRAMS_PER[unit.lower()]
    if unit.lower() in _OTHER_UNITS:
        grams = f"{value * _OTHER_UNITS[unit.lower()]:g}"
        return say('"{unit}" is not used as a unit here', unit=unit), say("write {grams} g", grams=grams)
    if food is None:
        return 1.0
    measures = {m.casefold(): grams for m, grams in food.measures.items()}
    if unit.casefold() in measures:
        return value * measures[unit.casefold()]
    what = say('there is no measure "{unit}" for {food}', unit=unit, food=food.id)
    if not measures:
        return what, say("weigh it and write grams; no household measure of this food is known")
    known = ", ".join(f"{m} ({grams:g} g)" for m, grams in food.measures.items())
    return what, say("{food} has: {measures}; or write grams", food=food.id, measures=known)


def _absurd(grams: float) -> tuple[Message, Message] | None:
    if grams <= HEAVIEST_G:
        return None
    return (
        say("{grams} g in one portion cannot be right", grams=f"{grams:g}"),
        say("the amount is for all servings: compare it with servings"),
    )


def _check_foods(reading: Reading, table: FoodTable) -> None:
    """Look up the foods of a dish: known, priced, with figures; the main one among those eaten."""
    ingredients = reading.value("ingredients")
    names: list[str] = []
    for i, entry in enumerate(ingredients if isinstance(ingredients, list) else ()):
        name = entry.get("food") if isinstance(entry, dict) else None
        if not isinstance(name, str):
            continue
        loc = ("ingredients", i, "food")
        if not reading.known(loc, table.foods, say('there is no food "{written}" in foods.csv')):
            continue
        food = table.foods[name]
        if food.price is None and name not in names:
            reading.error(loc, say("{food} has no price", food=name), say("add a row for it to prices.csv"))
        eaten = entry.get("use", "eaten") in ("eaten", "bath")
        if not food.source and eaten and name not in names:
            note = reading.error if name == reading.value("main") else reading.warn
            note(
                loc,
                say("{food} has no row in composition.csv", food=name),
                say("add a row for it to composition.csv"),
            )
        names.append(name)
    main = reading.value("main")
    if isinstance(main, str) and main not in names and (names or main not in table.foods):
        if main not in table.foods:
            reading.known(("main",), table.foods, say('there is no food "{written}" in foods.csv'))
        else:
            what = say("the main ingredient {main} is not among the ingredients", main=main)
            reading.error(("main",), what, did_you_mean(main, names))
    if names and len(names) == len(ingredients):
        _check_fish(reading, [table.foods[n] for n in names])


def _check_fish(reading: Reading, foods: Iterable[Food]) -> None:
    fish = any(f.food_group in ("fish", "shellfish") for f in foods)
    main = reading.value("main")
    main_is_fish = any(f.id == main and f.food_group == "fish" for f in foods)
    if reading.value("ladder") is not None and not fish:
        what = say("the dish has a step on the fish ladder and no fish")
        reading.error(("ladder",), what, say("delete ladder, or add the fish"))
    if reading.value("ladder") is None and main_is_fish:
        what = say("the fish dish has no step on the fish ladder")
        reading.warn(("main",), what, say("add ladder: 1 hidden, 2 mixed, 3 pieces, 4 whole fish"))


def _check_oil(reading: Reading, dish: Dish, table: FoodTable) -> None:
    """Warn of a frying bath that is missing, or smaller than what the food takes up of it."""
    bath = sum(i.grams for i in dish.ingredients if i.use == "bath")
    absorbed = absorbed_oil(dish, table)
    if absorbed > bath + 1e-6:
        what = (
            say(
                "the frying bath of {bath} g is less than the {absorbed} g that the food absorbs",
                bath=f"{bath:g}",
                absorbed=f"{absorbed:.0f}",
            )
            if bath
            else say(
                "the fried food absorbs {absorbed} g of oil, and no frying bath is listed",
                absorbed=f"{absorbed:.0f}",
            )
        )
        reading.warn(("ingredients",), what, say("list the oil to buy with use: bath"))
