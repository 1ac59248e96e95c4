"""What every rule kind and every objective becomes, compared with tests/golden/lp."""

from pathlib import Path

import pytest

from kagemi.domain.rules import KINDS
from kagemi.optimizer.constraints import BY_KIND
from kagemi.report.check import CHECKS
from tests.cases import kinds
from tests.optimizer.golden import FOLDER, RULES, programs

PROGRAMS = programs()
PAGES = Path(__file__).parents[2] / "docs" / "rules"


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_program_is_the_golden_one(name: str) -> None:
    golden = (FOLDER / f"{name}.lp").read_text(encoding="utf-8")
    assert PROGRAMS[name] == golden, "if it is meant: python -m tests.optimizer.golden"


def test_no_golden_program_is_left_over() -> None:
    assert {p.stem for p in FOLDER.glob("*.lp")} == set(PROGRAMS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_has_all_that_belongs_to_it(kind: str) -> None:
    assert kind in BY_KIND, "a function in kagemi/optimizer/constraints"
    assert kind in CHECKS, "a check in kagemi/report"
    assert kind in kinds(), "cases in tests/cases"
    assert kind in RULES, "a rule in tests/optimizer/golden.py"
    assert (FOLDER / f"{kind}.lp").is_file(), "a golden program in tests/golden/lp"
    assert (PAGES / f"{kind}.md").is_file(), "a page in docs/rules"


def test_nothing_belongs_to_no_kind() -> None:
    assert set(BY_KIND) == set(CHECKS) == kinds() == set(RULES) == set(KINDS)


def test_each_golden_pair_has_a_hard_and_a_soft_rule() -> None:
    assert all({r.soft for r in pair} == {False, True} for pair in RULES.values())
