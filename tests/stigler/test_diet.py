"""The classic diet problem in Kagemi's own files: its optimum, its basket and its prices are known."""

import pytest

from kagemi.domain.plan import Outcome, Serving
from kagemi.domain.problem import PlanningProblem
from kagemi.optimizer.direct import DirectMethod
from kagemi.optimizer.menu import best_menu
from kagemi.optimizer.solve import Solver, SolverName
from kagemi.report.check import check, compliance
from tests.stigler.workspace import DOLLAR, diet_problem

DOLLARS_A_DAY = 0.108662277
DOLLARS_A_YEAR = {
    "wheat_flour": 10.774,
    "liver": 0.691,
    "cabbage": 4.093,
    "spinach": 1.828,
    "navy_beans_dried": 22.275,
}
DOLLARS_PER_UNIT = {
    # nutrient: (dollars for one more, how many of Kagemi's units that is)
    "energy": (0.00876515, 1000.0),  # 1,000 kcal
    "calcium": (0.03173771, 1000.0),  # a gram
    "vitamin_a": (0.00040023, 300.0),  # 1,000 IU
    "riboflavin": (0.01635803, 1.0),  # a milligram
    "vitamin_c": (0.00014412, 1.0),  # a milligram
}


@pytest.fixture(scope="module")
def problem(tmp_path_factory: pytest.TempPathFactory) -> PlanningProblem:
    return diet_problem(tmp_path_factory.mktemp("stigler"))


@pytest.fixture(scope="module")
def solved(problem: PlanningProblem) -> tuple[tuple[Serving, ...], Outcome]:
    servings, outcome = best_menu(problem)
    assert servings is not None
    return servings, outcome


def test_all_foods_are_there(problem: PlanningProblem) -> None:
    assert len(problem.dishes) == 77
    assert len(problem.rules) == 9


@pytest.mark.parametrize("solver", ["highs", "cbc"])
def test_the_cheapest_diet_costs_0_10866_dollars_a_day(problem: PlanningProblem, solver: SolverName) -> None:
    _, outcome = best_menu(problem, solver=Solver(solver))
    assert outcome.status == "optimal"
    assert outcome.tiers[0].value / DOLLAR == pytest.approx(DOLLARS_A_DAY, abs=1e-8)
    assert outcome.gap == 0.0
    assert outcome.tiers[0].value / DOLLAR * 365 == pytest.approx(39.66, abs=0.005)


def test_the_basket_is_the_known_one(
    problem: PlanningProblem, solved: tuple[tuple[Serving, ...], Outcome]
) -> None:
    spent = {s.dish: s.portions["man"] * problem.dish(s.dish).cost_idr / DOLLAR * 365 for s in solved[0]}
    assert spent == pytest.approx(DOLLARS_A_YEAR, abs=0.001)


def test_the_diet_passes_the_independent_check(
    problem: PlanningProblem, solved: tuple[tuple[Serving, ...], Outcome]
) -> None:
    assert compliance(check(problem, solved[0]))


@pytest.mark.parametrize("solver", ["highs", "cbc"])
def test_one_more_of_a_nutrient_costs_what_it_is_known_to_cost(
    problem: PlanningProblem, solver: SolverName
) -> None:
    answer = DirectMethod(problem, Solver(solver)).relaxed(problem.objective[0], (), 10.0)
    prices = {
        name.partition("__")[0]: price / DOLLAR for name, price in answer.duals.items() if abs(price) > 1e-9
    }
    expected = {nutrient: price / units for nutrient, (price, units) in DOLLARS_PER_UNIT.items()}
    assert prices == pytest.approx(expected, rel=2e-5)
