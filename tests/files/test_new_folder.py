"""A folder that appears whole or not at all."""

from pathlib import Path

import pytest

from kagemi.domain.message import InvalidInput
from kagemi.files.new_folder import new_folder


def fill(staging: Path) -> Path:
    """A folder with a few entries."""
    filled = staging / "filled"
    (filled / "menus").mkdir(parents=True)
    for name in ("kagemi.toml", "zebra.csv", "menus/a.yaml"):
        (filled / name).write_text(name)
    return filled


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


@pytest.mark.parametrize("is_there", [True, False])
def test_a_folder_is_there_once_it_is_put(tmp_path: Path, is_there: bool) -> None:
    folder = tmp_path / "new"
    if is_there:
        folder.mkdir()
    with new_folder(folder, "kagemi.toml") as (staging, put):
        filled = fill(staging)
        assert not (folder / "kagemi.toml").exists()
        put(filled)
    assert names(folder) == ["kagemi.toml", "menus", "zebra.csv"]
    assert names(tmp_path) == ["new"]


@pytest.mark.parametrize("is_there", [True, False])
@pytest.mark.parametrize("is_put", [True, False])
def test_a_folder_is_as_it_was_after_a_failure(tmp_path: Path, is_there: bool, is_put: bool) -> None:
    folder = tmp_path / "new"
    if is_there:
        folder.mkdir()

    def fail() -> None:
        with new_folder(folder, "x") as (staging, put):
            filled = fill(staging)
            if is_put:
                put(filled)
            raise OSError(28, "No space left on device")

    with pytest.raises(InvalidInput, match="no space left"):
        fail()
    assert names(tmp_path) == (["new"] if is_there else [])
    assert not is_there or names(folder) == []


def test_what_makes_the_folder_what_it_is_comes_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moved: list[str] = []
    rename = Path.rename

    def noted(path: Path, to: Path) -> Path:
        moved.append(path.name)
        return rename(path, to)

    monkeypatch.setattr(Path, "rename", noted)
    with new_folder(tmp_path, "kagemi.toml") as (staging, put):
        put(fill(staging))
    assert moved[-1] == "kagemi.toml"


def test_a_file_in_the_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "new").write_text("precious")
    with (
        pytest.raises(InvalidInput, match="there is something here already"),
        new_folder(tmp_path / "new", "kagemi.toml"),
    ):
        pass
    assert (tmp_path / "new").read_text() == "precious"
