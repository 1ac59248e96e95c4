"""How long the program takes to say what it can do, beside Python itself."""

import re
import subprocess
import sys
from pathlib import Path

from benchmarks.measure import KAGEMI, ROOT, Table, medians

REPEATS = 25


def measure_startup() -> tuple[Table, ...]:
    """`kagemi --help`, as a module and as the console script where it is installed, over `python -c pass`."""
    commands: dict[str, list[str]] = {
        "`python -c pass`": [sys.executable, "-c", "pass"],
        '`python -c "import click"`': [sys.executable, "-c", "import click"],
        "`python -m kagemi --help`": [*KAGEMI, "--help"],
    }
    script = Path(sys.executable).with_name("kagemi")
    if script.exists():
        commands["`kagemi --help`"] = [str(script), "--help"]
    seconds = medians(dict(commands), REPEATS)
    bare = seconds["`python -c pass`"]
    rows = tuple((name, f"{s * 1000:.0f} ms", f"{s / bare:.1f} ×") for name, s in seconds.items())
    return (
        Table("Start-up", ("command", "median", "ratio"), rows, f"Median of {REPEATS} runs that take turns."),
        Table("Where start-up goes", ("module", "its own ms"), _imports()),
    )


def _imports(most: int = 8) -> tuple[tuple[str, str], ...]:
    """The modules that take longest to import for --help."""
    command = [sys.executable, "-X", "importtime", *KAGEMI[1:], "--help"]
    log = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stderr
    found = re.findall(r"import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)", log)
    slowest = sorted(((int(us), name) for us, name in found), reverse=True)[:most]
    return tuple((f"`{name}`", f"{us / 1000:.1f}") for us, name in slowest)
