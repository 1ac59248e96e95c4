"""The board: a week to look at and to work on, with the best alternatives for each dish."""

from datetime import date
from typing import cast
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.responses import Response

from kagemi.canteen.board import (
    Days,
    Week,
    check_version,
    open_week,
    redo,
    save_week,
    take_step,
    undo,
    usual_week,
    weeks,
)
from kagemi.canteen.changes import Answer, pinned, todays_problem, with_pin, without_wish
from kagemi.canteen.new_week import unplanned_weeks
from kagemi.canteen.publish import propose, publish
from kagemi.canteen.replan import OnDay, Wish
from kagemi.domain.message import Fault, InvalidInput, Message, Text, Where, say
from kagemi.domain.plan import Plan
from kagemi.domain.problem import Day
from kagemi.files.plans import plan_of
from kagemi.language import text
from kagemi.language.finding_texts import says
from kagemi.memory import first_day_to_cook
from kagemi.report.comparison import compare
from kagemi.web.jobs import Job
from kagemi.web.pages import Ask, Page, go, page
from kagemi.web.tasks import Place, change_week, find_alternatives, plan_week
from kagemi.web.week_view import alternative, board


def show(ask: Ask) -> Response:
    """The board of the week in the path, else of the one that is on or comes next."""
    workspace, environment = ask.desk.workspace, ask.desk.environment
    known = weeks(workspace, environment)
    days = _days(ask) if "first" in ask.path else usual_week(known, ask.desk.today())
    new = unplanned_weeks(known, ask.desk.today())
    if days is None:
        return page(ask, "no_week.html.j2", unplanned=new)
    week = open_week(workspace, environment, days)
    return page(
        ask,
        "week.html.j2",
        values=_values(ask, week),
        weeks=known,
        unplanned=new,
        running=ask.desk.jobs.running(("week", days)),
    )


def _values(ask: Ask, week: Week) -> dict[str, object]:
    return {"week": week, "board": board(week, _first_open(ask, week), _names(ask)), "path": path_of(week.days)}


def _first_open(ask: Ask, week: Week) -> date:
    """The first day that is not served yet."""
    canteen = week.plan.problem.canteen
    return first_day_to_cook(ask.desk.workspace, ask.desk.environment, canteen, ask.desk.today())


def _names(ask: Ask) -> dict[str, Text]:
    """The dishes' names; a faulty file must not keep anybody from looking at a week."""
    try:
        return {d.id: d.name for d in ask.desk.kitchen().dishes}
    except InvalidInput:
        return {}


def path_of(days: Days) -> str:
    """The path of a week's board."""
    return f"/week/{days[0]}/{days[1]}"


def _days(ask: Ask) -> Days:
    try:
        return date.fromisoformat(str(ask.path["first"])), date.fromisoformat(str(ask.path["last"]))
    except ValueError as error:
        raise HTTPException(404) from error


def _week(ask: Ask) -> Week:
    return open_week(ask.desk.workspace, ask.desk.environment, _days(ask))


def _place(ask: Ask) -> Place:
    return Place(ask.desk.root, dict(ask.desk.environment), ask.desk.today())


def cell(ask: Ask) -> Response:
    """A dish of the week: what can be done with it, and its best alternatives as far as they are found."""
    week = _week(ask)
    day, dish = _cell(ask, week)
    problem = week.plan.problem
    slots = set(problem.dish(dish).slots)
    kitchen = ask.desk.kitchen()
    values = {
        "day": day,
        "dish": problem.dish(dish),
        "rule": pinned(week.plan).get((day.index, dish), ""),
        "choices": sorted(
            ((d.id, d.name) for d in kitchen.dishes if slots & set(d.slots) and d.id != dish),
            key=lambda c: c[1].in_language(ask.lang),
        ),
        "running": ask.desk.jobs.running(_about(week, day, dish)),
    }
    template = "cell_part.html.j2" if ask.is_htmx else "cell.html.j2"
    return page(ask, template, values={**_values(ask, week), **values})


def _cell(ask: Ask, week: Week) -> tuple[Day, str]:
    """The day and dish of the path or form; 404 if the week does not serve it."""
    source = ask.form if "dish" in ask.form else ask.path
    dish, number = str(source.get("dish", "")), str(source.get("day", ""))
    served = {(str(s.day), s.dish) for s in week.plan.servings}
    if (number, dish) not in served:
        raise HTTPException(404)
    return week.plan.problem.days[int(number)], dish


def _about(week: Week, day: Day, dish: str) -> tuple[object, ...]:
    return ("alternatives", week.plan.fingerprint, day.index, dish)


