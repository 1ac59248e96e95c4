"""What is cooked out of stock."""

from dataclasses import replace
from datetime import date, timedelta

from kagemi.domain.purchase import Draw, Need
from kagemi.domain.stock import Lot, LotBalance
from kagemi.report.thawing import stock_draws, to_thaw
from tests.build import MONDAY

TUESDAY = MONDAY + timedelta(days=1)
LAST_WEEK = MONDAY - timedelta(days=5)


def lot(
    id: int, grams: int, *, food: str = "tuna", use_before: date | None = None, received: date = LAST_WEEK
) -> LotBalance:
    return LotBalance(Lot(food, "nelayan", received, "freezer", use_before, id=id), grams)


def test_the_lot_that_has_to_be_cooked_first_goes_first_and_days_go_in_order() -> None:
    needs = [Need("tuna", TUESDAY, 3000), Need("tuna", MONDAY, 5000)]
    stock = [lot(1, 4000, use_before=TUESDAY + timedelta(days=9)), lot(2, 4000, use_before=TUESDAY)]
    assert stock_draws(needs, stock, MONDAY) == (
        Draw(2, "tuna", MONDAY, 4000),
        Draw(1, "tuna", MONDAY, 1000),
        Draw(1, "tuna", TUESDAY, 3000),
    )


def test_no_more_is_taken_than_there_is() -> None:
    assert stock_draws([Need("tuna", MONDAY, 9000)], [lot(1, 4000)], MONDAY) == (Draw(1, "tuna", MONDAY, 4000),)


def test_other_foods_lots_past_their_day_and_lots_to_come_stay() -> None:
    stock = [
        lot(1, 4000, food="nila"),
        lot(2, 4000, use_before=MONDAY - timedelta(days=1)),
        lot(3, 4000, received=TUESDAY),
        lot(4, 0),
    ]
    assert stock_draws([Need("tuna", MONDAY, 9000)], stock, MONDAY) == ()


def test_days_gone_by_take_nothing_more() -> None:
    needs = [Need("tuna", MONDAY, 4000), Need("tuna", TUESDAY, 4000)]
    assert stock_draws(needs, [lot(1, 4000)], TUESDAY) == (Draw(1, "tuna", TUESDAY, 4000),)


def test_only_what_lies_in_the_freezer_is_thawed() -> None:
    chilled = LotBalance(replace(lot(3, 4000).lot, place="chiller"), 4000)
    stock = [lot(1, 4000), lot(2, 1000), chilled]
    draws = [Draw(n, "tuna", MONDAY, 500.0 * n) for n in (1, 2, 3)]
    assert to_thaw(draws, stock) == {MONDAY: (("tuna", 1500.0),)}
