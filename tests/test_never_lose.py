"""A full disk and a folder that may not be written: one clear message, and what was there is as it was."""

import errno
import os
import re
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from kagemi.store.database import open_store
from kagemi.store.engine import VARIABLE, database_url, make_engine
from kagemi.store.integrity import problems
from kagemi.store.schema import REVISIONS
from kagemi.store.upgrade import migrate, revision
from tests.cli.runner import kagemi
from tests.markets import market
from tests.store.conftest import server
from tests.store.test_backup import new_database
from tests.store.test_faults import read_only
from tests.store.test_upgrade import ROWS
from tests.workspaces import canteen

__all__ = ["server"]

PLAN = ("plan", "--week", "2026-W49")
NEXT = ("plan", "--week", "2026-W50")
REPLAN = ("replan", "plans/2026-W49.json", "--headcount", "boys=120")
BUY = ("buy", "plans/2026-W49.json")
STOCK = ("stock", "add", "ikan_tuna", "8", "--place", "freezer")
NOTES = [
    STOCK,
    ("publish", "plans/2026-W49.json"),
    ("receive", "1", "--place", "dry"),
    ("record", "2026-11-30", "tempe_bakar", "--trays", "12,5,3,2,1"),
    ("prices", "set", "pak_min", "ikan_tuna", "48000"),
    ("prices", "import", "list.csv", "--supplier", "pak_min"),
]
"""Commands that write to the database and nowhere else."""

ON_MONDAY = """
from datetime import date
import kagemi.cli.session
from kagemi.cli.main import main

kagemi.cli.session.today = lambda: date(2026, 11, 30)
main()
"""
"""The program on the plan's first day."""

LIFE = """\
item,place,days,usual,basis,source
fish,chiller,1,yes,estimate,test table
"""


@pytest.fixture
def ws(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A small workspace on its plan's Monday, which any user can reach: pytest's own are closed to others."""
    home = Path(tempfile.mkdtemp(prefix="kagemi-never-lose-"))
    home.chmod(0o755)
    folder = market(canteen(home / "ws"))
    (folder / "nutrition_data" / "storage_life.csv").write_text(LIFE, encoding="utf-8")
    (folder / "list.csv").write_text("food;price;unit\nikan_tuna;48000;kg\n", encoding="utf-8")
    for args in (PLAN, BUY):
        assert kagemi(folder, *args).exit_code == 0
    monkeypatch.setattr("kagemi.cli.session.today", lambda: date(2026, 11, 30))
    yield folder
    shutil.rmtree(home)


def content(folder: Path) -> dict[str, bytes]:
    """All files but the database, whose logs come and go."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes()
        for p in folder.rglob("*")
        if p.is_file() and not p.name.startswith("kagemi.db")
    }


def with_little_room(folder: Path, bytes_: int, *args: str) -> subprocess.CompletedProcess[str]:
    """The command in a process that may write no file larger than so many bytes."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_, bytes_))

    return subprocess.run(
        [sys.executable, "-B", "-c", ON_MONDAY, "--lang", "en", *args],
        cwd=folder,
        env={**os.environ, "COLUMNS": "140"},
        preexec_fn=limit,
        capture_output=True,
        text=True,
        check=False,
    )


@contextmanager
def full_log(folder: Path) -> Iterator[int]:
    """The database's log at its end, with a reader who keeps it from being cleared; its size in bytes."""
    file = folder / "kagemi.db"
    with closing(sqlite3.connect(file)) as reader, closing(sqlite3.connect(file)) as writer:
        reader.execute("BEGIN")
        (version,) = reader.execute("PRAGMA user_version").fetchone()
        reader.execute("SELECT count(*) FROM plans").fetchone()
        writer.execute("PRAGMA wal_autocheckpoint = 0")
        while not (log := folder / "kagemi.db-wal").exists() or log.stat().st_size < 200_000:
            writer.execute(f"PRAGMA user_version = {version}")
        yield log.stat().st_size


