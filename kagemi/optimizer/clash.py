"""Which rules cannot hold together: a set that is infeasible, and feasible without any one of them."""

import time

from kagemi.domain.problem import PlanningProblem
from kagemi.domain.rules import AnyRule
from kagemi.optimizer.model import MenuModel
from kagemi.optimizer.ruled import RuledModel
from kagemi.optimizer.solve import Solver


def clashing_rules(problem: PlanningProblem, solver: Solver, seconds: float) -> tuple[str, ...]:
    """Names of hard rules, in the file's order, that leave no menu; smallest in that none can be left out.

    Deletion filter: each rule in turn is taken out for good if the rest still leave no menu. The proof is by
    solves; a solve that runs out of time keeps its rule. Empty: even without rules there is no menu.
    """
    end = time.monotonic() + seconds
    clash = [r for r in problem.rules if not r.soft]
    if _feasible(problem, (), solver, end) is False:
        return ()
    for rule in list(clash):
        rest = tuple(r for r in clash if r is not rule)
        if _feasible(problem, rest, solver, end) is False:
            clash = list(rest)
    return tuple(r.name for r in clash)


def _feasible(problem: PlanningProblem, rules: tuple[AnyRule, ...], solver: Solver, end: float) -> bool | None:
    """True if some menu keeps the rules, False if none does, None if time ran out."""
    lp = RuledModel.build(MenuModel(problem), rules).model.lp
    answer = solver.solve(lp, gap=1.0, seconds=end - time.monotonic())
    if answer.status == "infeasible":
        return False
    return True if answer.has_values else None
