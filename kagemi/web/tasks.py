"""What jobs do, in a process of their own: the use cases with a workspace opened there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kagemi.canteen.board import Days, check_version, open_week, take_step
from kagemi.canteen.changes import Answer, alternatives, changed, todays_problem
from kagemi.canteen.new_week import plan_new_week
from kagemi.canteen.replan import Wish
from kagemi.domain.message import Message, say
from kagemi.domain.plan import Plan
from kagemi.files.workspace import find_workspace
from kagemi.language.outcome_texts import quantity_name
from kagemi.memory import first_day_to_cook
from kagemi.web.worker import Part, Progress

if TYPE_CHECKING:
    from kagemi.optimizer.solve import Stop

Tell = Callable[[Any], None]


@dataclass(frozen=True)
class Place:
    """Where and when a job works: workspace, environment and the server's day."""

    root: Path
    environment: Mapping[str, str]
    today: date


def find_alternatives(place: Place, plan: Plan, day: int, dish: str, *, tell: Tell, stop: "Stop") -> int:
    """Tell the best menus with another dish in a cell as they are found; how many there are."""
    workspace = find_workspace(place.root, place.root)
    found = todays_problem(plan, workspace, place.environment, place.today)
    first = first_day_to_cook(workspace, place.environment, plan.problem.canteen, place.today)
    return alternatives(plan, found, workspace, first, day, dish, told=lambda new: tell(Part(new)), stop=stop)


def plan_week(place: Place, monday: date, *, tell: Tell, stop: "Stop") -> Answer | None:
    """Plan a week that nobody has planned yet; None if somebody asked to stop before there was a menu."""
    workspace = find_workspace(place.root, place.root)
    answer = plan_new_week(
        workspace, place.environment, monday, place.today, datetime.now(UTC), stop=stop, progress=_telling(tell)
    )
    return None if stop.asked and answer.plan is None else answer


def _telling(tell: Tell) -> "Callable[[str, float, float], None]":
    return lambda tier, _value, _bound: tell(Progress(say("now: {quantity}", quantity=quantity_name(tier))))


def change_week(
    place: Place, days: Days, version: int, wish: Wish, what: Message, person: str, *, tell: Tell, stop: "Stop"
) -> Answer | None:
    """Plan a week with a wish and keep it as its next step; None if somebody asked to stop."""
    workspace = find_workspace(place.root, place.root)
    week = open_week(workspace, place.environment, days)
    check_version(week, version)
    found = todays_problem(week.plan, workspace, place.environment, place.today)
    answer = changed(
        week.plan,
        found,
        wish,
        workspace,
        first_day_to_cook(workspace, place.environment, week.plan.problem.canteen, place.today),
        stop=stop,
        progress=_telling(tell),
    )
    if stop.asked:
        return None
    if answer.plan is not None:
        take_step(workspace, place.environment, week, answer.plan, what, person, datetime.now(UTC))
    return answer
