"""The tables of nutrition_data as one validated food table (docs/data.md says what each column is)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import cast, get_args

from kagemi.domain.arithmetic import group_ceilings
from kagemi.domain.food import Allergen, Food, FoodGroup, FoodTable, Method, Price, Species
from kagemi.domain.learning import LearningConstants
from kagemi.domain.message import Fault, Message, Where, say
from kagemi.domain.nutrients import BY_COLUMN, NUTRIENTS
from kagemi.domain.storage_life import StorageLife
from kagemi.files.hints import did_you_mean
from kagemi.files.learning import COLUMNS as LEARNING_COLUMNS
from kagemi.files.learning import LEARNING, learning_of
from kagemi.files.price_spread import COLUMNS, PRICE_SPREAD, REQUIRED, spreads_of
from kagemi.files.storage_life import COLUMNS as LIFE_COLUMNS
from kagemi.files.storage_life import STORAGE_LIFE, storage_lives_of
from kagemi.files.suppliers import read_suppliers
from kagemi.files.tables import Row, Table, read_table

COOKING_GROUPS = frozenset({
    "rice", "corn_rice", "cereal", "pasta", "dry_noodle", "greens", "roots", "other_veg", "legume", "tempe",
    "tofu", "beef", "poultry", "liver", "fish_lean", "fish_fat", "shellfish", "squid", "egg", "milk", "raw",
})  # fmt: skip
METHODS: tuple[str, ...] = get_args(Method)
FOOD_GROUPS: tuple[str, ...] = get_args(FoodGroup)
BASES = ("measured", "regulation", "published", "derived", "assumption", "estimate")

_NUTRIENT_COLUMNS = tuple(BY_COLUMN)
_HIGHEST = {"kcal": 905.0, "g": 100.0, "mg": 100_000.0, "ug": 1_000_000.0}
"""No food has more of a nutrient than this in 100 g: a figure above it is a slip of the pen."""

_FOODS = (
    "id", "name_id", "name_en", "food_group", "species", "edible_pct", "edible_basis", "edible_source",
    "cooking_group", "allergens", "seasoning", "tags",
)  # fmt: skip
_REQUIREMENTS = (
    "ENERC_kcal", "PROCNT_g", "FAT_g", "CHOCDF_g", "FIBTG_g", "VITA_ug", "THIA_mg", "RIBF_mg", "NIA_mg",
    "VITC_mg", "CA_mg", "P_mg", "FE_mg", "NA_mg", "K_mg", "CU_mg", "ZN_mg",
)  # fmt: skip
_PRICES = ("food", "unit", "unit_grams", "price_idr", "date", "region", "quality", "source")
_FACT_SOURCES = ("fact_source_id", "fact_source_en")
_SPECIES = ("id", "name_id", "name_en", "scientific", "fact_id", "fact_en", *_FACT_SOURCES)
_ACCEPTANCE_KINDS = (
    "ladder_1", "ladder_2", "ladder_3", "ladder_4", "animal", "plant", "vegetable", "staple", "fruit",
)  # fmt: skip
_MBG_LIMITS = (
    "budget_idr", "max_portions", "max_portions_school", "max_portions_certified", "max_hours_cooked_to_eaten",
)  # fmt: skip


def load_food_table(folder: Path) -> tuple[FoodTable, tuple[Fault, ...]]:
    """Read all tables in `folder`; with faults, the table holds what could be understood."""
    loader = _Loader(folder)
    table = loader.load()
    return table, tuple(sorted((f for t in loader.tables for f in t.faults), key=lambda f: f.where))


_OPTIONAL = (
    "corrections.csv", "emissions.csv", LEARNING, "mbg_bands.csv", "price_spread.csv", "recipe_ratios.csv",
    STORAGE_LIFE,
)  # fmt: skip
_EXCHANGED = say("exchange the figures, if their source has them so")


class _Loader:
    """Reads one table after another; each checks its references against those read before."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.tables: list[Table] = []
        self.foods: dict[str, Row] = {}

    def load(self) -> FoodTable:
        species = self.species()
        allergens = self.allergens()
        rows = self.table("foods.csv", _FOODS, ("local_name", "notes")).unique("id")
        self.foods = {key: row for (key,), row in rows.items() if key}
        composition, sources = self.composition()
        self.corrections(composition)
        measures = self.measures()
        prices = self.prices()
        emissions = self.emissions()
        self.mbg_bands()
        self.price_spread()
        self.recipe_ratios()
        self.tables += read_suppliers(self.folder, self.foods)[2]
        foods: dict[str, Food] = {}
        for key, row in self.foods.items():
            food = _food(row, species, allergens)
            if food is None:
                continue
            foods[key] = replace(
                food,
                source=sources.get(key, ""),
                per_100g=composition.get(key, {}),
                measures={
                    name: grams if weight == "edible" else grams * food.edible_pct / 100
                    for name, (grams, weight) in measures.get(key, {}).items()
                },
                price=prices.get(key),
                kg_co2e_per_kg=emissions.get(key),
            )
        oil_pct = self.cooking("oil_absorption.csv", "oil_pct", 0, 100)
        return FoodTable(
            foods=foods,
            species=species,
            allergens=allergens,
            requirements=self.requirements(),
            yields=self.cooking("yields.csv", "yield_factor", 0.05, 10),
            oil_absorption={k: pct / 100 for k, pct in oil_pct.items()},
            retention=self.retention(),
            acceptance=self.acceptance(),
            group_ceilings=group_ceilings(foods.values()),
            storage=self.storage_lives(),
            learning=self.learning(),
        )

    def table(self, name: str, required: Iterable[str], optional: Iterable[str] = ()) -> Table:
        table = self.optional_table(name, required, optional)
        if not table.rows and not table.faults:
            what = say("the table has no rows")
            table.faults.append(Fault(Where(table.file), what, say("restore it from a copy")))
        return table

    def optional_table(self, name: str, required: Iterable[str], optional: Iterable[str] = ()) -> Table:
        columns = tuple(required)
        path = self.folder / name
        table = read_table(path, columns, tuple(optional))
        if name in _OPTIONAL and not path.exists():
            return Table(path.as_posix())
        self.tables.append(table)
        if "source" in columns and name != "corrections.csv":
            for row in table.rows:
                row.text("source")
        return table

    def food(self, row: Row, column: str = "food") -> str | None:
        """The food id in a cell, if the food is in foods.csv."""
        if not self.foods:
            return None  # foods.csv has its fault already
        return row.known(column, self.foods, say('there is no food "{written}" in foods.csv'))

    def item(self, row: Row) -> str | None:
        """A food id or a cooking group."""
        if row.cells.get("item", "") in COOKING_GROUPS:
            return row.cells["item"]
        if not self.foods:
            return None
        return row.known(
            "item", {*self.foods, *COOKING_GROUPS}, say('"{written}" is neither a food nor a cooking group')
        )

    def species(self) -> dict[str, Species]:
        table = self.table(
            "species.csv", _SPECIES, ("ladder_note", "mercury_class", "histamine_prone", "mercury_source")
        )
        found = {}
        for (key,), row in table.unique("id").items():
            row.id("id")
            mercury = row.cells.get("mercury_class", "")
            if mercury:
                row.known("mercury_class", ("low", "moderate", "high"), say('"{written}" is no mercury class'))
            if row.text("fact_id") and row.text("fact_en"):
                for column in _FACT_SOURCES:
                    if not row.cells[column]:
                        what = say("the fact about {species} has no source", species=key)
                        row.fault(column, what, say("name the source"))
            found[key] = Species(
                key,
                row.text("name_id"),
                row.text("name_en"),
                row.text("scientific"),
                row.cells["fact_id"],
                row.cells["fact_en"],
                row.cells["fact_source_id"],
                row.cells["fact_source_en"],
                mercury,
                _yes(row, "histamine_prone"),
            )
        return found

    def allergens(self) -> dict[str, Allergen]:
        table = self.table("allergens.csv", ("id", "name_id", "name_en", "mark", "status", "source"))
        return {
            key: Allergen(
                row.id("id"), row.text("name_id"), row.text("name_en"), row.text("mark"), row.text("status")
            )
            for (key,), row in table.unique("id").items()
        }

    def composition(self) -> tuple[dict[str, dict[str, float]], dict[str, str]]:
        """Figures per 100 g by food and nutrient id, and where each food's row comes from."""
        table = self.table("composition.csv", ("food", "source", "code", "source_name", *_NUTRIENT_COLUMNS))
        figures: dict[str, dict[str, float]] = {}
        sources: dict[str, str] = {}
        for row in table.unique("food").values():
            food = self.food(row)
            if food is None:
                continue
            known = {n.id: row.number(n.column, 0, _HIGHEST[n.unit]) for n in NUTRIENTS}
            figures[food] = {n: value for n, value in known.items() if value is not None}
            sources[food] = " ".join(part for part in (row.cells["source"], row.cells["code"]) if part)
            if sum(figures[food].get(n, 0.0) for n in ("water", "protein", "fat", "carbohydrate", "ash")) > 125:
                row.fault(
                    "WATER_g",
                    say(
                        "water, protein, fat, carbohydrate and ash of {food} make more than 125 g in 100 g",
                        food=food,
                    ),
                    say("compare the row with its source"),
                )
        return figures, sources

    def corrections(self, composition: dict[str, dict[str, float]]) -> None:
        """Replace, fill or unset single figures of `composition`."""
        table = self.optional_table("corrections.csv", ("food", "nutrient", "value", "kind", "source", "why"))
        for row in table.unique("food", "nutrient").values():
            food = self.food(row)
            column = row.known("nutrient", BY_COLUMN, say('there is no nutrient column "{written}"'))
            kind = row.known(
                "kind", ("replace", "fill", "missing"), say('"{written}" is no kind of correction')
            )
            row.text("why")
            if kind != "missing":
                row.text("source")
            if food is None or column is None or kind is None:
                continue
            nutrient = BY_COLUMN[column]
            figures = composition.setdefault(food, {})
            if kind == "missing":
                if row.cells["value"]:
                    row.fault(
                        "value", say("a missing figure has no value"), say("empty the cell, or write replace")
                    )
                figures.pop(nutrient.id, None)
                continue
            if kind == "fill" and nutrient.id in figures:
                hint = say("write replace, with the reason in the column why")
                row.fault(
                    "kind", say("{food} has a figure for {column} already", food=food, column=column), hint
                )
            elif kind == "replace" and nutrient.id not in figures:
                what = say("{food} has no figure for {column} to replace", food=food, column=column)
                row.fault("kind", what, say("write fill"))
            value = row.required_number("value", 0, _HIGHEST[nutrient.unit])
            if value is not None:
                figures[nutrient.id] = value

    def measures(self) -> dict[str, dict[str, tuple[float, str]]]:
        """Food -> measure -> grams, and whether these are edible or gross grams."""
        table = self.table("household_measures.csv", ("food", "measure", "grams", "weight", "basis", "source"))
        measures: dict[str, dict[str, tuple[float, str]]] = {}
        for row in table.unique("food", "measure").values():
            food = self.food(row)
            grams = row.required_number("grams", 0.01, 50_000)
            weight = row.known("weight", ("edible", "gross"), say('"{written}" is no kind of weight'))
            _basis(row)
            if food and grams is not None and weight:
                measures.setdefault(food, {})[row.text("measure")] = (grams, weight)
        return measures

    def prices(self) -> dict[str, Price]:
        table = self.table("prices.csv", _PRICES, ("low_idr", "high_idr"))
        prices: dict[str, Price] = {}
        for row in table.unique("food").values():
            food = self.food(row)
            grams = row.required_number("unit_grams", 1, 1_000_000)
            price = row.rupiah("price_idr") if row.text("price_idr") else None
            low, high = row.rupiah("low_idr"), row.rupiah("high_idr")
            day = row.day("date")
            quality = row.known("quality", REQUIRED, say('"{written}" is no price quality'))
            unit, region, source = row.text("unit"), row.text("region"), row.cells["source"]
            if price is not None and not (low or 0) <= price <= (price if high is None else high):
                what = say("the price {price} is not between {low} and {high}", price=price, low=low, high=high)
                row.fault("price_idr", what, say("compare the three figures with their source"))
            if food and grams and price is not None and day and quality:
                prices[food] = Price(unit, grams, price, day, region, quality, source, low, high)
        return prices

    def emissions(self) -> dict[str, float]:
        table = self.optional_table("emissions.csv", ("food", "kg_co2e_per_kg", "item", "match", "source"))
        emissions: dict[str, float] = {}
        for row in table.unique("food").values():
            food = self.food(row)
            row.known("match", ("same", "proxy"), say('"{written}" is no kind of match'))
            figure = row.number("kg_co2e_per_kg", 0, 200)
            if food and figure is not None:
                emissions[food] = figure
        return emissions

    def requirements(self) -> dict[str, dict[str, float]]:
        """Requirement id -> nutrient id -> amount a day; an empty cell is unknown and left out."""
        columns = ("id", "name_id", "name_en", "sex", "age_from", "age_to", *_REQUIREMENTS, "source")
        requirements: dict[str, dict[str, float]] = {}
        for (key,), row in self.table("requirements.csv", columns).unique("id").items():
            row.id("id")
            amounts = {BY_COLUMN[c].id: row.number(c, 0.01, 10_000) for c in _REQUIREMENTS}
            requirements[key] = {n: amount for n, amount in amounts.items() if amount is not None}
        return requirements

    def cooking(self, name: str, column: str, low: float, high: float) -> dict[tuple[str, str], float]:
        """A table of one figure for each item and cooking method."""
        table = self.table(name, ("item", "method", column, "basis", "source"))
        figures: dict[tuple[str, str], float] = {}
        for row in table.unique("item", "method").values():
            item, method = self.item(row), _method(row)
            figure = row.required_number(column, low, high)
            _basis(row)
            if item and method and figure is not None:
                figures[item, method] = figure
        return figures

    def retention(self) -> dict[tuple[str, str], Mapping[str, float]]:
        """(item, method) -> nutrient id -> share kept; nutrients without a factor are left out."""
        table = self.table("retention.csv", ("item", "method", "basis", "source"), _NUTRIENT_COLUMNS)
        factors: dict[tuple[str, str], Mapping[str, float]] = {}
        columns = [c for c in table.columns if c in BY_COLUMN]
        for row in table.unique("item", "method").values():
            item, method = self.item(row), _method(row)
            _basis(row)
            kept = {BY_COLUMN[c].id: row.number(c, 0, 1) for c in columns}
            if item and method:
                factors[item, method] = {n: share for n, share in kept.items() if share is not None}
        return factors

    def acceptance(self) -> dict[tuple[str, str], float]:
        table = self.table("acceptance.csv", ("kind", "method", "share_eaten", "basis", "why"))
        shares: dict[tuple[str, str], float] = {}
        for row in table.unique("kind", "method").values():
            kind = row.known("kind", _ACCEPTANCE_KINDS, say('"{written}" is neither a ladder step nor a slot'))
            method = _method(row, "any")
            share = row.required_number("share_eaten", 0, 1)
            _basis(row)
            if kind and method and share is not None:
                shares[kind, method] = share
        return shares

    def learning(self) -> LearningConstants:
        """The usual constants where a workspace has no table of its own."""
        table = self.optional_table(LEARNING, LEARNING_COLUMNS)
        return learning_of(table) if table.rows else LearningConstants()

    def mbg_bands(self) -> None:
        """Only checked: the constraints files quote these bands."""
        columns = ("group", "meal", "share_akg", "nutrient", "low", "high", "basis", "source")
        for row in self.optional_table("mbg_bands.csv", columns).rows:
            row.known("nutrient", {*BY_COLUMN, *_MBG_LIMITS}, say('there is no nutrient column "{written}"'))
            low, high = row.number("low", 0, 10_000), row.number("high", 0, 10_000)
            if low is not None and high is not None and low > high:
                row.fault("low", say("the low end of the band is above its high end"), _EXCHANGED)

    def storage_lives(self) -> dict[str, StorageLife]:
        """Food or food group -> how long it keeps."""
        table = self.optional_table(STORAGE_LIFE, LIFE_COLUMNS)
        items = {*self.foods, *FOOD_GROUPS} if self.foods else set()
        return storage_lives_of(table, items, BASES)

    def price_spread(self) -> None:
        """Only checked: the question what prices may do to a plan reads it (`price_spread`)."""
        table = self.optional_table(PRICE_SPREAD, COLUMNS)
        if table.rows:
            spreads_of(table)

    def recipe_ratios(self) -> None:
        """Only checked: dishes quote these ratios, `kagemi check` compares them."""
        columns = ("dish", "ingredient", "food", "q1_g", "median_g", "q3_g", "n", "source")
        for row in self.optional_table("recipe_ratios.csv", columns).rows:
            if row.cells["food"]:
                self.food(row)
            quartiles = [row.number(c, 0, 10_000) for c in ("q1_g", "median_g", "q3_g")]
            known = [q for q in quartiles if q is not None]
            if known != sorted(known):
                row.fault("q1_g", say("the quartiles are not in order"), _EXCHANGED)


