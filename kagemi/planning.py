"""The use cases: load -> build -> solve -> check -> save -> render. `today` and the clock come from outside.

What only some use cases need (the solver, the templates) is imported where it is used.
"""

import hashlib
import os
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import kagemi
from kagemi.domain.acceptance import judge, ladder_evidence, learn, usual_seed
from kagemi.domain.arithmetic import dish_facts
from kagemi.domain.calendar import week_names
from kagemi.domain.constraints import ClosedDay, Constraints, menu_days
from kagemi.domain.dish import Dish
from kagemi.domain.experience import Experience
from kagemi.domain.food import FoodTable
from kagemi.domain.message import Fault, InvalidInput, Where, say
from kagemi.domain.plan import Finding, Outcome, Plan, Serving
from kagemi.domain.problem import DishFacts, PlanningProblem
from kagemi.domain.stock_rules import with_stock
from kagemi.files.consequences import without_consequences
from kagemi.files.constraints import load_constraints
from kagemi.files.dishes import load_dishes
from kagemi.files.nutrition import load_food_table
from kagemi.files.plans import to_json, write_plan
from kagemi.files.school_calendar import closed_days
from kagemi.files.workspace import Workspace, from_root

if TYPE_CHECKING:
    from kagemi.optimizer.solve import Stop

SolverName = Literal["highs", "cbc"]
MethodName = Literal["auto", "direct", "day_menus"]
Progress = Callable[[str, float, float], None]


@dataclass(frozen=True)
class Kitchen:
    """What a canteen can cook with: foods, dishes and the facts of each dish; sound, if with warnings."""

    table: FoodTable
    dishes: tuple[Dish, ...]
    facts: tuple[DishFacts, ...]
    warnings: tuple[Fault, ...] = ()
    price_basis: str = "book"


@dataclass(frozen=True)
class Search:
    """How to search: which solver and method, for how long, and at which relative gap a tier is settled."""

    solver: SolverName = "highs"
    method: MethodName = "auto"
    seconds: float = 60.0
    gap: float = 1e-3


