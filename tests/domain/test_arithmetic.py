"""What follows from a recipe beside its nutrients and cost: emissions, risks of fish, work."""

from datetime import date

import pytest

from kagemi.domain.arithmetic import derived_tags, dish_facts
from kagemi.domain.dish import Dish, Ingredient, Serve, Use
from kagemi.domain.food import Food, FoodGroup, FoodTable, Price, Species
from kagemi.domain.message import Text

PRICE = Price("kg", 1000, 10_000, date(2026, 9, 1), "Malang", "estimate", "test")


def food(
    id: str, group: FoodGroup, edible_pct: float = 100, kg_co2e: float | None = None, species: str = ""
) -> Food:
    return Food(
        id, id, id, group, edible_pct, "published", "raw", species=species, price=PRICE, kg_co2e_per_kg=kg_co2e
    )


def species(id: str, mercury: str, histamine: bool = False) -> Species:
    return Species(id, id, id, id, "", "", "", "", mercury, histamine)


TABLE = FoodTable(
    {
        f.id: f
        for f in (
            food("tuna", "fish", 50, 4.0, "tuna"),
            food("marlin", "fish", 100, None, "marlin"),
            food("nila", "fish", 100, 5.0, "nila"),
            food("oil", "fat", kg_co2e=2.0),
            food("leaf", "spice"),
            food("ginger", "spice", kg_co2e=1.0),
            food("salt", "condiment"),
            food("water", "beverage", kg_co2e=0.0),
        )
    },
    species={
        s.id: s for s in (species("tuna", "moderate", True), species("marlin", "high"), species("nila", "low"))
    },
)


def dish(*ingredients: tuple[str, float, Use]) -> Dish:
    return Dish(
        id="dish",
        name=Text("Masakan", "Dish"),
        slots=("animal",),
        method="steamed",
        main=ingredients[0][0],
        servings=10,
        ingredients=tuple(Ingredient(name, grams, use=use) for name, grams, use in ingredients),
        serve=Serve(None, 1, 5),
        equipment={"steamer": 45},
        labour=120,
        batch=80,
    )


def test_emissions_count_what_is_bought_bath_and_wrap_included() -> None:
    emissions = dish_facts(dish(("tuna", 500, "eaten"), ("oil", 200, "bath")), TABLE).emissions
    assert emissions.total == pytest.approx(0.1 * 4.0 + 0.02 * 2.0)
    assert emissions.floor == emissions.total
    assert emissions.ceiling == pytest.approx(emissions.total)
    assert (emissions.known, emissions.of) == (2, 2)


def test_a_food_without_a_figure_counts_at_the_highest_of_its_group_in_a_maximum() -> None:
    emissions = dish_facts(dish(("tuna", 500, "eaten"), ("leaf", 100, "wrap")), TABLE).emissions
    assert emissions.total == emissions.floor == pytest.approx(0.4)
    assert emissions.ceiling == pytest.approx(0.4 + 0.01 * 1.0)
    assert (emissions.known, emissions.of) == (1, 2)


def test_emissions_have_no_ceiling_where_no_food_of_the_group_has_a_figure() -> None:
    emissions = dish_facts(dish(("tuna", 500, "eaten"), ("salt", 10, "eaten")), TABLE).emissions
    assert emissions.total == pytest.approx(0.4)
    assert emissions.ceiling is None


def test_a_figure_of_nil_is_known() -> None:
    emissions = dish_facts(dish(("tuna", 500, "eaten"), ("water", 900, "eaten")), TABLE).emissions
    assert emissions.ceiling == pytest.approx(0.4)
    assert emissions.known == 2


@pytest.mark.parametrize(
    ("fish", "tags"),
    [
        (("nila",), {"mercury_low"}),
        (("nila", "tuna"), {"mercury_moderate", "histamine_prone"}),
        (("nila", "tuna", "marlin"), {"mercury_high", "histamine_prone"}),
        (("oil",), set()),
    ],
)
def test_the_worst_species_eaten_decides_the_risk(fish: tuple[str, ...], tags: set[str]) -> None:
    found = derived_tags(dish(*((name, 100.0, "eaten") for name in fish)), TABLE)
    assert {t for t in found if t.startswith(("mercury", "histamine"))} == tags


def test_a_species_that_is_not_eaten_is_no_risk() -> None:
    found = derived_tags(dish(("nila", 100, "eaten"), ("marlin", 100, "aromatic")), TABLE)
    assert "mercury_high" not in found


def test_the_facts_have_the_machines_the_work_and_the_batch_of_the_recipe() -> None:
    facts = dish_facts(dish(("nila", 100, "eaten")), TABLE)
    assert (facts.equipment, facts.labour_minutes, facts.batch) == ({"steamer": 45}, 120, 80)
