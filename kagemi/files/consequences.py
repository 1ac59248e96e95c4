"""Faults that only follow from another fault: they go away with it, and are not worth a line of their own."""

from collections.abc import Iterable

from kagemi.domain.message import Fault
from kagemi.files.source import read_line

_FOLLOWS_FROM = {
    "{food} has no price": ("prices", "food"),
    "{food} has no row in composition.csv": ("composition", "food"),
    "{food} has no figure for {column} to replace": ("composition", "food"),
    'there is no measure "{unit}" for {food}': ("household_measures", "food"),
    'there is no food "{written}" in foods.csv': ("foods", "written"),
}
"""What a missing row makes other files say -> the table it would be in, and the parameter with its food."""


def without_consequences(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """The faults that stay when a file that cannot be read, or a row of it, is not blamed on its readers."""
    every = tuple(faults)
    errors = [f for f in every if f.severity == "error"]
    unread = {_table(f) for f in errors if f.where.line <= 1} - {""}
    rows = {(_table(f), _first_cell(f)) for f in errors if f.where.line > 1 and _table(f)}

    def follows(fault: Fault) -> bool:
        table, parameter = _FOLLOWS_FROM.get(fault.what.template, ("", ""))
        return table in unread or (table, fault.what.params.get(parameter)) in rows

    return tuple(f for f in every if not follows(f))


def _table(fault: Fault) -> str:
    """The name of the faulty table; empty if the file is none."""
    name = fault.where.file.rpartition("/")[2]
    return name.removesuffix(".csv") if name.endswith(".csv") else ""


def _first_cell(fault: Fault) -> str:
    """What the faulty row is about: every table of foods begins with the food."""
    return (read_line(fault.where) or "").partition(",")[0].strip(' "')
