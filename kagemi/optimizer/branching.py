"""Branch and price: finds day menus by their reduced cost, proves a bound, and branches where it must.

With dual prices pi of the couplings r, each class of days prices its best day menu, and Lagrange's bound is

    sum_r pi[r] b[r]  +  sum_c n[c] min_{day menus of c} (objective - sum_r pi[r] row[r])

Where the best master is fractional, the search branches on how often a class serves a dish, best bound first.
"""

import heapq
import itertools
import math
import time
from dataclasses import dataclass, field

import pulp

from kagemi.domain.problem import Tier
from kagemi.optimizer.direct import DirectMethod
from kagemi.optimizer.master import Aim, Column, Coupling, DayClass, Master, Times, master_program
from kagemi.optimizer.model import Expression
from kagemi.optimizer.objective import to_minimise
from kagemi.optimizer.ordering import in_order
from kagemi.optimizer.ruled import evaluate
from kagemi.optimizer.solve import Answer, Effort, Values
from kagemi.optimizer.tiers import Lock, Menu, Progress, TierAnswer, signed

Prices = dict[str, float]
"""Coupling -> dual price."""
START, LOOSE, TIGHT = 0.02, 0.05, 0.3
"""How exactly day menus are priced: at first in parts of the objective's size, then in parts of the open gap,
at last in parts of the gap that is asked for."""
FEASIBLE = 1e-7
"""Misses of the master, in parts of the rows' bounds, that are the solver's own tolerance."""
NODES = 300
"""Nodes of the week's own model in the search for a better plan among promising dishes."""
CANDIDATES = 8
"""Dishes that are tried out before the search branches on one of them."""
ORDERS_TRIED = 30
"""Choices of day menus that are tried in vain before the search goes on without an order."""


@dataclass(order=True)
class Node:
    """A part of the search: its bound and its branches; of equal bounds the lower number comes first."""

    bound: float
    number: int
    branches: tuple[Coupling, ...] = field(compare=False)


@dataclass(frozen=True)
class Priced:
    """What pricing found: Lagrange's bound and the new day menus, by class."""

    bound: float
    fresh: tuple[tuple[int, Column], ...] = ()


