"""Where the figures of a food come from, as its rows in nutrition_data say."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kagemi.files.source import Source, read_source


@dataclass(frozen=True)
class Provenance:
    """A food's rows, column by column; empty where a table has none. They are valid: the food was loaded."""

    identity: Mapping[str, str]
    composition: Mapping[str, str]
    corrections: tuple[Mapping[str, str], ...]
    price: Mapping[str, str]
    measures: tuple[Mapping[str, str], ...]


def provenance(folder: Path, food: str) -> Provenance:
    """Look a food up in foods, composition, corrections, prices and household_measures."""
    return Provenance(
        identity=_first(_rows(folder / "foods.csv", "id", food)),
        composition=_first(_rows(folder / "composition.csv", "food", food)),
        corrections=_rows(folder / "corrections.csv", "food", food),
        price=_first(_rows(folder / "prices.csv", "food", food)),
        measures=_rows(folder / "household_measures.csv", "food", food),
    )


def _rows(path: Path, column: str, food: str) -> tuple[Mapping[str, str], ...]:
    source = read_source(path)
    if not isinstance(source, Source):
        return ()
    return tuple(row for row in csv.DictReader(io.StringIO(source.text)) if row.get(column) == food)


def _first(rows: tuple[Mapping[str, str], ...]) -> Mapping[str, str]:
    return rows[0] if rows else {}
