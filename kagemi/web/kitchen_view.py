"""What the page of the kitchen's day shows: the production sheet's figures, dish by dish, for a phone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kagemi.canteen.kitchen_day import KitchenDay
from kagemi.canteen.sheet_context import SheetContext
from kagemi.domain.food import FoodTable
from kagemi.domain.message import InvalidInput, Message, say
from kagemi.domain.record import Record
from kagemi.language import number, percent, text
from kagemi.report.menu import Menu
from kagemi.report.production import Cooking, Production, Recipe, production
from kagemi.report.timeline import KEEPS
from kagemi.sheets.gantt import clock
from kagemi.sheets.kitchen import DayView, Eaters, Helping, KitchenPage, thaw_on
from kagemi.sheets.kitchen_dish import DishBlock
from kagemi.web.desk import Desk


@dataclass(frozen=True)
class Portion:
    """What a group gets of a dish."""

    group: Eaters
    measure: str
    beside: str


@dataclass(frozen=True)
class DishToday:
    """A dish of the day: `until` is when it has to be eaten at the latest, "" if it isn't hot."""

    id: str
    block: DishBlock
    helping: Helping
    portions: tuple[Portion, ...]
    until: str


@dataclass(frozen=True)
class Today:
    """The day."""

    page: KitchenPage
    dishes: tuple[DishToday, ...]


def view_of(found: KitchenDay, desk: Desk, lang: str, serve_at: int, today: date) -> Today:
    """The day in the reader's language; raises InvalidInput if the tables of foods are broken."""
    plan, day = found.plan, found.day
    context = SheetContext(plan, (day,), lang, serve_at, False, desk.workspace, desk.environment, today)
    recipes, table = _recipes(desk, context)
    made = production(Menu(plan.problem, plan.servings), day, recipes, table.foods, serve_at)
    view = DayView(made, lang, {**table.foods, **plan.problem.foods}, table.allergens)
    page = view.page(thaw_on(day.date, [d.date for d in plan.problem.days], context.thaw))
    triples = zip(made.cookings, page.dishes, page.helpings, strict=True)
    return Today(
        page,
        tuple(
            DishToday(c.dish.id, block, helping, _portions(page, helping), _until(made, c))
            for c, block, helping in triples
        ),
    )


def _recipes(desk: Desk, context: SheetContext) -> tuple[Mapping[str, Recipe], FoodTable]:
    """The dish files; where one is faulty the others, as the day is cooked all the same."""
    try:
        kitchen = desk.kitchen()
    except InvalidInput:
        return context.recipes, context.table
    pairs = zip(kitchen.dishes, kitchen.facts, strict=True)
    return {dish.id: Recipe(dish, facts) for dish, facts in pairs}, kitchen.table


def _portions(page: KitchenPage, helping: Helping) -> tuple[Portion, ...]:
    pairs = zip(page.groups, helping.cells, strict=True)
    return tuple(Portion(group, *cell) for group, cell in pairs if cell[0])


def _until(made: Production, cooking: Cooking) -> str:
    """Some hours after the first batch of a hot dish is ready."""
    done = made.timeline.done(cooking.dish.id)
    return clock(min(done) + KEEPS) if done and cooking.hot else ""


def noted_lines(records: Sequence[Record], lang: str) -> dict[str, list[str]]:
    """Dish -> what is noted of it, a line for each class."""
    found: dict[str, list[str]] = {}
    for record in records:
        found.setdefault(record.dish, []).append(text(_noted(record, lang), lang))
    return found


def _noted(record: Record, lang: str) -> Message:
    whose: object = record.school_class or say("all classes")
    served = number(record.served, lang)
    if record.trays:
        return say(
            "{whose}: {trays} ({n} trays), {served} served, {share} eaten",
            whose=whose,
            trays=" / ".join(map(str, record.trays)),
            n=sum(record.trays),
            served=served,
            share=percent(record.eaten or 0.0, lang),
        )
    if record.left_g is not None:
        weight = number(record.left_g / 1000, lang, 1)
        return say("{whose}: {weight} kg came back, {served} served", whose=whose, weight=weight, served=served)
    return say("{whose}: {served} served", whose=whose, served=served)
