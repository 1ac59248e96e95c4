"""The ledger of stock: sums that nobody can overdraw, and corrections instead of changes."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from threading import Barrier, Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kagemi.domain.stock import Lot, LotBalance, Movement
from kagemi.store import stock
from kagemi.store.database import Store, open_store
from kagemi.store.errors import StoreError
from tests.store.sample import NOON, day

ACTS = ["use", "waste", "count", "undo"]


def a_lot(store: Store, kg: float, food: str = "tuna", use_before: date | None = None, came: int = 0) -> Lot:
    lot = Lot(food, "slamet", day(came), "freezer", use_before, 62000.0, "from the boat")
    return stock.receive(store, lot, round(1000 * kg), NOON)


def take(store: Store, lot: Lot, grams: int) -> Movement:
    return stock.move(store, [Movement(lot.id, "used", -grams, day(1))], NOON)[0]


def left(store: Store) -> list[tuple[int, int]]:
    return [(b.lot.id, b.grams) for b in stock.balances(store)]


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(StoreError) as caught:
        act()
    return str(caught.value.faults[0].what)


def test_a_lot_comes_back_as_it_was_written(store: Store) -> None:
    lot = a_lot(store, 40, use_before=day(20))
    assert stock.balances(store) == (LotBalance(lot, 40_000),)
    assert lot == Lot("tuna", "slamet", day(0), "freezer", day(20), 62000.0, "from the boat", id=lot.id)
    assert stock.movements(store) == (Movement(lot.id, "received", 40_000, day(0), id=1),)


def test_what_is_left_is_the_sum_of_the_movements(store: Store) -> None:
    lot = a_lot(store, 40)
    take(store, lot, 15_500)
    stock.move(store, [Movement(lot.id, "wasted", -500, day(2), "dropped")], NOON)
    assert left(store) == [(lot.id, 24_000)]
    assert [m.kind for m in stock.movements(store, lot.id)] == ["received", "used", "wasted"]


def test_an_empty_lot_is_left_out_unless_asked_for(store: Store) -> None:
    lot = a_lot(store, 1)
    take(store, lot, 1000)
    assert stock.balances(store) == ()
    assert stock.balances(store, with_empty=True) == (LotBalance(lot, 0),)


def test_what_has_to_be_cooked_first_comes_first(store: Store) -> None:
    keeps = a_lot(store, 1)
    later = a_lot(store, 1, use_before=day(9))
    sooner = a_lot(store, 1, use_before=day(3))
    assert [lot for lot, _ in left(store)] == [sooner.id, later.id, keeps.id]


def test_nobody_takes_more_than_a_lot_has(store: Store) -> None:
    lot = a_lot(store, 3)
    said = refusal(lambda: take(store, lot, 3001))
    assert said == f"lot {lot.id} (tuna) has 3 kg left, 3.001 kg cannot be taken from it"
    assert left(store) == [(lot.id, 3000)]


def test_all_entries_of_a_move_are_written_or_none(store: Store) -> None:
    one, other = a_lot(store, 3), a_lot(store, 1)
    wanted = [Movement(one.id, "used", -2000, day(1)), Movement(other.id, "used", -2000, day(1))]
    refusal(lambda: stock.move(store, wanted, NOON))
    assert left(store) == [(one.id, 3000), (other.id, 1000)]


def test_two_entries_of_a_move_cannot_overdraw_a_lot_together(store: Store) -> None:
    lot = a_lot(store, 3)
    refusal(lambda: stock.move(store, [Movement(lot.id, "used", -2000, day(1))] * 2, NOON))
    assert left(store) == [(lot.id, 3000)]


def test_a_lot_that_is_not_there_is_refused(store: Store) -> None:
    wanted = [Movement(99, "used", -1, day(1))]
    assert refusal(lambda: stock.move(store, wanted, NOON)) == "there is no lot 99"


def test_a_lot_comes_with_other_rows_in_one_transaction(store: Store) -> None:
    def work(connection: object) -> None:
        stock.add_lot(connection, Lot("tuna", "", day(0), "dry"), 1000, NOON)  # type: ignore[arg-type]
        raise KeyError

    with pytest.raises(KeyError):
        store.write(work)
    assert stock.balances(store, with_empty=True) == ()


def test_two_who_take_at_once_never_take_more_than_there_is(place: str | Path) -> None:
    with open_store(place) as store:
        lot = a_lot(store, 10)
    start, refused = Barrier(2), []

    def cook() -> None:
        with open_store(place) as mine:
            start.wait()
            for _ in range(15):
                try:
                    take(mine, lot, 500)
                except StoreError as error:
                    refused.append(str(error.faults[0].what))

    threads = [Thread(target=cook) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with open_store(place) as store:
        assert left(store) == []
        assert len(stock.movements(store, lot.id)) == 21
    assert set(refused) == {f"lot {lot.id} (tuna) has 0 kg left, 0.5 kg cannot be taken from it"}
    assert len(refused) == 10


def test_a_count_writes_the_difference_only(store: Store) -> None:
    lot = a_lot(store, 40)
    assert stock.count(store, "tuna", 38_500, day(3), NOON) == (
        Movement(lot.id, "counted", -1500, day(3), id=2),
    )
    assert [m.grams for m in stock.count(store, "tuna", 38_500, day(4), NOON)] == [0]


def test_what_a_count_misses_is_taken_from_the_oldest_lots(store: Store) -> None:
    newer, older = a_lot(store, 5, use_before=day(9)), a_lot(store, 2, use_before=day(3))
    stock.count(store, "tuna", 4000, day(3), NOON)
    assert left(store) == [(newer.id, 4000)]
    assert [m.grams for m in stock.movements(store, older.id)] == [2000, -2000]


def test_what_a_count_finds_more_goes_to_the_newest_lot(store: Store) -> None:
    older, newer = a_lot(store, 2, came=0), a_lot(store, 5, came=1)
    stock.count(store, "tuna", 8000, day(3), NOON)
    assert left(store) == [(older.id, 2000), (newer.id, 6000)]


def test_one_lot_is_counted_alone(store: Store) -> None:
    one, other = a_lot(store, 2), a_lot(store, 5)
    stock.count(store, "tuna", 4000, day(3), NOON, lot=other.id)
    assert left(store) == [(one.id, 2000), (other.id, 4000)]


def test_a_count_of_a_food_without_a_lot_is_refused(store: Store) -> None:
    assert refusal(lambda: stock.count(store, "rice", 1000, day(3), NOON)) == "there is no lot of rice"


def test_a_count_is_refused_if_somebody_changed_the_stock_meanwhile(store: Store) -> None:
    lot = a_lot(store, 40)
    take(store, lot, 1000)
    said = refusal(lambda: stock.count(store, "tuna", 38_000, day(3), NOON, expect=40_000))
    assert said == "there are 39 kg in the books, not 40"
    assert len(stock.count(store, "tuna", 38_000, day(3), NOON, expect=39_000)) == 1


def test_of_two_who_count_at_once_the_slower_one_is_refused(place: str | Path) -> None:
    with open_store(place) as store:
        a_lot(store, 40)
    start, refused = Barrier(2), []

    def count(found: int) -> None:
        with open_store(place) as mine:
            start.wait()
            try:
                stock.count(mine, "tuna", found, day(1), NOON, expect=40_000)
            except StoreError as error:
                refused.append(str(error.faults[0].hint))

    threads = [Thread(target=count, args=(grams,)) for grams in (39_000, 38_000)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == ["somebody changed it meanwhile: look at kagemi stock, and count again"]
    with open_store(place) as store:
        assert len(stock.movements(store)) == 2


def test_a_correction_undoes_an_entry_by_a_new_one(store: Store) -> None:
    lot = a_lot(store, 40)
    wrong = take(store, lot, 15_000)
    undone = stock.correct(store, wrong.id, 0, day(2), NOON, "typed twice")
    assert undone == Movement(lot.id, "corrected", 15_000, day(2), "typed twice", wrong.id, id=undone.id)
    assert left(store) == [(lot.id, 40_000)]
    assert stock.movements(store, lot.id)[1] == wrong


def test_an_entry_can_be_corrected_again(store: Store) -> None:
    lot = a_lot(store, 40)
    wrong = take(store, lot, 15_000)
    stock.correct(store, wrong.id, -1500, day(2), NOON)
    stock.correct(store, wrong.id, -2500, day(2), NOON)
    assert left(store) == [(lot.id, 37_500)]


def test_an_entry_before_a_count_is_not_corrected_any_more(store: Store) -> None:
    lot = a_lot(store, 40)
    wrong = take(store, lot, 15_000)
    stock.count(store, "tuna", 24_000, day(2), NOON)
    said = refusal(lambda: stock.correct(store, wrong.id, 0, day(3), NOON))
    assert said == f"lot {lot.id} was counted after entry {wrong.id}: what was found stands"
    assert left(store) == [(lot.id, 24_000)]


def test_a_correction_that_was_made_already_is_refused(store: Store) -> None:
    wrong = take(store, a_lot(store, 40), 15_000)
    stock.correct(store, wrong.id, 0, day(2), NOON)
    said = refusal(lambda: stock.correct(store, wrong.id, 0, day(2), NOON))
    assert said == f"entry {wrong.id} stands for 0 kg already"


def test_a_correction_is_not_corrected_itself(store: Store) -> None:
    wrong = take(store, a_lot(store, 40), 15_000)
    undone = stock.correct(store, wrong.id, 0, day(2), NOON)
    said = refusal(lambda: stock.correct(store, undone.id, 0, day(2), NOON))
    assert said == f"entry {undone.id} is a correction itself"


def test_what_was_used_already_cannot_be_corrected_away(store: Store) -> None:
    lot = a_lot(store, 40)
    take(store, lot, 15_000)
    assert "cannot be taken" in refusal(lambda: stock.correct(store, 1, 10_000, day(2), NOON))


def test_an_entry_that_is_not_there_is_not_corrected(store: Store) -> None:
    said = refusal(lambda: stock.correct(store, 5, 0, day(2), NOON))
    assert said == "there is no entry 5 in the books of the stock"


@settings(
    derandomize=True,
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(st.tuples(st.sampled_from(["use", "waste", "count", "undo"]), st.integers(0, 6000)), max_size=8)
)
def test_whatever_is_entered_stock_is_the_sum_of_its_ledger_and_never_negative(
    store: Store, acts: list[tuple[str, int]]
) -> None:
    lot = stock.receive(store, Lot("tuna", "", day(0), "freezer"), 5000, NOON)
    held = 5000
    for what, grams in acts:
        try:
            if what == "count":
                stock.count(store, "tuna", grams, day(1), NOON, lot=lot.id)
                held = grams
            elif what == "undo":
                last = max(stock.movements(store, lot.id), key=lambda m: m.id)
                held += stock.correct(store, last.id, 0, day(1), NOON).grams
            else:
                taken = Movement(lot.id, "used" if what == "use" else "wasted", -grams, day(1))
                stock.move(store, [taken], NOON)
                held -= grams
        except StoreError:
            continue
        assert held >= 0
    ledger = stock.movements(store, lot.id)
    found = next(b for b in stock.balances(store, with_empty=True) if b.lot.id == lot.id)
    assert found.grams == held == sum(m.grams for m in ledger)


def test_canteens_that_share_a_database_share_no_stock(store: Store) -> None:
    for canteen, grams in (("A", 1000), ("B", 2000)):
        stock.receive(store, Lot("tuna", "", day(0), "freezer", canteen=canteen), grams, NOON)
    (mine,), (theirs,) = stock.balances(store, "A"), stock.balances(store, "B")
    assert (mine.lot.canteen, mine.grams, theirs.grams) == ("A", 1000, 2000)
    assert {m.lot for m in stock.movements(store, lots=[mine])} == {mine.lot.id}
    with pytest.raises(StoreError, match="no lot"):
        stock.balance(store, theirs.lot.id, "A")
    stock.count(store, "tuna", 500, day(1), NOON, canteen="A")
    assert [b.grams for b in stock.balances(store, "B")] == [2000]
    assert [b.grams for b in stock.balances(store, "A")] == [500]
