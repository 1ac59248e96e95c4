"""Finding and making workspaces."""

import shutil
from pathlib import Path

import pytest

from kagemi.domain.message import InvalidInput
from kagemi.files.workspace import Settings, example_root, find_workspace, init_workspace, read_settings
from tests.files.cases import BASE


def test_a_new_workspace_has_all_parts_and_readable_settings(tmp_path: Path) -> None:
    workspace = init_workspace(tmp_path / "canteen", BASE)
    assert sorted(p.name for p in (tmp_path / "canteen").iterdir()) == [
        "kagemi.toml",
        "menus",
        "nutrition_data",
    ]
    assert workspace.settings == Settings()
    assert (workspace.dishes / "nasi.yaml").read_bytes() == (BASE / "menus/dishes/nasi.yaml").read_bytes()
    assert workspace.plans == tmp_path / "canteen" / "plans"


def test_a_workspace_is_made_in_a_folder_with_other_things(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("ours")
    init_workspace(tmp_path, BASE)
    assert (tmp_path / "README.md").read_text() == "ours"
    assert (tmp_path / "menus").is_dir()


@pytest.mark.parametrize("taken", ["kagemi.toml", "menus", "nutrition_data"])
def test_nothing_is_overwritten(tmp_path: Path, taken: str) -> None:
    (tmp_path / taken).mkdir()
    with pytest.raises(InvalidInput, match="nothing is overwritten"):
        init_workspace(tmp_path, BASE)
    assert [p.name for p in tmp_path.iterdir()] == [taken]


def test_a_file_of_the_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "canteen").write_text("")
    with pytest.raises(InvalidInput, match="a file of this name"):
        init_workspace(tmp_path / "canteen", BASE)


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("exists", [True, False])
def test_half_a_workspace_never_remains(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, exists: bool
) -> None:
    folder = tmp_path / "canteen"
    if exists:
        folder.mkdir()
    done: list[object] = []

    def copy(source: Path, target: Path) -> None:
        if len(done) > 3:
            raise error
        done.append(target)
        target.write_bytes(source.read_bytes())

    monkeypatch.setattr(shutil, "copyfile", copy)
    with pytest.raises((InvalidInput, KeyboardInterrupt)):
        init_workspace(folder, BASE)
    assert [p.name for p in tmp_path.rglob("*")] == (["canteen"] if exists else [])


def test_the_nearest_workspace_around_a_folder_is_found(tmp_path: Path) -> None:
    init_workspace(tmp_path / "canteen", BASE)
    found = find_workspace(tmp_path / "canteen" / "menus" / "dishes")
    assert found.root == tmp_path / "canteen"
    assert not found.is_example


def test_in_its_own_folder_a_workspace_names_files_from_there_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    init_workspace(tmp_path, BASE)
    monkeypatch.chdir(tmp_path)
    assert find_workspace(Path()).dishes.as_posix() == "menus/dishes"


def test_without_a_workspace_the_example_is_used_and_plans_go_to_the_current_folder(tmp_path: Path) -> None:
    found = find_workspace(tmp_path)
    assert found.is_example
    assert found.plans == Path("plans")
    assert (found.nutrition_data / "foods.csv").is_file()


def test_a_named_folder_must_be_a_workspace(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="not a workspace"):
        find_workspace(tmp_path, tmp_path)


def test_a_workspace_that_lacks_a_folder_says_which(tmp_path: Path) -> None:
    init_workspace(tmp_path, BASE)
    shutil.rmtree(tmp_path / "nutrition_data")
    with pytest.raises(InvalidInput, match="no folder nutrition_data"):
        find_workspace(tmp_path)


def test_settings_that_are_left_out_have_their_defaults(tmp_path: Path) -> None:
    path = tmp_path / "kagemi.toml"
    path.write_text('school = "SDN 1"\n')
    assert read_settings(path) == (Settings(school="SDN 1"), ())


def test_the_example_is_complete() -> None:
    assert {p.name for p in (example_root() / "menus").iterdir()} >= {"dishes", "constraints", "sheets"}
