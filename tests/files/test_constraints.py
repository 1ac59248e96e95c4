"""Constraints files as what they mean."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kagemi.domain.amount import Amount
from kagemi.domain.arithmetic import dish_facts
from kagemi.domain.constraints import Constraints
from kagemi.domain.dish import Serve
from kagemi.domain.message import Fault, Text
from kagemi.domain.problem import DishFacts, NutrientAmount, Tier
from kagemi.domain.rules import Budget, NutrientRange, TagDays
from kagemi.files.constraints import load_constraints
from kagemi.files.dishes import load_dishes
from kagemi.files.nutrition import load_food_table
from tests.files.cases import BASE, DATA, DISHES

TABLE = load_food_table(BASE / DATA)[0]
FACTS = [dish_facts(d, TABLE) for d in load_dishes(BASE / DISHES, TABLE)[0]]
WEEK = (BASE / "menus/constraints/week.yaml").read_text()


@pytest.fixture
def load(tmp_path: Path) -> Any:
    def from_text(
        *changes: tuple[str, str], dishes: Sequence[DishFacts] = FACTS
    ) -> tuple[Constraints | None, tuple[Fault, ...]]:
        text = WEEK
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        path = tmp_path / "week.yaml"
        path.write_text(text)
        return load_constraints(path, TABLE, dishes)

    return from_text


def test_the_example_of_the_design_is_read_whole(load: Any) -> None:
    constraints, faults = load()
    assert faults == ()
    assert [g.id for g in constraints.groups] == ["boys_13_15", "girls_13_15"]
    assert constraints.days == ("monday", "tuesday", "wednesday", "thursday", "friday")
    assert len(constraints.rules) == 6


def test_unnamed_rules_are_called_by_kind_and_position(load: Any) -> None:
    constraints, _ = load(("{kind: budget,", "{kind: budget, name: ten_thousand,"))
    names = [r.name for r in constraints.rules]
    assert names[:4] == ["nutrient_range_1", "nutrient_range_2", "ten_thousand", "tag_days_4"]


def test_every_rule_has_its_place(load: Any) -> None:
    constraints, _ = load()
    assert [w.line for w in constraints.places.values()] == [14, 15, 16, 17, 18, 19]


def test_a_group_carries_the_requirement_of_its_akg(load: Any) -> None:
    constraints, _ = load()
    assert constraints.groups[1].requirement["iron"] == 15


def test_a_group_without_a_name_is_called_by_its_id(load: Any) -> None:
    constraints, _ = load(("headcount: 310", "headcount: 310, name: {id: Putra, en: Boys}"))
    assert [(g.name.id, g.name.en) for g in constraints.groups] == [
        ("Putra", "Boys"),
        ("Girls 13 15", "Girls 13 15"),
    ]


def test_amounts_keep_the_unit_they_are_written_in(load: Any) -> None:
    constraints, _ = load()
    protein, _, budget, fish, *_ = constraints.rules
    assert isinstance(protein, NutrientRange)
    assert isinstance(budget, Budget)
    assert isinstance(fish, TagDays)
    assert (protein.min, budget.max, fish.at_least) == (Amount(30, "% AKG"), Amount(10000, "idr"), 3)


@pytest.mark.parametrize("written", ["10000 idr", "10000 Rp", "Rp 10000", '"10000"'])
def test_a_budget_may_name_its_currency(load: Any, written: str) -> None:
    constraints, _ = load(("max: 10000", f"max: {written}"))
    assert constraints.rules[2].max == Amount(10000, "idr")


@pytest.mark.parametrize(
    ("written", "portion"),
    [("[0.7, 1.4]", (0.7, 1.4)), ("1.2", (1.2, 1.2)), ("[1, 2]", (1.0, 2.0))],
)
def test_a_portion_is_a_range_or_one_number(load: Any, written: str, portion: tuple[float, float]) -> None:
    constraints, _ = load(("[0.7, 1.4]", written))
    assert constraints.slots[0].portion == portion


def test_a_slot_may_take_any_number_of_dishes_and_none(load: Any) -> None:
    constraints, _ = load(("{pick: 1, portion: [0.7, 1.4]}", "{pick: any, portion: [0, 50]}"))
    assert (constraints.slots[0].pick, constraints.slots[0].portion) == (None, (0.0, 50.0))


def test_a_group_may_have_its_own_portions(load: Any) -> None:
    constraints, _ = load(("headcount: 310", "headcount: 310, portions: {staple: [1, 1.6]}"))
    assert constraints.groups[0].portions == {"staple": (1.0, 1.6)}


@pytest.mark.parametrize(
    ("written", "give_up", "relative"),
    [("2 %", 0.02, True), ("0.1", 0.1, False), ("50 idr", 50.0, False), ("0", 0.0, False)],
)
def test_give_up_is_a_share_or_an_amount(load: Any, written: str, give_up: float, relative: bool) -> None:
    tier = (
        "{maximise: acceptance, give_up: 2 %}\n  - minimise: cost",
        f"{{minimise: cost, give_up: {written}}}",
    )
    constraints, faults = load(tier)
    assert faults == ()
    assert constraints.objective[1] == Tier("minimise", "cost", give_up, relative)


def test_warnings_do_not_stop_a_file(load: Any) -> None:
    constraints, faults = load(("only_on: [monday, thursday]", "only_on: [monday, saturday]"))
    assert [f.severity for f in faults] == ["warning"]
    assert constraints is not None


def test_days_come_in_the_order_of_the_week(load: Any) -> None:
    constraints, _ = load(("[monday, tuesday, wednesday, thursday, friday]", "[thursday, tuesday, monday]"))
    assert constraints.days == ("monday", "tuesday", "thursday")


def test_a_ban_on_a_tag_that_no_dish_happens_to_carry_is_sound(load: Any) -> None:
    _, faults = load(("{kind: budget", "{kind: ban, tags: [contains_egg, fried]}\n  - {kind: budget"))
    assert faults == ()


def test_a_dish_with_faults_of_its_own_may_be_named(tmp_path: Path) -> None:
    path = tmp_path / "week.yaml"
    path.write_text(WEEK.replace("{kind: budget", "{kind: pin, dish: soto}\n  - {kind: budget", 1))
    assert load_constraints(path, TABLE, FACTS, faulty_dishes=["soto"])[1] == ()


def test_dishes_whose_pieces_do_not_fit_a_portion_are_a_warning(load: Any) -> None:
    whole_fish = Serve(Text("ekor", "fish"), 1, 1)
    dishes = [replace(d, serve=whole_fish) if d.id == "tuna_bakar" else d for d in FACTS]
    _, faults = load(("[0.8, 1.3]", "[1.1, 1.3]"), dishes=dishes)
    assert [f.severity for f in faults] == ["warning", "warning"]
    assert str(faults[0].what) == "no portion of these dishes fits boys_13_15: tuna_bakar"


# Each value of the file, in turn, replaced by something else: faults may come back, nothing is raised.
ODD: tuple[Any, ...] = (
    "",
    "x",
    "[]",
    "{}",
    "-1",
    "0",
    "1.5",
    "true",
    "[[]]",
    "{a: 1}",
    "30 % AKG",
    "99999999999999999",
)


@pytest.mark.parametrize("odd", ODD)
def test_no_value_makes_the_loader_fail(load: Any, odd: str) -> None:
    for value in (
        "lunch",
        "boys_13_15",
        "male_13_15",
        "310",
        "[0.7, 1.4]",
        "fish",
        "30 % AKG",
        "10000",
        "day",
        "3",
    ):
        load((value, odd))


@pytest.mark.parametrize("written", ["zat besi", "Zat Besi", "FE_mg"])
def test_a_nutrient_by_another_name_is_told_its_id(load: Any, written: str) -> None:
    _, faults = load(("nutrient: protein", f"nutrient: {written}"))
    assert [str(f.hint) for f in faults] == ["did you mean iron?"]


@pytest.mark.parametrize(
    "rule",
    [
        "kind: diversity, of: method, at_least: 3",
        "kind: local_share, at_least: 0.5, foods: [tempe]",
        "kind: local_share, at_least: 100 %, foods: [tempe, bayam], groups: [boys_13_15]",
        "kind: goes_with, tags: [fish], with_dishes: [nasi], slots: [animal]",
        "kind: equipment, equipment: stove, minutes: 300, units: 2",
        "kind: storage, place: freezer, at_most: 60, food_groups: [fish], bought_on: [monday, thursday]",
        "kind: supply, food: tempe, at_least: 10 kg, at_most: 90000 g, supplier: Bu Sri",
        "kind: supply, food: telur, at_most: 0 kg",
        "kind: use_up, food: bayam, amount: 5, by: 2026-12-04",
        "kind: season, foods: [pisang], months: [september, october]",
        "kind: acceptance, at_least: 80 %",
        "kind: fish_form, up_to: 2, since: 2026-10-05, weeks_a_step: 8",
        "kind: fish_form, up_to: 2, accepted: 75 %",
        "kind: new_dishes, at_most: 1, tried: [nasi]",
        "kind: alternative, avoids: [egg], groups: [boys_13_15]",
        "kind: fish_safety, of: mercury, at_most: 2",
        "kind: emissions, at_most: 1.2",
    ],
)
def test_a_sound_rule_of_each_kind_is_read_without_a_word(load: Any, rule: str) -> None:
    emitted = [replace(d, emissions=NutrientAmount(0.2, 0.2, 0.2, 1, 1)) for d in FACTS]
    change = ("{kind: budget,", f"{{{rule}, name: mine}}\n  - {{kind: budget,")
    constraints, faults = load(change, dishes=emitted)
    assert faults == ()
    assert f"kind: {constraints.rules[2].kind}," in rule


def test_the_hours_of_a_day_can_be_limited_once_a_dish_says_its_minutes(load: Any) -> None:
    hours = ("{kind: budget,", "{kind: labour, hours: 32}\n  - {kind: budget,")
    for minutes, said in ((30.0, []), (None, ["error"])):
        dishes = [replace(d, labour_minutes=minutes) for d in FACTS]
        assert [f.severity for f in load(hours, dishes=dishes)[1]] == said


def test_emissions_that_no_table_tells_cannot_be_limited(load: Any) -> None:
    unknown = [replace(d, emissions=NutrientAmount(0.0, 0.0, None, 0, 1)) for d in FACTS]
    (fault,) = load(("{kind: budget,", "{kind: emissions, at_most: 1.2}\n  - {kind: budget,"), dishes=unknown)[
        1
    ]
    assert str(fault.what) == "the emissions of no dish are known, so no maximum can be met"


def test_a_food_tag_that_no_food_carries_is_a_warning_beside_one_that_is(tmp_path: Path) -> None:
    bayam = replace(TABLE.foods["bayam"], tags=frozenset({"local"}))
    table = replace(TABLE, foods={**TABLE.foods, "bayam": bayam})
    path = tmp_path / "week.yaml"
    rule = "{kind: local_share, at_least: 5 %, tags: [local, locl]}"
    path.write_text(WEEK.replace("{kind: budget,", f"{rule}\n  - {{kind: budget,", 1))
    (fault,) = load_constraints(path, table, FACTS)[1]
    assert (fault.severity, str(fault.hint)) == ("warning", "did you mean local?")
