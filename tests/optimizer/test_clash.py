"""No plan: the rules that clash are infeasible together, and feasible without any one of them."""

from dataclasses import replace

import pytest

from kagemi.domain.amount import Amount
from kagemi.domain.problem import PlanningProblem, Slot
from kagemi.domain.reasons import Clash
from kagemi.domain.rules import AnyRule, Ban, Budget, NutrientRange, Pin, TagDays
from kagemi.optimizer.clash import find_clash
from kagemi.optimizer.menu import MethodName, best_menu
from kagemi.optimizer.solve import Solver
from kagemi.optimizer.tiers import Limits
from tests.build import dish, problem
from tests.optimizer.weeks import random_problem

DISHES = [
    dish("tuna", cost=6000, tags=["fish"], nutrients={"protein": 25}),
    dish("lele", cost=5000, tags=["fish", "fried"], nutrients={"protein": 18}),
    dish("tempe", cost=2000, nutrients={"protein": 10}),
]
FISH = TagDays(name="fish_days", tag="fish", at_least=3)
BUDGET = Budget(name="money", max=Amount(3000))
PROTEIN = NutrientRange(name="a_protein", nutrient="protein", min=Amount(5))
FRIED = TagDays(name="fried_days", tag="fried", at_most=5)


def feasible(asked: PlanningProblem) -> bool:
    status = best_menu(asked, method="direct", limits=Limits(20.0, gap=1.0))[1].status
    assert status != "no_answer"
    return status != "infeasible"


@pytest.mark.parametrize("method", ["direct", "day_menus"])
def test_the_clash_names_the_rules_in_the_order_of_the_file(method: MethodName) -> None:
    asked = problem(DISHES, rules=[PROTEIN, BUDGET, FRIED, FISH])
    servings, outcome = best_menu(asked, method=method)
    assert servings is None
    assert outcome.status == "infeasible"
    assert outcome.clash == ("money", "fish_days")
    assert best_menu(replace(asked, rules=(FISH, FRIED, BUDGET, PROTEIN)))[1].clash == ("fish_days", "money")


def test_one_rule_can_clash_with_the_dishes_alone() -> None:
    asked = problem(DISHES, rules=[BUDGET, NutrientRange(name="iron", nutrient="iron", min=Amount(1))])
    assert best_menu(asked)[1].clash == ("iron",)


def test_soft_rules_never_clash() -> None:
    asked = problem(DISHES, rules=[replace(BUDGET, soft=True), FISH])
    assert best_menu(asked)[1].status == "optimal"


def test_three_rules_can_clash_that_suit_each_other_in_pairs() -> None:
    rules: list[AnyRule] = [
        Ban(name="no_tempe", dishes=("tempe",), days=("monday",)),
        Ban(name="no_tuna", dishes=("tuna",), days=("monday", "friday")),
        TagDays(name="not_fried", tag="fried", never_on=("monday",)),
        Pin(name="friday", dish="lele", days=("friday",)),
    ]
    assert best_menu(problem(DISHES, rules=rules))[1].clash == ("no_tempe", "no_tuna", "not_fried")


def test_a_tray_that_cannot_be_filled_is_no_clash_of_rules() -> None:
    asked = problem(DISHES, rules=[PROTEIN], slots=[Slot("animal", pick=4)])
    servings, outcome = best_menu(asked)
    assert servings is None
    assert outcome.status == "infeasible"
    assert outcome.clash == ()


def test_without_time_all_hard_rules_are_suspects() -> None:
    """A set that was not made smaller is better than none, which would blame the dishes."""
    asked = problem(DISHES, rules=[BUDGET, FISH, replace(PROTEIN, soft=True)])
    assert find_clash(asked, Solver(), seconds=0.0) == Clash(("money", "fish_days"), irreducible=False)


SEEDS = [s for s in range(60) if len(random_problem(s, soft=False).rules) >= 3][:30]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_clash_holds_no_rule_too_many(seed: int) -> None:
    asked = random_problem(seed, soft=False)
    asked = replace(asked, objective=asked.objective[-1:])
    outcome = best_menu(asked, method="direct", limits=Limits(20.0, gap=1.0))[1]
    if outcome.status != "infeasible":
        return
    clash = [r for r in asked.rules if r.name in outcome.clash]
    assert [r.name for r in clash] == list(outcome.clash)
    assert clash
    assert not feasible(replace(asked, rules=tuple(clash)))
    for rule in clash:
        assert feasible(replace(asked, rules=tuple(r for r in clash if r is not rule)))
