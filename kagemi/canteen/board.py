"""A week worked on step by step: changed, taken back, done again, and published from where it stands."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from kagemi.canteen.history import canteen_of
from kagemi.canteen.publish import published_plans
from kagemi.domain.calendar import week_names
from kagemi.domain.history import Publication
from kagemi.domain.message import Fault, InvalidInput, Message, Text, Where, say
from kagemi.domain.page import DraftStep, Trail, trail
from kagemi.domain.plan import Plan
from kagemi.files.plans import plan_of, read_plan, to_json
from kagemi.files.workspace import Workspace
from kagemi.memory import record_plan, store_if_any, workspace_store
from kagemi.planning import next_file

Days = tuple[date, date]


@dataclass(frozen=True)
class Week:
    """A week as it stands: the menu, the steps that led to it, and the plan that is published for its days."""

    days: Days
    plan: Plan
    version: int
    """Of the last step; 0: nobody has changed anything yet."""
    trail: Trail
    published: Publication | None

    @property
    def is_published(self) -> bool:
        """True if the menu as it stands is the one that holds."""
        return self.published is not None and self.published.plan_json == to_json(self.plan)


def weeks(workspace: Workspace, environment: Mapping[str, str]) -> tuple[Days, ...]:
    """First and last day of all weeks that are planned or published, the latest first; raises InvalidInput."""
    found = {(p.first_day, p.last_day) for p in published_plans(workspace, environment)}
    canteen = canteen_of(workspace)
    for path in workspace.plans.glob("*.json") if workspace.plans.is_dir() else ():
        plan = _plan_in(path)
        if plan is not None and plan.problem.canteen == canteen:
            found.add(_days(plan))
    return tuple(sorted(found, reverse=True))


def usual_week(known: tuple[Days, ...], today: date) -> Days | None:
    """The week that is on, else the next one, else the last."""
    ahead = [d for d in known if d[1] >= today]
    return min(ahead, default=max(known, default=None))


def open_week(workspace: Workspace, environment: Mapping[str, str], days: Days) -> Week:
    """A week as it stands, after its last step; without any, the published plan, else the newest file.

    Raises InvalidInput.
    """
    canteen = canteen_of(workspace)
    published: Publication | None = None
    steps: tuple[DraftStep, ...] = ()
    place = ""
    with store_if_any(workspace, environment) as store:
        if store is not None:
            from kagemi.store import drafts, publications

            published = publications.current(store, canteen, *days)
            steps, place = drafts.steps(store, canteen, *days), store.place
    walked = trail(steps)
    if walked.done:
        return Week(days, plan_of(walked.done[-1].plan_json, place), steps[-1].version, walked, published)
    if published is not None:
        return Week(days, plan_of(published.plan_json, place), 0, walked, published)
    return Week(days, _newest_file(workspace, days), 0, walked, None)


def check_version(week: Week, version: int) -> None:
    """Raise `Overtaken` if the week is not as it was when somebody saw its `version`."""
    if week.version != version:
        from kagemi.store.drafts import overtaken

        raise overtaken("", week.version)


def take_step(
    workspace: Workspace,
    environment: Mapping[str, str],
    week: Week,
    plan: Plan,
    what: Message,
    person: str,
    at: datetime,
) -> None:
    """Change a week's menu; raises `Overtaken` if somebody else did since it was opened."""
    steps = (
        [] if week.trail.done else [_step(week, 1, "begin", say("as it was planned"), person, at, week.plan)]
    )
    steps.append(_step(week, week.version + len(steps) + 1, "change", what, person, at, plan))
    _add(workspace, environment, steps)


def undo(workspace: Workspace, environment: Mapping[str, str], week: Week, person: str, at: datetime) -> None:
    """Take the last step back; raises InvalidInput if there is none, `Overtaken`."""
    if len(week.trail.done) < 2:
        raise InvalidInput((Fault(Where(), say("there is nothing to take back")),))
    back = week.trail.done[-1]
    kept = replace(week.trail.done[-2], version=week.version + 1, kind="undo", person=person, made_at=at)
    _add(workspace, environment, [replace(kept, what=back.what)])