class UnsoundPlan(Exception):  # noqa: N818 - named like what it carries
    """Raised when a menu from the optimiser fails the independent check: a fault of Kagemi, never saved."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        places = "; ".join(f"{f.kind} {f.rule} {f.about} {f.group} days {f.days}: {f.value}" for f in findings)
        super().__init__(f"the menu does not keep its hard rules: {places}")
        self.findings = findings


def load_kitchen(workspace: Workspace, experience: Experience | None = None) -> Kitchen:
    """Foods and dishes of a workspace; raises InvalidInput with all faults of all files."""
    kitchen, faults = read_kitchen(workspace, experience)
    _raise_errors(faults)
    return replace(kitchen, warnings=faults)


def load_constraints_file(
    workspace: Workspace, path: Path, experience: Experience | None = None
) -> tuple[Kitchen, Constraints]:
    """Foods, dishes and a constraints file; raises InvalidInput with all faults of all files."""
    kitchen, faults = read_kitchen(workspace, experience)
    constraints, more = load_constraints(path, kitchen.table, kitchen.facts, faulty_dishes(workspace, faults))
    _raise_errors((*faults, *more))
    assert constraints is not None
    return replace(kitchen, warnings=(*faults, *more)), constraints


def read_kitchen(
    workspace: Workspace, experience: Experience | None = None
) -> tuple[Kitchen, tuple[Fault, ...]]:
    """What can be understood of foods and dishes, and everything that is wrong with them.

    Where suppliers have quoted prices, they stand in for those of the price book.
    """
    table, faults = load_food_table(workspace.nutrition_data)
    if experience is not None:
        table = table.with_prices(experience.prices)
    dishes, more = load_dishes(workspace.dishes, table)
    basis = experience.price_basis if experience and experience.prices else "book"
    facts = tuple(dish_facts(d, table) for d in dishes)
    return Kitchen(table, dishes, facts, price_basis=basis), (*faults, *more)


def faulty_dishes(workspace: Workspace, faults: Iterable[Fault]) -> frozenset[str]:
    """The ids of the dishes that have errors: a dish is named like its file."""
    files = (Path(f.where.file) for f in faults if f.severity == "error")
    return frozenset(file.stem for file in files if file.parent == workspace.dishes)


def _raise_errors(faults: Iterable[Fault]) -> None:
    found = tuple(faults)
    if any(f.severity == "error" for f in found):
        raise InvalidInput(without_consequences(found))


def build_problem(
    constraints: Constraints,
    kitchen: Kitchen,
    first: date,
    weeks: int,
    before: Mapping[date, tuple[str, ...]] | None = None,
    experience: Experience | None = None,
    seed: int | None = None,
) -> PlanningProblem:
    """What is to be planned; raises InvalidInput if no day with a meal is left.

    `before`: the dishes served on school days before, by date, for rules that look back. `experience`: what is
    in stock and what came back, if the plan is to build on it. `seed`: chooses the dishes that are tried, if
    the file wants any; None: the usual one of the canteen and day.
    """
    closed = days_without_meal(constraints, first, weeks)
    problem = constraints.problem(first, weeks, kitchen.facts, before or {}, closed)
    if not problem.days and closed:
        reasons = tuple({(c.why.id, c.why.en): c.reason for c in closed.values()}.values())
        what = say("from {first} on every day with a meal is closed: {reasons}", first=first, reasons=reasons)
        hint = say("plan another week, or name open days under calendar: in the constraints file")
        raise InvalidInput((Fault(Where(), what, hint),))
    if not problem.days:
        what = say("from {first} on there is no day with a meal in that week", first=first)
        raise InvalidInput((Fault(Where(), what, say("start on an earlier day, or plan more weeks")),))
    bought = {food for dish in problem.dishes for food in dish.gross_g}
    problem = replace(problem, foods={f.id: f for f in kitchen.table.foods.values() if f.id in bought})
    judged = _judged(problem, constraints, kitchen, experience, seed)
    stock = experience.spare_stock(problem.canteen, problem.days[0].date) if experience else ()
    return with_stock(judged, stock)


def _judged(
    problem: PlanningProblem,
    constraints: Constraints,
    kitchen: Kitchen,
    experience: Experience | None,
    seed: int | None,
) -> PlanningProblem:
    """The problem with its dishes judged by what came back before its first day."""
    first = problem.days[0].date
    constants = kitchen.table.learning
    records = [r for r in experience.records if r.canteen == problem.canteen] if experience else []
    learned = learn(kitchen.facts, records, first - timedelta(days=1), constants)
    dishes, judging = judge(
        problem.dishes,
        learned,
        constants,
        trying=constraints.learning.trying,
        seed=usual_seed(problem.canteen, first) if seed is None else seed,
        cautious=constraints.calendar.has_exams(d.date for d in problem.days),
    )
    ladder = ladder_evidence(kitchen.facts, learned, constants)
    return replace(problem, dishes=dishes, judging=judging, ladder=ladder)


def days_without_meal(constraints: Constraints, first: date, weeks: int) -> Mapping[date, ClosedDay]:
    """The days of `weeks` calendar weeks, from `first` on, that the school's calendar takes the meal from."""
    usual = [day.date for day in menu_days(first, weeks, constraints.days)]
    closed = closed_days(constraints.calendar, usual[0], usual[-1]) if usual else {}
    return {day: closed[day] for day in usual if day in closed}


def fingerprint(problem: PlanningProblem, search: Search) -> str:
    """SHA-256 over what decides the plan; the places of rules and the time limit are left out."""
    decides = {
        "problem": replace(problem, places={}),
        "solver": search.solver,
        "method": search.method,
        "gap": search.gap,
    }
    return hashlib.sha256(to_json(decides).encode()).hexdigest()


