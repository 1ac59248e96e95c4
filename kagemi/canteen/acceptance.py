"""What a canteen's records say of its dishes."""

from collections.abc import Mapping
from datetime import date

from kagemi.domain.acceptance import By, Learned, learn, pooled, school_classes
from kagemi.domain.message import Message, Text
from kagemi.domain.record import Record
from kagemi.files.workspace import Workspace
from kagemi.language.words import METHODS, SLOTS, TAGS, called
from kagemi.memory import store_if_any
from kagemi.planning import Kitchen

LOW, HIGH = 0.1, 0.9
"""The ends of the range in which the share eaten lies with a probability of 80 %."""


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


def about_name(kitchen: Kitchen, about: str, by: By) -> Text | Message | str:
    """What something is called of which it is believed how much is eaten."""
    match by:
        case "dish":
            return next(f for f in kitchen.facts if f.id == about).name
        case "species":
            species = kitchen.table.species.get(about)
            return Text(species.name_id, species.name_en) if species else about
        case "class":
            return about
    return called({"ladder": TAGS, "slot": SLOTS, "method": METHODS}[by], about)
