"""What came back, recorded and read again."""

from datetime import datetime
from pathlib import Path
from threading import Thread

import pytest

from kagemi.domain.record import Record
from kagemi.store import records
from kagemi.store.database import Store, open_store
from tests.store.sample import CANTEEN, NOON, day

TRAYS = (12, 5, 3, 2, 1)


def a_record(
    dish: str = "tuna", n: int = 0, served: int = 600, key: str | None = None, school_class: str = ""
) -> Record:
    """A record of the day that is `n` days after MONDAY."""
    return Record(CANTEEN, day(n), dish, served, TRAYS, source="test", key=key, school_class=school_class)


def test_a_record_is_the_same_after_writing_and_reading(store: Store) -> None:
    weighed = Record(CANTEEN, day(1), "lele", 610, left_g=3500.0, served_g=46_000.0, source="scale", key="k1")
    assert records.add(store, [weighed, a_record()], NOON) == 2
    assert records.read(store) == (a_record(), weighed)


def test_of_a_day_and_dish_the_last_entered_counts(store: Store) -> None:
    records.add(store, [a_record(served=600)], NOON)
    records.add(store, [a_record(served=590), a_record("lele")], NOON)
    assert [(r.dish, r.served) for r in records.read(store)] == [("tuna", 590), ("lele", 600)]


def test_each_class_has_its_own_last_entry(store: Store) -> None:
    first = [a_record(served=600), a_record(school_class="7A"), a_record(school_class="7a")]
    records.add(store, first, NOON)
    records.add(store, [a_record(served=590, school_class="7A")], NOON)
    found = records.read(store)
    assert [(r.school_class, r.served) for r in found] == [("", 600), ("7a", 600), ("7A", 590)]
    assert records.read(store, CANTEEN, day(0)) == found


def test_an_entry_with_a_known_key_is_there_once(store: Store) -> None:
    assert records.add(store, [a_record(key="a"), a_record(key="a")], NOON) == 1
    assert records.add(store, [a_record(key="a", served=1), a_record("lele", key="b")], NOON) == 1
    assert {r.key: r.served for r in records.read(store)} == {"a": 600, "b": 600}


def test_a_key_is_known_once_its_entry_is_there(store: Store) -> None:
    assert not records.has(store, "a")
    records.add(store, [a_record(key="a"), a_record(key="b")], NOON)
    assert records.has(store, "a")
    assert not records.has(store, "c")


def test_entries_without_a_key_are_all_new(store: Store) -> None:
    assert records.add(store, [a_record(), a_record()], NOON) == 2


def test_records_are_of_one_canteen_and_up_to_a_day(store: Store) -> None:
    elsewhere = Record("another canteen", day(0), "tuna", 50, TRAYS)
    records.add(store, [a_record(n=0), a_record(n=1), a_record(n=2), elsewhere], NOON)
    assert [r.day for r in records.read(store, CANTEEN, day(1))] == [day(0), day(1)]
    assert len(records.read(store)) == 4


def test_a_moment_without_a_time_zone_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="no time zone"):
        records.add(store, [a_record()], datetime(2026, 11, 30))


def test_two_senders_of_the_same_entries_write_them_once(place: str | Path) -> None:
    sent = [a_record(f"dish_{n}", key=f"key {n}") for n in range(20)]
    counts: list[int] = []

    def send() -> None:
        with open_store(place) as store:
            counts.extend(records.add(store, [one], NOON) for one in sent)

    senders = [Thread(target=send) for _ in range(2)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert sum(counts) == 20
    with open_store(place) as store:
        assert len(records.read(store)) == 20
