"""The menu that is cheapest in the worst case when at most GAMMA prices rise to their high end at once.

Bertsimas and Sim, "The price of robustness" (2004). With a[f] = rise of food f (rupiah per gram) times the
grams of it bought for a portion, the worst case of a menu is cost + the sum of its GAMMA largest a[f], which is
the smallest value of

    cost + GAMMA z + sum_f p[f]      with  z + p[f] >= a[f],  z, p[f] >= 0

so one linear program finds menu and worst case together. Only the objective is protected: rules, the budget
among them, hold at today's prices.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import pulp

from kagemi.domain.plan import Outcome, Serving, Status
from kagemi.domain.problem import PlanningProblem
from kagemi.optimizer.menu import in_order_of_ids, method_for
from kagemi.optimizer.model import Expression, MenuModel
from kagemi.optimizer.objective import quantity, to_minimise
from kagemi.optimizer.ruled import RuledModel, evaluate
from kagemi.optimizer.solve import Solver
from kagemi.optimizer.tiers import (
    PROVEN,
    Limits,
    Lock,
    Menu,
    Progress,
    limit_of,
    signed,
    solve_tiers,
    untold,
)


@dataclass(frozen=True)
class RobustAnswer:
    """The menu found, and its worst case: no menu's is below `bound_idr` (rupiah a portion)."""

    status: Status
    servings: tuple[Serving, ...] | None = None
    worst_idr: float = math.nan
    bound_idr: float = -math.inf
    interrupted: bool = False


@dataclass(frozen=True)
class Protected:
    """The worst case's cost of a ruled model, and what each food's rise adds to the cost of a portion."""

    ruled: RuledModel
    worst: Expression
    z: pulp.LpVariable
    rises: Mapping[str, tuple[pulp.LpVariable, Expression]]
    deviations: int

    @classmethod
    def build(cls, ruled: RuledModel, rises: Mapping[str, float], deviations: int) -> "Protected":
        """Put z, p and their rows into the model's program; `rises`: food id -> rupiah per gram."""
        m = ruled.model
        z = pulp.LpVariable("worst_z", 0)
        worst = quantity("cost", ruled) + deviations * z
        parts: dict[str, tuple[pulp.LpVariable, Expression]] = {}
        for food, rise in sorted(rises.items()):
            extra = _added(m, food, rise)
            if rise > 0 and len(extra):
                p = pulp.LpVariable(f"worst_p_{food}", 0)
                m.lp += z + p >= extra, f"worst_{food}"
                worst += p
                parts[food] = (p, extra)
        return cls(ruled, worst, z, parts, deviations)

    def values(self, menu: Menu) -> dict[str, float]:
        """The value of every variable for a menu, z and p as small as they can be."""
        values = self.ruled.values(menu)
        added = {food: evaluate(extra, values) for food, (_, extra) in self.rises.items()}
        largest = sorted(added.values(), reverse=True)
        z = largest[self.deviations - 1] if 0 < self.deviations <= len(largest) else 0.0
        z = max(largest, default=0.0) if self.deviations == 0 else z
        values[self.z.name] = z
        for food, (p, _) in self.rises.items():
            values[p.name] = max(0.0, added[food] - z)
        return values

    def cost(self, menu: Menu) -> float:
        """The menu's worst case, rupiah a portion."""
        return evaluate(self.worst, self.values(menu))


def _added(m: MenuModel, food: str, rise: float) -> Expression:
    """Rupiah a portion that the rise of a food adds: the mean over children and days."""
    per_dish = m.mean(lambda i: rise * i.gross_g.get(food, 0.0), m.problem.groups, m.whole_plan)
    return per_dish * (1 / len(m.problem.days))


