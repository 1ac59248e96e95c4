"""`kagemi replan`."""

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kagemi.cli.asking import Steps, constraints_option, dish_and_day, search_of, seconds_option
from kagemi.cli.chosen_plan import chosen_plan
from kagemi.cli.commands import argument, command, json_option, option
from kagemi.cli.interrupt import ctrl_c_asks, ctrl_c_waits
from kagemi.cli.plan import without_plan
from kagemi.cli.remembering import experience_of
from kagemi.cli.session import INTERRUPTED, NO_MENU, Session, current
from kagemi.domain.message import Fault, InvalidInput, Message, Text, Where, say

if TYPE_CHECKING:
    from kagemi.canteen.replan import OnDay
    from kagemi.domain.food import Food
    from kagemi.domain.plan import Outcome, Plan
    from kagemi.domain.problem import PlanningProblem
    from kagemi.domain.purchase import OrderChange
    from kagemi.planning import Kitchen
    from kagemi.reasons.today import Today

GAP_PERCENT = 0.1


@command(
    say(
        "Plan a week anew when the day is not what the plan said. Days already served stay; on the others as "
        "few dishes as possible change, then the aims of the constraints file count."
    ),
    epilog=say(
        "Examples:\n  kagemi replan --missing ikan_tuna@thursday\n"
        "  kagemi replan --swap telur_balado=telur_dadar\n"
        "  kagemi replan --headcount boys_13_15=280 --from wednesday"
    ),
)
@argument(
    "plan",
    required=False,
    type=click.Path(),
    help=say("The plan. Default: the published one that holds today or comes next, else the newest file."),
)
@option("--pin", multiple=True, metavar="DISH@DAY", help=say("Serve this dish on that day."))
@option(
    "--ban", multiple=True, metavar="DISH[@DAY]", help=say("Do not serve this dish (on that day) any more.")
)
@option(
    "--swap",
    multiple=True,
    metavar="DISH[@DAY]=DISH",
    help=say("Serve the second dish instead of the first one, on the day that has it."),
)
@option(
    "--missing",
    multiple=True,
    metavar="FOOD[@DAY]",
    help=say("This food cannot be had (on that day) any more."),
)
@option(
    "--late",
    multiple=True,
    metavar="TRADER",
    help=say("What this trader was to bring for the first open day does not come in time."),
)
@option(
    "--headcount", multiple=True, metavar="GROUP=N", help=say("So many children of this group eat from now on.")
)
@option(
    "--from",
    "from_day",
    metavar="DAY",
    help=say("The first day that may change. Default: today, or the plan's first day."),
)
@constraints_option
@seconds_option(30.0)
@option(
    "--out",
    type=click.Path(),
    metavar="FILE",
    help=say("The file of the new plan. Default: beside the old one."),
)
@json_option
def replan(
    plan: str | None,
    pin: tuple[str, ...],
    ban: tuple[str, ...],
    swap: tuple[str, ...],
    missing: tuple[str, ...],
    late: tuple[str, ...],
    headcount: tuple[str, ...],
    from_day: str | None,
    constraints: str | None,
    seconds: float,
    out: str | None,
    as_json: bool,
) -> int:
    """Read the plan, make the new one, show what changed."""
    session = current()
    with ctrl_c_waits():
        from kagemi.canteen.replan import (
            Wish,
            first_open_day,
            late_foods,
            plan_anew,
            problem_anew,
            without_stock,
        )
        from kagemi.optimizer.solve import Stop
        from kagemi.planning import next_file

    chosen = chosen_plan(session, plan)
    path, old = chosen.path, chosen.plan
    file = Path(constraints) if constraints else session.workspace.constraints
    found = same_week(session, old, file)
    first = first_open_day(old, _from(old, from_day))
    everything = _everything(old, found)
    gone = _foods(session, old, found.kitchen, missing, first)
    gone, in_stock = without_stock(old, gone, first, session.workspace, os.environ)
    for one in in_stock:
        name = found.kitchen.table.foods[one.food]
        session.note(
            say(
                "{kg:g} kg of {food} for {day} are in stock: it stays on that day",
                kg=round(one.grams / 1000, 1),
                food=Text(name.name_id, name.name_en),
                day=one.day,
            )
        )
    wish = Wish(
        pin=_on_days(everything, pin, first, needs_day=True),
        ban=_on_days(everything, ban, first),
        swap=tuple(_swap(everything, written, first) for written in swap),
        missing=(
            *gone,
            *late_foods(old, late, first, session.workspace, os.environ, session.today),
        ),
        headcounts=_headcounts(session, headcount),
    )
    if wish.is_empty and in_stock and not late:
        session.print(say("The plan stays as it is."))
        return 0
    if wish.is_empty and not late:
        raise click.UsageError(
            session.text(say("say what is not as planned: --missing, --swap, --headcount ..."))
        )
    problem = problem_anew(old, found.problem, found.kitchen, wish, first)
    stop = Stop()
    from kagemi.cli.progress import ProgressDisplay

    with ctrl_c_asks(stop), ProgressDisplay(session) as progress:
        search = search_of(seconds, GAP_PERCENT)
        kitchen = replace(found.kitchen, price_basis=old.price_basis)
        new, outcome = plan_anew(
            problem, kitchen, search, root=session.workspace.root, stop=stop, progress=progress
        )
    if new is None:
        return _without(session, problem, outcome, seconds)
    orders = _orders(session, new, old.problem.days[first].date, late)
    target = Path(out) if out else next_file(path)
    _keep(session, new, file, target, is_trial=out is not None)
    _show(session, old, new, orders, target, as_json, found.kitchen.table.foods)
    return INTERRUPTED if outcome.interrupted else 0