def _food(row: Row, species: Mapping[str, Species], allergens: Mapping[str, Allergen]) -> Food | None:
    """The identity of a food, or None if it lacks what every food must have."""
    food = row.id("id")
    group = row.known("food_group", FOOD_GROUPS, say('"{written}" is no food group'))
    cooking_group = row.known("cooking_group", COOKING_GROUPS, say('"{written}" is no cooking group'))
    edible_pct = row.required_number("edible_pct", 1, 100)
    row.text("edible_source")
    row.known("edible_basis", BASES, say('"{written}" is no basis of a figure'))
    names = row.text("name_id"), row.text("name_en")
    kind = row.cells["species"]
    if kind and species:
        row.known("species", species, say('there is no species "{written}" in species.csv'))
    marks = _listed(row, "allergens", allergens, say('there is no allergen "{item}" in allergens.csv'))
    seasoning = _yes(row, "seasoning")
    if not (food and group and cooking_group and edible_pct):
        return None
    return Food(
        id=food,
        name_id=names[0],
        name_en=names[1],
        food_group=cast(FoodGroup, group),
        edible_pct=edible_pct,
        edible_basis=row.cells["edible_basis"],
        cooking_group=cooking_group,
        species=kind if kind in species else "",
        allergens=marks,
        seasoning=seasoning,
        tags=frozenset(row.items("tags")),
    )


def _listed(row: Row, column: str, choices: Mapping[str, object], what: Message) -> frozenset[str]:
    for item in row.items(column):
        if choices and item not in choices:
            row.fault(column, say(what.template, item=item), did_you_mean(item, choices))
    return frozenset(row.items(column)) & frozenset(choices)


def _yes(row: Row, column: str) -> bool:
    cell = row.cells.get(column, "")
    if cell not in ("", "yes"):
        row.fault(column, say('{column} is "yes" or empty', column=column), say("write yes, or nothing"))
    return cell == "yes"


def _method(row: Row, *others: str) -> str | None:
    return row.known("method", (*METHODS, *others), say('there is no cooking method "{written}"'))


def _basis(row: Row) -> None:
    row.known("basis", BASES, say('"{written}" is no basis of a figure'))
