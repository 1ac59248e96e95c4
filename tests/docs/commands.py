"""docs/commands.md: what each command's own help says. `python -m tests.docs.commands` writes it anew."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import click

from kagemi.cli.main import root
from tests.cli.runner import kagemi
from tests.docs.pages import DOCS

PAGE = DOCS / "commands.md"
HEAD = """\
# The commands

What `kagemi COMMAND --help` says, in English; with `--lang id` it says it in Bahasa Indonesia. This page is
written by `python -m tests.docs.commands`, and a test keeps it current.

Messages and sheets are in the language of `--lang`, else of the variable `KAGEMI_LANG`, else of the workspace's
kagemi.toml, else of the computer. `NO_COLOR=1` turns colours off.

| exit code | meaning |
| --- | --- |
| 0 | done |
| 1 | it did not work: no menu was found in time, `kagemi check` has doubts, or Kagemi failed |
| 2 | the command was used wrongly |
| 3 | no menu keeps all hard rules; the rules that clash are named |
| 4 | files have faults; all are printed with file, line and a hint |
| 130 | interrupted with Ctrl-C; `kagemi plan` keeps the best plan found |
"""


def names() -> Iterator[tuple[str, ...]]:
    """Every command as the words that are typed, without `kagemi`; first the program itself."""
    yield ()
    context = click.Context(root, info_name="kagemi")
    for name in root.list_commands(context):
        yield (name,)
        command = root.get_command(context, name)
        if isinstance(command, click.Group):
            default = getattr(command, "default", "")
            yield from ((name, inner) for inner in command.list_commands(context) if inner != default)


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    with tempfile.TemporaryDirectory() as folder:
        for name in names():
            result = kagemi(Path(folder), *name, "--help")
            assert result.exit_code == 0, result.output
            lines = (line.rstrip() for line in result.stdout.strip().splitlines())
            parts.append(f"## {' '.join(('kagemi', *name))}\n\n```text\n" + "\n".join(lines) + "\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
