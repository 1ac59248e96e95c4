"""Hints that name what the writer may have meant."""

import difflib
from collections.abc import Iterable

from kagemi.domain.message import Message, say

FEW = 20
"""So many choices can be listed in a hint."""


def did_you_mean(written: str, choices: Iterable[str]) -> Message | None:
    """The closest choice; else all of them if they are few; else nothing."""
    names = sorted(set(choices))
    folded = {n.casefold(): n for n in names}
    word = written.strip().casefold().replace(" ", "_").replace("-", "_")
    close = difflib.get_close_matches(word, folded, n=1, cutoff=0.6)
    if close:
        return say("did you mean {close}?", close=folded[close[0]])
    if 0 < len(names) <= FEW:
        return say("choose one of: {choices}", choices=", ".join(names))
    return None
