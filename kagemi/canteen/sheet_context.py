"""What the sheets of a plan are made from: the plan, and what the workspace knows besides."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kagemi.canteen.buy import buy
from kagemi.canteen.order_files import order_book
from kagemi.domain.arithmetic import dish_facts
from kagemi.domain.dish import Dish
from kagemi.domain.food import FoodTable
from kagemi.domain.kitchen_use import outstanding, used_by_day
from kagemi.domain.message import InvalidInput
from kagemi.domain.plan import Plan
from kagemi.domain.problem import Day
from kagemi.files.dishes import load_dishes
from kagemi.files.nutrition import load_food_table
from kagemi.files.plans import plan_of
from kagemi.files.workspace import Workspace
from kagemi.memory import store_if_any
from kagemi.report.needs import needs
from kagemi.report.production import Recipe
from kagemi.report.thawing import stock_draws, to_thaw
from kagemi.sheets.kitchen import Thaw
from kagemi.sheets.look import look_of
from kagemi.sheets.orders import OrderBook
from kagemi.sheets.paper import Paper


@dataclass(frozen=True)
class SheetContext:
    """All that a maker of a sheet may ask; what is slow to get is got when it is asked for, once.

    `days`: those of the plan that the sheet is for; `serve_at` in minutes after midnight; `dish`: the only one
    that a card is wanted of, "" for all; `from_file`: how often the days were planned anew, as its file tells.
    """

    plan: Plan
    days: tuple[Day, ...]
    lang: str
    serve_at: int
    excel: bool
    workspace: Workspace
    environment: Mapping[str, str]
    today: date
    dish: str = ""
    from_file: int = 0

    @cached_property
    def paper(self) -> Paper:
        """What the sheets are printed on, dated by the plan's first day."""
        first = min(day.date for day in self.plan.problem.days)
        return Paper(self.workspace.sheets, self.lang, first, look_of(self.workspace))

    @cached_property
    def revision(self) -> int:
        """How often these days were planned anew: by what is published, or by the number of the plan's file."""
        days = [day.date for day in self.plan.problem.days]
        with store_if_any(self.workspace, self.environment) as store:
            if store is None:
                return self.from_file
            from kagemi.store import publications

            found = publications.versions(store, self.plan.problem.canteen, min(days), max(days))
            mine = (p.version for p in found if plan_of(p.plan_json, store.place) == self.plan)
            return max(self.from_file, next(mine, 1) - 1)

    @property
    def school(self) -> str:
        """The name of the school."""
        return self.plan.problem.canteen if self.workspace.is_example else self.workspace.settings.school

    @cached_property
    def table(self) -> FoodTable:
        """The tables of foods; raises InvalidInput if they are broken."""
        table, faults = load_food_table(self.workspace.nutrition_data)
        if any(f.severity == "error" for f in faults):
            raise InvalidInput(faults)
        return table

    @cached_property
    def dishes(self) -> dict[str, Dish]:
        """The dish files by id; a faulty one is left out, as the plan has the weights."""
        dishes, _ = load_dishes(self.workspace.dishes, self.table)
        return {d.id: d for d in dishes}

    @cached_property
    def recipes(self) -> dict[str, Recipe]:
        """The dish files with what they come to."""
        return {name: Recipe(d, dish_facts(d, self.table)) for name, d in self.dishes.items()}

    @cached_property
    def orders(self) -> OrderBook:
        """The purchase for what is left of the plan, as `kagemi buy` reckons it; raises InvalidInput."""
        bought = buy(self.plan, self.workspace, self.environment, self.today)
        return order_book(bought, self.workspace, self.lang)

    @cached_property
    def thaw(self) -> Thaw:
        """What comes from the freezer for each day that is still to be cooked; nothing without a database."""
        with store_if_any(self.workspace, self.environment) as store:
            if store is None:
                return {}
            from kagemi.store import stock

            with store.reading() as connection:
                lots = stock.balances(connection, self.plan.problem.canteen, with_empty=True)
                used = used_by_day(stock.movements(connection, lots=lots), lots)
        return to_thaw(stock_draws(outstanding(needs(self.plan), used), lots, self.today), lots)
