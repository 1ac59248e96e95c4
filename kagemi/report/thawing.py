"""What is cooked out of stock, lot by lot, so that a kitchen knows what to thaw."""

from collections.abc import Iterable
from datetime import date

from kagemi.domain.purchase import Draw, Need
from kagemi.domain.stock import LotBalance, oldest_first


def stock_draws(needs: Iterable[Need], stock: Iterable[LotBalance], today: date) -> tuple[Draw, ...]:
    """What the needs of today and later take out of stock, day after day, as far as it lasts.

    Of each food the lot that has to be cooked first goes first, wherever it lies.
    """
    lots = [balance for balance in oldest_first(stock) if balance.grams > 0]
    left = {balance.lot.id: float(balance.grams) for balance in lots}
    draws = []
    for need in sorted(needs, key=lambda n: (n.day, n.food)):
        wanted = need.grams if need.day >= today else 0.0
        for balance in lots:
            if balance.lot.food != need.food or balance.lot.received_on > need.day:
                continue
            taken = min(wanted, left[balance.lot.id]) if balance.usable(need.day) else 0.0
            if taken > 0:
                left[balance.lot.id] -= taken
                wanted -= taken
                draws.append(Draw(balance.lot.id, need.food, need.day, taken))
    return tuple(draws)


def to_thaw(draws: Iterable[Draw], stock: Iterable[LotBalance]) -> dict[date, tuple[tuple[str, float], ...]]:
    """Day of cooking -> food and gross grams that come from the freezer for it."""
    frozen = {balance.lot.id for balance in stock if balance.lot.place == "freezer"}
    grams: dict[date, dict[str, float]] = {}
    for draw in draws:
        if draw.lot in frozen:
            day = grams.setdefault(draw.day, {})
            day[draw.food] = day.get(draw.food, 0.0) + draw.grams
    return {day: tuple(sorted(foods.items())) for day, foods in sorted(grams.items())}