def _without(session: Session, problem: "PlanningProblem", outcome: "Outcome", seconds: float) -> int:
    """Say why there is no plan, and the ways out where the wishes and the rules clash."""
    if outcome.status != "infeasible":
        return without_plan(session, problem, outcome, seconds)
    from kagemi.cli.no_menu_view import no_menu_view
    from kagemi.domain.reasons import NoMenu
    from kagemi.reasons.explain import explain_no_menu

    with Steps(session, session.text(say("looking for clashing rules and ways out"))):
        answer = explain_no_menu(problem, search_of(seconds, GAP_PERCENT))
    if not isinstance(answer, NoMenu):
        return without_plan(session, problem, outcome, seconds)
    for part in no_menu_view(answer, problem, session.lang):
        session.talk.print(part)
    return NO_MENU


def same_week(session: Session, plan: "Plan", file: Path) -> "Today":
    """What the plan was made from, as the files have it now, at the plan's own prices.

    Raises InvalidInput if the files are of another week.
    """
    from kagemi.reasons.today import same_problem

    known = experience_of(session, plan.price_basis)
    kept = replace(known, prices={**known.prices, **plan.prices})
    found = same_problem(plan, session.workspace, file, kept)
    if isinstance(found, Message):
        hint = say("name the plan's own constraints file with --constraints")
        raise InvalidInput((Fault(Where(file.as_posix()), found, hint),))
    return found


def _from(plan: "Plan", written: str | None) -> date:
    """The day of --from, else the first that is not served yet."""
    from kagemi.memory import first_day_to_cook

    session, days = current(), plan.problem.days
    first = first_day_to_cook(session.workspace, os.environ, plan.problem.canteen, session.today)
    if written is None:
        return max(first, days[0].date)
    _, index = dish_and_day(plan.problem, plan.problem.dishes[0].id, written)
    assert index is not None
    if days[index].date < first:
        what = say("{day} is over: what was served stays", day=days[index].date)
        raise InvalidInput((Fault(Where(), what),))
    return days[index].date


def _everything(plan: "Plan", found: "Today") -> "PlanningProblem":
    """Today's problem with the dishes of the plan, to look names up in."""
    known = {d.id for d in found.problem.dishes}
    more = tuple(d for d in plan.problem.dishes if d.id not in known)
    return replace(found.problem, dishes=(*found.problem.dishes, *more))


