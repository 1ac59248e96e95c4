"""A database as lines and back, on SQLite and PostgreSQL, row for row."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, insert, select, text

from kagemi.store import plans
from kagemi.store.backup import NotABackup, lines, lines_within, load, read_head
from kagemi.store.database import Store, open_store
from kagemi.store.engine import database_url, make_engine
from kagemi.store.errors import StoreError
from kagemi.store.schema import LOTS, METADATA, MOVEMENTS, PLANS, QUOTES, REVISIONS
from tests.store.sample import NOON, a_plan, record
from tests.store.test_upgrade import ROWS, migrate_to

Harm = Callable[[list[str]], list[str]]
"""What is done to a backup's lines."""

FRIDAY = date(2026, 11, 27)


@pytest.fixture
def engine(place: str | Path) -> Iterator[Engine]:
    made = make_engine(database_url(place))
    yield made
    made.dispose()


def fill(place: str | Path, engine: Engine, revision: str = REVISIONS[-1]) -> None:
    """A row of every table, at a revision, and of plans some more."""
    with engine.begin() as connection:
        migrate_to(connection, revision)
        for row in ROWS[revision]:
            connection.execute(text(row.replace("+00:00", "") if isinstance(place, Path) else row))


def content(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Table -> rows."""
    with store.reading() as connection:
        return {
            t.name: [tuple(row) for row in connection.execute(select(t).order_by(t.c.id))]
            for t in METADATA.sorted_tables
        }


def all_lines(store: Store) -> list[str]:
    return list(lines(store, "0.1.0"))


def a_backup(path: Path) -> list[str]:
    """Of a new SQLite file with a row of every table."""
    made = make_engine(database_url(path))
    fill(path, made)
    made.dispose()
    with open_store(path) as store:
        return all_lines(store)


def nothing() -> None:
    """Nothing more to do."""


@pytest.fixture(params=["to sqlite", "to postgresql"])
def other(request: pytest.FixtureRequest, tmp_path: Path) -> str | Path:
    """A second, empty database."""
    if request.param == "to sqlite":
        return tmp_path / "other.db"
    return new_database(str(request.getfixturevalue("server")))


def new_database(address: str) -> str:
    """The address of one more database of a server."""
    admin = make_engine(database_url(f"{address}/postgres")).execution_options(isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        name = f"other_{connection.scalar(text('SELECT count(*) FROM pg_database'))}"
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    return f"{address}/{name}"


def test_a_restored_database_equals_the_old_one_row_for_row(
    place: str | Path, engine: Engine, other: str | Path
) -> None:
    fill(place, engine)
    with open_store(place) as store:
        record(store, a_plan("é" * 64), minute=5)
        before, backup = content(store), all_lines(store)
    assert all(before.values()), "every table has a row"
    load(other, backup, nothing)
    with open_store(other) as store:
        assert content(store) == before
        assert all_lines(store) == backup


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_backup_of_every_revision_is_restored_and_brought_up_to_date(
    place: str | Path, engine: Engine, other: str | Path, revision: str
) -> None:
    fill(place, engine, revision)
    with engine.connect() as connection:
        backup = list(lines_within(connection, "0.1.0"))
    assert read_head(backup[0]).schema == revision
    load(other, backup, nothing)
    with open_store(place) as old, open_store(other) as new:
        assert content(new) == content(old)


def test_rows_that_are_added_after_a_restore_get_new_numbers(
    place: str | Path, engine: Engine, other: str | Path
) -> None:
    fill(place, engine)
    with open_store(place) as store:
        backup = all_lines(store)
    load(other, backup, nothing)
    with open_store(other) as store:
        record(store, a_plan("new"), minute=9)
        assert [p.id for p in plans.newest_first(store, 9)] == [8, 7]
        before = content(store)["movements"]
        store.write(lambda c: c.execute(insert(MOVEMENTS), movement(1, -5)))
        assert content(store)["movements"][-1][0] == before[-1][0] + 1  # type: ignore[operator]


def test_a_backup_sees_one_moment_while_others_write(store: Store) -> None:
    record(store, a_plan("before"))
    backup = lines(store, "0.1.0")
    first = next(backup)
    writer = Thread(target=record, args=(store, a_plan("meanwhile")), kwargs={"minute": 1})
    writer.start()
    writer.join(10)
    assert not writer.is_alive(), "the writer does not wait for the backup"
    rows = [json.loads(line) for line in backup]
    assert read_head(first).rows == len(rows) == 1
    assert "before" in rows[0]


def test_a_database_with_rows_is_not_overwritten(store: Store, place: str | Path) -> None:
    record(store, a_plan("precious"))
    backup = all_lines(store)
    with pytest.raises(StoreError, match="there is a database of Kagemi here already"):
        load(place, backup, nothing)
    assert len(plans.newest_first(store, 9)) == 1


def test_a_database_with_tables_and_no_rows_is_filled(store: Store, other: str | Path) -> None:
    record(store, a_plan())
    open_store(other).close()
    load(other, all_lines(store), nothing)
    with open_store(other) as new:
        assert content(new) == content(store)


def test_rows_and_what_is_done_last_belong_together(store: Store, other: str | Path) -> None:
    record(store, a_plan())

    def fail() -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        load(other, all_lines(store), fail)
    with open_store(other) as new:
        assert not any(content(new).values())


def without_last(backup: list[str]) -> list[str]:
    return backup[:-1]


def with_one_more(backup: list[str]) -> list[str]:
    return [*backup, backup[-1]]


def cut(backup: list[str]) -> list[str]:
    return [*backup[:-1], backup[-1][:20]]


def of_another_table(backup: list[str]) -> list[str]:
    return [*backup[:-1], backup[-1].replace('["', '["x', 1)]


def no_list(backup: list[str]) -> list[str]:
    return [*backup[:-1], "7\n"]


def other_columns(backup: list[str]) -> list[str]:
    return [backup[0].replace('"made_at"', '"mode_at"', 1), *backup[1:]]


def other_tables(backup: list[str]) -> list[str]:
    return [backup[0].replace('"quotes"', '"sqlite_master"'), *backup[1:]]


def no_head(backup: list[str]) -> list[str]:
    return backup[1:]


def empty(_backup: list[str]) -> list[str]:
    return []


def no_date(backup: list[str]) -> list[str]:
    return [line.replace("2026-11-30", "30 Nov") for line in backup]


def text_for_a_number(backup: list[str]) -> list[str]:
    return [line.replace(",7,", ',"7",') for line in backup]


def half_a_character(backup: list[str]) -> list[str]:
    return [line.replace('"Kantin"', r'"\ud800"') for line in backup]


def beyond_all_numbers(backup: list[str]) -> list[str]:
    return [line.replace('"plans",7,', f'"plans",{10**30},') for line in backup]


@pytest.mark.parametrize(
    "harm",
    [
        without_last, with_one_more, cut, of_another_table, no_list, other_columns, other_tables, no_head,
        empty, no_date, text_for_a_number, half_a_character, beyond_all_numbers,
    ],
)  # fmt: skip
def test_lines_that_are_no_whole_backup_change_nothing(tmp_path: Path, other: str | Path, harm: Harm) -> None:
    backup = harm(a_backup(tmp_path / "kagemi.db"))
    with pytest.raises(NotABackup):
        load(other, backup, nothing)
    with open_store(other) as store:
        assert not any(content(store).values())


def test_a_row_that_refers_to_nothing_is_refused(tmp_path: Path) -> None:
    whole = a_backup(tmp_path / "kagemi.db")
    backup = [line.replace('["movements",1,1,', '["movements",1,9,') for line in whole]
    with pytest.raises(NotABackup, match="refers to are missing"):
        load(tmp_path / "other.db", backup, nothing)


@pytest.mark.parametrize(("old", "new"), [('"format":1', '"format":2'), ('"schema":"0003"', '"schema":"9000"')])
def test_a_newer_backup_is_refused(store: Store, tmp_path: Path, old: str, new: str) -> None:
    backup = all_lines(store)
    assert old in backup[0]
    with pytest.raises(StoreError) as caught:
        load(tmp_path / "other.db", [backup[0].replace(old, new)], nothing, "b.zip")
    assert str(caught.value.faults[0].where) == "b.zip"
    assert str(caught.value.faults[0].what) == "the backup was made by a newer Kagemi (0.1.0)"
    assert str(caught.value.faults[0].hint) == "update Kagemi"


def test_a_backup_of_a_database_with_a_broken_date_names_the_table(tmp_path: Path) -> None:
    with open_store(tmp_path / "kagemi.db") as store:
        record(store, a_plan())
        store.write(lambda c: c.execute(text("UPDATE plans SET first_day = 'Senin'")))
        with pytest.raises(StoreError, match="the table plans is damaged"):
            all_lines(store)


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)


@settings(
    derandomize=True,
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    quotes=st.lists(
        st.tuples(
            TEXTS,
            st.floats(0, 1e9, allow_nan=False),
            st.integers(-(2**31), 2**31 - 1),
            st.dates(date(1900, 1, 1)),
            st.none() | st.dates(date(1900, 1, 1)),
            st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)),
        ),
        max_size=8,
    )
)
def test_any_values_come_back_as_they_were(tmp_path: Path, quotes: list[tuple[object, ...]]) -> None:
    names = ("source", "unit_grams", "price_idr", "quoted_on", "valid_until", "entered_at")
    rows = [{"supplier": "a", "food": "b", "unit": "kg", **dict(zip(names, q, strict=True))} for q in quotes]
    for name in ("one.db", "two.db"):
        (tmp_path / name).unlink(missing_ok=True)
    with open_store(tmp_path / "one.db") as store:
        if rows:
            store.write(lambda c: c.execute(insert(QUOTES), rows))
        before, backup = content(store), all_lines(store)
    load(tmp_path / "two.db", backup, nothing)
    with open_store(tmp_path / "two.db") as store:
        assert content(store) == before


def test_a_backup_holds_few_rows_in_memory(store: Store) -> None:
    """Rows come one after the other: the first is there before the last is read."""
    store.write(lambda c: c.execute(insert(LOTS), [lot() for _ in range(1000)]))
    backup = lines(store, "0.1.0")
    assert read_head(next(backup)).rows == 1000
    assert json.loads(next(backup))[:2] == ["lots", 1]
    assert sum(1 for _ in backup) == 999


def lot() -> dict[str, object]:
    """A lot of tuna."""
    where = {"canteen": "Test", "supplier": "slamet", "place": "freezer"}
    return {**where, "food": "tuna", "received_on": FRIDAY, "note": ""}


def movement(lot: int, grams: int, kind: str = "used") -> dict[str, object]:
    """An entry of the ledger."""
    return {"lot": lot, "kind": kind, "grams": grams, "moved_on": FRIDAY, "entered_at": NOON, "note": ""}


def test_the_oldest_rows_are_read_by_name(place: str | Path, engine: Engine) -> None:
    fill(place, engine, REVISIONS[0])
    with engine.connect() as connection:
        head, row = list(lines_within(connection, "0.1.0"))
    assert json.loads(head)["tables"] == [
        {"name": "plans", "columns": [c.name for c in PLANS.columns], "rows": 1}
    ]
    assert json.loads(row)[:3] == ["plans", 7, "2026-11-27T12:00:00+00:00"]