def make_plan(
    problem: PlanningProblem,
    kitchen: Kitchen,
    search: Search,
    *,
    root: Path,
    stop: "Stop | None" = None,
    progress: Progress | None = None,
) -> tuple[Plan | None, Outcome]:
    """The best menu, checked again without the solver; no plan if there is none or none was found in time.

    `root` is the workspace: places of rules are noted from there on, so that a plan reads the same everywhere.
    Raises UnsoundPlan if the menu fails the check.
    """
    from kagemi.optimizer.menu import best_menu
    from kagemi.optimizer.solve import Solver, Stop
    from kagemi.optimizer.tiers import Limits, untold

    servings, outcome = best_menu(
        problem,
        solver=Solver(search.solver, stop or Stop()),
        limits=Limits(search.seconds, search.gap),
        method=search.method,
        progress=progress or untold,
    )
    if servings is None:
        return None, outcome
    return checked_plan(problem, kitchen, servings, outcome, fingerprint(problem, search), root), outcome


def checked_plan(
    problem: PlanningProblem,
    kitchen: Kitchen,
    servings: tuple[Serving, ...],
    outcome: Outcome,
    mark: str,
    root: Path,
) -> Plan:
    """The plan of a menu, with nothing but what it serves; raises UnsoundPlan if a hard rule is missed."""
    from kagemi.report.check import check, compliance

    served = {s.dish for s in servings}
    dishes = tuple(d for d in problem.dishes if d.id in served)
    places = {name: replace(place, file=from_root(place.file, root)) for name, place in problem.places.items()}
    bought = {food for dish in dishes for food in dish.gross_g}
    foods_bought = {f.id: f for f in problem.foods.values() if f.id in bought}
    cut = replace(problem, dishes=dishes, places=places, foods=foods_bought)
    findings = check(cut, servings)
    if not compliance(findings):
        raise UnsoundPlan(tuple(f for f in findings if not f.soft and not f.kept))
    foods = sorted({food for dish in dishes for food in dish.gross_g})
    known = {**foods_bought, **kitchen.table.foods}  # a food may have gone since the plan that is made anew
    prices = {food: price for food in foods if (price := known[food].price) is not None}
    return Plan(1, cut, servings, outcome, findings, mark, kagemi.__version__, prices, kitchen.price_basis)


def check_writable(folder: Path) -> None:
    """Find out before a long search whether plans can be written there; raises InvalidInput."""
    nearest = next(p for p in (folder.absolute(), *folder.absolute().parents) if p.exists())
    if not nearest.is_dir() or not os.access(nearest, os.W_OK):
        what = say("no plan can be written here")
        raise InvalidInput((Fault(Where(nearest.as_posix()), what, say("name another folder with --out")),))


def save_plan(plan: Plan, folder: Path, variant: tuple[str, ...] = (), published: Collection[str] = ()) -> Path:
    """Write the plan whole or not at all, in place of an older one of the same weeks and variant.

    `variant`: what tells it from the weeks' usual plan, for its name. `published`: texts of plan files that are
    never replaced; beside such a one the next free name is taken. Raises InvalidInput.
    """
    days = plan.problem.days
    path = folder / f"{'-'.join((week_names(days[0].date, days[-1].date), *variant))}.json"
    if path.is_file() and path.read_text(encoding="utf-8", errors="replace") in published:
        path = next_file(path)
    write_plan(plan, path)
    return path


def next_file(path: Path) -> Path:
    """The first free name of a changed plan: 2026-W49.json, 2026-W49-r2.json, 2026-W49-r3.json, ..."""
    stem = re.sub(r"-r[0-9]+$", "", path.stem)
    names = (path.with_name(f"{stem}-r{n}.json") for n in range(2, 1000))
    return next(name for name in names if not name.exists())


def file_revision(path: Path) -> int:
    """How often a plan was changed before, as the name of its file tells: 0 for 2026-W49, 1 for 2026-W49-r2."""
    found = re.search(r"-r([0-9]+)$", path.stem)
    return max(0, int(found[1]) - 1) if found else 0


class NoPlanYet(InvalidInput):
    """Raised when a workspace has no plan at all."""


def newest_plan(workspace: Workspace) -> Path:
    """The plan that was written last; raises NoPlanYet if there is none."""
    folder = workspace.plans
    plans = [p for p in folder.glob("*.json") if p.is_file()] if folder.is_dir() else []
    if not plans:
        what = say("there is no plan in this folder yet")
        raise NoPlanYet((Fault(Where(folder.as_posix()), what, say("make one with kagemi plan")),))
    return max(plans, key=lambda p: (p.stat().st_mtime_ns, p.name))
