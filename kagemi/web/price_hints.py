"""Faults of prices as a page tells them: what a person there can do, and little of what was given."""

from dataclasses import replace
from typing import Any

from kagemi.domain.message import Fault, Message, say

HINTS = {
    "name the supplier with --supplier, or add a column for it": say(
        "say below who asks these prices, or add a column for it"
    ),
    "fill it in, or name the supplier with --supplier": say("fill it in, or say below who asks these prices"),
    "correct the name, or leave such rows out with --skip-unknown": say("correct the name, or leave it out"),
    "write kg, or add the unit to offers.csv with its grams": say(
        "write the weight behind the price, as in 3.500/250 g, or leave the row out"
    ),
    'name it: --map {field}="{example}"': say("write the name of the column below, as in {example}"),
}
"""What a person at a page can do, for hints that name options of commands."""
LONGEST_SAID, MOST_NAMED = 40, 12
"""Letters of what was given, and names of columns, that a message repeats."""


def here(faults: tuple[Fault, ...]) -> tuple[Fault, ...]:
    """Faults with hints for a page; of what was given they repeat a little only, and no bytes."""
    return tuple(replace(f, what=_bounded(f.what), hint=_hint(f.hint)) for f in faults)


def _hint(hint: Message | None) -> Message | None:
    if hint is None:
        return None
    return _bounded(Message(HINTS.get(hint.template, hint).template, hint.params))


def _bounded(message: Message) -> Message:
    return replace(message, params={k: short(v) for k, v in message.params.items()})


def short(value: Any) -> Any:
    """A text as a message repeats it: a little of it, and no bytes."""
    if isinstance(value, tuple):
        return tuple(short(v) for v in value[:MOST_NAMED])
    if not isinstance(value, str):
        return value
    plain = "".join(c if c.isprintable() and c != "\ufffd" else " " for c in value)
    return plain if len(plain) <= LONGEST_SAID else plain[: LONGEST_SAID - 1] + "…"
