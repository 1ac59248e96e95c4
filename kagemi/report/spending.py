"""What was paid, on the days that it was for: food comes in before it is cooked."""

import math
from collections.abc import Iterable, Sequence
from datetime import date

from kagemi.domain.history import Payment
from kagemi.domain.purchase import Need


def paid_by_day(payments: Iterable[Payment], needs: Iterable[Need]) -> dict[date, int]:
    """Date -> rupiah paid for what was cooked on it.

    A payment is spread over its days by how much of the food the plans need on each; where they need none of it
    (any more), evenly over the days on which something is cooked, and without any on its first day.
    """
    by_food: dict[str, dict[date, float]] = {}
    cooked: set[date] = set()
    for need in needs:
        own = by_food.setdefault(need.food, {})
        own[need.day] = own.get(need.day, 0.0) + need.grams
        cooked.add(need.day)
    paid: dict[date, int] = {}
    for each in payments:
        grams = [(d, g) for d, g in sorted(by_food.get(each.food, {}).items()) if _is_in(d, each)]
        evenly = [(d, 1.0) for d in sorted(cooked) if _is_in(d, each)]
        for day, rupiah in _shares(each.paid_idr, grams or evenly or [(each.first_day, 1.0)]):
            paid[day] = paid.get(day, 0) + rupiah
    return paid


def _is_in(day: date, payment: Payment) -> bool:
    return payment.first_day <= day <= payment.last_day


def _shares(rupiah: int, weights: Sequence[tuple[date, float]]) -> Iterable[tuple[date, int]]:
    """Whole rupiah of each day, which add up to all."""
    whole = math.fsum(w for _, w in weights)
    so_far, given = 0.0, 0
    for day, weight in weights:
        so_far += weight
        upto = round(rupiah * min(1.0, so_far / whole))
        yield day, upto - given
        given = upto
