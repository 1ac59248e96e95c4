"""Two plans side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from kagemi.domain.amount import Amount
from kagemi.domain.food import Price
from kagemi.domain.plan import Outcome, Plan, Serving
from kagemi.domain.problem import DishFacts, Group
from kagemi.domain.rules import AnyRule, Budget, NutrientRange
from kagemi.report.comparison import DishChange, Pair, compare
from tests.build import MONDAY, dish, group, known, problem


def food(
    id: str, slot: str, cost: float, amounts: tuple[float, float, float], share: float, kg: float
) -> DishFacts:
    """A dish with energy, protein and iron, its acceptance and its emissions."""
    nutrients = dict(zip(("energy", "protein", "iron"), amounts, strict=True))
    return dish(id, slots=[slot], cost=cost, nutrients=nutrients, acceptance=share, emissions=known(kg))


RICE = food("rice", "staple", 2000, (300, 5, 1), 1.0, 0.2)
TUNA = food("tuna", "animal", 5000, (200, 20, 2), 0.8, 0.5)
EGG = food("egg", "animal", 3000, (150, 10, 3), 0.9, 0.3)
DAYS = ("monday", "tuesday")


def planned(
    *days: Sequence[DishFacts],
    portions: Mapping[str, float] | None = None,
    rules: Sequence[AnyRule] = (),
    groups: Sequence[Group] | None = None,
) -> Plan:
    """A plan that serves these dishes day by day, in standard portions; its own prices."""
    stated = problem([RICE, TUNA, EGG], days=DAYS[: len(days)], rules=rules, groups=groups)
    usual = {g.id: 1.0 for g in stated.groups}
    servings = tuple(
        Serving(i, d.id, {g: (portions or {}).get(d.id, p) for g, p in usual.items()})
        for i, day in enumerate(days)
        for d in day
    )
    return Plan(1, stated, servings, Outcome("optimal"), (), "0" * 64, "0.1.0")


def later(plan: Plan, days: int) -> Plan:
    """The same plan so many days later."""
    moved = tuple(replace(d, date=d.date + timedelta(days=days)) for d in plan.problem.days)
    return replace(plan, problem=replace(plan.problem, days=moved))


def test_a_plan_does_not_differ_from_itself() -> None:
    plan = planned((RICE, TUNA), (RICE, EGG))
    found = compare(plan, plan)
    assert all(not d.dishes and not d.portions for d in found.days)
    assert found.cost_idr.difference == found.acceptance.difference == 0
    assert (found.rules, found.unlike) == ((), ())


def test_dishes_are_removed_and_added_in_their_slots() -> None:
    found = compare(planned((RICE, TUNA)), planned((RICE, EGG)))
    assert found.days[0].dishes == (
        DishChange("animal", "tuna", "removed"),
        DishChange("animal", "egg", "added"),
    )


def test_a_dish_on_another_day_has_moved() -> None:
    found = compare(planned((RICE, TUNA), (RICE, EGG)), planned((RICE, EGG), (RICE, TUNA)))
    assert [d.dishes for d in found.days] == [
        (DishChange("animal", "tuna", "moved", 1),),
        (DishChange("animal", "egg", "moved", 0),),
    ]


def test_a_dish_served_once_more_is_added_not_moved() -> None:
    found = compare(planned((RICE, TUNA), (RICE, EGG)), planned((RICE, TUNA), (RICE, TUNA)))
    assert [c.what for d in found.days for c in d.dishes] == ["removed", "added"]


def test_portions_are_compared_group_by_group() -> None:
    found = compare(planned((RICE, TUNA)), planned((RICE, TUNA), portions={"rice": 1.5}))
    (change,) = found.days[0].portions
    assert (change.dish, change.group) == ("rice", "boys")
    assert change.grams == Pair(100.0, 150.0)


def test_costs_are_of_a_portion_and_of_all_children() -> None:
    found = compare(planned((RICE, TUNA)), planned((RICE, EGG)))
    assert found.cost_idr == Pair(7000.0, 5000.0)
    assert found.total_idr == Pair(700_000.0, 500_000.0)


def test_what_children_get_is_compared_on_the_mean_day() -> None:
    found = compare(planned((RICE, TUNA), (RICE, TUNA)), planned((RICE, EGG), (RICE, TUNA)))
    assert found.groups[0].nutrients["protein"] == Pair(25.0, 20.0)
    assert set(found.groups[0].nutrients) == {"energy", "protein", "iron"}
    assert found.acceptance == Pair(pytest.approx(0.9), pytest.approx(0.925))  # type: ignore[arg-type]
    assert found.emissions.difference == pytest.approx(-0.1)


def test_nutrients_that_a_rule_names_are_compared_too() -> None:
    rule = NutrientRange(name="fat", nutrient="fat", min=Amount(1))
    found = compare(planned((RICE, TUNA), rules=[rule]), planned((RICE, EGG)))
    assert "fat" in found.groups[0].nutrients
    assert found.groups[0].incomplete == ("fat",)


def test_emissions_that_are_not_known_are_not_compared() -> None:
    plan = planned((RICE, TUNA))
    unknown = replace(plan, problem=replace(plan.problem, dishes=(RICE, dish("tuna"))))
    assert compare(unknown, plan).emissions.difference is not None  # nothing in a dish is nothing emitted
    asked = replace(TUNA, emissions=replace(known(0.5), ceiling=None, of=2))
    unknown = replace(plan, problem=replace(plan.problem, dishes=(RICE, asked)))
    assert compare(unknown, plan).emissions.first is None


def test_a_rule_that_one_plan_keeps_is_named() -> None:
    budget = Budget(name="budget", max=Amount(6000), soft=True)
    found = compare(planned((RICE, TUNA), rules=[budget]), planned((RICE, EGG), rules=[budget]))
    assert [(r.rule, r.kept_by) for r in found.rules] == [("budget", "second")]


def test_a_rule_that_only_one_plan_has_is_named() -> None:
    one, other = Budget(name="budget", max=Amount(9000)), Budget(name="more", max=Amount(9000))
    found = compare(planned((RICE, TUNA), rules=[one]), planned((RICE, TUNA), rules=[other]))
    assert [(r.rule, r.only_in) for r in found.rules] == [("budget", "first"), ("more", "second")]


def test_rules_of_one_name_with_other_figures_are_told() -> None:
    plans = [planned((RICE, TUNA), rules=[Budget(name="budget", max=Amount(m))]) for m in (9000, 9500)]
    assert compare(*plans).unlike == ("rules",)


def test_other_weeks_are_compared_by_weekday() -> None:
    plan = planned((RICE, TUNA), (RICE, EGG))
    found = compare(plan, later(plan, 7))
    assert not found.by_date
    assert len(found.days) == 2
    assert found.unlike == ("dates",)


def test_days_that_one_plan_lacks_are_told() -> None:
    found = compare(planned((RICE, TUNA), (RICE, EGG)), planned((RICE, TUNA)))
    assert found.by_date
    assert [d.weekday for d in found.only_first] == ["tuesday"]
    assert set(found.unlike) == {"dates", "days"}


def test_groups_that_one_plan_lacks_are_not_compared() -> None:
    both = planned((RICE, TUNA), groups=[group("boys"), group("girls")])
    found = compare(both, planned((RICE, TUNA)))
    assert [g.group for g in found.groups] == ["boys"]
    assert set(found.unlike) == {"groups", "headcounts"}


def test_other_food_prices_are_told() -> None:
    plan = planned((RICE, TUNA))
    price = Price("kg", 1000.0, 14_000, MONDAY, "Malang", "estimate", "market")
    dearer = replace(price, price_idr=15_000)
    plans = [replace(plan, prices={"rice": p}) for p in (price, dearer)]
    assert compare(*plans).unlike == ("prices",)
