"""Chooses among whole day menus (Dantzig-Wolfe), where the direct model's bound is weak.

Days that all rules treat alike form a class c of n[c] days. The master program chooses how often each known
day menu is served; it holds the couplings: rows of rules that reach over several days, settled tiers, and
branches. A model of one day, priced with the master's duals pi, finds day menus that would improve it, and
its bound proves one for the whole plan (Lagrange):

    sum_r pi[r] b[r]  +  sum_c n[c] min_{day menus of c} (objective - sum_r pi[r] row[r])

Where the best master is fractional, the search branches on how often a class serves a dish. Rows that depend
on the order of the days are settled last, or the choice is cut off.
"""

import heapq
import itertools
import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import pulp

from kagemi.domain.problem import Day, PlanningProblem, Tier
from kagemi.optimizer.direct import DirectMethod
from kagemi.optimizer.model import Expression, MenuModel
from kagemi.optimizer.objective import quantity, to_minimise
from kagemi.optimizer.ordering import in_order
from kagemi.optimizer.ruled import RuledModel, evaluate, right_side, slack_sign
from kagemi.optimizer.solve import Answer, Solver, Values
from kagemi.optimizer.tiers import Lock, Menu, TierAnswer, signed

DayMenu = dict[str, dict[str, float]]
"""Dish -> group -> portion, of one day."""
Prices = dict[str, float]
"""Coupling -> dual price."""


import os
NOSTART=os.environ.get('NOSTART')
@dataclass(frozen=True)
class Coupling:
    """A row over several days: per class, what one day adds to its left side.

    `soft`: what a whole shortfall counts, if it may be missed; `scale` as in `Row`.
    """

    name: str
    sense: int
    right: float
    per_class: tuple[Expression | None, ...]
    scale: float = 1.0
    soft: float | None = None
    is_shortfall: bool = False

    @property
    def slack_sign(self) -> float:
        """+1 where a shortfall is added to the left side."""
        return 1.0 if self.sense == pulp.LpConstraintGE else -1.0


@dataclass
class Column:
    """A whole day's menu, with the value of every variable of the day's model."""

    menu: DayMenu
    values: Values
    parts: dict[str, float] = field(default_factory=dict)

    def part(self, name: str, expression: Expression) -> float:
        """What the day menu adds to a coupling or quantity."""
        if name not in self.parts:
            self.parts[name] = evaluate(expression, self.values)
        return self.parts[name]


@dataclass
class DayClass:
    """Days that all rules treat alike, the model of one of them, and the day menus known so far."""

    days: tuple[Day, ...]
    ruled: RuledModel
    columns: dict[str, Column] = field(default_factory=dict)

    def add(self, menu: DayMenu) -> bool:
        """Remember a day menu; False if it is known."""
        key = repr(sorted((dish, sorted(portions.items())) for dish, portions in menu.items()))
        if key in self.columns:
            return False
        day = self.days[0].index
        self.columns[key] = Column(menu, self.ruled.values({(day, i): q for i, q in menu.items()}))
        return True

    def menus(self, answer: Answer) -> list[DayMenu]:
        """The day menus of an answer: the best one, now in the variables, and those met on the way."""
        model = self.ruled.model
        found = [model.servings()] + [model.servings_of(values) for values in answer.passed]
        return [{dish: portions for (_, dish), portions in menu.items()} for menu in found]


@dataclass(order=True)
class Node:
    """A part of the search: its bound, its branches, and dual prices to start from."""

    bound: float
    number: int
    branches: tuple[Coupling, ...] = field(compare=False)
    prices: Prices = field(compare=False)


class DayMenuMethod:
    """See the module's docstring; the same interface as the direct method."""

    name = "day menus"

    def __init__(
        self,
        problem: PlanningProblem,
        solver: Solver,
        progress: Callable[[str, float, float], None] | None = None,
    ) -> None:
        self.problem = problem
        self.solver = solver
        self.progress = progress or (lambda _tier, _value, _bound: None)
        self.week = DirectMethod(problem, solver)
        self.classes = tuple(
            DayClass(days, RuledModel.build(MenuModel(problem, days[:1], f"day_{days[0].index}")))
            for days in like_days(problem)
        )
        self.couplings, self.ordered = self._couplings()

    def _couplings(self) -> tuple[tuple[Coupling, ...], tuple[str, ...]]:
        """Rows over several days that treat all days of a class alike, and the names of those that do not."""
        across: list[Coupling] = []
        ordered: list[str] = []
        members = [{d.index for d in c.days} for c in self.classes]
        week_rows = {name: row for c in self.classes for name, row in c.ruled.beyond.items()}
        for name, row in week_rows.items():
            inside = set(row.span.days)
            if not all(inside.issuperset(m) or inside.isdisjoint(m) for m in members):
                ordered.append(name)
                continue
            per_class = tuple(
                c.ruled.beyond[name].constraint if name in c.ruled.beyond else None for c in self.classes
            )
            soft = row.weight if self.week.ruled.rule_of[name].soft else None
            across.append(Coupling(name, row.constraint.sense, right_side(row), per_class, row.scale, soft))
        return tuple(across), tuple(ordered)

    def value(self, quantity_name: str, menu: Menu) -> float:
        """A quantity of a menu, from the week's own model."""
        return self.week.value(quantity_name, menu)

    def optimise(self, tier: Tier, locks: tuple[Lock, ...], gap: float, seconds: float) -> TierAnswer:
        """Branch and price until the proven gap is closed or the time is over."""
        return _Search(self, tier, locks, gap, time.monotonic() + seconds).run()


