"""What a plan's cost rests on: the age and quality of the prices it was made with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kagemi.domain.plan import Plan
from kagemi.report.menu import Menu


@dataclass(frozen=True)
class PriceBasis:
    """`share` of the cost by quality of the price (official, press, estimate), and the span of their dates."""

    share: Mapping[str, float]
    oldest: date
    newest: date


def price_basis(plan: Plan) -> PriceBasis | None:
    """Weigh each price by what is spent on its food; None if the plan holds no prices or costs nothing."""
    spent: dict[str, float] = {}
    menu = Menu(plan.problem, plan.servings)
    for group in plan.problem.groups:
        for line in menu.lines(plan.problem.days):
            portions = group.headcount * line.portion(group.id)
            for food, grams in line.dish.gross_g.items():
                if food in plan.prices:
                    rupiah = portions * grams * plan.prices[food].idr_per_gram
                    spent[food] = spent.get(food, 0.0) + rupiah
    total = sum(spent.values())
    if not total:
        return None
    share: dict[str, float] = {}
    for food, rupiah in spent.items():
        quality = plan.prices[food].quality
        share[quality] = share.get(quality, 0.0) + rupiah / total
    dates = [plan.prices[food].date for food in spent]
    return PriceBasis(share, min(dates), max(dates))
