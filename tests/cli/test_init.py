from pathlib import Path

from tests.cli.runner import kagemi


def test_a_workspace_is_made_of_the_example(tmp_path: Path) -> None:
    result = kagemi(tmp_path, "init", "canteen")
    assert result.exit_code == 0
    assert result.stdout.startswith("Made a workspace in canteen, with ")
    assert (tmp_path / "canteen" / "kagemi.toml").is_file()
    assert (tmp_path / "canteen" / "menus" / "sheets" / "week.html.j2").is_file()


def test_nothing_is_overwritten(ws: Path) -> None:
    result = kagemi(ws, "init", ".")
    assert result.exit_code == 4
    assert "nothing is overwritten" in result.stderr


def test_the_folder_must_be_named(tmp_path: Path) -> None:
    assert kagemi(tmp_path, "init").exit_code == 2
