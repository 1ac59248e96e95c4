"""What food costs the canteen: what holds today, what it was, and what it does to a plan."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from kagemi.domain.food import Food, Price
from kagemi.domain.message import Fault, InvalidInput, Where, say
from kagemi.domain.plan import Plan
from kagemi.domain.price_basis import OLD, is_old, prices_by
from kagemi.domain.supplier import Offer, Quote, Supplier
from kagemi.files.food_names import food_names
from kagemi.files.nutrition import load_food_table
from kagemi.files.price_import import Market
from kagemi.files.suppliers import load_suppliers
from kagemi.files.workspace import Workspace
from kagemi.memory import price_basis_of, store_if_any
from kagemi.report.repricing import Repriced, reprice


@dataclass(frozen=True)
class Board:
    """What holds on a day: foods with the book's prices, traders, the newest quote of each trader and food."""

    today: date
    basis: str
    market: Market
    quotes: tuple[Quote, ...]
    prices: Mapping[str, Price]
    """Food id -> its price by the basis: quoted, else from the price book."""

    def food(self, written: str) -> Food:
        """The food of an id or a name; raises InvalidInput with what is close."""
        found = self.market.names.find(written)
        if found is None:
            what = say('there is no food "{written}"', written=written)
            raise InvalidInput((Fault(Where(), what, self.market.names.hint(written)),))
        return self.market.foods[found]

    def supplier(self, written: str) -> Supplier:
        """The supplier of an id or a name; raises InvalidInput with what is close."""
        found = self.market.supplier(written)
        if found is None:
            what = say('there is no supplier "{written}" in suppliers.csv', written=written)
            raise InvalidInput((Fault(Where(), what, self.market.supplier_hint(written)),))
        return self.market.suppliers[found]

    def of(self, food: str) -> tuple[Quote, ...]:
        """The quotes of a food, the cheapest first."""
        return tuple(sorted((q for q in self.quotes if q.food == food), key=lambda q: q.idr_per_gram))


@dataclass(frozen=True)
class Quoted:
    """A trader's newest quote of a food, as it is today."""

    quote: Quote
    age_days: int
    is_old: bool
    holds: bool
    """False: it has run out, and counts no more."""


@dataclass(frozen=True)
class Listed:
    """The price of a food today, as `kagemi prices list` shows it."""

    food: str
    name_id: str
    name_en: str
    price: Price
    age_days: int
    is_old: bool


def read_board(workspace: Workspace, environment: Mapping[str, str], today: date, basis: str = "") -> Board:
    """Read foods, traders and quotes; `basis` "" is the workspace's. Raises InvalidInput with all faults."""
    chosen = price_basis_of(workspace, basis)
    table, faults = load_food_table(workspace.nutrition_data)
    if any(f.severity == "error" for f in faults):
        raise InvalidInput(faults)
    suppliers, offers, _ = load_suppliers(workspace.nutrition_data, table.foods)
    quotes = _current(workspace, environment, today)
    market = Market(table.foods, food_names(workspace.nutrition_data, table.foods), suppliers, offers)
    return Board(today, chosen, market, quotes, _prices(market, chosen, quotes, today))


def _prices(market: Market, basis: str, quotes: Iterable[Quote], today: date) -> dict[str, Price]:
    book = {f.id: f.price for f in market.foods.values() if f.price is not None}
    quoted = prices_by(basis, quotes, market.suppliers, today)
    return {**book, **{f: p for f, p in quoted.items() if f in market.foods}}


def with_quotes(board: Board, new: Iterable[Quote]) -> Board:
    """The board as it would be with these quotes too, the last one of a trader, food and day counting."""
    newest = {(q.supplier, q.food): q for q in board.quotes}
    for quote in new:
        key = quote.supplier, quote.food
        if quote.quoted_on <= board.today and (key not in newest or newest[key].quoted_on <= quote.quoted_on):
            newest[key] = quote
    quotes = tuple(sorted(newest.values(), key=lambda q: (q.supplier, q.food)))
    prices = _prices(board.market, board.basis, quotes, board.today)
    return replace(board, quotes=quotes, prices=prices)


def _current(workspace: Workspace, environment: Mapping[str, str], today: date) -> tuple[Quote, ...]:
    with store_if_any(workspace, environment) as store:
        if store is None:
            return ()
        from kagemi.store import quotes

        return quotes.current(store, today)


def listed(board: Board) -> tuple[Listed, ...]:
    """The price of every food, in the order of foods.csv."""
    return tuple(
        Listed(
            food.id,
            food.name_id,
            food.name_en,
            price,
            (board.today - price.date).days,
            is_old(price, board.today),
        )
        for food in board.market.foods.values()
        if (price := board.prices.get(food.id)) is not None
    )


def about(rows: Iterable[Listed], query: str) -> tuple[Listed, ...]:
    """Those whose id or name has these letters."""
    word = query.strip().casefold()
    return tuple(r for r in rows if any(word in n.casefold() for n in (r.food, r.name_id, r.name_en)))


def quoted(board: Board, food: str) -> tuple[Quoted, ...]:
    """The quotes of a food, the cheapest first."""
    today = board.today
    return tuple(
        Quoted(q, (today - q.quoted_on).days, today - q.quoted_on > OLD, q.is_valid(today))
        for q in board.of(food)
    )


def history(workspace: Workspace, environment: Mapping[str, str], food: str) -> tuple[Quote, ...]:
    """All quotes of a food, oldest first; raises `StoreError`."""
    with store_if_any(workspace, environment) as store:
        if store is None:
            return ()
        from kagemi.store import quotes

        return quotes.history(store, food)


@dataclass(frozen=True)
class Trader:
    """A trader, what is sold by which unit, and the newest quotes by food."""

    supplier: Supplier
    offers: tuple[Offer, ...]
    quotes: Mapping[str, Quote]


def traders(board: Board) -> tuple[Trader, ...]:
    """All traders, in the order of suppliers.csv."""
    return tuple(trader_of(board, s) for s in board.market.suppliers.values())


def trader_of(board: Board, supplier: Supplier) -> Trader:
    """One trader."""
    offers = tuple(o for o in board.market.offers if o.supplier == supplier.id)
    return Trader(supplier, offers, {q.food: q for q in board.quotes if q.supplier == supplier.id})


@dataclass(frozen=True)
class Watched:
    """A plan at today's prices, by `basis`."""

    basis: str
    repriced: Repriced


def watch(workspace: Workspace, environment: Mapping[str, str], today: date, plan: Plan, basis: str) -> Watched:
    """The plan at today's prices. `basis` "": the plan's own or, where that is the book's, the workspace's."""
    board = read_board(workspace, environment, today, basis or _own_basis(plan))
    return Watched(board.basis, reprice(plan, board.prices))


@dataclass(frozen=True)
class Foreseen:
    """A plan at today's prices, and as it would be with prices that are not written yet; by `basis`."""

    basis: str
    now: Repriced
    then: Repriced


def foresee(
    workspace: Workspace, environment: Mapping[str, str], today: date, plan: Plan, new: Iterable[Quote]
) -> Foreseen:
    """What quotes would do to a plan; nothing is written. Raises InvalidInput."""
    board = read_board(workspace, environment, today, _own_basis(plan))
    after = with_quotes(board, new)
    return Foreseen(board.basis, reprice(plan, board.prices), reprice(plan, after.prices))


def _own_basis(plan: Plan) -> str:
    """The plan's own way to choose prices; "", the workspace's, where that is the book's."""
    return "" if plan.price_basis == "book" else plan.price_basis
