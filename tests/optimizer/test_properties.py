"""What must hold of every problem, on small random ones of all rule kinds.

The seeds are few and the solves are kept, so that each property is a test of its own and all are quick.
"""

from dataclasses import replace
from functools import cache
from random import Random
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kagemi.domain.amount import Amount
from kagemi.domain.plan import Outcome, Serving
from kagemi.domain.problem import PlanningProblem, Tier
from kagemi.domain.rules import AnyRule, Budget, EnergyShare, FoodGroupPortions, NutrientRange, Repeat, TagDays
from kagemi.optimizer.daymenus import DayMenuMethod
from kagemi.optimizer.menu import MethodName, best_menu
from kagemi.optimizer.solve import Answer, Solver, SolverName
from kagemi.optimizer.tiers import Limits, TierAnswer
from kagemi.report.check import check, compliance
from kagemi.report.summary import summarise
from tests.optimizer.weeks import random_problem

Found = tuple[tuple[Serving, ...] | None, Outcome]

EXACT = Limits(seconds=60.0, gap=0.0)
CHEAPEST = (Tier("minimise", "cost"),)
FIRST, COUNT = 25, 20
"""Among these seeds are rules of all kinds."""
SEEDS = st.integers(FIRST, FIRST + COUNT - 1)
FEW = st.integers(FIRST, FIRST + 5)
quick = settings(
    max_examples=2 * COUNT,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@cache
def asked(seed: int) -> PlanningProblem:
    return random_problem(seed)


def solved(seed: int, method: MethodName = "day_menus", solver: SolverName = "highs") -> Found:
    return _solved(seed, method, solver)


@cache
def _solved(seed: int, method: MethodName, solver: SolverName) -> Found:
    return menu_of(asked(seed), method, solver)


def menu_of(problem: PlanningProblem, method: MethodName = "day_menus", solver: SolverName = "highs") -> Found:
    """The exact answer; day menus must do without the direct model's start, which settles all small weeks."""
    with patch.object(DayMenuMethod, "begin", nothing_known):
        return best_menu(problem, method=method, solver=Solver(solver), limits=EXACT)


def nothing_known(*_: object) -> TierAnswer:
    return TierAnswer(Answer("no_answer"), None)


def values(outcome: Outcome) -> list[float]:
    return [t.value for t in outcome.tiers]


def same_plan(one: Found, other: Found) -> bool:
    """The same dishes on the same days, the same portions to six figures."""
    if one[0] is None or other[0] is None:
        return one[0] is other[0] and one[1].status == other[1].status
    served = [[(s.day, s.dish) for s in servings] for servings in (one[0], other[0])]
    pairs = zip(one[0], other[0], strict=False)
    return served[0] == served[1] and all(a.portions == pytest.approx(b.portions, rel=1e-6) for a, b in pairs)


def test_the_problems_are_of_all_sorts() -> None:
    outcomes = [solved(seed, "direct")[1] for seed in range(FIRST, FIRST + COUNT)]
    assert {o.status for o in outcomes} == {"optimal", "infeasible"}
    assert sum(o.status == "optimal" for o in outcomes) > COUNT / 2
    assert len({r.kind for seed in range(FIRST, FIRST + COUNT) for r in asked(seed).rules}) == 10


@pytest.mark.parametrize("method", ["direct", "day_menus"])
@given(seed=SEEDS)
@quick
def test_a_plan_passes_the_independent_check(seed: int, method: MethodName) -> None:
    servings, _ = solved(seed, method)
    if servings is not None:
        missed = [f for f in check(asked(seed), servings) if not f.soft and not f.kept]
        assert missed == []


@pytest.mark.parametrize("method", ["direct", "day_menus"])
@given(seed=SEEDS)
@quick
def test_the_values_of_a_plan_are_those_of_the_report(seed: int, method: MethodName) -> None:
    problem = asked(seed)
    servings, outcome = solved(seed, method)
    if servings is None:
        return
    summary = summarise(problem, servings, check(problem, servings))
    children = problem.headcount
    protein = sum(g.nutrients["protein"].floor * g.group.headcount / children for g in summary.groups)
    totals = {
        "cost": summary.cost_idr,
        "acceptance": summary.acceptance,
        "shortfall": summary.shortfall,
        "protein": protein,
    }
    for tier, result in zip(problem.objective, outcome.tiers, strict=True):
        if not tier.give_up:  # else the tiers after it may have traded it away
            assert result.value == pytest.approx(totals[result.quantity], rel=1e-6, abs=1e-6)


@pytest.mark.parametrize(("method", "solver"), [("direct", "highs"), ("direct", "cbc"), ("day_menus", "highs")])
@given(seed=SEEDS)
@quick
def test_no_value_is_better_than_its_bound(seed: int, method: MethodName, solver: SolverName) -> None:
    for result in solved(seed, method, solver)[1].tiers:
        assert result.bound is not None
        assert result.bound is not None
        better = result.bound - result.value if result.sense == "minimise" else result.value - result.bound
        assert better <= 1e-9


@given(seed=SEEDS)
@quick
def test_day_menus_and_the_direct_model_agree(seed: int) -> None:
    direct, day_menus = solved(seed, "direct")[1], solved(seed, "day_menus")[1]
    assert day_menus.status == direct.status
    assert values(day_menus) == pytest.approx(values(direct), rel=1e-6, abs=1e-6)


@given(seed=SEEDS)
@quick
def test_both_solvers_agree(seed: int) -> None:
    highs, cbc = solved(seed, "direct")[1], solved(seed, "direct", "cbc")[1]
    assert cbc.status == highs.status
    assert values(cbc) == pytest.approx(values(highs), rel=1e-6, abs=1e-6)


@given(seed=st.integers(FIRST, FIRST + 1))
@quick
def test_day_menus_by_cbc_agree_too(seed: int) -> None:
    highs, cbc = solved(seed, "direct")[1], solved(seed, "day_menus", "cbc")[1]
    assert cbc.status == highs.status
    assert values(cbc) == pytest.approx(values(highs), rel=1e-6, abs=1e-6)


@given(seed=FEW)
@quick
def test_the_same_inputs_give_the_same_plan(seed: int) -> None:
    again = menu_of(asked(seed))
    assert again[0] == solved(seed)[0]
    assert again[1] == solved(seed)[1]


@given(seed=FEW)
@quick
def test_the_order_of_dishes_groups_and_rules_changes_nothing(seed: int) -> None:
    r, problem = Random(seed), asked(seed)
    shuffled = replace(
        problem,
        dishes=tuple(r.sample(problem.dishes, len(problem.dishes))),
        groups=tuple(r.sample(problem.groups, len(problem.groups))),
        rules=tuple(r.sample(problem.rules, len(problem.rules))),
    )
    assert same_plan(menu_of(shuffled), solved(seed))


@given(seed=SEEDS)
@quick
def test_a_tighter_hard_rule_never_makes_a_menu_cheaper(seed: int) -> None:
    problem = random_problem(seed, soft=False)
    loose = replace(problem, objective=CHEAPEST)
    for n, rule in enumerate(loose.rules):
        for tight in tighter(rule):
            rules = (*loose.rules[:n], tight, *loose.rules[n + 1 :])
            before, after = cost(loose), cost(replace(loose, rules=rules))
            assert after >= before - 1e-6 * before


@given(seed=SEEDS)
@quick
def test_a_hard_rule_more_never_makes_a_menu_cheaper(seed: int) -> None:
    problem = replace(random_problem(seed, soft=False), objective=CHEAPEST)
    without = replace(problem, rules=problem.rules[:-1])
    assert cost(problem) >= cost(without) * (1 - 1e-6)


def cost(problem: PlanningProblem) -> float:
    """The least cost of a portion; more than any menu costs if there is none."""
    outcome = best_menu(problem, method="direct", limits=EXACT)[1]
    return outcome.tiers[0].value if outcome.tiers else 1e12


def tighter(rule: AnyRule) -> list[AnyRule]:
    """The rule with one limit drawn in."""
    if isinstance(rule, NutrientRange | EnergyShare):
        low = [replace(rule, min=Amount(rule.min.value * 1.1, rule.min.unit))] if rule.min else []
        high = [replace(rule, max=Amount(rule.max.value * 0.9, rule.max.unit))] if rule.max else []
        return [*low, *high]
    if isinstance(rule, Budget):
        return [replace(rule, max=Amount(rule.max.value * 0.9))]
    if isinstance(rule, FoodGroupPortions):
        return [replace(rule, at_least=rule.at_least + 0.25)] if rule.at_least else []
    if isinstance(rule, TagDays):
        return [replace(rule, at_most=rule.at_most - 1)] if rule.at_most else []
    if isinstance(rule, Repeat):
        return [replace(rule, within_days=rule.within_days + 1)]
    return []


def test_a_plan_that_misses_a_hard_rule_does_not_pass_as_one_that_keeps_it() -> None:
    problem = asked(next(s for s in range(FIRST, FIRST + COUNT) if solved(s, "direct")[0] is not None))
    assert not compliance(check(problem, ()))
