"""A plan looked at with other prices than it was made with: what changed, and whether its rules still hold."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kagemi.domain.food import Price
from kagemi.domain.plan import Plan
from kagemi.domain.problem import PlanningProblem
from kagemi.report.check import check
from kagemi.report.menu import Menu
from kagemi.report.summary import RuleSummary, summarise_rule
from kagemi.report.totals import cost_per_portion

OF_MONEY = ("budget", "local_share")
"""Kinds of rules that prices decide."""
_SAME = 1e-9


@dataclass(frozen=True)
class PriceChange:
    """A food's price then and now; `effect_idr`: what it makes of the plan's cost of a portion."""

    food: str
    then: Price
    now: Price
    effect_idr: float

    @property
    def ratio(self) -> float | None:
        """The new price over the old one; None if it was free."""
        return self.now.idr_per_gram / self.then.idr_per_gram if self.then.idr_per_gram else None


@dataclass(frozen=True)
class RuleThenAndNow:
    """A rule of money, with the prices of the plan and with those of today."""

    then: RuleSummary
    now: RuleSummary


@dataclass(frozen=True)
class Repriced:
    """A plan at today's prices; costs are rupiah of a portion, the mean over children and days."""

    cost_then: float
    cost_now: float
    changes: tuple[PriceChange, ...]
    """The largest effect first."""
    rules: tuple[RuleThenAndNow, ...]


def reprice(plan: Plan, prices: Mapping[str, Price]) -> Repriced:
    """The same menu at these prices; a food without one keeps the price of the plan."""
    now = {food: prices.get(food, price) for food, price in plan.prices.items()}
    moved = {f for f, p in plan.prices.items() if abs(now[f].idr_per_gram - p.idr_per_gram) > _SAME}
    problem = at_prices(plan, now)
    then, after = (check(p, plan.servings) for p in (plan.problem, problem))
    grams = _grams_a_portion(Menu(plan.problem, plan.servings))
    changes = [
        PriceChange(f, old, now[f], grams.get(f, 0.0) * (now[f].idr_per_gram - old.idr_per_gram))
        for f, old in plan.prices.items()
        if f in moved
    ]
    return Repriced(
        cost_then=cost_per_portion(Menu(plan.problem, plan.servings)),
        cost_now=cost_per_portion(Menu(problem, plan.servings)),
        changes=tuple(sorted(changes, key=lambda c: (-abs(c.effect_idr), c.food))),
        rules=tuple(
            RuleThenAndNow(summarise_rule(rule, then), summarise_rule(rule, after))
            for rule in plan.problem.rules
            if rule.kind in OF_MONEY
        ),
    )


def at_prices(plan: Plan, prices: Mapping[str, Price]) -> PlanningProblem:
    """The plan's problem with these prices: costs of dishes change by what their foods' prices change."""
    dishes = tuple(
        replace(
            dish,
            cost_idr=dish.cost_idr
            + sum(
                grams * (prices[food].idr_per_gram - plan.prices[food].idr_per_gram)
                for food, grams in dish.gross_g.items()
                if food in plan.prices and food in prices
            ),
        )
        for dish in plan.problem.dishes
    )
    foods = {f.id: replace(f, price=prices.get(f.id, f.price)) for f in plan.problem.foods.values()}
    return replace(plan.problem, dishes=dishes, foods=foods)


def _grams_a_portion(menu: Menu) -> dict[str, float]:
    """Food id -> gross grams bought for one portion, the mean over children and days."""
    portions = menu.problem.headcount * len(menu.problem.days)
    grams: dict[str, float] = {}
    for line in menu.lines(menu.problem.days):
        share = sum(g.headcount * line.portion(g.id) for g in menu.problem.groups) / portions
        for food, gross in line.dish.gross_g.items():
            grams[food] = grams.get(food, 0.0) + share * gross
    return grams
