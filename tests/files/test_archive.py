"""A backup is the files as they were; one that was changed, by accident or not, is refused."""

import hashlib
import json
import os
import random
import shutil
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from kagemi.domain.message import InvalidInput
from kagemi.files import archive
from kagemi.files.archive import DATABASE, FILES, MANIFEST, database_lines, is_archive, unpack, write_archive
from kagemi.files.own_files import free_name, own_files

NAMES = ("kagemi.toml", "menus/dishes/tuna asam.yaml", "menus/sheets/é.j2", "plans/2026-W49.json")
LINES = ["{}\n", '["plans","\u2028 \x85 \x0c é"]\n', "[]\n"]
RESERVED = "kagemi.db"

Change = Callable[[dict[str, bytes]], None]
"""Of the members of an archive, name -> content."""


def workspace(folder: Path) -> Path:
    """A few files."""
    for n, name in enumerate(NAMES):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(os.urandom(50) * (n + 1))
        os.utime(path, ns=(n * 10**18, n * 10**18 + 7))
    return folder


def a_backup(folder: Path) -> Path:
    root = workspace(folder / "ws")
    path = folder / "out" / "backup.zip"
    write_archive(path, root, own_files(root, ()), LINES, "0.1.0", "2026-11-24T09:30:00+07:00")
    return path


def again(path: Path, change: Change) -> Path:
    """The archive with other members, and a manifest that knows them unless it was changed too."""
    with zipfile.ZipFile(path) as old:
        members = {name: old.read(name) for name in old.namelist()}
    change(members)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in members.items():
            new.writestr(name, content)
    return path


def refusal(path: Path, folder: Path) -> str:
    """What is said of an archive that is refused; nothing may be outside of the folder."""
    target = folder / "deep" / "in" / "here"
    target.mkdir(parents=True)
    before = sorted(folder.rglob("*"))
    with pytest.raises(InvalidInput) as caught:
        unpack(path, target, RESERVED)
    assert [p for p in folder.rglob("*") if p not in before and target not in p.parents] == []
    (fault,) = caught.value.faults
    assert str(fault.where) in (path.as_posix(), target.as_posix())
    return str(fault.what)


def smuggle(name: str, content: bytes = b"evil") -> Change:
    """Add a member that the manifest knows."""

    def change(members: dict[str, bytes]) -> None:
        manifest = json.loads(members.pop(MANIFEST))
        members[name] = content
        digest = hashlib.sha256(content).hexdigest()
        manifest["members"][name] = {"sha256": digest, "bytes": len(content), "changed_ns": None}
        members[MANIFEST] = json.dumps(manifest).encode()

    return change


def test_files_come_back_as_they_were(tmp_path: Path) -> None:
    path = a_backup(tmp_path)
    (tmp_path / "new").mkdir()
    manifest = unpack(path, tmp_path / "new", RESERVED)
    assert (manifest.files, manifest.made_at) == (len(NAMES), "2026-11-24T09:30:00+07:00")
    for name in NAMES:
        old, new = tmp_path / "ws" / name, tmp_path / "new" / FILES / name
        assert new.read_bytes() == old.read_bytes()
        assert new.stat().st_mtime_ns == old.stat().st_mtime_ns
    assert list(database_lines(tmp_path / "new" / DATABASE)) == LINES


def test_a_workspace_without_a_database(tmp_path: Path) -> None:
    root = workspace(tmp_path / "ws")
    write_archive(tmp_path / "b.zip", root, own_files(root, ()), None, "0.1.0", "")
    (tmp_path / "new").mkdir()
    unpack(tmp_path / "b.zip", tmp_path / "new", RESERVED)
    assert [p.name for p in (tmp_path / "new").iterdir()] == ["workspace"]


def test_the_files_that_a_canteen_would_miss(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    for name in (
        "kagemi.db", "kagemi.db-wal", "kagemi.db.0001.backup", ".git/config", "plans/.x.json.1a2b.tmp",
        "backups/kagemi-1.zip", "menus/__pycache__/x.pyc", "plans/notes.zip", "rules/own.yaml",
        "plans/kagemi.db",
    ):  # fmt: skip
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("x")
    a_backup(tmp_path / "other").rename(root / "plans" / "earlier.zip")
    found = [p.relative_to(root).as_posix() for p in own_files(root, [root / "kagemi.db"])]
    assert [n for n in found if not n.startswith("other/")] == [
        *NAMES[:1], "menus/dishes/tuna asam.yaml", "menus/sheets/é.j2", "plans/2026-W49.json",
        "plans/kagemi.db", "plans/notes.zip", "rules/own.yaml",
    ]  # fmt: skip


def test_links_are_followed_once(tmp_path: Path) -> None:
    root = workspace(tmp_path / "ws")
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "rawon.yaml").write_text("id: rawon")
    (root / "menus" / "shared").symlink_to(tmp_path / "shared")
    (root / "menus" / "loop").symlink_to(root)
    found = [p.relative_to(root).as_posix() for p in own_files(root, ())]
    assert found == [*NAMES[:2], "menus/shared/rawon.yaml", *NAMES[2:]]


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    path = a_backup(tmp_path)
    before = path.read_bytes()
    with pytest.raises(InvalidInput, match="there is a file of this name already"):
        a_backup(tmp_path)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_a_free_name(tmp_path: Path) -> None:
    path = tmp_path / "kagemi.zip"
    assert free_name(path) == path
    path.touch()
    (tmp_path / "kagemi-2.zip").touch()
    assert free_name(path).name == "kagemi-3.zip"


