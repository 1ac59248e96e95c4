"""Plans to record."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from kagemi.domain.constraints import menu_days
from kagemi.domain.plan import Outcome, Plan, Serving, Status
from kagemi.store import plans
from kagemi.store.database import Store
from tests.build import MONDAY, WEEK, dish, group, problem

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
CANTEEN = "Test"


def a_plan(
    fingerprint: str = "abc",
    *,
    menu: Mapping[int, Sequence[str]] | None = None,
    week: int = 0,
    weekdays: Sequence[str] = WEEK,
    status: Status = "optimal",
) -> Plan:
    """A plan of the week that begins `week` weeks after MONDAY; `menu`: day -> dishes."""
    menu = {0: ["tuna"]} if menu is None else menu
    names = sorted({name for dishes in menu.values() for name in dishes})
    groups = [group("girls", headcount=300), group("boys", headcount=100)]
    dishes = [dish(n, cost=1000.0 * len(n)) for n in names]
    base = problem(dishes, groups=groups)
    days = menu_days(MONDAY + timedelta(weeks=week), 1, tuple(weekdays))
    portions = {"girls": 1.0, "boys": 1.5}
    servings = tuple(Serving(day, name, portions) for day, dishes in menu.items() for name in dishes)
    return Plan(
        version=1,
        problem=replace(base, days=days),
        servings=servings,
        outcome=Outcome(status),
        findings=(),
        fingerprint=fingerprint,
        kagemi="0.1.0",
    )


def as_json(plan: Plan) -> str:
    """What the store reads of a plan file."""
    days = [{"index": d.index, "date": d.date.isoformat()} for d in plan.problem.days]
    servings = [{"day": s.day, "dish": s.dish} for s in plan.servings]
    return json.dumps({"problem": {"days": days}, "servings": servings})


def record(store: Store, plan: Plan, *, minute: int = 0) -> bool:
    """Record a plan made so many minutes after noon."""
    made_at = NOON + timedelta(minutes=minute)
    return plans.record(store, plan, as_json(plan), made_at, "menus/constraints/week.yaml")


def day(n: int) -> date:
    """So many days after MONDAY."""
    return MONDAY + timedelta(days=n)
