"""What must hold of every problem with rules about buying, cooking and children."""

from dataclasses import replace
from functools import cache

import pytest

from kagemi.domain.problem import Tier
from kagemi.optimizer.changes import without
from kagemi.optimizer.menu import best_menu
from kagemi.optimizer.prices import cheapest
from kagemi.optimizer.solve import Solver
from kagemi.optimizer.tiers import Limits
from kagemi.report.check import check, compliance, shortfall
from kagemi.report.menu import Menu
from tests.optimizer.kitchens import MAKERS, kitchen_problem
from tests.optimizer.test_properties import Found

SEEDS = range(1000, 1000 + 3 * len(MAKERS))
EXACT = Limits(60.0, 0.0)
NEARLY = {"energy_share", "local_share", "goes_with", "labour", "equipment"}
"""A soft rule of these kinds counts its misses in another way than the model (see its page)."""


@cache
def solved(seed: int, method: str = "direct") -> Found:
    return best_menu(kitchen_problem(seed), limits=EXACT, method=method)  # type: ignore[arg-type]


def test_the_problems_are_of_all_sorts() -> None:
    outcomes = [solved(seed)[1].status for seed in SEEDS]
    assert {"optimal", "infeasible"} == set(outcomes)
    assert outcomes.count("optimal") > len(outcomes) / 3


@pytest.mark.parametrize("seed", SEEDS)
def test_every_plan_passes_the_independent_check(seed: int) -> None:
    asked, (servings, outcome) = kitchen_problem(seed), solved(seed)
    if servings is None:
        assert outcome.clash
        return
    findings = check(asked, servings)
    assert compliance(findings), [f for f in findings if not f.kept and not f.soft]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_shortfall_is_what_the_check_says(seed: int) -> None:
    asked, (servings, _) = kitchen_problem(seed), solved(seed)
    if servings is None or any(r.soft and r.kind in NEARLY for r in asked.rules):
        return
    again, outcome = best_menu(replace(asked, objective=(Tier("minimise", "shortfall"),)), limits=EXACT)
    assert again is not None
    assert outcome.tiers[0].value == pytest.approx(shortfall(asked, check(asked, again)), abs=1e-5)


@pytest.mark.parametrize("seed", SEEDS[:15])
def test_whole_day_menus_find_as_good_a_plan(seed: int) -> None:
    one, other = solved(seed)[1], solved(seed, "day_menus")[1]
    assert one.status == other.status
    assert [t.value for t in one.tiers] == pytest.approx([t.value for t in other.tiers], abs=1e-5)


@pytest.mark.parametrize("seed", SEEDS[:15])
def test_leaving_a_rule_out_costs_nothing_more(seed: int) -> None:
    asked = kitchen_problem(seed)
    with_it = cheapest(asked, (), Solver(), EXACT)
    for rule in asked.rules:
        free = cheapest(without(asked, rule), (), Solver(), EXACT)
        if with_it is not None and rule.kind != "alternative":
            assert free is not None
            assert free.high <= with_it.high + 1e-6


@pytest.mark.parametrize(
    "seed", [s for s in SEEDS if any(r.kind == "alternative" for r in kitchen_problem(s).rules)]
)
def test_who_avoids_an_allergen_never_gets_it(seed: int) -> None:
    asked, (servings, _) = kitchen_problem(seed), solved(seed)
    hard = any(r.kind == "alternative" and not r.soft for r in asked.rules)
    lines = [line for day in Menu(asked, servings or ()).by_day.values() for line in day]
    assert not any("fish" in line.dish.allergens and line.portion("no_fish") for line in lines)
    if servings is not None and hard:
        for day in asked.days:
            eaten = [line for line in lines if line.day == day.index and line.portion("no_fish")]
            assert len(eaten) >= 1
