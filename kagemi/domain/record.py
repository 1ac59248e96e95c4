"""What was served and what came back, dish by dish."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

LEFT = (0.0, 0.25, 0.5, 0.75, 1.0)
"""Comstock's visual scale: the share of a portion that is left on a tray."""

LONGEST_CLASS = 30
"""Characters that the name of a school class has at most."""


@dataclass(frozen=True)
class Record:
    """Portions served of a dish on a day, and what came back: trays by Comstock's scale, or a weight."""

    canteen: str
    day: date
    dish: str
    served: int
    trays: tuple[int, int, int, int, int] | None = None
    """How many of the trays looked at had none, a quarter, half, three quarters, all of it left."""
    left_g: float | None = None
    """Cooked grams that came back, of all portions served."""
    served_g: float | None = None
    """Cooked grams that went out."""
    source: str = ""
    key: str | None = None
    """Told by the sender, so that the same entry sent twice is there once."""
    school_class: str = ""
    """Whose trays were looked at, such as 7A; "" for all classes. `served` is of all classes in any case."""

    @property
    def eaten(self) -> float | None:
        """The share eaten, 0 to 1; None if nothing was looked at."""
        if self.trays and sum(self.trays):
            left = sum(n * share for n, share in zip(self.trays, LEFT, strict=True))
            return 1 - left / sum(self.trays)
        if self.left_g is not None and self.served_g:
            return max(0.0, 1 - self.left_g / self.served_g)
        return None


def merged(records: Iterable[Record]) -> tuple[Record, ...]:
    """The records of each canteen, day and dish as one, in the order in which the dishes come first.

    Of the same class the last counts. The trays of a class are part of those of all classes: an entry of all
    classes and the sum of the single classes are never added up, the one with more trays counts. Where trays
    were counted weights do not count; without trays, the last weight does. Portions served are those of the
    last, and of a dish that was not served nothing came back.
    """
    found: dict[tuple[str, date, str], dict[str, Record]] = {}
    for record in records:
        of_class = found.setdefault((record.canteen, record.day, record.dish), {})
        of_class.pop(record.school_class, None)
        of_class[record.school_class] = record
    return tuple(_as_one(tuple(own.values())) for own in found.values())


def _as_one(records: Sequence[Record]) -> Record:
    """One record of several classes; the last of `records` is the last that was entered."""
    last = records[-1]
    if len(records) == 1:
        return last
    if not last.served:
        return replace(last, trays=None, left_g=None, school_class="")
    trays = _trays_of_the_day(records)
    if trays:
        return replace(last, trays=trays, left_g=None, school_class="")
    weighed = next((r for r in reversed(records) if r.left_g is not None), last)
    return replace(last, trays=None, left_g=weighed.left_g, served_g=weighed.served_g, school_class="")


def _trays_of_the_day(records: Sequence[Record]) -> tuple[int, int, int, int, int] | None:
    """The trays of all classes together, or the sum of the single classes where those are more."""
    together = next((r.trays for r in records if r.trays and not r.school_class), None)
    counted = [r.trays for r in records if r.trays and r.school_class]
    none, quarter, half, most, all_left = (
        (sum(counts) for counts in zip(*counted, strict=True)) if counted else (0,) * 5
    )
    summed = (none, quarter, half, most, all_left)
    more = together if together and sum(together) >= sum(summed) else summed
    return more if sum(more) else None
