"""What the plausibility tests compare with: households' recipe ratios, and doubts accepted with a reason."""

from pathlib import Path

from kagemi.domain.message import Fault
from kagemi.files.tables import read_table

Accepted = dict[tuple[str, str], str]
Ratios = dict[tuple[str, str], tuple[float, float]]


def load_accepted(folder: Path) -> tuple[Accepted, tuple[Fault, ...]]:
    """(test, item) -> why the doubt is accepted, from accepted.csv if there is one."""
    path = folder / "accepted.csv"
    if not path.exists():
        return {}, ()
    table = read_table(path, ("test", "item", "why"), ())
    rows = table.unique("test", "item").values()
    accepted = {(row.text("test"), row.text("item")): row.text("why") for row in rows}
    return accepted, tuple(table.faults)


def load_ratios(folder: Path) -> Ratios:
    """(ratio, food) -> quartiles, grams per 100 g of fish; the food table's loader reports their faults."""
    path = folder / "recipe_ratios.csv"
    if not path.exists():
        return {}
    ratios: Ratios = {}
    for row in read_table(
        path, ("dish", "ingredient", "food", "q1_g", "median_g", "q3_g", "n", "source"), ()
    ).rows:
        low, high = row.number("q1_g", 0, 10_000), row.number("q3_g", 0, 10_000)
        if row.cells["food"] and low is not None and high is not None:
            ratios[row.cells["dish"], row.cells["food"]] = (low, high)
    return ratios
