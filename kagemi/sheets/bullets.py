"""Bullet charts: a value as a bar on the band that it is asked to be in, legible in grey."""

from dataclasses import dataclass

WIDTH = 100.0
ROOM = 1.08
"""So much more than the largest figure a scale reaches."""


@dataclass(frozen=True)
class Bullet:
    """A chart in hundredths of its width.

    The value's bar ends at `value`; where the true value may be larger, a dashed bar goes on to `reach`. `low`
    and `high` are the ends of the band, `bounds` whether each is asked for.
    """

    value: float
    reach: float
    low: float
    high: float
    bounds: tuple[bool, bool]

    @property
    def has_band(self) -> bool:
        """True if a range is asked for."""
        return any(self.bounds)


def bullet(value: float, reach: float | None, low: float | None, high: float | None, top: float) -> Bullet:
    """Place a value on a scale from zero to `top`; `reach` None: it may be any amount more."""
    most = max(top, 1e-9)

    def place(figure: float) -> float:
        return round(min(max(figure / most, 0.0), 1.0) * WIDTH, 1)

    return Bullet(
        value=place(value),
        reach=WIDTH if reach is None else place(reach),
        low=place(low or 0.0),
        high=WIDTH if high is None else place(high),
        bounds=(low is not None, high is not None),
    )
