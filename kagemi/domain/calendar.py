"""Weeks as people name them."""

import re
from datetime import date, timedelta

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
_WEEK = re.compile(r"(\d{4})-?W(\d{2})", re.IGNORECASE)


def coming_monday(today: date) -> date:
    """The first Monday after today."""
    return today + timedelta(days=7 - today.weekday())


def monday_of(week: str) -> date:
    """The Monday of an ISO week such as 2026-W49; raises ValueError for what is none."""
    match = _WEEK.fullmatch(week.strip())
    if not match:
        raise ValueError(week)
    return date.fromisocalendar(int(match[1]), int(match[2]), 1)


def week_names(first: date, last: date) -> str:
    """2026-W49, or 2026-W49-W50 for days of several weeks."""
    start, end = first.isocalendar(), last.isocalendar()
    name = f"{start.year}-W{start.week:02}"
    return name if start[:2] == end[:2] else f"{name}-W{end.week:02}"
