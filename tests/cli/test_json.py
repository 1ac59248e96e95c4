"""Every --json keeps to the schema that docs/json.md names for it."""

import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click
import pytest
from jsonschema import Draft202012Validator, FormatChecker

from kagemi.cli.main import root
from tests.cli.runner import kagemi
from tests.cli.test_receive import LIFE
from tests.docs.commands import names
from tests.docs.json_page import TABLE, command_of
from tests.docs.json_schemas import FOLDER, SHAPES, texts
from tests.markets import market

PLAN = "plans/2026-W49.json"
BEFORE, AFTER = date(2026, 11, 24), date(2026, 12, 2)
LIST = "food;price;unit\nikan_tuna;45.000;kg\nbayam;2.600;ikat\ntempe;9.000;kg\n"
NO_LIST = "food;price;unit\nnaga;45.000;kg\n"

Outputs = dict[str, list[Any]]


@pytest.fixture(scope="module")
def printed(planned: Path, tmp_path_factory: pytest.TempPathFactory) -> Outputs:
    """Schema name -> what commands printed that have it, of a week from prices to history."""
    folder = market(Path(shutil.copytree(planned, tmp_path_factory.mktemp("json") / "ws")))
    (folder / "nutrition_data" / "storage_life.csv").write_text(LIFE, encoding="utf-8")
    (folder / "list.csv").write_text(LIST, encoding="utf-8")
    (folder / "no_list.csv").write_text(NO_LIST, encoding="utf-8")
    found: Outputs = {}

    def run(schema: str, *args: str, code: int = 0) -> Any:
        result = kagemi(folder, *args, *(["--json"] if schema else []))
        assert result.exit_code == code, result.output
        if not schema:
            return None
        value = json.loads(result.stdout)
        found.setdefault(schema, []).append(value)
        return value

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kagemi.cli.session.today", lambda: BEFORE)
        _before_the_week(run)
        patch.setattr("kagemi.cli.session.today", lambda: AFTER)
        _after_the_week(run)
    return found


def _before_the_week(run: Any) -> None:
    run("prices_import", "prices", "import", "list.csv", "--supplier", "pak_min", "--dry-run")
    run("prices_import", "prices", "import", "list.csv", "--supplier", "pak_min")
    run("prices_import", "prices", "import", "no_list.csv", "--supplier", "pak_min", code=4)
    run("", "prices", "set", "bu_tin", "ikan_tuna", "44000", "--valid-until", "2026-12-04")
    run("prices", "prices")
    run("prices_history", "prices", "history", "ikan_tuna")
    run("prices_watch", "prices", "watch", PLAN)
    run("suppliers", "suppliers")
    run("suppliers", "suppliers", "pak_min")
    run("publish", "publish", PLAN, "--why", "first")
    run("", "stock", "add", "beras", "5", "--note", "left from last week")
    run("buy", "buy", PLAN, "--dry-run")
    run("buy", "buy", PLAN)
    run("replan", "replan", PLAN, "--ban", "tempe_bakar@monday")
    run("compare", "compare", PLAN, "plans/2026-W49-r2.json")
    lines = run("receive_open", "receive")
    run("receive", "receive", str(lines[0]["line"]))
    run("receive", "receive", "--all", "--supplier", lines[-1]["supplier"], "--day", lines[-1]["deliver_on"])
    run("stock", "stock")


def _after_the_week(run: Any) -> None:
    run("stock_cooked", "stock", "cooked", "2026-11-30")
    run("", "stock", "correct", "1", "--kg", "6", "--why", "weighed again")
    run("stock_history", "stock", "history")
    run("record", "record", "2026-12-01", "nasi", "--trays", "12,5,3,2,1")
    run("record", "record", "2026-12-01", "tuna_bakar", "--served", "100", "--left-kg", "2.5")
    run("replan", "replan", PLAN, "--headcount", "boys=90")
    run("record", "record", "2026-12-02", "nasi", "--trays", "9,1,0,0,0", "--class", "7A")
    run("record", "record", "show")
    run("acceptance", "acceptance")
    run("history", "history", "--from", "2026-11-01")
    run("why", "why", "tempe_bakar", "monday", "--week", "2026-W49")
    run("why", "why-not", "tuna_bakar", "monday", "--week", "2026-W49")
    for name, of_one in (("foods", "tempe"), ("dishes", "nasi"), ("rules", "budget")):
        run(name, name)
        run(name, name, of_one)
    run("publish_list", "publish", "list")
    run("check", "check", "--database", code=1)
    run("check", "check", "no_file.yaml", code=4)
    place = run("backup", "backup")["place"]
    run("restore", "restore", place, "copy")


@pytest.mark.parametrize("name", SHAPES)
def test_what_is_printed_keeps_to_its_schema(name: str, printed: Outputs) -> None:
    schema = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    assert name in printed
    for value in printed[name]:
        assert [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)] == []


@pytest.mark.parametrize("name", SHAPES)
def test_every_key_of_a_schema_is_described(name: str) -> None:
    schema = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    objects = [o for o in (schema, *schema.get("$defs", {}).values()) if "properties" in o]
    assert objects
    for each in objects:
        assert each["additionalProperties"] is False
        assert all(value["description"] for value in each["properties"].values())


def test_the_published_schemas_are_those_of_the_code() -> None:
    published = {p.name: p.read_text(encoding="utf-8") for p in FOLDER.iterdir()}
    assert published == texts(), "run make schema"


def test_every_schema_is_in_the_table() -> None:
    named = {row[1] for row in TABLE if row[1].endswith(".json")}
    assert named == {f"schemas/{name}.json" for name in SHAPES} | {"plan.schema.json"}


def test_every_command_that_prints_json_is_in_the_table() -> None:
    assert {command_of(row[0]) for row in TABLE} == set(_with_json())


def _with_json() -> Iterator[tuple[str, ...]]:
    context = click.Context(root)
    for words in names():
        command: click.Command | None = root
        for word in words:
            assert isinstance(command, click.Group)
            command = command.get_command(context, word)
        if isinstance(command, click.Group) and words:
            command = command.get_command(context, getattr(command, "default", "list"))
        assert command is not None
        if any("--json" in p.opts for p in command.params):
            yield words
