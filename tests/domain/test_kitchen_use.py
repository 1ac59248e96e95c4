"""What earlier days leave of the stock."""

from datetime import date, timedelta

from kagemi.domain.experience import Experience
from kagemi.domain.kitchen_use import after_cooking, expected, take_oldest
from kagemi.domain.purchase import Draw, Need, OrderLine
from kagemi.domain.stock import Lot, LotBalance
from tests.build import MONDAY

TUESDAY, WEDNESDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)


def lot(number: int, grams: int, *, came: date = MONDAY, canteen: str = "Test") -> LotBalance:
    return LotBalance(Lot("tuna", "", came, "freezer", canteen=canteen, id=number), grams)


def order(kg: float, day: date) -> OrderLine:
    return OrderLine("ani", "tuna", day, "kg", 1000.0, kg, 45_000)


def test_a_lot_is_not_cooked_before_it_came() -> None:
    draws, short = take_oldest(
        [Need("tuna", MONDAY, 10), Need("tuna", TUESDAY, 10)], [lot(1, 20, came=TUESDAY)]
    )
    assert draws == (Draw(1, "tuna", TUESDAY, 10),)
    assert short == (Need("tuna", MONDAY, 10),)


def test_what_comes_for_earlier_days_is_cooked_first_and_the_stock_is_spared() -> None:
    coming = [expected(order(6, TUESDAY), 2)]
    earlier = [Need("tuna", MONDAY, 1_000), Need("tuna", TUESDAY, 4_000)]
    left, taken = after_cooking([lot(1, 3_000)], coming, earlier)
    assert {b.lot.id: b.grams for b in left} == {1: 2_000, 2: 2_000}
    assert taken == (Draw(2, "tuna", TUESDAY, 4_000),)


def test_a_plan_counts_on_what_its_canteen_does_not_cook_before_it() -> None:
    known = Experience(
        MONDAY,
        stock=(lot(1, 9_000), lot(2, 5_000, canteen="Another")),
        needs={"Test": (Need("tuna", MONDAY, 4_000), Need("tuna", WEDNESDAY, 5_000))},
        coming={"Test": (order(1, MONDAY), order(9, TUESDAY))},
    )
    assert [(b.lot.id, b.grams) for b in known.spare_stock("Test", WEDNESDAY)] == [(1, 6_000)]
    assert [(b.lot.id, b.grams) for b in known.spare_stock("Test", MONDAY)] == [(1, 9_000)]
