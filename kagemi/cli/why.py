"""`kagemi why` and `kagemi why-not`."""

from typing import TYPE_CHECKING, Literal

import click

from kagemi.cli.asking import (
    Steps,
    constraints_option,
    dish_and_day,
    gap_option,
    problem_of_week,
    search_of,
    seconds_option,
    week_option,
)
from kagemi.cli.commands import argument, command, json_option
from kagemi.cli.interrupt import ctrl_c_asks, ctrl_c_waits
from kagemi.cli.session import FAILURE, INTERRUPTED, Session, current
from kagemi.domain.message import say

if TYPE_CHECKING:
    from kagemi.domain.problem import PlanningProblem
    from kagemi.domain.reasons import DishReason

_DISH = say("The dish: its id, or its name in quotes.")


@command(say("Say why a dish is on the menu on a day: the best plan without it there, and what it would cost."))
@argument("dish", help=_DISH)
@argument("day", help=say("The day: a weekday or a date."))
@constraints_option
@week_option
@seconds_option(30.0)
@gap_option
@json_option
def why(
    dish: str, day: str, constraints: str | None, week: str | None, seconds: float, gap: float, as_json: bool
) -> int:
    """Ban it there, and compare."""
    return _ask(dish, day, "without", constraints, week, seconds, gap, as_json)


@command(
    say(
        "Say why a dish is not on the menu: the best plan with it (on a day, or on any), what that costs, "
        "and the "
        "rule that speaks most against it."
    )
)
@argument("dish", help=_DISH)
@argument("day", required=False, help=say("The day: a weekday or a date. Default: any day."))
@constraints_option
@week_option
@seconds_option(30.0)
@gap_option
@json_option
def why_not(
    dish: str,
    day: str | None,
    constraints: str | None,
    week: str | None,
    seconds: float,
    gap: float,
    as_json: bool,
) -> int:
    """Pin it there, and compare."""
    return _ask(dish, day, "with", constraints, week, seconds, gap, as_json)


def _ask(
    dish: str,
    day: str | None,
    wish: Literal["with", "without"],
    constraints: str | None,
    week: str | None,
    seconds: float,
    gap: float,
    as_json: bool,
) -> int:
    session = current()
    with ctrl_c_waits():
        from kagemi.optimizer.solve import Stop
    from kagemi.reasons.why import explain_dish

    _, problem, _ = problem_of_week(session, constraints, week)
    found, index = dish_and_day(problem, dish, day)
    stop = Stop()
    label = session.text(say("solving the week both ways"))
    with ctrl_c_asks(stop), Steps(session, label):
        answer = explain_dish(problem, found, index, wish, search_of(seconds, gap), stop)
    if as_json:
        from kagemi.files.plans import to_json

        click.echo(to_json(answer), nl=False)
    else:
        _show(session, problem, answer)
    if stop.asked:
        return INTERRUPTED
    return FAILURE if answer.answer == "unknown" else 0


def _show(session: Session, problem: "PlanningProblem", answer: "DishReason") -> None:
    from kagemi.cli.dish_reason_view import dish_reason_view

    for part in dish_reason_view(answer, problem, session.lang):
        session.console.print(part)
