"""What the model counts, where a slip would give a plan that the independent check rejects."""

from dataclasses import replace

import pytest

from kagemi.domain.amount import Amount
from kagemi.domain.dish import Serve
from kagemi.domain.message import Text
from kagemi.domain.plan import Outcome, Serving
from kagemi.domain.problem import NutrientAmount, PlanningProblem, Slot, Tier
from kagemi.domain.rules import (
    AnyRule,
    Ban,
    Budget,
    EnergyShare,
    FoodGroupPortions,
    Incompatible,
    NutrientRange,
    Pin,
    Repeat,
    TagDays,
)
from kagemi.optimizer.menu import MethodName, best_menu
from kagemi.optimizer.tiers import Limits
from kagemi.report.check import check, compliance, shortfall
from tests.build import WEEK, dish, group, known, problem

METHODS: tuple[MethodName, ...] = ("direct", "day_menus")
each_method = pytest.mark.parametrize("method", METHODS)
SHORTFALL = (Tier("minimise", "shortfall"), Tier("minimise", "cost"))


def solved(asked: PlanningProblem, method: MethodName = "direct") -> tuple[tuple[Serving, ...], Outcome]:
    servings, outcome = best_menu(asked, method=method, limits=Limits(20.0, gap=0.0))
    assert servings is not None, outcome
    findings = check(asked, servings)
    assert compliance(findings), [f for f in findings if not f.kept]
    for tier in outcome.tiers:
        if tier.quantity == "shortfall":
            assert tier.value == pytest.approx(shortfall(asked, findings))
    return servings, outcome


def names(servings: tuple[Serving, ...]) -> list[str]:
    return [s.dish for s in servings]


@each_method
def test_one_of_two_picks_is_a_whole_day_with_the_tag(method: MethodName) -> None:
    dishes = [dish("ayam", cost=1000, tags=["fried"]), dish("lele", cost=5000, tags=["fried"])]
    dishes += [dish("tuna", cost=2000), dish("telur", cost=6000)]
    rule = TagDays(name="fried", tag="fried", at_most=1)
    servings, _ = solved(problem(dishes, rules=[rule], slots=[Slot("animal", pick=2)], days=WEEK[:2]), method)
    assert sorted(names(servings)) == ["ayam", "telur", "tuna", "tuna"]


@each_method
def test_days_that_the_rule_does_not_name_are_free(method: MethodName) -> None:
    dishes = [dish("ayam", cost=1000, tags=["fried"]), dish("tuna", cost=2000)]
    rule = TagDays(name="fried", tag="fried", never_on=("monday", "tuesday"), days=("monday", "wednesday"))
    servings, _ = solved(problem(dishes, rules=[rule], days=WEEK[:3]), method)
    assert names(servings) == ["tuna", "ayam", "ayam"]


@each_method
def test_a_soft_day_off_misses_once_however_many_dishes_have_the_tag(method: MethodName) -> None:
    dishes = [
        dish("ayam", tags=["fried"]),
        dish("tempe", slots=["plant"], tags=["fried"]),
    ]
    rule = TagDays(name="fried", tag="fried", never_on=("monday",), soft=True)
    _, outcome = solved(problem(dishes, rules=[rule], days=WEEK[:2], objective=SHORTFALL), method)
    assert outcome.tiers[0].value == pytest.approx(1)


@each_method
def test_a_budget_can_be_that_of_a_slot(method: MethodName) -> None:
    dishes = [dish("tuna", cost=6000), dish("tempe", cost=2000), dish("nasi", slots=["staple"], cost=9000)]
    rule = Budget(name="animal", max=Amount(4000), slots=("animal",))
    tiers = (Tier("maximise", "cost"),)
    servings, _ = solved(problem(dishes, rules=[rule], days=WEEK[:2], objective=tiers), method)
    assert sorted(names(servings)) == ["nasi", "nasi", "tempe", "tuna"]


@each_method
def test_unknown_energy_counts_fully_where_a_share_must_be_reached(method: MethodName) -> None:
    partly = NutrientAmount(100, 100, 200, 1, 2)
    dishes = [
        dish("partly", cost=1000, nutrients={"energy": partly, "protein": known(8)}),
        dish("whole", cost=2000, nutrients={"energy": known(100), "protein": known(8)}),
    ]
    rule = EnergyShare(name="share", of="protein", min=Amount(20, "%"))
    servings, _ = solved(problem(dishes, rules=[rule], days=WEEK[:2]), method)
    assert names(servings) == ["whole", "whole"]


@each_method
def test_a_nutrient_that_a_dish_says_nothing_of_is_unknown(method: MethodName) -> None:
    dishes = [dish("silent", cost=1000), dish("known", cost=2000, nutrients={"sodium": known(100)})]
    rule = NutrientRange(name="sodium", nutrient="sodium", max=Amount(500))
    servings, _ = solved(problem(dishes, rules=[rule], days=WEEK[:2]), method)
    assert names(servings) == ["known", "known"]


