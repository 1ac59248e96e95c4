"""Every sheet of plans that are hard to print, made as the commands make it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from pathlib import Path

from kagemi.canteen.sheet_context import SheetContext
from kagemi.domain.food import FoodTable
from kagemi.domain.message import Text
from kagemi.domain.plan import Plan
from kagemi.domain.problem import DishFacts
from kagemi.domain.purchase import OrderLine, Purchase
from kagemi.domain.supplier import Supplier
from kagemi.files.nutrition import load_food_table
from kagemi.files.workspace import Settings, Workspace, example_root
from kagemi.report.production import Recipe
from kagemi.sheets.kitchen import Thaw
from kagemi.sheets.orders import OrderBook
from tests.build import MONDAY, WEEK
from tests.sheets import kitchen_sample, report_sample, sample

ARABIC, JAVANESE = "سمك مشوي مع الأرز", "ꦱꦼꦒꦥꦼꦕꦼꦭ꧀"
LONG = "dengan saus tomat buatan sendiri dan taburan bawang goreng renyah"


@dataclass(frozen=True)
class SampleContext(SheetContext):
    """A context whose foods, recipes and orders are those of the samples."""

    @cached_property
    def table(self) -> FoodTable:
        made, _ = load_food_table(example_root() / "nutrition_data")
        species = {**made.species, **sample.SPECIES}
        return replace(made, foods=report_sample.FOODS, species=species, allergens=sample.ALLERGENS)

    @cached_property
    def recipes(self) -> dict[str, Recipe]:
        return kitchen_sample.RECIPES

    @cached_property
    def thaw(self) -> Thaw:
        return {MONDAY: [("ikan_tuna", 12_000.0)]}

    @cached_property
    def orders(self) -> OrderBook:
        traders = [
            Supplier(f"t{n}", f"{ARABIC} {JAVANESE} {LONG} {n}", LONG, LONG, "0800-0000-01", ("monday",), True)
            for n in range(2)
        ]
        foods = {f"food_{n}": Text(*[f"Bahan {ARABIC} {JAVANESE} {LONG} {n}"] * 2) for n in range(30)}
        lines = tuple(
            OrderLine(t.id, food, MONDAY + timedelta(days=n % 3), "ikat besar", 1500.0, 12.0, 1_060_000)
            for t in traders
            for n, food in enumerate(foods)
        )
        bought = Purchase(needs=(), lines=lines, uses=(), draws=(), missing=())
        known = {t.id: t for t in traders}
        return OrderBook(self.plan, bought, known, foods, self.school, self.today, self.lang)


def context(plan: Plan, root: Path, lang: str = "id") -> SheetContext:
    """The context of a plan in a workspace with a logo and nothing else of its own."""
    root.mkdir(exist_ok=True)
    logo = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z" fill="#123456"/></svg>'
    )
    (root / "logo.svg").write_text(logo, encoding="utf-8")
    school = f"Kantin {ARABIC} · {JAVANESE}"
    settings = Settings(school=school, logo="logo.svg", colour="#123456")
    workspace = Workspace(root, settings)
    return SampleContext(plan, tuple(plan.problem.days), lang, 720, False, workspace, {}, MONDAY)


def small() -> Plan:
    """Two days for two groups."""
    return report_sample.plan()


def hard() -> Plan:
    """Ten groups; dishes with long names, in Arabic and in Javanese script; Wednesday without a meal."""
    made = report_sample.fullest()
    names = {d.id: Text(*[f"{script(n)} {LONG} {n}"] * 2) for n, d in enumerate(made.problem.dishes)}
    groups = [
        replace(g, name=Text(*[f"{script(n)} kelas besar {n}"] * 2)) for n, g in enumerate(made.problem.groups)
    ]
    dishes = [replace(d, name=names[d.id]) for d in made.problem.dishes]
    problem = replace(made.problem, dishes=tuple(dishes), groups=tuple(groups))
    return replace(made, problem=problem, servings=tuple(s for s in made.servings if s.day != 2))


def sixty() -> Plan:
    """A week of sixty dishes, twelve a day."""
    return sample.plan([_dishes(day, 12) for day in range(5)], weekdays=WEEK)


def _dishes(day: int, many: int) -> Sequence[DishFacts]:
    kinds = (kitchen_sample.RICE, kitchen_sample.TUNA, kitchen_sample.EGG, kitchen_sample.GREENS, sample.JERUK)
    return [
        replace(
            report_sample.zinced(kinds[n % 5]),
            id=f"dish_{day}_{n}",
            name=Text(*[f"Hidangan bumbu {day * many + n}"] * 2),
        )
        for n in range(many)
    ]


def script(n: int) -> str:
    """A beginning of a name in one of three scripts."""
    return ("Sayur", ARABIC, JAVANESE)[n % 3]
