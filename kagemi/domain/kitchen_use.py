"""Cooking takes food out of stock: which lots, and what is still needed after it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from kagemi.domain.purchase import Need
from kagemi.domain.stock import LotBalance, Movement, oldest_first

Used = Mapping[tuple[str, date], int]
"""(Food, day) -> gross grams that were cooked."""


def used_by_day(movements: Iterable[Movement], lots: Iterable[LotBalance]) -> Used:
    """(Food, day) -> grams that were cooked, corrections counted on the day of what they correct."""
    foods = {b.lot.id: b.lot.food for b in lots}
    ledger = {m.id: m for m in movements}
    used: dict[tuple[str, date], int] = {}
    for movement in ledger.values():
        meant = ledger[movement.corrects] if movement.corrects is not None else movement
        if meant.kind == "used":
            key = (foods[meant.lot], meant.moved_on)
            used[key] = used.get(key, 0) - movement.grams
    return used


def outstanding(wanted: Iterable[Need], used: Used) -> tuple[Need, ...]:
    """Needs without what was cooked already."""
    left = (replace(n, grams=n.grams - used.get((n.food, n.day), 0)) for n in wanted)
    return tuple(n for n in left if n.grams > 0)


def take_oldest(
    wanted: Iterable[Need], lots: Iterable[LotBalance]
) -> tuple[list[tuple[int, int]], tuple[Need, ...]]:
    """(Lot, grams) taken for the needs, the oldest lots first, and what was not there."""
    left = {b.lot.id: b.grams for b in lots}
    order = oldest_first(lots)
    draws, short = [], []
    for need in wanted:
        missing = round(need.grams)
        for balance in order:
            usable = balance.lot.food == need.food and balance.usable(need.day)
            taken = min(missing, left[balance.lot.id]) if usable else 0
            if taken:
                draws.append((balance.lot.id, taken))
                left[balance.lot.id] -= taken
                missing -= taken
        if missing:
            short.append(replace(need, grams=missing))
    return draws, tuple(short)
