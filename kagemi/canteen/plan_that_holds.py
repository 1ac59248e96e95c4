"""Which plan a command means when nobody names one: the one that holds now, else the newest file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from kagemi.canteen.history import canteen_of
from kagemi.domain.calendar import week_names
from kagemi.domain.history import Publication, holding
from kagemi.domain.plan import Plan
from kagemi.files.plans import plan_of, read_plan
from kagemi.files.workspace import Workspace
from kagemi.memory import store_if_any
from kagemi.planning import newest_plan


@dataclass(frozen=True)
class Chosen:
    """A plan, the file that it is or was in, and when it was published; None: the file decides."""

    plan: Plan
    path: Path
    published_at: datetime | None = None


def plan_that_holds(workspace: Workspace, environment: Mapping[str, str], today: date) -> Chosen:
    """The published plan that holds today or comes next, else the newest file; raises InvalidInput."""
    with store_if_any(workspace, environment) as store:
        if store is not None:
            from kagemi.store import publications

            known = publications.published(store, canteen_of(workspace), today, date.max)
            if known:
                day = min(max(p.first_day, today) for p in known)
                held = holding(known, [day])[day]
                return Chosen(plan_of(held.plan_json, store.place), _file(held, workspace), held.published_at)
    path = newest_plan(workspace)
    return Chosen(read_plan(path), path)


def _file(held: Publication, workspace: Workspace) -> Path:
    """The file of a published plan; where it is gone, the one that it was usually in."""
    for path in sorted(workspace.plans.glob("*.json")):
        if path.is_file() and path.read_text(encoding="utf-8", errors="replace") == held.plan_json:
            return path
    return workspace.plans / f"{week_names(held.first_day, held.last_day)}.json"
