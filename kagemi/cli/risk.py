"""`kagemi risk`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kagemi.cli.asking import constraints_option
from kagemi.cli.chosen_plan import plan_file
from kagemi.cli.commands import argument, command, json_option, option
from kagemi.cli.interrupt import ctrl_c_asks, ctrl_c_waits
from kagemi.cli.remembering import experience_of
from kagemi.cli.session import INTERRUPTED, Session, current
from kagemi.domain.message import Message, say

if TYPE_CHECKING:
    from kagemi.domain.plan import Plan
    from kagemi.domain.price_range import Spread
    from kagemi.optimizer.solve import Stop
    from kagemi.reasons.risk import Comparison
    from kagemi.report.price_risk import PriceRisk


@command(
    say(
        "Ask what prices may do to a plan: the range of its cost, how likely every budget holds, which price "
        "breaks a budget first, and the plan that is cheapest in the worst case."
    ),
    epilog=say("Prices are ranges: those of prices.csv, else the assumed ones of price_spread.csv."),
)
@argument(
    "plan", required=False, type=click.Path(), help=say("The plan. Default: the newest one of the workspace.")
)
@option(
    "--samples",
    type=click.IntRange(100, 1_000_000),
    default=10_000,
    show_default=True,
    help=say("How many draws of all prices."),
)
@option(
    "--seed",
    type=int,
    default=1,
    show_default=True,
    help=say("Where the draws begin: the same seed gives the same answer."),
)
@option(
    "--deviations",
    type=click.IntRange(0, 100),
    default=3,
    show_default=True,
    help=say("How many prices rise to their high end at once, in the worst case."),
)
@constraints_option
@option(
    "--seconds",
    type=click.FloatRange(1, 86_400),
    default=60.0,
    show_default=True,
    help=say("How long to search."),
)
@json_option
def risk(
    plan: str | None,
    samples: int,
    seed: int,
    deviations: int,
    constraints: str | None,
    seconds: float,
    as_json: bool,
) -> int:
    """Work out the risk, search the robust plan, lay both out."""
    session = current()
    with ctrl_c_waits():
        from kagemi.optimizer.solve import Stop
        from kagemi.reasons.risk import load_spreads, plan_risk

    from kagemi.files.plans import read_plan
    from kagemi.planning import newest_plan

    found = read_plan(plan_file(session, plan) if plan else newest_plan(session.workspace))
    spreads = load_spreads(session.workspace)
    answer = plan_risk(found, spreads, samples, seed)
    if not as_json:
        _show_risk(session, found, answer)
    path = Path(constraints) if constraints else session.workspace.constraints
    stop = Stop()
    with ctrl_c_asks(stop):
        comparison, why = _compare(session, found, path, spreads, deviations, seconds, stop)
    if as_json:
        from kagemi.files.plans import to_json

        reason = None if why is None else session.text(why)
        click.echo(to_json({"risk": answer, "robust": comparison, "no_robust": reason}), nl=False)
    elif comparison is not None:
        _show_robust(session, found, comparison)
    if why is not None:
        session.note(why)
    return INTERRUPTED if stop.asked else 0


def _show_risk(session: Session, plan: "Plan", answer: "PriceRisk") -> None:
    from kagemi.cli.risk_view import risk_view

    for part in risk_view(plan, answer, session.lang):
        session.console.print(part)


def _show_robust(session: Session, plan: "Plan", comparison: "Comparison") -> None:
    from kagemi.cli.risk_view import robust_view

    for part in robust_view(plan, comparison, session.lang):
        session.console.print(part)


def _compare(
    session: Session,
    plan: "Plan",
    path: Path,
    spreads: "dict[str, Spread]",
    deviations: int,
    seconds: float,
    stop: "Stop",
) -> "tuple[Comparison | None, Message | None]":
    """The comparison with the robust plan, or why there is none."""
    from kagemi.cli.progress import ProgressDisplay
    from kagemi.reasons.risk import compare_robust
    from kagemi.reasons.today import same_problem

    today = same_problem(plan, session.workspace, path, experience_of(session, plan.price_basis))
    if isinstance(today, Message):
        return None, say("No plan to compare with: {why}.", why=today)
    session.detail(say("searching the plan that is cheapest when {number} prices are high", number=deviations))
    with ProgressDisplay(session) as progress:
        comparison, status = compare_robust(
            plan,
            today,
            spreads,
            deviations=deviations,
            seconds=seconds,
            root=session.workspace.root,
            stop=stop,
            progress=progress,
        )
    if comparison is not None:
        return comparison, None
    if status == "infeasible":
        return None, say("No plan to compare with: no menu keeps today's rules.")
    return None, say("No plan to compare with was found in time.")