@each_method
def test_a_soft_limit_of_nothing_is_missed_in_its_own_unit(method: MethodName) -> None:
    dishes = [dish("tuna", nutrients={"sugar": known(2)}, edible_g={"sugar": 30}, cost=1000)]
    rules: list[AnyRule] = [
        NutrientRange(name="sugar", nutrient="sugar", max=Amount(0), per="week", soft=True),
        FoodGroupPortions(
            name="sweet", food_group="sugar", portion=Amount(10), at_most=0, per="week", soft=True
        ),
        Budget(name="free", max=Amount(0), soft=True),
    ]
    _, outcome = solved(problem(dishes, rules=rules, days=WEEK[:2], objective=SHORTFALL), method)
    assert outcome.tiers[0].value == pytest.approx(2 * (2 + 3 + 1000))


@each_method
def test_windows_cut_down_to_some_days_count_for_each_day_as_often_as_they_hold_it(method: MethodName) -> None:
    dishes = [dish("ayam", method="fried"), dish("tempe", slots=["plant"], method="fried")]
    rule = Repeat(name="once", of="method", at_most=1, within_days=2, days=("monday", "wednesday"), soft=True)
    _, outcome = solved(problem(dishes, rules=[rule], days=WEEK[:3], objective=SHORTFALL), method)
    assert outcome.tiers[0].value == pytest.approx(2)


def test_a_dish_whose_slots_leave_no_common_portion_is_not_served() -> None:
    dishes = [
        replace(dish("tray", cost=10), slots=("animal", "staple")),
        dish("tuna", cost=1000),
        dish("nasi", slots=["staple"], cost=1000),
    ]
    slots = [Slot("animal", portion=(0.5, 0.8)), Slot("staple", portion=(1.0, 1.2))]
    servings, _ = solved(problem(dishes, slots=slots, days=WEEK[:1]))
    assert names(servings) == ["nasi", "tuna"]


def test_pieces_and_grams_are_served_in_their_steps() -> None:
    pieces = replace(
        dish("tuna", nutrients={"protein": known(20)}), serve=Serve(Text("potong", "piece"), 2.0, 1.0)
    )
    grams = dish("nasi", slots=["staple"], nutrients={"protein": known(4)}, served_g=120, step=5)
    asked = problem(
        [pieces, grams],
        rules=[NutrientRange(name="protein", nutrient="protein", min=Amount(30))],
        slots=[Slot("animal", portion=(0.5, 2.0)), Slot("staple", portion=(0.75, 1.25))],
        groups=[group("boys"), group("girls")],
        days=WEEK[:2],
    )
    servings, _ = solved(asked)
    for s in servings:
        step = 0.5 if s.dish == "tuna" else 5 / 120
        assert all(p / step == pytest.approx(round(p / step)) for p in s.portions.values())


# slots of free portions


def diet(*rules: AnyRule, step: float = 0.0, portion: tuple[float, float] = (0.0, 20.0)) -> PlanningProblem:
    figures = {"flour": (10, 350, 10), "beans": (20, 340, 22), "liver": (60, 130, 20)}
    dishes = [
        dish(
            name, cost=cost, nutrients={"energy": e, "protein": p}, tags=[f"main_{name}"], step=step, main=name
        )
        for name, (cost, e, p) in figures.items()
    ]
    energy = NutrientRange(name="energy", nutrient="energy", min=Amount(2000))
    protein = NutrientRange(name="protein", nutrient="protein", min=Amount(90))
    return problem(
        dishes, rules=[energy, protein, *rules], slots=[Slot("animal", None, portion)], days=WEEK[:2]
    )


@pytest.mark.parametrize("step", [0.0, 25.0])
@pytest.mark.parametrize("portion", [(0.0, 20.0), (1.0, 20.0)])
def test_a_free_portion_begins_at_nothing(step: float, portion: tuple[float, float]) -> None:
    servings, _ = solved(diet(step=step, portion=portion))
    assert set(names(servings)) == {"flour", "beans"}


def test_a_diet_of_nothing_is_a_plan() -> None:
    asked = replace(diet(), rules=())
    servings, outcome = best_menu(asked)
    assert servings == ()
    assert outcome.status == "optimal"


@pytest.mark.parametrize("step", [0.0, 25.0])
def test_rules_that_count_dishes_hold_for_free_portions(step: float) -> None:
    rules = (
        Ban(name="no_beans", dishes=("beans",), days=("monday",)),
        Incompatible(name="not_both", dishes=("flour", "liver"), days=("monday",)),
        Pin(name="liver", dish="liver", days=("tuesday",)),
        TagDays(name="meat", tag="main_liver", at_least=2),
        Repeat(name="again", of="main_ingredient", within_days=2, days=("tuesday",)),
    )
    servings, _ = solved(diet(*rules, step=step))
    assert [(s.day, s.dish) for s in servings if s.dish == "liver"] == [(0, "liver"), (1, "liver")]
    assert {s.dish for s in servings if s.day == 0} == {"liver"}


def test_an_unknown_nutrient_is_not_eaten_from_a_free_slot_either() -> None:
    asked = diet()
    salted = tuple(replace(d, nutrients={**d.nutrients, "sodium": known(1)}) for d in asked.dishes[:1])
    asked = replace(
        asked,
        dishes=(*salted, *asked.dishes[1:]),
        rules=(*asked.rules, NutrientRange(name="sodium", nutrient="sodium", max=Amount(100))),
    )
    servings, _ = solved(asked)
    assert set(names(servings)) == {"flour"}
