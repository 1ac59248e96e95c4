import json
from pathlib import Path

from tests.cli.runner import kagemi


def test_the_schema_is_printed(tmp_path: Path) -> None:
    result = kagemi(tmp_path, "schema")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_the_schema_is_written(tmp_path: Path) -> None:
    result = kagemi(tmp_path, "schema", "--out", "here.json")
    assert result.stdout == "Schema: here.json\n"
    assert (tmp_path / "here.json").read_text(encoding="utf-8") == kagemi(tmp_path, "schema").stdout


def test_a_folder_cannot_be_written_as_a_schema(tmp_path: Path) -> None:
    result = kagemi(tmp_path, "schema", "--out", ".")
    assert result.exit_code == 4


def test_a_new_workspace_has_the_schema_that_its_constraints_name(tmp_path: Path) -> None:
    kagemi(tmp_path, "init", "canteen")
    assert (tmp_path / "canteen" / "menus" / "constraints" / "constraints.schema.json").is_file()


def test_the_schema_is_not_taken_for_a_plan(tmp_path: Path) -> None:
    kagemi(tmp_path, "init", "canteen")
    result = kagemi(tmp_path / "canteen", "check", "menus/constraints")
    assert "schema" not in result.stdout
