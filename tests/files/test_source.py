"""Files as people's computers save them."""

from pathlib import Path
from time import perf_counter

import pytest

from kagemi.domain.message import Fault, Where
from kagemi.files.source import Source, read_line, read_source


def read(path: Path, raw: bytes) -> Source | Fault:
    path.write_bytes(raw)
    return read_source(path)


def test_a_byte_order_mark_is_dropped(tmp_path: Path) -> None:
    source = read(tmp_path / "f", b"\xef\xbb\xbfid: nasi\n")
    assert isinstance(source, Source)
    assert source.text == "id: nasi\n"


def test_windows_line_ends_become_unix_ones(tmp_path: Path) -> None:
    source = read(tmp_path / "f", b"a\r\nb\rc")
    assert isinstance(source, Source)
    assert source.lines() == ["a", "b", "c"]


def test_text_that_is_not_utf8_is_refused_at_its_place(tmp_path: Path) -> None:
    fault = read(tmp_path / "f", "id: nasi\nname: gulé".encode("latin-1"))
    assert isinstance(fault, Fault)
    assert (fault.where.line, fault.where.column) == (2, 10)
    assert str(fault.what) == "the file is not UTF-8 text"


def test_utf16_is_named_in_the_hint(tmp_path: Path) -> None:
    fault = read(tmp_path / "f", "id: nasi".encode("utf-16"))
    assert isinstance(fault, Fault)
    assert "UTF-16" in str(fault.hint)


def test_a_control_character_is_refused_at_its_place(tmp_path: Path) -> None:
    fault = read(tmp_path / "f", b"id: nasi\nname: a\x00b\n")
    assert isinstance(fault, Fault)
    assert (fault.where.line, fault.where.column) == (2, 8)
    assert "U+0000" in str(fault.what)


def test_a_file_of_50_mb_is_refused_without_reading_it(tmp_path: Path) -> None:
    path = tmp_path / "huge.yaml"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    start = perf_counter()
    fault = read_source(path)
    assert perf_counter() - start < 0.1
    assert isinstance(fault, Fault)
    assert str(fault.what) == "the file is too large (50.0 MB; at most 5 MB)"


def test_a_missing_file_and_a_folder_are_faults(tmp_path: Path) -> None:
    missing, folder = read_source(tmp_path / "none"), read_source(tmp_path)
    assert isinstance(missing, Fault)
    assert "no such file" in str(missing.what)
    assert isinstance(folder, Fault)
    assert "this is a folder" in str(folder.what)


@pytest.mark.parametrize(("line", "expected"), [(1, "a"), (2, "b"), (9, None), (0, None)])
def test_a_line_is_read_for_a_place(tmp_path: Path, line: int, expected: str | None) -> None:
    path = tmp_path / "f"
    path.write_text("a\nb")
    assert read_line(Where(path.as_posix(), line)) == expected
