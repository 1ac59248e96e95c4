"""The plan that a command of the week is about: the one that was named, else the one that holds."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from kagemi.cli.session import Session
from kagemi.domain.message import say

if TYPE_CHECKING:
    from kagemi.canteen.plan_that_holds import Chosen


def chosen_plan(session: Session, named: str | None) -> Chosen:
    """The plan that was named, else the published one that holds today or comes next, else the newest file.

    What nobody named is told. Raises InvalidInput.
    """
    from kagemi.canteen.plan_that_holds import Chosen, plan_that_holds
    from kagemi.files.plans import read_plan

    if named:
        return Chosen(read_plan(Path(named)), Path(named))
    found = plan_that_holds(session.workspace, os.environ, session.today)
    days = [d.date for d in found.plan.problem.days]
    holes: dict[str, object] = {"file": found.path.name, "first": min(days), "last": max(days)}
    if found.published_at is None:
        session.note(say("Plan: {file}, {first} to {last}, the newest file", **holes))
    else:
        holes["published"] = found.published_at.astimezone().date()
        session.note(say("Plan: {file}, {first} to {last}, published on {published}", **holes))
    return found
