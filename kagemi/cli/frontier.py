"""`kagemi frontier`."""

import math
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kagemi.cli.asking import (
    Steps,
    constraints_option,
    gap_option,
    problem_of_week,
    search_of,
    seconds_option,
    week_option,
)
from kagemi.cli.commands import command, json_option, option
from kagemi.cli.interrupt import ctrl_c_asks, ctrl_c_waits
from kagemi.cli.remembering import warn
from kagemi.cli.session import FAILURE, INTERRUPTED, NO_MENU, Session, current
from kagemi.domain.message import InvalidInput, say
from kagemi.domain.reasons import FRONT_X, FRONT_Y

if TYPE_CHECKING:
    from kagemi.domain.problem import PlanningProblem
    from kagemi.optimizer.frontier import Point
    from kagemi.planning import Kitchen, Search
    from kagemi.reasons.frontier import PlannedFront


@command(
    say(
        "Show what one good thing costs in another: menus of which none is better in both, from the cheapest "
        "to the best, each with its proof. Ctrl-C keeps the points found."
    ),
    epilog=say("Exit codes: 0 a front, 1 none found in time, 3 no menu keeps the hard rules, 4 invalid input."),
)
@option(
    "--x",
    type=click.Choice(FRONT_X),
    default="cost",
    show_default=True,
    help=say("What is to be as little as possible."),
)
@option(
    "--y",
    type=click.Choice(FRONT_Y),
    default="acceptance",
    show_default=True,
    help=say("What it is weighed against: of it as much as possible, of emissions and cost as little."),
)
@option(
    "--points",
    type=click.IntRange(2, 50),
    default=15,
    show_default=True,
    help=say("How many levels of Y, evenly spaced between the ends."),
)
@constraints_option
@week_option
@seconds_option(20.0)
@gap_option
@option(
    "--page", type=click.Path(), metavar="FILE", help=say("Write the front as a page to look at: FILE.html.")
)
@option("--pick", type=click.IntRange(1), metavar="N", help=say("Save the plan of point N."))
@json_option
def frontier(
    x: str,
    y: str,
    points: int,
    constraints: str | None,
    week: str | None,
    seconds: float,
    gap: float,
    page: str | None,
    pick: int | None,
    as_json: bool,
) -> int:
    """Find the front, lay it out, and write what is asked for."""
    session = current()
    if x == y:
        raise click.UsageError(session.text(say("--x and --y must be two different things")))
    with ctrl_c_waits():
        from kagemi.planning import check_writable

        kitchen, problem, path = problem_of_week(session, constraints, week)
    for wanted in (Path(page).parent if page else None, session.workspace.plans if pick else None):
        if wanted is not None:
            check_writable(wanted)
    found = _find(session, kitchen, problem, x, y, points, search_of(seconds, gap))
    if not found.plans:
        return _without(session, found, seconds)
    if as_json:
        from kagemi.files.plans import to_json

        click.echo(to_json(_plain(found)), nl=False)
    else:
        from kagemi.cli.front_view import front_view

        for part in front_view(found.front, session.lang):
            session.console.print(part)
    if page:
        _write_page(session, found, Path(page))
    code = _save(session, found, pick, path) if pick else 0
    return INTERRUPTED if found.front.interrupted else code


def _find(
    session: Session,
    kitchen: "Kitchen",
    problem: "PlanningProblem",
    x: str,
    y: str,
    points: int,
    search: "Search",
) -> "PlannedFront":
    from kagemi.language.outcome_texts import quantity
    from kagemi.optimizer.solve import Stop
    from kagemi.reasons.frontier import plan_front

    stop = Stop()
    label = session.text(say("points of the front"))
    with ctrl_c_asks(stop), Steps(session, label) as steps:

        def told(done: int, of: int, point: "Point | None") -> None:
            steps(done, of)
            if point is not None:
                found = say("{x}, {y}", x=quantity(x, point.x), y=quantity(y, point.y))
                session.detail(say("point {done} of {of}: {found}", done=done, of=of, found=found))

        return plan_front(
            problem, kitchen, x, y, points, search, root=session.workspace.root, stop=stop, told=told
        )


def _plain(found: "PlannedFront") -> dict[str, object]:
    """The front for other programs; what is not proven is null."""
    front = found.front
    return {
        "x": {"quantity": front.x.quantity, "sense": front.x.sense},
        "y": {"quantity": front.y.quantity, "sense": front.y.sense},
        "locked": front.locked,
        "left_open": front.left_open,
        "interrupted": front.interrupted,
        "method": front.method,
        "solver": front.solver,
        "points": list(_points(found)),
    }


def _points(found: "PlannedFront") -> Iterator[dict[str, object]]:
    from kagemi.optimizer.frontier import price_of_step

    before = None
    for n, point in enumerate(found.front.points, 1):
        yield {
            "number": n,
            "x": point.x,
            "y": point.y,
            "bound": point.bound,
            "gap": point.gap if math.isfinite(point.gap) else None,
            "y_bound": point.y_bound,
            "x_for_one_y": None if before is None else price_of_step(before, point),
            "servings": point.servings,
        }
        before = point


def _write_page(session: Session, found: "PlannedFront", page: Path) -> None:
    from kagemi.files.atomic import write_text
    from kagemi.reasons.front_texts import axis, point_texts
    from kagemi.sheets.frontier import render_front

    workspace = session.workspace
    front, problem = found.front, found.plans[0].problem
    html = render_front(
        found.plans,
        axis(front.x, [p.x for p in front.points], session.lang),
        axis(front.y, [p.y for p in front.points], session.lang),
        point_texts(front, session.lang),
        lang=session.lang,
        school=problem.canteen if workspace.is_example else workspace.settings.school,
        templates=workspace.sheets,
    )
    write_text(page, html)
    session.note(say("Page: {file}", file=page.as_posix()))


def _save(session: Session, found: "PlannedFront", pick: int, constraints: Path) -> int:
    """Save and record the plan of a point, as `kagemi plan` does; returns the exit code."""
    from kagemi.memory import record_plan
    from kagemi.planning import save_plan

    if pick > len(found.plans):
        session.error(say("There is no point {pick}: the front has {n}.", pick=pick, n=len(found.plans)))
        return FAILURE
    workspace, plan = session.workspace, found.plans[pick - 1]
    other = () if constraints.resolve() == workspace.constraints.resolve() else (constraints.stem,)
    front = found.front
    saved = save_plan(plan, workspace.plans, (*other, front.x.quantity, front.y.quantity, str(pick)))
    try:
        record_plan(plan, workspace, constraints, datetime.now(UTC), os.environ)
    except InvalidInput as trouble:  # the plan's file is safe: the database is only its register
        warn(session, trouble.faults)
    session.note(say("Saved: {file}", file=saved.as_posix()))
    return 0


def _without(session: Session, found: "PlannedFront", seconds: float) -> int:
    """Say why there is no front; returns the exit code."""
    if found.front.interrupted:
        session.error(say("Interrupted before a point was found."))
        return INTERRUPTED
    if found.front.status == "infeasible":
        session.error(say("No menu keeps all hard rules: kagemi explain says which cannot hold together."))
        return NO_MENU
    more = f"{seconds * 5:g}"
    session.error(say("No menu was found in time. Try --seconds {more}.", more=more))
    return FAILURE
