"""Dishes that are cooked only for groups that avoid allergens: what counts them, and what does not."""

from dataclasses import replace

import pytest

from kagemi.domain.plan import Finding, Serving
from kagemi.domain.problem import Slot
from kagemi.domain.rules import (
    Alternative,
    AnyRule,
    Ban,
    Diversity,
    Equipment,
    GoesWith,
    Incompatible,
    Labour,
    NotAdjacent,
    Pin,
    Repeat,
    Season,
    TagDays,
)
from kagemi.report.check import check, compliance
from kagemi.report.menu import Menu
from kagemi.report.totals import acceptance, cost_per_portion
from tests.build import dish, group, problem

SHRIMP = dish(
    "udang", allergens=frozenset({"crustacean"}), equipment={"oven": 20.0}, labour_minutes=60.0, acceptance=0.9
)
CHICKEN = dish(
    "ayam",
    tags=["fried"],
    cost=3000,
    acceptance=0.5,
    gross_g={"ayam": 80.0},
    equipment={"oven": 20.0},
    labour_minutes=60.0,
    batch=20,
)
AVOIDS = Alternative(name="no_shrimp", avoids=("crustacean",), groups=("few",))
KITCHEN = problem(
    [SHRIMP, CHICKEN],
    rules=[AVOIDS],
    groups=[group("most", headcount=90), group("few", headcount=30)],
    days=("monday", "tuesday"),
)
SERVED = tuple(
    serving
    for day in (0, 1)
    for serving in (Serving(day, "udang", {"most": 1.0}), Serving(day, "ayam", {"few": 1.0}))
)


def findings(*rules: AnyRule, servings: tuple[Serving, ...] = SERVED) -> list[Finding]:
    ruled = replace(KITCHEN, rules=(AVOIDS, *rules))
    return [f for f in check(ruled, servings) if f.kind not in ("tray", "alternative")]


def test_an_extra_dish_makes_no_second_dish_in_its_slot() -> None:
    assert compliance(check(KITCHEN, SERVED))


def test_a_dish_for_some_is_wrong_where_nobody_avoids_an_allergen() -> None:
    missed = [f for f in check(replace(KITCHEN, rules=()), SERVED) if not f.kept]
    assert {(f.about, f.group) for f in missed} == {("animal", ""), ("udang", "few"), ("ayam", "most")}


def test_a_group_that_avoids_nothing_must_get_every_common_dish() -> None:
    groups = (*KITCHEN.groups, group("more", headcount=10))
    missed = [f for f in check(replace(KITCHEN, groups=groups), SERVED) if not f.kept]
    assert {(f.about, f.group, f.value) for f in missed} == {("udang", "more", 0)}


def test_an_extra_dish_in_the_wrong_portion_is_found() -> None:
    servings = (*SERVED[:3], Serving(1, "ayam", {"few": 1.5}))
    missed = [f for f in check(KITCHEN, servings) if not f.kept]
    assert [(f.kind, f.days, f.about, f.group) for f in missed] == [("tray", (1,), "ayam", "few")]


def test_a_day_on_which_no_rule_holds_has_no_extra_dishes() -> None:
    monday = replace(KITCHEN, rules=(replace(AVOIDS, days=("monday",)),))
    lines = Menu(monday, SERVED).by_day
    assert [[line.common for line in lines[day]] for day in (0, 1)] == [[True, False], [True, True]]


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        (TagDays(tag="fried", at_most=0), [0]),
        (Repeat(of="dish", within_days=2, at_most=2), [2]),
        (NotAdjacent(dishes=("ayam",)), [0]),
        (Incompatible(dishes=("udang", "ayam")), [1, 1]),
        (Pin(dish="ayam"), [0, 0]),
        (Diversity(of="dish", at_least=1), [1]),
        (GoesWith(dishes=("udang",), with_dishes=("ayam",)), [0, 0]),
        (GoesWith(dishes=("ayam",), with_dishes=("udang",)), []),
    ],
    ids=lambda value: value.kind if isinstance(value, TagDays | Repeat) else None,
)
def test_extra_dishes_are_not_counted(rule: AnyRule, values: list[float]) -> None:
    assert [f.value for f in findings(rule)] == values


@pytest.mark.parametrize("rule", [Ban(dishes=("ayam",)), Season(foods=("ayam",), months=("may",))])
def test_what_may_not_be_served_may_not_be_an_extra_dish_either(rule: AnyRule) -> None:
    assert [f.value for f in findings(rule)] == [1, 1]


@pytest.mark.parametrize(
    ("rule", "value"), [(Equipment(equipment="oven", minutes=100), 80), (Labour(hours=100), 4)]
)
def test_a_common_dish_is_cooked_for_all_and_an_extra_dish_for_those_who_get_it(
    rule: AnyRule, value: float
) -> None:
    first, second = findings(rule)  # 120 children in batches of 100; 30 in batches of 20
    assert first.value == second.value == value


def test_the_mean_acceptance_is_that_of_common_dishes() -> None:
    assert acceptance(Menu(KITCHEN, SERVED)) == pytest.approx(0.9)


def test_cost_counts_what_each_group_is_served() -> None:
    assert cost_per_portion(Menu(KITCHEN, SERVED)) == pytest.approx((90 * 1000 + 30 * 3000) / 120)


def test_free_portions_stay_free_beside_an_alternative() -> None:
    free = replace(KITCHEN, slots=(Slot("animal", None, (0.5, 2.0)),))
    assert compliance(check(free, (Serving(0, "udang", {"most": 0.1}), Serving(1, "ayam", {}))))
