"""Numbers, rupiah and dates as Indonesian and English readers in Indonesia write them.

Babel is imported inside the functions: it costs a tenth of a second that most commands need not pay. The
English is Babel's plain `en` with day-first patterns: `en_ID` has the Indonesian decimal comma.
"""

from collections.abc import Sequence
from datetime import date


def number(value: float, lang: str, decimals: int = 0) -> str:
    """A number with so many decimals: `1.234,5` in Indonesian, `1,234.5` in English."""
    from babel.numbers import format_decimal

    return format_decimal(_rounded(value, decimals), format=_pattern(decimals), locale=lang)


def rupiah(value: float, lang: str) -> str:
    """Whole rupiah: `Rp10.000` in Indonesian, `IDR 10,000` in English."""
    whole = _rounded(value, 0)
    amount = number(abs(whole), lang)
    sign = "-" if whole < 0 else ""
    return f"{sign}Rp{amount}" if lang == "id" else f"{sign}IDR {amount}"


def percent(fraction: float, lang: str, decimals: int = 0) -> str:
    """A fraction as a percentage: 0.305 is `30,5%` in Indonesian with one decimal."""
    return f"{number(fraction * 100, lang, decimals)}%"


def long_date(day: date, lang: str) -> str:
    """`Senin, 30 November 2026`."""
    return _date(day, "EEEE, d MMMM y", lang)


def medium_date(day: date, lang: str) -> str:
    """`30 November 2026`."""
    return _date(day, "d MMMM y", lang)


def day_of_year(day: date, lang: str) -> str:
    """`30 Nov 2026`."""
    return _date(day, "d MMM y", lang)


def short_date(day: date, lang: str) -> str:
    """`30 Nov`."""
    return _date(day, "d MMM", lang)


def month(day: date, lang: str) -> str:
    """`November 2026`."""
    return _date(day, "MMMM y", lang)


def weekday(day: date, lang: str) -> str:
    """`Senin`."""
    return _date(day, "EEEE", lang)


def date_range(first: date, last: date, lang: str) -> str:
    """Two dates with nothing said twice: `7–11 Desember 2026`, `30 November – 4 Desember 2026`."""
    end = medium_date(last, lang)
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{end}"
    start = _date(first, "d MMMM" if first.year == last.year else "d MMMM y", lang)
    return f"{start} – {end}"


def joined(items: Sequence[str], lang: str) -> str:
    """A list as a sentence has it: `ikan, telur, dan susu`."""
    from babel.lists import format_list

    return format_list(items, style="standard", locale=lang) if items else ""


def _date(day: date, pattern: str, lang: str) -> str:
    from babel.dates import format_date

    return format_date(day, pattern, locale=lang)


def _pattern(decimals: int) -> str:
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def _rounded(value: float, decimals: int) -> float:
    """Rounded as `round` does, and never minus zero."""
    return round(value, decimals) + 0.0
