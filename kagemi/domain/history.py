"""What was published and served: which plan holds on which day, and what weeks, months and terms are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Literal, Protocol, TypeVar

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


class Known(Protocol):
    """Something that was made known for a span of days."""

    @property
    def published_at(self) -> datetime:
        """When, with a time zone."""

    def spans(self, day: date) -> bool:
        """True if it tells of the day."""


T = TypeVar("T", bound=Known)


def holding(publications: Iterable[T], dates: Iterable[date], zone: tzinfo | None = None) -> dict[date, T]:
    """Date -> the publication that held on it: of those whose days span it, the newest made known by that day.

    What is published later changes no day that is over, unless nothing was known on it: then the newest tells.
    Dates that none spans are left out. `publications` are oldest first. `zone`: whose days these are, None for
    this machine's.
    """
    found: dict[date, T] = {}
    every = tuple(publications)
    for day in dates:
        spanning = [each for each in every if each.spans(day)]
        in_time = [each for each in spanning if each.published_at.astimezone(zone).date() <= day]
        if spanning:
            found[day] = (in_time or spanning)[-1]
    return found


@dataclass(frozen=True)
class OrderedDays:
    """What was ordered for these days: how many order lines, and how many of them have come in whole."""

    first_day: date
    last_day: date
    lines: int
    complete: int


@dataclass(frozen=True)
class Payment:
    """Rupiah paid for a food that was ordered to be cooked from one day to another, both included.

    `food` "": for no order, paid on the first day.
    """

    food: str
    first_day: date
    last_day: date
    paid_idr: int


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
