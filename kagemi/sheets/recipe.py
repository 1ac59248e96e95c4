"""Recipe cards: each dish of a plan as a kitchen cooks it, with what a portion holds."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kagemi.domain.dish import Dish
from kagemi.domain.food import Allergen, Food
from kagemi.domain.message import Message, Text, say
from kagemi.domain.nutrients import BY_ID
from kagemi.domain.plan import Plan
from kagemi.domain.problem import Day, DishFacts, NutrientAmount
from kagemi.language import number, short_date, text, weekday
from kagemi.language.kitchen import USES, portion
from kagemi.language.words import BASES, METHODS, UNITS, called, nutrient_name
from kagemi.report.menu import Menu
from kagemi.report.production import Cooking, Recipe, Weighed, cook
from kagemi.report.summary import summarise_day
from kagemi.sheets.gantt import machine_name
from kagemi.sheets.kitchen_dish import STATES, food_name, is_assumed, weight

NUTRIENTS = (
    "energy", "protein", "fat", "carbohydrate", "fibre", "sugar", "sodium", "calcium", "iron", "zinc",
    "vitamin_a", "vitamin_c",
)  # fmt: skip
"""What a card says of a portion."""
HUNDRED = 100


@dataclass(frozen=True)
class IngredientRow:
    """A food: raw as bought and as cleaned, for one portion, for a hundred, and for the plan."""

    name: str
    use: str
    assumed: bool
    gross: tuple[str, str, str]
    edible: tuple[str, str, str]


@dataclass(frozen=True)
class NutrientFigure:
    """A nutrient of a standard portion; `known`: 7/9, ingredients with a figure, of all."""

    name: str
    value: str
    known: str


@dataclass(frozen=True)
class Card:
    """A dish."""

    id: str
    name: str
    other_name: str
    portion: str
    facts: tuple[str, ...]
    planned: str
    """The head of the plan's column: portions and day."""
    ingredients: tuple[IngredientRow, ...]
    steps: tuple[str, ...]
    machines: tuple[str, ...]
    allergens: str
    weights: str
    note: str
    nutrients: tuple[NutrientFigure, ...]

    @property
    def has_assumed(self) -> bool:
        """True if a cleaned weight rests on a yield that nobody has weighed."""
        return any(i.assumed for i in self.ingredients)

    @property
    def complete(self) -> bool:
        """True if no figure is a least one."""
        return not any(n.value.startswith("≥") for n in self.nutrients)


