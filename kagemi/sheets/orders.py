"""Purchase orders and the shopping list: what each trader brings, in words for templates and messages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from kagemi.domain.message import Message, Text, say
from kagemi.domain.plan import Plan
from kagemi.domain.purchase import Draw, OrderChange, OrderLine, Purchase
from kagemi.domain.supplier import Supplier
from kagemi.language import date_range, long_date, medium_date, number, rupiah, short_date, text, weekday
from kagemi.report.purchase import Ordered, PriceOf, TraderOrder, trader_orders

MARKET_NAME = say("The market (no trader offers it)")


@dataclass(frozen=True)
class Row:
    """A food on an order."""

    food: str
    amount: str
    kg: str
    price: str
    cost: str
    days: str
    line: str = ""
    """The number under which kagemi receive knows it."""


@dataclass(frozen=True)
class DayOrder:
    """What a trader brings on a day."""

    day: str
    short: str
    rows: tuple[Row, ...]
    cost: str


@dataclass(frozen=True)
class TraderPage:
    """The order of a trader; `id` "" is the market."""

    id: str
    name: str
    place: str
    phone: str
    deliveries: tuple[DayOrder, ...]
    cost: str


@dataclass(frozen=True)
class ShoppingDay:
    """A day of the shopping list: what comes from whom, and what is taken out of stock and cooked."""

    day: str
    cost: str
    traders: tuple[tuple[str, str, tuple[Row, ...]], ...]
    """Name, phone, foods."""
    stock: tuple[tuple[str, str, str], ...]
    """Food, kilograms, lot."""
    missing: tuple[tuple[str, str], ...]
    """Food, kilograms."""


@dataclass(frozen=True)
class OrderBook:
    """A purchase with all that its papers say, in one language; `today` is the date on them."""

    plan: Plan
    purchase: Purchase
    suppliers: Mapping[str, Supplier]
    names: Mapping[str, Text]
    """Food id -> what it is called."""
    school: str
    today: date
    lang: str
    asked: PriceOf = field(default_factory=dict)
    """The prices that the lines rest on."""
    changes: tuple[OrderChange, ...] = ()
    """Against the orders that traders had before."""

    @cached_property
    def orders(self) -> tuple[TraderOrder, ...]:
        """By trader and day."""
        return trader_orders(self.purchase)

    @property
    def pages(self) -> tuple[TraderPage, ...]:
        """A page for each trader, the market last."""
        return tuple(map(self._page, sorted(self.orders, key=lambda o: (not o.supplier, o.supplier))))

    @property
    def dates(self) -> str:
        """The days that are cooked for."""
        days = [d.date for d in self.plan.problem.days]
        return date_range(min(days), max(days), self.lang)

    def say(self, message: Message) -> str:
        """The message in the book's language."""
        return text(message, self.lang)

    def food(self, food: str) -> str:
        """What a food is called."""
        return self.names[food].in_language(self.lang) if food in self.names else food

    def cancelled(self, supplier: str) -> tuple[OrderLine, ...]:
        """What a trader was to bring by an earlier order, and is not to bring any more."""
        gone = (c.before for c in self.changes if c.supplier == supplier and c.kind == "cancel")
        return tuple(line for line in gone if line is not None)

    @property
    def not_asked_any_more(self) -> tuple[str, ...]:
        """Traders who had an earlier order, and of whom nothing is wanted now."""
        asked = {order.supplier for order in self.orders}
        return tuple(sorted({c.supplier for c in self.changes if c.supplier} - asked))

    def trader(self, supplier: str) -> str:
        """What a trader is called."""
        if not supplier:
            return self.say(MARKET_NAME)
        return self.suppliers[supplier].name if supplier in self.suppliers else supplier

    def amount(self, line: OrderLine) -> str:
        """So many units: 12 ekor."""
        return f"{plain_number(line.units, self.lang)} {line.unit}"

    def shopping(self) -> tuple[ShoppingDay, ...]:
        """Every day on which something comes, is taken out of stock, or is missing."""
        days = {line.deliver_on for line in self.purchase.lines}
        days |= {draw.day for draw in self.purchase.draws} | {need.day for need in self.purchase.missing}
        return tuple(map(self._shopping_day, sorted(days)))

    def _page(self, order: TraderOrder) -> TraderPage:
        known = self.suppliers.get(order.supplier)
        place = ", ".join(p for p in (known.market, known.stall) if p) if known else ""
        deliveries = tuple(
            DayOrder(
                long_date(d.day, self.lang),
                f"{weekday(d.day, self.lang)} {short_date(d.day, self.lang)}",
                tuple(map(self._row, d.lines)),
                rupiah(d.cost_idr, self.lang),
            )
            for d in order.deliveries
        )
        return TraderPage(
            order.supplier,
            self.trader(order.supplier),
            place,
            known.phone if known else "",
            deliveries,
            rupiah(order.cost_idr, self.lang),
        )

    def _row(self, ordered: Ordered) -> Row:
        line = ordered.line
        return Row(
            food=self.food(line.food),
            amount=self.amount(line),
            kg="" if line.unit == "kg" else kilograms(line.grams, self.lang),
            price=f"{rupiah(line.price_idr, self.lang)}/{line.unit}",
            cost=rupiah(line.cost_idr, self.lang),
            days=self._cooked_on(ordered),
            line=str(line.id) if line.id else "",
        )

    def _cooked_on(self, ordered: Ordered) -> str:
        every = [day.date for day in self.plan.problem.days]
        if len(every) > 2 and set(every) == set(ordered.days):
            return self.say(say("every day"))
        return ", ".join(short_date(day, self.lang) for day in ordered.days)

    def _shopping_day(self, day: date) -> ShoppingDay:
        traders, cost = [], 0
        for order in self.orders:
            for delivery in order.deliveries:
                if delivery.day == day:
                    known = self.suppliers.get(order.supplier)
                    rows = tuple(map(self._row, delivery.lines))
                    traders.append((self.trader(order.supplier), known.phone if known else "", rows))
                    cost += delivery.cost_idr
        missing = [n for n in self.purchase.missing if n.day == day]
        return ShoppingDay(
            long_date(day, self.lang),
            rupiah(cost, self.lang) if traders else "",
            tuple(traders),
            tuple(self._stock(d for d in self.purchase.draws if d.day == day)),
            tuple((self.food(n.food), kilograms(n.grams, self.lang)) for n in missing),
        )

    def _stock(self, draws: Iterable[Draw]) -> Iterable[tuple[str, str, str]]:
        for draw in draws:
            name = self.say(say("lot {lot}", lot=draw.lot))
            yield self.food(draw.food), kilograms(draw.grams, self.lang), name