def test_a_file_that_cannot_be_read_leaves_no_backup(tmp_path: Path) -> None:
    root = workspace(tmp_path / "ws")
    with pytest.raises(InvalidInput):
        write_archive(tmp_path / "b.zip", root, [root / "gone.yaml"], None, "0.1.0", "")
    assert not (tmp_path / "b.zip").exists()
    assert [p.name for p in tmp_path.iterdir()] == ["ws"]


def test_an_archive_is_known_by_its_manifest(tmp_path: Path) -> None:
    assert is_archive(a_backup(tmp_path))
    (tmp_path / "other.zip").write_bytes(b"PK nothing")
    assert not is_archive(tmp_path / "other.zip")


@pytest.mark.parametrize(
    "manifest", ["{}", "[]", "not JSON", '{"manifest_version": 3, "name": "an extension"}']
)
def test_a_zip_of_another_program_is_no_backup_though_it_holds_a_manifest(
    tmp_path: Path, manifest: str
) -> None:
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr(MANIFEST, manifest)
    assert not is_archive(tmp_path / "other.zip")
    assert list(own_files(tmp_path, ())) == [tmp_path / "other.zip"]


def test_files_named_like_the_database_are_kept_and_come_back(tmp_path: Path) -> None:
    root = tmp_path / "ws"
    root.mkdir()
    mine = ["kagemi.db-notes.txt", "kagemi.db.csv", "kagemi.dbs"]
    for name in (*mine, "kagemi.db", "kagemi.db-wal", "kagemi.db-shm", "kagemi.db-journal",
                 "kagemi.db.0001.backup", "kagemi.db.0001-2.backup"):  # fmt: skip
        (root / name).write_text(name)
    files = list(own_files(root, [root / "kagemi.db"]))
    assert [p.name for p in files] == mine
    write_archive(tmp_path / "b.zip", root, files, None, "0.1.0", "")
    (tmp_path / "new").mkdir()
    unpack(tmp_path / "b.zip", tmp_path / "new", RESERVED)
    assert sorted(p.name for p in (tmp_path / "new" / "workspace").iterdir()) == mine


