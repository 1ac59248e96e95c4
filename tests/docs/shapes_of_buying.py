"""What commands about prices, orders and what came print with --json, if no domain class is printed.

A class is an object. A docstring under a key says what `tests.docs.json_words` does not say about it.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from kagemi.canteen.prices import Quoted
from kagemi.domain.food import Price
from kagemi.domain.message import Fault
from kagemi.domain.purchase import Draw, Need, Receipt
from kagemi.domain.stock import Movement
from kagemi.domain.supplier import Quote
from kagemi.report.purchase import Totals


@dataclass
class PriceRow:
    """A food and the price that holds today."""

    food: str
    name_id: str
    name_en: str
    unit: str
    unit_grams: float
    price_idr: int
    low_idr: int | None
    high_idr: int | None
    date: dt.date
    """The day the price was asked or published."""
    age_days: int
    old: bool
    """True if the price is older than 30 days."""
    quality: str
    region: str
    source: str
    quotes: Sequence[Quoted]


@dataclass
class PriceList:
    """What each food costs today."""

    basis: str
    prices: Sequence[PriceRow]


@dataclass
class PriceHistory:
    """Every price of one food."""

    food: str
    book: Price | None
    """The price of the price book; null: the book has none."""
    quotes: Sequence[Quote]
    """Every quote ever noted, the oldest first."""


@dataclass
class ImportedPrice:
    """A row of a price list that was understood."""

    quote: Quote
    line: int
    """The line of the file, counted from 1."""
    before_idr: float | None
    """What a unit of this size costs by now, rupiah; null: the trader's food had no price."""
    ratio: float | None
    """The new price over the one before; null: there was none."""
    unusual: bool
    """True if the price is more than 3 times, or less than a third of, the one before."""


@dataclass
class PriceImport:
    """What a price list would change, or has changed."""

    changes: Sequence[ImportedPrice]
    faults: Sequence[Fault]
    """What is wrong with the file; nothing is written if there is any."""
    added: int | None
    """How many quotes were written; null: a dry run, or faults."""


@dataclass
class WatchedPrice:
    """A food whose price is another than when the plan was made."""

    food: str
    then: Price
    """The price in the plan."""
    now: Price
    """The price that holds today."""
    ratio: float | None
    """The new price of a gram over the old one; null: it was free."""
    effect_idr: float
    """What it adds to the plan's cost of a portion (negative: takes off), rupiah."""


@dataclass
class WatchedRule:
    """A rule about money, at the plan's prices and at today's."""

    rule: str
    kind: str
    unit: str | None
    """The unit of `worst_then` and `worst_now`; null: the rule holds nowhere in the plan."""
    kept_then: bool
    kept_now: bool
    worst_then: float | None
    """The figure closest to the limit, or furthest beyond it; null: the rule holds nowhere in the plan."""
    worst_now: float | None
    """The same at today's prices."""


@dataclass
class PriceWatch:
    """A plan at today's prices."""

    basis: str
    cost_then_idr: float
    """Of a portion at the plan's prices, the mean over children and days, rupiah."""
    cost_now_idr: float
    """The same at today's prices."""
    changes: Sequence[WatchedPrice]
    """The largest effect first."""
    rules: Sequence[WatchedRule]


@dataclass
class CookedOn:
    """Food of an order line that is cooked on a day."""

    day: dt.date
    grams: float


@dataclass
class BuyLine:
    """Units of a food to order."""

    food: str
    unit: str
    unit_grams: float
    units: float
    grams: float
    price_idr: int
    cost_idr: int
    cooked_on: Sequence[CookedOn]
    """What of it is cooked when; gross grams."""
    left_over_grams: float
    """Gross grams that no day needs: units are whole."""
    price_quality: str
    """As quality of a price; agreed: ordered earlier, at a price that is not asked any more."""
    price_date: dt.date | None
    """The day of the price; null: agreed earlier."""
    price_region: str
    """Where the price holds; "": not known."""
    price_source: str
    """Who quoted it, or where it was read; "": not known."""


@dataclass
class BuyDelivery:
    """What a trader brings on a day."""

    day: dt.date
    cost_idr: int
    lines: Sequence[BuyLine]


@dataclass
class BuyTrader:
    """What is ordered from a trader."""

    supplier: str
    cost_idr: int
    deliveries: Sequence[BuyDelivery]


@dataclass
class Buy:
    """What to order from whom for a plan."""

    canteen: str
    first_day: dt.date
    last_day: dt.date
    fingerprint: str
    today: dt.date
    """The day on which it was worked out."""
    traders: Sequence[BuyTrader]
    from_stock: Sequence[Draw]
    """What is taken from lots in stock."""
    missing: Sequence[Need]
    """What nobody can bring in time."""
    totals: Totals
    bound_idr: float | None
    """No purchase of these needs can cost less, rupiah; null: nothing is proven."""
    purchase: int | None
    """The number under which the orders are noted; null: a dry run or the example."""
    files: Sequence[str]
    """The papers that were written."""


@dataclass
class ReceiveLine:
    """A line that was ordered, and what came of it."""

    line: int
    """The number of the line, for kagemi receive."""
    supplier: str
    food: str
    deliver_on: dt.date
    unit: str
    units: float
    grams: float
    cost_idr: int
    received_grams: int
    """What came so far, gross grams, with what was spoiled."""
    spoiled_grams: int
    paid_idr: int
    open_grams: float
    """What is still to come, gross grams."""


@dataclass
class Received:
    """What was entered, and the lines as they stand now."""

    receipts: Sequence[Receipt]
    lines: Sequence[ReceiveLine]


@dataclass
class Cooked:
    """What a day's cooking took out of stock."""

    used: Sequence[Movement]
    not_in_stock: Sequence[Need]
