"""What the data have to do with a clash."""

from kagemi.domain.amount import Amount
from kagemi.domain.problem import NutrientAmount
from kagemi.domain.rules import Alternative, Ban, NutrientRange
from kagemi.optimizer.causes import data_causes
from tests.build import dish, group, problem

FRUIT = [dish(f"fruit_{n}", slots=["fruit"]) for n in range(4)]


def test_a_slot_that_bans_leave_with_two_dishes_is_named() -> None:
    ban = Ban(name="no_fruit", dishes=("fruit_0", "fruit_1"), days=("friday",))
    (cause,) = data_causes(problem(FRUIT, rules=[ban]))
    assert (cause.slot, cause.days, cause.left, cause.of) == ("fruit", (4,), ("fruit_2", "fruit_3"), 4)
    assert cause.rules == ("no_fruit",)
    assert not cause.unknown


def test_a_maximum_of_an_unknown_figure_is_said_to_be_so() -> None:
    unknown = NutrientAmount(0.0, 0.0, None, 0, 1)
    dishes = [dish(f"fruit_{n}", slots=["fruit"], nutrients={"sugar": unknown if n else 3.0}) for n in range(4)]
    sugar = NutrientRange(name="sugar", nutrient="sugar", max=Amount(10))
    (cause,) = data_causes(problem(dishes, rules=[sugar]))
    assert cause.left == ("fruit_0",)
    assert cause.unknown == ("sugar",)


def test_a_group_without_safe_dishes_is_a_cause() -> None:
    fish = [dish(f"fish_{n}", allergens=frozenset({"fish"})) for n in range(4)]
    rule = Alternative(name="no_fish", groups=("girls",), avoids=("fish",))
    asked = problem(fish, rules=[rule], groups=[group("boys"), group("girls")])
    (cause,) = data_causes(asked)
    assert (cause.slot, cause.left, cause.rules) == ("animal", (), ("no_fish",))


def test_plenty_is_no_cause() -> None:
    assert data_causes(problem(FRUIT, rules=[Ban(name="one", dishes=("fruit_0",))])) == ()


def test_few_dishes_without_rules_are_no_cause_of_a_clash() -> None:
    assert data_causes(problem(FRUIT[:1])) == ()