@dataclass(frozen=True)
class Cards:
    """Turns the dishes of a plan's days into cards."""

    plan: Plan
    lang: str
    days: Sequence[Day]
    recipes: Mapping[str, Recipe]
    foods: Mapping[str, Food]
    allergens: Mapping[str, Allergen]
    only: str = ""
    """The id of the only dish that a card is wanted of, "" for all."""

    def cookings(self) -> list[tuple[Day, Cooking]]:
        """Each dish once, on the day on which most portions of it are cooked; in the order of the menu."""
        menu = Menu(self.plan.problem, self.plan.servings)
        known = {**self.foods, **self.plan.problem.foods}
        best: dict[str, tuple[Day, Cooking]] = {}
        for day in self.days:
            for line in summarise_day(menu, day).dishes:
                if not menu.eaters(line) or self.only not in ("", line.dish.id):
                    continue
                made = cook(menu, line, self.recipes.get(line.dish.id), known)
                before = best.get(line.dish.id)
                if before is None or made.portions > before[1].portions:
                    best[line.dish.id] = (day, made)
        return list(best.values())

    def cards(self) -> tuple[Card, ...]:
        """A card for each dish."""
        return tuple(self.card(day, cooking) for day, cooking in self.cookings())

    def text(self, message: Message) -> str:
        """In the language of the cards."""
        return text(message, self.lang)

    def card(self, day: Day, cooking: Cooking) -> Card:
        """A dish."""
        dish = cooking.dish
        planned = say(
            "plan: {portions} portions ({day})",
            portions=number(cooking.portions, self.lang),
            day=f"{weekday(day.date, self.lang)} {short_date(day.date, self.lang)}",
        )
        served = say(
            "A standard portion: {portion} ({grams} g cooked)",
            portion=portion(dish, 1.0, self.lang),
            grams=number(dish.served_g, self.lang),
        )
        return Card(
            id=dish.id,
            name=dish.name.in_language(self.lang),
            other_name=dish.name.in_language("en" if self.lang == "id" else "id"),
            portion=self.text(served),
            facts=tuple(map(self.text, self.facts(dish))),
            planned=self.text(planned),
            ingredients=tuple(self.ingredient(w, cooking.portions) for w in cooking.weights),
            steps=steps_of(cooking.recipe, self.lang),
            machines=tuple(self.machines(dish)),
            allergens=self.allergens_of(dish),
            weights="" if cooking.recipe is None else self.source(cooking.recipe),
            note=self.text(STATES[cooking.state]) if cooking.state in STATES else "",
            nutrients=tuple(self.nutrient(dish, n) for n in NUTRIENTS),
        )

    def facts(self, dish: DishFacts) -> Iterator[Message]:
        """Method and work."""
        yield say("Method: {method}", method=called(METHODS, dish.method))
        if dish.labour_minutes is not None:
            yield say(
                "Work for a batch of {batch} portions: {minutes} minutes, all hands together",
                batch=number(dish.batch, self.lang),
                minutes=number(dish.labour_minutes, self.lang),
            )

    def machines(self, dish: DishFacts) -> Iterator[str]:
        """Minutes of each machine for a batch."""
        for machine, minutes in dish.equipment.items():
            what = say(
                "{machine}: {minutes} minutes for a batch of {batch} portions",
                machine=machine_name(machine, self.lang),
                minutes=number(minutes, self.lang),
                batch=number(dish.batch, self.lang),
            )
            written = self.text(what)
            yield written[:1].upper() + written[1:]

    def ingredient(self, weighed: Weighed, portions: float) -> IngredientRow:
        """A food for one portion, a hundred, and the plan."""
        edible = weighed.edible_g
        times = (1 / portions, HUNDRED / portions, 1.0)
        gross = [weight(weighed.gross_g * t, self.lang) for t in times]
        cleaned = ["–" if edible is None else weight(edible * t, self.lang) for t in times]
        return IngredientRow(
            name=food_name({**self.foods, **self.plan.problem.foods}, weighed.food, self.lang),
            use=", ".join(self.text(USES[use]) for use in weighed.uses if weighed.uses != ("eaten",)),
            assumed=is_assumed(weighed.known),
            gross=(gross[0], gross[1], gross[2]),
            edible=(cleaned[0], cleaned[1], cleaned[2]),
        )

    def allergens_of(self, dish: DishFacts) -> str:
        """The names of the allergens that are recorded."""
        known = [a for key, a in self.allergens.items() if key in dish.allergens]
        names = [Text(a.name_id, a.name_en).in_language(self.lang) for a in known]
        names += sorted(dish.allergens - self.allergens.keys())
        return "; ".join(names) or self.text(say("none recorded"))

    def source(self, dish: Dish) -> str:
        """Where the weights come from."""
        what = say(
            "Weights: {basis}; {source}",
            basis=called(BASES, dish.weights.basis),
            source=dish.weights.source or "–",
        )
        return self.text(what)

    def nutrient(self, dish: DishFacts, id: str) -> NutrientFigure:
        """What a standard portion holds."""
        amount = dish.nutrients.get(id, NutrientAmount(0.0, 0.0, None, 0, 1))
        unit = self.text(called(UNITS, BY_ID[id].unit))
        if not amount.known and amount.of:
            value = self.text(say("unknown"))
        else:
            sign = "" if amount.known == amount.of else "≥ "
            value = f"{sign}{number(amount.total, self.lang, BY_ID[id].decimals)} {unit}"
        name = nutrient_name(id).in_language(self.lang)
        return NutrientFigure(name, value, f"{amount.known}/{amount.of}")


def steps_of(dish: Dish | None, lang: str) -> tuple[str, ...]:
    """The steps in a language; none if the dish's file is gone."""
    if dish is None:
        return ()
    return dish.steps_id if lang == "id" else dish.steps_en


def recipes_values(cards: Cards, school: str) -> dict[str, object]:
    """What the page of the cards is filled in with."""
    return {
        "school": school,
        "cards": cards.cards(),
        "fingerprint": cards.plan.fingerprint[:12],
        "kagemi": cards.plan.kagemi,
    }
