"""The table price_spread.csv: how far prices may move whose range no source gives."""

from pathlib import Path

from kagemi.domain.message import Fault, InvalidInput, Where, say
from kagemi.domain.price_range import Spread
from kagemi.files.tables import Table, read_table

PRICE_SPREAD = "price_spread.csv"
COLUMNS = ("quality", "low_pct", "high_pct", "basis", "why")
REQUIRED = ("official", "press", "estimate")
"""The qualities of prices.csv: each needs a row."""
QUALITIES = (*REQUIRED, "quote")
"""`quote`: a supplier asked it. Without a row it gets the widest spread, as any unknown quality does."""
SPREAD_BASES = ("measured", "published", "derived", "assumption", "estimate")


def load_price_spreads(folder: Path) -> dict[str, Spread]:
    """Quality of a price -> its spread, from the table in `folder`; raises InvalidInput with all faults."""
    table = read_table(folder / PRICE_SPREAD, COLUMNS)
    found = spreads_of(table)
    if any(f.severity == "error" for f in table.faults):
        raise InvalidInput(tuple(sorted(table.faults, key=lambda f: f.where)))
    return found


def spreads_of(table: Table) -> dict[str, Spread]:
    """The spreads of the table; what is wrong goes to its faults."""
    found: dict[str, Spread] = {}
    for row in table.unique("quality").values():
        quality = row.known("quality", QUALITIES, say('"{written}" is no price quality'))
        low = row.required_number("low_pct", 0, 100)
        high = row.required_number("high_pct", 0, 1000)
        basis = row.known("basis", SPREAD_BASES, say('"{written}" is no basis of a figure'))
        why = row.text("why")
        if quality and basis and low is not None and high is not None:
            found[quality] = Spread(low, high, basis, why)
    missing = tuple(q for q in REQUIRED if q not in found)
    if missing and not table.faults:
        what = say("the table has no row for {missing}", missing=missing)
        table.faults.append(
            Fault(Where(table.file), what, say("add the row, or restore the table from a copy"))
        )
    return found