def redo(workspace: Workspace, environment: Mapping[str, str], week: Week, person: str, at: datetime) -> None:
    """Do again what was taken back last; raises InvalidInput if there is nothing, `Overtaken`."""
    if not week.trail.undone:
        raise InvalidInput((Fault(Where(), say("there is nothing to do again")),))
    again = week.trail.undone[-1]
    _add(
        workspace,
        environment,
        [replace(again, version=week.version + 1, kind="redo", person=person, made_at=at)],
    )


def save_week(workspace: Workspace, environment: Mapping[str, str], week: Week, at: datetime) -> Path:
    """Write the menu as it stands into a plan file, unless one holds it already; raises InvalidInput.

    A file is never replaced by another menu here: its writer may not have looked at the page.
    """
    from kagemi.files.plans import write_plan

    path = workspace.plans / f"{week_names(*week.days)}.json"
    text = to_json(week.plan)
    same = [p for p in sorted(workspace.plans.glob("*.json")) if p.is_file() and _text(p) == text]
    if same:
        return same[-1]
    target = next_file(path) if path.exists() else path
    write_plan(week.plan, target)
    record_plan(week.plan, workspace, workspace.constraints, at, environment)
    return target


def written(message: Message) -> str:
    """A message as JSON, to be kept; dates and texts in it stay what they are."""
    return json.dumps(_plain(message), ensure_ascii=False)


def read_message(text: str) -> Message:
    """A message that was kept."""
    found = _message(json.loads(text))
    return found if isinstance(found, Message) else say("{text}", text=found)


def _plain(value: object) -> object:
    match value:
        case Message():
            return {"say": value.template, "with": {k: _plain(v) for k, v in value.params.items()}}
        case Text():
            return {"id": value.id, "en": value.en}
        case date():
            return {"date": value.isoformat()}
        case tuple() | list():
            return [_plain(v) for v in value]
        case _:
            return value


def _message(value: object) -> object:
    match value:
        case {"say": str(template), "with": dict(params)}:
            return Message(template, {k: _message(v) for k, v in params.items()})
        case {"id": str(indonesian), "en": str(english)}:
            return Text(indonesian, english)
        case {"date": str(day)}:
            return date.fromisoformat(day)
        case list():
            return tuple(_message(v) for v in value)
        case _:
            return value


def _step(
    week: Week, version: int, kind: str, what: Message, person: str, at: datetime, plan: Plan
) -> DraftStep:
    assert kind in ("begin", "change")
    return DraftStep(
        plan.problem.canteen,
        *week.days,
        version,
        "begin" if kind == "begin" else "change",
        written(what),
        person,
        at,
        to_json(plan),
    )


def _add(workspace: Workspace, environment: Mapping[str, str], steps: list[DraftStep]) -> None:
    with workspace_store(workspace, environment) as store:
        from kagemi.store import drafts

        drafts.add(store, *steps)


def _newest_file(workspace: Workspace, days: Days) -> Plan:
    files = sorted(workspace.plans.glob("*.json"), key=lambda p: (p.stat().st_mtime_ns, p.name), reverse=True)
    plans = (plan for path in files if (plan := _plan_in(path)) is not None)
    canteen = canteen_of(workspace)
    found = next((p for p in plans if _days(p) == days and p.problem.canteen == canteen), None)
    if found is None:
        what = say("there is no plan from {first} to {last}", first=days[0], last=days[1])
        raise InvalidInput((Fault(Where(workspace.plans.as_posix()), what, say("make one with kagemi plan")),))
    return found


def _plan_in(path: Path) -> Plan | None:
    """The plan of a file; None for one that is none."""
    try:
        return read_plan(path)
    except InvalidInput:
        return None


def _days(plan: Plan) -> Days:
    days = [d.date for d in plan.problem.days]
    return min(days), max(days)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")
