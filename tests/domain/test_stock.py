"""Lots: which come first, how long they last, and what a stock taking says of several."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from kagemi.domain.stock import Lot, LotBalance, oldest_first, share_out
from tests.build import MONDAY


def lot(number: int, grams: int = 1000, *, use_before: date | None = None, came: int = 0) -> LotBalance:
    received = MONDAY + timedelta(days=came)
    return LotBalance(Lot("tuna", "", received, "freezer", use_before, id=number), grams)


def test_lots_come_by_their_last_day_then_by_the_day_they_came() -> None:
    keeps, old, new = lot(1), lot(2, use_before=MONDAY), lot(3, use_before=MONDAY, came=-1)
    assert [b.lot.id for b in oldest_first([keeps, old, new])] == [3, 2, 1]


def test_the_last_day_itself_is_a_day_to_cook_on() -> None:
    balance = lot(1, use_before=MONDAY)
    assert balance.days_left(MONDAY) == 0
    assert balance.usable(MONDAY)
    assert not balance.usable(MONDAY + timedelta(days=1))


def test_what_keeps_has_no_last_day() -> None:
    assert lot(1).days_left(MONDAY) is None
    assert lot(1).usable(date.max)


def test_an_empty_lot_is_not_usable() -> None:
    assert not lot(1, grams=0).usable(MONDAY)


@settings(derandomize=True)
@given(st.lists(st.integers(0, 5000), min_size=1, max_size=5), st.integers(0, 30_000))
def test_after_a_count_the_lots_hold_what_was_found_and_none_less_than_nothing(
    held: list[int], found: int
) -> None:
    lots = [lot(n, grams) for n, grams in enumerate(held)]
    shares = share_out(found - sum(held), lots)
    after = [grams + shares.get(n, 0) for n, grams in enumerate(held)]
    assert sum(after) == found
    assert min(after) >= 0
