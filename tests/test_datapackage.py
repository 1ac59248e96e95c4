"""datapackage.json describes every table of nutrition_data, column by column."""

import csv
import json
from pathlib import Path

import pytest

DATA = Path(__file__).parents[1] / "nutrition_data"
RESOURCES = {
    r["path"]: r for r in json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))["resources"]
}


def test_every_table_is_described() -> None:
    assert set(RESOURCES) == {path.name for path in DATA.glob("*.csv")}


@pytest.mark.parametrize("name", RESOURCES)
def test_the_columns_described_are_those_of_the_table(name: str) -> None:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    assert [field["name"] for field in RESOURCES[name]["schema"]["fields"]] == header
