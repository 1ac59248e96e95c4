"""What is ticked off in the kitchen: kept in memory for all phones, which send theirs again after a restart."""

import secrets
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

MOST_DAYS, MOST = 14, 1000
"""So many days are remembered, those that were ticked last, and so many ticks of each."""


@dataclass(frozen=True)
class Tick:
    """A step that was ticked off, or whose tick was taken away."""

    step: str
    done: bool
    at: datetime


@dataclass
class Ticks:
    """The ticks of each day; `boot` is another one after each start of the server."""

    boot: str = field(default_factory=lambda: secrets.token_urlsafe(8))
    _days: dict[date, dict[str, Tick]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def mark(self, day: date, ticks: Iterable[Tick]) -> None:
        """Take in what a phone says; of the same step the later tick counts."""
        with self._lock:
            known = self._days.pop(day, {})
            self._days[day] = known
            for tick in ticks:
                before = known.get(tick.step)
                if (before is None and len(known) < MOST) or (before is not None and before.at <= tick.at):
                    known[tick.step] = tick
            while len(self._days) > MOST_DAYS:
                del self._days[next(iter(self._days))]

    def of(self, day: date) -> Mapping[str, Tick]:
        """Step -> its last tick."""
        with self._lock:
            return dict(self._days.get(day, {}))
