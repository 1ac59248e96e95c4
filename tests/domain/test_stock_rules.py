"""Lots that have to be cooked soon become soft rules of the plan."""

from dataclasses import replace
from datetime import date, timedelta

from kagemi.domain.amount import Amount
from kagemi.domain.food import Food
from kagemi.domain.message import Where
from kagemi.domain.problem import PlanningProblem, Tier
from kagemi.domain.rules import Budget, UseUp
from kagemi.domain.stock import Lot, LotBalance
from kagemi.domain.stock_rules import lots_without_dish, stock_rules, use_up_rules, with_rules, with_stock
from tests.build import MONDAY, dish, problem

FRIDAY, SUNDAY = MONDAY + timedelta(days=4), MONDAY + timedelta(days=6)
COST = (Tier("minimise", "cost"),)


def food(name: str, *, seasoning: bool = False) -> Food:
    return Food(name, name, name, "fish", 100, "", "", seasoning=seasoning)


FOODS = {name: food(name) for name in ("tuna", "rice")}


def lot(number: int, kg: float, use_before: date | None, of: str = "tuna") -> LotBalance:
    return LotBalance(Lot(of, "slamet", MONDAY, "freezer", use_before, id=number), round(kg * 1000))


def rules(*stock: LotBalance) -> list[tuple[str, str, float, str]]:
    found = use_up_rules(stock, MONDAY, SUNDAY, FOODS)
    return [(r.name, r.food, r.amount.value, r.by) for r in found]


def week(*more: UseUp | Budget) -> PlanningProblem:
    made = problem([dish("grilled", gross_g={"tuna": 100})], rules=more)
    return replace(made, foods={"tuna": FOODS["tuna"]}, objective=COST)


def test_a_lot_that_runs_out_in_the_week_is_to_be_used_up() -> None:
    assert rules(lot(12, 8, FRIDAY)) == [("stock_lot_12", "tuna", 8.0, "2026-12-04")]


def test_the_rule_is_soft_and_tells_the_lot() -> None:
    (rule,) = use_up_rules([lot(12, 8.5, FRIDAY)], MONDAY, SUNDAY, FOODS)
    assert rule.soft
    assert rule.why == "lot 12 (slamet): 8.5 kg, 2026-12-04"


def test_what_runs_out_before_or_keeps_longer_is_let_alone() -> None:
    assert (
        rules(lot(1, 8, MONDAY - timedelta(days=1)), lot(2, 8, SUNDAY + timedelta(days=1)), lot(3, 8, None))
        == []
    )


def test_lots_of_a_food_add_up_by_their_days() -> None:
    stock = lot(2, 5, FRIDAY), lot(1, 8, MONDAY), lot(3, 1, FRIDAY), lot(4, 2, FRIDAY, of="rice")
    assert rules(*stock) == [
        ("stock_lot_4", "rice", 2.0, "2026-12-04"),
        ("stock_lot_1", "tuna", 8.0, "2026-11-30"),
        ("stock_lot_3", "tuna", 14.0, "2026-12-04"),
    ]


def test_seasonings_and_small_lots_are_left_to_the_cook() -> None:
    spices = {"pepper": food("pepper", seasoning=True), **FOODS}
    stock = lot(1, 0.9, FRIDAY), lot(2, 5, FRIDAY, of="pepper")
    assert use_up_rules(stock, MONDAY, SUNDAY, spices) == ()


def test_a_food_that_no_dish_has_makes_no_rule_but_is_told() -> None:
    stock = lot(1, 5, FRIDAY, of="squid"), lot(2, 5, FRIDAY)
    asked = with_stock(week(), stock)
    assert [r.food for r in stock_rules(asked)] == ["tuna"]
    assert [b.lot.id for b in lots_without_dish(stock, asked)] == [1]


def test_the_weekend_after_the_plan_counts_as_its_end() -> None:
    assert [r.by for r in stock_rules(with_stock(week(), [lot(1, 5, SUNDAY)]))] == ["2026-12-06"]


def test_without_soft_rules_of_the_file_the_shortfall_comes_first() -> None:
    assert with_stock(week(), [lot(1, 5, FRIDAY)]).objective == (Tier("minimise", "shortfall"), *COST)


def test_soft_rules_that_the_file_gives_no_say_get_none_by_the_stock() -> None:
    soft = Budget(name="budget", soft=True, max=Amount(9000, "idr"))
    assert with_stock(week(soft), [lot(1, 5, FRIDAY)]).objective == COST


def test_without_stock_nothing_is_changed() -> None:
    assert with_stock(week(), ()) == week()


def test_a_rule_of_the_file_keeps_its_name_and_is_none_of_the_stock() -> None:
    own = UseUp(name="stock_lot_1", food="tuna", amount=Amount(1, "kg"), by="2026-12-01")
    written = replace(week(own), places={"stock_lot_1": Where("week.yaml", 3)})
    asked = with_stock(written, [lot(1, 5, FRIDAY)])
    assert [r.name for r in asked.rules] == ["stock_lot_1", "stock_lot_1_"]
    assert [r.amount.value for r in stock_rules(asked)] == [5.0]
    assert with_rules(written, stock_rules(asked)) == asked
