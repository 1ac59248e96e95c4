"""docs/json.md: which command prints what."""

import re

from tests.docs.pages import DOCS, read, rows

_COMMAND = re.compile(r"`kagemi ([a-z][a-z-]*(?: [a-z][a-z-]*)*)")
_LINK = re.compile(r"\]\(([^)]+)\)")


def _link(cell: str) -> str:
    found = _LINK.search(cell)
    assert found, cell
    return found[1]


TABLE = [(row[0], _link(row[1])) for row in rows(read(DOCS / "json.md"))]
"""The cell of the command, and the file of its schema."""


def command_of(cell: str) -> tuple[str, ...]:
    """The words of the command in a cell, without `kagemi`."""
    found = _COMMAND.search(cell)
    assert found, cell
    return tuple(found[1].split())
