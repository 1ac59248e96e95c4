"""Numbers and days beyond all measure: one clear message, and never a failure of the program."""

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.runner import kagemi

HUGE = "9" * 20


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("stock", "use", HUGE, "1"), "is not in the range"),
        (("stock", "waste", HUGE, "1", "--why", "spoiled"), "is not in the range"),
        (("stock", "history", HUGE), "is not in the range"),
        (("stock", "correct", HUGE), "is not in the range"),
        (("stock", "count", HUGE, "1"), "is not in the range"),
        (("stock", "count", "9" * 5000, "1"), "is not a valid"),
        (("stock", "count", "ikan_tuna", "9" * 400), "cannot be right"),
        (("stock", "add", "ikan_tuna", "1", "--price-per-kg", "9" * 400), "is not an amount of rupiah"),
        (("stock", "add", "ikan_tuna", "1", "--price-per-kg", HUGE[:12]), "rupiah cannot be right"),
        (("stock", "add", "ikan_tuna", "3.500"), "can be read in two ways"),
        (("stock", "add", "ikan_tuna", "1", "--use-before", "9999-12-31"), "cannot be right"),
        (("receive", HUGE), "is not in the range"),
        (("receive", "1", "1", "--paid", HUGE), "is not an amount of rupiah"),
        (("receive", "1", "1", "--paid", "9" * 5000), "is not an amount of rupiah"),
        (("plan", "--week", "9999-W52"), "--week: 9999-12-27 cannot be right"),
        (("plan", "--week", "0000-W01"), "is not what --week expects"),
        (("plan", "--start", "0001-01-01"), "--start: 0001-01-01 cannot be right"),
    ],
)
def test_a_value_beyond_all_measure_is_a_usage_error(ws: Path, args: tuple[str, ...], said: str) -> None:
    result = kagemi(ws, *args)
    assert (result.exit_code, said in result.stderr) == (2, True), result.output


@pytest.mark.parametrize(
    "command", [("show",), ("buy",), ("publish",), ("prices", "watch"), ("replan", "--missing", "tempe")]
)
@pytest.mark.parametrize("harm", ["days", "children"])
def test_a_plan_of_no_days_or_no_children_is_refused(
    planned: Path, tmp_path: Path, harm: str, command: tuple[str, ...]
) -> None:
    folder = Path(shutil.copytree(planned, tmp_path / "ws"))
    path = folder / "plans" / "2026-W49.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    if harm == "days":
        data["problem"]["days"], data["servings"] = [], []
    for group in data["problem"]["groups"] if harm == "children" else ():
        group["headcount"] = 0
    path.write_text(json.dumps(data), encoding="utf-8")
    result = kagemi(folder, *command, "plans/2026-W49.json")
    assert result.exit_code == 4, result.output
    assert ("the plan has no days" if harm == "days" else "the plan is for no children") in result.stderr
