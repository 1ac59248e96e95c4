"""What was published and served: which plan holds on which day, and what weeks, months and terms are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

By = Literal["week", "month", "term"]
"""The school terms of Indonesia are July to December (Ganjil) and January to June (Genap)."""


@dataclass(frozen=True)
class Publication:
    """A plan that a canteen made known; of the same canteen and days, the highest version holds."""

    canteen: str
    first_day: date
    last_day: date
    version: int
    published_at: datetime
    """UTC."""
    why: str
    fingerprint: str
    """Of the plan's inputs."""
    constraints_file: str
    plan_json: str
    """The text of the plan's file."""

    def spans(self, day: date) -> bool:
        """True if the day is not before the first and not after the last."""
        return self.first_day <= day <= self.last_day


def holding(publications: Iterable[Publication], dates: Iterable[date]) -> dict[date, Publication]:
    """Date -> the publication that holds on it: the newest whose days span it.

    Dates that none spans are left out. `publications` are oldest first.
    """
    wanted = tuple(dates)
    return {day: each for each in publications for day in wanted if each.spans(day)}


@dataclass(frozen=True)
class Period:
    """A calendar week, a month or a school term."""

    by: By
    first: date
    last: date


def period_of(day: date, by: By) -> Period:
    """The week from Monday to Sunday, the month, or the school term (July to December, January to June)."""
    if by == "week":
        monday = day - timedelta(days=day.weekday())
        return Period(by, monday, monday + timedelta(days=6))
    months = 1 if by == "month" else 6
    first = day.replace(day=1, month=day.month - (day.month - 1) % months)
    after = first.month + months
    next_first = date(first.year + after // 13, (after - 1) % 12 + 1, 1)
    return Period(by, first, next_first - timedelta(days=1))
