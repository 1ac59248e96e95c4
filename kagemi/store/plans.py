"""The plans that were made in a workspace: added one after the other, never changed."""

import json
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, func, insert, select

from kagemi.domain.history import holding
from kagemi.domain.message import say
from kagemi.domain.plan import Plan, Status
from kagemi.store.database import Store
from kagemi.store.errors import StoreError
from kagemi.store.schema import PLANS, PUBLICATIONS

MOST_DAYS_AHEAD = 366
"""No plan is looked at that tells only later days."""


@dataclass(frozen=True)
class StoredPlan:
    """A plan as it was recorded; `plan_json` is the text of its file."""

    id: int
    made_at: datetime
    """UTC."""
    first_day: date
    last_day: date
    canteen: str
    constraints_file: str
    status: Status
    cost_idr_per_portion: float
    """The mean over all children and days."""
    gap: float
    fingerprint: str
    kagemi: str
    plan_json: str


def record(store: Store, plan: Plan, plan_json: str, made_at: datetime, constraints_file: str) -> bool:
    """Add a plan; False if the newest plan of the same days is just this one. Raises `StoreError`.

    `made_at` has a time zone.
    """
    values = row_of(plan, plan_json, made_at, constraints_file)
    newest = (
        select(PLANS.c.fingerprint, PLANS.c.plan_json)
        .where(PLANS.c.first_day == values["first_day"], PLANS.c.last_day == values["last_day"])
        .where(PLANS.c.canteen == values["canteen"])
        .order_by(PLANS.c.made_at.desc(), PLANS.c.id.desc())
        .limit(1)
    )

    def add(connection: Connection) -> bool:
        if connection.execute(newest).first() == (plan.fingerprint, plan_json):
            return False
        connection.execute(insert(PLANS), values)
        return True

    return store.write(add)


def row_of(plan: Plan, plan_json: str, made_at: datetime, constraints_file: str) -> dict[str, Any]:
    """The row of a plan by column; raises ValueError if `made_at` has no time zone."""
    if made_at.tzinfo is None:
        raise ValueError(f"{made_at.isoformat()} has no time zone")
    days = [d.date for d in plan.problem.days]
    return {
        "made_at": made_at,
        "first_day": min(days),
        "last_day": max(days),
        "canteen": plan.problem.canteen,
        "constraints_file": constraints_file,
        "status": plan.outcome.status,
        "cost_idr_per_portion": cost_per_portion(plan),
        "gap": plan.outcome.gap,
        "fingerprint": plan.fingerprint,
        "kagemi": plan.kagemi,
        "plan_json": plan_json,
    }


def newest(store: Store) -> StoredPlan | None:
    """The plan that was made last, None if there is none yet; raises `StoreError`."""
    return next(iter(newest_first(store, 1)), None)


def newest_first(store: Store, limit: int) -> tuple[StoredPlan, ...]:
    """The last `limit` plans, newest first; raises `StoreError`."""
    query = select(PLANS).order_by(PLANS.c.made_at.desc(), PLANS.c.id.desc()).limit(limit)
    with store.reading() as connection:
        return tuple(StoredPlan(**row) for row in connection.execute(query).mappings())


def newest_made(store: Store, canteen: str, dates: Sequence[date]) -> dict[date, StoredPlan]:
    """Date -> the plan made last whose days span it, published or not; dates without one are left out.

    Raises `StoreError`.
    """
    if not dates:
        return {}
    with store.reading() as connection:
        spans = [*connection.execute(_spans(canteen, dates).order_by(PLANS.c.made_at, PLANS.c.id))]
        tellers = {d: plan for plan, first, last in spans for d in dates if first <= d <= last}
        query = select(PLANS).where(PLANS.c.id.in_(set(tellers.values())))
        plans = {row["id"]: StoredPlan(**row) for row in connection.execute(query).mappings()}
    return {d: plans[plan] for d, plan in tellers.items()}


def servings_before(store: Store, canteen: str, day: date, days: int) -> dict[date, tuple[str, ...]]:
    """Date -> ids of the dishes planned for a canteen, on the `days` calendar days before `day`.

    Each date is told by the newest plan whose days span it, or, where one that spans it was published, by the
    published one that held on it; dates without dishes are left out. Raises `StoreError`.
    """
    dates = [day - timedelta(days=n) for n in range(days, 0, -1)]
    if not dates:
        return {}
    with store.reading() as connection:
        teller = _plan_that_tells(connection, canteen, dates)
        dishes = _dishes(connection, store.place, set(teller.values()))
    found = {d: dishes[teller[d]].get(d, ()) for d in dates if d in teller}
    return {d: served for d, served in found.items() if served}


