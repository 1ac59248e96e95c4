"""What prices may do to a plan, against figures worked out by hand."""

from datetime import date

import pytest

from kagemi.domain.amount import Amount
from kagemi.domain.food import Price
from kagemi.domain.plan import Outcome, Plan, Serving
from kagemi.domain.price_range import PriceRange, Spread, price_ranges
from kagemi.domain.rules import AnyRule, Budget
from kagemi.report.price_risk import price_risk
from tests.build import dish, problem

RANGES = {"rice": PriceRange(8, 10, 14), "tuna": PriceRange(40, 50, 60, high_assumed=True)}


def plan(*rules: AnyRule) -> Plan:
    """A dish on two days: 100 g rice (Rp 1,000) and 40 g tuna (Rp 2,000); chilli has no range (Rp 500)."""
    tray = dish("tray", cost=3500, gross_g={"rice": 100.0, "tuna": 40.0, "chilli": 10.0})
    asked = problem([tray], rules=rules, days=("monday", "tuesday"))
    servings = tuple(Serving(d, "tray", {"boys": 1.0}) for d in (0, 1))
    return Plan(1, asked, servings, Outcome("optimal"), (), "", "")


def budget(limit: float, name: str = "budget", over: str = "week") -> Budget:
    return Budget(name=name, max=Amount(limit), over=over)  # type: ignore[arg-type]


def test_the_range_goes_from_all_low_to_all_high() -> None:
    cost = price_risk(plan(), RANGES, samples=100, seed=1).cost
    assert (cost.low, cost.today, cost.high) == pytest.approx((2900, 3500, 4300))


def test_a_price_breaks_the_budget_where_the_rest_of_it_is_used_up() -> None:
    foods = {f.food: f for f in price_risk(plan(budget(4000)), RANGES, samples=100, seed=1).foods}
    assert foods["tuna"].breaks_at_pct == pytest.approx(25)  # Rp 500 are left of 4,000; tuna costs 2,000
    assert foods["rice"].breaks_at_pct == pytest.approx(50)
    assert not foods["tuna"].is_within_reach
    assert foods["rice"].swing_idr == pytest.approx(600)


def test_the_price_that_breaks_a_budget_first_stands_first() -> None:
    found = price_risk(plan(budget(4000)), RANGES, samples=100, seed=1).foods
    assert [f.food for f in found] == ["tuna", "rice"]


def test_the_tightest_budget_counts() -> None:
    risk = price_risk(plan(budget(5000, "loose"), budget(3600, "tight")), RANGES, samples=100, seed=1)
    assert {f.budget for f in risk.foods} == {"tight"}
    assert risk.foods[0].breaks_at_pct == pytest.approx(5)
    assert risk.foods[0].is_within_reach


def test_without_a_budget_the_largest_swing_stands_first() -> None:
    risk = price_risk(plan(), RANGES, samples=100, seed=1)
    assert (risk.holds, risk.standard_error, risk.budgets) == (None, None, ())
    assert [(f.food, f.breaks_at_pct) for f in risk.foods] == [("tuna", None), ("rice", None)]


def test_all_prices_together_break_a_budget_at_its_distance() -> None:
    (found,) = price_risk(plan(budget(4200)), RANGES, samples=100, seed=1).budgets
    assert found.breaks_at_pct == pytest.approx(20)


def test_a_budget_of_a_day_is_looked_at_on_every_day() -> None:
    risk = price_risk(plan(budget(4000, over="day")), RANGES, samples=100, seed=1)
    assert [b.days for b in risk.budgets] == [(0,), (1,)]


def test_the_share_of_assumed_ranges_is_that_of_their_foods() -> None:
    assert price_risk(plan(), RANGES, samples=100, seed=1).assumed_share == pytest.approx(2000 / 3500)


def test_the_same_seed_gives_the_same_answer() -> None:
    one, same, other = (price_risk(plan(budget(3700)), RANGES, samples=500, seed=s) for s in (7, 7, 8))
    assert one == same
    assert one.likely != other.likely


def test_the_probability_is_close_to_the_exact_one() -> None:
    """One price from a triangle 8 - 10 - 14: P(price <= 12) = 1 - (14 - 12)^2 / ((14 - 8)(14 - 10)) = 5/6."""
    only_rice = {"rice": RANGES["rice"]}
    risk = price_risk(plan(budget(3700)), only_rice, samples=20_000, seed=3)
    assert risk.holds is not None
    assert risk.standard_error is not None
    assert risk.standard_error == pytest.approx((5 / 36 / 20_000) ** 0.5, rel=0.05)
    assert abs(risk.holds - 5 / 6) < 4 * risk.standard_error


def test_budgets_that_cannot_break_hold_in_every_draw() -> None:
    risk = price_risk(plan(budget(4300)), RANGES, samples=200, seed=1)
    assert (risk.holds, risk.standard_error) == (1.0, 0.0)


def test_a_range_is_the_prices_own_where_it_has_one_and_a_spread_elsewhere() -> None:
    day = date(2026, 11, 1)
    prices = {
        "rice": Price("kg", 1000, 10_000, day, "", "official", "", 9_000, 12_000),
        "tuna": Price("kg", 1000, 50_000, day, "", "press", "", 40_000, None),
        "leaf": Price("kg", 1000, 20_000, day, "", "estimate", ""),
    }
    ranges = price_ranges(prices, {"press": Spread(10, 20), "estimate": Spread(20, 30)})
    assert (ranges["rice"].low, ranges["rice"].high, ranges["rice"].is_assumed) == (9, 12, False)
    assert (ranges["tuna"].low, ranges["tuna"].high) == pytest.approx((40, 60))
    assert (ranges["tuna"].low_assumed, ranges["tuna"].high_assumed) == (False, True)
    assert (ranges["leaf"].low, ranges["leaf"].high) == pytest.approx((16, 26))
