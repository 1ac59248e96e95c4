"""Two plan files held against each other."""

from pathlib import Path

from kagemi.domain.plan import Plan
from kagemi.files.plans import read_plan
from kagemi.report.comparison import Comparison, compare


def compare_plans(first: Path, second: Path) -> tuple[Plan, Plan, Comparison]:
    """Both plans and what differs; raises InvalidInput with what is wrong with a file."""
    plans = read_plan(first), read_plan(second)
    return *plans, compare(*plans)
