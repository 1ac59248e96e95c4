"""What the commands that give reasons share: their options, the problem they ask about, their progress."""

from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kagemi.cli.commands import option
from kagemi.cli.session import Session
from kagemi.domain.message import Fault, InvalidInput, Where, say

if TYPE_CHECKING:
    from kagemi.domain.problem import PlanningProblem
    from kagemi.planning import Kitchen, Search

F = TypeVar("F", bound=Callable[..., object])

constraints_option = option(
    "--constraints",
    type=click.Path(),
    metavar="FILE",
    help=say("The constraints file, instead of the workspace's own."),
)
week_option = option(
    "--week", metavar="WEEK", help=say("The week to ask about, as in 2026-W49. Default: the coming week.")
)
prices_option = option(
    "--prices",
    metavar="BASIS",
    help=say(
        "Which prices: cheapest, mean_of_3 (of three traders, as MBG asks), a trader's id, or book (the price "
        "book only). Default: the workspace's setting."
    ),
)
gap_option = option(
    "--gap",
    type=click.FloatRange(0, 100),
    default=0.1,
    show_default=True,
    metavar="PERCENT",
    help=say("How exactly each cost is settled, in per cent."),
)


def seconds_option(default: float) -> Callable[[F], F]:
    """How long one search may take."""
    return option(
        "--seconds",
        type=click.FloatRange(1, 86_400),
        default=default,
        show_default=True,
        help=say("How long each search may take."),
    )


def search_of(seconds: float, gap: float) -> "Search":
    """The search that the options ask for."""
    from kagemi.planning import Search

    return Search(seconds=seconds, gap=gap / 100)


def problem_of_week(
    session: Session, constraints: str | None, week: str | None
) -> "tuple[Kitchen, PlanningProblem, Path]":
    """The problem of a week, as `kagemi plan` would plan it; raises InvalidInput."""
    from kagemi.cli.plan import first_day
    from kagemi.cli.remembering import experience_of, planned_before_or_nothing, warn
    from kagemi.planning import build_problem, load_constraints_file

    path = Path(constraints) if constraints else session.workspace.constraints
    first = first_day(session, week, None)
    experience = experience_of(session)
    kitchen, rules = load_constraints_file(session.workspace, path, experience)
    warn(session, kitchen.warnings)
    before = planned_before_or_nothing(session, rules, first)
    return kitchen, build_problem(rules, kitchen, first, 1, before, experience), path


def dish_and_day(
    problem: "PlanningProblem", dish: str, day: str | None, first: int = 0
) -> tuple[str, int | None]:
    """The dish's id and the day's index, from an id or a name, a weekday (in either language) or a date.

    Of several such weekdays it is the first one from the day with index `first` on.

    Raises InvalidInput with what is close.
    """
    from kagemi.files.days import days_named
    from kagemi.files.hints import did_you_mean

    wanted = dish.strip().lower()
    named = [d.id for d in problem.dishes if wanted in (d.id, d.name.id.lower(), d.name.en.lower())]
    faults = []
    if not named:
        hint = did_you_mean(wanted.replace(" ", "_"), [d.id for d in problem.dishes])
        faults.append(Fault(Where(), say('there is no dish "{written}"', written=dish), hint))
    index = None
    if day is not None:
        found = [d.index for d in days_named(day, problem.days)]
        index = next((i for i in found if i >= first), found[0] if found else None)
        if index is None:
            days = tuple(d.weekday for d in problem.days)
            faults.append(
                Fault(Where(), say('there is no meal on "{written}"', written=day), did_you_mean(day, days))
            )
    if faults:
        raise InvalidInput(tuple(faults))
    return named[0], index


class Steps:
    """A progress bar over a known number of solves, on a terminal only."""

    def __init__(self, session: Session, label: str) -> None:
        self.session, self.label = session, label
        self.bar: Any = None
        self.task: Any = None

    def __enter__(self) -> "Steps":
        if not self.session.quiet and self.session.talk.is_terminal:
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
            self.bar = Progress(*columns, console=self.session.talk, transient=True)
            self.bar.start()
            self.task = self.bar.add_task(self.label, total=None)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.bar is not None:
            self.bar.stop()

    def __call__(self, done: int, of: int) -> None:
        """Show that so many are done."""
        if self.bar is not None:
            self.bar.update(self.task, completed=done, total=of)
