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

    @property
    def gap(self) -> float:
        """The widest proven gap of the tiers; infinite without a plan."""
        return max((gap_of(t["value"], t["bound"]) for t in self.tiers), default=float("inf"))


def plan(name: str, gap_percent: float) -> Planned:
    """Plan the week of a shipped constraints file."""
    with tempfile.TemporaryDirectory() as folder:
        command = [*KAGEMI, "plan", "--constraints", str(constraints_file(name)), "--start", MONDAY.isoformat()]
        process = run([*command, "--gap", str(gap_percent), "--seconds", str(SECONDS), "--out", folder])
        plans = list(Path(folder).glob("*.json"))
        outcome = json.loads(plans[0].read_text(encoding="utf-8"))["outcome"] if plans else {"tiers": []}
    return Planned(process, tuple(outcome["tiers"]))


def gap_of(value: float, bound: float) -> float:
    """How far a value may be from the best, relative to the value."""
    away = abs(value - bound)
    return 0.0 if away < 1e-9 else away / max(abs(value), 1e-9)


def measure_weeks() -> tuple[Table, ...]:
    """Whole processes to a proven 0.1 %, what is proven in a minute, and where the time goes."""
    rows, parts = [], []
    for name in CONSTRAINTS:
        content, exact = plan(name, 0.1), plan(name, 0.0)
        rows.append(
            (
                f"`{name}`",
                f"{content.process.seconds:.0f} s",
                percent(content.gap),
                f"{content.process.peak_mb:.0f} MB",
                f"{exact.process.seconds:.0f} s",
                percent(exact.gap),
            )
        )
        command = [sys.executable, "-m", "benchmarks.phases", name, str(SECONDS), "0.001"]
        seconds: dict[str, float] = json.loads(run(command).output)
        whole = seconds["all"]
        shares = (f"{seconds[part] / whole:.1%}" for part in ("import", "load", "build", "solver", "other"))
        parts.append((f"`{name}`", f"{whole:.0f} s", *shares))
    note = f"Whole processes, every tier; {SECONDS} s at most for the search. Gap: the widest of the tiers."
    heads = ("constraints", "`--gap 0.1`", "proven", "memory", "`--gap 0`", "proven")
    where = "Solver: at least one HiGHS run is under way. Rest: Python that builds and hands over programs."
    return (
        Table("`kagemi plan`, whole process", heads, tuple(rows), note),
        Table(
            "Where the time goes (`--gap 0.1`)",
            ("constraints", "all", "import", "load data", "build", "solver", "rest"),
            tuple(parts),
            where,
        ),
    )
