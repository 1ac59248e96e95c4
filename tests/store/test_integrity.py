"""A database that does not hold together says where."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import Table, insert, text

from kagemi.domain.stock import Lot, Movement
from kagemi.store import publications, stock
from kagemi.store.database import Store, open_store
from kagemi.store.engine import database_url, make_engine
from kagemi.store.integrity import problems
from kagemi.store.schema import LOTS, MOVEMENTS, PLANS, PUBLICATIONS, RECEIPTS
from tests.store.sample import CANTEEN, NOON, a_plan, as_json, day, record
from tests.store.test_backup import FRIDAY, lot, movement


def said(store: Store) -> list[str]:
    return [str(problem) for problem in problems(store)]


def add(store: Store, table: Table, *rows: dict[str, object]) -> None:
    store.write(lambda c: c.execute(insert(table), list(rows)))


def publication(version: int, **other: object) -> dict[str, object]:
    return {
        "plan": 1, "canteen": CANTEEN, "first_day": day(0), "last_day": day(4), "version": version,
        "published_at": NOON, "why": "", **other,
    }  # fmt: skip


def receipt(food: str, lot: int, grams: int = 6000) -> dict[str, object]:
    return {
        "supplier": "slamet", "food": food, "received_on": FRIDAY, "grams": grams, "spoiled_grams": 1000,
        "paid_idr": 1, "lot": lot, "entered_at": NOON, "note": "",
    }  # fmt: skip


def test_a_new_database_holds_together(store: Store) -> None:
    assert said(store) == []


def test_what_the_program_writes_holds_together(store: Store) -> None:
    for n in (1, 2):
        plan = a_plan(f"plan {n}")
        publications.publish(store, plan, as_json(plan) + " " * n, NOON, "week.yaml")
    tuna = stock.receive(store, Lot("tuna", "slamet", FRIDAY, "freezer"), 5000, NOON)
    stock.move(store, [Movement(tuna.id, "used", -5000, FRIDAY)], NOON)
    add(store, RECEIPTS, receipt("tuna", tuna.id))
    assert said(store) == []


def test_a_lot_that_was_once_less_than_empty(store: Store) -> None:
    add(store, LOTS, lot(), lot())
    add(store, MOVEMENTS, movement(1, 9000, "received"), movement(2, 1000, "received"))
    add(store, MOVEMENTS, movement(1, -9000), movement(2, -1500), movement(2, 500, "counted"))
    assert said(store) == ["lot 2 holds -0.5 kg after entry 4"]


def test_a_lot_without_an_entry(store: Store) -> None:
    add(store, LOTS, lot())
    assert said(store) == ["lot 1 does not begin with what came in"]


def test_a_receipt_of_another_food_than_its_lot(store: Store) -> None:
    stock.receive(store, Lot("tuna", "slamet", FRIDAY, "freezer"), 5000, NOON)
    add(store, RECEIPTS, receipt("mackerel", 1))
    assert said(store) == ["receipt 1 is of mackerel, not of tuna"]


def test_a_lot_that_begins_with_less_than_came(store: Store) -> None:
    stock.receive(store, Lot("tuna", "slamet", FRIDAY, "freezer"), 5000, NOON)
    add(store, RECEIPTS, receipt("tuna", 1, 9000))
    assert said(store) == ["receipt 1 brought 8 kg, and its lot begins with 5 kg"]


@pytest.mark.parametrize(("versions", "listed"), [((1, 3), "1, 3"), ((2,), "2"), ((0, 1), "0, 1")])
def test_versions_with_a_gap(store: Store, versions: Sequence[int], listed: str) -> None:
    record(store, a_plan())
    add(store, PUBLICATIONS, *map(publication, versions))
    assert said(store) == [f"Test, 2026-11-30 to 2026-12-04: the published versions are {listed}"]


def test_a_publication_of_other_days_than_its_plan(store: Store) -> None:
    record(store, a_plan())
    add(store, PUBLICATIONS, publication(1, last_day=day(3)))
    assert said(store) == ["publication 1 is of other days than its plan"]


def test_a_plan_that_is_no_json(store: Store) -> None:
    record(store, a_plan())
    store.write(lambda c: c.execute(PLANS.update().values(plan_json='{"version": 1, "prob')))
    assert said(store) == ["plan 1 in the database is damaged"]


def test_a_reference_to_nothing_in_a_sqlite_file(tmp_path: Path) -> None:
    open_store(tmp_path / "kagemi.db").close()
    careless = make_engine(database_url(tmp_path / "kagemi.db"), foreign_keys=False)
    with careless.begin() as connection:
        connection.execute(insert(MOVEMENTS), movement(9, 1, "received"))
    careless.dispose()
    with open_store(tmp_path / "kagemi.db") as store:
        assert said(store) == ["row 1 of the table movements refers to a row of lots that does not exist"]


def test_a_damaged_page_of_a_sqlite_file(tmp_path: Path) -> None:
    with open_store(tmp_path / "kagemi.db") as store:
        record(store, a_plan())
        store.write(lambda c: c.execute(text("PRAGMA writable_schema = ON")))
        store.write(lambda c: c.execute(text("DELETE FROM sqlite_master WHERE name = 'ix_plans_made_at'")))
    with open_store(tmp_path / "kagemi.db") as store:
        assert any(what.startswith("the file of the database is damaged: ") for what in said(store))
