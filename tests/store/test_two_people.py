"""Several people at one database, each with a program of their own, lose nothing."""

import json
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import func, select

from kagemi.domain.purchase import OrderLine, Receipt
from kagemi.domain.stock import Lot, Movement
from kagemi.domain.supplier import Quote
from kagemi.store import publications, purchases, quotes, stock
from kagemi.store.backup import lines, load
from kagemi.store.database import open_store
from kagemi.store.errors import StoreError
from kagemi.store.integrity import problems
from kagemi.store.purchases import Arrival, StoredPurchase
from kagemi.store.schema import MOVEMENTS, QUOTES
from tests.store.processes import Done, together
from tests.store.sample import CANTEEN, NOON, a_plan, day
from tests.store.test_backup import FRIDAY

PEOPLE = 4
TIMES = 10
BUSY = "another program is using the database"


def said_by(error: StoreError) -> str:
    """What is wrong, as a sentence."""
    return str(error.faults[0].what)


def add_much(place: str | Path, who: int, done: Done) -> None:
    """Quotes, and grams into and out of lot 1."""
    with open_store(place) as store:
        for n in range(TIMES):
            source = f"{who}-{n}"
            quotes.add(store, [Quote("slamet", f"{source}-{i}", "kg", 1000.0, 1, FRIDAY) for i in (0, 1)], NOON)
            stock.move(store, [Movement(1, "counted", 3 + who, FRIDAY), Movement(1, "used", -1, FRIDAY)], NOON)
            done(3 + who - 1)


def test_what_all_add_is_all_there(place: str | Path) -> None:
    with open_store(place) as store:
        stock.receive(store, Lot("tuna", "slamet", FRIDAY, "freezer"), 1000, NOON)
    added = together(*(partial(add_much, place, who) for who in range(PEOPLE)))
    grams = [n for of_one in added for n in of_one if isinstance(n, int)]
    assert len(grams) == PEOPLE * TIMES
    with open_store(place) as store:
        assert stock.balance(store, 1).grams == 1000 + sum(grams)
        with store.reading() as connection:
            assert connection.scalar(select(func.count()).select_from(QUOTES)) == 2 * PEOPLE * TIMES
            entries = connection.scalar(select(func.count()).select_from(MOVEMENTS))
            assert entries == 1 + 2 * PEOPLE * TIMES
        assert problems(store) == ()


def test_backups_meanwhile_hold_whole_transactions(place: str | Path, tmp_path: Path) -> None:
    def back_up(done: Done) -> None:
        with open_store(place) as store:
            for _ in range(TIMES):
                done(list(lines(store, "0.1.0")))

    with open_store(place) as store:
        stock.receive(store, Lot("tuna", "slamet", FRIDAY, "freezer"), 1000, NOON)
    backups, *_ = together(back_up, *(partial(add_much, place, who) for who in range(PEOPLE)))
    assert len(backups) == TIMES
    for n, backup in enumerate(backups):
        assert isinstance(backup, list)
        load(tmp_path / f"{n}.db", backup, lambda: None)
        with open_store(tmp_path / f"{n}.db") as store, store.reading() as connection:
            assert len(connection.execute(select(QUOTES.c.id)).all()) % 2 == 0
            assert len(connection.execute(select(MOVEMENTS.c.id)).all()) % 2 == 1


def draw_all(place: str | Path, done: Done) -> None:
    """Take 700 g from lot 1 until no more can be taken; say when it was possible."""
    with open_store(place) as store:
        while True:
            try:
                stock.move(store, [Movement(1, "used", -700, FRIDAY)], NOON)
            except StoreError as error:
                if said_by(error) == BUSY:
                    continue
                done(said_by(error))
                return
            done(700)


def test_a_lot_is_never_drawn_twice(place: str | Path) -> None:
    with open_store(place) as store:
        stock.receive(store, Lot("tuna", "slamet", FRIDAY, "freezer"), 10_000, NOON)
    drawn = together(*[partial(draw_all, place)] * PEOPLE)
    grams = sum(n for of_one in drawn for n in of_one if isinstance(n, int))
    assert grams == 9800
    assert all("0.2 kg left" in str(of_one[-1]) for of_one in drawn)
    with open_store(place) as store:
        assert stock.balance(store, 1).grams == 200
        assert problems(store) == ()


def publish(place: str | Path, who: int, done: Done) -> None:
    """Publish a plan of one's own, sure that nobody has published one of these days yet."""
    plan = a_plan(f"plan {who}")
    with open_store(place) as store:
        try:
            version = publications.publish(
                store, plan, json.dumps(who), NOON, "week.yaml", expected_version=0
            ).version
        except StoreError as error:
            done(said_by(error))
        else:
            done(version)


def test_of_two_who_publish_at_once_one_is_told(place: str | Path) -> None:
    open_store(place).close()
    results = [said for (said,) in together(*(partial(publish, place, who) for who in range(PEOPLE)))]
    assert results.count(1) == 1, results
    assert all("version 1" in str(r) or r == BUSY for r in results if r != 1), results
    with open_store(place) as store:
        assert len(publications.versions(store, CANTEEN, day(0), day(4))) == 1
        assert problems(store) == ()


def take_in(place: str | Path, done: Done) -> None:
    """Enter that all of the first order line came."""
    arrival = Arrival(
        Receipt("slamet", "tuna", FRIDAY, 2000, 0, 18, order_line=1), Lot("tuna", "slamet", FRIDAY, "freezer")
    )
    with open_store(place) as store:
        try:
            purchases.receive(store, [arrival], NOON)
        except StoreError as error:
            done(said_by(error))
        else:
            done(1)


def test_what_came_is_entered_once(place: str | Path) -> None:
    with open_store(place) as store:
        lines = (OrderLine("slamet", "tuna", FRIDAY, "kg", 1000.0, 2.0, 9),)
        purchases.record(store, StoredPurchase(0, CANTEEN, FRIDAY, FRIDAY, "abc", NOON, lines))
    results = [said for (said,) in together(*[partial(take_in, place)] * PEOPLE)]
    assert results.count(1) == 1, results
    assert all("line 1 is complete" in str(r) or r == BUSY for r in results if r != 1), results
    with open_store(place) as store:
        assert [b.grams for b in stock.balances(store)] == [2000]
        assert problems(store) == ()


def test_who_waits_too_long_is_told_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kagemi.store.engine.WAIT_SECONDS", 0.1)
    path = tmp_path / "kagemi.db"
    with open_store(path) as slow:

        def hold(_connection: object) -> None:
            with open_store(path) as store, pytest.raises(StoreError) as caught:
                stock.receive(store, Lot("tuna", "slamet", FRIDAY, "freezer"), 1, NOON)
            assert said_by(caught.value) == BUSY
            assert str(caught.value.faults[0].hint) == "try again when it has finished"

        slow.write(hold)
        assert stock.balances(slow) == ()
