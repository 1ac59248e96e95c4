"""The shipped weeks as a canteen plans them: `kagemi plan` as a process of its own."""

import json
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.instances import CONSTRAINTS, MONDAY, constraints_file
from benchmarks.measure import KAGEMI, Run, Table, percent, run

SECONDS = 60


@dataclass(frozen=True)
class Planned:
    """A finished `kagemi plan`: the process and the outcome in its plan."""

    process: Run
    tiers: tuple[dict[str, Any], ...]
    method: str

    @property
    def gap(self) -> float:
        """The widest proven gap of the tiers; infinite without a plan."""
        return max((gap_of(t["value"], t["bound"]) for t in self.tiers), default=float("inf"))


def plan(name: str, gap_percent: float, method: str) -> Planned:
    """Plan the week of a shipped constraints file."""
    with tempfile.TemporaryDirectory() as folder:
        command = [*KAGEMI, "plan", "--constraints", str(constraints_file(name)), "--start", MONDAY.isoformat()]
        command += ["--gap", str(gap_percent), "--seconds", str(SECONDS), "--method", method, "--out", folder]
        process = run(command)
        plans = list(Path(folder).glob("*.json"))
        outcome: dict[str, Any] = {"tiers": [], "method": "-"}
        if plans:
            outcome = json.loads(plans[0].read_text(encoding="utf-8"))["outcome"]
    return Planned(process, tuple(outcome["tiers"]), outcome["method"])


def gap_of(value: float, bound: float) -> float:
    """How far a value may be from the best, relative to the value."""
    away = abs(value - bound)
    return 0.0 if away < 1e-9 else away / max(abs(value), 1e-9)


def measure_weeks() -> tuple[Table, ...]:
    """Whole processes to a proven 0.1 % and, the canteen's week, to 0; the direct model; where time goes."""
    canteen, mbg = CONSTRAINTS
    runs = (
        (canteen, 0.1, "auto"),
        (canteen, 0.1, "direct"),
        (canteen, 0.0, "auto"),
        (mbg, 0.1, "auto"),
        (mbg, 0.1, "direct"),
    )
    rows: list[tuple[str, ...]] = []
    first: dict[str, float] = {}
    for name, gap, method in runs:
        planned = plan(name, gap, method)
        seconds = planned.process.seconds
        first.setdefault(name, seconds)
        facts = (planned.method, f"{seconds:.0f} s", f"{seconds / first[name]:.2f} ×", percent(planned.gap))
        rows.append(
            (f"`{name}`, `--gap {gap:g} --method {method}`", *facts, f"{planned.process.peak_mb:.0f} MB")
        )
    note = f"Every tier; {SECONDS} s at most for the search. Gap: the widest of all tiers. Ratio: to `auto`."
    heads = ("run", "method", "whole process", "ratio", "proven gap", "peak memory")
    return (Table("`kagemi plan`, whole process", heads, tuple(rows), note), _parts(canteen))


def _parts(name: str) -> Table:
    """Where the time of one week goes."""
    command = [sys.executable, "-m", "benchmarks.phases", name, str(SECONDS), "0.001"]
    seconds: dict[str, float] = json.loads(run(command).output)
    whole = seconds["all"]
    parts = ("import", "load", "build", "solver", "other")
    row = (f"`{name}`", f"{whole:.0f} s", *(f"{seconds[part] / whole:.1%}" for part in parts))
    heads = ("constraints", "all", "import", "load data", "build", "solver", "rest")
    note = "Solver: at least one HiGHS run is under way. Rest: Python that builds and hands over programs."
    return Table("Where the time goes (`--gap 0.1`)", heads, (row,), note)
