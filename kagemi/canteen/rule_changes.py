"""What is different in a text: its lines, each with whether it came, went or stayed."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

AROUND = 3
"""Lines that stayed, shown around each change."""


@dataclass(frozen=True)
class Line:
    """A line of a difference; `number` is its place in the text it is in, the new one if in both."""

    what: Literal["same", "added", "removed", "gap"]
    text: str = ""
    number: int = 0


def changed_lines(old: str, new: str) -> Iterator[Line]:
    """The lines that changed, those around them, and a gap before each next place."""
    before, after = old.splitlines(), new.splitlines()
    matcher = difflib.SequenceMatcher(None, before, after)
    for n, group in enumerate(matcher.get_grouped_opcodes(AROUND)):
        if n:
            yield Line("gap")
        for tag, i, i_end, j, j_end in group:
            if tag == "equal":
                yield from (Line("same", after[at], at + 1) for at in range(j, j_end))
                continue
            yield from (Line("removed", before[at], at + 1) for at in range(i, i_end))
            yield from (Line("added", after[at], at + 1) for at in range(j, j_end))