def _plan_that_tells(connection: Connection, canteen: str, dates: Sequence[date]) -> dict[date, int]:
    """Date -> id of the plan that tells it: the published one that held on it, else the newest made."""
    spans = _spans(canteen, dates)
    made = [*connection.execute(spans.order_by(PLANS.c.made_at, PLANS.c.id))]
    tellers = {d: plan for plan, first, last in made for d in dates if first <= d <= last}
    published = spans.add_columns(PUBLICATIONS.c.published_at).join(PUBLICATIONS)
    rows = connection.execute(published.order_by(PUBLICATIONS.c.published_at, PUBLICATIONS.c.id)).all()
    held = holding([_Published(*row) for row in rows], dates)
    return tellers | {d: each.plan for d, each in held.items()}


@dataclass(frozen=True)
class _Published:
    """A publication, as far as it matters which one held on a day."""

    plan: int
    first_day: date
    last_day: date
    published_at: datetime

    def spans(self, day: date) -> bool:
        """True if the day is not before the first and not after the last."""
        return self.first_day <= day <= self.last_day


def _spans(canteen: str, dates: Sequence[date]) -> Select[tuple[int, date, date]]:
    """The id, first and last day of the plans with a menu that may tell one of the dates."""
    return (
        select(PLANS.c.id, PLANS.c.first_day, PLANS.c.last_day)
        .where(PLANS.c.first_day <= max(dates), PLANS.c.last_day >= min(dates))
        .where(PLANS.c.canteen == canteen, PLANS.c.status.in_(("optimal", "feasible")))
    )


def _dishes(
    connection: Connection, place: str, plans: AbstractSet[int]
) -> dict[int, dict[date, tuple[str, ...]]]:
    """Plan id -> date -> ids of its dishes."""
    query = select(PLANS.c.id, PLANS.c.plan_json).where(PLANS.c.id.in_(plans))
    dishes = {}
    for plan, plan_json in connection.execute(query):
        try:
            dishes[plan] = dishes_by_date(plan_json)
        except (ValueError, LookupError, TypeError) as error:
            what = say("plan {id} in the database is damaged", id=plan)
            raise StoreError(place, what, say("restore the database from a backup")) from error
    return dishes


def cost_per_portion(plan: Plan) -> float:
    """Rupiah of one child's tray on one day, the mean over all children and days; 0 if there are none."""
    problem = plan.problem
    headcounts = {g.id: g.headcount for g in problem.groups}
    prices = {d.id: d.cost_idr for d in problem.dishes}
    total = sum(
        prices[s.dish] * portion * headcounts[group]
        for s in plan.servings
        for group, portion in s.portions.items()
    )
    trays = problem.headcount * len(problem.days)
    return total / trays if trays else 0.0


def dishes_by_date(plan_json: str) -> dict[date, tuple[str, ...]]:
    """The ids of the dishes in the text of a plan file; ValueError, LookupError or TypeError if it is none."""
    data = json.loads(plan_json)
    dates = {d["index"]: date.fromisoformat(d["date"]) for d in data["problem"]["days"]}
    dishes: dict[date, tuple[str, ...]] = {}
    for serving in data["servings"]:
        when = dates[serving["day"]]
        dishes[when] = (*dishes.get(when, ()), serving["dish"])
    return dishes


def plan_of_day(store: Store, canteen: str, day: date) -> str | None:
    """The text of the plan that tells a day, as in `servings_before`, or None; raises `StoreError`."""
    with store.reading() as connection:
        teller = _plan_that_tells(connection, canteen, [day])
        found = connection.scalar(select(PLANS.c.plan_json).where(PLANS.c.id == teller.get(day)))
        return None if found is None else str(found)


def texts_from(connection: Connection, canteen: str, first: date) -> dict[date, str]:
    """Date -> the text of the plan that tells it, from `first` on as far as plans go."""
    last = connection.scalar(select(func.max(PLANS.c.last_day)).where(PLANS.c.canteen == canteen))
    if last is None or last < first:
        return {}
    dates = [first + timedelta(days=n) for n in range(min((last - first).days, MOST_DAYS_AHEAD) + 1)]
    tellers = _plan_that_tells(connection, canteen, dates)
    query = select(PLANS.c.id, PLANS.c.plan_json).where(PLANS.c.id.in_(set(tellers.values())))
    texts = {number: str(text) for number, text in connection.execute(query)}
    return {day: texts[plan] for day, plan in tellers.items()}
