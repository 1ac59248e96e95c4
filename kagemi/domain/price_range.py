"""Prices as ranges: low, as today, high, and which ends of a range are assumed."""

from collections.abc import Mapping
from dataclasses import dataclass

from kagemi.domain.food import Price


@dataclass(frozen=True)
class Spread:
    """How far a price may lie from today's, in per cent below and above, where no source gives its range."""

    low_pct: float
    high_pct: float
    basis: str = "assumption"
    why: str = ""


@dataclass(frozen=True)
class PriceRange:
    """Rupiah per gross gram; `low_assumed`, `high_assumed`: the end comes from a spread, from no source."""

    low: float
    today: float
    high: float
    low_assumed: bool = False
    high_assumed: bool = False

    @property
    def is_assumed(self) -> bool:
        """True if an end comes from no source."""
        return self.low_assumed or self.high_assumed

    @property
    def rise(self) -> float:
        """From today to the high end, rupiah per gram."""
        return self.high - self.today

    @property
    def swing_pct(self) -> tuple[float, float]:
        """The low and the high end as per cent of today's price, from -100 on."""
        if not self.today:
            return 0.0, 0.0
        return 100 * (self.low / self.today - 1), 100 * (self.high / self.today - 1)


def price_ranges(prices: Mapping[str, Price], spreads: Mapping[str, Spread]) -> dict[str, PriceRange]:
    """Food id -> its range: what the price itself says, else the spread of its quality.

    A quality without a spread gets the widest one.
    """
    widest = max(spreads.values(), key=lambda s: s.high_pct)
    return {food: _range(p, spreads.get(p.quality, widest)) for food, p in sorted(prices.items())}


def _range(price: Price, spread: Spread) -> PriceRange:
    today = price.idr_per_gram
    low = today * (1 - spread.low_pct / 100) if price.low_idr is None else price.low_idr / price.unit_grams
    high = today * (1 + spread.high_pct / 100) if price.high_idr is None else price.high_idr / price.unit_grams
    return PriceRange(low, today, high, price.low_idr is None, price.high_idr is None)
