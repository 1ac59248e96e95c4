"""What the qualities of prices are called."""

from collections.abc import Mapping

from kagemi.domain.message import Text, say
from kagemi.language.formats import percent
from kagemi.language.messages import text

AGREED = "agreed"
"""Stands for the quality of a price that was agreed on earlier, when something was ordered."""
QUALITY = {
    "quote": say("trader's quote"),
    "official": say("official price"),
    "press": say("price from the press"),
    "estimate": say("estimate"),
    AGREED: say("agreed earlier"),
}
QUALITIES = {
    "quote": say("traders' quotes"),
    "official": say("official prices"),
    "press": say("prices from the press"),
    "estimate": say("estimates"),
}


def shares(share: Mapping[str, float]) -> tuple[Text, ...]:
    """Shares of a cost by quality of the prices, the largest first: 54% estimates."""
    ordered = sorted(share.items(), key=lambda item: -item[1])
    return tuple(Text(*(_share(part, quality, lang) for lang in ("id", "en"))) for quality, part in ordered)


def _share(part: float, quality: str, lang: str) -> str:
    return f"{percent(part, lang)} {text(QUALITIES[quality], lang) if quality in QUALITIES else quality}"
