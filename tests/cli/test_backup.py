"""`kagemi backup`, `kagemi restore` and `kagemi check --database`, as a person types them."""

import json
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kagemi.store.engine import VARIABLE
from tests.cli.runner import kagemi
from tests.store.conftest import server
from tests.store.test_backup import new_database
from tests.workspaces import canteen

__all__ = ["server"]

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@pytest.fixture
def ws(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small workspace with a plan, at half past nine."""
    monkeypatch.setattr("kagemi.cli.backup.now", lambda: NOW)
    folder = canteen(tmp_path / "ws")
    assert kagemi(folder, "plan", "--week", "2026-W49").exit_code == 0
    return folder


def files(folder: Path) -> dict[str, bytes]:
    """All files but the database."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes()
        for p in folder.rglob("*")
        if p.is_file() and not p.name.startswith("kagemi.db") and "backups" not in p.parts
    }


def rows(folder: Path) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(folder / "kagemi.db")
    found = connection.execute("SELECT * FROM plans").fetchall()
    connection.close()
    return found


def test_a_backup_and_what_becomes_of_it(ws: Path, tmp_path: Path) -> None:
    said = kagemi(ws, "backup")
    assert said.exit_code == 0
    n = len(files(ws))
    file = "backups/kagemi-2026-11-24T0930.zip"
    assert said.stdout == f"Backed up {n} files and 1 rows of the database: {file}\n"
    again = kagemi(tmp_path, "restore", f"ws/{file}", "new")
    assert again.exit_code == 0, again.output
    assert again.stdout == f"Made a workspace in new, with {n} files and 1 rows of the database.\n"
    assert again.stderr == "It is as it was on 2026-11-24 09:30.\n"
    assert files(tmp_path / "new") == files(ws)
    assert rows(tmp_path / "new") == rows(ws)
    assert kagemi(tmp_path / "new", "show").stdout == kagemi(ws, "show").stdout
    assert sorted(p.name for p in tmp_path.iterdir()) == ["new", "ws"]


def test_two_backups_of_a_minute(ws: Path) -> None:
    kagemi(ws, "backup")
    assert kagemi(ws, "backup").stdout.endswith("backups/kagemi-2026-11-24T0930-2.zip\n")
    with_both = kagemi(ws, "backup", "--json")
    assert json.loads(with_both.stdout)["files"] == len(files(ws)), "backups hold no backups"


def test_a_backup_for_other_programs(ws: Path, tmp_path: Path) -> None:
    said = json.loads(kagemi(ws, "backup", "--out", "../b.zip", "--json").stdout)
    assert said.keys() == {"place", "files", "rows", "made_at", "kagemi"}
    assert (said["place"], said["made_at"]) == ("../b.zip", "2026-11-24T09:30:00+00:00")
    assert said["rows"]["plans"] == 1
    assert json.loads(kagemi(tmp_path, "restore", "b.zip", "new", "--json").stdout) == {**said, "place": "new"}


def test_a_file_that_is_there_is_not_overwritten(ws: Path) -> None:
    (ws / "precious.zip").write_text("precious")
    said = kagemi(ws, "backup", "--out", "precious.zip")
    assert said.exit_code == 4
    assert said.stderr.startswith("precious.zip: error: there is a file of this name already")
    assert (ws / "precious.zip").read_text() == "precious"


def test_no_folder_is_made_for_a_backup_where_the_disk_may_be_missing(ws: Path, tmp_path: Path) -> None:
    said = kagemi(ws, "backup", "--out", str(tmp_path / "usb" / "b.zip"))
    assert said.exit_code == 4
    assert f"there is no folder {(tmp_path / 'usb').as_posix()}" in said.stderr
    assert not (tmp_path / "usb").exists()


def test_a_workspace_without_a_database(tmp_path: Path) -> None:
    ws = canteen(tmp_path / "ws")
    assert kagemi(ws, "backup", "--out", "../b.zip").stdout.endswith("0 rows of the database: ../b.zip\n")
    assert kagemi(tmp_path, "restore", "b.zip", "new").exit_code == 0
    assert files(tmp_path / "new") == files(ws)
    assert not (tmp_path / "new" / "kagemi.db").exists()


