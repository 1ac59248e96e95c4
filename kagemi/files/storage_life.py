"""The table storage_life.csv: how long foods keep in a freezer, a chiller or a dry store."""

from collections.abc import Collection

from kagemi.domain.message import say
from kagemi.domain.stock import PLACES, Place
from kagemi.domain.storage_life import StorageLife
from kagemi.files.tables import Row, Table

STORAGE_LIFE = "storage_life.csv"
COLUMNS = ("item", "place", "days", "usual", "basis", "source")
MOST_DAYS = 3650


def storage_lives_of(table: Table, items: Collection[str], bases: Collection[str]) -> dict[str, StorageLife]:
    """Food or food group -> how long it keeps; what is wrong goes to the table's faults.

    `items`: the foods and food groups there are, none where foods.csv has faults of its own.
    """
    days: dict[str, dict[Place, int]] = {}
    usual: dict[str, Place] = {}
    rows: dict[str, Row] = {}
    for row in table.unique("item", "place").values():
        item = (
            row.known("item", items, say('"{written}" is neither a food nor a food group')) if items else None
        )
        place, kept, is_usual = _place(row), row.required_number("days", 1, MOST_DAYS), _is_usual(row)
        row.known("basis", bases, say('"{written}" is no basis of a figure'))
        if kept is not None and kept != int(kept):
            row.fault("days", say("days are counted whole"), say("write {days}", days=int(kept)))
        if not (item and place and kept):
            continue
        rows.setdefault(item, row)
        days.setdefault(item, {})[place] = int(kept)
        if is_usual:
            if item in usual:
                what = say("{item} has two usual places", item=item)
                row.fault("usual", what, say("keep one of them"))
            usual[item] = place
    for item, row in rows.items():
        if item not in usual and not table.faults:
            what = say("{item} has no usual place", item=item)
            row.fault("usual", what, say("write yes in the row of the place where the kitchen puts it"))
    return {item: StorageLife(kept_at, usual.get(item)) for item, kept_at in days.items()}


def _place(row: Row) -> Place | None:
    written = row.known("place", PLACES, say('"{written}" is no place to store food'))
    return next((place for place in PLACES if place == written), None)


def _is_usual(row: Row) -> bool:
    written = row.cells["usual"]
    if written not in ("", "yes"):
        row.fault("usual", say('{column} is "yes" or empty', column="usual"), say("write yes, or nothing"))
    return written == "yes"
