"""The proven gap against time: the direct model in HiGHS alone, beside day menus; both get the same locks."""

import csv
import json
import sys
import tempfile
import time
from bisect import bisect_right
from collections.abc import Iterable
from pathlib import Path

from benchmarks.bare import Point, known
from benchmarks.instances import INSTANCES
from benchmarks.measure import Table, percent, run
from benchmarks.plot import Comparison, Curve, svg
from benchmarks.weeks import gap_of, plan
from kagemi.domain.problem import PlanningProblem
from kagemi.optimizer.daymenus import DayMenuMethod
from kagemi.optimizer.direct import DirectMethod
from kagemi.optimizer.objective import to_minimise
from kagemi.optimizer.solve import Solver
from kagemi.optimizer.tiers import Lock, signed

SECONDS = 60.0
GAP = 1e-4
MARKS = (2, 5, 10, 20, 30, 60)


def measure_curves(csv_file: Path | None = None, svg_file: Path | None = None) -> tuple[Table, ...]:
    """Curves of the last tier of each instance; the files are written if they are named."""
    found = [compare(name) for name in ("canteen's week", "hard week")]
    if csv_file:
        write_csv(csv_file, found)
    if svg_file:
        svg_file.write_text(svg(found, SECONDS), encoding="utf-8", newline="\n")
    rows = []
    for comparison in found:
        at = {name: [gap_at(curve, t) for t in MARKS] for name, curve in comparison.curves.items()}
        for name, gaps in at.items():
            rows.append((f"{comparison.instance}, {name}", *(percent(g) for g in gaps)))
        ratios = [_ratio(x, y) for x, y in zip(at["HiGHS alone"], at["day menus"], strict=True)]
        rows.append((f"{comparison.instance}, ratio", *ratios))
    note = (
        "Last tier (cost); the tiers before it are rows of both models, settled beforehand. HiGHS alone reads "
        f"the direct model from an MPS file and has its own defaults; day menus stop at {GAP:.2%}. "
        "Ratio: how many times wider the gap of HiGHS alone is. `-`: no plan yet."
    )
    return (Table("Proven gap against time", ("", *(f"{t} s" for t in MARKS)), tuple(rows), note),)


def measure_bare() -> tuple[Table, ...]:
    """The whole process of `kagemi plan` over HiGHS alone on the file of its last tier, both to 0.1 %."""
    problem = INSTANCES["canteen's week"]()
    bare = direct_alone(problem, settle(problem), SECONDS, 1e-3)[-1][0]
    whole = plan("kagemi_smpn10", 0.1, "auto").process.seconds
    row = ("canteen's week", f"{whole:.1f} s", f"{bare:.1f} s", f"{whole / bare:.1f} ×")
    note = (
        "The whole process loads data, settles three tiers, checks the plan and writes it; the bare solver has "
        "the last tier alone."
    )
    heads = ("", "`kagemi plan`", "HiGHS alone", "ratio")
    return (Table("Whole process beside the bare solver", heads, (row,), note),)


def compare(name: str) -> Comparison:
    """Both curves of an instance."""
    problem = INSTANCES[name]()
    locks = settle(problem)
    day_menus = with_day_menus(problem, locks)
    alone = direct_alone(problem, locks, SECONDS)
    return Comparison(name, {"day menus": curve_of(day_menus), "HiGHS alone": curve_of(alone)})


def settle(problem: PlanningProblem, seconds: float = 20.0) -> tuple[Lock, ...]:
    """The tiers before the last one, each at what is reached in so many seconds."""
    method = DayMenuMethod(problem, Solver())
    locks: tuple[Lock, ...] = ()
    for n, tier in enumerate(problem.objective[:-1]):
        found = method.optimise(tier, locks, 1e-3, seconds)
        assert found.menu is not None, "no menu for a tier in time"
        value = signed(tier, method.value(tier.quantity, found.menu))
        room = tier.give_up * abs(value) if tier.relative else tier.give_up
        locks = (*locks, Lock(f"tier_{n}_{tier.quantity}", tier, value + room + 1e-9 * max(1.0, abs(value))))
    return locks


def with_day_menus(problem: PlanningProblem, locks: tuple[Lock, ...]) -> list[Point]:
    """The last tier by day menus, the direct model's start and all building included."""
    points: list[Point] = []
    began, tier = time.perf_counter(), problem.objective[-1]

    def note(_quantity: str, value: float, bound: float) -> None:
        points.append((time.perf_counter() - began, known(signed(tier, value)), known(signed(tier, bound))))

    answer = DayMenuMethod(problem, Solver(), note).optimise(tier, locks, GAP, SECONDS).answer
    points.append((time.perf_counter() - began, known(answer.objective), known(answer.bound)))
    return points


def direct_alone(
    problem: PlanningProblem, locks: tuple[Lock, ...], seconds: float, gap: float = 0.0
) -> list[Point]:
    """The last tier of the direct model, written to a file that HiGHS alone solves in a process of its own."""
    ruled = DirectMethod(problem, Solver()).ruled
    lp = ruled.model.lp.copy()
    lp.setObjective(to_minimise(problem.objective[-1], ruled))
    for lock in locks:
        lp += to_minimise(lock.tier, ruled) <= lock.at_most, lock.name
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "week.mps"
        lp.writeMPS(str(file))
        answer = run([sys.executable, "-m", "benchmarks.bare", str(file), str(seconds), str(gap)])
    points: list[Point] = [(t, value, bound) for t, value, bound in json.loads(answer.output)]
    return points


def curve_of(points: Iterable[Point]) -> Curve:
    """The proven gap wherever it changes, from the best value and the best bound so far."""
    best, bound = float("inf"), -float("inf")
    curve: Curve = []
    for seconds, value, proven in points:
        best = min(best, value if value is not None else best)
        bound = max(bound, proven if proven is not None else bound)
        if best < float("inf") and bound > -float("inf"):
            gap = gap_of(best, min(best, bound))
            if not curve or gap < curve[-1][1]:
                curve.append((seconds, gap))
    return curve


def gap_at(curve: Curve, seconds: float) -> float | None:
    """The gap proven at a time; None before the first plan."""
    n = bisect_right(curve, (seconds, float("inf")))
    return curve[n - 1][1] if n else None


def _ratio(wide: float | None, narrow: float | None) -> str:
    return f"{wide / max(narrow, GAP):.1f} ×" if wide is not None and narrow is not None else "-"


def write_csv(file: Path, found: list[Comparison]) -> None:
    """Every point of every curve."""
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("instance", "method", "seconds", "gap_pct"))
        for comparison in found:
            for name, curve in comparison.curves.items():
                writer.writerows((comparison.instance, name, f"{t:.2f}", f"{100 * g:.4f}") for t, g in curve)
