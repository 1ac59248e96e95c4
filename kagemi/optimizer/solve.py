"""Hands a linear program to a solver and says honestly what came back."""

import math
import re
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pulp

pulp.set_v4_migration_warnings(False)  # capped below 4; a warning for every variable costs time

SolverName = Literal["highs", "cbc"]
THREADS = 1
"""HiGHS keeps one thread count per process: a solve with another count would come back empty."""

Values = dict[str, float]
"""Variable name -> value."""


@dataclass(frozen=True)
class Answer:
    """What the solver found: `objective` of the values now in the variables, and the proven `bound`.

    `duals` maps row names to the change of the objective per unit of the right side (linear programs only);
    `passed` are solutions met on the way, if the solver shows them.
    """

    status: Literal["optimal", "feasible", "infeasible", "no_answer"]
    objective: float = math.nan
    bound: float = -math.inf
    duals: Values = field(default_factory=dict)
    passed: tuple[Values, ...] = ()

    @property
    def has_values(self) -> bool:
        """True if the variables hold a solution."""
        return self.status in ("optimal", "feasible")


class Stop:
    """Ctrl-C in the main thread asks all solves to stop; what they have found so far is kept."""

    def __init__(self) -> None:
        self._asked = threading.Event()

    def ask(self) -> None:
        """Ask running and coming solves to stop."""
        self._asked.set()

    @property
    def asked(self) -> bool:
        """True once somebody asked."""
        return self._asked.is_set()

    def comes_within(self, seconds: float) -> bool:
        """Wait so long at most for somebody to ask."""
        return self._asked.wait(seconds)


@dataclass(frozen=True)
class Solver:
    """A solver by name. HiGHS runs in a thread beside the main one, so that Ctrl-C is heard at once."""

    name: SolverName = "highs"
    stop: Stop = field(default_factory=Stop)

    @property
    def version(self) -> str:
        """The solver's name and version, for a plan's record."""
        if self.name == "cbc":
            return "CBC 2.10.3"
        import highspy

        return f"HiGHS {highspy.Highs().version()}"

    def solve(
        self,
        lp: pulp.LpProblem,
        *,
        gap: float = 0.0,
        within: float = 1e-9,
        seconds: float = 60.0,
        relax: bool = False,
    ) -> Answer:
        """Minimise; stop at a relative `gap`, or `within` so much of the best (absolute), or after `seconds`.

        `relax` lets whole numbers be fractions.
        """
        return self.solve_all([lp], gap=gap, within=within, seconds=seconds, relax=relax)[0]

    def solve_all(
        self,
        lps: list[pulp.LpProblem],
        *,
        gap: float = 0.0,
        within: float = 1e-9,
        seconds: float = 60.0,
        relax: bool = False,
        starts: list[Values] | None = None,
    ) -> list[Answer]:
        """Solve several programs side by side, one thread each; `starts` are solutions known to be feasible."""
        if seconds <= 0 or self.stop.asked:
            return [Answer("no_answer") for _ in lps]
        engine = _highs if self.name == "highs" else _cbc
        with ThreadPoolExecutor(len(lps)) as pool:
            running = [
                pool.submit(engine, lp, gap, within, seconds, relax, self.stop, start)
                for lp, start in zip(lps, starts or [{}] * len(lps), strict=True)
            ]
            with _heard(self.stop):
                while not all(r.done() for r in running):
                    for r in running:
                        if not r.done():
                            r.exception(timeout=None)
            return [r.result() for r in running]


@contextmanager
def _heard(stop: Stop) -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        stop.ask()


class _Highs(pulp.HiGHS):  # type: ignore[misc]
    """PuLP's HiGHS with the solutions met on the way, and a search that stops when asked."""

    def __init__(self, stop: Stop, start: Values, **options: Any) -> None:
        super().__init__(msg=False, threads=THREADS, **options)
        self.stop = stop
        self.start = start
        self.met: list[Any] = []

    def callSolver(self, lp: pulp.LpProblem) -> None:  # noqa: N802 - PuLP's name
        highs = lp.solverModel

        def stop_if_asked(event: Any) -> None:
            if self.stop.asked:
                event.interrupt()

        highs.cbMipInterrupt += stop_if_asked
        highs.cbMipSolution += lambda event: self.met.append(list(event.data_out.mip_solution))
        if self.start:
            known = highs.getSolution()
            known.col_value = [self.start.get(v.name, 0.0) for v in lp.variables()]
            highs.setSolution(known)
        highs.run()


def _highs(
    lp: pulp.LpProblem, gap: float, within: float, seconds: float, relax: bool, stop: Stop, start: Values
) -> Answer:
    whole = not relax and any(v.cat == pulp.LpInteger for v in lp.variables())
    engine = _Highs(
        stop, start, mip=whole, gapRel=gap, gapAbs=within, timeLimit=seconds, mip_allow_restart=False
    )
    lp.solve(engine)
    highs = lp.solverModel
    status = str(highs.getModelStatus()).rpartition(".k")[2]
    info = highs.getInfo()
    if status in ("Infeasible", "UnboundedOrInfeasible"):
        return Answer("infeasible")
    if int(info.primal_solution_status) != 2:  # 2: a feasible point
        return Answer("no_answer", bound=float(info.mip_dual_bound) if whole else -math.inf)
    objective = float(info.objective_function_value)
    if not whole:
        solved = status == "Optimal"
        bound = objective if solved else -math.inf
        return Answer("optimal" if solved else "feasible", objective, bound, _duals(lp))
    names = [v.name for v in lp.variables()]
    passed = tuple(dict(zip(names, values, strict=True)) for values in engine.met)
    return Answer(
        "optimal" if status == "Optimal" else "feasible", objective, float(info.mip_dual_bound), {}, passed
    )


def _cbc(
    lp: pulp.LpProblem, gap: float, within: float, seconds: float, relax: bool, stop: Stop, _start: Values
) -> Answer:
    lp = lp.copy()  # PuLP keeps the stand-in of an empty objective as a column without entries: CBC refuses it
    whole = not relax and any(v.cat == pulp.LpInteger for v in lp.variables())
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "cbc.log"
        engine = pulp.PULP_CBC_CMD(
            mip=whole,
            msg=False,
            gapRel=gap,
            gapAbs=within,
            timeLimit=seconds,
            threads=THREADS,
            logPath=str(log),
        )
        try:
            lp.solve(engine)
        except pulp.PulpSolverError:
            if stop.comes_within(1.0):  # Ctrl-C reaches CBC's own process, perhaps before it reaches us
                return Answer("no_answer")
            raise
        text = log.read_text() if log.exists() else ""
    if pulp.LpStatusInfeasible in (lp.status, lp.sol_status):
        return Answer("infeasible")
    if lp.sol_status not in (pulp.LpSolutionOptimal, pulp.LpSolutionIntegerFeasible):
        return Answer("no_answer")
    objective = float(lp.objective.value() or 0.0) if lp.objective else 0.0  # PuLP drops an empty one
    if lp.sol_status != pulp.LpSolutionOptimal:
        stopped = re.search(r"^Lower bound:\s+(\S+)", text, re.MULTILINE)
        return Answer("feasible", objective, float(stopped.group(1)) if whole and stopped else -math.inf)
    if not whole:
        return Answer("optimal", objective, objective, _duals(lp))
    open_gap = max(within, abs(objective) * gap)
    return Answer("optimal", objective, objective - (open_gap if open_gap > 1e-9 else 0.0))


def _duals(lp: pulp.LpProblem) -> Values:
    return {name: float(row.pi or 0.0) for name, row in lp.constraints.items()}
