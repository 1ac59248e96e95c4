"""A week that nobody has planned yet: which ones there are to plan, and planning one."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from kagemi.canteen.board import Days
from kagemi.canteen.changes import Answer
from kagemi.files.workspace import Workspace
from kagemi.memory import planned_before, published_of, read_experience, record_plan
from kagemi.planning import (
    Progress,
    Search,
    build_problem,
    check_writable,
    load_constraints_file,
    make_plan,
    save_plan,
)

if TYPE_CHECKING:
    from kagemi.optimizer.solve import Stop

AHEAD = 8
"""So many weeks from today on can be planned."""


def unplanned_weeks(known: Iterable[Days], today: date) -> tuple[date, ...]:
    """The Mondays of the weeks, from this one on, of which no day is planned."""
    planned = tuple(known)
    this = today - timedelta(days=today.weekday())
    mondays = (this + timedelta(weeks=n) for n in range(AHEAD))
    return tuple(
        m for m in mondays if all(last < m or first > m + timedelta(days=6) for first, last in planned)
    )


def plan_new_week(
    workspace: Workspace,
    environment: Mapping[str, str],
    monday: date,
    today: date,
    now: datetime,
    *,
    stop: "Stop",
    progress: Progress,
) -> Answer:
    """Plan a week by the workspace's constraints file, and save it; raises InvalidInput.

    Where the rules leave no menu, the answer says which of them clash.
    """
    experience = read_experience(workspace, environment, today)
    kitchen, rules = load_constraints_file(workspace, workspace.constraints, experience)
    before = planned_before(workspace, rules, monday, environment)
    problem = build_problem(rules, kitchen, max(monday, today), 1, before, experience)
    check_writable(workspace.plans)
    search = Search()
    found, outcome = make_plan(problem, kitchen, search, root=workspace.root, stop=stop, progress=progress)
    if found is not None:
        save_plan(found, workspace.plans, (), published_of(found, workspace, environment))
        record_plan(found, workspace, workspace.constraints, now, environment)
        return Answer(found, outcome)
    if outcome.status != "infeasible":
        return Answer(None, outcome)
    from kagemi.domain.reasons import NoMenu
    from kagemi.reasons.explain import explain_no_menu

    why = explain_no_menu(problem, search, stop)
    return Answer(None, outcome, why if isinstance(why, NoMenu) else None, problem)