def cheapest_worst_case(
    problem: PlanningProblem,
    rises: Mapping[str, float],
    deviations: int,
    *,
    known: tuple[tuple[Serving, ...], Outcome] | None = None,
    solver: Solver | None = None,
    limits: Limits | None = None,
    progress: Progress = untold,
) -> RobustAnswer:
    """The best menu against the worst case, within what the tiers before cost can reach.

    `rises`: food id -> rupiah per gram from today to its high end. `known`: a sound menu of this problem and
    the outcome of its tiers: where it keeps what they reached, they are not settled again, and the answer is
    never worse than it. Else half of the time goes to these tiers.
    """
    solver, limits = solver or Solver(), limits or Limits()
    problem = in_order_of_ids(problem)
    protected = Protected.build(RuledModel.build(MenuModel(problem)), rises, deviations)
    start: Menu | None = None
    locks: tuple[Lock, ...] | None = None
    if known is not None:
        start = {(s.day, s.dish): dict(s.portions) for s in known[0]}
        locks = locks_before_cost(problem, known[1])
        if locks is None or not _keeps(protected.ruled, locks, start):
            start, locks = None, None
    seconds = limits.seconds
    if locks is None and before_cost(problem).objective:
        seconds /= 2
        start, outcome = _settle_before(problem, solver, Limits(seconds, limits.gap), progress)
        if start is None:
            return RobustAnswer(outcome.status, interrupted=solver.stop.asked)
        locks = locks_before_cost(problem, outcome)
    return _solve(protected, locks or (), start, solver, Limits(seconds, limits.gap), progress)


def before_cost(problem: PlanningProblem) -> PlanningProblem:
    """The problem with the tiers before cost only."""
    tiers = problem.objective
    n = next((n for n, tier in enumerate(tiers) if tier.quantity == "cost"), len(tiers))
    return replace(problem, objective=tiers[:n])


def locks_before_cost(problem: PlanningProblem, outcome: Outcome) -> tuple[Lock, ...] | None:
    """What the tiers before cost reached, less what they may give up; None if the outcome lacks one."""
    tiers = before_cost(problem).objective
    reached = [r.quantity for r in outcome.tiers[: len(tiers)]]
    if reached != [t.quantity for t in tiers]:
        return None
    return tuple(
        Lock(f"tier_{n}_{t.quantity}", t, limit_of(t, signed(t, r.value)))
        for n, (t, r) in enumerate(zip(tiers, outcome.tiers, strict=False))
    )


def _keeps(ruled: RuledModel, locks: tuple[Lock, ...], menu: Menu) -> bool:
    values = ruled.values(menu)
    return all(
        evaluate(to_minimise(x.tier, ruled), values) <= x.at_most + 1e-6 * max(1.0, abs(x.at_most))
        for x in locks
    )


def _settle_before(
    problem: PlanningProblem, solver: Solver, limits: Limits, progress: Progress
) -> tuple[Menu | None, Outcome]:
    asked = before_cost(problem)
    return solve_tiers(method_for(asked, solver, "auto", progress), asked, solver, limits)


def _solve(
    protected: Protected,
    locks: tuple[Lock, ...],
    start: Menu | None,
    solver: Solver,
    limits: Limits,
    progress: Progress,
) -> RobustAnswer:
    ruled = protected.ruled
    lp = ruled.model.lp
    lp.setObjective(protected.worst)
    for lock in locks:
        lp += to_minimise(lock.tier, ruled) <= lock.at_most, lock.name
    answer = solver.solve(
        lp,
        gap=limits.gap,
        seconds=limits.seconds,
        start=None if start is None else protected.values(start),
        told=lambda value, bound: progress("cost", value, bound),
    )
    menu = ruled.model.servings() if answer.has_values else None
    if start is not None and (menu is None or protected.cost(start) < protected.cost(menu)):
        menu = start
    if menu is None:
        return RobustAnswer(answer.status, interrupted=solver.stop.asked)
    worst = protected.cost(menu)
    bound = min(answer.bound, worst)
    proven = worst - bound <= PROVEN * max(1.0, abs(worst))
    servings = tuple(Serving(day, dish, portions) for (day, dish), portions in sorted(menu.items()))
    return RobustAnswer("optimal" if proven else "feasible", servings, worst, bound, solver.stop.asked)
