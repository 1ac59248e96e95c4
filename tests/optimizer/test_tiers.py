"""Tiers of the objective: each is settled within what those before it may give up."""

import pytest

from kagemi.domain.amount import Amount
from kagemi.domain.plan import Outcome
from kagemi.domain.problem import PlanningProblem, Tier
from kagemi.domain.rules import AnyRule, Budget, TagDays
from kagemi.optimizer.menu import MethodName, best_menu
from kagemi.optimizer.tiers import Limits
from tests.build import WEEK, dish, problem

METHODS: tuple[MethodName, ...] = ("direct", "day_menus")
COST = Tier("minimise", "cost")


def menu_of(asked: PlanningProblem, method: MethodName) -> tuple[list[str], Outcome]:
    servings, outcome = best_menu(asked, method=method, limits=Limits(30.0, gap=0.0))
    assert servings is not None
    return sorted(s.dish for s in servings), outcome


def kitchen(*tiers: Tier, days: int = 2) -> PlanningProblem:
    """Liked and dear, less liked and cheap."""
    dishes = [dish("ayam", cost=3000, acceptance=0.9), dish("lele", cost=2000, acceptance=0.8)]
    return problem(dishes, days=WEEK[:days], objective=tiers)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("give_up", "relative", "served"),
    [
        (0.0, True, ["ayam", "ayam"]),
        (0.06, True, ["ayam", "lele"]),  # 0.9 less 6 % is 0.846: one day of 0.8 is allowed
        (0.05, True, ["ayam", "ayam"]),
        (0.12, True, ["lele", "lele"]),
        (0.05, False, ["ayam", "lele"]),  # 0.9 less 0.05 is 0.85, and that is just reached
        (0.04, False, ["ayam", "ayam"]),
        (0.1, False, ["lele", "lele"]),
    ],
)
def test_a_tier_gives_up_so_much_and_no_more(
    give_up: float, relative: bool, served: list[str], method: MethodName
) -> None:
    acceptance = Tier("maximise", "acceptance", give_up, relative)
    assert menu_of(kitchen(acceptance, COST), method)[0] == served


@pytest.mark.parametrize("method", METHODS)
def test_the_first_tier_comes_first(method: MethodName) -> None:
    acceptance = Tier("maximise", "acceptance")
    assert menu_of(kitchen(COST, acceptance), method)[0] == ["lele", "lele"]
    assert menu_of(kitchen(acceptance, COST), method)[0] == ["ayam", "ayam"]


@pytest.mark.parametrize("method", METHODS)
def test_money_is_given_up_in_rupiah(method: MethodName) -> None:
    cost = Tier("minimise", "cost", give_up=500.0, relative=False)
    served, outcome = menu_of(kitchen(cost, Tier("maximise", "acceptance")), method)
    assert served == ["ayam", "lele"]
    assert [(t.quantity, t.unit) for t in outcome.tiers] == [("cost", "idr"), ("acceptance", "share")]
    assert outcome.tiers[0].value == pytest.approx(2000)
    assert outcome.tiers[1].value == pytest.approx(0.85)
    assert outcome.status == "optimal"


@pytest.mark.parametrize("method", METHODS)
def test_a_shortfall_that_is_settled_is_locked(method: MethodName) -> None:
    dishes = [dish("ayam", cost=1000), dish("tuna", cost=5000, tags=["fish"])]
    rules: list[AnyRule] = [
        TagDays(name="fish", tag="fish", at_least=3, soft=True),
        Budget(name="budget", max=Amount(2600), soft=False),
    ]
    asked = problem(dishes, rules=rules, objective=[Tier("minimise", "shortfall"), COST])
    served, outcome = menu_of(asked, method)
    assert served.count("tuna") == 2
    assert outcome.tiers[0].value == pytest.approx(1)
    assert outcome.tiers[0].unit == "bounds"


@pytest.mark.parametrize("method", METHODS)
def test_a_nutrient_can_be_a_tier(method: MethodName) -> None:
    dishes = [dish("ayam", nutrients={"protein": 20}), dish("tahu", nutrients={"protein": 10})]
    _, outcome = menu_of(problem(dishes, objective=[Tier("maximise", "protein")]), method)
    assert outcome.tiers[0].value == pytest.approx(20)
    assert outcome.tiers[0].unit == "g"


def test_ties_between_menus_are_broken_by_the_next_tier() -> None:
    dishes = [dish("b", cost=1000, acceptance=0.7), dish("a", cost=1000, acceptance=0.9)]
    asked = problem(dishes, objective=[COST, Tier("maximise", "acceptance")])
    assert menu_of(asked, "day_menus")[0] == ["a"] * 5


def test_a_tier_that_brings_rows_of_its_own_is_as_good_as_can_be() -> None:
    """Variety counts kinds by variables of its own: without their rows every menu would look as varied."""
    dishes = [dish(f"dish_{n}", cost=1000.0 + n, main=main) for n, main in enumerate(["tuna", "egg", "tempe"])]
    tiers = (Tier("maximise", "variety"), Tier("minimise", "cost"))
    servings, outcome = best_menu(problem(dishes, days=["monday", "tuesday", "wednesday"], objective=tiers))
    assert servings is not None
    assert {s.dish for s in servings} == {"dish_0", "dish_1", "dish_2"}
    assert [t.value for t in outcome.tiers] == pytest.approx([3.0, 1001.0])
