"""`kagemi plan`."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kagemi.cli.asking import constraints_option, prices_option
from kagemi.cli.commands import command, json_option, option
from kagemi.cli.interrupt import ctrl_c_asks, ctrl_c_waits
from kagemi.cli.quantities import day_of, near, wrong_form
from kagemi.cli.remembering import (
    experience_of,
    note_plan,
    planned_before_or_nothing,
    published_texts,
    warn,
    warn_of_old_prices,
)
from kagemi.cli.session import FAILURE, INTERRUPTED, NO_MENU, Session, current
from kagemi.domain.message import Fault, say

if TYPE_CHECKING:
    from kagemi.domain.constraints import ClosedDay
    from kagemi.domain.plan import Outcome, Plan
    from kagemi.domain.problem import PlanningProblem
    from kagemi.report.menu import Line


@command(
    say(
        "Find the best menu for a week: the rules of the constraints file are kept, its objective is reached "
        "as far as possible, and what is said about how good the plan is, is proven. "
        "Ctrl-C keeps the best plan found."
    ),
    epilog=say("Exit codes: 0 a plan, 1 none found in time, 3 no menu keeps the hard rules, 4 invalid input."),
)
@constraints_option
@option("--week", metavar="WEEK", help=say("The first week, as in 2026-W49. Default: the coming week."))
@option("--start", metavar="DATE", help=say("The first day, as in senin or 2026-11-30, instead of a week."))
@option("--weeks", type=click.IntRange(1, 8), default=1, show_default=True, help=say("How many weeks."))
@prices_option
@option(
    "--out",
    type=click.Path(),
    metavar="DIR",
    help=say("The folder for the plan. Default: plans in the workspace."),
)
@option(
    "--solver", type=click.Choice(["highs", "cbc"]), default="highs", show_default=True, help=say("The solver.")
)
@option(
    "--method",
    type=click.Choice(["auto", "direct", "day-menus"]),
    default="auto",
    show_default=True,
    help=say("The method: one model of the whole week, or a choice among whole day menus."),
)
@option(
    "--seconds",
    type=click.FloatRange(1, 86_400),
    default=60.0,
    show_default=True,
    help=say("How long to search."),
)
@option(
    "--gap",
    type=click.FloatRange(0, 100),
    default=0.1,
    show_default=True,
    metavar="PERCENT",
    help=say("Be content when a plan is proven to be so close to the best, in per cent."),
)
@option(
    "--seed",
    type=click.IntRange(0),
    metavar="N",
    help=say("Chooses the dishes that are tried. Default: the same for the same canteen and first day."),
)
@json_option
def plan(
    constraints: str | None,
    week: str | None,
    start: str | None,
    weeks: int,
    prices: str | None,
    out: str | None,
    solver: str,
    method: str,
    seconds: float,
    gap: float,
    seed: int | None,
    as_json: bool,
) -> int:
    """Plan, save, and say what was planned."""
    session = current()
    first = first_day(session, week, start)
    with ctrl_c_waits():
        from kagemi.cli.stock_texts import say_stock
        from kagemi.optimizer.solve import Stop
        from kagemi.planning import (
            Search,
            build_problem,
            check_writable,
            days_without_meal,
            load_constraints_file,
            make_plan,
            save_plan,
        )

    workspace = session.workspace
    path = Path(constraints) if constraints else workspace.constraints
    experience = experience_of(session, prices or "")
    kitchen, rules = load_constraints_file(workspace, path, experience)
    warn(session, kitchen.warnings)
    warn_of_old_prices(session, experience)
    before = planned_before_or_nothing(session, rules, first)
    problem = build_problem(rules, kitchen, first, weeks, before, experience, seed)
    folder = Path(out) if out else workspace.plans
    check_writable(folder)
    _say_what(session, path, problem)
    _say_closed(session, days_without_meal(rules, first, weeks))
    stock = experience.spare_stock(problem.canteen, problem.days[0].date)
    say_stock(session, problem, stock, kitchen.table)
    search = Search(
        solver="cbc" if solver == "cbc" else "highs",
        method="auto" if method == "auto" else "direct" if method == "direct" else "day_menus",
        seconds=seconds,
        gap=gap / 100,
    )
    stop = Stop()
    from kagemi.cli.progress import ProgressDisplay

    with ctrl_c_asks(stop), ProgressDisplay(session) as progress:
        found, outcome = make_plan(problem, kitchen, search, root=workspace.root, stop=stop, progress=progress)
    session.detail(say("searched for {seconds:.1f} s", seconds=progress.seconds))
    if found is None:
        return without_plan(session, problem, outcome, seconds)
    other = () if path.resolve() == workspace.constraints.resolve() else (path.stem,)
    saved = save_plan(
        found, folder, (*other, *([first.isoformat()] if start else ())), published_texts(session, found)
    )
    if out is None:  # a plan put elsewhere is a trial: the next weeks do not look back at it
        note_plan(session, found, path, datetime.now(UTC))
    if as_json:
        from kagemi.files.plans import to_json

        click.echo(to_json(found), nl=False)
    else:
        _summary(session, found)
        session.print(say("Saved: {file}", file=saved.as_posix()))
    return INTERRUPTED if outcome.interrupted else 0


def first_day(session: Session, week: str | None, start: str | None) -> date:
    """The first day that --week or --start name, else the coming Monday; raises UsageError."""
    from kagemi.domain.calendar import coming_monday, monday_of

    if week and start:
        raise click.UsageError(session.text(say("give --week or --start, not both")))
    if start:
        return day_of(session, "--start", start, coming=True)
    if week:
        try:
            monday = monday_of(week)
        except ValueError:
            raise wrong_form(session, "--week", week, "2026-W49") from None
        return near(session, "--week", monday)
    return coming_monday(session.today)


def _say_what(session: Session, path: Path, problem: "PlanningProblem") -> None:
    from kagemi.cli.learning_texts import how_judged

    if session.workspace.is_example:
        session.note(
            say("No workspace here: planning with the example that comes with Kagemi. Make yours: kagemi init")
        )
    if problem.before:
        session.note(
            say(
                "Rules that look back count the plans made for {first} to {last}.",
                first=problem.before[0].day.date,
                last=problem.before[-1].day.date,
            )
        )
    for message in how_judged(problem):
        session.note(message)
    session.detail(
        say(
            "{file}: {rules} rules, {groups} groups, {days} days, {dishes} dishes",
            file=path.as_posix(),
            rules=len(problem.rules),
            groups=len(problem.groups),
            days=len(problem.days),
            dishes=len(problem.dishes),
        )
    )


def _say_closed(session: Session, closed: "Mapping[date, ClosedDay]") -> None:
    from kagemi.language import long_date

    for day, why in closed.items():
        session.note(say("No meal on {day}: {why}", day=long_date(day, session.lang), why=why.reason))


def _summary(session: Session, found: "Plan") -> None:
    from kagemi.language import date_range, rupiah, weekday
    from kagemi.language.outcome_texts import status
    from kagemi.report.summary import summarise

    lang, problem = session.lang, found.problem
    summary = summarise(problem, found.servings, found.findings)
    click.echo(f"{problem.canteen}, {date_range(problem.days[0].date, problem.days[-1].date, lang)}")
    width = max(len(weekday(d.date, lang)) for d in problem.days)
    for day in summary.days:
        dishes = ", ".join(_dish(session, problem, line) for line in day.dishes)
        click.echo(f"  {weekday(day.day.date, lang):<{width}}  {dishes}")
    session.print(say("Cost: {rupiah} a portion", rupiah=rupiah(summary.cost_idr, lang)))
    _say_prices(session, found)
    missed = [r.rule.name for r in summary.rules if not r.kept]
    if missed:
        session.print(say("Soft rules missed: {rules} (kagemi show says where)", rules=tuple(missed)))
    session.print(say("Plan: {status}", status=status(found.outcome)))


def _say_prices(session: Session, found: "Plan") -> None:
    """How much of the cost rests on estimates, and how old the oldest price is."""
    from kagemi.language import percent
    from kagemi.report.prices import price_basis

    basis = price_basis(found)
    if basis is not None:
        share = percent(basis.share.get("estimate", 0.0), session.lang)
        session.note(
            say(
                "Prices: {share} of the cost rests on estimates, the oldest price is of {oldest}.",
                share=share,
                oldest=basis.oldest,
            )
        )


def _dish(session: Session, problem: "PlanningProblem", line: "Line") -> str:
    """The dish's name, and for whom it is if not for all."""
    name = line.dish.name.in_language(session.lang)
    if line.common:
        return name
    groups = tuple(g.name for g in problem.groups if line.portion(g.id) > 0)
    return session.text(say("{dish} (only for {groups})", dish=name, groups=groups))


