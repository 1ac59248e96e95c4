"""The table learning.csv: how much a starting estimate and what came back count."""

from dataclasses import fields

from kagemi.domain.learning import LearningConstants
from kagemi.domain.message import Fault, Where, say
from kagemi.files.tables import Table

LEARNING = "learning.csv"
COLUMNS = ("name", "value", "unit", "basis", "why")
LEARNING_BASES = ("measured", "published", "derived", "assumption", "estimate")
UNITS = {
    "prior_trays": ("trays", 0.1, 10_000.0),
    "half_life_days": ("days", 1.0, 10_000.0),
    "trays_a_day_at_most": ("trays", 1.0, 10_000.0),
    "weighed_counts_as": ("trays", 0.1, 10_000.0),
    "sure": ("probability", 0.5, 0.999),
}
"""Constant -> its unit, the least and the most that can be right."""


def learning_of(table: Table) -> LearningConstants:
    """The constants of the table; what is wrong goes to its faults, and the usual constant stands in."""
    found: dict[str, float] = {}
    for row in table.unique("name").values():
        name = row.known("name", UNITS, say('there is no constant "{written}"'))
        row.known("basis", LEARNING_BASES, say('"{written}" is no basis of a figure'))
        row.text("why")
        if name is None:
            continue
        unit, low, high = UNITS[name]
        row.known("unit", (unit,), say('"{written}" is not the unit of this constant'))
        value = row.required_number("value", low, high)
        if value is not None:
            found[name] = value
    missing = tuple(f.name for f in fields(LearningConstants) if f.name not in found)
    if missing and not table.faults:
        what = say("the table has no row for {missing}", missing=missing)
        hint = say("add the row, or restore the table from a copy")
        table.faults.append(Fault(Where(table.file), what, hint))
    return LearningConstants(**found)
