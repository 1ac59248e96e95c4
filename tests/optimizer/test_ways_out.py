"""Ways out of a clash that can be worked out by hand; the brute force is in test_explanations."""

from dataclasses import replace

import pytest

from kagemi.domain.amount import Amount
from kagemi.domain.problem import PlanningProblem
from kagemi.domain.reasons import Change, WayOut
from kagemi.domain.rules import Ban, Budget, EnergyShare, NutrientRange, Pin
from kagemi.optimizer.changes import figure, with_figure
from kagemi.optimizer.clash import find_clash, is_feasible
from kagemi.optimizer.solve import Solver
from kagemi.optimizer.ways_out import changed, protects, ways_out
from tests.build import dish, group, problem
from tests.optimizer.enumeration import cheapest_of_all

WEAK = dish("weak", cost=1000, nutrients={"protein": 10})
STRONG = dish("strong", cost=3000, nutrients={"protein": 25})
DAYS = ("monday", "tuesday", "wednesday")
PROTEIN = NutrientRange(name="protein", nutrient="protein", per="day", min=Amount(20, "g"))
PIN = Pin(name="pinned", dish="weak", days=("monday",))


def ways(asked: PlanningProblem) -> tuple[WayOut, ...]:
    return ways_out(asked, find_clash(asked, Solver(), 20.0).rules, Solver(), 20.0)


def change_of(found: tuple[WayOut, ...], rule: str) -> tuple[WayOut, Change]:
    """The way out that changes this rule alone."""
    (way,) = (w for w in found if [c.rule.name for c in w.changes] == [rule])
    return way, way.changes[0]


def by_a_step(change: Change, step: float) -> Change:
    """The change with its last rule's figure asking more by a step."""
    *parts, easy = change.becomes
    tight = with_figure(easy, change.key, figure(easy, change.key) + step)
    return Change(change.rule, change.key, (*parts, tight), change.groups, change.days)


def test_a_figure_gives_on_the_day_that_needs_it_and_no_other() -> None:
    asked = problem([WEAK, STRONG], rules=[PROTEIN, PIN], days=DAYS)
    way, change = change_of(ways(asked), "protein")
    assert (change.key, change.days, change.groups) == ("min", (0,), ())
    assert figure(change.becomes[-1], "min") == 10.0
    assert way.least
    assert cheapest_of_all(changed(asked, way.changes)) == way.cost_idr == (1000 + 3000 + 3000) / 3
    assert cheapest_of_all(changed(asked, (by_a_step(change, 0.5),))) is None


def test_a_figure_gives_for_the_group_that_needs_it_and_no_other() -> None:
    groups = [group("boys", requirement={"protein": 80.0}), group("girls", requirement={"protein": 50.0})]
    share = NutrientRange(name="protein", nutrient="protein", per="day", min=Amount(40, "% AKG"))
    asked = problem([WEAK, STRONG], rules=[share], groups=groups, days=DAYS[:2])
    way, change = change_of(ways(asked), "protein")
    assert (change.groups, change.days) == (("boys",), ())
    assert figure(change.becomes[-1], "min") == 31.0  # 25 g of 80 g are 31.25 %
    assert way.least
    assert cheapest_of_all(changed(asked, way.changes)) == way.cost_idr == 3000
    assert cheapest_of_all(changed(asked, (by_a_step(change, 0.5),))) is None


def test_a_rule_without_a_figure_pauses_on_the_days_that_need_it() -> None:
    early = replace(PROTEIN, days=DAYS[:2])
    asked = problem([WEAK, STRONG], rules=[early, Ban(name="no_strong", dishes=("strong",))], days=DAYS)
    way, change = change_of(ways(asked), "no_strong")
    assert (change.key, change.days) == ("days", (0, 1))
    assert change.becomes == (Ban(name="no_strong", dishes=("strong",), days=("2026-12-02",)),)
    assert way.cost_idr == (3000 + 3000 + 1000) / 3


def test_a_rule_that_would_have_to_pause_on_all_days_is_left_out() -> None:
    asked = problem([WEAK, STRONG], rules=[PROTEIN, Ban(name="no_strong", dishes=("strong",))], days=DAYS)
    way, change = change_of(ways(asked), "no_strong")
    assert (change.key, change.becomes) == ("", ())
    assert way.cost_idr == 3000


def test_the_cheapest_way_comes_first() -> None:
    asked = problem([WEAK, STRONG], rules=[PROTEIN, Budget(name="money", max=Amount(2000))], days=DAYS)
    found = ways(asked)
    assert [w.cost_idr for w in found] == sorted(w.cost_idr for w in found)
    assert found[0].changes[0].rule.name == "protein"
    assert change_of(found, "money")[0].cost_idr == 3000


def test_a_ban_that_protects_children_is_never_lifted() -> None:
    peanut = frozenset({"peanut"})
    nuts = dish("nuts", cost=500, nutrients={"protein": 30}, tags=["contains_peanut"], allergens=peanut)
    ban = Ban(name="no_peanut", tags=("contains_peanut",))
    asked = problem([WEAK, nuts], rules=[PROTEIN, ban], days=DAYS[:2])
    found = ways(asked)
    assert found
    assert all(c.rule.name != "no_peanut" for w in found for c in w.changes)


def test_a_ban_of_what_is_no_allergen_may_be_left_out() -> None:
    rule = Ban(name="no_additives", tags=("contains_5p",))
    asked = problem([dish("bakso", tags=["contains_5p"])], rules=[rule])
    assert not protects(rule, asked)
    (way,) = ways_out(asked, ("no_additives",), Solver(), 10.0)
    assert (way.changes[0].rule.name, way.changes[0].becomes) == ("no_additives", ())


def test_a_share_is_only_called_least_if_every_nearer_one_was_ruled_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fat = EnergyShare(name="fat", of="fat", per="day", max=Amount(20, "%"))
    asked = problem([dish("lele", nutrients={"energy": 100.0, "fat": 4.0})], rules=[fat])
    (way,) = ways_out(asked, ("fat",), Solver(), 20.0)
    assert way.least
    assert figure(way.changes[0].becomes[0], "max") == 36.0

    def slow(changed_: PlanningProblem, solver: Solver, end: float) -> bool | None:
        return is_feasible(changed_, solver, end) or None

    monkeypatch.setattr("kagemi.optimizer.ways_out.is_feasible", slow)
    (way,) = ways_out(asked, ("fat",), Solver(), 20.0)
    assert not way.least
