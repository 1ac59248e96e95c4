"""Every case of tests/cases against the optimiser, which is bound to the case's menu."""

from dataclasses import replace

import pytest

from kagemi.domain.problem import Tier
from kagemi.domain.rules import Pin
from kagemi.optimizer.menu import best_menu
from tests.cases import Case, load_cases

CASES = load_cases()


@pytest.mark.parametrize("case", CASES, ids=[c.name for c in CASES])
def test_the_optimiser_agrees_with_the_case(case: Case) -> None:
    days = case.problem.days
    pins = tuple(
        Pin(name=f"pin_{n}", dish=s.dish, days=(days[s.day].date.isoformat(),))
        for n, s in enumerate(case.servings)
    )
    first = Tier("minimise", "shortfall" if case.expectation.soft else "cost")
    pinned = replace(case.problem, rules=(*case.problem.rules, *pins), objective=(first,))

    servings, outcome = best_menu(pinned, method="direct")

    assert outcome.status == ("optimal" if case.expectation.feasible else "infeasible")
    if servings is not None:
        assert {(s.day, s.dish) for s in servings} == {(s.day, s.dish) for s in case.servings}
        # a share of the energy is no linear amount: its shortfall is counted against a nominal lunch
        if case.expectation.shortfall is not None and case.problem.rules[0].kind != "energy_share":
            assert outcome.tiers[0].value == pytest.approx(case.expectation.shortfall)
    else:
        assert case.problem.rules[0].name in outcome.clash
