"""How the price of a food is chosen among what suppliers quoted: the basis of a plan's costs."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from kagemi.domain.food import Price
from kagemi.domain.supplier import Quote, Supplier

BASES = ("book", "cheapest", "mean_of_3")
"""The ways to choose that are no supplier's id.

`book`: the table of prices only, no quotes. `cheapest`: the lowest price a gram. `mean_of_3`: the mean of the
quotes of three different suppliers, the three newest. A supplier's id: what that supplier asks.
"""
QUOTE = "quote"
"""The quality of a price that a supplier quoted."""
OLD = timedelta(days=30)
"""A price is old after this: markets move within weeks."""
_ASKED = 3
_MEAN_OF, _QUOTES = "mean of ", " quotes: "
_KILOGRAM = ("kg", 1000.0)


def prices_by(
    basis: str, quotes: Iterable[Quote], suppliers: Mapping[str, Supplier], today: date
) -> dict[str, Price]:
    """Food id -> its price by `basis`; foods without a quote that counts are left out.

    `quotes`: at most one of a supplier and food. One that has run out, or is of a later day, does not count.
    The low and high end of a price are those of all quotes that count, where there are two or more.
    """
    if basis == "book":
        return {}
    by_food: dict[str, list[Quote]] = {}
    for quote in quotes:
        if quote.is_valid(today):
            by_food.setdefault(quote.food, []).append(quote)
    prices = {food: _price(basis, found, suppliers) for food, found in sorted(by_food.items())}
    return {food: price for food, price in prices.items() if price is not None}


def quoted_price(quote: Quote, supplier: Supplier | None) -> Price:
    """A quote as a price; its region is the supplier's market."""
    return Price(
        unit=quote.unit,
        unit_grams=quote.unit_grams,
        price_idr=quote.price_idr,
        date=quote.quoted_on,
        region=supplier.market if supplier else "",
        quality=QUOTE,
        source=supplier.name if supplier else quote.supplier,
    )


def is_old(price: Price, today: date) -> bool:
    """True if the price is older than `OLD`."""
    return today - price.date > OLD


def mean_of(source: str) -> tuple[int, str] | None:
    """How many quotes a price is the mean of, and whose, as its source tells; None if it is no mean."""
    count, found, names = source.removeprefix(_MEAN_OF).partition(_QUOTES)
    return (int(count), names) if found and source.startswith(_MEAN_OF) and count.isdigit() else None


def _price(basis: str, quotes: Sequence[Quote], suppliers: Mapping[str, Supplier]) -> Price | None:
    if basis == "mean_of_3":
        newest = sorted(quotes, key=lambda q: (-q.quoted_on.toordinal(), q.idr_per_gram, q.supplier))
        chosen = newest[:_ASKED]
    elif basis == "cheapest":
        chosen = [min(quotes, key=lambda q: (q.idr_per_gram, -q.quoted_on.toordinal(), q.supplier))]
    else:
        chosen = [q for q in quotes if q.supplier == basis]
    if not chosen:
        return None
    units = {(q.unit, q.unit_grams) for q in chosen}
    unit, grams = units.pop() if len(units) == 1 else _KILOGRAM
    per_gram = sum(q.idr_per_gram for q in chosen) / len(chosen)
    low, high = _ends([*quotes], grams)
    price = round(per_gram * grams)
    names = [suppliers[q.supplier].name if q.supplier in suppliers else q.supplier for q in chosen]
    markets = sorted({suppliers[q.supplier].market for q in chosen if q.supplier in suppliers} - {""})
    source = ", ".join(names)
    return Price(
        unit=unit,
        unit_grams=grams,
        price_idr=price,
        date=min(q.quoted_on for q in chosen),
        region=", ".join(markets),
        quality=QUOTE,
        source=f"{_MEAN_OF}{len(chosen)}{_QUOTES}{source}" if basis == "mean_of_3" else source,
        low_idr=None if low is None else min(low, price),
        high_idr=None if high is None else max(high, price),
    )


def _ends(quotes: Sequence[Quote], grams: float) -> tuple[int | None, int | None]:
    """Rupiah for so many grams from the cheapest and from the dearest, None where there is one quote only."""
    if len(quotes) < 2:
        return None, None
    per_gram = [q.idr_per_gram for q in quotes]
    return round(min(per_gram) * grams), round(max(per_gram) * grams)