def begin_alternatives(ask: Ask) -> Response:
    """Look for the best alternatives of a dish."""
    week = _week(ask)
    day, dish = _cell(ask, week)
    plan, index, path, version = week.plan, day.index, path_of(week.days), week.version

    def view(job: Job) -> dict[str, object]:
        found = [alternative(plan, cast(Plan, new), index, dish) for new in job.parts]
        return {"alternatives": found, "path": path, "version": version, "day": index, "dish": dish}

    about, person = _about(week, day, dish), ask.person.name
    ask.desk.jobs.cancel_all(lambda j: j.only_while_seen and j.person == person and j.about != about)
    job = ask.desk.jobs.running(about) or ask.desk.jobs.begin(
        say("Alternatives for {dish}", dish=plan.problem.dish(dish).name),
        about,
        ask.person.name,
        find_alternatives,
        _place(ask),
        plan,
        index,
        dish,
        part="alternatives_part.html.j2",
        view=view,
        only_while_seen=True,
    )
    return _job(ask, job)


def _job(ask: Ask, job: Job) -> Response:
    if not ask.is_htmx:
        return go(ask, f"/jobs/{job.id}")
    return page(ask, "job_part.html.j2", values=job.view(job) if job.view else None, job=job)


def take(ask: Ask) -> Response:
    """Take an alternative that was found."""
    job, week = ask.desk.jobs.find(ask.form.get("job", "")), _week(ask)
    number = ask.form.get("number", "")
    if job is None or not number.isdecimal() or int(number) >= len(job.parts):
        raise HTTPException(404)
    new = cast(Plan, job.parts[int(number)])
    day, dish = _cell(ask, week)
    check_version(week, _version(ask))
    seen = alternative(week.plan, new, day.index, dish)
    what = say(
        "{day}: {dishes} instead of {dish}",
        day=day.date,
        dishes=seen.dishes,
        dish=week.plan.problem.dish(dish).name,
    )
    return _stepped(ask, week, new, what)


def _stepped(ask: Ask, week: Week, plan: Plan, what: Message) -> Response:
    take_step(ask.desk.workspace, ask.desk.environment, week, plan, what, ask.person.name, ask.desk.now())
    _note(ask, "change", path_of(week.days), what)
    return go(ask, path_of(week.days))


def _note(ask: Ask, action: str, path: str, what: Message) -> None:
    """Write into the audit log, in the workspace's language."""
    ask.desk.note(ask.person.name, action, f"{path}: {text(what, ask.desk.workspace.settings.language)}")


def _to_week(job: Job) -> str:
    """The board of the week that a job has planned; "" if it found none."""
    answer = cast(Answer | None, job.result)
    if answer is None or answer.plan is None:
        return ""
    days = [d.date for d in answer.plan.problem.days]
    return path_of((min(days), max(days)))


def _version(ask: Ask) -> int:
    """The version that the form was drawn for."""
    written = ask.form.get("version", "")
    return int(written) if written.isdecimal() else -1


def pin(ask: Ask) -> Response:
    """Keep a dish on its day, or no longer, whatever is planned anew."""
    week = _week(ask)
    check_version(week, _version(ask))
    found = todays_problem(week.plan, ask.desk.workspace, ask.desk.environment, ask.desk.today())
    today = _first_open(ask, week)
    if rule := ask.form.get("rule", ""):
        plan = without_wish(week.plan, found, ask.desk.workspace, today, rule)
        return _stepped(ask, week, plan, say("no longer wished: {rule}", rule=rule))
    day, dish = _cell(ask, week)
    plan = with_pin(week.plan, found, ask.desk.workspace, today, day.index, dish)
    return _stepped(
        ask, week, plan, say("{day}: {dish} stays", day=day.date, dish=week.plan.problem.dish(dish).name)
    )


def change(ask: Ask) -> Response:
    """Ban or swap a dish, or plan the week anew: a job, whose result is the week's next step."""
    week = _week(ask)
    check_version(week, _version(ask))
    wish, what = _wish(ask, week)
    path, days = path_of(week.days), week.days

    def view(job: Job) -> dict[str, object]:
        answer = cast(Answer | None, job.result)
        return {"answer": answer, "path": path, "says": says}

    if other := ask.desk.jobs.running(("week", days)):
        busy = say("this week is being changed at the moment: {what}", what=other.title)
        raise InvalidInput((Fault(Where(), busy, say("wait until that is done, or stop it, and ask again")),))
    ask.desk.jobs.cancel_all(lambda j: j.only_while_seen)  # a change goes before a look
    job = ask.desk.jobs.begin(
        what,
        ("week", days),
        ask.person.name,
        change_week,
        _place(ask),
        days,
        week.version,
        wish,
        what,
        ask.person.name,
        part="change_part.html.j2",
        view=view,
        then=_to_week,
    )
    _note(ask, "plan anew", path, what)
    return _job(ask, job)


