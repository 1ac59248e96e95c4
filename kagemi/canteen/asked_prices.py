"""What a trader asks for a food, and where that is known from: a quote, else the price book."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from kagemi.domain.food import FoodTable, Price
from kagemi.domain.plan import Plan
from kagemi.domain.price_basis import quoted_price
from kagemi.domain.purchase import OrderLine
from kagemi.domain.supplier import Quote, Supplier
from kagemi.report.purchase import PriceOf, rests_on


@dataclass(frozen=True)
class AskedPrices:
    """Prices on a day: what traders quoted and still holds, then the price book, then the plan."""

    quotes: Mapping[tuple[str, str], Quote]
    """(Supplier, food) -> the quote that holds."""
    suppliers: Mapping[str, Supplier]
    table: FoodTable
    plan: Plan

    @classmethod
    def on(
        cls,
        day: date,
        quotes: Iterable[Quote],
        suppliers: Mapping[str, Supplier],
        table: FoodTable,
        plan: Plan,
    ) -> "AskedPrices":
        """Of the quotes, at most one of a supplier and food, those that hold on the day."""
        holding = {(q.supplier, q.food): q for q in quotes if q.is_valid(day)}
        return cls(holding, suppliers, table, plan)

    def of(self, supplier: str, food: str) -> Price | None:
        """What the supplier asks; None if nobody knows."""
        quote = self.quotes.get((supplier, food))
        return quoted_price(quote, self.suppliers.get(supplier)) if quote else self.book(food)

    def book(self, food: str) -> Price | None:
        """The price book's price, else the plan's."""
        known = self.table.foods.get(food)
        return known.price if known and known.price else self.plan.prices.get(food)

    def behind(self, lines: Iterable[OrderLine]) -> PriceOf:
        """The prices that lines rest on; those agreed on earlier, at another price, are left out."""
        found: PriceOf = {}
        for line in lines:
            price = self.of(line.supplier, line.food)
            if price is not None and rests_on(line, price):
                found[line.supplier, line.food, line.unit, line.price_idr] = price
        return found
