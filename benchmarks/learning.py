"""Forty weeks of simulated children with known tastes: a planner that learns beside one that does not.

The true share eaten of a dish is its starting estimate moved by a normal step in log-odds, the same for all
planners of a school. Of each dish and day so many trays are looked at; a day has a mood of its own. Each
planner plans by the code that `kagemi plan` runs, and sees nothing but its own trays.
"""

import math
import random
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from statistics import mean, stdev

from benchmarks.instances import MONDAY, WEEKDAYS
from benchmarks.measure import ROOT, Table
from kagemi.domain.amount import Amount
from kagemi.domain.constraints import Constraints, Learning
from kagemi.domain.experience import Experience
from kagemi.domain.message import Text
from kagemi.domain.plan import Plan
from kagemi.domain.problem import DishFacts, Group, Slot, Tier
from kagemi.domain.record import LEFT, Record
from kagemi.domain.rules import Budget, Repeat, TagDays
from kagemi.files.workspace import find_workspace
from kagemi.planning import Kitchen, Search, build_problem, load_kitchen, make_plan

WEEKS, SCHOOLS = 40, 12
TRAYS = 25
"""Looked at of each dish and day."""
TASTE, MOOD = 0.8, 0.3
"""Standard deviations, in log-odds: of true tastes around the starting estimates, and of days."""
SEARCH = Search(method="direct", seconds=20.0, gap=0.01)
SLOTS = ("staple", "animal", "vegetable")
FEW_STAPLES = 4
PLANNERS = ("estimates", "learns", "learns and tries", "knows the tastes")
TRYING = 0.2
EARLY, LATE = range(4), range(WEEKS - 10, WEEKS)


@dataclass(frozen=True)
class Week:
    """What a week gave: grams of fish that a child ate, and the share of all cooked food that came back."""

    fish_g: float
    waste: float


@dataclass(frozen=True)
class Simulated:
    """The weeks of a school, and all that was recorded in them, seen by the planner or not."""

    weeks: tuple[Week, ...]
    records: tuple[Record, ...]


def measure_learning() -> tuple[Table, ...]:
    """Fish eaten and waste of each planner, early and late."""
    runs = [(school, planner) for school in range(SCHOOLS) for planner in PLANNERS]
    with ProcessPoolExecutor(max_workers=2) as pool:
        found = dict(zip(runs, pool.map(_run, runs), strict=True))
    heads = ("planner", "fish eaten, first 4 weeks", "last 10 weeks", "waste, first 4 weeks", "last 10 weeks")
    fish, waste = (lambda w: w.fish_g), (lambda w: 100 * w.waste)
    rows = tuple(
        (
            planner,
            *(_cell(found, planner, fish, weeks, "g") for weeks in (EARLY, LATE)),
            *(_cell(found, planner, waste, weeks, "%") for weeks in (EARLY, LATE)),
        )
        for planner in PLANNERS
    )
    note = (
        f"A child and week, mean of {SCHOOLS} simulated schools; ± is the standard error between schools. All "
        "planners have the same rules. `learns`: acceptance from its own trays. `learns and tries`: also "
        f"`trying: {100 * TRYING:.0f} %`. `knows the tastes`: the true shares, as no planner can."
    )
    return (Table("Learning: 40 weeks", heads, rows, note), _differences(found))


def _cell(
    found: Mapping[tuple[int, str], Sequence[Week]],
    planner: str,
    value: Callable[[Week], float],
    weeks: Sequence[int],
    unit: str,
) -> str:
    schools = [mean(value(found[school, planner][w]) for w in weeks) for school in range(SCHOOLS)]
    return _with_error(schools, unit)


def _with_error(values: Sequence[float], unit: str) -> str:
    return f"{mean(values):.1f} ± {stdev(values) / math.sqrt(len(values)):.1f} {unit}"


def _differences(found: Mapping[tuple[int, str], Sequence[Week]]) -> Table:
    """Each planner against the one that does not learn, school by school: the same children in both."""
    rows = []
    for planner in PLANNERS[1:]:
        fish, waste = [], []
        for school in range(SCHOOLS):
            pairs = [(found[school, planner][w], found[school, PLANNERS[0]][w]) for w in LATE]
            fish.append(100 * (sum(a.fish_g for a, _ in pairs) / sum(b.fish_g for _, b in pairs) - 1))
            waste.append(100 * mean(a.waste - b.waste for a, b in pairs))
        rows.append((planner, _with_error(fish, "%"), _with_error(waste, "points")))
    heads = ("planner", "fish eaten, change", "waste, change")
    note = "Last 10 weeks, the same children with each planner; ± as above."
    return Table("Learning against not learning", heads, tuple(rows), note)


