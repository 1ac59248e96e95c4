"""A dish laid out for a terminal: what a portion is, its nutrients, and the arithmetic behind them."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text as Line

from kagemi.cli.plan_view import table
from kagemi.domain.dish import Dish
from kagemi.domain.food import Food, FoodTable
from kagemi.domain.message import Message, say
from kagemi.domain.nutrients import BY_ID, NUTRIENTS
from kagemi.domain.problem import DishFacts
from kagemi.domain.working import cost_working, nutrient_working
from kagemi.language import number, percent, rupiah, text
from kagemi.language.kitchen import USES, portion
from kagemi.language.words import BASES, METHODS, SLOTS, amount_of, called, nutrient_name


def dish_view(
    dish: Dish, facts: DishFacts, foods: FoodTable, lang: str, why: str | None
) -> Iterator[RenderableType]:
    """The parts from top to bottom; with `why`, the arithmetic of that nutrient alone."""
    view = _View(dish, facts, foods, lang)
    yield view.title()
    if why is not None:
        yield view.working(why)
        return
    yield view.identity()
    yield view.nutrients()
    yield view.cost()
    yield view.steps()


class _View:
    def __init__(self, dish: Dish, facts: DishFacts, foods: FoodTable, lang: str) -> None:
        self.dish, self.facts, self.foods, self.lang = dish, facts, foods, lang

    def text(self, message: Message) -> str:
        return text(message, self.lang)

    def name(self, food: Food) -> str:
        return food.name_id if self.lang == "id" else food.name_en

    def title(self) -> Line:
        other = self.dish.name.in_language("en" if self.lang == "id" else "id")
        return Line(f"{self.dish.name.in_language(self.lang)} ({other}), {self.dish.id}", "bold")

    def identity(self) -> Line:
        dish, facts = self.dish, self.facts
        marks = (self.foods.allergens[a] for a in sorted(facts.allergens) if a in self.foods.allergens)
        allergens = tuple(a.name_id if self.lang == "id" else a.name_en for a in marks)
        lines = [
            say("Slots: {slots}", slots=tuple(called(SLOTS, s) for s in dish.slots)),
            say("Method: {method}", method=called(METHODS, dish.method)),
            say(
                "A standard portion: {portion} ({grams} g cooked)",
                portion=portion(facts, 1.0, self.lang),
                grams=number(facts.served_g, self.lang),
            ),
            say(
                "Expected to be eaten: {share} (an estimate, from the ladder step or slot, and the method)",
                share=percent(facts.acceptance, self.lang),
            ),
            self.work(),
            say("Allergens: {allergens}", allergens=allergens or say("none known")),
            say("Tags: {tags}", tags=tuple(sorted(facts.tags))),
            say(
                "Weights: {basis}; {source}",
                basis=called(BASES, dish.weights.basis),
                source=dish.weights.source,
            ),
        ]
        if dish.ladder:
            lines.insert(2, say("Fish ladder: step {step} of 4", step=dish.ladder))
        return Line("\n".join(map(self.text, lines)))

    def work(self) -> Message:
        batch = number(self.dish.batch, self.lang)
        if self.dish.labour is None:
            return say("Work for a batch of {batch} portions: unknown", batch=batch)
        minutes = number(self.dish.labour, self.lang)
        return say(
            "Work for a batch of {batch} portions: {minutes} minutes, all hands together",
            batch=batch,
            minutes=minutes,
        )

    def nutrients(self) -> RenderableType:
        made = table(
            self.text(say("Nutrients of a standard portion")),
            (self.text(say("Nutrient")), False),
            (self.text(say("Amount")), True),
            (self.text(say("Counted for minimums")), True),
            (self.text(say("Reckoned for maximums")), True),
            (self.text(say("Ingredients known")), False),
        )
        for nutrient in NUTRIENTS:
            amount = self.facts.nutrients[nutrient.id]
            known = self.text(say("{known} of {of}", known=amount.known, of=amount.of))
            ceiling = (
                self.text(say("unknown"))
                if amount.ceiling is None
                else self._amount(amount.ceiling, nutrient.id)
            )
            made.add_row(
                nutrient_name(nutrient.id).in_language(self.lang),
                self._amount(amount.total, nutrient.id),
                self._amount(amount.floor, nutrient.id),
                ceiling,
                known,
            )
        return made

    def cost(self) -> RenderableType:
        made = table(
            self.text(say("Cost of a standard portion")),
            (self.text(say("Ingredient")), False),
            (self.text(say("Edible")), True),
            (self.text(say("Edible portion")), True),
            (self.text(say("To buy")), True),
            (self.text(say("A kg")), True),
            (self.text(say("Cost")), True),
            ("", False),
        )
        for line in cost_working(self.dish, self.foods):
            use = "" if line.use == "eaten" else self.text(called(USES, line.use))
            made.add_row(
                self.name(line.food),
                f"{number(line.edible_g, self.lang, 1)} g",
                amount_of(line.food.edible_pct, "%", self.lang),
                f"{number(line.gross_g, self.lang, 1)} g",
                rupiah(line.idr_per_gram * 1000, self.lang),
                rupiah(line.cost_idr, self.lang),
                use,
            )
        made.add_section()
        made.add_row(self.text(say("total")), "", "", "", "", rupiah(self.facts.cost_idr, self.lang), "")
        return made

    def working(self, nutrient: str) -> RenderableType:
        name = nutrient_name(nutrient).in_language(self.lang)
        made = table(
            self.text(
                say("{nutrient} of a standard portion: grams × per 100 g × kept in cooking", nutrient=name)
            ),
            (self.text(say("Ingredient")), False),
            (self.text(say("Edible")), True),
            (self.text(say("Per 100 g")), True),
            (self.text(say("Kept")), True),
            (self.text(say("Amount")), True),
            ("", False),
        )
        for line in nutrient_working(nutrient, self.dish, self.foods):
            note = "" if line.credited else self.text(say("seasoning: not counted for minimums"))
            unknown = self.text(say("unknown"))
            made.add_row(
                self.name(line.food),
                f"{number(line.grams, self.lang, 1)} g",
                unknown if line.per_100g is None else self._figure(line.per_100g, nutrient),
                percent(line.retained, self.lang),
                unknown if line.amount is None else self._amount(line.amount, nutrient, more=1),
                note,
            )
        made.add_section()
        amount = self.facts.nutrients[nutrient]
        known = self.text(say("known for {known} of {of} ingredients", known=amount.known, of=amount.of))
        made.add_row(self.text(say("total")), "", "", "", self._amount(amount.total, nutrient, more=1), known)
        return made

    def steps(self) -> Line:
        steps = self.dish.steps_id if self.lang == "id" else self.dish.steps_en
        return Line(
            "\n".join([self.text(say("Steps")), *(f"  {n}. {step}" for n, step in enumerate(steps, 1))])
        )

    def _amount(self, value: float, nutrient: str, more: int = 0) -> str:
        return amount_of(value, BY_ID[nutrient].unit, self.lang, BY_ID[nutrient].decimals + more)

    def _figure(self, value: float, nutrient: str) -> str:
        return amount_of(value, BY_ID[nutrient].unit, self.lang)
