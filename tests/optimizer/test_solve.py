"""What a solver's answer says, for each way that a search can end."""

import math
import threading
import time
from random import Random

import pulp
import pytest

from kagemi.optimizer import solve
from kagemi.optimizer.direct import DirectMethod
from kagemi.optimizer.solve import Effort, Solver, SolverName, Stop
from tests.optimizer.hard import hard_week

SOLVERS: tuple[SolverName, ...] = ("highs", "cbc")
both = pytest.mark.parametrize("solver", SOLVERS)


def knapsack(items: int = 4, whole: bool = True) -> pulp.LpProblem:
    """At least 7 of weights 3, 4, 5 ... at costs 2, 3, 5 ...: the best two cost 5."""
    lp = pulp.LpProblem("knapsack", pulp.LpMinimize)
    kind = pulp.LpBinary if whole else pulp.LpContinuous
    x = [pulp.LpVariable(f"x_{n}", 0, 1, kind) for n in range(items)]
    lp += pulp.lpSum(c * v for c, v in zip((2, 3, 5, 7), x, strict=True))
    lp += pulp.lpSum(w * v for w, v in zip((3, 4, 5, 6), x, strict=True)) >= 7, "weight"
    return lp


@both
def test_the_best_is_optimal_with_its_bound(solver: SolverName) -> None:
    answer = Solver(solver).solve(knapsack())
    assert answer.status == "optimal"
    assert answer.objective == pytest.approx(5)
    assert answer.bound == pytest.approx(5)
    assert answer.has_values


@both
def test_a_linear_program_has_prices_with_their_sign(solver: SolverName) -> None:
    lp = pulp.LpProblem("prices", pulp.LpMinimize)
    a, b = pulp.LpVariable("a", 0), pulp.LpVariable("b", 0)
    lp += 2 * a + 5 * b
    lp += a + b >= 4, "enough"
    lp += a <= 3, "few"
    answer = Solver(solver).solve(lp)
    assert answer.objective == pytest.approx(11)
    assert answer.duals == pytest.approx({"enough": 5, "few": -3})


@both
def test_relaxed_whole_numbers_may_be_fractions(solver: SolverName) -> None:
    lp = knapsack()
    answer = Solver(solver).solve(lp, relax=True)
    assert answer.objective == pytest.approx(5)
    lp.constraints["weight"].constant = -6.0
    assert Solver(solver).solve(lp, relax=True).objective == pytest.approx(2 + 3 * 0.75)
    assert Solver(solver).solve(lp).objective == pytest.approx(5)


@both
@pytest.mark.parametrize("relax", [False, True])
def test_what_cannot_be_is_infeasible(solver: SolverName, relax: bool) -> None:
    lp = knapsack()
    lp += pulp.lpSum(lp.variables()) <= 0.5
    answer = Solver(solver).solve(lp, relax=relax)
    assert answer.status == "infeasible"
    assert not answer.has_values


@both
def test_a_row_without_variables_that_cannot_hold_is_infeasible(solver: SolverName) -> None:
    lp = knapsack()
    lp += pulp.LpConstraint(pulp.LpAffineExpression(), pulp.LpConstraintGE, "pinned", 1)
    assert Solver(solver).solve(lp).status == "infeasible"


@both
def test_a_program_without_an_objective_is_worth_nothing(solver: SolverName) -> None:
    """The shortfall of a week without soft rules."""
    lp = knapsack()
    lp.setObjective(pulp.LpAffineExpression())
    answer = Solver(solver).solve(lp)
    assert (answer.status, answer.objective, answer.bound) == ("optimal", 0.0, 0.0)


@both
def test_no_time_is_no_answer(solver: SolverName) -> None:
    answer = Solver(solver).solve(knapsack(), seconds=0.0)
    assert answer.status == "no_answer"
    assert math.isnan(answer.objective)
    assert answer.bound == -math.inf


@both
def test_time_that_ends_before_a_solution_is_no_answer(solver: SolverName) -> None:
    asked = hard_week(low=92, high=100)
    found = DirectMethod(asked, Solver(solver)).optimise(asked.objective[0], (), 0.0, 0.3)
    assert found.answer.status == "no_answer"
    assert found.menu is None
    assert not found.answer.bound > 1e9


@both
def test_time_that_ends_before_the_proof_leaves_a_gap(solver: SolverName) -> None:
    """CBC says its bound in its log only."""
    asked = hard_week(low=78, high=1000)
    found = DirectMethod(asked, Solver(solver)).optimise(asked.objective[0], (), 0.0, 1.5)
    assert found.answer.status == "feasible"
    assert 1000 < found.answer.bound < found.answer.objective
    assert found.menu is not None


@both
def test_a_rough_gap_does_not_claim_more_than_it_proves(solver: SolverName) -> None:
    asked = hard_week(low=70, high=150)
    method = DirectMethod(asked, Solver(solver))
    exact = method.optimise(asked.objective[0], (), 0.0, 20.0).answer
    rough = method.optimise(asked.objective[0], (), 0.2, 20.0).answer
    assert rough.status == "optimal"
    assert exact.objective <= rough.objective + 1e-6
    assert rough.bound <= exact.objective + 1e-6
    assert rough.bound >= rough.objective * 0.8 - 1e-6


def test_several_programs_are_solved_side_by_side() -> None:
    infeasible = knapsack()
    infeasible += pulp.lpSum(infeasible.variables()) <= 0.5
    answers = Solver().solve_all([knapsack(), infeasible, knapsack(whole=False)], Effort(), [{}, {}, {}])
    assert [a.status for a in answers] == ["optimal", "infeasible", "optimal"]


def test_solutions_met_on_the_way_are_shown() -> None:
    r = Random(3)
    lp = pulp.LpProblem("way", pulp.LpMinimize)
    x = [pulp.LpVariable(f"x_{n:02}", cat=pulp.LpBinary) for n in range(40)]
    lp += pulp.lpSum(r.uniform(1, 9) * v for v in x)
    for _ in range(6):
        lp += pulp.lpSum(r.randint(1, 9) * v for v in x) >= 60
    answer = Solver().solve(lp)
    assert answer.passed
    for values in answer.passed:
        assert set(values) == {v.name for v in x}


def test_a_start_that_is_known_is_taken() -> None:
    lp = knapsack()
    start = {"x_0": 1.0, "x_1": 1.0, "x_2": 0.0, "x_3": 0.0}
    answer = Solver().solve(lp, start=start)
    assert answer.objective == pytest.approx(5)


def test_who_was_asked_to_stop_begins_nothing() -> None:
    stop = Stop()
    stop.ask()
    assert Solver("highs", stop).solve(knapsack()).status == "no_answer"


def test_a_running_search_stops_when_asked() -> None:
    asked, stop = hard_week(low=92, high=100), Stop()
    threading.Timer(0.5, stop.ask).start()
    begin = time.monotonic()
    found = DirectMethod(asked, Solver("highs", stop)).optimise(asked.objective[0], (), 0.0, 60.0)
    assert time.monotonic() - begin < 10.0
    assert found.answer.status == "no_answer"


@both
def test_the_version_is_known(solver: SolverName) -> None:
    name, number = Solver(solver).version.split()
    assert name.lower() == solver
    assert number.count(".") == 2


def test_cbc_works_where_highs_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solve, "find_spec", lambda _: None)
    assert Solver("highs").version.startswith("CBC")
    assert Solver("highs").solve(knapsack()).objective == pytest.approx(5)