def rows(folder: Path) -> dict[str, int]:
    """Table -> how many rows it has."""
    with closing(sqlite3.connect(folder / "kagemi.db")) as db:
        tables = [name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return {t: db.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in tables}


def holds_together(folder: Path) -> int:
    """How many plans the database has, which must hold together."""
    with open_store(folder / "kagemi.db") as store:
        assert problems(store) == ()
        with store.reading() as connection:
            return int(connection.exec_driver_sql("SELECT count(*) FROM plans").scalar() or 0)


@pytest.mark.parametrize(
    ("args", "room", "file"),
    [
        (NEXT, 3_000, "plans/2026-W50.json"),
        (PLAN, 3_000, "plans/2026-W49.json"),
        (("backup", "--out", "b.zip"), 33_000, "b.zip"),
        (("sheet", "--out", "week.html"), 3_000, "week.html"),
        (REPLAN, 3_000, "plans/2026-W49-r2.json"),
        (BUY, 33_000, "plans/2026-W49-orders/orders.pdf"),
        *((args, 3_000, "kagemi.db") for args in NOTES),
    ],
)
def test_a_full_disk_is_said_and_leaves_what_was_there(
    ws: Path, args: tuple[str, ...], room: int, file: str
) -> None:
    (ws / "menus" / "photo.jpg").write_bytes(os.urandom(40_000))  # shrinks to nothing less
    before = content(ws)
    with closing(sqlite3.connect(ws / "kagemi.db")) as reader:  # others read without room for an index
        reader.execute("SELECT count(*) FROM plans").fetchone()
        said = with_little_room(ws, room, *args)
    assert said.returncode == 4, said.stderr
    errors = [line for line in said.stderr.splitlines() if ": error: " in line]
    assert len(errors) == 1, said.stderr
    assert errors[0].partition(":")[0].endswith(file)
    assert "Traceback" not in said.stderr
    assert content(ws) == before
    assert holds_together(ws) == 1


@pytest.mark.parametrize("args", NOTES)
def test_a_database_that_can_be_read_but_has_no_room_for_more_is_said(ws: Path, args: tuple[str, ...]) -> None:
    before, counts = content(ws), rows(ws)
    with full_log(ws) as room:
        said = with_little_room(ws, room, *args)
    assert said.returncode == 4, said.stdout + said.stderr
    (error,) = [line for line in said.stderr.splitlines() if ": error: " in line]
    assert error.partition(":")[0].endswith("kagemi.db")
    assert "nothing was written" in said.stderr
    assert (content(ws), rows(ws)) == (before, counts)
    assert holds_together(ws) == 1
    assert kagemi(ws, *args).exit_code == 0
    assert rows(ws) != counts


def test_orders_that_cannot_be_noted_are_said_and_do_not_count(ws: Path) -> None:
    assert kagemi(ws, "stock", "add", "tempe", "16", "--place", "dry").exit_code == 0
    counts = rows(ws)
    with full_log(ws) as room:
        said = with_little_room(ws, room, *BUY)
    assert said.returncode == 4, said.stdout + said.stderr
    assert "kagemi.db: error: the disk fails or is full" in said.stderr
    assert rows(ws) == counts
    assert kagemi(ws, *BUY).exit_code == 0
    assert rows(ws) != counts


def test_a_plan_is_made_though_its_register_is_full(ws: Path) -> None:
    """The file of a plan is what counts; the database takes note of it."""
    size = (ws / "plans" / "2026-W49.json").stat().st_size
    said = with_little_room(ws, size + 10_000, *NEXT)
    assert said.returncode == 0, said.stderr
    assert said.stderr.count("kagemi.db: warning: the disk fails or is full") == 1
    assert holds_together(ws) == 1
    assert kagemi(ws, "check", "plans/2026-W50.json").exit_code == 0


def test_a_restore_onto_a_full_disk_leaves_nothing(ws: Path) -> None:
    (ws / "menus" / "photo.jpg").write_bytes(os.urandom(40_000))
    assert kagemi(ws, "backup", "--out", "../b.zip").exit_code == 0
    said = with_little_room(ws.parent, 33_000, "restore", "b.zip", "new")
    assert said.returncode == 4
    assert said.stderr == "new: error: the file cannot be written: file too large\n"
    assert sorted(p.name for p in ws.parent.iterdir()) == ["b.zip", "ws"]


def test_no_room_at_all_says_what_to_do(ws: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = content(ws)

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    for args in (NEXT, ("backup", "--out", "b.zip"), ("sheet", "--out", "week.html")):
        said = kagemi(ws, *args)
        assert said.exit_code == 4
        assert "error: the file cannot be written: no space left on device\n" in said.stderr
        assert said.stderr.endswith("= hint: make room on the disk and try again\n")
    assert content(ws) == before


@pytest.mark.parametrize(
    ("args", "what"),
    [
        (NEXT, "no plan can be written here|the file cannot be written: permission denied"),
        (("backup",), "the file cannot be written: permission denied"),
        (("sheet", "--out", "week.html"), "the file cannot be written: permission denied"),
        (REPLAN, "the file cannot be written: permission denied"),
        (BUY, "the file cannot be written: permission denied"),
        *((args, "the database cannot be") for args in NOTES),
        (("restore", "../b.zip", "new"), "the file cannot be written: permission denied"),
    ],
)
def test_a_folder_that_may_not_be_written_is_said(ws: Path, args: tuple[str, ...], what: str) -> None:
    assert kagemi(ws, "backup", "--out", "../b.zip").exit_code == 0
    assert kagemi(ws, "sheet", "--out", "../week.html").exit_code == 0
    before = content(ws)
    with open_store(ws / "kagemi.db"), read_only(ws, ws / "plans", ws / "kagemi.db"):
        said = kagemi(ws, *args)
    assert said.exit_code == 4, said.stderr
    assert said.stderr.count(": error: ") == 1, said.stderr
    assert re.search(rf": error: ({what})", said.stderr), said.stderr
    assert content(ws) == before
    assert holds_together(ws) == 1


@pytest.fixture
def old_server(server: str) -> Iterator[Engine]:
    """A database on a server, as the first Kagemi left it."""
    engine = make_engine(database_url(new_database(server)))
    with engine.begin() as connection:
        migrate(connection, REVISIONS[0])
        for row in ROWS[REVISIONS[0]]:
            connection.exec_driver_sql(row)
    yield engine
    engine.dispose()


def test_an_old_database_of_a_server_is_backed_up_before_it_is_upgraded(ws: Path, old_server: Engine) -> None:
    address = {VARIABLE: old_server.url.render_as_string(hide_password=False)}
    planned = kagemi(ws, *NEXT, **address)
    assert planned.exit_code == 0, planned.stderr
    backup = f"ws/backups/before-upgrade-of-{REVISIONS[0]}.zip"
    restored = kagemi(ws.parent, "restore", backup, "old")
    assert restored.exit_code == 0, restored.stderr
    assert holds_together(ws.parent / "old") == 1
    with old_server.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM plans").scalar() == 2


def test_an_old_database_that_cannot_be_backed_up_is_not_upgraded(ws: Path, old_server: Engine) -> None:
    address = {VARIABLE: old_server.url.render_as_string(hide_password=False)}
    (ws / "backups").write_text("in the way")
    said = kagemi(ws, "backup", "--out", "../b.zip", **address)
    assert said.exit_code == 4
    assert "the file cannot be written: file exists" in said.stderr
    with old_server.connect() as connection:
        assert revision(connection) == REVISIONS[0]
