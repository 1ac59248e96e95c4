"""The sheets that a kitchen works with: what to cook on each day, and what came back of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kagemi.domain.arithmetic import dish_facts
from kagemi.domain.food import FoodTable
from kagemi.domain.kitchen_use import outstanding, used_by_day
from kagemi.domain.message import Fault, InvalidInput, Where, say
from kagemi.domain.plan import Plan
from kagemi.domain.problem import Day
from kagemi.files.dishes import load_dishes
from kagemi.files.nutrition import load_food_table
from kagemi.files.workspace import Workspace
from kagemi.memory import store_if_any
from kagemi.report.needs import needs
from kagemi.report.production import Recipe
from kagemi.report.thawing import stock_draws, to_thaw
from kagemi.sheets.kitchen import Thaw, render_kitchen
from kagemi.sheets.leftovers import render_leftovers


@dataclass(frozen=True)
class SheetOrder:
    """Which sheets are wanted: of which days, in which language; `serve_at` in minutes after midnight."""

    plan: Plan
    days: tuple[Day, ...]
    lang: str
    serve_at: int = 12 * 60


def chosen_days(plan: Plan, path: Path, name: str | None) -> tuple[Day, ...]:
    """The days of a plan that a weekday or a date names, all without a name; raises InvalidInput if none."""
    days = tuple(d for d in plan.problem.days if name is None or d.is_in((name.lower(),)))
    if not days:
        what = say('the plan has no day "{day}"', day=name)
        choices = tuple(d.date.isoformat() for d in plan.problem.days)
        hint = say("name a weekday such as monday, or one of: {choices}", choices=choices)
        raise InvalidInput((Fault(Where(path.as_posix()), what, hint),))
    return days


def kitchen_sheet(order: SheetOrder, workspace: Workspace, environment: Mapping[str, str], today: date) -> str:
    """The production sheet; raises InvalidInput if tables, the school's template or the database are broken.

    What has to be thawed follows from what the workspace's database has in stock `today`. A faulty dish file
    stops nothing: the plan has the weights, and the sheet says that the file is missing.
    """
    table = _food_table(workspace)
    return render_kitchen(
        order.plan,
        lang=order.lang,
        days=order.days,
        recipes=_recipes(workspace, table),
        foods=table.foods,
        allergens=table.allergens,
        thaw=_thaw(order.plan, workspace, environment, today),
        serve_at=order.serve_at,
        school=_school(order.plan, workspace),
        templates=workspace.sheets,
    )


def leftovers_sheet(order: SheetOrder, workspace: Workspace) -> str:
    """The leftovers sheet to be filled in by hand; raises InvalidInput if the school's template is broken."""
    return render_leftovers(
        order.plan,
        lang=order.lang,
        days=order.days,
        school=_school(order.plan, workspace),
        templates=workspace.sheets,
    )


def _thaw(plan: Plan, workspace: Workspace, environment: Mapping[str, str], today: date) -> Thaw:
    """What comes from the freezer for each day that is still to be cooked; nothing without a database."""
    with store_if_any(workspace, environment) as store:
        if store is None:
            return {}
        from kagemi.store import stock

        with store.reading() as connection:
            lots = stock.balances(connection, plan.problem.canteen, with_empty=True)
            used = used_by_day(stock.movements(connection, lots=lots), lots)
    return to_thaw(stock_draws(outstanding(needs(plan), used), lots, today), lots)


def _food_table(workspace: Workspace) -> FoodTable:
    table, faults = load_food_table(workspace.nutrition_data)
    if any(f.severity == "error" for f in faults):
        raise InvalidInput(faults)
    return table


def _recipes(workspace: Workspace, table: FoodTable) -> dict[str, Recipe]:
    dishes, _ = load_dishes(workspace.dishes, table)
    return {d.id: Recipe(d, dish_facts(d, table)) for d in dishes}


def _school(plan: Plan, workspace: Workspace) -> str:
    return plan.problem.canteen if workspace.is_example else workspace.settings.school
