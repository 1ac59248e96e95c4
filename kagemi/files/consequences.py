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

_NEEDS_DISHES = (
    'no dish fills the slot "{slot}"',
    'no dish has the tag "{tag}"',
    "no dish has a known figure for {nutrient}, so no minimum can be met",
)


def without_consequences(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """The faults that stay when a file that cannot be read, or a row of it, is not blamed on its readers."""
    every = tuple(faults)
    errors = [f for f in every if f.severity == "error"]
    unread = {_stem(f, ".csv") for f in errors if f.where.line <= 1} - {""}
    rows = {(_stem(f, ".csv"), _first_cell(f)) for f in errors if f.where.line > 1 and _stem(f, ".csv")}
    faulty_dishes = {_stem(f, ".yaml") for f in errors}

    def follows(fault: Fault) -> bool:
        what = fault.what
        if what.template in _NEEDS_DISHES:
            return bool(unread)
        if what.template == 'there is no dish "{written}"':
            return what.params.get("written") in faulty_dishes
        table, parameter = _FOLLOWS_FROM.get(what.template, ("", ""))
        return table in unread or (table, what.params.get(parameter)) in rows

    return tuple(f for f in every if not follows(f))


def _stem(fault: Fault, ending: str) -> str:
    """The name of the faulty file without its ending; empty if it ends otherwise."""
    name = fault.where.file.rpartition("/")[2]
    return name.removesuffix(ending) if name.endswith(ending) else ""


def _first_cell(fault: Fault) -> str:
    """What the faulty row is about: every table of foods begins with the food."""
    return (read_line(fault.where) or "").partition(",")[0].strip(' "')
