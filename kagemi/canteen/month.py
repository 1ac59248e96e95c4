"""What the sheet of a month is made from: a plan, the plans published in its month, the school's calendar."""

from collections.abc import Mapping
from datetime import date, timedelta

from kagemi.canteen.sheet_context import SheetContext
from kagemi.domain.constraints import ClosedDay
from kagemi.domain.history import holding
from kagemi.files.constraints import load_constraints
from kagemi.files.plans import plan_of
from kagemi.files.school_calendar import closed_days
from kagemi.memory import store_if_any
from kagemi.sheets.month import MonthDay


def month_days(context: SheetContext) -> Mapping[date, MonthDay]:
    """The days of the plan, and what published plans tell of its first month; raises `StoreError`."""
    own = {day.date: MonthDay(context.plan) for day in context.plan.problem.days}
    first = min(own).replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    dates = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    with store_if_any(context.workspace, context.environment) as store:
        if store is None:
            return own
        from kagemi.store import publications

        found = publications.published(store, context.plan.problem.canteen, first, last)
        held = holding(found, [day for day in dates if day not in own])
        plans = {each.plan_json: plan_of(each.plan_json, store.place) for each in held.values()}
    others = {
        day: MonthDay(plans[each.plan_json], each.version)
        for day, each in held.items()
        if any(d.date == day for d in plans[each.plan_json].problem.days)
    }
    return others | own


def month_closed(context: SheetContext, days: Mapping[date, MonthDay]) -> Mapping[date, ClosedDay]:
    """The days without a meal around these, as the workspace's constraints file says.

    A faulty file names none: the plan stands without it.
    """
    facts = [recipe.facts for recipe in context.recipes.values()]
    constraints, _ = load_constraints(context.workspace.constraints, context.table, facts)
    if constraints is None:
        return {}
    first, last = min(days), max(days)
    week = timedelta(days=6)
    return closed_days(constraints.calendar, first - week, last + week)
