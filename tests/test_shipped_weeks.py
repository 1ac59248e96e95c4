"""The shipped constraints files have a plan: every hard rule kept, within the budget."""

from pathlib import Path

import pytest

from kagemi.files.workspace import find_workspace
from kagemi.planning import Search, build_problem, load_constraints_file, make_plan
from kagemi.report.check import check, compliance
from kagemi.report.menu import Menu
from kagemi.report.totals import cost_per_portion
from tests.build import MONDAY

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(("name", "gap"), [("kagemi_smpn10", 0.02), ("mbg_smp", 0.2)])
def test_a_shipped_file_has_a_plan_within_its_budget(name: str, gap: float) -> None:
    workspace = find_workspace(ROOT, ROOT)
    kitchen, rules = load_constraints_file(workspace, ROOT / "menus" / "constraints" / f"{name}.yaml")
    problem = build_problem(rules, kitchen, MONDAY, 1)
    plan, outcome = make_plan(problem, kitchen, Search(seconds=300.0, gap=gap), root=ROOT)
    assert plan is not None
    assert outcome.gap <= gap
    assert compliance(check(problem, plan.servings))
    assert cost_per_portion(Menu(problem, plan.servings)) <= 10_000