class _Search:
    """The search for one tier."""

    def __init__(
        self, method: DayMenuMethod, tier: Tier, locks: tuple[Lock, ...], gap: float, end: float
    ) -> None:
        self.method = method
        self.classes = method.classes
        self.solver = method.solver
        self.tier = tier
        self.locks = locks
        self.gap = gap
        self.end = end
        self.objectives = [to_minimise(tier, c.ruled) for c in self.classes]
        self.couplings = (*method.couplings, *(self._lock(lock) for lock in locks))
        self.best: Menu | None = None
        self.value = math.inf

    def _lock(self, lock: Lock) -> Coupling:
        per_class = tuple(to_minimise(lock.tier, c.ruled) for c in self.classes)
        is_shortfall = lock.tier.quantity == "shortfall"
        return Coupling(lock.name, pulp.LpConstraintLE, lock.at_most, per_class, 1.0, None, is_shortfall)

    @property
    def seconds(self) -> float:
        """Time left."""
        return self.end - time.monotonic()

    def room(self) -> float:
        """How much better than the best plan a branch must be to be worth a look."""
        return max(self.gap, 1e-7) * max(abs(self.value), 1e-6) if math.isfinite(self.value) else 0.0

    def run(self) -> TierAnswer:
        """Best bound first; the branch that serves the dish is looked at before the one that does not."""
        numbers = itertools.count()
        start = self.method.week.relaxed(self.tier, self.locks, self.seconds)
        if start.status == "infeasible":
            return TierAnswer(Answer("infeasible"), None)
        nodes = [Node(-math.inf, next(numbers), (), start.duals)]
        closed = math.inf  # the least bound among parts of the search that are done with
        while nodes and self.seconds > 0 and not self.solver.stop.asked:
            node = heapq.heappop(nodes)
            if node.bound >= self.value - self.room():
                closed = min(closed, node.bound)
                break
            bound, prices, times = self.generate(node)
            if math.isinf(bound) and bound > 0:
                continue
            self.complete(node.branches)
            if times is not None and not node.branches:
                self.improve(times)
            branch = None if times is None else self.most_fractional(times)
            if times is None or branch is None:
                closed = min(closed, max(bound, node.bound))
                continue
            for child in branch:
                heapq.heappush(
                    nodes, Node(max(bound, node.bound), next(numbers), (*node.branches, child), prices)
                )
        bound = min([closed, self.value, *(n.bound for n in nodes)])
        return self.answer(bound)

    def answer(self, bound: float) -> TierAnswer:
        """What has been found and proven."""
        if self.best is None:
            return TierAnswer(Answer("infeasible" if bound == math.inf else "no_answer", bound=bound), None)
        proven = self.value - bound <= self.room() + 1e-12
        return TierAnswer(Answer("optimal" if proven else "feasible", self.value, bound), self.best)

    # column generation

    def generate(self, node: Node) -> tuple[float, Prices, dict[tuple[int, str], float] | None]:
        """Price day menus until the node's bound is tight: (bound, prices, how often each menu is served).

        The bound is infinite if the branches leave no plan; no menus are returned if time ran out before the
        master had a solution.
        """
        couplings = (*self.couplings, *node.branches)
        floor = 0.0 if self.tier.quantity == "shortfall" else -math.inf  # no plan falls short by less than nothing
        center, best_bound = node.prices, floor
        self.price(couplings, center, 0.02 * self.scale(), phase=2)
        phase, exact, times, value = 1, False, None, math.inf
        while self.seconds > 0 and not self.solver.stop.asked:
            lp, variables = self.master(couplings, phase=phase, whole=False)
            relaxed = self.solver.solve(lp, seconds=self.seconds)
            if not relaxed.has_values:
                break
            if phase == 1 and relaxed.objective < 1e-9:
                phase, best_bound = 2, floor
                continue
            value = relaxed.objective
            if phase == 2:
                times = {key: v.varValue or 0.0 for key, v in variables.items()}
            goal = self.tight(value)
            within = goal if exact else max(goal, 0.05 * min(value - best_bound, abs(value) + 1.0)) / self.days
            prices = {c.name: relaxed.duals[c.name] for c in couplings}
            bound, fresh = self.price(couplings, _between(center, prices), within, phase)
            if not fresh:
                direct, fresh = self.price(couplings, prices, within, phase)
                if direct > bound:
                    bound, center = direct, prices
            if bound > best_bound:
                best_bound = bound
                center = _between(center, prices)
            self.method.progress(self.tier.quantity, signed(self.tier, value), signed(self.tier, best_bound))
            if phase == 1 and best_bound > 1e-7:
                return math.inf, center, None
            if phase == 2 and (value - best_bound <= goal or best_bound >= self.value - self.room()):
                break
            if not fresh:
                if exact:
                    break
                exact = True
        return (best_bound if phase == 2 else -math.inf), center, times

    @property
    def days(self) -> int:
        """All days of the plan."""
        return len(self.method.problem.days)

    def scale(self) -> float:
        """A rough size of the objective, for the first, loose pricing."""
        return max([1e-3, *(abs(a) for e in self.objectives for a in e.values())])

    def tight(self, value: float) -> float:
        """How close bound and master must be for a node to be done."""
        return 0.2 * max(self.gap, 1e-7) * max(abs(value), 1e-6)

    def price(
        self, couplings: tuple[Coupling, ...], prices: Prices, within: float, phase: int
    ) -> tuple[float, bool]:
        """The Lagrange bound at these prices, and whether an unknown day menu turned up."""
        lps, starts = [], []
        for c, day_class in enumerate(self.classes):
            reduced = Expression(self.objectives[c]) if phase == 2 else Expression()
            for coupling in couplings:
                expression, price = coupling.per_class[c], prices.get(coupling.name, 0.0)
                if expression is not None and price:
                    for variable, amount in expression.items():
                        reduced.addterm(variable, -price * amount)
            day_class.ruled.model.lp.setObjective(reduced)
            lps.append(day_class.ruled.model.lp)
            starts.append(min((evaluate(reduced, x.values), n, x.values) for n, x in enumerate(day_class.columns.values()))[2] if day_class.columns and not NOSTART else {})
        t=time.time(); answers = self.solver.solve_all(lps, within=within, seconds=self.seconds, starts=starts); print('      ', round(time.time()-t,2), round(within,3), [lp.solverModel.getInfo().mip_node_count for lp in lps], [(lp.solverModel.getRunTime()) for lp in lps])
        bound = sum(prices.get(c.name, 0.0) * c.right for c in couplings)
        fresh = False
        for day_class, answer in zip(self.classes, answers, strict=True):
            if answer.status == "infeasible":
                return math.inf, False
            bound += len(day_class.days) * answer.bound
            if answer.has_values:
                for menu in day_class.menus(answer):
                    fresh = day_class.add(menu) or fresh
        return bound, fresh

    def master(
        self, couplings: tuple[Coupling, ...], *, phase: int, whole: bool
    ) -> tuple[pulp.LpProblem, dict[tuple[int, str], pulp.LpVariable]]:
        """How often each day menu is served. In phase 1 couplings may be missed and the misses are minimised."""
        lp = pulp.LpProblem("master", pulp.LpMinimize)
        kind = pulp.LpInteger if whole else pulp.LpContinuous
        times: dict[tuple[int, str], pulp.LpVariable] = {}
        objective: list[tuple[pulp.LpVariable, float]] = []
        rows: dict[str, list[tuple[pulp.LpVariable, float]]] = {c.name: [] for c in couplings}
        for c, day_class in enumerate(self.classes):
            chosen = []
            for k, (key, column) in enumerate(day_class.columns.items()):
                x = times[c, key] = pulp.LpVariable(f"times_{c}_{k}", 0, len(day_class.days), kind)
                chosen.append((x, 1.0))
                if phase == 2:
                    objective.append((x, column.part(f"min {self.tier}", self.objectives[c])))
                for coupling in couplings:
                    expression = coupling.per_class[c]
                    if expression is not None and (amount := column.part(coupling.name, expression)):
                        rows[coupling.name].append((x, amount))
            lp += Expression(chosen) == len(day_class.days), f"days_{c}"
        self._add_slack(couplings, rows, objective, phase)
        for coupling in couplings:
            lp += pulp.LpConstraint(
                Expression(rows[coupling.name]), coupling.sense, coupling.name, coupling.right
            )
        lp.setObjective(Expression(objective))
        return lp, times

    def _add_slack(
        self,
        couplings: tuple[Coupling, ...],
        rows: dict[str, list[tuple[pulp.LpVariable, float]]],
        objective: list[tuple[pulp.LpVariable, float]],
        phase: int,
    ) -> None:
        """Shortfalls of soft couplings, counted by the shortfall tier or its lock; misses in phase 1."""
        for coupling in couplings:
            if coupling.soft is not None:
                short = pulp.LpVariable(f"short_{coupling.name}", 0)
                rows[coupling.name].append((short, coupling.slack_sign * coupling.scale))
                if self.tier.quantity == "shortfall" and phase == 2:
                    objective.append((short, coupling.soft))
                for lock in couplings:
                    if lock.is_shortfall:
                        rows[lock.name].append((short, coupling.soft))
            elif phase == 1:
                missed = pulp.LpVariable(f"missed_{coupling.name}", 0)
                rows[coupling.name].append((missed, coupling.slack_sign * coupling.scale))
                objective.append((missed, 1.0))

    # whole plans

    def complete(self, branches: tuple[Coupling, ...]) -> None:
        """The best plan of whole day menus known so far; keeps it if it is better than the best."""
        cuts: list[Coupling] = []
        while True:
            lp, times = self.master((*self.couplings, *branches, *cuts), phase=2, whole=True)
            answer = self.solver.solve(lp, gap=1e-6, seconds=min(max(self.seconds, 1.0), 5.0))
            if not answer.has_values or answer.objective >= self.value - 1e-9:
                return
            chosen = {key: round(x.varValue or 0.0) for key, x in times.items() if (x.varValue or 0.0) > 0.5}
            menu = in_order(self.method, chosen)
            if menu is not None:
                self.best = menu
                self.value = signed(self.tier, self.method.value(self.tier.quantity, menu))
                return
            cuts.append(self.cut(chosen, len(cuts)))

    def improve(self, times: dict[tuple[int, str], float]) -> None:
        """A better plan from the dishes that the fractional master serves, by the week's own model."""
        allowed = {
            (day.index, dish)
            for (c, key), x in times.items()
            if x > 1e-6
            for dish in self.classes[c].columns[key].menu
            for day in self.classes[c].days
        }
        t=time.monotonic()
        menu = self.method.week.among(allowed, self.tier, self.locks, self.value, min(20.0, self.seconds))
        print("improve", len(allowed), time.monotonic()-t, self.value, menu and self.method.value(self.tier.quantity, menu))
        if menu is not None:
            self.best, self.value = menu, signed(self.tier, self.method.value(self.tier.quantity, menu))

    def cut(self, chosen: dict[tuple[int, str], int], number: int) -> Coupling:
        """Not exactly these day menus again: no order of the days suits them."""
        raise NotImplementedError

    def most_fractional(self, times: dict[tuple[int, str], float]) -> tuple[Coupling, Coupling] | None:
        """The branches on the dish whose number of days in a class is furthest from whole, or None."""
        served: dict[tuple[int, str], float] = {}
        for (c, key), x in times.items():
            for dish in self.classes[c].columns[key].menu:
                served[c, dish] = served.get((c, dish), 0.0) + x
        distance, place = max(
            ((abs(x - round(x)), (c, i)) for (c, i), x in served.items()), default=(0.0, (0, ""))
        )
        if distance < 1e-6:
            return None
        c, dish = place
        day = self.classes[c].days[0].index
        y = Expression([(self.classes[c].ruled.model.y[day, dish], 1.0)])
        per_class = tuple(y if k == c else None for k in range(len(self.classes)))
        whole = math.floor(served[place])
        return (
            Coupling(f"at_least_{whole + 1}_{c}_{dish}", pulp.LpConstraintGE, whole + 1, per_class),
            Coupling(f"at_most_{whole}_{c}_{dish}", pulp.LpConstraintLE, whole, per_class),
        )


def like_days(problem: PlanningProblem) -> list[tuple[Day, ...]]:
    """The days in classes that no rule tells apart: same calendar week, named by the same rules."""
    classes: dict[tuple[object, ...], list[Day]] = {}
    for day in problem.days:
        named = tuple(
            day.is_in(days)
            for rule in problem.rules
            for days in (rule.days, getattr(rule, "only_on", ()), getattr(rule, "never_on", ()))
            if days
        )
        classes.setdefault((day.week, *named), []).append(day)
    return [tuple(days) for days in classes.values()]


def _between(a: Prices, b: Prices) -> Prices:
    """Half way: prices that do not jump make the bound rise steadily (Wentges)."""
    return {name: 0.5 * a.get(name, 0.0) + 0.5 * price for name, price in b.items()}
