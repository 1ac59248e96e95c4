"""What commands ask of the workspace's database and note in it; one in trouble is a warning to them."""

import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kagemi.cli.session import Session
from kagemi.domain.message import Fault, InvalidInput, say

if TYPE_CHECKING:
    from kagemi.domain.constraints import Constraints
    from kagemi.domain.experience import Experience
    from kagemi.domain.plan import Plan


def warn(session: Session, warnings: tuple[object, ...]) -> None:
    """Say what is allowed and probably not meant, once in a run."""
    if warnings and not session.quiet:
        from kagemi.cli.faults import render_faults
        from kagemi.files.source import read_line

        shown = render_faults(warnings, session.lang, read_line)  # type: ignore[arg-type]
        if shown not in session.warned:  # a database in trouble is asked more than once
            click.echo(shown, nl=False, err=True)
        session.warned.add(shown)


def planned_before_or_nothing(
    session: Session, rules: "Constraints", first: date
) -> Mapping[date, tuple[str, ...]]:
    """What was planned before, by date; a database in trouble is a warning here."""
    from kagemi.memory import planned_before

    try:
        return planned_before(session.workspace, rules, first, os.environ)
    except InvalidInput as trouble:  # a week can be planned without its past
        warn(session, as_warnings(trouble))
        return {}


def experience_of(session: Session, price_basis: str = "") -> "Experience":
    """What the workspace's database knows that a plan builds on; a database in trouble is a warning here."""
    from kagemi.domain.experience import Experience
    from kagemi.memory import price_basis_of, read_experience

    basis = price_basis_of(session.workspace, price_basis)
    try:
        return read_experience(session.workspace, os.environ, session.today, basis)
    except InvalidInput as trouble:  # a week can be planned from the files alone
        warn(session, as_warnings(trouble))
        return Experience(session.today)


def warn_of_old_prices(session: Session, experience: "Experience") -> None:
    """Say how many quoted prices are old; those of the price book are old by nature."""
    from kagemi.domain.price_basis import OLD, is_old

    old = [p.date for p in experience.prices.values() if is_old(p, experience.today)]
    if old:
        session.note(
            say(
                "{n} quoted prices are older than {days} days, the oldest from {oldest}: ask again (see "
                "kagemi prices)",
                n=len(old),
                days=OLD.days,
                oldest=min(old),
            )
        )


def published_texts(session: Session, plan: "Plan") -> frozenset[str]:
    """The texts of the plans of the same days that were published; none if the database is in trouble."""
    from kagemi.memory import published_of

    try:
        return published_of(plan, session.workspace, os.environ)
    except InvalidInput as trouble:
        warn(session, as_warnings(trouble))
        return frozenset()


def note_plan(session: Session, plan: "Plan", constraints: Path, made_at: datetime) -> None:
    """Note a saved plan in the database; one in trouble is a warning: the plan's file is safe."""
    from kagemi.memory import record_plan

    try:
        record_plan(plan, session.workspace, constraints, made_at, os.environ)
    except InvalidInput as trouble:
        warn(session, as_warnings(trouble))


def as_warnings(trouble: InvalidInput) -> tuple[Fault, ...]:
    """What went wrong, said as a warning."""
    return tuple(replace(fault, severity="warning") for fault in trouble.faults)
