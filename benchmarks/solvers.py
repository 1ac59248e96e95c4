"""HiGHS beside CBC on the same small weeks: seconds, and whether both say the same."""

import time

from benchmarks.instances import growing_week, hard_week
from benchmarks.measure import Table, percent
from kagemi.domain.plan import Outcome
from kagemi.domain.problem import PlanningProblem
from kagemi.optimizer.menu import MethodName, best_menu
from kagemi.optimizer.solve import Solver, SolverName
from kagemi.optimizer.tiers import Limits

SECONDS = 20.0
GAP = 1e-3


def measure_solvers() -> tuple[Table, ...]:
    """Two small weeks, both methods, both solvers."""
    weeks = {"25 dishes, 5 days": growing_week(25, 5), "hard, 60 dishes, 2 days": hard_week(60, 2)}
    methods: tuple[tuple[str, MethodName], ...] = (("direct", "direct"), ("day menus", "day_menus"))
    rows = []
    for week, problem in weeks.items():
        for label, method in methods:
            (fast, highs), (slow, cbc) = (_solve(problem, name, method) for name in ("highs", "cbc"))
            times = (f"{fast:.1f} s", f"{slow:.1f} s", f"{slow / fast:.1f} ×")
            rows.append((f"{week}, {label}", *times, _proven(highs), _proven(cbc), _apart(highs, cbc)))
    note = f"To {GAP:.1%} or {SECONDS:.0f} s. Apart: by how much the costs of the two plans differ."
    heads = ("week", "HiGHS", "CBC", "CBC / HiGHS", "HiGHS proven", "CBC proven", "apart")
    return (Table("HiGHS beside CBC", heads, tuple(rows), note),)


def _solve(problem: PlanningProblem, solver: str, method: MethodName) -> tuple[float, Outcome]:
    name: SolverName = "cbc" if solver == "cbc" else "highs"
    start = time.perf_counter()
    _, outcome = best_menu(problem, solver=Solver(name), method=method, limits=Limits(SECONDS, GAP))
    return time.perf_counter() - start, outcome


def _proven(outcome: Outcome) -> str:
    return percent(outcome.gap if outcome.tiers else None)


def _apart(one: Outcome, other: Outcome) -> str:
    if not one.tiers or not other.tiers:
        return "-"
    a, b = one.tiers[-1].value, other.tiers[-1].value
    return f"{abs(a - b) / a:.2%}"