def without_plan(session: Session, problem: "PlanningProblem", outcome: "Outcome", seconds: float) -> int:
    """Say why there is no plan; returns the exit code."""
    if outcome.interrupted:
        session.error(say("Interrupted before a menu was found. Nothing is saved."))
        return INTERRUPTED
    if outcome.status == "no_answer":
        session.error(
            say(
                "No menu was found within {seconds:g} s, and none was ruled out. Try --seconds {more}.",
                seconds=seconds,
                more=f"{seconds * 5:g}",
            )
        )
        return FAILURE
    clash = [r for r in problem.rules if r.name in outcome.clash]
    if not clash:
        session.error(
            say("There is no menu even without rules: slots, portions and dishes do not go together.")
        )
        return NO_MENU
    from kagemi.cli.faults import render_faults
    from kagemi.domain.message import Where
    from kagemi.files.source import read_line
    from kagemi.language.rule_texts import asks

    session.error(say("No menu keeps all hard rules. The clash is among these:"))
    faults = [
        Fault(problem.places.get(r.name, Where()), say("{name}: {asks}", name=r.name, asks=asks(r, problem)))
        for r in clash
    ]
    click.echo(render_faults(faults, session.lang, read_line), nl=False, err=True)
    session.error(say("kagemi explain looks for the ways out and says what each costs."))
    return NO_MENU
