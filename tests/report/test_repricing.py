"""A plan at other prices, against figures worked out by hand."""

from dataclasses import replace
from datetime import date

import pytest

from kagemi.domain.amount import Amount
from kagemi.domain.food import Food, Price
from kagemi.domain.plan import Outcome, Plan, Serving
from kagemi.domain.rules import AnyRule, Budget, LocalShare
from kagemi.report.repricing import reprice
from tests.build import dish, problem


def price(rupiah: int, grams: float = 1000.0) -> Price:
    return Price("kg", grams, rupiah, date(2026, 11, 1), "Malang", "quote", "test")


THEN = {"rice": price(10_000), "tuna": price(50_000)}


def plan(*rules: AnyRule) -> Plan:
    """A dish on two days: 100 g rice (Rp 1,000) and 40 g tuna of the place (Rp 2,000), for 100 boys."""
    tray = dish("tray", cost=3000, gross_g={"rice": 100.0, "tuna": 40.0})
    asked = problem([tray], rules=rules, days=("monday", "tuesday"))
    rice = Food("rice", "Beras", "Rice", "cereal", 100, "", "", price=THEN["rice"])
    tuna = Food("tuna", "Tuna", "Tuna", "fish", 50, "", "", tags=frozenset({"local"}), price=THEN["tuna"])
    whole = replace(asked, foods={"rice": rice, "tuna": tuna})
    servings = tuple(Serving(d, "tray", {"boys": 1.0}) for d in (0, 1))
    return Plan(1, whole, servings, Outcome("optimal"), (), "", "", THEN)


def test_the_same_prices_change_nothing() -> None:
    found = reprice(plan(), THEN)
    assert found.changes == ()
    assert found.cost_now == found.cost_then == pytest.approx(3000)


def test_the_same_price_in_another_unit_is_no_change() -> None:
    assert reprice(plan(), {**THEN, "rice": price(2500, 250)}).changes == ()


def test_each_change_says_what_it_makes_of_a_portion_the_largest_first() -> None:
    found = reprice(plan(), {"rice": price(12_000), "tuna": price(40_000)})
    assert [c.food for c in found.changes] == ["tuna", "rice"]
    assert [c.effect_idr for c in found.changes] == pytest.approx([-400, 200])
    assert found.cost_now == pytest.approx(2800)
    assert [c.ratio for c in found.changes] == pytest.approx([0.8, 1.2])


def test_a_food_without_a_price_today_keeps_that_of_the_plan() -> None:
    assert reprice(plan(), {}).cost_now == pytest.approx(3000)


def test_a_budget_is_looked_at_again() -> None:
    budget = Budget(name="budget", max=Amount(3100))
    (rule,) = reprice(plan(budget), {"tuna": price(55_000)}).rules
    assert (rule.then.kept, rule.now.kept) == (True, False)
    assert rule.now.worst is not None
    assert rule.now.worst.value == pytest.approx(3200)


def test_the_share_that_goes_to_local_food_is_looked_at_again() -> None:
    share = LocalShare(name="local", at_least=Amount(60, "%"))
    (rule,) = reprice(plan(share), {"tuna": price(25_000)}).rules
    assert (rule.then.kept, rule.now.kept) == (True, False)
    assert rule.now.worst is not None
    assert rule.now.worst.value == pytest.approx(50)
