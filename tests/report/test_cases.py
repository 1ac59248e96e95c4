"""Every case of tests/cases against the independent check."""

import pytest

from kagemi.domain.rules import KINDS
from kagemi.report.check import check, compliance, shortfall
from tests.cases import Case, kinds, load_cases, matches

CASES = load_cases()


def test_every_kind_has_a_file_of_cases() -> None:
    assert kinds() == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_two_cases_that_pass_and_two_that_fail(kind: str) -> None:
    passes = [c.expectation.passes for c in load_cases(kind) if not c.expectation.soft]
    assert passes.count(True) >= 2
    assert passes.count(False) >= 2


def test_case_names_are_unique() -> None:
    assert len({c.name for c in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=[c.name for c in CASES])
def test_the_check_finds_what_the_case_says(case: Case) -> None:
    findings = check(case.problem, case.servings)
    assert all(f.kept for f in findings if f.kind == "tray")
    own = [f for f in findings if f.kind != "tray"]
    missed = [f for f in own if not f.kept]
    assert len(missed) == len(case.expectation.missed), missed
    for expected in case.expectation.missed:
        assert any(matches(f, expected) for f in missed), (expected, missed)
    for expected in case.expectation.kept:
        assert any(matches(f, expected) and f.kept for f in own), (expected, own)
    assert compliance(findings) == case.expectation.feasible
    if case.expectation.shortfall is not None:
        assert shortfall(case.problem, findings) == pytest.approx(case.expectation.shortfall)
