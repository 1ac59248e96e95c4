from datetime import date

import pytest

from kagemi.domain.food import Price
from kagemi.domain.plan import Outcome, Plan, Serving
from kagemi.report.prices import price_basis
from tests.build import dish, group, problem


def price(idr: int, quality: str, year: int) -> Price:
    return Price("kg", 1000, idr, date(year, 1, 1), "Malang", quality, "test")


def a_plan(prices: dict[str, Price]) -> Plan:
    menu = problem(
        [dish("tuna", gross_g={"tuna": 100.0, "garam": 10.0})],
        groups=[group("boys", headcount=10)],
        days=["monday"],
    )
    return Plan(1, menu, (Serving(0, "tuna", {"boys": 2.0}),), Outcome("optimal"), (), "", "", prices)


def test_prices_are_weighed_by_what_is_spent() -> None:
    basis = price_basis(
        a_plan({"tuna": price(30_000, "press", 2025), "garam": price(100_000, "estimate", 2026)})
    )
    assert basis is not None
    assert basis.share == pytest.approx({"press": 0.75, "estimate": 0.25})
    assert (basis.oldest, basis.newest) == (date(2025, 1, 1), date(2026, 1, 1))


def test_a_plan_without_prices_has_no_basis() -> None:
    assert price_basis(a_plan({})) is None
