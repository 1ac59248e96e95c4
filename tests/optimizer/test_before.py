"""What was served before the plan counts in rules that look back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kagemi.domain.plan import Serving
from kagemi.domain.problem import Day, PlanningProblem, ServedBefore
from kagemi.domain.rules import Repeat
from kagemi.optimizer.menu import MethodName, best_menu
from kagemi.optimizer.model import MenuModel
from kagemi.optimizer.ruled import RuledModel, evaluate
from kagemi.optimizer.tiers import Limits
from kagemi.report.check import check, compliance, shortfall
from tests.build import MONDAY, dish, problem

EXACT = Limits(seconds=20.0, gap=0.0)


def before(*served: str, species: str = "") -> tuple[ServedBefore, ...]:
    """One dish a school day, the last one on the Friday before the plan."""
    days = [Day(n - len(served), MONDAY - timedelta(days=2 + len(served) - n), -1) for n in range(len(served))]
    return tuple(ServedBefore(d, i, ("animal",), species=species) for d, i in zip(days, served, strict=True))


def week(rule: Repeat, *served: ServedBefore) -> PlanningProblem:
    """Six dishes, dearer in the order of the alphabet."""
    dishes = [dish(i, cost=1000 + 100 * n, species="lele" if i == "f" else "") for n, i in enumerate("abcdef")]
    return replace(problem(dishes, rules=[rule]), before=served)


@pytest.mark.parametrize("method", ["direct", "day_menus"])
def test_a_dish_of_last_friday_waits_until_the_window_is_over(method: MethodName) -> None:
    asked = week(Repeat(name="again", of="dish", within_days=4), *before("a"))
    servings, outcome = best_menu(asked, method=method, limits=EXACT)
    assert servings is not None
    assert outcome.status == "optimal"
    assert min(s.day for s in servings if s.dish == "a") == 3
    assert compliance(check(asked, servings))


@pytest.mark.parametrize("method", ["direct", "day_menus"])
def test_what_is_left_of_at_most_may_be_served(method: MethodName) -> None:
    asked = week(Repeat(name="again", of="dish", at_most=2, within_days=6), *before("a", "b", "a"))
    servings, _ = best_menu(asked, method=method, limits=EXACT)
    assert servings is not None
    menu = [s.dish for s in sorted(servings, key=lambda s: s.day)]
    assert menu[:3].count("a") == 0
    assert menu[:4].count("b") <= 1
    assert compliance(check(asked, servings))


def test_another_dish_of_the_same_species_counts() -> None:
    asked = week(Repeat(name="again", of="species", within_days=6), *before("x", species="lele"))
    servings, _ = best_menu(asked, limits=EXACT)
    assert servings is not None
    assert "f" not in {s.dish for s in servings}


def test_the_check_finds_what_comes_back_too_soon() -> None:
    asked = week(Repeat(name="again", of="dish", within_days=4), *before("a", "b"))
    menu = tuple(Serving(d, i, {"boys": 1.0}) for d, i in enumerate("fabcd"))
    missed = [f for f in check(asked, menu) if not f.kept]
    assert [(f.about, f.value, f.high) for f in missed] == [("a", 2, 1), ("b", 2, 1)]


def test_what_was_too_much_before_is_no_miss_of_the_plan() -> None:
    asked = week(Repeat(name="again", of="dish", within_days=4, soft=True), *before("a", "a", "b"))
    menu = tuple(Serving(d, i, {"boys": 1.0}) for d, i in enumerate("acdef"))
    ruled = RuledModel.build(MenuModel(asked))
    values = ruled.values({(s.day, s.dish): dict(s.portions) for s in menu})
    assert shortfall(asked, check(asked, menu)) == evaluate(ruled.shortfall(), values) == 2
