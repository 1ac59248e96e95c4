"""A database that cannot be used says why, and what to do."""

import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import select

from kagemi.domain.message import InvalidInput
from kagemi.store import engine, plans
from kagemi.store.database import open_store
from kagemi.store.errors import StoreError
from kagemi.store.schema import QUOTES
from tests.store.sample import NOON, a_plan, record

NOBODY = 65534
READ_ONLY = "the database cannot be written: its folder or file is read-only"


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that any user can reach: pytest's own are closed to others."""
    made = Path(tempfile.mkdtemp(prefix="kagemi-store-"))
    made.chmod(0o755)
    yield made
    made.chmod(0o755)
    shutil.rmtree(made)


@contextmanager
def read_only(*paths: Path) -> Iterator[None]:
    """Take away the right to write; root, who needs none, becomes nobody meanwhile."""
    modes = {p: p.stat().st_mode for p in paths}
    for path, mode in modes.items():
        path.chmod(mode & ~0o222)
    user = os.geteuid()
    if user == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(user)
        for path, mode in modes.items():
            path.chmod(mode)


def said(run: Callable[[], object]) -> tuple[str, str, str]:
    """Where, what and hint of the one fault."""
    with pytest.raises(StoreError) as caught:
        run()
    (fault,) = caught.value.faults
    return str(fault.where), str(fault.what), str(fault.hint)


def test_a_fault_of_the_store_is_invalid_input() -> None:
    assert issubclass(StoreError, InvalidInput)


def test_a_new_database_in_a_read_only_folder(folder: Path) -> None:
    path = folder / "kagemi.db"
    with read_only(folder):
        assert said(lambda: open_store(path)) == (
            path.as_posix(),
            "the database cannot be opened: its folder is missing or may not be written",
            "choose a folder that you may write to, or change its rights",
        )


def test_an_old_database_in_a_read_only_folder(folder: Path) -> None:
    path = folder / "kagemi.db"
    open_store(path).close()
    with read_only(folder, path):
        where, what, _ = said(lambda: open_store(path))
    assert (where, what) in [
        (path.as_posix(), READ_ONLY),
        (path.as_posix(), "the database cannot be opened: its folder is missing or may not be written"),
    ]


def test_a_read_only_file_can_be_read_and_not_written(folder: Path) -> None:
    path = folder / "kagemi.db"
    open_store(path).close()
    folder.chmod(0o777)
    with read_only(path), open_store(path) as store:
        assert plans.newest_first(store, 9) == ()
        assert said(lambda: record(store, a_plan()))[1] == READ_ONLY


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "kagemi.db"
    path.write_text("Senin: nasi, tuna bakar, tempe, sayur asem, pisang\n" * 100)
    assert said(lambda: open_store(path)) == (
        path.as_posix(),
        "this file is not a database",
        "move it away, or restore it from a backup",
    )


def test_a_damaged_database(tmp_path: Path) -> None:
    path = tmp_path / "kagemi.db"
    with open_store(path) as store:
        for n in range(50):
            record(store, a_plan(f"plan {n}"))
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)

    def read() -> None:
        with open_store(path) as store:
            plans.newest_first(store, 10)

    assert said(read)[1:] == ("the database is damaged", "restore it from a backup")


def test_a_folder_in_the_place_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "kagemi.db").mkdir()
    assert "cannot be opened" in said(lambda: open_store(tmp_path / "kagemi.db"))[1]


def test_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    assert "its folder is missing" in said(lambda: open_store(tmp_path / "none" / "kagemi.db"))[1]


def test_a_database_that_another_program_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "WAIT_SECONDS", 0)
    path = tmp_path / "kagemi.db"
    open_store(path).close()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with open_store(path) as store:
        what, hint = said(lambda: record(store, a_plan()))[1:]
    other.close()
    assert (what, hint) == ("another program is using the database", "try again when it has finished")


def test_a_full_disk_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "kagemi.db"
    with open_store(path) as store:
        record(store, a_plan("small"))
        with store._engine.connect() as connection:  # the pool gives the same connection again
            connection.exec_driver_sql("PRAGMA max_page_count = 1")
        plan = a_plan("large")
        large = "x" * 1_000_000
        what = said(lambda: plans.record(store, plan, large, NOON, "week.yaml"))[1]
        assert what == "the disk is full"
        assert [p.fingerprint for p in plans.newest_first(store, 9)] == ["small"]


