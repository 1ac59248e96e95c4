"""The production sheet as a workbook: what is weighed out, and who gets how much, of each day."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from io import BytesIO

from kagemi.domain.food import Food
from kagemi.domain.message import say
from kagemi.domain.plan import Plan
from kagemi.domain.problem import Day
from kagemi.language import text
from kagemi.report.menu import Menu
from kagemi.report.production import Production, Recipe, production
from kagemi.sheets.kitchen_dish import food_name

Cell = str | float | None
_GRAM = 3
"""Decimals of kilograms."""


def kitchen_xlsx(
    plan: Plan,
    *,
    lang: str,
    days: Sequence[Day],
    recipes: Mapping[str, Recipe],
    foods: Mapping[str, Food],
    serve_at: int,
) -> bytes:
    """A workbook of two flat sheets, kilograms raw and grams cooked. Same plan, same bytes.

    A cleaned weight that is not known is an empty cell; texts are never formulas.
    """
    import xlsxwriter

    menu = Menu(plan.problem, plan.servings)
    made = [production(menu, day, recipes, foods, serve_at) for day in days]
    known = {**foods, **plan.problem.foods}
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    first = min(day.date for day in plan.problem.days)
    book.set_properties(
        {"title": text(say("Production sheet"), lang), "created": datetime.combine(first, time())}
    )
    for name, rows in (
        (say("To weigh out"), _weights(made, lang, known)),
        (say("Portions"), _portions(made, lang)),
    ):
        sheet = book.add_worksheet(text(name, lang))
        head = book.add_format({"bold": True, "bottom": 1})
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(r, c, cell, head if r == 0 else None)
                elif cell is not None:
                    sheet.write_number(r, c, cell)
        for c in range(len(rows[0])):
            sheet.set_column(c, c, min(40, 2 + max(len(str(row[c])) for row in rows)))
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(rows) - 1, len(rows[0]) - 1)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
    book.close()
    return out.getvalue()


def _weights(made: Sequence[Production], lang: str, foods: Mapping[str, Food]) -> list[tuple[Cell, ...]]:
    heads = (say("Day"), say("Dish"), say("Food"), say("weigh out (kg)"), say("cleaned (kg)"))
    rows: list[tuple[Cell, ...]] = [tuple(text(head, lang) for head in heads)]
    for day in made:
        for cooking in day.cookings:
            for weighed in cooking.weights:
                edible = weighed.edible_g
                rows.append(
                    (
                        day.day.date.isoformat(),
                        cooking.dish.name.in_language(lang),
                        food_name(foods, weighed.food, lang),
                        round(weighed.gross_g / 1000, _GRAM),
                        None if edible is None else round(edible / 1000, _GRAM),
                    )
                )
    return rows


def _portions(made: Sequence[Production], lang: str) -> list[tuple[Cell, ...]]:
    heads = (say("Day"), say("Dish"), say("Group"), say("Children"), say("Grams a portion, cooked"))
    rows: list[tuple[Cell, ...]] = [tuple(text(head, lang) for head in heads)]
    for day in made:
        for cooking in day.cookings:
            for group in day.groups:
                times = cooking.line.portion(group.id)
                if times > 0:
                    rows.append(
                        (
                            day.day.date.isoformat(),
                            cooking.dish.name.in_language(lang),
                            group.name.in_language(lang),
                            group.headcount,
                            round(times * cooking.dish.served_g),
                        )
                    )
    return rows
