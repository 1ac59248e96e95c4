"""Hands a linear program to a solver and says honestly what came back."""

import math
import re
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

import pulp

pulp.set_v4_migration_warnings(False)  # capped below 4; a warning for every variable costs time

SolverName = Literal["highs", "cbc"]
THREADS = 1
"""HiGHS keeps one thread count per process: a solve with another count would come back empty."""

Values = dict[str, float]
"""Variable name -> value."""
Told = Callable[[float, float], None]
"""Hears the value of the best solution so far and the bound."""


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
class Effort:
    """When a search may stop: at a relative `gap`, `within` so much of the best, after `seconds` or `nodes`.

    `relax` lets whole numbers be fractions.
    """

    gap: float = 0.0
    within: float = 1e-9
    seconds: float = 60.0
    nodes: int | None = None
    relax: bool = False


@dataclass(frozen=True)
class Solver:
    """A solver by name. HiGHS runs in a thread beside the main one, so that Ctrl-C is heard at once."""

    name: SolverName = "highs"
    stop: Stop = field(default_factory=Stop)

    @property
    def at_work(self) -> SolverName:
        """The solver itself, or CBC, which comes with PuLP, where HiGHS is not installed."""
        return "cbc" if find_spec("highspy") is None else self.name

    @property
    def version(self) -> str:
        """The name and version of the solver at work, for a plan's record."""
        if self.at_work == "cbc":
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
        nodes: int | None = None,
        relax: bool = False,
        start: Values | None = None,
        told: Told | None = None,
    ) -> Answer:
        """Minimise, with as much effort as `Effort` says; `start` is a solution known to be feasible.

        `told` hears value and bound twice a second (HiGHS only).
        """
        return self.solve_all([lp], Effort(gap, within, seconds, nodes, relax), [start or {}], told)[0]

    def solve_all(
        self, lps: list[pulp.LpProblem], effort: Effort, starts: list[Values], told: Told | None = None
    ) -> list[Answer]:
        """Minimise several programs side by side, one thread each."""
        if effort.seconds <= 0 or self.stop.asked:
            return [Answer("no_answer") for _ in lps]
        engine = _highs if self.at_work == "highs" else _cbc
        with ThreadPoolExecutor(len(lps)) as pool:
            running = [
                pool.submit(engine, lp, effort, self.stop, start, told)
                for lp, start in zip(lps, starts, strict=True)
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
    """PuLP's HiGHS with the solutions met on the way, and a search that stops when asked or after `nodes`."""

    def __init__(self, stop: Stop, start: Values, nodes: int | None, told: Told | None, **options: Any) -> None:
        super().__init__(msg=False, threads=THREADS, **options)
        self.stop = stop
        self.told = told
        self.told_at = 0.0
        self.nodes = math.inf if nodes is None else nodes
        self.start = start
        self.met: list[Any] = []

    def callSolver(self, lp: pulp.LpProblem) -> None:  # noqa: N802 - PuLP's name
        highs = lp.solverModel

        def look(event: Any) -> None:
            now = event.data_out
            if self.stop.asked or now.mip_node_count >= self.nodes:
                event.interrupt()
            if self.told and now.running_time >= self.told_at:
                self.told_at = now.running_time + 0.5
                self.told(now.mip_primal_bound, now.mip_dual_bound)

        highs.cbMipInterrupt += look
        highs.cbMipSolution += lambda event: self.met.append(list(event.data_out.mip_solution))
        if self.start:
            known = highs.getSolution()
            known.col_value = [self.start.get(v.name, 0.0) for v in lp.variables()]
            highs.setSolution(known)
        highs.run()


def _highs(lp: pulp.LpProblem, effort: Effort, stop: Stop, start: Values, told: Told | None) -> Answer:
    whole = _is_whole(lp, effort)
    engine = _Highs(
        stop,
        start,
        effort.nodes,
        told,
        mip=whole,
        gapRel=effort.gap,
        gapAbs=effort.within,
        timeLimit=effort.seconds,
        mip_allow_restart=False,
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


def _cbc(lp: pulp.LpProblem, effort: Effort, stop: Stop, _start: Values, _told: Told | None) -> Answer:
    lp = lp.copy()  # PuLP keeps the stand-in of an empty objective as a column without entries: CBC refuses it
    whole = _is_whole(lp, effort)
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "cbc.log"
        engine = pulp.PULP_CBC_CMD(
            mip=whole,
            msg=False,
            gapRel=effort.gap,
            gapAbs=effort.within,
            timeLimit=effort.seconds,
            maxNodes=effort.nodes,
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
    open_gap = max(effort.within, abs(objective) * effort.gap)
    return Answer("optimal", objective, objective - (open_gap if open_gap > 1e-9 else 0.0))


def _is_whole(lp: pulp.LpProblem, effort: Effort) -> bool:
    return not effort.relax and any(v.cat == pulp.LpInteger for v in lp.variables())


def _duals(lp: pulp.LpProblem) -> Values:
    return {name: float(row.pi or 0.0) for name, row in lp.constraints.items()}
