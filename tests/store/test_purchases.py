"""Orders and receipts in the database."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kagemi.domain.purchase import OrderLine, Receipt
from kagemi.domain.stock import Lot
from kagemi.domain.supplier import Quote
from kagemi.store import purchases, quotes, stock
from kagemi.store.database import Store, open_store
from kagemi.store.errors import StoreError
from kagemi.store.purchases import Arrival, LineState, StoredPurchase
from tests.store.sample import CANTEEN, NOON, day


def line(food: str = "fish", units: float = 10, *, supplier: str = "pak_min", on: int = 0) -> OrderLine:
    return OrderLine(supplier, food, day(on), "kg", 1000.0, units, 20_000)


def bought(
    *lines: OrderLine, minute: int = 0, first: int = 0, last: int | None = None, canteen: str = CANTEEN
) -> StoredPurchase:
    made_at, end = NOON + timedelta(minutes=minute), first + 4 if last is None else last
    return StoredPurchase(0, canteen, day(first), day(end), "abc", made_at, lines)


def counting(store: Store, canteen: str | None = None) -> list[tuple[str, int]]:
    """Food and day of delivery of the lines that count."""
    return [(s.line.food, (s.line.deliver_on - day(0)).days) for s in purchases.states(store, canteen=canteen)]


def arrival(
    number: int, grams: int = 10_000, *, spoiled: int = 0, paid: int = 200_000, quote: Quote | None = None
) -> Arrival:
    lot = Lot("fish", "pak_min", day(0), "chiller", day(1))
    return Arrival(Receipt("pak_min", "fish", day(0), grams, spoiled, paid, number), lot, quote)


def test_a_purchase_comes_back_as_it_was(store: Store) -> None:
    made = purchases.record(store, bought(line(), line("rice", 2.5, on=1)))
    assert [(i.food, i.units, i.deliver_on) for i in made.lines] == [
        ("fish", 10, day(0)),
        ("rice", 2.5, day(1)),
    ]
    assert all(i.id for i in made.lines)
    assert purchases.newest(store, CANTEEN, day(0), day(4)) == made


def test_the_same_orders_are_not_noted_twice(store: Store) -> None:
    first = purchases.record(store, bought(line(), line("rice")))
    again = purchases.record(store, bought(line("rice"), line(), minute=5))
    assert again == first


def test_the_newest_purchase_of_the_same_days_counts(store: Store) -> None:
    purchases.record(store, bought(line()))
    purchases.record(store, bought(line(units=12), minute=1))
    purchases.record(store, bought(line("rice"), first=7))
    assert [(s.line.food, s.line.units) for s in purchases.states(store)] == [("fish", 12), ("rice", 10)]


def test_a_purchase_without_lines_takes_the_place_of_one_with_lines(store: Store) -> None:
    purchases.record(store, bought(line()))
    purchases.record(store, bought(minute=1))
    assert purchases.states(store) == ()


def test_what_comes_is_in_the_books_and_in_stock(store: Store) -> None:
    made = purchases.record(store, bought(line()))
    (receipt,) = purchases.receive(store, [arrival(made.lines[0].id, 6_000, spoiled=500)], NOON)
    (state,) = purchases.states(store)
    assert (state.received_g, state.spoiled_g, state.open_g, state.paid_idr) == (6_000, 500, 4_000, 200_000)
    (balance,) = stock.balances(store)
    assert (balance.grams, balance.lot.id) == (5_500, receipt.lot)


def test_what_is_spoiled_as_a_whole_makes_no_lot(store: Store) -> None:
    made = purchases.record(store, bought(line()))
    (receipt,) = purchases.receive(store, [arrival(made.lines[0].id, 6_000, spoiled=6_000)], NOON)
    assert receipt.lot is None
    assert stock.balances(store, with_empty=True) == ()


def test_a_complete_line_takes_no_more_unless_asked(store: Store) -> None:
    number = purchases.record(store, bought(line())).lines[0].id
    purchases.receive(store, [arrival(number)], NOON)
    with pytest.raises(StoreError, match="is complete"):
        purchases.receive(store, [arrival(number, 1_000)], NOON)
    purchases.receive(store, [arrival(number, 1_000)], NOON, more=True)
    assert purchases.states(store)[0].received_g == 11_000


def test_receipts_are_entered_all_or_none(store: Store) -> None:
    made = purchases.record(store, bought(line()))
    with pytest.raises(StoreError, match="no order line 99"):
        purchases.receive(store, [arrival(made.lines[0].id), arrival(99)], NOON)
    assert purchases.states(store)[0].received_g == 0
    assert stock.balances(store, with_empty=True) == ()


def test_a_price_that_was_not_agreed_is_a_quote(store: Store) -> None:
    made = purchases.record(store, bought(line()))
    asked = Quote("pak_min", "fish", "kg", 1000.0, 22_000, day(0), source="received")
    purchases.receive(store, [arrival(made.lines[0].id, quote=asked)], NOON)
    assert quotes.current(store, day(0)) == (asked,)


def test_a_moment_without_time_zone_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="no time zone"):
        purchases.record(store, replace(bought(line()), made_at=NOON.replace(tzinfo=None)))


def test_two_people_cannot_both_take_in_the_same_line(store: Store, place: str | Path) -> None:
    number = purchases.record(store, bought(line())).lines[0].id
    with open_store(place) as other:
        purchases.receive(other, [arrival(number)], NOON)
        with pytest.raises(StoreError, match="is complete"):
            purchases.receive(store, [arrival(number)], NOON)


def test_canteens_that_share_a_database_share_no_orders(store: Store) -> None:
    purchases.record(store, bought(line(on=1)))
    made = purchases.record(store, bought(line("rice", on=1), canteen="Another"))
    assert counting(store, CANTEEN) == [("fish", 1)]
    assert counting(store, "Another") == [("rice", 1)]
    with store.reading() as connection:
        assert len(purchases.states_of_days(connection, CANTEEN, day(0), day(4))) == 1
    assert purchases.settle(store, [made.lines[0].id], CANTEEN, lambda states, counting: [], NOON) == ()
    assert purchases.states(store, [made.lines[0].id], canteen=CANTEEN) == ()


def test_a_plan_from_tuesday_on_takes_the_place_of_the_weeks_orders_from_tuesday_on(store: Store) -> None:
    purchases.record(store, bought(line("early", on=-3), line(on=0), line(on=1), line(on=3)))
    purchases.record(store, bought(line("rice", on=2), first=1, last=4))
    assert counting(store) == [("early", -3), ("fish", 0), ("rice", 2)]


def test_a_longer_plan_takes_the_place_of_what_was_to_come_early_too(store: Store) -> None:
    purchases.record(store, bought(line(on=-3), line(on=1), first=0, last=2))
    purchases.record(store, bought(line("rice", on=2)))
    assert counting(store) == [("rice", 2)]


def test_what_comes_early_for_the_next_week_outlives_a_new_purchase_of_this_week(store: Store) -> None:
    purchases.record(store, bought(line("rice", on=4), first=7))
    purchases.record(store, bought(line(on=4)))
    assert sorted(counting(store)) == [("fish", 4), ("rice", 4)]


def test_orders_of_a_plan_that_counts_again_are_noted_again(store: Store) -> None:
    purchases.record(store, bought(line(on=2)))
    purchases.record(store, bought(line("rice", on=2), first=1, last=4))
    purchases.record(store, bought(line(on=2)))
    assert counting(store) == [("fish", 2)]


def test_the_last_noted_counts_though_a_clock_was_wrong(store: Store) -> None:
    purchases.record(store, bought(line(), minute=60))
    purchases.record(store, bought(line("rice")))
    assert counting(store) == [("rice", 0)]
    newest = purchases.newest(store, CANTEEN, day(0), day(4))
    assert newest is not None
    assert [i.food for i in newest.lines] == ["rice"]


def test_what_is_open_is_settled_when_it_is_written(store: Store) -> None:
    number = purchases.record(store, bought(line())).lines[0].id
    purchases.receive(store, [arrival(number, 4_000)], NOON)

    def rest(states: tuple[LineState, ...], counting: tuple[LineState, ...]) -> list[Arrival]:
        return [arrival(s.line.id, s.open_g) for s in states]

    purchases.settle(store, [number], CANTEEN, rest, NOON)
    assert purchases.states(store)[0].received_g == 10_000


def test_who_did_not_see_the_newest_orders_notes_none(store: Store) -> None:
    first = purchases.record(store, bought(line()), seen=0)
    with pytest.raises(StoreError, match="somebody noted other orders"):
        purchases.record(store, bought(line("rice")), seen=0)
    assert [s.line.id for s in purchases.states(store)] == [first.lines[0].id]
    assert purchases.record(store, bought(line("rice")), seen=first.id).id > first.id


def test_orders_without_what_belongs_to_them_are_not_noted(store: Store) -> None:
    def fail(noted: StoredPurchase) -> None:
        raise ValueError(noted.id)

    with pytest.raises(ValueError, match="1"):
        purchases.record(store, bought(line()), also=fail)
    assert purchases.states(store) == ()
