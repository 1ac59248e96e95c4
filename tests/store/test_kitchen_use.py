"""A day's cooking takes food out of stock."""

from kagemi.domain.purchase import Need
from kagemi.domain.stock import Lot, Movement
from kagemi.store import stock
from kagemi.store.database import Store
from kagemi.store.kitchen_use import use_for_day
from tests.store.sample import CANTEEN, NOON, day


def lot(store: Store, grams: int, *, before: int | None = None, came: int = -3, canteen: str = CANTEEN) -> int:
    until = None if before is None else day(before)
    made = Lot("fish", "pak_min", day(came), "freezer", until, canteen=canteen)
    return stock.receive(store, made, grams, NOON).id


def left(store: Store) -> dict[int, int]:
    return {b.lot.id: b.grams for b in stock.balances(store)}


def test_the_oldest_lots_go_first(store: Store) -> None:
    late, soon = lot(store, 5_000, before=9), lot(store, 2_000, before=2)
    entries, short = use_for_day(store, CANTEEN, [Need("fish", day(0), 3_000)], day(0), NOON)
    assert [(e.lot, e.grams) for e in entries] == [(soon, -2_000), (late, -1_000)]
    assert short == ()


def test_cooking_entered_twice_is_taken_once(store: Store) -> None:
    number = lot(store, 5_000)
    wanted = [Need("fish", day(0), 3_000)]
    use_for_day(store, CANTEEN, wanted, day(0), NOON)
    assert use_for_day(store, CANTEEN, wanted, day(0), NOON) == ((), ())
    assert left(store) == {number: 2_000}


def test_what_was_used_by_hand_on_the_day_counts(store: Store) -> None:
    number = lot(store, 5_000)
    stock.move(store, [Movement(number, "used", -1_000, day(0))], NOON)
    use_for_day(store, CANTEEN, [Need("fish", day(0), 3_000)], day(0), NOON)
    assert left(store) == {number: 2_000}


def test_a_use_that_was_corrected_does_not_count(store: Store) -> None:
    number = lot(store, 5_000)
    (entry,) = stock.move(store, [Movement(number, "used", -1_000, day(0))], NOON)
    stock.correct(store, entry.id, 0, day(0), NOON)
    use_for_day(store, CANTEEN, [Need("fish", day(0), 3_000)], day(0), NOON)
    assert left(store) == {number: 2_000}


def test_what_is_not_there_is_told_and_lots_past_their_day_stay(store: Store) -> None:
    lot(store, 5_000, before=-1)
    entries, short = use_for_day(store, CANTEEN, [Need("fish", day(0), 3_000)], day(0), NOON)
    assert entries == ()
    assert short == (Need("fish", day(0), 3_000),)


def test_only_the_day_itself_is_cooked(store: Store) -> None:
    number = lot(store, 5_000)
    use_for_day(store, CANTEEN, [Need("fish", day(0), 1_000), Need("fish", day(1), 2_000)], day(1), NOON)
    assert left(store) == {number: 3_000}


def test_what_came_in_later_was_not_cooked(store: Store) -> None:
    early, _ = lot(store, 1_000, came=0), lot(store, 5_000, before=2, came=1)
    entries, short = use_for_day(store, CANTEEN, [Need("fish", day(0), 3_000)], day(0), NOON)
    assert [(e.lot, e.grams) for e in entries] == [(early, -1_000)]
    assert short == (Need("fish", day(0), 2_000),)


def test_another_canteen_in_the_same_database_keeps_its_food(store: Store) -> None:
    other = lot(store, 5_000, before=1, canteen="Another")
    stock.move(store, [Movement(other, "used", -1_000, day(0))], NOON)
    mine = lot(store, 5_000, before=9)
    use_for_day(store, CANTEEN, [Need("fish", day(0), 3_000)], day(0), NOON)
    assert left(store) == {other: 4_000, mine: 2_000}
