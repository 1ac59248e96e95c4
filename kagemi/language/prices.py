"""Prices in words: their qualities, changes and sources, and how they are chosen."""

from collections.abc import Mapping

from kagemi.domain.food import Price
from kagemi.domain.message import Text, say
from kagemi.domain.price_basis import mean_of
from kagemi.domain.supplier import Supplier
from kagemi.language.formats import number, percent, rupiah
from kagemi.language.messages import text
from kagemi.language.words import PRICE_BASES, called

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


def unit_price(price: int, unit: str, lang: str) -> str:
    """Rupiah for a unit: Rp14.491/kg."""
    return f"{rupiah(price, lang)}/{unit}"


def change_text(ratio: float, lang: str) -> str:
    """A ratio as a change: +12%, −5%; from threefold on, how many times."""
    if ratio >= 3:
        return f"× {number(ratio, lang, 1)}"
    if ratio <= 1 / 3:
        return f"÷ {number(1 / ratio, lang, 1)}"
    whole = round(100 * (ratio - 1))
    return f"{'+' if whole > 0 else '−' if whole < 0 else '±'}{percent(abs(whole) / 100, lang)}"


def signed(value: float, lang: str) -> str:
    """Rupiah with its sign: +Rp120."""
    return f"{'+' if value >= 0 else '−'}{rupiah(abs(value), lang)}"


def name_of(supplier: str, suppliers: Mapping[str, Supplier]) -> str:
    """A trader's name, or the id of one who is in the table no more."""
    return suppliers[supplier].name if supplier in suppliers else supplier


def price_source(price: Price, lang: str) -> str:
    """Who asked a price: a trader, or the traders whose mean it is."""
    mean = mean_of(price.source)
    return text(say("mean of {n} ({traders})", n=mean[0], traders=mean[1]), lang) if mean else price.source


def basis_name(basis: str, suppliers: Mapping[str, Supplier]) -> object:
    """A way to choose prices in words; a trader by name."""
    if basis in suppliers:
        return suppliers[basis].name
    return called(PRICE_BASES, basis) if basis in PRICE_BASES else basis
