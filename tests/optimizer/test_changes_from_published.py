"""Planning anew: days that stay, and as few changes as possible on the others."""

from dataclasses import replace
from itertools import product

import pytest

from kagemi.domain.amount import Amount
from kagemi.domain.plan import Serving
from kagemi.domain.problem import PlanningProblem, Slot, Tier
from kagemi.domain.rules import Alternative, Ban, Budget, Labour, NutrientRange, Pin, Repeat, TagDays
from kagemi.optimizer.menu import best_menu
from kagemi.report.check import check, compliance
from tests.build import dish, group, problem

DISHES = [
    dish("tuna", cost=3000, tags=["fish"], nutrients={"protein": 20}),
    dish("lele", cost=2500, tags=["fish"], nutrients={"protein": 18}),
    dish("ayam", cost=2000, nutrients={"protein": 17}),
    dish("telur", cost=1500, nutrients={"protein": 12}),
    dish("tempe", cost=1000, nutrients={"protein": 10}),
]
WEEK = ("tuna", "telur", "ayam", "tempe", "lele")
AIMS = (Tier("minimise", "changes"), Tier("minimise", "cost"))


def published(names: tuple[str, ...] = WEEK) -> tuple[Serving, ...]:
    return tuple(Serving(day, name, {"boys": 1.0}) for day, name in enumerate(names))


def again(*rules: object, fixed: int = 0, **rest: object) -> PlanningProblem:
    """The week planned anew after `fixed` days were served."""
    base = problem(DISHES, rules=rules, objective=AIMS, **rest)  # type: ignore[arg-type]
    menu = published()
    return replace(base, published=menu, fixed=menu[:fixed], first_open=fixed)


def dishes(asked: PlanningProblem) -> list[str]:
    menu, _ = best_menu(asked)
    assert menu is not None
    assert compliance(check(asked, menu))
    return [s.dish for s in menu]


def test_a_week_that_needs_no_change_stays_as_it_is() -> None:
    assert dishes(again()) == list(WEEK)


def test_a_banned_dish_changes_its_day_only() -> None:
    ban = Ban(name="no_ayam", dishes=("ayam",))
    assert dishes(again(ban)) == ["tuna", "telur", "tempe", "tempe", "lele"]


def test_days_already_served_stay_whatever_the_rules_say() -> None:
    assert dishes(again(Ban(name="no_tuna", dishes=("tuna",)), fixed=2)) == list(WEEK)


def test_served_days_count_in_the_rules_of_the_week() -> None:
    ban = Ban(name="no_lele", dishes=("lele",), days=("friday",))
    fish = TagDays(name="fish", tag="fish", at_least=2)
    assert dishes(again(ban, fish, fixed=2))[4] == "tuna"
    once = Repeat(name="once", of="dish", at_most=1, within_days=5)
    menu, outcome = best_menu(again(ban, once, fixed=4))
    assert menu is None  # every other dish was served
    assert outcome.status == "infeasible"


def test_a_served_day_that_no_longer_fits_its_rule_does_not_stop_the_others() -> None:
    hours = Labour(name="hours", hours=1.0)
    slow = [replace(d, labour_minutes=120.0 if d.id == "tuna" else 30.0) for d in DISHES]
    base = problem(slow, rules=[hours], objective=AIMS)
    asked = replace(base, published=published(), fixed=published()[:1], first_open=1)
    menu, outcome = best_menu(asked)
    assert menu is not None, outcome
    findings = check(asked, menu)
    assert compliance(findings)
    assert [f.kept for f in findings if f.rule == "hours"] == [False, True, True, True, True]


def test_a_served_day_that_was_changed_fails_the_check() -> None:
    asked = again(fixed=1)
    other = (Serving(0, "telur", {"boys": 1.0}), *published()[1:])
    assert not compliance(check(asked, other))
    smaller = (Serving(0, "tuna", {"boys": 0.9}), *published()[1:])
    assert not compliance(check(asked, smaller))


