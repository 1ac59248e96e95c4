"""Files written whole or not at all."""

import os
from pathlib import Path

import pytest

from kagemi.domain.message import InvalidInput
from kagemi.files.atomic import new_file, write_all, write_text


def test_a_file_is_written_with_its_folders(tmp_path: Path) -> None:
    write_text(tmp_path / "a" / "b.txt", "é\n")
    assert (tmp_path / "a" / "b.txt").read_bytes() == "é\n".encode()


def test_a_file_is_replaced_and_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_text("old")
    path.chmod(0o640)
    write_text(path, "new")
    assert (path.read_text(), path.stat().st_mode & 0o777) == ("new", 0o640)


def test_a_link_keeps_pointing_where_it_does(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to("real")
    write_text(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"


def test_a_failure_leaves_the_old_file_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "f"
    path.write_text("old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InvalidInput) as caught:
        write_text(path, "new")
    assert str(caught.value.faults[0].hint) == "make room on the disk and try again"
    assert [p.name for p in tmp_path.iterdir()] == ["f"]
    assert path.read_text() == "old"


def test_a_folder_cannot_be_overwritten(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="is a directory"):
        write_text(tmp_path, "x")


def test_a_folder_within_a_file_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("")
    with pytest.raises(InvalidInput):
        write_text(tmp_path / "f" / "g", "x")


def test_a_new_file_is_there_when_all_is_written(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b.zip"
    with new_file(path) as file:
        file.write(b"whole")
        assert not path.exists()
    assert path.read_bytes() == b"whole"
    assert list(path.parent.iterdir()) == [path]


def refuse(*_: object) -> None:
    """What a disk says that knows no second names."""
    raise PermissionError(1, "Operation not permitted")


def test_a_new_file_on_a_disk_that_knows_no_second_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "link", refuse)
    with new_file(tmp_path / "b.zip") as file:
        file.write(b"whole")
    assert [p.read_bytes() for p in tmp_path.iterdir()] == [b"whole"]


@pytest.mark.parametrize("knows_links", [True, False])
def test_a_new_file_whose_name_is_taken_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, knows_links: bool
) -> None:
    if not knows_links:
        monkeypatch.setattr(os, "link", refuse)

    def write() -> None:
        with new_file(tmp_path / "b") as file:
            file.write(b"mine")
            (tmp_path / "b").write_text("theirs")

    with pytest.raises(InvalidInput, match="there is a file of this name already"):
        write()
    assert [p.read_text() for p in tmp_path.iterdir()] == ["theirs"]


def test_a_new_file_that_fails_is_not_there(tmp_path: Path) -> None:
    def write() -> None:
        with new_file(tmp_path / "b.zip") as file:
            file.write(b"half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write()
    assert list(tmp_path.iterdir()) == []


def test_a_new_file_below_a_file(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("")
    with pytest.raises(InvalidInput, match="cannot be written"), new_file(tmp_path / "a" / "b.zip"):
        pass


def test_files_that_belong_together_are_all_written_or_none(tmp_path: Path) -> None:
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    write_all({first: b"one", second: b"two"})
    assert (first.read_bytes(), second.read_bytes()) == (b"one", b"two")
    (tmp_path / "c.txt").mkdir()
    with pytest.raises(InvalidInput) as refused:
        write_all({first: b"new", tmp_path / "c.txt": b"three"})
    assert refused.value.faults[0].where.file.endswith("c.txt")
    assert first.read_bytes() == b"one"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.txt", "b.txt", "c.txt"]
