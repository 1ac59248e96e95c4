"""Which rules cannot hold together: a set that is infeasible, and feasible without any one of them."""

import time
from dataclasses import replace

from kagemi.domain.problem import PlanningProblem
from kagemi.domain.reasons import Clash
from kagemi.domain.rules import AnyRule
from kagemi.optimizer.model import MenuModel
from kagemi.optimizer.ruled import RuledModel
from kagemi.optimizer.solve import Solver

LEAST_SECONDS = 3.0
"""A solve gets at least so much of the time."""


def find_clash(problem: PlanningProblem, solver: Solver, seconds: float) -> Clash:
    """Hard rules, in the file's order, that leave no menu; smallest in that none can be left out.

    Deletion filter: each rule in turn is taken out for good if the rest still leave no menu. The proof is by
    solves; a solve that runs out of time keeps its rule, and the set is not called irreducible. No rules: even
    without rules there is no menu.
    """
    end = time.monotonic() + seconds
    each = max(LEAST_SECONDS, seconds / 12)
    clash = tuple(r for r in problem.rules if not r.soft)
    if _keeps(problem, (), solver, end) is False:
        return Clash((), True)
    irreducible = True
    for rule in clash:
        rest = tuple(r for r in clash if r is not rule)
        feasible = _keeps(problem, rest, solver, min(end, time.monotonic() + each))
        if feasible is False:
            clash = rest
        irreducible = irreducible and feasible is not None
    return Clash(tuple(r.name for r in clash), irreducible)


def is_feasible(problem: PlanningProblem, solver: Solver, end: float) -> bool | None:
    """True if some menu keeps all rules, soft ones left aside, False if none does, None if time ran out."""
    return _keeps(problem, tuple(r for r in problem.rules if not r.soft), solver, end)


def _keeps(problem: PlanningProblem, rules: tuple[AnyRule, ...], solver: Solver, end: float) -> bool | None:
    lp = RuledModel.build(MenuModel(replace(problem, rules=rules))).model.lp
    answer = solver.solve(lp, gap=1.0, seconds=end - time.monotonic())
    if answer.status == "infeasible":
        return False
    return True if answer.has_values else None
