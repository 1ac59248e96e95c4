"""What the calendar's page tells of the days around a plan."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kagemi.canteen.month import month_days
from kagemi.canteen.sheet_context import SheetContext
from kagemi.canteen.sheets import SheetOrder as Order
from kagemi.canteen.sheets import make_sheet
from kagemi.domain.plan import Plan
from kagemi.files.plans import read_plan, to_json
from kagemi.files.workspace import Workspace, find_workspace
from kagemi.memory import workspace_store
from kagemi.store import publications
from tests.cli.runner import kagemi
from tests.workspaces import canteen

TODAY = date(2026, 12, 4)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Two weeks of December published, the second one twice; a third one planned only."""
    root = canteen(tmp_path_factory.mktemp("month") / "ws")
    for week in ("2026-W50", "2026-W51", "2026-W52"):
        assert kagemi(root, "plan", "--week", week).exit_code == 0
    found = find_workspace(root, root)
    publish(found, plan(found, "2026-W50"))
    publish(found, plan(found, "2026-W51"))
    short = plan(found, "2026-W51")
    publish(found, replace(short, servings=tuple(s for s in short.servings if s.day)))
    return found


def plan(workspace: Workspace, week: str) -> Plan:
    return read_plan(workspace.plans / f"{week}.json")


def publish(workspace: Workspace, made: Plan) -> None:
    with workspace_store(workspace, {}) as store:
        publications.publish(store, made, to_json(made), datetime(2026, 11, 27, tzinfo=UTC), "week.yaml")


def context(workspace: Workspace, made: Plan) -> SheetContext:
    return SheetContext(made, tuple(made.problem.days), "en", 720, False, workspace, {}, TODAY)


def test_other_published_days_of_the_month_stand_beside_the_plans_own(
    workspace: Workspace,
) -> None:
    own = plan(workspace, "2026-W52")
    days = month_days(context(workspace, own))
    assert {day.isocalendar().week for day in days} == {50, 51, 52}
    assert {days[day.date].version for day in own.problem.days} == {0}


def test_the_newest_version_tells_a_day(workspace: Workspace) -> None:
    days = month_days(context(workspace, plan(workspace, "2026-W52")))
    assert {each.version for day, each in days.items() if day.isocalendar().week == 51} == {2}


def test_a_plan_that_is_printed_itself_hides_what_is_published_of_its_days(workspace: Workspace) -> None:
    days = month_days(context(workspace, plan(workspace, "2026-W51")))
    assert {each.version for day, each in days.items() if day.isocalendar().week == 51} == {0}


def test_the_page_says_that_it_tells_more_than_one_plan(workspace: Workspace) -> None:
    own = plan(workspace, "2026-W52")
    order = Order(own, tuple(own.problem.days), "en")
    page = make_sheet(order, "month", "html", workspace, {}, TODAY).decode()
    assert "Other weeks of the month: as published." in page
    assert 'datetime="2026-12-07"' in page


def test_a_published_plan_knows_how_often_its_days_were_planned_anew(
    workspace: Workspace, tmp_path: Path
) -> None:
    first = plan(workspace, "2026-W51")
    second = replace(first, servings=tuple(s for s in first.servings if s.day))
    assert context(workspace, first).revision == 0
    assert context(workspace, second).revision == 1
