"""The workspace's database: opening it, what a plan builds on, and noting what was planned."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kagemi.domain.constraints import Constraints
from kagemi.domain.experience import Experience
from kagemi.domain.message import Fault, InvalidInput, Where, say
from kagemi.domain.plan import Plan
from kagemi.files.plans import to_json
from kagemi.files.workspace import Workspace, from_root

if TYPE_CHECKING:
    from kagemi.store.database import Store

CALENDAR_DAYS = 7
"""Calendar days that are searched for each school day that a rule looks back: holidays are long."""


@contextmanager
def workspace_store(workspace: Workspace, environment: Mapping[str, str]) -> "Iterator[Store]":
    """The database of a workspace, made if there is none; raises `StoreError`, an InvalidInput.

    The shipped example has none: its files are only read.
    """
    if workspace.is_example:
        what = say("there is no workspace here that could remember this")
        raise InvalidInput((Fault(Where(), what, say("make one with kagemi init, and work in its folder")),))
    from kagemi.store.database import open_store
    from kagemi.store.engine import usual_place

    with open_store(usual_place(workspace.root, environment)) as store:
        yield store


@contextmanager
def store_if_any(workspace: Workspace, environment: Mapping[str, str]) -> "Iterator[Store | None]":
    """The database of a workspace, None where there is none yet; nothing is made. Raises `StoreError`."""
    if workspace.is_example:
        yield None
        return
    from kagemi.store.engine import usual_place

    place = usual_place(workspace.root, environment)
    if isinstance(place, Path) and not place.exists():
        yield None
        return
    with workspace_store(workspace, environment) as store:
        yield store


def read_experience(
    workspace: Workspace, environment: Mapping[str, str], today: date, price_basis: str = ""
) -> Experience:
    """What the workspace's database knows; raises `StoreError`.

    `price_basis`: how prices are chosen among quotes, "" for what the workspace's settings say.
    """
    basis = price_basis or workspace.settings.prices
    with store_if_any(workspace, environment) as store:
        if store is None:
            return Experience(today, basis)
        return Experience(today, basis)


def planned_before(
    workspace: Workspace, constraints: Constraints, first: date, environment: Mapping[str, str]
) -> Mapping[date, tuple[str, ...]]:
    """The dishes of the days before `first`, by date, as the published or newest plan for each of them says.

    The workspace's database has the plans; where there is none, nothing was planned. Raises `StoreError`.
    """
    days = constraints.days_to_look_back
    if not days:
        return {}
    with store_if_any(workspace, environment) as store:
        if store is None:
            return {}
        from kagemi.store import plans

        return plans.servings_before(store, constraints.canteen, first, CALENDAR_DAYS * days)


def record_plan(
    plan: Plan, workspace: Workspace, constraints: Path, made_at: datetime, environment: Mapping[str, str]
) -> None:
    """Note in the workspace's database that the plan was made; raises `StoreError`, an InvalidInput.

    The shipped example has no database.
    """
    if workspace.is_example:
        return
    from kagemi.store import plans

    with workspace_store(workspace, environment) as store:
        plans.record(store, plan, to_json(plan), made_at, from_root(str(constraints), workspace.root))