def _wish(ask: Ask, week: Week) -> tuple[Wish, Message]:
    action = ask.form.get("action", "")
    if action == "anew":
        return Wish(), say("planned anew")
    day, dish = _cell(ask, week)
    name = week.plan.problem.dish(dish).name
    if action == "ban":
        wish = Wish(ban=(OnDay(dish, day.index),))
        return wish, say("{day}: not {dish}", day=day.date, dish=name)
    other = ask.form.get("other", "")
    known = {d.id: d.name for d in ask.desk.kitchen().dishes}
    if action != "swap" or other not in known:
        raise InvalidInput((Fault(Where(), say("choose a dish")),))
    what = say("{day}: {dishes} instead of {dish}", day=day.date, dishes=known[other], dish=name)
    return Wish(swap=((OnDay(dish, day.index), other),)), what


def step_back(ask: Ask) -> Response:
    """Undo or redo."""
    week = _week(ask)
    check_version(week, _version(ask))
    go_back = undo if ask.form.get("action") == "undo" else redo
    go_back(ask.desk.workspace, ask.desk.environment, week, ask.person.name, ask.desk.now())
    return go(ask, path_of(week.days))


def compared(ask: Ask) -> Response:
    """The week as it stands beside the plan that is published, and the form that publishes it."""
    week = _week(ask)
    held = plan_of(week.published.plan_json, "") if week.published else None
    changes = compare(held, week.plan) if held is not None and not week.is_published else None
    return page(ask, "publish.html.j2", values=_values(ask, week), held=held, changes=changes)


def publish_week(ask: Ask) -> Response:
    """Publish the week as it stands, in place of the version that the form was drawn for."""
    week = _week(ask)
    check_version(week, _version(ask))
    workspace, environment, now = ask.desk.workspace, ask.desk.environment, ask.desk.now()
    path = save_week(workspace, environment, week, now)
    proposal = propose(workspace, environment, path)
    over = ask.form.get("over", "")
    done = publish(
        workspace,
        environment,
        proposal,
        now,
        ask.form.get("why", "").strip()[:200],
        int(over) if over.isdecimal() else None,
    )
    ask.desk.note(ask.person.name, "publish", f"{path.name}: {done.version}")
    return go(ask, path_of(week.days))


def choose(ask: Ask) -> Response:
    """Go to the week that was chosen from the list."""
    first, _, last = ask.query.get("week", "").partition("/")
    return go(ask, f"/week/{quote(first)}/{quote(last)}" if first and last else "/")


def plan_new(ask: Ask) -> Response:
    """Plan a week that nobody has planned yet: a job that leads to its board."""
    workspace, environment = ask.desk.workspace, ask.desk.environment
    offered = {m.isoformat(): m for m in unplanned_weeks(weeks(workspace, environment), ask.desk.today())}
    monday = offered.get(ask.form.get("monday", ""))
    if monday is None:
        raise InvalidInput((Fault(Where(), say("choose a week that is not planned yet")),))
    about, what = ("new week", monday), say("the week from {monday} planned", monday=monday)

    def view(job: Job) -> dict[str, object]:
        return {"answer": job.result, "path": "/", "says": says}

    ask.desk.jobs.cancel_all(lambda j: j.only_while_seen)
    job = ask.desk.jobs.running(about) or ask.desk.jobs.begin(
        what,
        about,
        ask.person.name,
        plan_week,
        _place(ask),
        monday,
        part="change_part.html.j2",
        view=view,
        then=_to_week,
    )
    _note(ask, "plan", "/", what)
    return _job(ask, job)


_WEEK = "/week/{first}/{last}"
PAGES = (
    Page("/", show),
    Page("/weeks", choose),
    Page("/weeks", plan_new, "work", "POST"),
    Page(_WEEK, show),
    Page(_WEEK + "/cell/{day}/{dish}", cell),
    Page(_WEEK + "/alternatives", begin_alternatives, "work", "POST"),
    Page(_WEEK + "/take", take, "work", "POST"),
    Page(_WEEK + "/pin", pin, "work", "POST"),
    Page(_WEEK + "/change", change, "work", "POST"),
    Page(_WEEK + "/step", step_back, "work", "POST"),
    Page(_WEEK + "/publish", compared),
    Page(_WEEK + "/publish", publish_week, "work", "POST"),
)
