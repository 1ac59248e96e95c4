"""What the pages of "why" share: which plan is asked about, and the jobs that find answers."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import wraps
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.responses import Response

from kagemi.canteen.board import open_week
from kagemi.canteen.plan_that_holds import plan_that_holds
from kagemi.canteen.rule_files import rule_files
from kagemi.domain.message import Message
from kagemi.domain.plan import Plan
from kagemi.files.plans import read_plan
from kagemi.planning import NoPlanYet
from kagemi.web.jobs import Job
from kagemi.web.pages import Ask, Endpoint, go, page
from kagemi.web.tasks import Place


def asked_plan(ask: Ask) -> tuple[Plan, dict[str, str]]:
    """The plan that is asked about, and how a link names it; the one that holds if none is named."""
    source = ask.form or ask.query
    named = str(ask.path.get("plan", "")) or source.get("plan", "")
    workspace, environment = ask.desk.workspace, ask.desk.environment
    if named:
        files = {p.stem: p for p in workspace.plans.glob("*.json")} if workspace.plans.is_dir() else {}
        if named not in files:
            raise HTTPException(404)
        return read_plan(files[named]), {"plan": named}
    if "first" in source:
        days = _day(source.get("first", "")), _day(source.get("last", ""))
        return open_week(workspace, environment, days).plan, {
            "first": days[0].isoformat(),
            "last": days[1].isoformat(),
        }
    return plan_that_holds(workspace, environment, ask.desk.today()).plan, {}


def about_a_plan(endpoint: Endpoint) -> Endpoint:
    """A page about a plan; where none was made yet, the way to one."""

    @wraps(endpoint)
    def asked(ask: Ask) -> Response:
        try:
            return endpoint(ask)
        except NoPlanYet:
            return page(ask, "why_no_plan.html.j2")

    return asked


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise HTTPException(404) from error


def week_values(ask: Ask, plan: Plan, which: dict[str, str]) -> dict[str, object]:
    """What all pages about a week show of it, and how they name it in links and forms."""
    days = [d.date for d in plan.problem.days]
    names = {path: path_to(path, which) for path in ("/why", "/why/dish", "/why/front")}
    return {
        "plan": plan,
        "dates": (min(days), max(days)),
        "which": which,
        "links": names,
        "joined": "&" if which else "?",
        "may": ask.person.may("work"),
    }


def path_to(path: str, query: Mapping[str, str]) -> str:
    """A path with what follows the question mark."""
    return f"{path}?{urlencode(query)}" if query else path


def marks(ask: Ask, plan: Plan) -> tuple[str, str]:
    """What an answer holds for: this menu, made from these inputs, and the rules as they are in the files."""
    menu = "".join(f"{s.day}{s.dish}" for s in plan.servings)
    return sha256(f"{plan.fingerprint} {menu}".encode()).hexdigest(), rules_mark(ask)


def rules_mark(ask: Ask) -> str:
    """What tells the constraints files as they are from how they were."""
    folder = ask.desk.workspace.constraints.parent
    texts = [(folder / name).read_bytes() for name in rule_files(ask.desk.workspace)]
    return sha256(b"\0".join(texts)).hexdigest()


def latest(ask: Ask, *abouts: tuple[str, ...]) -> Job | None:
    """The newest job about one of these that is done, else the newest of any kind."""
    found = [job for about in abouts if (job := ask.desk.jobs.latest(about)) is not None]
    return next((j for j in found if j.status == "done"), found[0] if found else None)


def begin(
    ask: Ask, title: Message, about: tuple[str, ...], there: str, task: Callable[..., Any], *args: object
) -> Response:
    """Begin a job, unless one of the kind runs already, and go where its answer will be."""
    jobs = ask.desk.jobs
    if jobs.running(about) is None:
        place = Place(ask.desk.root, dict(ask.desk.environment), ask.desk.today())
        jobs.begin(title, about, ask.person.name, task, place, *args, then=lambda _: there)
    return go(ask, there)
