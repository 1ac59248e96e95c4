"""A dish on the production sheet: what is weighed out for each batch, the steps, and room to note what came."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kagemi.domain.food import Food
from kagemi.domain.message import Message, Text, say
from kagemi.language import number, text
from kagemi.language.kitchen import COUNTED, USES, counted
from kagemi.report.production import Cooking, Weighed
from kagemi.report.timeline import Timeline
from kagemi.sheets.gantt import clock, machine_name

ACROSS = 10
"""Batches that a table of records has room for beside each other."""

MOST_PIECES, LIGHTEST_G = 500, 3.0
"""More pieces, or lighter ones, nobody counts."""

ASSUMED = ("assumption", "estimate")
"""Bases of an edible portion that nobody has weighed."""

STATES = {
    "gone": say(
        "The file of this dish is gone or faulty: the weights are those of the plan, the steps are missing."
    ),
    "changed": say(
        "The file of this dish has changed since the plan was made: the weights are those of the plan, "
        "the steps those of the file."
    ),
}


@dataclass(frozen=True)
class Ingredient:
    """A row of weights: for all children, then for each size of batch, as bought and cleaned."""

    name: str
    use: str
    pieces: str
    """How many that are, if it is counted rather than weighed; "" if not."""
    assumed: bool
    """True if the cleaned weights rest on a yield that nobody has weighed."""
    weights: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class BatchRecord:
    """A batch, and when it should be ready; "" if no machine is needed."""

    number: int
    children: int
    ready: str


@dataclass(frozen=True)
class DishBlock:
    """A dish as it is cooked."""

    number: int
    name: str
    facts: str
    notes: tuple[str, ...]
    sizes: tuple[str, ...]
    """The heads of the pairs of columns in `ingredients`."""
    ingredients: tuple[Ingredient, ...]
    steps: tuple[str, ...]
    machines: tuple[str, ...]
    records: tuple[tuple[BatchRecord, ...], ...]
    hot: bool

    @property
    def has_assumed(self) -> bool:
        """True if the cleaned weight of an ingredient is an assumption."""
        return any(ingredient.assumed for ingredient in self.ingredients)


@dataclass(frozen=True)
class DishView:
    """Turns the cooking of a dish into names and figures."""

    timeline: Timeline
    lang: str
    foods: Mapping[str, Food]

    def text(self, message: Message) -> str:
        """In the sheet's language."""
        return text(message, self.lang)

    def block(self, n: int, cooking: Cooking) -> DishBlock:
        """A dish as it is cooked."""
        sizes = sorted(set(cooking.batches), reverse=True) if len(cooking.batches) > 1 else []
        steps: tuple[str, ...] = ()
        if cooking.recipe is not None:
            steps = cooking.recipe.steps_id if self.lang == "id" else cooking.recipe.steps_en
        done = self.timeline.done(cooking.dish.id)
        records = [
            BatchRecord(i, children, clock(done[i - 1]) if done else "")
            for i, children in enumerate(cooking.batches, 1)
        ]
        notes = [STATES[cooking.state]] if cooking.state in STATES else []
        heads = [say("all batches"), *(say("batch of {children}", children=size) for size in sizes)]
        return DishBlock(
            number=n,
            name=cooking.dish.name.in_language(self.lang),
            facts=" · ".join(self.text(fact) for fact in self.dish_facts(cooking)),
            notes=tuple(map(self.text, notes)),
            sizes=tuple(map(self.text, heads)),
            ingredients=tuple(self.ingredient(w, cooking, sizes) for w in cooking.weights),
            steps=steps,
            machines=tuple(self.machine_line(cooking, m) for m in self.machines_of(cooking)),
            records=tuple(tuple(records[i : i + ACROSS]) for i in range(0, len(records), ACROSS)),
            hot=cooking.hot,
        )

    def dish_facts(self, cooking: Cooking) -> list[Message]:
        """Children, batches and what it should weigh when it is cooked."""
        facts = [say("{children} children", children=number(cooking.children, self.lang))]
        if len(cooking.batches) > 1:
            counts = {size: cooking.batches.count(size) for size in cooking.batches}
            written = " + ".join(f"{times} × {size}" for size, times in counts.items())
            facts.append(say("{count} batches: {sizes}", count=len(cooking.batches), sizes=written))
        facts.append(say("ready: about {weight}", weight=weight(cooking.cooked_g, self.lang)))
        if cooking.dish.labour_minutes is not None:
            minutes = number(cooking.dish.labour_minutes, self.lang)
            facts.append(say("work: {minutes} minutes a batch", minutes=minutes))
        return facts

    def machines_of(self, cooking: Cooking) -> list[str]:
        """In the order of use."""
        job = next(j for j in self.timeline.jobs if j.dish == cooking.dish.id)
        return [machine for machine, _ in job.stages]

    def machine_line(self, cooking: Cooking, machine: str) -> str:
        """When the batches begin on a machine."""
        runs = [run for run in self.timeline.of(cooking.dish.id) if run.machine == machine]
        starts = Counter(clock(run.begins) for run in runs)
        what = say(
            "{machine}, {minutes} minutes a batch; begin at {times}",
            machine=machine_name(machine, self.lang),
            minutes=number(cooking.dish.equipment[machine], self.lang),
            times=tuple(f"{times} × {at}" if times > 1 else at for at, times in starts.items()),
        )
        written = self.text(what)
        return written[:1].upper() + written[1:]

    def ingredient(self, weighed: Weighed, cooking: Cooking, sizes: Sequence[int]) -> Ingredient:
        """A food's weights, for all and for each size of batch."""
        parts = [1.0, *(cooking.share(size) for size in sizes)]
        edible = weighed.edible_g
        return Ingredient(
            name=food_name(self.foods, weighed.food, self.lang),
            use=", ".join(self.text(USES[use]) for use in weighed.uses if weighed.uses != ("eaten",)),
            pieces=self.pieces(weighed, cooking),
            assumed=is_assumed(weighed.known),
            weights=tuple(
                (
                    weight(part * weighed.gross_g, self.lang),
                    "–" if edible is None else weight(part * edible, self.lang),
                )
                for part in parts
            ),
        )

    def pieces(self, weighed: Weighed, cooking: Cooking) -> str:
        """About how many eggs, fish or fruit all batches take; "" if nobody would count them.

        Many are counted only in the measure in which the dish is served: an egg for each child.
        """
        if weighed.known is None or weighed.edible_g is None:
            return ""
        measure = next((m for m in COUNTED if m in weighed.known.measures), None)
        if measure is None:
            return ""
        each, serve = weighed.known.measures[measure], cooking.dish.serve.measure
        count = weighed.edible_g / each
        too_many = count > MOST_PIECES and (serve is None or serve.id != measure)
        if count < 1 or each < LIGHTEST_G or too_many:
            return ""
        return f"≈ {counted(number(count, self.lang), COUNTED[measure], self.lang)}"


def is_assumed(food: Food | None) -> bool:
    """True if something is cleaned off, and how much is assumed."""
    return food is not None and food.edible_basis in ASSUMED and food.edible_pct < 100


def food_name(foods: Mapping[str, Food], id: str, lang: str) -> str:
    """A food's name; its id if nothing knows it."""
    food = foods.get(id)
    return id if food is None else Text(food.name_id, food.name_en).in_language(lang)


def weight(grams: float, lang: str) -> str:
    """A weight as a kitchen's scale shows it: 7,5 g, 350 g, 12,35 kg, 120,5 kg."""
    if round(grams) < 1000:
        return f"{number(grams, lang, 1 if grams < 10 and round(grams, 1) % 1 else 0)} g"
    return f"{number(grams / 1000, lang, 2 if grams < 100_000 else 1)} kg"
