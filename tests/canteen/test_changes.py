"""What the board offers: every alternative is the best week with that dish, held against trying each one."""

from datetime import date
from pathlib import Path

import pytest

from kagemi.canteen.changes import Answer, alternatives, changed, pinned, todays_problem, with_pin, without_wish
from kagemi.canteen.replan import OnDay, Wish
from kagemi.domain.message import InvalidInput
from kagemi.domain.plan import Plan
from kagemi.files.plans import read_plan
from kagemi.files.workspace import Workspace, find_workspace
from kagemi.optimizer.solve import Stop
from kagemi.reasons.today import Today
from kagemi.report.check import check, compliance
from kagemi.report.menu import Menu
from kagemi.report.totals import cost_per_portion
from tests.cli.runner import kagemi
from tests.workspaces import add_dish, canteen

FRIDAY = date(2026, 11, 27)


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> tuple[Plan, Workspace, Today]:
    ws = canteen(tmp_path_factory.mktemp("changes") / "ws")
    for number, grams in enumerate((400, 600, 700)):
        add_dish(ws, f"tuna_{number}", "ikan_tuna", grams=grams)
    assert kagemi(ws, "plan", "--week", "2026-W49").exit_code == 0
    workspace = find_workspace(ws, ws)
    plan = read_plan(Path(ws) / "plans" / "2026-W49.json")
    return plan, workspace, todays_problem(plan, workspace, {}, FRIDAY)


def cost(plan: Plan) -> float:
    return cost_per_portion(Menu(plan.problem, plan.servings))


def changes(old: Plan, new: Plan) -> int:
    """Dishes that are new on their day."""
    was = {(s.day, s.dish) for s in old.servings}
    return sum((s.day, s.dish) not in was for s in new.servings)


def first_animal(plan: Plan) -> tuple[int, str]:
    return next((s.day, s.dish) for s in plan.servings if "animal" in plan.problem.dish(s.dish).slots)


def found_for(week: tuple[Plan, Workspace, Today], most: int) -> list[Plan]:
    plan, workspace, today = week
    day, dish = first_animal(plan)
    found: list[Plan] = []
    alternatives(plan, today, workspace, FRIDAY, day, dish, most=most, told=found.append, stop=Stop())
    return found


def test_alternatives_are_the_best_of_all_that_can_be_tried(week: tuple[Plan, Workspace, Today]) -> None:
    plan, _, today = week
    day, dish = first_animal(plan)
    others = [d.id for d in today.problem.dishes if "animal" in d.slots and d.id != dish]
    tried = {
        other: answer.plan for other in others if (answer := swapped(week, day, dish, other)).plan is not None
    }
    best = sorted((changes(plan, new), cost(new)) for new in tried.values())
    found = found_for(week, most=4)
    assert [changes(plan, new) for new in found] == [count for count, _ in best[:4]]
    assert [cost(new) for new in found] == pytest.approx([rupiah for _, rupiah in best[:4]], rel=2e-3)


def swapped(week: tuple[Plan, Workspace, Today], day: int, dish: str, other: str) -> Answer:
    plan, workspace, today = week
    return changed(plan, today, Wish(swap=((OnDay(dish, day), other),)), workspace, FRIDAY)


def test_every_alternative_keeps_the_hard_rules_and_remembers_the_wish(
    week: tuple[Plan, Workspace, Today],
) -> None:
    plan = week[0]
    day, dish = first_animal(plan)
    for new in found_for(week, most=3):
        assert compliance(check(new.problem, new.servings))
        assert (day, dish) not in {(s.day, s.dish) for s in new.servings}
        assert [d for d, _ in pinned(new)] == [day]


def test_a_pin_holds_when_the_week_is_planned_anew_and_may_go_again(
    week: tuple[Plan, Workspace, Today],
) -> None:
    plan, workspace, today = week
    day, dish = first_animal(plan)
    other = changed(plan, today, Wish(ban=(OnDay(dish, day),)), workspace, FRIDAY).plan
    assert other is not None
    instead = next(
        s.dish for s in other.servings if s.day == day and "animal" in other.problem.dish(s.dish).slots
    )
    kept = with_pin(other, today, workspace, FRIDAY, day, instead)
    anew = changed(kept, today, Wish(), workspace, FRIDAY).plan
    assert anew is not None
    assert (day, instead) in {(s.day, s.dish) for s in anew.servings}
    free = without_wish(anew, today, workspace, FRIDAY, pinned(anew)[day, instead])
    assert pinned(free) == {}
    assert free.servings == anew.servings


def test_a_rule_of_the_file_is_no_wish(week: tuple[Plan, Workspace, Today]) -> None:
    plan, workspace, today = week
    with pytest.raises(InvalidInput, match="fish_days"):
        without_wish(plan, today, workspace, FRIDAY, "fish_days")


def test_days_that_are_over_stay(week: tuple[Plan, Workspace, Today]) -> None:
    plan, workspace, today = week
    tuesday = date(2026, 12, 1)
    new = changed(plan, today, Wish(), workspace, tuesday).plan
    assert new is not None
    assert new.problem.first_open == 1
    assert [s for s in new.servings if s.day == 0] == [s for s in plan.servings if s.day == 0]