def _on_days(
    problem: "PlanningProblem", written: Iterable[str], first: int, needs_day: bool = False
) -> "tuple[OnDay, ...]":
    from kagemi.canteen.replan import OnDay

    found = []
    for text in written:
        name, _, day = text.partition("@")
        if needs_day and not day:
            raise click.UsageError(current().text(say("--pin needs a day: {dish}@monday", dish=name)))
        found.append(OnDay(*dish_and_day(problem, name, day or None, first)))
    return tuple(found)


def _swap(problem: "PlanningProblem", written: str, first: int) -> "tuple[OnDay, str]":
    old, _, new = written.partition("=")
    if not new:
        raise click.UsageError(
            current().text(say("--swap expects the old and the new dish: telur_balado=telur_dadar"))
        )
    (asked,) = _on_days(problem, (old,), first)
    return asked, dish_and_day(problem, new, None)[0]


def _foods(
    session: Session, plan: "Plan", kitchen: "Kitchen", written: Iterable[str], first: int
) -> "tuple[OnDay, ...]":
    """Foods by id or by a name in either language, or a local one."""
    from kagemi.canteen.replan import OnDay
    from kagemi.files.food_names import food_names

    names, found, faults = food_names(session.workspace.nutrition_data, kitchen.table.foods), [], []
    for text in written:
        name, _, day = text.partition("@")
        named = names.find(name)
        if named is None:
            what = say('there is no food "{food}"', food=name)
            faults.append(Fault(Where(), what, names.hint(name)))
            continue
        index = dish_and_day(plan.problem, plan.problem.dishes[0].id, day, first)[1] if day else None
        found.append(OnDay(named, index))
    if faults:
        raise InvalidInput(tuple(faults))
    return tuple(found)


def _headcounts(session: Session, written: Iterable[str]) -> dict[str, int]:
    counts = {}
    for text in written:
        group, _, number = text.partition("=")
        if not re.fullmatch("[0-9]{1,6}", number.strip()):
            raise click.UsageError(
                session.text(say("--headcount expects a group and a number: boys_13_15=280"))
            )
        counts[group.strip()] = int(number)
    return counts


def _keep(session: Session, plan: "Plan", constraints: Path, target: Path, *, is_trial: bool) -> None:
    """Write the plan's file and note it in the database."""
    from kagemi.cli.remembering import note_plan
    from kagemi.files.plans import write_plan

    write_plan(plan, target)
    if not is_trial:
        note_plan(session, plan, constraints, datetime.now(UTC))


def _orders(
    session: Session, plan: "Plan", from_day: date, late: tuple[str, ...]
) -> "tuple[OrderChange, ...] | None":
    """What to tell the traders; files or a database in trouble are a warning: the menu is found."""
    from kagemi.canteen.replan import changed_orders
    from kagemi.cli.remembering import as_warnings, warn

    try:
        with Steps(session, session.text(say("working out the orders"))):
            return changed_orders(plan, session.workspace, os.environ, session.today, from_day, late)
    except InvalidInput as trouble:
        warn(session, as_warnings(trouble))
        return None


def _show(
    session: Session,
    old: "Plan",
    new: "Plan",
    orders: "tuple[OrderChange, ...] | None",
    target: Path,
    as_json: bool,
    names: "Mapping[str, Food]",
) -> None:
    """What changed, what it costs, what to tell the traders, how sure it is, and how to go on."""
    from kagemi.cli.comparison_view import changes_view
    from kagemi.cli.order_changes_view import orders_view
    from kagemi.files.plans import to_json
    from kagemi.language.outcome_texts import status
    from kagemi.report.comparison import compare

    found = compare(old, new)
    if as_json:
        click.echo(
            to_json({"file": target, "changes": found, "orders": orders, "outcome": new.outcome}), nl=False
        )
        return
    for part in (*changes_view(old, new, found, session.lang), *orders_view(orders, names, session)):
        session.console.print(part)
    session.print(say("Plan: {status}", status=status(new.outcome)))
    session.print(say("Saved: {file}", file=target.as_posix()))
    session.note(say("It holds when it is published: kagemi publish {file}", file=target.as_posix()))
