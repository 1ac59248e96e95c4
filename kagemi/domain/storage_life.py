"""How long a food keeps, and where a kitchen puts it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from kagemi.domain.stock import Place


@dataclass(frozen=True)
class StorageLife:
    """Place -> days that a food keeps there; where it is not named it is not kept."""

    days: Mapping[Place, int] = field(default_factory=dict)
    usual: Place | None = None
    """Where a kitchen puts it; None: nobody has said."""

    def use_before(self, received_on: date, place: Place) -> date | None:
        """The last day on which food that came on a day may be cooked; None: unknown."""
        days = self.days.get(place)
        return None if days is None else received_on + timedelta(days=days)
