"""A plan made known: checked again, held against the version that it replaces, published."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from kagemi.domain.history import Publication, holding
from kagemi.domain.message import Fault, InvalidInput, Where, say
from kagemi.domain.plan import Finding, Plan
from kagemi.files.plans import plan_of, read_plan, to_json
from kagemi.files.workspace import Workspace, from_root
from kagemi.memory import store_if_any, workspace_store
from kagemi.report.check import check
from kagemi.report.comparison import Comparison, compare

LONG_AGO, LONG_HENCE = date.min, date.max


@dataclass(frozen=True)
class Proposal:
    """A plan that may be published, and what that would change."""

    plan: Plan
    findings: tuple[Finding, ...]
    """Every rule looked at again."""
    current: Publication | None
    """The version of the same days that holds now."""
    changes: Comparison | None
    """From the current version to the plan; None without a version or where it is the same plan."""
    covers: Mapping[date, Publication]
    """Days on which a plan of other days holds now."""

    @property
    def is_current(self) -> bool:
        """True if just this plan is published already."""
        return self.current is not None and self.changes is None


def propose(workspace: Workspace, environment: Mapping[str, str], path: Path) -> Proposal:
    """Read a plan, check it again and look at what is published; raises InvalidInput.

    A plan whose findings are not those of its menu is refused: what it says of itself would be published too.
    """
    plan = read_plan(path)
    findings = check(plan.problem, plan.servings)
    if not _same(plan.findings, findings):
        what = say("what the plan says of its rules does not follow from its menu: it was changed by hand")
        hint = say("make the plan again with kagemi plan")
        raise InvalidInput((Fault(Where(path.as_posix()), what, hint),))
    days = [d.date for d in plan.problem.days]
    canteen, first, last = plan.problem.canteen, min(days), max(days)
    with workspace_store(workspace, environment) as store:
        from kagemi.store import publications

        current = publications.current(store, canteen, first, last)
        held = holding(publications.published(store, canteen, first, last), days)
        place = store.place
    changed = current is not None and current.plan_json != to_json(plan)
    return Proposal(
        plan,
        findings,
        current,
        compare(plan_of(current.plan_json, place), plan) if current and changed else None,
        {d: p for d, p in held.items() if (p.first_day, p.last_day) != (first, last)},
    )


def publish(
    workspace: Workspace,
    environment: Mapping[str, str],
    proposal: Proposal,
    published_at: datetime,
    why: str,
    over: int | None,
) -> Publication:
    """Publish a proposal in place of version `over`, None for the first one; raises InvalidInput.

    A version that somebody else published since then is not replaced.
    """
    constraints = from_root(str(workspace.constraints), workspace.root)
    plan = proposal.plan
    with workspace_store(workspace, environment) as store:
        from kagemi.store import publications

        return publications.publish(store, plan, to_json(plan), published_at, constraints, why, over or 0)


def published_plans(workspace: Workspace, environment: Mapping[str, str]) -> tuple[Publication, ...]:
    """All that the canteen of the workspace's database published, oldest first; raises InvalidInput."""
    with store_if_any(workspace, environment) as store:
        if store is None:
            return ()
        from kagemi.store import publications

        return publications.published(store, None, LONG_AGO, LONG_HENCE)


def _same(written: tuple[Finding, ...], found: tuple[Finding, ...]) -> bool:
    """True if the findings agree, but for digits that a file does not keep."""
    return len(written) == len(found) and all(
        (a.rule, a.kind, a.group, a.days, a.about) == (b.rule, b.kind, b.group, b.days, b.about)
        and _close(a.value, b.value)
        for a, b in zip(written, found, strict=True)
    )


def _close(one: float, other: float) -> bool:
    return (math.isnan(one) and math.isnan(other)) or math.isclose(one, other, rel_tol=1e-6, abs_tol=1e-6)