@cache
def simulated_kitchen() -> Kitchen:
    """The shipped dishes that fill one of three slots, and few staples: weeks that solve in a moment."""
    whole = load_kitchen(find_workspace(ROOT))
    kept = [f for f in whole.facts if f.slots[0] in SLOTS and len(f.slots) == 1]
    staples = sorted((f for f in kept if f.slots == ("staple",)), key=lambda f: f.cost_idr)[:FEW_STAPLES]
    facts = tuple(f for f in kept if f.slots != ("staple",) or f in staples)
    return replace(whole, dishes=(), facts=facts)


def _constraints(trying: float) -> Constraints:
    return Constraints(
        canteen="Simulated",
        meal="lunch",
        days=WEEKDAYS,
        groups=(Group("children", 100, Text("Anak", "Children")),),
        slots=tuple(Slot(s) for s in SLOTS),
        rules=(
            TagDays(name="fish_days", tag="fish", at_least=3),
            TagDays(name="fried_days", tag="fried", at_most=2),
            Repeat(name="main_dish", of="dish", slots=("animal",), within_days=10),
            Repeat(name="vegetable", of="dish", slots=("vegetable",), within_days=5),
            Budget(name="budget", max=Amount(11_000.0, "idr")),
        ),
        objective=(Tier("maximise", "acceptance", 0.02), Tier("minimise", "cost")),
        learning=Learning(trying),
    )


def _run(of: tuple[int, str]) -> tuple[Week, ...]:
    """The weeks of a school with a planner."""
    school, planner = of
    return simulate(school, planner, WEEKS).weeks


def simulate(school: int, planner: str, number: int) -> Simulated:
    """So many weeks of a school with one of the planners; the same every time."""
    tastes = true_tastes(school)
    kitchen = simulated_kitchen()
    if planner == "knows the tastes":
        kitchen = replace(kitchen, facts=tuple(replace(f, acceptance=tastes[f.id]) for f in kitchen.facts))
    constraints = _constraints(TRYING if planner == "learns and tries" else 0.0)
    before: dict[date, tuple[str, ...]] = {}
    records: tuple[Record, ...] = ()
    weeks = []
    for n in range(number):
        first = MONDAY + timedelta(weeks=n)
        known = Experience(first, records=records if planner.startswith("learns") else ())
        problem = build_problem(constraints, kitchen, first, 1, before, known, seed=1000 * school + n)
        plan, outcome = make_plan(problem, kitchen, SEARCH, root=ROOT)
        assert plan is not None, f"school {school}, {planner}, week {n}: {outcome.status}"
        records += _came_back(plan, tastes, school)
        for day in plan.problem.days:
            before[day.date] = tuple(s.dish for s in plan.servings if s.day == day.index)
        weeks.append(_week(plan, tastes))
    return Simulated(tuple(weeks), records)


def true_tastes(school: int) -> dict[str, float]:
    """Dish -> the share that is truly eaten of it."""
    random_ = random.Random(school)
    return {f.id: _moved(f.acceptance, random_.gauss(0, TASTE)) for f in simulated_kitchen().facts}


def _moved(share: float, by: float) -> float:
    """A share, moved on the scale of log-odds."""
    return 1 / (1 + math.exp(-(math.log(share / (1 - share)) + by)))


def _came_back(plan: Plan, tastes: Mapping[str, float], school: int) -> tuple[Record, ...]:
    """What is recorded of a week: trays, each with a share left that is drawn around the day's share."""
    records = []
    for serving in plan.servings:
        day = plan.problem.days[serving.day].date
        random_ = random.Random(f"{school} {day} {serving.dish}")
        left = 1 - _moved(tastes[serving.dish], random_.gauss(0, MOOD))
        counts = [0] * len(LEFT)
        for _ in range(TRAYS):
            counts[sum(random_.random() < left for _ in LEFT[1:])] += 1
        trays = (counts[0], counts[1], counts[2], counts[3], counts[4])
        records.append(Record(plan.problem.canteen, day, serving.dish, 100, trays))
    return tuple(records)


def _week(plan: Plan, tastes: Mapping[str, float]) -> Week:
    """What children with these tastes ate of a plan; every portion is the standard one."""
    dishes: dict[str, DishFacts] = {d.id: d for d in plan.problem.dishes}
    served = [dishes[s.dish] for s in plan.servings]
    fish = sum(_fish_g(d) * tastes[d.id] for d in served)
    left = sum(d.served_g * (1 - tastes[d.id]) for d in served)
    return Week(fish, left / sum(d.served_g for d in served))


def _fish_g(dish: DishFacts) -> float:
    """Raw edible grams of fish and shellfish."""
    return sum(dish.edible_g.get(group, 0.0) for group in ("fish", "shellfish"))
