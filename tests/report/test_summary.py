import pytest

from kagemi.domain.amount import Amount
from kagemi.domain.plan import Serving
from kagemi.domain.problem import NutrientAmount
from kagemi.domain.rules import Budget, NutrientRange, TagDays
from kagemi.report.check import check
from kagemi.report.summary import Summary, summarise
from tests.build import dish, group, problem

PROTEIN = NutrientAmount(total=3, floor=2, ceiling=5, known=1, of=2)
RICE = dish("nasi", slots=["staple"], nutrients={"protein": PROTEIN, "energy": 300})
TUNA = dish(
    "tuna",
    cost=7000,
    nutrients={"protein": 20, "energy": 200},
    tags=["fish"],
    ladder=3,
    allergens=frozenset({"fish"}),
    edible_g={"fish": 75.0},
)
SOTO = dish("soto", slots=["staple", "animal"], cost=5000, nutrients={"protein": 15, "energy": 400})
WHOLE = {"boys": 1.0, "girls": 1.0}


def summary() -> Summary:
    """Tuna, listed before its rice, on Monday; soto on Tuesday and Wednesday."""
    asked = problem(
        [RICE, TUNA, SOTO],
        groups=[group("boys", headcount=300), group("girls", headcount=100)],
        rules=[
            NutrientRange(name="protein", nutrient="protein", min=Amount(20.0), groups=("boys",)),
            TagDays(name="fish", tag="fish", at_least=1),
            Budget(name="money", max=Amount(4000.0), soft=True),
        ],
        days=("monday", "tuesday", "wednesday"),
    )
    servings = (
        Serving(0, "tuna", WHOLE),
        Serving(0, "nasi", WHOLE),
        Serving(1, "soto", WHOLE),
        Serving(2, "soto", {"boys": 1.0, "girls": 1.0}),
    )
    return summarise(asked, servings, check(asked, servings))


def test_dishes_of_a_day_are_in_the_order_of_the_slots() -> None:
    monday = summary().days[0]
    assert [line.dish.id for line in monday.dishes] == ["nasi", "tuna"]
    assert monday.day.weekday == "monday"


def test_a_dish_stands_in_each_slot_it_fills() -> None:
    tuesday = summary().days[1]
    assert [d.id for d in tuesday.by_slot["staple"]] == ["soto"]
    assert [d.id for d in tuesday.by_slot["animal"]] == ["soto"]
    assert [line.dish.id for line in tuesday.dishes] == ["soto"]


def test_a_day_has_energy_protein_and_cost_of_each_group() -> None:
    boys = summary().days[0].group("boys")
    assert boys.energy.total == 500
    assert boys.protein == NutrientAmount(23, 22, 25, 2, 3)
    assert boys.cost_idr == 8000
    assert boys.served_g == 200
    assert boys.edible_g == {"fish": 75.0}


def test_the_fish_of_the_day_is_the_first_dish_on_the_ladder() -> None:
    monday, tuesday, _ = summary().days
    assert monday.fish == TUNA
    assert tuesday.fish is None


def test_allergens_are_listed_by_dish() -> None:
    assert summary().days[0].allergens == {"nasi": frozenset(), "tuna": frozenset({"fish"})}


def test_the_plan_has_its_mean_day_and_its_costs() -> None:
    plan = summary()
    assert plan.groups[1].energy.total == pytest.approx((500 + 400 + 400) / 3)
    assert plan.cost_idr == pytest.approx(6000)
    assert plan.week_costs_idr == {0: pytest.approx(6000)}
    assert plan.acceptance == 1.0


def test_a_missed_rule_shows_its_worst_place_and_coverage() -> None:
    protein = summary().rules[0]
    assert not protein.kept
    assert [f.days for f in protein.missed] == [(1,), (2,)]
    assert protein.worst is not None
    assert (protein.worst.value, protein.worst.low) == (15, 20)
    assert protein.coverage == (2, 3)


def test_a_kept_rule_shows_the_place_with_the_least_room() -> None:
    fish = summary().rules[1]
    assert fish.kept
    assert fish.worst is not None
    assert (fish.worst.value, fish.worst.low) == (1, 1)
    assert fish.coverage == (0, 0)


def test_a_soft_rules_shortfall_is_shown() -> None:
    plan = summary()
    assert plan.shortfall == pytest.approx(3 * 2000 / 4000)
    assert not plan.rules[2].kept
    assert not plan.kept  # for the protein, not for the budget
    assert plan.tray == ()
