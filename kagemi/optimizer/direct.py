"""The week's model written down directly: the reference that every other method must agree with."""

import math
from dataclasses import replace

import pulp

from kagemi.domain.problem import PlanningProblem, Tier
from kagemi.optimizer.model import Expression, MenuModel
from kagemi.optimizer.objective import quantity, to_minimise
from kagemi.optimizer.ruled import RuledModel, evaluate
from kagemi.optimizer.solve import Answer, Solver, Told
from kagemi.optimizer.tiers import Lock, Menu, Progress, TierAnswer, signed, untold


class DirectMethod:
    """One program over all days; tiers already settled are rows of it."""

    name = "direct"

    def __init__(self, problem: PlanningProblem, solver: Solver, progress: Progress = untold) -> None:
        self.solver = solver
        self.progress = progress
        self.ruled = RuledModel.build(MenuModel(problem))

    def optimise(
        self, tier: Tier, locks: tuple[Lock, ...], gap: float, seconds: float, nodes: int | None = None
    ) -> TierAnswer:
        """The best menu of a tier, within the locks of the tiers before it."""
        lp = self._program(tier, locks)
        answer = self.solver.solve(lp, gap=gap, seconds=seconds, nodes=nodes, told=self._teller(tier))
        return TierAnswer(answer, self.ruled.model.servings() if answer.has_values else None)

    def complete(
        self, known: TierAnswer, tier: Tier, locks: tuple[Lock, ...], gap: float, seconds: float
    ) -> TierAnswer:
        """Go on from a menu and a bound that are known; neither gets worse."""
        lp, bound = self._program(tier, locks), known.answer.bound
        if bound > -math.inf:
            lp += to_minimise(tier, self.ruled) >= bound - 1e-6 * max(1.0, abs(bound)), "proven"
        start = None if known.menu is None else self.ruled.values(known.menu)
        answer = self.solver.solve(lp, gap=gap, seconds=seconds, start=start, told=self._teller(tier))
        menu = self.ruled.model.servings() if answer.has_values else None
        if known.menu is not None and (menu is None or known.answer.objective <= answer.objective):
            menu, value = known.menu, known.answer.objective
            bound = max(bound, min(answer.bound, value))
            proven = bound >= value - max(gap * abs(value), 1e-9)
            return TierAnswer(Answer("optimal" if proven else "feasible", value, bound), menu)
        return TierAnswer(replace(answer, bound=max(bound, answer.bound)), menu)

    def relaxed(self, tier: Tier, locks: tuple[Lock, ...], seconds: float) -> Answer:
        """The same with fractions of dishes allowed: a bound, and dual prices of all rows."""
        return self.solver.solve(self._program(tier, locks), seconds=seconds, relax=True)

    def _teller(self, tier: Tier) -> Told:
        return lambda value, bound: self.progress(tier.quantity, signed(tier, value), signed(tier, bound))

    def _program(self, tier: Tier, locks: tuple[Lock, ...]) -> pulp.LpProblem:
        objective = to_minimise(tier, self.ruled)  # before the copy: a quantity may bring rows of its own
        rows = [(to_minimise(lock.tier, self.ruled) <= lock.at_most, lock.name) for lock in locks]
        lp = self.ruled.model.lp.copy()
        lp.setObjective(objective)
        for row in rows:
            lp += row
        return lp

    def among(
        self,
        allowed: set[tuple[int, str]],
        tier: Tier,
        locks: tuple[Lock, ...],
        below: float,
        nodes: int,
        seconds: float,
    ) -> Menu | None:
        """A menu better than `below` that serves only the allowed (day, dish); None if none was found."""
        lp = self._program(tier, locks)
        off = [(y, 1.0) for key, y in self.ruled.model.y.items() if key not in allowed]
        lp += Expression(off) <= 0, "not_allowed"
        if below < float("inf"):
            lp += to_minimise(tier, self.ruled) <= below, "better"
        answer = self.solver.solve(lp, gap=1e-4, nodes=nodes, seconds=seconds)
        return self.ruled.model.servings() if answer.has_values else None

    def settled(self, menu: Menu) -> Menu:
        """The menu as the solver found it."""
        return menu

    def value(self, quantity_name: str, menu: Menu) -> float:
        """A quantity of a menu, from the menu itself rather than from the solver's rounding."""
        return evaluate(quantity(quantity_name, self.ruled), self.ruled.values(menu))
