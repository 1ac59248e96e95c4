"""Foods and the tables that say what happens to them between market and plate."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, TypeVar

from kagemi.domain.learning import LearningConstants
from kagemi.domain.stock import Place
from kagemi.domain.storage_life import StorageLife

T = TypeVar("T")

FoodGroup = Literal[
    "cereal", "root", "legume", "vegetable", "fruit", "meat", "poultry", "egg", "fish", "shellfish",
    "milk", "fat", "sugar", "spice", "condiment", "beverage",
]  # fmt: skip
Method = Literal[
    "raw", "boiled", "soup", "steamed", "grilled", "baked", "stir_fried", "fried", "braised",
    "pressure_cooked",
]  # fmt: skip


@dataclass(frozen=True)
class Price:
    """A price as a market quotes it: rupiah for one unit of `unit_grams` gross grams."""

    unit: str
    unit_grams: float
    price_idr: int
    date: date
    region: str
    quality: str
    source: str
    low_idr: int | None = None
    high_idr: int | None = None

    @property
    def idr_per_gram(self) -> float:
        """Rupiah per gross gram."""
        return self.price_idr / self.unit_grams


@dataclass(frozen=True)
class Food:
    """A food as bought, with its figures per 100 g edible portion; a missing key is unknown, never zero."""

    id: str
    name_id: str
    name_en: str
    food_group: FoodGroup
    edible_pct: float
    edible_basis: str
    cooking_group: str
    source: str = ""
    species: str = ""
    allergens: frozenset[str] = frozenset()
    seasoning: bool = False
    tags: frozenset[str] = frozenset()
    per_100g: Mapping[str, float] = field(default_factory=dict)
    measures: Mapping[str, float] = field(default_factory=dict)
    """Household measure -> edible grams."""
    price: Price | None = None
    kg_co2e_per_kg: float | None = None


@dataclass(frozen=True)
class Species:
    """A fish or shellfish species, with one true and sourced line that children may read."""

    id: str
    name_id: str
    name_en: str
    scientific: str
    fact_id: str
    fact_en: str
    fact_source_id: str
    fact_source_en: str
    mercury_class: str = ""
    histamine_prone: bool = False


@dataclass(frozen=True)
class Allergen:
    """An allergen class and the mark that stands for it on a sheet."""

    id: str
    name_id: str
    name_en: str
    mark: str
    status: str


@dataclass(frozen=True)
class FoodTable:
    """Everything in nutrition_data, validated. Cooking tables are keyed (food id or cooking group, method)."""

    foods: Mapping[str, Food]
    species: Mapping[str, Species] = field(default_factory=dict)
    allergens: Mapping[str, Allergen] = field(default_factory=dict)
    requirements: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """Requirement id (male_13_15) -> nutrient id -> amount a day (AKG 2019)."""
    yields: Mapping[tuple[str, str], float] = field(default_factory=dict)
    oil_absorption: Mapping[tuple[str, str], float] = field(default_factory=dict)
    """Grams of oil per gram of raw edible weight."""
    retention: Mapping[tuple[str, str], Mapping[str, float]] = field(default_factory=dict)
    acceptance: Mapping[tuple[str, str], float] = field(default_factory=dict)
    """(kind, method or 'any') -> share eaten, a starting estimate."""
    group_ceilings: Mapping[tuple[str, str], float] = field(default_factory=dict)
    """(food group, nutrient id) -> highest known figure per 100 g: stands in for an unknown in maximums."""
    storage: Mapping[str, StorageLife] = field(default_factory=dict)
    """Food id or food group -> how long it keeps."""
    learning: LearningConstants = field(default_factory=LearningConstants)

    def with_prices(self, prices: Mapping[str, Price]) -> "FoodTable":
        """The same table with these prices instead of its own; foods that are not in it are left out."""
        known = {food: price for food, price in prices.items() if food in self.foods}
        changed = {food: replace(self.foods[food], price=price) for food, price in known.items()}
        return replace(self, foods={**self.foods, **changed}) if changed else self

    def storage_life(self, food: Food) -> StorageLife:
        """How long a food keeps: by its own figures, else by those of its food group, else unknown."""
        return self.storage.get(food.id) or self.storage.get(food.food_group) or StorageLife()

    def keeps(self, food: Food) -> Mapping[Place, int]:
        """Place -> days that a food keeps there; at a place that is missing it is not kept."""
        return self.storage_life(food).days

    def usual_place(self, food: Food) -> Place | None:
        """Where a kitchen puts a food; None: nobody has said."""
        return self.storage_life(food).usual

    def yield_factor(self, food: Food, method: str) -> float:
        """Cooked weight over raw edible weight; 1 where no table says otherwise."""
        return _by_food_or_group(self.yields, food, method, 1.0)

    def oil_absorbed(self, food: Food, method: str) -> float:
        """Grams of frying oil taken up per gram of raw edible food."""
        return _by_food_or_group(self.oil_absorption, food, method, 0.0)

    def retention_factor(self, food: Food, method: str, nutrient: str) -> float:
        """Share of a nutrient that survives cooking; 1 where no factor is published."""
        factors: Mapping[str, float] = _by_food_or_group(self.retention, food, method, {})
        return factors.get(nutrient, 1.0)


def _by_food_or_group(table: Mapping[tuple[str, str], T], food: Food, method: str, otherwise: T) -> T:
    for key in ((food.id, method), (food.cooking_group, method)):
        if key in table:
            return table[key]
    return otherwise