class Search:
    """The search for one tier, within the locks of the tiers before it, until `end` (monotonic seconds)."""

    def __init__(
        self,
        classes: tuple[DayClass, ...],
        couplings: tuple[Coupling, ...],
        ordered: tuple[str, ...],
        week: DirectMethod,
        tier: Tier,
        locks: tuple[Lock, ...],
        gap: float,
        end: float,
        progress: Progress,
    ) -> None:
        self.classes = classes
        self.ordered = ordered
        self.week = week
        self.solver = week.solver
        self.tier = tier
        self.locks = locks
        self.gap = max(gap, 1e-7)
        self.end = end
        self.progress = progress
        is_shortfall = tier.quantity == "shortfall"
        self.aim = Aim(f"{tier.sense} {tier.quantity}", self._per_class(tier), is_shortfall)
        self.floor = 0.0 if is_shortfall else -math.inf  # nothing falls short by less than nothing
        self.couplings = (*couplings, *(self._coupling(lock) for lock in locks))
        self.best: Menu | None = None
        self.value = math.inf
        self.proven = -math.inf
        self.promising: set[tuple[int, str]] = set()  # (day, dish)
        self.tried = 0  # how many of them there were when `improve` last looked

    def _per_class(self, tier: Tier) -> tuple[Expression, ...]:
        return tuple(to_minimise(tier, c.ruled) for c in self.classes)

    def _coupling(self, lock: Lock) -> Coupling:
        of_shortfall = lock.tier.quantity == "shortfall"
        left = self._per_class(lock.tier)
        return Coupling(lock.name, pulp.LpConstraintLE, lock.at_most, left, locks_shortfall=of_shortfall)

    @property
    def seconds(self) -> float:
        """Time left; none once somebody asked to stop."""
        return 0.0 if self.solver.stop.asked else self.end - time.monotonic()

    @property
    def enough(self) -> float:
        """A bound from here on proves the best plan to be within the gap."""
        return self.value - self.gap * abs(self.value) if self.best is not None else math.inf

    # the tree

    def run(self, known: TierAnswer) -> TierAnswer:
        """Search until the gap is proven or time is over, from a menu and a bound that may be known."""
        self.proven = known.answer.bound
        if known.menu is not None:
            self.keep(known.menu)
        start = self.week.relaxed(self.tier, self.locks, self.seconds)
        if start.status == "infeasible":
            return TierAnswer(start, None)
        center = {c.name: c.allowed(start.duals.get(c.name, 0.0)) for c in self.couplings}
        numbers = itertools.count()
        nodes = [Node(self.floor, next(numbers), ())]
        closed = math.inf  # the least bound of the parts that are done with
        while nodes and self.seconds > 0 and nodes[0].bound < self.enough:
            node = heapq.heappop(nodes)
            bound, times = self.generate(node, center if not node.branches else {})
            bound = max(bound, node.bound)
            if bound < math.inf:
                self.complete(node.branches)
            if bound < self.enough:
                self.improve(times)
            branches = self.branches(node, times) if bound < self.enough else ()
            for branch in branches:
                heapq.heappush(nodes, Node(bound, next(numbers), (*node.branches, branch)))
            if not branches:
                closed = min(closed, bound)
            self.proven = max(self.proven, min([closed, self.value, *(n.bound for n in nodes)]))
        bound = min([closed, self.value, *(n.bound for n in nodes)])
        return self._answer(max(bound, min(self.proven, self.value)))

    def tell(self, bound: float) -> None:
        """Progress: the best plan's value, infinite if there is none, and what is proven of the whole tree."""
        bound = max(bound, self.proven)
        self.progress(self.tier.quantity, signed(self.tier, self.value), signed(self.tier, bound))

    def _answer(self, bound: float) -> TierAnswer:
        if self.best is None:
            return TierAnswer(Answer("infeasible" if bound == math.inf else "no_answer", bound=bound), None)
        proven = bound >= self.enough - 1e-12
        return TierAnswer(Answer("optimal" if proven else "feasible", self.value, bound), self.best)

    def branches(self, node: Node, times: Times) -> tuple[Coupling, ...]:
        """More or fewer days with a dish that the master serves fractionally; none if there is no such dish.

        Of the likeliest dishes it is the one whose branches raise the master of the known day menus most.
        """
        served: dict[tuple[int, str], float] = {}
        for (c, key), x in times.items():
            for dish in self.classes[c].columns[key].menu:
                served[c, dish] = served.get((c, dish), 0.0) + x
        distance = {place: abs(x - round(x)) for place, x in served.items() if abs(x - round(x)) > 1e-6}
        likely = sorted(distance, key=lambda place: (-distance[place], place))[:CANDIDATES]
        if not likely:
            return ()
        master = master_program(self.classes, (*self.couplings, *node.branches), self.aim, whole=False)
        pairs = [self._pair(c, dish, math.floor(served[c, dish])) for c, dish in likely]
        return max(pairs, key=lambda pair: min(self._raised(master, branch) for branch in pair))

    def _pair(self, c: int, dish: str, days: int) -> tuple[Coupling, Coupling]:
        y = Expression([(self.classes[c].ruled.model.y[self.classes[c].days[0].index, dish], 1.0)])
        left = tuple(y if k == c else None for k in range(len(self.classes)))
        return (
            Coupling(f"more_than_{days}_{c}_{dish}", pulp.LpConstraintGE, days + 1, left),
            Coupling(f"at_most_{days}_{c}_{dish}", pulp.LpConstraintLE, days, left),
        )

    def _raised(self, master: Master, branch: Coupling) -> float:
        """The master's value with a branch; infinite if the known day menus cannot fill it."""
        terms = []
        for (c, key), x in master.times.items():
            left = branch.per_class[c]
            if left is not None and (amount := self.classes[c].columns[key].part(branch.name, left)):
                terms.append((x, amount))
        lp = master.lp.copy()
        lp += pulp.LpConstraint(Expression(terms), branch.sense, branch.name, branch.right)
        answer = self.solver.solve(lp)
        return answer.objective if answer.has_values else math.inf

    # column generation

    def generate(self, node: Node, center: Prices) -> tuple[float, Times]:
        """Price day menus, from the prices `center` on, until the node's bound is tight or good enough.

        Returns the bound (infinite: the branches leave no plan) and how often the fractional master serves each
        day menu.
        """
        couplings = (*self.couplings, *node.branches)
        if not node.branches:
            self.price(couplings, center, START * self.scale(), self.aim)
        aim: Aim | None = None  # first make the master feasible
        best, tolerance, times = self.floor, math.inf, {}
        while self.seconds > 0:
            master = master_program(self.classes, couplings, aim, whole=False)
            answer = self.solver.solve(master.lp, seconds=self.seconds)
            if not answer.has_values:
                break
            if aim is None and answer.objective < FEASIBLE:
                aim, best = self.aim, self.floor
                continue
            times = master.solved() if aim else {}
            goal = TIGHT * self.gap * max(abs(answer.objective), 1e-6)
            loose = LOOSE * min(answer.objective - best, abs(answer.objective) + 1)
            tolerance = max(goal, min(tolerance, loose))
            priced, prices, settled = self.look(couplings, center if aim else {}, answer, tolerance, aim)
            if priced.bound > best:
                best, center = priced.bound, prices
            self.tell(best if aim and not node.branches else -math.inf)
            if aim is None and best > FEASIBLE:
                return math.inf, {}
            tight = answer.objective - best <= goal or (settled and tolerance <= goal)
            if (tight or best >= self.enough) and (aim or settled):
                break
            if settled:
                tolerance = max(goal, tolerance / 4)
        return (best if aim else self.floor), times

    def look(
        self, couplings: tuple[Coupling, ...], center: Prices, master: Answer, tolerance: float, aim: Aim | None
    ) -> tuple[Priced, Prices, bool]:
        """Price half way to the master's prices, and at them if that brings nothing that improves the master.

        Returns what was found, the prices of the better bound, and whether nothing new was found at all.
        """
        prices = {c.name: c.allowed(master.duals[c.name]) for c in couplings}
        reduced = [self.reduced(c, couplings, prices, aim) for c in range(len(self.classes))]
        middle = _between(center, prices)
        first = self.price(couplings, middle, tolerance / self.days, aim)
        improving = [
            x for c, x in first.fresh if evaluate(reduced[c], x.values) < master.duals[f"days_{c}"] - 1e-9
        ]
        if improving or first.bound == math.inf:
            return first, middle, False
        second = self.price(couplings, prices, tolerance / self.days, aim)
        better = (second, prices) if second.bound >= first.bound else (first, middle)
        return *better, not second.fresh

    @property
    def days(self) -> int:
        """All days of the plan."""
        return sum(len(c.days) for c in self.classes)

    def scale(self) -> float:
        """A rough size of the objective, for the first, loose pricing."""
        return float(max([1e-3, *(abs(a) for e in self.aim.per_class for a in e.values())]))

    def reduced(self, c: int, couplings: tuple[Coupling, ...], prices: Prices, aim: Aim | None) -> Expression:
        """The reduced cost of a day menu of class c, in the day's variables."""
        reduced = Expression(aim.per_class[c]) if aim else Expression()
        for coupling in couplings:
            left, price = coupling.per_class[c], prices.get(coupling.name, 0.0)
            if left is not None and price:
                for variable, amount in left.items():
                    reduced.addterm(variable, -price * amount)
        return reduced

    def price(self, couplings: tuple[Coupling, ...], prices: Prices, within: float, aim: Aim | None) -> Priced:
        """Find the day menu of least reduced cost in each class, to `within`, all classes side by side."""
        lps, starts = [], []
        for c, day_class in enumerate(self.classes):
            reduced = self.reduced(c, couplings, prices, aim)
            day_class.ruled.model.lp.setObjective(reduced)
            lps.append(day_class.ruled.model.lp)
            starts.append(_least(reduced, day_class))
        answers = self.solver.solve_all(lps, Effort(within=within, seconds=self.seconds), starts)
        bound = sum(prices.get(c.name, 0.0) * c.right for c in couplings)
        fresh: list[tuple[int, Column]] = []
        for c, (day_class, answer) in enumerate(zip(self.classes, answers, strict=True)):
            if answer.status == "infeasible":
                return Priced(math.inf)
            bound += len(day_class.days) * answer.bound
            if answer.has_values:
                added = [day_class.add(menu) for menu in day_class.menus(answer)]
                fresh += [(c, column) for column in added if column]
        return Priced(bound, tuple(fresh))

    # whole plans

    def complete(self, branches: tuple[Coupling, ...]) -> None:
        """Keep the best plan of whole day menus known so far that some order of the days suits."""
        cuts: list[dict[tuple[int, str], int]] = []
        while len(cuts) < ORDERS_TRIED:
            master = master_program(self.classes, (*self.couplings, *branches), self.aim, whole=True)
            lp = master.lp
            for n, chosen in enumerate(cuts):
                lp += (
                    pulp.lpSum(master.times[key] for key in chosen) <= sum(chosen.values()) - 1,
                    f"not_again_{n}",
                )
            answer = self.solver.solve(lp, gap=1e-6, seconds=min(max(self.seconds, 1.0), 5.0))
            if not answer.has_values or answer.objective >= self.value - 1e-9:
                return
            chosen = {key: round(x) for key, x in master.solved().items() if x > 0.5}
            menu = in_order(self.classes, chosen, self.week, self.ordered)
            if menu is not None and self.keep(menu):
                return
            cuts.append(chosen)

    def keep(self, menu: Menu) -> bool:
        """Make it the best plan if it keeps the locks and is better; False if it does not keep them."""
        for lock in self.locks:
            if signed(lock.tier, self.week.value(lock.tier.quantity, menu)) > lock.at_most + 1e-7:
                return False
        value = signed(self.tier, self.week.value(self.tier.quantity, menu))
        if value < self.value:
            self.best, self.value = menu, value
        return True

    def improve(self, times: Times) -> None:
        """Look for a better plan among the dishes of the fractional master, in the week's own model."""
        self.promising |= {
            (day.index, dish)
            for c, key in times
            for dish in self.classes[c].columns[key].menu
            for day in self.classes[c].days
        }
        if len(self.promising) < 1.15 * self.tried:
            return
        self.tried = len(self.promising)
        below = self.value - 0.1 * self.gap * abs(self.value) if self.best is not None else math.inf
        menu = self.week.among(self.promising, self.tier, self.locks, below, NODES, self.seconds / 4)
        if menu is not None:
            self.keep(menu)


def _least(reduced: Expression, day_class: DayClass) -> Values:
    """The known day menu of least reduced cost: a start for the solver."""
    columns = day_class.columns.values()
    return min(columns, key=lambda x: evaluate(reduced, x.values)).values if columns else {}


def _between(a: Prices, b: Prices) -> Prices:
    """Half way: prices that do not jump make the bound rise steadily (Wentges)."""
    return {name: 0.5 * a.get(name, price) + 0.5 * price for name, price in b.items()}
