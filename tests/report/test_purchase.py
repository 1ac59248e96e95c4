"""A purchase in figures, and what changes between two."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from kagemi.domain.food import Price
from kagemi.domain.purchase import Draw, Need, OrderLine, Purchase, Use
from kagemi.domain.supplier import Supplier
from kagemi.report.purchase import order_changes, totals, trader_orders
from tests.build import MONDAY

TUESDAY = MONDAY + timedelta(days=1)
TRADERS = {"pak_min": Supplier("pak_min", "Pak Min", local=True), "grosir": Supplier("grosir", "Grosir")}
PRICES = {f: Price("kg", 1000, 20_000, MONDAY, "", "estimate", "") for f in ("fish", "rice")}


def line(
    supplier: str = "pak_min",
    food: str = "fish",
    units: float = 10,
    day: date = MONDAY,
    *,
    unit: str = "kg",
    price: int = 20_000,
) -> OrderLine:
    return OrderLine(supplier, food, day, unit, 1000.0, units, price)


def purchase(
    *lines: OrderLine, needs: tuple[Need, ...] = (), **rest: tuple[Use | Draw | Need, ...]
) -> Purchase:
    return replace(Purchase(needs, lines), **rest)  # type: ignore[arg-type]


def test_lines_stand_under_their_trader_and_day() -> None:
    orders = trader_orders(purchase(line("b", day=TUESDAY), line("a"), line("b", "rice"), line("b")))
    days = [(o.supplier, d.day, [x.line.food for x in d.lines]) for o in orders for d in o.deliveries]
    assert days == [("a", MONDAY, ["fish"]), ("b", MONDAY, ["fish", "rice"]), ("b", TUESDAY, ["fish"])]


def test_what_is_not_cooked_is_left_over() -> None:
    use = Use("pak_min", "fish", MONDAY, "kg", TUESDAY, 9_500)
    found = trader_orders(purchase(line(), uses=(use,)))[0].deliveries[0].lines[0]
    assert found.days == {TUESDAY: 9_500}
    assert (found.left_over_g, found.left_over_idr) == (500, 10_000)


def test_the_local_share_is_that_of_the_spending() -> None:
    bought = purchase(line(units=3), line("grosir", "rice", 1))
    assert totals(bought, PRICES, TRADERS).local_share == 0.75
    assert totals(purchase(), PRICES, TRADERS).local_share is None


def test_the_plans_own_cost_is_told_with_what_is_in_stock_and_missing() -> None:
    needs = (Need("fish", MONDAY, 5_000), Need("rice", MONDAY, 2_000))
    bought = purchase(
        line(units=3),
        needs=needs,
        draws=(Draw(1, "fish", MONDAY, 2_000),),
        missing=(Need("rice", MONDAY, 2_000),),
    )
    found = totals(bought, PRICES, TRADERS)
    assert (found.cost_idr, found.plan_idr) == (60_000, 140_000)
    assert (found.from_stock_idr, found.missing_idr) == (40_000, 40_000)


def test_visits_to_the_market_are_no_deliveries() -> None:
    assert totals(purchase(line(""), line(), line(day=TUESDAY)), PRICES, TRADERS).visits == 2


def test_a_line_that_goes_comes_or_changes_is_told_to_its_trader() -> None:
    old = [line(units=10), line(food="rice", units=5)]
    new = [line(units=12), line("grosir", "rice", 5)]
    kinds = [(c.supplier, c.kind, c.difference_idr) for c in order_changes(old, new)]
    assert kinds == [("grosir", "add", 100_000), ("pak_min", "change", 40_000), ("pak_min", "cancel", -100_000)]


def test_another_day_is_another_line() -> None:
    changes = order_changes([line()], [line(day=TUESDAY)])
    assert [c.kind for c in changes] == ["cancel", "add"]


lines = st.lists(
    st.builds(
        line,
        st.sampled_from(["a", "b"]),
        st.sampled_from(["fish", "rice"]),
        st.integers(1, 5),
        st.sampled_from([MONDAY, TUESDAY]),
    ),
    max_size=6,
)


@settings(derandomize=True, deadline=None)
@given(lines, lines)
def test_changes_lead_from_the_old_orders_to_the_new(old: list[OrderLine], new: list[OrderLine]) -> None:
    assert order_changes(old, old) == ()
    changes = order_changes(old, new)
    cost = sum(i.cost_idr for i in old) + sum(c.difference_idr for c in changes)
    assert cost == sum(i.cost_idr for i in new)
    assert len(order_changes(new, old)) == len(changes)