def test_a_server_that_does_not_answer_is_named_without_the_password() -> None:
    pytest.importorskip("psycopg")
    where, what, hint = said(lambda: open_store("postgres://ani:rahasia@127.0.0.1:1/kagemi"))
    assert where == "postgresql+psycopg://ani:***@127.0.0.1:1/kagemi"
    assert what == "the database cannot be reached"
    assert hint.startswith("is the server running, and is the address right? its driver says: ")
    assert "rahasia" not in hint


def test_a_user_without_rights(server: str) -> None:
    admin = engine.make_engine(engine.database_url(f"{server}/postgres"))
    with admin.begin() as connection:
        connection.exec_driver_sql("CREATE ROLE guest LOGIN")
    admin.dispose()
    guest = server.replace("kagemi@", "guest@")
    assert said(lambda: open_store(f"{guest}/postgres"))[1].startswith("the user of the database may not")


def test_the_driver_of_postgresql_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    assert said(lambda: open_store("postgresql://localhost/kagemi"))[1:] == (
        "the driver of PostgreSQL is not installed",
        'install it with pip install "kagemi[pg]"',
    )


@pytest.mark.parametrize(
    ("url", "what"),
    [
        ("mysql://localhost/kagemi", 'Kagemi does not know databases of the kind "mysql"'),
        ("sqlite://", "the address names no database"),
        ("sqlite:///:memory:", "the address names no database"),
        ("postgresql://host:port/kagemi", "this is not the address of a database"),
        ("foo", "this is not the address of a database"),
        ("/data/kagemi.db", "this is not the address of a database"),
        ("postgresql:/host/kagemi", "this is not the address of a database"),
    ],
)
def test_an_address_that_names_no_database(url: str, what: str) -> None:
    assert said(lambda: open_store(url))[1] == what


def test_a_mistyped_address_is_no_empty_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    where, _, hint = said(lambda: engine.is_missing("foo"))
    assert where == engine.VARIABLE
    assert "postgresql://" in hint
    assert "sqlite:///" in hint
    assert list(tmp_path.iterdir()) == []


def test_a_sqlite_address_is_the_file_that_it_names(tmp_path: Path) -> None:
    open_store(f"sqlite:///{tmp_path}/kagemi.db").close()
    assert (tmp_path / "kagemi.db").exists()


def test_an_address_is_shown_without_its_secrets() -> None:
    url = "postgresql://cook:SECRET@h/k?password=SECRET&sslkey=SECRET&sslpassword=SECRET&passfile=SECRET&a=b"
    seen = engine.shown(engine.database_url(url))
    assert "SECRET" not in seen
    assert "cook" in seen
    assert "a=b" in seen


def test_a_whole_number_that_no_column_holds_is_told(tmp_path: Path) -> None:
    with open_store(tmp_path / "kagemi.db") as store:
        read = select(QUOTES.c.id).where(QUOTES.c.id == 10**20)
        what = said(lambda: store.write(lambda connection: connection.execute(read)))[1]
    assert what == "a number is too large for the database"


def test_a_sqlite_file_that_does_not_exist_is_missing_and_a_server_never_is(tmp_path: Path) -> None:
    path = tmp_path / "kagemi.db"
    assert engine.is_missing(path)
    assert engine.is_missing(f"sqlite:///{path}")
    path.touch()
    assert not engine.is_missing(path)
    assert not engine.is_missing(f"sqlite:///{path}")
    assert not engine.is_missing("postgresql://h/k")


def test_a_path_may_hold_any_character(tmp_path: Path) -> None:
    path = tmp_path / "menu 50 % #1?.db"
    open_store(path).close()
    assert path.exists()


def test_the_environment_names_the_database(tmp_path: Path) -> None:
    assert engine.usual_place(tmp_path, {engine.VARIABLE: "postgresql://h/k"}) == "postgresql://h/k"
    assert engine.usual_place(tmp_path, {}) == tmp_path / "kagemi.db"
