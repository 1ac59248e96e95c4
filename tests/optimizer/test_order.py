"""Rules about the order of the days, against every menu there is: day menus alone know no order."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import product
from random import Random

import pytest

from kagemi.domain.plan import Serving
from kagemi.domain.problem import Day, PlanningProblem, ServedBefore, Tier
from kagemi.domain.rules import AnyRule, NotAdjacent, Pin, Repeat, TagDays
from kagemi.optimizer.daymenus import DayMenuMethod
from kagemi.optimizer.menu import best_menu
from kagemi.optimizer.solve import Answer
from kagemi.optimizer.tiers import Limits, TierAnswer
from kagemi.report.check import check, compliance, shortfall
from kagemi.report.menu import Menu
from kagemi.report.totals import cost_per_portion
from tests.build import MONDAY, WEEK, dish, problem

EXACT = Limits(seconds=30.0, gap=0.0)


@pytest.fixture(autouse=True)
def without_the_direct_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the day menus themselves find an order, as they must in a large week."""
    monkeypatch.setattr(DayMenuMethod, "begin", lambda *_: TierAnswer(Answer("no_answer"), None))


def all_menus(asked: PlanningProblem) -> Iterator[tuple[Serving, ...]]:
    """Every menu of one dish a day and slot, each dish in one slot, with portions of 1."""
    trays = product(*([d.id for d in asked.dishes if s.id in d.slots] for s in asked.slots))
    for days in product(list(trays), repeat=len(asked.days)):
        yield tuple(
            Serving(day, served, {g.id: 1.0 for g in asked.groups})
            for day, tray in enumerate(days)
            for served in sorted(tray)
        )


def best_by_looking_at_all(asked: PlanningProblem) -> tuple[float, float] | None:
    """The least shortfall and, with it, the least cost; None if no menu keeps the hard rules."""
    values = []
    for servings in all_menus(asked):
        findings = check(asked, servings)
        if compliance(findings):
            values.append((round(shortfall(asked, findings), 9), cost_per_portion(Menu(asked, servings))))
    return min(values, default=None)


def week(seed: int, *rules: AnyRule, days: int = 4) -> PlanningProblem:
    """Four dishes in one slot, of random costs, two of them fried."""
    r = Random(seed)
    dishes = [
        dish("ayam", cost=r.uniform(1000, 2000), tags=["fried"], method="fried"),
        dish("lele", cost=r.uniform(1000, 2000), tags=["fried", "fish"], method="fried"),
        dish("tuna", cost=r.uniform(2000, 4000), tags=["fish"], method="grilled"),
        dish("telur", cost=r.uniform(2000, 4000), method="boiled"),
    ]
    tiers = [Tier("minimise", "shortfall"), Tier("minimise", "cost")]
    return problem(dishes, rules=rules, days=WEEK[:days], objective=tiers)


def least(asked: PlanningProblem) -> tuple[float, float] | None:
    servings, outcome = best_menu(asked, method="day_menus", limits=EXACT)
    if servings is None:
        assert outcome.status == "infeasible"
        return None
    assert outcome.status == "optimal"
    assert compliance(check(asked, servings))
    return outcome.tiers[0].value, outcome.tiers[1].value


RULES: Sequence[tuple[AnyRule, ...]] = (
    (NotAdjacent(name="apart", tags=("fried",)),),
    (NotAdjacent(name="apart", tags=("fried",), soft=True), TagDays(name="fried", tag="fried", at_least=3)),
    (Repeat(name="again", of="dish", within_days=2), NotAdjacent(name="apart", tags=("fish",))),
    (Repeat(name="again", of="method", within_days=3),),
    (Repeat(name="again", of="method", at_most=1, within_days=2, soft=True),),
    (Repeat(name="again", of="dish", within_days=3), Pin(name="pin", dish="telur", days=("tuesday",))),
    (Repeat(name="again", of="dish", within_days=2, days=("monday", "tuesday", "thursday")),),
    (Repeat(name="again", of="method", within_days=3), Pin(name="a", dish="ayam", days=("monday", "tuesday"))),
)


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("rules", RULES, ids=lambda rules: "+".join(r.kind for r in rules))
def test_the_best_order_is_found(rules: tuple[AnyRule, ...], seed: int) -> None:
    asked = week(seed, *rules)
    expected = best_by_looking_at_all(asked)
    assert least(asked) == (pytest.approx(expected) if expected else None)


def test_no_order_is_no_plan() -> None:
    """Fried on three of four days cannot be apart."""
    asked = week(1, NotAdjacent(name="apart", tags=("fried",)), TagDays(name="fried", tag="fried", at_least=3))
    servings, outcome = best_menu(asked, method="day_menus", limits=EXACT)
    assert servings is None
    assert outcome.status == "infeasible"
    assert outcome.clash == ("apart", "fried")


def test_windows_that_do_not_hold_the_first_day_count_too() -> None:
    """Of like days, the model of the first stands for all: rows about the others must not be lost."""
    dishes = [dish("ayam", cost=1000), dish("tuna", cost=5000)]
    asked = problem(dishes, rules=[Repeat(name="again", of="dish", within_days=2)], days=WEEK[:4])
    servings, _ = best_menu(asked, method="day_menus", limits=EXACT)
    assert servings is not None
    assert [s.dish for s in servings] in (["ayam", "tuna"] * 2, ["tuna", "ayam"] * 2)


FRIED_ON_MONDAY = ServedBefore(Day(-1, MONDAY - timedelta(days=7), -1), "lele", ("animal",), method="fried")
GRILLED_ON_FRIDAY = ServedBefore(Day(-1, MONDAY - timedelta(days=3), -1), "tuna", ("animal",), method="grilled")
FRIED_ON_THURSDAY = replace(FRIED_ON_MONDAY, day=Day(-2, MONDAY - timedelta(days=4), -1))


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("soft", [False, True])
def test_the_best_order_is_found_after_a_week_that_counts(seed: int, soft: bool) -> None:
    at_most = 1 if soft else 2
    asked = week(seed, Repeat(name="again", of="method", within_days=4, at_most=at_most, soft=soft))
    asked = replace(asked, before=(FRIED_ON_THURSDAY, GRILLED_ON_FRIDAY))
    expected = best_by_looking_at_all(asked)
    assert least(asked) == (pytest.approx(expected) if expected else None)


def test_a_day_near_the_week_before_does_not_stand_for_one_that_is_not() -> None:
    """Monday has a row of the dish from before and one of the plan; Wednesday has two of the plan."""
    dishes = [dish("lele", cost=1000, species="lele"), dish("tuna", cost=5000)]
    rule = Repeat(name="again", of="species", within_days=2, days=("monday", "wednesday"))
    before = (replace(FRIED_ON_MONDAY, species="lele"),)
    asked = replace(problem(dishes, rules=[rule]), before=before)
    servings, outcome = best_menu(asked, method="day_menus", limits=EXACT)
    assert outcome.status == "optimal"
    assert [s.dish for s in servings or ()] == ["tuna", "lele", "lele", "lele", "lele"]
