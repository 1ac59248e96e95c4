"""Every case of tests/cases against the optimiser, which is bound to the case's menu."""

from dataclasses import replace

import pytest

from kagemi.domain.plan import Serving
from kagemi.domain.problem import PlanningProblem, Tier
from kagemi.domain.rules import AnyRule, Ban, Pin
from kagemi.optimizer.menu import best_menu
from kagemi.report.menu import Menu
from tests.cases import Case, load_cases

CASES = load_cases()
NEARLY = ("energy_share", "local_share")
"""A share is no linear amount: its shortfall is counted against a nominal lunch."""


def bound(problem: PlanningProblem, servings: tuple[Serving, ...]) -> tuple[AnyRule, ...]:
    """Rules that leave the menu alone: common dishes are pinned, what is not served is banned."""
    dates = {d.index: d.date.isoformat() for d in problem.days}
    lines = [line for day in Menu(problem, servings).by_day.values() for line in day]
    pins = [Pin(name=f"pin_{n}", dish=i.dish.id, days=(dates[i.day],)) for n, i in enumerate(lines) if i.common]
    bans = []
    for day, date in dates.items():
        rest = tuple(d.id for d in problem.dishes if not any((s.day, s.dish) == (day, d.id) for s in servings))
        if rest and any(not line.common for line in lines):
            bans.append(Ban(name=f"ban_{day}", dishes=rest, days=(date,)))
    return (*pins, *bans)


def eaten(servings: tuple[Serving, ...]) -> set[tuple[int, str, frozenset[str]]]:
    return {(s.day, s.dish, frozenset(g for g, p in s.portions.items() if p)) for s in servings}


@pytest.mark.parametrize("case", CASES, ids=[c.name for c in CASES])
def test_the_optimiser_agrees_with_the_case(case: Case) -> None:
    first = Tier("minimise", "shortfall" if case.expectation.soft else "cost")
    rules = (*case.problem.rules, *bound(case.problem, case.servings))
    pinned = replace(case.problem, rules=rules, objective=(first,))

    servings, outcome = best_menu(pinned, method="direct")

    same = servings is not None and eaten(servings) == eaten(case.servings)
    assert (outcome.status == "optimal" and same) == case.expectation.feasible
    if servings is None:
        assert case.problem.rules[0].name in outcome.clash
    elif same and case.expectation.shortfall is not None and case.problem.rules[0].kind not in NEARLY:
        assert outcome.tiers[0].value == pytest.approx(case.expectation.shortfall)
