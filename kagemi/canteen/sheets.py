"""The sheets of a plan: which maker makes which kind in which format."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from kagemi.canteen.month import month_closed, month_days
from kagemi.canteen.sheet_context import SheetContext
from kagemi.domain.message import Fault, InvalidInput, Where, say
from kagemi.domain.plan import Plan
from kagemi.domain.problem import Day
from kagemi.files.days import days_named
from kagemi.files.hints import did_you_mean
from kagemi.files.workspace import Workspace
from kagemi.report.menu import Menu
from kagemi.sheets.allergens import AllergenSheet, allergen_sheet, allergens_values
from kagemi.sheets.counter import counter_values
from kagemi.sheets.kitchen import kitchen_values
from kagemi.sheets.kitchen_tables import kitchen_xlsx
from kagemi.sheets.leftovers import leftovers_values
from kagemi.sheets.leftovers_form import leftovers_form
from kagemi.sheets.menu_files import menu_csv, menu_ics, menu_jsonld
from kagemi.sheets.menu_lines import MenuLines
from kagemi.sheets.month import month_values
from kagemi.sheets.nutrition import Report, nutrition_values
from kagemi.sheets.nutrition_tables import nutrition_csv, nutrition_xlsx
from kagemi.sheets.order_tables import orders_csv, orders_xlsx
from kagemi.sheets.orders import orders_values
from kagemi.sheets.orders_print import orders_printed
from kagemi.sheets.paper import as_html, as_pdf
from kagemi.sheets.recipe import Cards, recipes_values
from kagemi.sheets.recipe_jsonld import recipes_jsonld
from kagemi.sheets.report_print import allergens_printed, nutrition_printed, recipes_printed
from kagemi.sheets.school_class import class_values
from kagemi.sheets.week import WeekSheet, week_values


@dataclass(frozen=True)
class SheetOrder:
    """Which sheets are wanted: of which days, in which language; `serve_at` in minutes after midnight.

    `excel`: tables of text are written as an Indonesian Excel reads them. `dish`: the id of the only dish that
    cards of dishes are wanted of, "" for all. `revision`: how often the plan's days were planned anew, as far
    as its file tells.
    """

    plan: Plan
    days: tuple[Day, ...]
    lang: str
    serve_at: int = 12 * 60
    excel: bool = False
    dish: str = ""
    revision: int = 0


def chosen_days(plan: Plan, path: Path, name: str | None) -> tuple[Day, ...]:
    """The days of a plan that a weekday or a date names, all without a name; raises InvalidInput if none."""
    days = plan.problem.days if name is None else days_named(name, plan.problem.days)
    if not days:
        what = say('the plan has no day "{day}"', day=name)
        choices = tuple(d.date.isoformat() for d in plan.problem.days)
        hint = say("name a weekday such as monday, or one of: {choices}", choices=choices)
        raise InvalidInput((Fault(Where(path.as_posix()), what, hint),))
    return days


def chosen_dish(plan: Plan, path: Path, days: Sequence[Day], written: str) -> str:
    """The id of the dish of these days that an id or a name means; raises InvalidInput if none is."""
    menu = Menu(plan.problem, plan.servings)
    served = {line.dish.id: line.dish.name for line in menu.lines(days) if menu.eaters(line)}
    wanted = written.strip().lower()
    for found, name in served.items():
        if wanted in (found, name.id.lower(), name.en.lower()):
            return found
    what = say('the plan serves no dish "{written}" on these days', written=written)
    hint = did_you_mean(wanted.replace(" ", "_"), tuple(served))
    raise InvalidInput((Fault(Where(path.as_posix()), what, hint),))


def sheet_context(
    order: SheetOrder, workspace: Workspace, environment: Mapping[str, str], today: date
) -> SheetContext:
    """What all sheets of an order share."""
    return SheetContext(
        order.plan,
        order.days,
        order.lang,
        order.serve_at,
        order.excel,
        workspace,
        environment,
        today,
        order.dish,
        order.revision,
    )


def make_sheet(
    order: SheetOrder,
    kind: str,
    form: str,
    workspace: Workspace,
    environment: Mapping[str, str],
    today: date,
) -> bytes:
    """A sheet of this kind in this format, which `kagemi.sheets.kinds` lists.

    What has to be thawed and ordered follows from what the workspace's database has in stock `today`. Raises
    InvalidInput if tables, the school's template or the database are broken.
    """
    return MAKERS[kind, form](sheet_context(order, workspace, environment, today))


def _week(context: SheetContext) -> WeekSheet:
    return WeekSheet(context.plan, context.lang, context.table.species, context.table.allergens)


def _month(context: SheetContext) -> Mapping[str, object]:
    days = month_days(context)
    return month_values(_week(context), days, month_closed(context, days), context.school)


def _kitchen(context: SheetContext) -> Mapping[str, object]:
    return kitchen_values(
        context.plan,
        lang=context.lang,
        days=context.days,
        recipes=context.recipes,
        foods=context.table.foods,
        allergens=context.table.allergens,
        thaw=context.thaw,
        serve_at=context.serve_at,
        school=context.school,
    )


def _kitchen_xlsx(context: SheetContext) -> bytes:
    return kitchen_xlsx(
        context.plan,
        lang=context.lang,
        days=context.days,
        recipes=context.recipes,
        foods=context.table.foods,
        serve_at=context.serve_at,
    )


def _allergens(context: SheetContext) -> AllergenSheet:
    table = context.table
    return allergen_sheet(context.plan, context.lang, context.days, table.foods, table.allergens)


def _report(context: SheetContext) -> Report:
    return Report(context.plan, context.lang, context.table.foods)


def _cards(context: SheetContext) -> Cards:
    table = context.table
    return Cards(
        context.plan, context.lang, context.days, context.recipes, table.foods, table.allergens, context.dish
    )


def _menu(context: SheetContext) -> MenuLines:
    return MenuLines(context.plan, context.lang, context.school, context.table.allergens, context.revision)


Maker = Callable[[SheetContext], bytes]
Values = Callable[[SheetContext], Mapping[str, object]]

PAGES: Mapping[str, Values] = {
    "week": lambda c: week_values(_week(c), c.school),
    "class": lambda c: class_values(_week(c), c.days, c.school),
    "day": lambda c: counter_values(_week(c), c.days, c.school),
    "month": _month,
    "kitchen": _kitchen,
    "orders": lambda c: orders_values(c.orders),
    "leftovers": lambda c: leftovers_values(c.plan, lang=c.lang, days=c.days, school=c.school),
    "allergens": lambda c: allergens_values(_allergens(c), c.plan, c.school),
    "nutrition": lambda c: nutrition_values(_report(c), c.school),
    "recipe": lambda c: recipes_values(_cards(c), c.school),
}
"""Kind -> what its templates are filled in with."""

PRINTED: Mapping[str, Values] = {
    **PAGES,
    "orders": lambda c: orders_printed(c.orders),
    "allergens": lambda c: allergens_printed(_allergens(c), c.plan, c.lang, c.school),
    "nutrition": lambda c: nutrition_printed(_report(c), c.school),
    "recipe": lambda c: recipes_printed(_cards(c), c.school),
}
"""The same for PDF: a typst template says nothing itself, so some kinds come to it in words."""


def _page(kind: str) -> Maker:
    return lambda c: as_html(kind, PAGES[kind](c), c.paper).encode()


def _print(kind: str) -> Maker:
    def make(context: SheetContext) -> bytes:
        # Orders are of the day on which they are made, whenever the meals are.
        paper = replace(context.paper, day=context.today) if kind == "orders" else context.paper
        return as_pdf(kind, PRINTED[kind](context), paper)

    return make


MAKERS: Mapping[tuple[str, str], Maker] = {
    **{(kind, "html"): _page(kind) for kind in PAGES},
    **{(kind, "pdf"): _print(kind) for kind in PRINTED},
    ("week", "csv"): lambda c: menu_csv(_menu(c), excel=c.excel),
    ("week", "ics"): lambda c: menu_ics(_menu(c)),
    ("week", "jsonld"): lambda c: menu_jsonld(_menu(c)),
    ("kitchen", "xlsx"): _kitchen_xlsx,
    ("orders", "xlsx"): lambda c: orders_xlsx(c.orders),
    ("orders", "csv"): lambda c: orders_csv(c.orders, excel=c.excel),
    ("leftovers", "xlsx"): lambda c: leftovers_form(c.plan, c.days, c.lang),
    ("nutrition", "xlsx"): lambda c: nutrition_xlsx(_report(c)),
    ("nutrition", "csv"): lambda c: nutrition_csv(_report(c), excel=c.excel),
    ("recipe", "jsonld"): lambda c: recipes_jsonld(_cards(c)),
}
"""(kind, format) -> what makes it: the kinds and formats of `kagemi.sheets.kinds.KINDS`, as a test holds."""