def test_no_workspace_no_backup(tmp_path: Path) -> None:
    said = kagemi(tmp_path, "backup")
    assert said.exit_code == 4
    assert "there is no workspace here to back up" in said.stderr


def test_an_empty_folder_is_filled(ws: Path, tmp_path: Path) -> None:
    kagemi(ws, "backup", "--out", "../b.zip")
    (tmp_path / "new").mkdir()
    assert kagemi(tmp_path / "new", "restore", "../b.zip", ".").exit_code == 0
    assert files(tmp_path / "new") == files(ws)
    assert kagemi(tmp_path / "new", "check", "kagemi.toml", "--database").exit_code == 0


def test_a_folder_with_something_in_it_is_left_alone(ws: Path, tmp_path: Path) -> None:
    kagemi(ws, "backup", "--out", "../b.zip")
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "song.txt").write_text("la")
    said = kagemi(tmp_path, "restore", "b.zip", "new")
    assert said.exit_code == 4
    assert said.stderr.startswith("new: error: there is something here already")
    assert files(tmp_path / "new") == {"song.txt": b"la"}


@pytest.mark.parametrize("target", ["new", "empty", "a/b/c"])
def test_a_damaged_backup_leaves_nothing(ws: Path, tmp_path: Path, target: str) -> None:
    kagemi(ws, "backup", "--out", "../b.zip")
    content = bytearray((tmp_path / "b.zip").read_bytes())
    middle = content.index(b"workspace/kagemi.toml") + 60
    content[middle] ^= 255
    (tmp_path / "b.zip").write_bytes(content)
    (tmp_path / "empty").mkdir()
    said = kagemi(tmp_path, "restore", "b.zip", target)
    assert said.exit_code == 4
    assert said.stderr == (
        "b.zip: error: the backup is damaged: workspace/kagemi.toml is not as it was written\n"
        "       = hint: use another backup\n"
    )
    assert not any((tmp_path / "empty").iterdir())
    assert not (tmp_path / target / "kagemi.toml").exists()
    assert not any(p.name.startswith(".") for p in tmp_path.rglob("*"))


def test_rows_go_to_the_database_that_the_environment_names(ws: Path, tmp_path: Path, server: str) -> None:
    kagemi(ws, "backup", "--out", "../b.zip")
    address = {VARIABLE: new_database(server)}
    assert kagemi(tmp_path, "restore", "b.zip", "new", **address).exit_code == 0
    assert not (tmp_path / "new" / "kagemi.db").exists()
    assert kagemi(tmp_path / "new", "plan", "--week", "2026-W50", **address).exit_code == 0
    again = kagemi(tmp_path, "restore", "b.zip", "other", **address)
    assert again.exit_code == 4
    assert "there is a database of Kagemi here already, and nothing is overwritten" in again.stderr
    assert not (tmp_path / "other").exists()
    back = json.loads(kagemi(tmp_path / "new", "backup", "--out", "../c.zip", "--json", **address).stdout)
    assert back["rows"]["plans"] == 2
    assert kagemi(tmp_path, "restore", "c.zip", "home").exit_code == 0
    assert len(rows(tmp_path / "home")) == 2


def test_a_database_that_holds_together(ws: Path) -> None:
    said = kagemi(ws, "check", "kagemi.toml", "--database")
    assert said.exit_code == 0
    assert said.stdout.endswith("All is well.\n")
    assert "kagemi.db" in said.stdout


def test_a_database_that_does_not_hold_together(ws: Path) -> None:
    connection = sqlite3.connect(ws / "kagemi.db")
    connection.execute("UPDATE plans SET plan_json = 'half'")
    connection.commit()
    connection.close()
    said = kagemi(ws, "check", "kagemi.toml", "--database")
    assert said.exit_code == 4
    assert "kagemi.db: error: plan 1 in the database is damaged\n" in said.stdout
    assert "= hint: restore it from a backup\n" in said.stdout
    assert kagemi(ws, "check", "kagemi.toml").exit_code == 0


def test_both_speak_indonesian(ws: Path, tmp_path: Path) -> None:
    said = kagemi(ws, "backup", "--out", "../b.zip", lang="id")
    assert said.exit_code == 0
    assert kagemi(tmp_path, "restore", "b.zip", "new", lang="id").exit_code == 0
