"""What must hold of every problem, on small random ones of all rule kinds.

The seeds are few and the solves are kept, so that each property is a test of its own and all are quick.
"""

import math
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from random import Random
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kagemi.domain.amount import Amount
from kagemi.domain.plan import Outcome, Serving
from kagemi.domain.problem import PlanningProblem, Tier
from kagemi.domain.rules import (
    KINDS,
    Alternative,
    AnyRule,
    EnergyShare,
    FishSafety,
    FoodGroupPortions,
    GoesWith,
    NewDishes,
    NutrientRange,
    Supply,
    TagDays,
)
from kagemi.optimizer.daymenus import DayMenuMethod
from kagemi.optimizer.menu import MethodName, best_menu
from kagemi.optimizer.solve import Answer, Solver, SolverName
from kagemi.optimizer.tiers import Limits, TierAnswer
from kagemi.report.check import check, compliance
from kagemi.report.menu import Menu
from kagemi.report.summary import summarise
from tests.optimizer.weeks import random_problem

Found = tuple[tuple[Serving, ...] | None, Outcome]

EXACT = Limits(seconds=60.0, gap=0.0)
CHEAPEST = (Tier("minimise", "cost"),)
FIRST, COUNT = 25, 20
"""Among these seeds are rules of all kinds."""
NEARLY = ("energy_share", "local_share")
"""A share is no linear amount: its shortfall is counted against a nominal lunch."""
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
    assert len({r.kind for seed in range(FIRST, FIRST + COUNT) for r in asked(seed).rules}) == len(KINDS)


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
    findings = check(problem, servings)
    about_shares = any(f.kind in NEARLY or math.isinf(f.value) for f in findings if f.soft and not f.kept)
    totals = reported(problem, servings)
    for result in outcome.tiers:
        if result.quantity == "shortfall" and about_shares:
            continue  # what a share, or something unknown, misses agrees but nearly
        assert result.final == pytest.approx(totals[result.quantity], rel=1e-6, abs=1e-6)


def reported(problem: PlanningProblem, servings: tuple[Serving, ...]) -> dict[str, float]:
    """Every quantity of the objectives, by the report or counted in what is served."""
    summary, menu = summarise(problem, servings, check(problem, servings)), Menu(problem, servings)
    children, days, lines = problem.headcount, len(problem.days), menu.lines(problem.days)
    emitted = sum(
        g.headcount * i.portion(g.id) * (e.total if e.ceiling is None else e.ceiling)
        for g in problem.groups
        for i in lines
        for e in [i.dish.emissions]
    )
    return {
        "cost": summary.cost_idr,
        "acceptance": summary.acceptance,
        "shortfall": summary.shortfall,
        "protein": sum(g.nutrients["protein"].floor * g.group.headcount / children for g in summary.groups),
        "emissions": emitted / children / days,
        "variety": len({i.dish.main for i in lines if i.common}),
        "extra_dishes": sum(not i.common for i in lines) / days,
    }


@pytest.mark.parametrize(("method", "solver"), [("direct", "highs"), ("direct", "cbc"), ("day_menus", "highs")])
@given(seed=SEEDS)
@quick
def test_no_value_is_better_than_its_bound(seed: int, method: MethodName, solver: SolverName) -> None:
    for result in solved(seed, method, solver)[1].tiers:
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


@given(seed=st.integers(FIRST + 5, FIRST + 6))  # CBC takes its time: two of the small weeks
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
    if isinstance(problem.rules[-1], Alternative):
        return  # the group may get something cheaper than all the others
    without = replace(problem, rules=problem.rules[:-1])
    assert cost(problem) >= cost(without) * (1 - 1e-6)


def cost(problem: PlanningProblem) -> float:
    """The least cost of a portion; more than any menu costs if there is none."""
    outcome = best_menu(problem, method="direct", limits=EXACT)[1]
    return outcome.tiers[0].value if outcome.tiers else 1e12


def tighter(rule: AnyRule) -> list[AnyRule]:
    """The rule with one limit drawn in; what an alternative avoids is no limit."""
    match rule:
        case NutrientRange() | EnergyShare():
            low = [replace(rule, min=times(rule.min, 1.1))] if rule.min else []
            high = [replace(rule, max=times(rule.max, 0.9))] if rule.max else []
            return [*low, *high]
        case Supply():
            least = [replace(rule, at_least=times(rule.at_least, 1.1))] if rule.at_least else []
            most = [replace(rule, at_most=times(rule.at_most, 0.9))] if rule.at_most else []
            return [*least, *most]
        case FoodGroupPortions():
            return [replace(rule, at_least=rule.at_least + 0.25)] if rule.at_least else []
        case TagDays() | NewDishes() | FishSafety():
            return [replace(rule, at_most=rule.at_most - 1)] if rule.at_most else []
        case GoesWith():
            return [replace(rule, with_dishes=rule.with_dishes[1:]), replace(rule, with_tags=())]
    return [tight(rule) for kind, tight in TIGHTER.items() if rule.kind == kind]


TIGHTER: dict[str, Callable[[Any], AnyRule]] = {
    "budget": lambda rule: replace(rule, max=times(rule.max, 0.9)),
    "repeat": lambda rule: replace(rule, within_days=rule.within_days + 1),
    "diversity": lambda rule: replace(rule, at_least=rule.at_least + 1),
    "local_share": lambda rule: replace(rule, at_least=times(rule.at_least, 1.2)),
    "equipment": lambda rule: replace(rule, minutes=rule.minutes - 20),
    "labour": lambda rule: replace(rule, hours=0.8 * rule.hours),
    "storage": lambda rule: replace(rule, at_most=times(rule.at_most, 0.8)),
    "use_up": lambda rule: replace(rule, amount=times(rule.amount, 1.2)),
    "season": lambda rule: replace(rule, months=()),
    "acceptance": lambda rule: replace(rule, at_least=times(rule.at_least, 1.02)),
    "fish_form": lambda rule: replace(rule, up_to=rule.up_to - 1),
    "emissions": lambda rule: replace(rule, at_most=0.9 * rule.at_most),
}


def times(amount: Amount, factor: float) -> Amount:
    return replace(amount, value=amount.value * factor)


def test_a_plan_that_misses_a_hard_rule_does_not_pass_as_one_that_keeps_it() -> None:
    problem = asked(next(s for s in range(FIRST, FIRST + COUNT) if solved(s, "direct")[0] is not None))
    assert not compliance(check(problem, ()))
