"""What the canteen served: from the plans that hold, the records and the receipts in its database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from kagemi.domain.history import By, Payment, holding, period_of
from kagemi.domain.message import InvalidInput, Text
from kagemi.domain.plan import Plan
from kagemi.files.extends import read_with_parents
from kagemi.files.plans import plan_of
from kagemi.files.workspace import Workspace
from kagemi.memory import store_if_any
from kagemi.report.history import ServedDay, Summary, served_days, summarise_history
from kagemi.report.needs import needs
from kagemi.report.spending import paid_by_day

if TYPE_CHECKING:
    from kagemi.store.database import Store

LONGEST = 3 * 366
"""Days that are looked at where nobody says from when on."""


@dataclass(frozen=True)
class History:
    """Days and the periods they add up to."""

    canteen: str
    by: By
    first: date
    last: date
    days: tuple[ServedDay, ...]
    summaries: tuple[Summary, ...]
    group_names: Mapping[str, Text]
    """Group id -> its name in both languages."""


def history(
    workspace: Workspace,
    environment: Mapping[str, str],
    by: By,
    first: date | None,
    last: date,
) -> History:
    """The days from `first` to `last`; raises InvalidInput.

    Without `first`: from the beginning of the school term on, and by term from the beginning of all.
    """
    canteen = canteen_of(workspace)
    if first is None:
        first = last - timedelta(days=LONGEST) if by == "term" else period_of(last, "term").first
    nothing = History(canteen, by, first, last, (), (), {})
    with store_if_any(workspace, environment) as store:
        if store is None or last < first:
            return nothing
        start, end = period_of(first, "week").first, period_of(last, "week").last
        told = _tellers(store, canteen, _dates(start, end))
        if not told:
            return nothing
        from kagemi.store import records
        from kagemi.store.spending import ordered_days, payments

        recorded = records.read(store, canteen, last)
        paid = [p for p in payments(store, canteen, last) if p.first_day <= end and p.last_day >= start]
        cooking = _tellers(store, canteen, _days_of(paid)) if paid else []
        ordered = ordered_days(store, canteen, last)
    days = sorted(
        (day for teller in told for day in served_days(teller.plan, teller.version, teller.dates, recorded)),
        key=lambda d: d.date,
    )
    needed = [n for teller in cooking for n in needs(teller.plan) if n.day in teller.dates]
    names = {g.id: g.name for teller in told for g in teller.plan.problem.groups}
    summaries = summarise_history(days, by, first, last, paid_by_day(paid, needed), ordered)
    return replace(
        nothing,
        days=tuple(d for d in days if first <= d.date <= last),
        summaries=summaries,
        group_names=names,
    )


def canteen_of(workspace: Workspace) -> str:
    """The name of the canteen in the workspace's constraints file; raises InvalidInput if it cannot be read."""
    folder = workspace.constraints.parent
    files = folder.glob("*.yaml") if folder.is_dir() else ()
    seen = tuple((f.name, f.stat().st_mtime_ns, f.stat().st_size) for f in sorted(files))
    return _canteen_in(workspace.constraints, seen)


@lru_cache(maxsize=8)
def _canteen_in(file: Path, seen: object) -> str:
    """Read once as long as the files of the folder, any of which may be a parent, are as they were `seen`."""
    del seen
    document, faults, _ = read_with_parents(file)
    if document is None:
        raise InvalidInput(tuple(faults))
    return str(document.data.get("canteen", ""))


def _dates(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _days_of(payments: Sequence[Payment]) -> list[date]:
    """All days from the first to the last that something was paid for; there is a payment."""
    return _dates(min(p.first_day for p in payments), max(p.last_day for p in payments))


@dataclass(frozen=True)
class _Teller:
    """A plan and the dates that it tells; version 0: it was not published."""

    plan: Plan
    version: int
    dates: tuple[date, ...]


def _tellers(store: "Store", canteen: str, dates: Sequence[date]) -> list[_Teller]:
    """Each date is told by the newest published plan that spans it, else by the newest that was made."""
    from kagemi.store import plans, publications

    held = holding(publications.published(store, canteen, dates[0], dates[-1]), dates)
    made = plans.newest_made(store, canteen, [d for d in dates if d not in held])
    texts: dict[tuple[str, int], list[date]] = {}
    for day, publication in held.items():
        texts.setdefault((publication.plan_json, publication.version), []).append(day)
    for day, stored in made.items():
        texts.setdefault((stored.plan_json, 0), []).append(day)
    return [
        _Teller(plan_of(text, store.place), version, tuple(days)) for (text, version), days in texts.items()
    ]