def test_portions_of_served_days_may_lie_outside_todays_range() -> None:
    base = problem(
        DISHES,
        rules=[NutrientRange(name="protein", nutrient="protein", per="week", min=Amount(15, "g"))],
        slots=[Slot("animal", 1, (1.0, 1.0))],
        objective=AIMS,
    )
    served = (Serving(0, "tuna", {"boys": 1.4}),)
    asked = replace(base, published=(*served, *published()[1:]), fixed=served, first_open=1)
    menu, _ = best_menu(asked)
    assert menu is not None
    assert menu[0] == served[0]
    assert compliance(check(asked, menu))


def test_a_dish_that_the_kitchen_no_longer_portions_stays_on_a_served_day_only() -> None:
    odd = dish("gurame", step=60.0, served_g=100.0, cost=1)  # 60 g steps: none is 100 g
    base = problem([*DISHES, odd], objective=AIMS)
    served = (Serving(0, "gurame", {"boys": 1.0}),)
    asked = replace(base, published=(*served, *published()[1:]), fixed=served, first_open=1)
    menu, _ = best_menu(asked)
    assert menu is not None
    assert [s.dish for s in menu] == ["gurame", *WEEK[1:]]


def test_a_served_day_without_a_dish_gets_none_now() -> None:
    asked = replace(again(), fixed=published()[1:2], first_open=2)
    menu, _ = best_menu(asked)
    assert menu is not None
    assert [(s.day, s.dish) for s in menu] == list(enumerate(WEEK))[1:]


def test_a_rule_of_a_day_that_the_plan_has_not_asks_nothing() -> None:
    fish = TagDays(name="fish", tag="fish", at_least=1, days=("saturday",))
    asked = again(fish)
    assert dishes(asked) == list(WEEK)
    assert all(f.kept for f in check(asked, published()))


def test_an_extra_dish_of_a_served_day_stays() -> None:
    base = problem(
        [replace(d, allergens=frozenset({"fish"}) if "fish" in d.tags else frozenset()) for d in DISHES],
        groups=[group("boys"), group("no_fish", headcount=5)],
        rules=[Alternative(name="avoid", groups=("no_fish",), avoids=("fish",))],
        objective=AIMS,
    )
    served = (Serving(0, "tuna", {"boys": 1.0}), Serving(0, "telur", {"no_fish": 1.0}))
    rest = tuple(Serving(d, n, {"boys": 1.0, "no_fish": 1.0}) for d, n in enumerate(WEEK[1:4], 1))
    last = (Serving(4, "lele", {"boys": 1.0}), Serving(4, "ayam", {"no_fish": 1.0}))
    asked = replace(base, published=(*served, *rest, *last), fixed=served, first_open=1)
    menu, outcome = best_menu(asked)
    assert menu is not None
    assert compliance(check(asked, menu))
    assert {(s.day, s.dish, tuple(s.portions)) for s in menu if s.day == 0} == {
        (0, "tuna", ("boys",)),
        (0, "telur", ("no_fish",)),
    }
    assert outcome.tiers[0].value == pytest.approx(0.0)
    assert {(s.day, s.dish) for s in menu if s.day == 4} == {(4, "lele"), (4, "ayam")}


@pytest.mark.parametrize(
    "rules",
    [
        [Ban(name="b", dishes=("ayam", "lele"))],
        [Pin(name="p", dish="tempe", days=("wednesday",))],
        [Budget(name="m", max=Amount(1800), over="week")],
        [TagDays(name="t", tag="fish", at_least=3), Repeat(name="r", of="dish", at_most=2, within_days=5)],
        [NutrientRange(name="n", nutrient="protein", per="week", min=Amount(17, "g"))],
    ],
)
@pytest.mark.parametrize("fixed", [0, 2])
def test_changes_and_cost_are_the_least_of_all_menus(rules: list[object], fixed: int) -> None:
    asked = again(*rules, fixed=fixed)
    names = [d.id for d in DISHES]
    best = min(
        (
            (sum(a != b for a, b in zip(menu[fixed:], WEEK[fixed:], strict=True)), cost)
            for menu in product(names, repeat=5)
            if menu[:fixed] == WEEK[:fixed] and compliance(check(asked, published(menu)))
            for cost in [sum(asked.dish(n).cost_idr for n in menu) / 5]
        ),
        default=None,
    )
    menu, outcome = best_menu(asked)
    if best is None:
        assert outcome.status == "infeasible"
        return
    assert menu is not None
    assert [t.final for t in outcome.tiers] == pytest.approx(best)
