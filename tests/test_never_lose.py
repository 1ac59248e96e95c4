"""A full disk and a folder that may not be written: one clear message, and what was there is as it was."""

import errno
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from kagemi.store.database import open_store
from kagemi.store.engine import VARIABLE, database_url, make_engine
from kagemi.store.integrity import problems
from kagemi.store.schema import REVISIONS
from kagemi.store.upgrade import migrate, revision
from tests.cli.runner import kagemi
from tests.store.conftest import server
from tests.store.test_backup import new_database
from tests.store.test_faults import read_only
from tests.store.test_upgrade import ROWS
from tests.workspaces import canteen

__all__ = ["server"]

PLAN = ("plan", "--week", "2026-W49")
NEXT = ("plan", "--week", "2026-W50")


@pytest.fixture
def ws() -> Iterator[Path]:
    """A small workspace with a plan, in a folder that any user can reach: pytest's own are closed to others."""
    home = Path(tempfile.mkdtemp(prefix="kagemi-never-lose-"))
    home.chmod(0o755)
    folder = canteen(home / "ws")
    assert kagemi(folder, *PLAN).exit_code == 0
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
        [sys.executable, "-B", "-m", "kagemi", "--lang", "en", *args],
        cwd=folder,
        env={**os.environ, "COLUMNS": "140"},
        preexec_fn=limit,
        capture_output=True,
        text=True,
        check=False,
    )


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
        (("stock", "add", "ikan_tuna", "8", "--place", "freezer"), 3_000, "kagemi.db"),
    ],
)
def test_a_full_disk_is_said_and_leaves_what_was_there(
    ws: Path, args: tuple[str, ...], room: int, file: str
) -> None:
    (ws / "menus" / "photo.jpg").write_bytes(os.urandom(40_000))  # shrinks to nothing less
    before = content(ws)
    said = with_little_room(ws, room, *args)
    assert said.returncode == 4, said.stderr
    errors = [line for line in said.stderr.splitlines() if ": error: " in line]
    assert len(errors) == 1, said.stderr
    assert errors[0].partition(":")[0].endswith(file)
    assert "Traceback" not in said.stderr
    assert content(ws) == before
    assert holds_together(ws) == 1


def test_a_plan_is_made_though_its_register_is_full(ws: Path) -> None:
    """The file of a plan is what counts; the database takes note of it."""
    size = (ws / "plans" / "2026-W49.json").stat().st_size
    said = with_little_room(ws, size + 10_000, *NEXT)
    assert said.returncode == 0, said.stderr
    assert "kagemi.db: warning: the disk fails or is full" in said.stderr
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
        (("stock", "add", "ikan_tuna", "8", "--place", "freezer"), "the database cannot be"),
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
    assert (planned.exit_code, planned.stderr) == (0, "")
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
