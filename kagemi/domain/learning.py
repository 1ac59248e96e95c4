"""What children are believed to eat of a dish, by an estimate and by what came back: a Beta distribution.

    eaten = prior_trays m + sum_r w(r) n(r) e(r)
    left = prior_trays (1 - m) + sum_r w(r) n(r) (1 - e(r))

with m the starting estimate, e(r) the share eaten by record r, w(r) = 2^(-age in days / half_life_days), and
n(r) the trays looked at, `trays_a_day_at_most` of them (trays of one day are alike), or `weighed_counts_as`.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kagemi.domain.record import Record

NEVER_CERTAIN = 0.01
"""A starting estimate is kept so far from 0 and 1, so that records can still change it."""
_TINY = 1e-300


@dataclass(frozen=True)
class LearningConstants:
    """How much the starting estimate and each record count; the table learning.csv says why."""

    prior_trays: float = 10.0
    """So many trays the starting estimate counts as."""
    half_life_days: float = 120.0
    """A record that is so old counts half."""
    trays_a_day_at_most: float = 20.0
    weighed_counts_as: float = 20.0
    """So many trays a record by weight counts as."""
    sure: float = 0.9
    """The probability from which something is taken as sure."""


@dataclass(frozen=True)
class Belief:
    """The distribution Beta(eaten, left) of the share eaten; both in trays, above 0."""

    eaten: float
    left: float

    @property
    def mean(self) -> float:
        """The expected share eaten."""
        return self.eaten / (self.eaten + self.left)

    def below(self, share: float) -> float:
        """The probability that less than `share` is eaten: the regularised incomplete beta function.

        By its continued fraction (modified Lentz), to about twelve digits.
        """
        if not 0 < share < 1:
            return 0.0 if share <= 0 else 1.0
        a, b = self.eaten, self.left
        front = math.exp(
            math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(share) + b * math.log1p(-share)
        )
        if share < (a + 1) / (a + b + 2):  # where the fraction converges fast
            return front * _fraction(a, b, share) / a
        return 1 - front * _fraction(b, a, 1 - share) / b

    def quantile(self, probability: float) -> float:
        """The share below which the share eaten lies with this probability; bisection, to 1e-9."""
        low, high = 0.0, 1.0
        while high - low > 1e-9:
            middle = (low + high) / 2
            low, high = (middle, high) if self.below(middle) < probability else (low, middle)
        return (low + high) / 2


def _fraction(a: float, b: float, x: float) -> float:
    """The continued fraction of the incomplete beta function."""
    c, d = 1.0, 1 / _not_zero(1 - (a + b) * x / (a + 1))
    result = d
    for m in range(1, 1000):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / _not_zero(1 + term * d)
            c = _not_zero(1 + term / c)
            result *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return result


def _not_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY


@dataclass(frozen=True)
class Evidence:
    """What came back, weighed: `eaten` and `left` in trays that count."""

    eaten: float = 0.0
    left: float = 0.0
    trays: int = 0
    """Trays that were looked at, as many as they were."""
    records: int = 0
    last: date | None = None
    """The day of the newest record."""

    def __add__(self, other: "Evidence") -> "Evidence":
        last = max((d for d in (self.last, other.last) if d is not None), default=None)
        return Evidence(
            self.eaten + other.eaten,
            self.left + other.left,
            self.trays + other.trays,
            self.records + other.records,
            last,
        )


def weigh(records: Iterable[Record], until: date, constants: LearningConstants) -> Evidence:
    """What records up to a day, that day included, say on it; those that looked at nothing say nothing."""
    found = Evidence()
    for record in records:
        if record.eaten is None or record.day > until:
            continue
        trays = sum(record.trays or ())
        count = min(trays, constants.trays_a_day_at_most) if trays else constants.weighed_counts_as
        weight = count * 2 ** (-(until - record.day).days / constants.half_life_days)
        found += Evidence(weight * record.eaten, weight * (1 - record.eaten), trays, 1, record.day)
    return found


def believe(estimate: float, evidence: Evidence, constants: LearningConstants) -> Belief:
    """What is believed after the evidence of a dish whose starting estimate is `estimate`."""
    mean = min(max(estimate, NEVER_CERTAIN), 1 - NEVER_CERTAIN)
    trays = constants.prior_trays
    return Belief(trays * mean + evidence.eaten, trays * (1 - mean) + evidence.left)


def surely_eaten(evidence: Evidence, constants: LearningConstants) -> float:
    """The share that is eaten at least, with the probability `sure`, by the evidence alone.

    Before it, every share was as likely: no estimate stands in for evidence.
    """
    return Belief(1 + evidence.eaten, 1 + evidence.left).quantile(1 - constants.sure)
