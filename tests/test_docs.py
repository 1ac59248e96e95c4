"""What the docs promise is there: commands, options, exit codes, the schema of a plan."""

import re
from pathlib import Path

import click
import pytest

import kagemi
from kagemi.cli.main import COMMANDS, root
from kagemi.files.plans import plan_schema, to_json

README = (Path(kagemi.__file__).parents[1] / "README.md").read_text(encoding="utf-8")
TABLE = dict(re.findall(r"^\| `kagemi ([\w-]+(?: new)?).*?` \| (.*) \|$", README, re.MULTILINE))


def command(name: str) -> click.Command:
    words = name.split()
    found: click.Command | None = root
    context = click.Context(root)
    for word in words:
        assert isinstance(found, click.Group)
        found = found.get_command(context, word)
    if isinstance(found, click.Group):
        found = found.get_command(context, getattr(found, "default", "list"))
    assert found is not None
    return found


def test_every_command_is_in_the_table() -> None:
    assert {name.split()[0] for name in TABLE} == set(COMMANDS)


@pytest.mark.parametrize("name", TABLE)
def test_the_options_in_the_table_exist(name: str) -> None:
    known = {opt for param in command(name).params for opt in param.opts}
    assert set(re.findall(r"--[a-z-]+", TABLE[name])) <= known


def test_the_exit_codes_are_those_of_the_program() -> None:
    for code in ("0 fine", "1 failure", "2 wrong usage", "3 no menu", "4 invalid input", "130 interrupted"):
        assert code in " ".join(README.split())


def test_the_published_schema_is_the_one_of_the_code() -> None:
    published = Path(kagemi.__file__).parents[1] / "docs" / "plan.schema.json"
    assert published.read_text(encoding="utf-8") == to_json(plan_schema()), "run make schema"
