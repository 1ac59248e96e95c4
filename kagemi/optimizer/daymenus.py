"""Chooses among whole day menus (Dantzig-Wolfe), where the direct model's bound is weak.

Days that all rules treat alike form a class c of n[c] days. The master program (`master`) chooses how often
each known day menu is served; it holds the couplings: rows of rules that reach over several days, settled
tiers, and branches. The model of one day finds new day menus (`branching`). Rows that depend on the order of
the days are settled last, or the choice is cut off (`ordering`).

The same constraint functions write the rows of the day's model and, over the whole week, of the master: a row
that reaches over several days is, in a day's model, what that day adds to it.
"""

import time
from collections import Counter

from kagemi.domain.problem import Day, PlanningProblem, Tier
from kagemi.optimizer.branching import Search
from kagemi.optimizer.direct import DirectMethod
from kagemi.optimizer.master import Coupling, DayClass
from kagemi.optimizer.model import MenuModel
from kagemi.optimizer.ordering import in_order
from kagemi.optimizer.ruled import RuledModel, right_side
from kagemi.optimizer.solve import Solver
from kagemi.optimizer.tiers import Lock, Menu, Progress, TierAnswer, untold

FIRST_NODES, CLOSE = 50, 0.01
"""The direct model begins: so many nodes settle an easy week; within so small a gap it may go on."""


class DayMenuMethod:
    """See the module's docstring; the same interface as the direct method."""

    name = "day_menus"

    def __init__(
        self,
        problem: PlanningProblem,
        solver: Solver,
        progress: Progress = untold,
    ) -> None:
        self.solver = solver
        self.progress = progress
        self.week = DirectMethod(problem, solver, progress)
        self.classes = tuple(
            DayClass(c, days, RuledModel.build(MenuModel(problem, days[:1], f"day_{days[0].index}")))
            for c, days in enumerate(like_days(problem, self.week.ruled))
        )
        self.couplings, self.ordered = self._couplings()

    def _couplings(self) -> tuple[tuple[Coupling, ...], tuple[str, ...]]:
        """Rows over several days that treat all days of a class alike; the names of rows that do not."""
        couplings: list[Coupling] = []
        ordered: list[str] = []
        members = [{d.index for d in c.days} for c in self.classes]
        for name, row in self.week.ruled.rows.items():
            inside = set(row.span.days)
            if len(inside) < 2:
                continue  # in the model of its day
            if all(inside.issuperset(m) or inside.isdisjoint(m) for m in members):
                lefts = [c.ruled.rows[name].constraint if name in c.ruled.rows else None for c in self.classes]
                weight = row.weight if self.week.ruled.rule_of[name].soft else None
                couplings.append(
                    Coupling(name, row.constraint.sense, right_side(row), tuple(lefts), row.scale, weight)
                )
            else:
                ordered.append(name)
        return tuple(couplings), tuple(ordered)

    def optimise(self, tier: Tier, locks: tuple[Lock, ...], gap: float, seconds: float) -> TierAnswer:
        """The direct model's start, branch and price, and the direct model's end, until the gap is proven.

        Easy weeks are settled by the start. What branching on dishes cannot settle (the order of the days, how
        portions are mixed) is left to the direct model, from the menu and the bound that were found.
        """
        end = time.monotonic() + seconds
        known = self.begin(tier, locks, gap, seconds)
        if known.answer.status in ("optimal", "infeasible"):
            return known
        model = (self.classes, self.couplings, self.ordered, self.week)
        found = Search(*model, tier, locks, gap, end, self.progress).run(known)
        if found.answer.status in ("optimal", "infeasible"):
            return found
        return self.week.complete(found, tier, locks, gap, end - time.monotonic())

    def begin(self, tier: Tier, locks: tuple[Lock, ...], gap: float, seconds: float) -> TierAnswer:
        """A first menu and bound by the direct model, which goes on while it is close."""
        end = time.monotonic() + seconds
        known = self.week.optimise(tier, locks, gap, seconds, FIRST_NODES)
        if known.answer.status == "feasible" and known.gap <= CLOSE:
            return self.week.complete(known, tier, locks, gap, (end - time.monotonic()) / 2)
        return known

    def settled(self, menu: Menu) -> Menu:
        """The same day menus in the order that the tie rule prefers (`ordering`)."""
        chosen: dict[tuple[int, str], int] = {}
        for day_class in self.classes:
            for day in day_class.days:
                key = day_class.key({dish: portions for (d, dish), portions in menu.items() if d == day.index})
                chosen[day_class.c, key] = chosen.get((day_class.c, key), 0) + 1
        return in_order(self.classes, chosen, self.week, self.ordered) or menu

    def value(self, quantity_name: str, menu: Menu) -> float:
        """A quantity of a menu, from the week's own model."""
        return self.week.value(quantity_name, menu)


def like_days(problem: PlanningProblem, week: RuledModel) -> list[tuple[Day, ...]]:
    """The days in classes that no rule tells apart: same week, named by the same rules, with the same rows.

    (Windows of several days, cut down to a rule's days, may end as more rows of one day than of another; after
    the days before the plan their bounds are other ones.)
    """
    classes: dict[tuple[object, ...], list[Day]] = {}
    for day in problem.days:
        named = tuple(
            day.is_in(days)
            for rule in problem.rules
            for days in (rule.days, getattr(rule, "only_on", ()), getattr(rule, "never_on", ()))
            if days
        )
        own = Counter(
            (week.rule_of[name].name, right_side(row))
            for name, row in week.rows.items()
            if row.span.days == (day.index,)
        )
        classes.setdefault((day.week, *named, *sorted(own.items())), []).append(day)
    return [tuple(days) for days in classes.values()]