def test_a_file_that_is_no_zip(tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_text("Senin: nasi, tuna bakar\n" * 99)
    assert refusal(tmp_path / "b.zip", tmp_path) == "the backup is damaged: it is no whole zip file"


def test_a_backup_that_does_not_exist(tmp_path: Path) -> None:
    assert refusal(tmp_path / "b.zip", tmp_path) == "the file cannot be read: no such file or directory"


def test_a_zip_of_something_else(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as other:
        other.writestr("photo.jpg", b"")
    assert refusal(tmp_path / "b.zip", tmp_path) == "this file is not a backup of Kagemi"


def test_half_a_backup(tmp_path: Path) -> None:
    path = a_backup(tmp_path)
    path.write_bytes(path.read_bytes()[:-40])
    assert refusal(path, tmp_path) == "the backup is damaged: it is no whole zip file"


def test_a_file_that_was_changed(tmp_path: Path) -> None:
    path = again(a_backup(tmp_path), lambda members: members.update({FILES + NAMES[0]: b"x" * 50}))
    assert refusal(path, tmp_path) == "the backup is damaged: workspace/kagemi.toml is not as it was written"


def test_a_file_that_is_missing(tmp_path: Path) -> None:
    path = again(a_backup(tmp_path), lambda members: members.__delitem__(FILES + NAMES[0]))
    assert refusal(path, tmp_path) == "the backup is damaged: workspace/kagemi.toml is missing or too many"


def test_a_file_too_many(tmp_path: Path) -> None:
    path = again(a_backup(tmp_path), lambda members: members.update({"workspace/x": b""}))
    assert refusal(path, tmp_path) == "the backup is damaged: workspace/x is missing or too many"


@pytest.mark.parametrize("text", [b"", b"[]", b"{}", b'{"format": 1}', b"\xff", b"[" * 100_000])
def test_a_manifest_that_says_nothing(tmp_path: Path, text: bytes) -> None:
    path = again(a_backup(tmp_path), lambda members: members.update({MANIFEST: text}))
    assert refusal(path, tmp_path) == "the backup is damaged: manifest.json cannot be read"


def test_a_newer_format(tmp_path: Path) -> None:
    def newer(members: dict[str, bytes]) -> None:
        members[MANIFEST] = members[MANIFEST].replace(b'"format": 1', b'"format": 2')

    path = again(a_backup(tmp_path), newer)
    assert refusal(path, tmp_path) == "the backup was made by a newer Kagemi (0.1.0)"


@pytest.mark.parametrize(
    "name",
    [
        "../evil", "workspace/../../evil", "workspace/menus/../../../evil", "/etc/evil", "workspace//evil",
        "workspace/./evil", "evil", "other/evil", "workspace", "..",
    ],
)  # fmt: skip
def test_a_file_that_would_be_elsewhere(tmp_path: Path, name: str) -> None:
    path = again(a_backup(tmp_path), smuggle(name))
    assert refusal(path, tmp_path) == f"the backup is damaged: {name} would lie outside the workspace"


@pytest.mark.parametrize("name", ["workspace/..\\evil", "workspace/C:evil", "workspace/menus\\..\\..\\evil"])
def test_a_file_that_would_be_elsewhere_on_windows(name: str) -> None:
    assert archive._stays_within(name, "posix")
    assert not archive._stays_within(name, "nt")


@pytest.mark.parametrize("name", ["workspace/kagemi.db", "workspace/kagemi.db-wal"])
def test_a_file_in_the_place_of_the_database(tmp_path: Path, name: str) -> None:
    path = again(a_backup(tmp_path), smuggle(name))
    assert refusal(path, tmp_path) == f"the backup is damaged: {name} would be in the way of the database"


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFDIR])
def test_a_member_that_is_no_ordinary_file(tmp_path: Path, kind: int) -> None:
    path = again(a_backup(tmp_path), smuggle("workspace/link", b"/etc"))
    with zipfile.ZipFile(path) as old:
        members = {info: old.read(info) for info in old.infolist()}
    with zipfile.ZipFile(path, "w") as new:
        for info, content in members.items():
            if info.filename == "workspace/link":
                info.external_attr = (kind | 0o777) << 16
            new.writestr(info, content)
    assert refusal(path, tmp_path) == "the backup is damaged: workspace/link is not an ordinary file"


def test_a_member_twice(tmp_path: Path) -> None:
    path = a_backup(tmp_path)
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(path, "a") as same:
        same.writestr(FILES + NAMES[0], b"x" * 50)
    assert refusal(path, tmp_path).endswith("is missing or too many")


def test_a_bomb_of_little_that_becomes_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_SHRUNK", 10)
    path = again(a_backup(tmp_path), smuggle("workspace/bomb", b"\0" * 11_000_000))
    assert path.stat().st_size < 20_000
    expected = "the backup is damaged: its contents are larger than such a file can hold"
    assert refusal(path, tmp_path) == expected


def test_a_member_that_is_longer_than_it_says(tmp_path: Path) -> None:
    path = again(a_backup(tmp_path), smuggle("workspace/long", b"x" * 5_000))
    raw = path.read_bytes()
    path.write_bytes(raw.replace((5_000).to_bytes(4, "little"), (50).to_bytes(4, "little")))
    assert refusal(path, tmp_path) == "the backup is damaged: workspace/long is not as it was written"


def test_more_than_any_workspace_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = a_backup(tmp_path)
    monkeypatch.setattr(archive, "LIMIT", 100)
    assert "at most 0 MB" in refusal(path, tmp_path)
    with pytest.raises(InvalidInput, match="there is too much of it"):
        a_backup(tmp_path / "again")
    assert list((tmp_path / "again" / "out").iterdir()) == []


def test_a_disk_that_has_no_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = a_backup(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: type("", (), {"free": 9}))
    with pytest.raises(OSError, match="No space left"):
        unpack(path, tmp_path, RESERVED)
    assert not (tmp_path / "workspace").exists()


@pytest.mark.parametrize("seed", range(60))
def test_a_bit_that_fell_over_is_found_or_changes_nothing(tmp_path: Path, seed: int) -> None:
    path = a_backup(tmp_path)
    chance = random.Random(seed)
    content = bytearray(path.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content)
    target = tmp_path / "new"
    target.mkdir()
    try:
        unpack(path, target, RESERVED)
    except InvalidInput:
        return
    for name in NAMES:
        assert (target / FILES / name).read_bytes() == (tmp_path / "ws" / name).read_bytes()
    assert list(database_lines(target / DATABASE)) == LINES
