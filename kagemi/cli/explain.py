"""`kagemi explain`."""

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
from kagemi.cli.chosen_plan import plan_file
from kagemi.cli.commands import argument, command, json_option
from kagemi.cli.interrupt import ctrl_c_asks, ctrl_c_waits
from kagemi.cli.remembering import experience_of
from kagemi.cli.session import FAILURE, INTERRUPTED, NO_MENU, Session, current
from kagemi.domain.message import Fault, InvalidInput, Message, Where, say
from kagemi.domain.reasons import NoMenu

if TYPE_CHECKING:
    from kagemi.domain.plan import Plan
    from kagemi.domain.problem import PlanningProblem
    from kagemi.domain.reasons import Prices
    from kagemi.optimizer.solve import Stop


@command(
    say(
        "Say why. Without a plan: which rules of the file leave no menu for the week, and the ways out, "
        "cheapest first. With a plan: for each rule how much room is left and what the rule costs, by solving "
        "the week again without it, one step tighter and one step looser."
    ),
    epilog=say(
        "Every way out and every price is found by a solve. Exit codes: 0 explained, 1 not settled in time, "
        "3 there is no menu (and this is why), 4 invalid input."
    ),
)
@argument("plan", required=False, type=click.Path(), help=say("The plan whose rules are to be priced."))
@constraints_option
@week_option
@seconds_option(60.0)
@gap_option
@json_option
def explain(
    plan: str | None,
    constraints: str | None,
    week: str | None,
    seconds: float,
    gap: float,
    as_json: bool,
) -> int:
    """Explain a clash, or a plan."""
    session = current()
    with ctrl_c_waits():
        from kagemi.optimizer.solve import Stop
    stop = Stop()
    with ctrl_c_asks(stop):
        if plan is not None:
            return _explain_plan(session, plan_file(session, plan), constraints, seconds, gap, as_json, stop)
        _, problem, _ = problem_of_week(session, constraints, week)
        return _explain_week(session, problem, seconds, gap, as_json, stop)


def _explain_week(
    session: Session, problem: "PlanningProblem", seconds: float, gap: float, as_json: bool, stop: "Stop"
) -> int:
    from kagemi.reasons.explain import explain_no_menu

    label = session.text(say("looking for clashing rules and ways out"))
    with Steps(session, label):
        answer = explain_no_menu(problem, search_of(seconds, gap), stop)
    if stop.asked:
        session.error(say("Interrupted before the answer was found."))
        return INTERRUPTED
    if as_json:
        from kagemi.files.plans import to_json

        known = answer if isinstance(answer, NoMenu) else None
        menus = "none" if known else answer
        click.echo(to_json({"menus": menus, "no_menu": known}), nl=False)
    if isinstance(answer, NoMenu):
        from kagemi.cli.no_menu_view import no_menu_view

        for part in () if as_json else no_menu_view(answer, problem, session.lang):
            session.console.print(part)
        return NO_MENU
    if answer == "not_known":
        session.error(say("No menu was found in time, and none was ruled out. Try more --seconds."))
        return FAILURE
    if not as_json:
        session.print(
            say(
                "There are menus that keep all hard rules. Make a plan with kagemi plan, then ask kagemi "
                "explain PLAN what each rule costs."
            )
        )
    return 0


def _explain_plan(
    session: Session,
    path: Path,
    constraints: str | None,
    seconds: float,
    gap: float,
    as_json: bool,
    stop: "Stop",
) -> int:
    from kagemi.files.plans import read_plan, to_json
    from kagemi.planning import fingerprint
    from kagemi.reasons.explain import explain_plan
    from kagemi.reasons.today import same_problem

    plan = read_plan(path)
    file = Path(constraints) if constraints else session.workspace.constraints
    search = search_of(seconds, gap)
    today = same_problem(plan, session.workspace, file, experience_of(session, plan.price_basis))
    if isinstance(today, Message):
        hint = say("name the plan's own constraints file with --constraints")
        raise InvalidInput((Fault(Where(file.as_posix()), today, hint),))
    if fingerprint(today.problem, search) != plan.fingerprint:
        session.note(
            say("Rules, dishes, prices or settings are not those of the plan any more: today's are explained.")
        )
    with Steps(session, session.text(say("solving the week without each rule"))) as steps:
        prices = explain_plan(today.problem, plan.outcome, search, stop=stop, told=steps)
    if prices is None:
        session.error(say("The week could not be settled in time. Try more --seconds."))
        return INTERRUPTED if stop.asked else FAILURE
    if as_json:
        click.echo(to_json(prices), nl=False)
    else:
        _show(session, plan, today.problem, prices)
    return INTERRUPTED if stop.asked else 0


def _show(session: Session, plan: "Plan", problem: "PlanningProblem", prices: "Prices") -> None:
    from kagemi.cli.prices_view import prices_view

    for part in prices_view(plan, problem, prices, session.lang):
        session.console.print(part)
