"""Measures: processes with their time and peak memory, and what the machine was doing meanwhile."""

import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
KAGEMI = (sys.executable, "-m", "kagemi")


@dataclass(frozen=True)
class Run:
    """A finished process: wall seconds, highest memory in MB, exit code, standard output."""

    seconds: float
    peak_mb: float
    code: int
    output: str


@dataclass(frozen=True)
class Table:
    """What one measurement says, for the terminal and the page; `note` says how to read it."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""

    def markdown(self) -> str:
        """The table, its first column left, the others right."""
        lines = [
            f"### {self.title}\n",
            f"| {' | '.join(self.heads)} |",
            "| --- |" + " ---: |" * (len(self.heads) - 1),
            *(f"| {' | '.join(row)} |" for row in self.rows),
        ]
        return "\n".join([*lines, *(["", self.note] if self.note else [])]) + "\n"


def run(command: Sequence[str]) -> Run:
    """Run a command in the checkout, as a user would have it: compiled modules are kept."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"PYTHONPATH": str(ROOT), "KAGEMI_LANG": "en"}
    with tempfile.TemporaryFile("w+") as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.DEVNULL, text=True
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        return Run(seconds, usage.ru_maxrss / 1024, process.returncode, output.read())


def medians(commands: dict[str, Sequence[str]], repeats: int) -> dict[str, float]:
    """Median seconds of each command; they take turns, so that a busy minute hits all of them."""
    for command in commands.values():
        run(command)  # warm: modules compiled, files in memory
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(repeats):
        for name, command in commands.items():
            seconds[name].append(run(command).seconds)
    return {name: median(s) for name, s in seconds.items()}


def percent(gap: float | None) -> str:
    """A gap; `-` where there is no plan."""
    return "-" if gap is None or math.isinf(gap) else f"{gap:.2%}"


def circumstances() -> dict[str, str | float]:
    """Date, size and load of the machine, versions."""
    import highspy
    import pulp

    import kagemi

    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return {
        "date": date.today().isoformat(),
        "cores": os.cpu_count() or 0,
        "memory_gb": round(pages / 2**30, 1),
        "load": round(os.getloadavg()[0], 1),
        "python": sys.version.split()[0],
        "kagemi": kagemi.__version__,
        "highs": str(highspy.Highs().version()),
        "pulp": str(pulp.__version__),
    }
