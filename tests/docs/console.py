"""The ```console blocks of a page, run one after the other in a folder of their own.

A line `$ kagemi ...` or `$ cd DIR` is typed; lines below it are what comes back, if any stand there: `...`
alone on a line is any number of lines, within a line any text. `# exit 4` behind a command is its code, else 0.

It is Monday, 30 November 2026. Planning real data takes too long for a test: `kagemi plan` finds small
constraints files under the real names.
"""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.cli.runner import kagemi
from tests.docs.pages import blocks

QUICK = """\
canteen: Quick
meal: lunch
days: [monday, tuesday]
groups:
  - {id: boys_13_15, akg: male_13_15, headcount: 310}
  - {id: girls_13_15, akg: female_13_15, headcount: 325}
slots:
  staple: {pick: 1}
  animal: {pick: 1}
rules:
  - {kind: tag_days, tag: fish, at_least: 1}
objective:
  - minimise: cost
"""


@dataclass(frozen=True)
class Typed:
    """A command, where it stands, and what the page says comes back."""

    place: str
    words: tuple[str, ...]
    shown: tuple[str, ...]
    exit_code: int = 0


def typed(page: Path) -> Iterator[Typed]:
    """The commands of a page."""
    for block in blocks(page, "console"):
        for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
            line, *shown = part.splitlines()
            words = tuple(shlex.split(line, comments=True))
            code = re.search(r"# exit (\d+)", line)
            yield Typed(f"{block.place} {line}", words, tuple(shown), int(code[1]) if code else 0)


def run(page: Path, folder: Path) -> None:
    """Type a page's commands in `folder` and compare what comes back."""
    for command in typed(page):
        program, *words = command.words
        if program == "cd":
            folder = folder / words[0]
            assert folder.is_dir(), command.place
            continue
        assert program == "kagemi", command.place
        if "plan" in words:
            for path in (folder / "menus" / "constraints").glob("*.yaml"):
                path.write_text(QUICK, encoding="utf-8")
        result = kagemi(folder, *words, COLUMNS="100")
        assert result.exit_code == command.exit_code, f"{command.place}\n{result.output}"
        if command.shown:
            assert _pattern(command.shown).fullmatch(_plain(result.output)), f"{command.place}\n{result.output}"


def _plain(output: str) -> str:
    """Without blank lines and ends of lines that only fill."""
    return "".join(f"{line.rstrip()}\n" for line in output.splitlines() if line.strip())


def _pattern(shown: tuple[str, ...]) -> re.Pattern[str]:
    lines = [line.rstrip() for line in shown if line.strip()]
    parts = [r"(?:.*\n)*?" if x == "..." else re.escape(x).replace(r"\.\.\.", ".*") + r"\n" for x in lines]
    return re.compile("".join(parts))
