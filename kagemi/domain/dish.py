"""Dishes as a kitchen writes them down."""

from dataclasses import dataclass, field
from typing import Literal

from kagemi.domain.food import Method
from kagemi.domain.message import Text, Where

Use = Literal["eaten", "bath", "wrap", "aromatic"]
"""`bath`: frying oil, bought; only what the food absorbs is eaten. `wrap`, `aromatic`: bought, not eaten."""


@dataclass(frozen=True)
class Ingredient:
    """Raw edible grams for all servings of the recipe."""

    food: str
    grams: float
    method: Method | None = None
    use: Use = "eaten"


@dataclass(frozen=True)
class Serve:
    """How a server measures a standard portion: `count` pieces of `measure`, or grams if it is None.

    Portions change in steps of `step` pieces, or of `step` grams of cooked food.
    """

    measure: Text | None
    count: float
    step: float


@dataclass(frozen=True)
class Weights:
    """Where a recipe's weights come from."""

    basis: Literal["published_ratio", "derived", "kitchen_estimate"]
    source: str
    ratio: str = ""


@dataclass(frozen=True)
class Dish:
    """A recipe; one file in menus/dishes."""

    id: str
    name: Text
    slots: tuple[str, ...]
    method: Method
    main: str
    servings: int
    ingredients: tuple[Ingredient, ...]
    serve: Serve
    steps_id: tuple[str, ...] = ()
    steps_en: tuple[str, ...] = ()
    ladder: int | None = None
    colour: str = ""
    tags: frozenset[str] = frozenset()
    equipment: dict[str, float] = field(default_factory=dict)
    labour: float | None = None
    """Minutes of work for one batch, all hands together; None: nobody has said."""
    batch: int = 100
    weights: Weights = Weights("kitchen_estimate", "")
    ratio_notes: dict[str, str] = field(default_factory=dict)
    where: Where = field(default_factory=Where)
