"""Cooking takes food out of stock: which lots, and what is still needed after it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from kagemi.domain.purchase import Draw, Need, OrderLine
from kagemi.domain.stock import Lot, LotBalance, Movement, Place, oldest_first

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
) -> tuple[tuple[Draw, ...], tuple[Need, ...]]:
    """What is taken for the needs, in whole grams, the oldest lots first, and what was not there.

    Food that comes in after a day is not cooked on it.
    """
    order = oldest_first(lots)
    left = {b.lot.id: b.grams for b in order}
    draws, short = [], []
    for need in wanted:
        missing = round(need.grams)
        for balance in order:
            usable = balance.lot.food == need.food and balance.usable(need.day)
            taken = min(missing, left[balance.lot.id]) if usable else 0
            if taken:
                draws.append(Draw(balance.lot.id, need.food, need.day, taken))
                left[balance.lot.id] -= taken
                missing -= taken
        if missing:
            short.append(replace(need, grams=missing))
    return tuple(draws), tuple(short)


def expected(line: OrderLine, number: int, place: Place = "dry", use_before: date | None = None) -> LotBalance:
    """What is still to come of an order as the lot that it will be."""
    lot = Lot(line.food, line.supplier, line.deliver_on, place, use_before, id=number)
    return LotBalance(lot, round(line.grams))


def after_cooking(
    lots: Iterable[LotBalance], coming: Iterable[LotBalance], earlier: Iterable[Need]
) -> tuple[tuple[LotBalance, ...], tuple[Draw, ...]]:
    """What earlier days leave of the lots and of what is to come, and what they take of the latter.

    They take what comes for them first, then what lies in stock. The numbers of all lots differ.
    """
    there, ordered = tuple(lots), tuple(coming)
    of_orders, short = take_oldest(earlier, ordered)
    of_stock, _ = take_oldest(short, there)
    return without((*there, *ordered), (*of_orders, *of_stock)), of_orders


def without(lots: Iterable[LotBalance], draws: Iterable[Draw]) -> tuple[LotBalance, ...]:
    """The lots that are not empty after these draws, which are in whole grams."""
    taken: dict[int, int] = {}
    for draw in draws:
        taken[draw.lot] = taken.get(draw.lot, 0) + round(draw.grams)
    left = (replace(b, grams=b.grams - taken.get(b.lot.id, 0)) for b in lots)
    return tuple(b for b in left if b.grams > 0)
