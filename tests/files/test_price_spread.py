"""The table of assumed price ranges."""

from pathlib import Path

import pytest

from kagemi.domain.message import InvalidInput
from kagemi.files.price_spread import PRICE_SPREAD, load_price_spreads
from kagemi.files.workspace import example_root

HEAD = "quality,low_pct,high_pct,basis,why\n"


def load(folder: Path, rows: str) -> object:
    (folder / PRICE_SPREAD).write_text(HEAD + rows, encoding="utf-8")
    return load_price_spreads(folder)


def test_the_shipped_table_is_wider_the_less_a_price_is_known() -> None:
    spreads = load_price_spreads(example_root() / "nutrition_data")
    official, press, estimate = (spreads[q] for q in ("official", "press", "estimate"))
    assert official.low_pct < press.low_pct < estimate.low_pct
    assert official.high_pct < press.high_pct < estimate.high_pct
    assert {press.basis, estimate.basis} == {"assumption"}


def test_a_quality_without_a_row_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="no row for"):
        load(tmp_path, "official,7,7,derived,a\npress,15,20,assumption,b\n")


def test_a_spread_that_is_no_number_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="is not a number"):
        load(tmp_path, "official,7,wide,derived,a\n")
