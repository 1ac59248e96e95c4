"""What prices may do to a plan's cost: its range, whether budgets hold, and which price breaks them first.

All prices move about today's; what a plan buys stays as it is. Money is rupiah of one child's tray on one day.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from kagemi.domain.plan import Plan, Serving
from kagemi.domain.price_range import PriceRange
from kagemi.domain.problem import Day, Group, PlanningProblem
from kagemi.domain.rules import Budget
from kagemi.report.menu import Menu
from kagemi.report.totals import cost_per_portion

Grams = Mapping[str, float]
"""Food id -> gross grams bought for one portion, the mean over children and days."""


@dataclass(frozen=True)
class CostRange:
    """The cost with all prices low, as today, and all high."""

    low: float
    today: float
    high: float


@dataclass(frozen=True)
class BudgetRisk:
    """A budget over one span of days: its limit, the cost's range, and the share of draws in which it holds.

    `breaks_at_pct`: the rise of all prices together at which it breaks; None if nothing is spent.
    """

    rule: str
    soft: bool
    days: tuple[int, ...]
    limit_idr: float
    cost: CostRange
    holds: float
    breaks_at_pct: float | None


@dataclass(frozen=True)
class FoodRisk:
    """What the price of one food can do, the other prices being as today.

    `swing_idr`: what its way from low to high makes of the plan's cost. `breaks_at_pct`: the rise at which the
    first budget breaks, of the rule `budget`; 0 or less if it is broken today, None if no budget buys the food.
    """

    food: str
    cost_idr: float
    low_pct: float
    high_pct: float
    is_assumed: bool
    swing_idr: float
    breaks_at_pct: float | None
    budget: str

    @property
    def is_within_reach(self) -> bool:
        """True if the budget breaks before the price is at its high end."""
        return self.breaks_at_pct is not None and self.breaks_at_pct < self.high_pct


@dataclass(frozen=True)
class PriceRisk:
    """The answer; `holds` (share of draws in which every budget holds) is None where there is no budget.

    `likely`: the costs that one draw in twenty is below, and above. `assumed_share`: the share of the cost that
    is spent on foods whose range is assumed in part or whole.
    """

    cost: CostRange
    likely: tuple[float, float]
    budgets: tuple[BudgetRisk, ...]
    holds: float | None
    standard_error: float | None
    samples: int
    seed: int
    assumed_share: float
    foods: tuple[FoodRisk, ...]


@dataclass(frozen=True)
class _Basket:
    """What is bought for a portion of some days: its cost today, and grams of the foods whose prices move."""

    today: float
    grams: Grams

    def cost(self, prices: Mapping[str, float], ranges: Mapping[str, PriceRange]) -> float:
        """The cost at other prices (rupiah per gram)."""
        return self.today + sum(g * (prices[f] - ranges[f].today) for f, g in self.grams.items())

    def range(self, ranges: Mapping[str, PriceRange]) -> CostRange:
        """The cost at the low and the high ends."""
        low = self.cost({f: r.low for f, r in ranges.items()}, ranges)
        return CostRange(low, self.today, self.cost({f: r.high for f, r in ranges.items()}, ranges))


@dataclass(frozen=True)
class _Limit:
    rule: Budget
    days: tuple[int, ...]
    basket: _Basket

    def holds(self, cost: float) -> bool:
        """As in the check of rules: a millionth is no breach."""
        return cost <= self.rule.max.value * (1 + 1e-6)

    def risk(self, ranges: Mapping[str, PriceRange], holds: float) -> BudgetRisk:
        """What the ranges do to it."""
        limit, today = self.rule.max.value, self.basket.today
        breaks = 100 * (limit - today) / today if today else None
        cost = self.basket.range(ranges)
        return BudgetRisk(self.rule.name, self.rule.soft, self.days, limit, cost, holds, breaks)


def price_risk(plan: Plan, ranges: Mapping[str, PriceRange], *, samples: int, seed: int) -> PriceRisk:
    """What the ranges of prices may do to the plan; the same seed gives the same answer."""
    menu = Menu(plan.problem, plan.servings)
    whole = _basket(menu, plan.problem.days, plan.problem.groups, (), ranges)
    limits = tuple(_limits(menu, ranges))
    costs, held = _draw(whole, limits, ranges, samples, seed)
    holds = sum(all(h) for h in held) / samples
    spent = {f: g * ranges[f].today for f, g in whole.grams.items()}
    assumed = sum(idr for f, idr in spent.items() if ranges[f].is_assumed)
    return PriceRisk(
        cost=whole.range(ranges),
        likely=(_quantile(costs, 0.05), _quantile(costs, 0.95)),
        budgets=tuple(x.risk(ranges, sum(h[n] for h in held) / samples) for n, x in enumerate(limits)),
        holds=holds if limits else None,
        standard_error=math.sqrt(holds * (1 - holds) / samples) if limits else None,
        samples=samples,
        seed=seed,
        assumed_share=assumed / whole.today if whole.today else 0.0,
        foods=_ranked(whole, limits, ranges),
    )


def worst_case(
    problem: PlanningProblem, servings: tuple[Serving, ...], ranges: Mapping[str, PriceRange], deviations: int
) -> CostRange:
    """The cost when at most so many prices reach their end at once, the others being as today.

    `high`: those prices rise that cost most; `low`: those fall that save most. The sum of the largest
    differences is the worst of all choices, because each price moves by itself.
    """
    basket = _basket(Menu(problem, servings), problem.days, problem.groups, (), ranges)
    up = sorted((g * ranges[f].rise for f, g in basket.grams.items()), reverse=True)[:deviations]
    down = sorted((g * (ranges[f].today - ranges[f].low) for f, g in basket.grams.items()), reverse=True)
    return CostRange(basket.today - sum(down[:deviations]), basket.today, basket.today + sum(up))


def _basket(
    menu: Menu,
    days: Sequence[Day],
    groups: Sequence[Group],
    slots: tuple[str, ...],
    ranges: Mapping[str, PriceRange],
) -> _Basket:
    """Sum over lines and groups of headcount x portion x gross grams, per child and day."""
    grams: dict[str, float] = {}
    portions = sum(g.headcount for g in groups) * len(days)
    for line in menu.lines(days, slots):
        share = sum(g.headcount * line.portion(g.id) for g in groups) / portions
        for food, gross in line.dish.gross_g.items():
            if food in ranges and share > 0:
                grams[food] = grams.get(food, 0.0) + share * gross
    return _Basket(cost_per_portion(menu, days, groups, slots), dict(sorted(grams.items())))


def _limits(menu: Menu, ranges: Mapping[str, PriceRange]) -> list[_Limit]:
    return [
        _Limit(
            rule,
            tuple(d.index for d in days),
            _basket(menu, days, menu.groups(rule.groups), rule.slots, ranges),
        )
        for rule in menu.problem.rules
        if isinstance(rule, Budget)
        for days in menu.spans(rule.over, rule.days)
    ]


def _draw(
    whole: _Basket, limits: Sequence[_Limit], ranges: Mapping[str, PriceRange], samples: int, seed: int
) -> tuple[list[float], list[list[bool]]]:
    """Draw every price by itself from a triangle low - today - high: the plan's costs, which limits hold."""
    random = Random(seed)
    foods = sorted(set(whole.grams).union(*(x.basket.grams for x in limits)))
    costs, held = [], []
    for _ in range(samples):
        prices = {f: random.triangular(ranges[f].low, ranges[f].high, ranges[f].today) for f in foods}
        costs.append(whole.cost(prices, ranges))
        held.append([x.holds(x.basket.cost(prices, ranges)) for x in limits])
    return costs, held


def _quantile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _ranked(whole: _Basket, limits: Sequence[_Limit], ranges: Mapping[str, PriceRange]) -> tuple[FoodRisk, ...]:
    """First to break a budget first, then by swing."""
    found = []
    for food, grams in whole.grams.items():
        r = ranges[food]
        low, high = r.swing_pct
        breaks, budget = _breaks(food, limits, r.today)
        risk = FoodRisk(
            food, grams * r.today, low, high, r.is_assumed, grams * (r.high - r.low), breaks, budget
        )
        found.append(risk)
    return tuple(sorted(found, key=lambda x: (_or_never(x.breaks_at_pct), -x.swing_idr, x.food)))


def _or_never(pct: float | None) -> float:
    return math.inf if pct is None else pct


def _breaks(food: str, limits: Sequence[_Limit], today: float) -> tuple[float | None, str]:
    """Min over budgets of 100 (limit - cost) / (cost of the food): the rise at which the first one breaks."""
    rises = [
        (100 * (x.rule.max.value - x.basket.today) / spent, x.rule.name)
        for x in limits
        if (spent := x.basket.grams.get(food, 0.0) * today) > 0
    ]
    return min(rises) if rises else (None, "")
