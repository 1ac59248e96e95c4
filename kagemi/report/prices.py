"""What a cost rests on: the age and quality of the prices it was reckoned with."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from kagemi.domain.food import Price
from kagemi.domain.plan import Plan
from kagemi.report.menu import Menu


@dataclass(frozen=True)
class PriceBasis:
    """`share` of the cost by quality of the price (quote, official, ...), and the span of their dates."""

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
    return weighed((plan.prices[food], rupiah) for food, rupiah in spent.items())


def weighed(spent: Iterable[tuple[Price, float]]) -> PriceBasis | None:
    """Prices, weighed by the rupiah that are spent at them; None if nothing is."""
    known = tuple(spent)
    total = sum(rupiah for _, rupiah in known)
    if not total:
        return None
    share: dict[str, float] = {}
    for price, rupiah in known:
        share[price.quality] = share.get(price.quality, 0.0) + rupiah / total
    dates = [price.date for price, _ in known]
    return PriceBasis(share, min(dates), max(dates))
