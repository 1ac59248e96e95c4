"""What speaks against a dish, in a day that can be worked out by hand."""

from typing import Literal

import pytest

from kagemi.domain.amount import Amount
from kagemi.domain.problem import PlanningProblem
from kagemi.domain.reasons import DishReason
from kagemi.domain.rules import Ban, Budget, NutrientRange, Pin
from kagemi.optimizer.solve import Solver
from kagemi.optimizer.tiers import Limits
from kagemi.optimizer.why import reason
from tests.build import dish, problem

DISHES = [
    dish("lele", cost=5000, nutrients={"protein": 18, "iron": 5}),
    dish("tempe", cost=2000, nutrients={"protein": 8, "iron": 2}),
    dish("cabbage", slots=["plant"], cost=500, nutrients={"protein": 2, "iron": 0}),
    dish("nuts", slots=["plant"], cost=4500, nutrients={"protein": 12, "iron": 0}),
    dish("banana", slots=["fruit"], cost=500, nutrients={"protein": 0, "iron": 0}),
    dish("raisins", slots=["fruit"], cost=1000, nutrients={"protein": 0, "iron": 3}),
]
IRON = NutrientRange(name="iron", nutrient="iron", min=Amount(5))
PROTEIN = NutrientRange(name="protein", nutrient="protein", min=Amount(20))
MONEY = Budget(name="money", max=Amount(50_000))
DAY = problem(DISHES, rules=[IRON, MONEY, PROTEIN], days=("monday",))


def why(asked: PlanningProblem, dish: str, wish: Literal["with", "without"]) -> DishReason:
    return reason(asked, dish, 0, wish=wish, solver=Solver(), limits=Limits(20.0, 0.0))


def test_a_rule_speaks_against_a_dish_by_what_it_adds_to_the_difference() -> None:
    """Tempe needs nuts for protein and raisins for iron; lele needs neither.

    Without the protein rule tempe is the best there is (1,500 less of a difference); without the iron rule
    the raisins are spared (500).
    """
    answer = why(DAY, "tempe", "with")
    assert answer.answer == "possible"
    assert answer.base_cost is not None
    assert answer.base_cost.middle == pytest.approx(5000 + 500 + 500)
    assert answer.cost is not None
    assert answer.cost.middle == pytest.approx(2000 + 4500 + 1000)
    assert [name for name, _ in answer.against] == ["protein", "iron"]
    assert dict(answer.against) == pytest.approx({"protein": 1500.0, "iron": 500.0}, abs=1e-3)


def test_both_plans_are_shown() -> None:
    answer = why(DAY, "tempe", "with")
    assert {s.dish for s in answer.servings} == {"tempe", "nuts", "raisins"}
    assert {s.dish for s in answer.base_servings} == {"lele", "cabbage", "banana"}


def test_nothing_speaks_against_what_is_best_anyway() -> None:
    answer = why(DAY, "lele", "with")
    assert (answer.answer, answer.against) == ("already", ())
    assert answer.servings == answer.base_servings


def test_a_dish_that_a_rule_shuts_out_is_impossible_because_of_that_rule() -> None:
    ban = Ban(name="no_tempe", dishes=("tempe",))
    answer = why(problem(DISHES, rules=[PROTEIN, ban, IRON], days=("monday",)), "tempe", "with")
    assert (answer.answer, answer.against) == ("impossible", (("no_tempe", 0.0),))


def test_rules_that_leave_no_room_for_a_dish_together_are_named_together() -> None:
    """Tempe has its protein with nuts alone, and that costs 7,500 with the iron."""
    tight = Budget(name="money", max=Amount(7400))
    answer = why(problem(DISHES, rules=[IRON, tight, PROTEIN], days=("monday",)), "tempe", "with")
    assert answer.answer == "impossible"
    assert [name for name, _ in answer.against] == ["iron", "money", "protein"]


def test_a_pinned_dish_cannot_be_done_without() -> None:
    pin = Pin(name="lele_day", dish="lele", days=("monday",))
    answer = why(problem(DISHES, rules=[PROTEIN, pin], days=("monday",)), "lele", "without")
    assert (answer.answer, answer.against) == ("impossible", (("lele_day", 0.0),))
