"""What a canteen's records say of its dishes."""

from collections.abc import Mapping
from datetime import date

from kagemi.domain.acceptance import By, Learned, learn, pooled, school_classes
from kagemi.domain.record import Record
from kagemi.files.workspace import Workspace
from kagemi.memory import store_if_any
from kagemi.planning import Kitchen


def records_between(
    workspace: Workspace, environment: Mapping[str, str], first: date | None, last: date | None
) -> tuple[Record, ...]:
    """The records of the workspace's database from a day to another one, oldest first; raises `StoreError`."""
    with store_if_any(workspace, environment) as store:
        if store is None:
            return ()
        from kagemi.store import records

        return tuple(r for r in records.read(store, until=last) if first is None or r.day >= first)


def acceptance(
    kitchen: Kitchen,
    canteen: str,
    workspace: Workspace,
    environment: Mapping[str, str],
    today: date,
    by: By = "dish",
) -> tuple[Learned, ...]:
    """What is believed today, of every dish, of dishes together or of what each class left.

    Recorded ones first, the least eaten first. Raises `StoreError`.
    """
    constants = kitchen.table.learning
    records = [r for r in records_between(workspace, environment, None, today) if r.canteen == canteen]
    if by == "class":
        found = school_classes(kitchen.facts, records, today, constants)
    else:
        found = pooled(kitchen.facts, learn(kitchen.facts, records, today, constants), by, constants)
    if by == "ladder":
        return found
    return tuple(sorted(found, key=lambda x: (x.is_estimate, 0.0 if x.is_estimate else x.belief.mean, x.about)))
