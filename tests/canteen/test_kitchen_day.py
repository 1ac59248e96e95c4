"""Which day the kitchen cooks for, and by which plan."""

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kagemi.canteen.kitchen_day import KitchenDay, kitchen_day, kitchen_day_of
from kagemi.files.plans import read_plan, to_json
from kagemi.files.workspace import Workspace, find_workspace
from kagemi.memory import workspace_store
from kagemi.store import publications
from tests.cli.runner import kagemi
from tests.workspaces import canteen

MONDAY, TUESDAY, WEDNESDAY = date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 2)
FRIDAY, NEXT_MONDAY = date(2026, 11, 27), date(2026, 12, 7)


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    ws = canteen(tmp_path_factory.mktemp("kitchen_day") / "ws")
    for week in ("2026-W50", "2026-W49"):
        assert kagemi(ws, "plan", "--week", week).exit_code == 0
    return ws


@pytest.fixture
def workspace(planned: Path, tmp_path: Path) -> Workspace:
    root = Path(shutil.copytree(planned, tmp_path / "ws"))
    return find_workspace(root, root)


def publish(workspace: Workspace, week: str, *closed: date) -> None:
    """Publish a week on the Friday before, without a menu on the closed days."""
    plan = read_plan(workspace.plans / f"{week}.json")
    shut = {d.index for d in plan.problem.days if d.date in closed}
    plan = replace(plan, servings=tuple(s for s in plan.servings if s.day not in shut))
    with workspace_store(workspace, {}) as store:
        publications.publish(store, plan, to_json(plan), datetime(2026, 11, 27, tzinfo=UTC), "week.yaml", "", 0)


def found(workspace: Workspace, today: date) -> date | None:
    day = kitchen_day(workspace, {}, today)
    return None if day is None else day.day.date


def test_a_day_with_a_menu_is_its_own(workspace: Workspace) -> None:
    publish(workspace, "2026-W49")
    assert found(workspace, TUESDAY) == TUESDAY


def test_before_the_week_its_first_day_comes_next(workspace: Workspace) -> None:
    publish(workspace, "2026-W49")
    assert found(workspace, FRIDAY) == MONDAY


def test_a_closed_day_leads_to_the_next_one_of_the_week(workspace: Workspace) -> None:
    publish(workspace, "2026-W49", TUESDAY)
    assert found(workspace, TUESDAY) == WEDNESDAY


def test_a_closed_last_day_leads_to_the_week_after(workspace: Workspace) -> None:
    publish(workspace, "2026-W49", WEDNESDAY)
    publish(workspace, "2026-W50")
    day = kitchen_day(workspace, {}, WEDNESDAY)
    assert isinstance(day, KitchenDay)
    assert (day.day.date, day.is_published) == (NEXT_MONDAY, True)


def test_after_all_plans_there_is_no_day(workspace: Workspace) -> None:
    publish(workspace, "2026-W49")
    assert found(workspace, date(2027, 1, 4)) is None


def test_a_plan_that_is_only_a_file_is_no_published_one(workspace: Workspace) -> None:
    day = kitchen_day(workspace, {}, MONDAY)
    assert isinstance(day, KitchenDay)
    assert not day.is_published


def test_a_named_day_is_found_only_if_it_has_a_menu(workspace: Workspace) -> None:
    publish(workspace, "2026-W49", TUESDAY)
    assert kitchen_day_of(workspace, {}, TUESDAY) is None
    day = kitchen_day_of(workspace, {}, MONDAY)
    assert isinstance(day, KitchenDay)
    assert (day.beside(-1), day.beside(1)) == (None, WEDNESDAY)