def order_text(book: OrderBook, page: TraderPage) -> str:
    """The order of a trader as a short plain text, to be sent by phone."""
    title = book.say(say("Order for {school}", school=book.school))
    lines = [f"*{title}*", book.say(say("To: {trader}", trader=page.name)), ""]
    if any(c.supplier == page.id for c in book.changes):
        lines += [book.say(say("It takes the place of our earlier order.")), ""]
    for delivery in page.deliveries:
        lines.append(f"*{delivery.day}*")
        for row in delivery.rows:
            weight = f" ({row.kg})" if row.kg else ""
            number = f" [{row.line}]" if row.line else ""
            lines.append(f"- {row.food}: {row.amount}{weight}{number}")
        lines += [book.say(say("Together: {cost}", cost=delivery.cost)), ""]
    if len(page.deliveries) > 1:
        lines += [book.say(say("All days: {cost}", cost=page.cost)), ""]
    lines += _cancelled(book, page.id)
    lines.append(book.say(say("Please answer whether you can bring it, and at this price.")))
    return "\n".join(lines) + "\n"


def cancel_text(book: OrderBook, supplier: str) -> str:
    """The message to a trader who is not asked for anything any more."""
    title = book.say(say("Order for {school}", school=book.school))
    lines = [f"*{title}*", book.say(say("To: {trader}", trader=book.trader(supplier))), ""]
    lines += _cancelled(book, supplier)
    lines.append(book.say(say("Nothing else is ordered for these days. Thank you.")))
    return "\n".join(lines) + "\n"


def _cancelled(book: OrderBook, supplier: str) -> list[str]:
    gone = book.cancelled(supplier)
    if not gone:
        return []
    lines = [f"*{book.say(say('Cancelled, please do not bring it:'))}*"]
    for line in gone:
        day = f"{weekday(line.deliver_on, book.lang)} {short_date(line.deliver_on, book.lang)}"
        lines.append(f"- {book.food(line.food)}: {book.amount(line)} ({day})")
    return [*lines, ""]


def plain_number(value: float, lang: str) -> str:
    """A number with as many decimals as it has, three at most."""
    decimals = next((n for n in range(3) if abs(round(value, n) - value) < 1e-6), 3)
    return number(value, lang, decimals)


def kilograms(grams: float, lang: str) -> str:
    """Grams as kilograms with what decimals they have: 6,5 kg."""
    return f"{plain_number(round(grams / 1000, 3), lang)} kg"


def orders_values(book: OrderBook) -> dict[str, object]:
    """What the page of the orders is filled in with, one A4 page or more a trader."""
    return {
        "school": book.school,
        "dates": book.dates,
        "headcount": book.plan.problem.headcount,
        "today": medium_date(book.today, book.lang),
        "pages": book.pages,
        "numbered": any(line.id for line in book.purchase.lines),
        "cost": rupiah(book.purchase.cost_idr, book.lang),
        "fingerprint": book.plan.fingerprint[:12],
        "kagemi": book.plan.kagemi,
    }


def shopping_values(book: OrderBook) -> dict[str, object]:
    """What the page of the shopping list by day is filled in with."""
    return {**orders_values(book), "days": book.shopping()}
