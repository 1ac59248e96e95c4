"""Which day a kitchen cooks for: today if it has a menu, else the next day that has one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from kagemi.canteen.plan_that_holds import Chosen, plan_that_holds
from kagemi.domain.plan import Plan
from kagemi.domain.problem import Day
from kagemi.files.workspace import Workspace
from kagemi.planning import NoPlanYet


@dataclass(frozen=True)
class KitchenDay:
    """A day with a menu, and the plan that tells it."""

    chosen: Chosen
    day: Day

    @property
    def plan(self) -> Plan:
        """The plan that holds on the day."""
        return self.chosen.plan

    @property
    def is_published(self) -> bool:
        """False if the plan is only a file so far."""
        return self.chosen.published_at is not None

    def beside(self, step: int) -> date | None:
        """The date of the plan's day with a menu before (-1) or after (1) this one; None if there is none."""
        dates = [d.date for d in days_with_menu(self.plan)]
        at = dates.index(self.day.date) + step
        return dates[at] if 0 <= at < len(dates) else None


def days_with_menu(plan: Plan) -> tuple[Day, ...]:
    """The days of a plan on which something is served."""
    served = {s.day for s in plan.servings}
    return tuple(d for d in plan.problem.days if d.index in served)


def kitchen_day(workspace: Workspace, environment: Mapping[str, str], today: date) -> KitchenDay | None:
    """Today, or the next day with a menu, in the plan that holds on it; None if no plan reaches it."""
    at = today
    while True:
        try:
            chosen = plan_that_holds(workspace, environment, at)
        except NoPlanYet:
            return None
        days = [d for d in days_with_menu(chosen.plan) if d.date >= at]
        if days and (days[0].date == at or chosen.published_at is None):
            return KitchenDay(chosen, days[0])
        if chosen.published_at is None:
            return None
        # A later day may be told by another plan: ask again from there.
        at = days[0].date if days else max(d.date for d in chosen.plan.problem.days) + timedelta(days=1)


def kitchen_day_of(workspace: Workspace, environment: Mapping[str, str], day: date) -> KitchenDay | None:
    """That day, in the plan that holds on it; None if it has no menu."""
    found = kitchen_day(workspace, environment, day)
    return found if found is not None and found.day.date == day else None
