"""A purchase laid out for a terminal, and as data for other programs."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text as Line

from kagemi.canteen.buy import Bought
from kagemi.cli.plan_view import table
from kagemi.domain.message import Message, say
from kagemi.domain.purchase import OrderChange, OrderLine
from kagemi.language import percent, rupiah, short_date, text, weekday
from kagemi.language.prices import AGREED, shares
from kagemi.report.purchase import Totals, cost_basis, price_of, totals, trader_orders
from kagemi.sheets.orders import OrderBook, kilograms

CHANGES = {"cancel": say("cancel"), "add": say("add"), "change": say("change")}


def purchase_view(bought: Bought, book: OrderBook) -> Iterator[RenderableType]:
    """The parts of the page from top to bottom."""
    view = _View(bought, book)
    yield view.title()
    yield view.orders()
    if bought.purchase.draws:
        yield view.stock()
    for need in bought.purchase.missing:
        yield view.missing(need.food, need.day, need.grams)
    if view.changes:
        yield view.changes_table()
    yield view.figures()


def as_data(bought: Bought) -> dict[str, object]:
    """The purchase for other programs: amounts in gross grams, money in whole rupiah."""
    days = [d.date for d in bought.plan.problem.days]
    traders = [
        {
            "supplier": order.supplier,
            "cost_idr": order.cost_idr,
            "deliveries": [
                {
                    "day": delivery.day,
                    "cost_idr": delivery.cost_idr,
                    "lines": [
                        {
                            "food": o.line.food,
                            "unit": o.line.unit,
                            "unit_grams": o.line.unit_grams,
                            "units": o.line.units,
                            "grams": o.line.grams,
                            "price_idr": o.line.price_idr,
                            "cost_idr": o.line.cost_idr,
                            **_price(bought, o.line),
                            "cooked_on": [{"day": day, "grams": grams} for day, grams in o.days.items()],
                            "left_over_grams": o.left_over_g,
                        }
                        for o in delivery.lines
                    ],
                }
                for delivery in order.deliveries
            ],
        }
        for order in trader_orders(bought.purchase)
    ]
    return {
        "canteen": bought.plan.problem.canteen,
        "first_day": min(days),
        "last_day": max(days),
        "fingerprint": bought.plan.fingerprint,
        "today": bought.today,
        "traders": traders,
        "from_stock": bought.purchase.draws,
        "missing": bought.purchase.missing,
        "totals": totals(bought.purchase, bought.prices, bought.suppliers),
        "bound_idr": bought.purchase.bound_idr,
    }


def _price(bought: Bought, line: OrderLine) -> dict[str, object]:
    """Where the price of a line is from; what was agreed on earlier says only that."""
    price = price_of(line, bought.asked)
    return {
        "price_quality": price.quality if price else AGREED,
        "price_date": price.date if price else None,
        "price_region": price.region if price else "",
        "price_source": price.source if price else "",
    }


class _View:
    """One purchase in one language."""

    def __init__(self, bought: Bought, book: OrderBook) -> None:
        self.bought, self.book, self.lang = bought, book, book.lang
        self.totals: Totals = totals(bought.purchase, bought.prices, bought.suppliers)
        self.changes = bought.changes

    def say(self, message: Message) -> str:
        return text(message, self.lang)

    def title(self) -> Line:
        children = self.bought.plan.problem.headcount
        what = self.say(say("Orders for {dates}, {n:,} children a day", dates=self.book.dates, n=children))
        return Line(what, "bold")

    def orders(self) -> Table:
        """A row a line, by trader and day."""
        made = table(
            "",
            (self.say(say("Trader")), False),
            (self.say(say("Brings on")), False),
            (self.say(say("Food")), False),
            (self.say(say("Amount")), True),
            (self.say(say("Weight")), True),
            (self.say(say("Cost")), True),
            (self.say(say("For")), False),
        )
        for page in self.book.pages:
            name = page.name
            for delivery in page.deliveries:
                day = delivery.short
                for row in delivery.rows:
                    made.add_row(name, day, row.food, row.amount, row.kg, row.cost, row.days)
                    name = day = ""
                made.add_row("", "", "", "", "", Line(delivery.cost, "bold"), "")
            made.add_section()
        return made

    def stock(self) -> Table:
        """What is taken out of stock."""
        made = table(
            self.say(say("Out of stock")),
            (self.say(say("Day")), False),
            (self.say(say("Food")), False),
            ("", True),
            (self.say(say("Lot")), True),
        )
        for draw in self.bought.purchase.draws:
            made.add_row(
                short_date(draw.day, self.lang),
                self.book.food(draw.food),
                kilograms(draw.grams, self.lang),
                str(draw.lot),
            )
        return made

    def missing(self, food: str, day: object, grams: float) -> Line:
        """A need that is not met."""
        what = say(
            "Nobody can bring this in time: {kg} of {food} for {day}",
            kg=kilograms(grams, self.lang),
            food=self.book.food(food),
            day=day,
        )
        return Line(self.say(what), "bold red")

    def changes_table(self) -> Table:
        """What to tell the traders who have orders already."""
        made = table(
            self.say(say("Against the orders so far")),
            (self.say(say("Trader")), False),
            (self.say(say("Brings on")), False),
            ("", False),
            (self.say(say("Food")), False),
            (self.say(say("Before")), True),
            (self.say(say("Now")), True),
        )
        for change in self.changes:
            made.add_row(*self._change(change))
        return made

    def _change(self, change: OrderChange) -> tuple[str, ...]:
        line = change.after or change.before
        assert line is not None
        amounts = (self.book.amount(side) if side else "–" for side in (change.before, change.after))
        day = f"{weekday(line.deliver_on, self.lang)} {short_date(line.deliver_on, self.lang)}"
        what = self.say(CHANGES[change.kind])
        return (self.book.trader(change.supplier), day, what, self.book.food(line.food), *amounts)

    def figures(self) -> Line:
        """What it costs and what that means."""
        return Line("\n".join(self.say(message) for message in self._figures()))

    def _figures(self) -> Iterator[Message]:
        found, cost = self.totals, self.bought.purchase.cost_idr
        yield say("To pay: {cost}, {n} deliveries", cost=self._idr(cost), n=found.visits)
        basis = cost_basis(self.bought.purchase, self.bought.asked)
        if basis is not None:
            yield say(
                "The sum rests on {shares}; the oldest price is of {oldest}",
                shares=shares(basis.share),
                oldest=basis.oldest,
            )
        bound = self.bought.purchase.bound_idr
        if bound is not None and cost:
            gap = percent(max(0.0, cost - bound) / cost, self.lang, 2)
            yield say("Proven: no purchase of these needs costs over {gap} less", gap=gap)
        yield say("The plan reckons {cost} for the same food", cost=self._idr(found.plan_idr))
        if found.from_stock_idr:
            yield say("Of that is in stock: {cost}", cost=self._idr(found.from_stock_idr))
        if found.missing_idr:
            yield say("Of that nobody can bring: {cost}", cost=self._idr(found.missing_idr))
        yield say(
            "Left over by rounding to whole units: {kg}, {cost}",
            kg=kilograms(found.left_over_kg * 1000, self.lang),
            cost=self._idr(found.left_over_idr),
        )
        if found.local_share is not None:
            share = percent(found.local_share, self.lang)
            yield say("Goes to local traders: {share} of the spending", share=share)
        yield from self._came()

    def _came(self) -> Iterator[Message]:
        came = [s for s in self.bought.ordered if s.received_g]
        if came:
            agreed = sum(s.line.cost_idr * s.received_g / s.line.grams for s in came)
            paid = sum(s.paid_idr for s in came)
            yield say(
                "Of the orders so far {n} of {all} lines have come, for {paid}; agreed was {agreed}",
                n=len(came),
                all=len(self.bought.ordered),
                paid=self._idr(paid),
                agreed=self._idr(agreed),
            )

    def _idr(self, amount: float) -> str:
        return rupiah(amount, self.lang)
