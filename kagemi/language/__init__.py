"""Bahasa Indonesia and English: messages rendered, numbers, money and dates written as each language does."""

from kagemi.language.formats import (
    date_range,
    day_of_year,
    joined,
    long_date,
    medium_date,
    month,
    number,
    percent,
    rupiah,
    short_date,
    weekday,
)
from kagemi.language.messages import LANGUAGES, text, translate

__all__ = [
    "LANGUAGES",
    "date_range",
    "day_of_year",
    "joined",
    "long_date",
    "medium_date",
    "month",
    "number",
    "percent",
    "rupiah",
    "short_date",
    "text",
    "translate",
    "weekday",
]
