"""The plan that a command of the week is about: the one that was named, else the one that holds."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from kagemi.cli.session import Session
from kagemi.domain.message import Fault, InvalidInput, Where, say

if TYPE_CHECKING:
    from kagemi.canteen.plan_that_holds import Chosen

SHOWN = 8
"""So many plans are named where one was not found: the last ones by name."""


def chosen_plan(session: Session, named: str | None) -> Chosen:
    """The plan that was named, else the published one that holds today or comes next, else the newest file.

    What nobody named is told. Raises InvalidInput.
    """
    from kagemi.canteen.plan_that_holds import Chosen, plan_that_holds
    from kagemi.files.plans import read_plan

    if named:
        path = plan_file(session, named)
        return Chosen(read_plan(path), path)
    found = plan_that_holds(session.workspace, os.environ, session.today)
    days = [d.date for d in found.plan.problem.days]
    holes: dict[str, object] = {"file": found.path.name, "first": min(days), "last": max(days)}
    if found.published_at is None:
        session.note(say("Plan: {file}, {first} to {last}, the newest file", **holes))
    else:
        holes["published"] = found.published_at.astimezone().date()
        session.note(say("Plan: {file}, {first} to {last}, published on {published}", **holes))
    return found


def plan_file(session: Session, named: str) -> Path:
    """The file of a plan that was named by its path or, in the workspace's plans folder, by its name alone.

    2026-W49 is plans/2026-W49.json. Raises InvalidInput with what is there if there is no such file.
    """
    path = Path(named)
    if path.exists():
        return path
    folder = session.workspace.plans
    found = next((p for p in (folder / named, folder / f"{named}.json") if p.is_file()), None)
    if found is not None:
        return found
    there = sorted(p.stem for p in folder.glob("*.json")) if folder.is_dir() else []
    what = say('there is no plan "{name}"', name=named)
    hint = (
        say("the plans are: {plans}", plans=tuple(there[-SHOWN:]))
        if there
        else say("make one with kagemi plan")
    )
    raise InvalidInput((Fault(Where(path.as_posix()), what, hint),))
