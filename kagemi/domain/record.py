"""What was served and what came back, dish by dish."""

from dataclasses import dataclass
from datetime import date

LEFT = (0.0, 0.25, 0.5, 0.75, 1.0)
"""Comstock's visual scale: the share of a portion that is left on a tray."""


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

    @property
    def eaten(self) -> float | None:
        """The share eaten, 0 to 1; None if nothing was looked at."""
        if self.trays and sum(self.trays):
            left = sum(n * share for n, share in zip(self.trays, LEFT, strict=True))
            return 1 - left / sum(self.trays)
        if self.left_g is not None and self.served_g:
            return max(0.0, 1 - self.left_g / self.served_g)
        return None
