"""Rules looked at together: contradictions, needless rules, and limits that every menu keeps."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from kagemi.domain.arithmetic import dish_facts
from kagemi.domain.problem import DishFacts, NutrientAmount
from kagemi.files.constraints import load_constraints
from kagemi.files.dishes import load_dishes
from kagemi.files.nutrition import load_food_table
from tests.files.cases import BASE, DATA, DISHES

TABLE = load_food_table(BASE / DATA)[0]
ONE_TRAY = [dish_facts(d, TABLE) for d in load_dishes(BASE / DISHES, TABLE)[0]]
EMITTED = NutrientAmount(0.2, 0.2, 0.2, 1, 1)
PLAIN = [
    replace(d, acceptance=0.8, labour_minutes=10.0, equipment={"stove": 30.0}, emissions=EMITTED)
    for d in ONE_TRAY
]
MANY = [*PLAIN, *(replace(d, id=f"{d.id}_{n}") for d in PLAIN for n in ("a", "b"))]
"""Three dishes for each slot, alike in everything."""
NO_CHOICE = [d for d in MANY if d.slots[0] in ("staple", "animal") or d in PLAIN]
"""Only some slots have a choice: nothing is said of amounts."""
HEAD, _, REST = (BASE / "menus/constraints/week.yaml").read_text().partition("rules:\n")
TAIL = REST[REST.index("objective:") :]


@pytest.fixture
def told(tmp_path: Path) -> Any:
    """What is said of a file with these rules: severity and message."""

    def of_rules(*rules: str, dishes: Sequence[DishFacts] = MANY, head: str = HEAD) -> list[tuple[str, str]]:
        path = tmp_path / "week.yaml"
        path.write_text(f"{head}rules:\n" + "".join(f"  - {{{rule}}}\n" for rule in rules) + TAIL)
        return [(f.severity, str(f.what)) for f in load_constraints(path, TABLE, dishes)[1]]

    return of_rules


BEYOND_ALL = [
    ("kind: budget, max: 900000", "max"),
    ("kind: nutrient_range, nutrient: protein, min: 1 g", "min"),
    ("kind: nutrient_range, nutrient: protein, max: 400 g", "max"),
    ("kind: food_group_portions, food_group: vegetable, portion: 75 g, at_least: 0.1", "at_least"),
    ("kind: food_group_portions, food_group: vegetable, portion: 75 g, at_most: 9", "at_most"),
    ("kind: emissions, at_most: 90", "at_most"),
    ("kind: equipment, equipment: stove, minutes: 1440, units: 10", "minutes"),
    ("kind: labour, hours: 1000", "hours"),
    ("kind: supply, food: tempe, at_most: 2000 kg", "at_most"),
    ("kind: storage, place: chiller, at_most: 5000 kg, foods: [tempe]", "at_most"),
    ("kind: acceptance, at_least: 75 %", "at_least"),
    ("kind: tag_days, tag: fried, at_most: 5", "at_most"),
    ("kind: tag_days, tag: fried, at_most: 2, days: [monday, friday]", "at_most"),
    ("kind: fish_safety, of: mercury, at_most: 5", "at_most"),
    ("kind: new_dishes, at_most: 5, slots: [animal]", "at_most"),
    ("kind: repeat, of: method, at_most: 5, within_days: 1", "at_most"),
    ("kind: repeat, of: dish, at_most: 3, within_days: 3", "at_most"),
    ("kind: incompatible, tags: [fish], slots: [animal]", "slots"),
    ("kind: diversity, of: dish, at_least: 1", "at_least"),
    ("kind: fish_form, up_to: 4", "up_to"),
]


@pytest.mark.parametrize(("rule", "key"), BEYOND_ALL)
def test_a_limit_that_every_menu_keeps_is_a_warning(told: Any, rule: str, key: str) -> None:
    assert told(rule) == [("warning", f"{key} has no effect: every menu keeps it")]


@pytest.mark.parametrize(
    "rule",
    [
        "kind: budget, max: 600",
        "kind: nutrient_range, nutrient: protein, min: 60 g",
        "kind: nutrient_range, nutrient: zinc, max: 1000 mg",
        "kind: equipment, equipment: stove, minutes: 60",
        "kind: labour, hours: 1",
        "kind: supply, food: tempe, at_most: 10 kg, per: plan",
        "kind: supply, food: tempe, at_most: 50 kg, per: week",
        "kind: acceptance, at_least: 81 %",
        "kind: tag_days, tag: fried, at_most: 2, only_on: [monday, thursday]",
        "kind: tag_days, tag: fish, at_least: 3, at_most: 5",
        "kind: tag_days, tag: fried, at_most: 5, over: plan",
        "kind: repeat, of: method, at_most: 4, within_days: 1",
        "kind: diversity, of: species, at_least: 1",
        "kind: fish_form, up_to: 3",
    ],
)
def test_a_limit_that_a_menu_could_miss_is_not_remarked_on(told: Any, rule: str) -> None:
    assert told(rule) == []


def test_where_there_is_but_one_tray_nothing_is_said_of_its_amounts(told: Any) -> None:
    assert told("kind: budget, max: 900000", dishes=ONE_TRAY) == []


def test_nothing_is_said_of_the_amounts_of_groups_with_an_alternative(told: Any) -> None:
    avoiding = "kind: alternative, avoids: [egg], groups: [girls_13_15]"
    assert told(avoiding, "kind: nutrient_range, nutrient: protein, min: 1 g, groups: [girls_13_15]") == []


def test_a_dish_that_fills_two_slots_is_not_counted_twice_in_the_poorest_tray(told: Any) -> None:
    tuna = next(d for d in PLAIN if d.id == "tuna_bakar")
    protein = tuna.nutrients["protein"].floor
    bare = [replace(d, nutrients={}) if "staple" in d.slots or "animal" in d.slots else d for d in MANY]
    one_dish = [replace(tuna, id=f"bowl_{n}", slots=("staple", "animal")) for n in "abc"]
    dishes = [*(d for d in bare if d.slots[0] not in ("staple", "animal")), *one_dish]
    slots = HEAD.replace("[0.7, 1.4]", "1").replace("[0.8, 1.3]", "1")
    others = sum({d.slots: d.nutrients["protein"].floor for d in PLAIN if d.slots[0] in _OTHERS}.values())
    rule = "kind: nutrient_range, nutrient: protein, min: {} g"
    assert len(told(rule.format(round(protein + others - 0.1, 3)), dishes=dishes, head=slots)) == 1
    assert told(rule.format(round(protein + others + 0.1, 3)), dishes=dishes, head=slots) == []


_OTHERS = ("plant", "vegetable", "fruit")


@pytest.fixture
def told_of_few(told: Any) -> Any:
    """As `told`, without a word on amounts."""
    return partial(told, dishes=NO_CHOICE)


AGAINST = [
    (
        "kind: nutrient_range, nutrient: protein, min: 30 g",
        "kind: nutrient_range, nutrient: protein, max: 20 g",
    ),
    (
        "kind: nutrient_range, nutrient: protein, min: 30 g",
        "kind: nutrient_range, nutrient: protein, max: 20 g, per: week, days: [monday]",
    ),
    ("kind: energy_share, of: fat, min: 30 %", "kind: energy_share, of: fat, max: 0.2"),
    ("kind: tag_days, tag: fish, at_least: 3", "kind: tag_days, tag: fish, at_most: 2, over: plan"),
    ("kind: supply, food: tempe, at_least: 20", "kind: supply, food: tempe, at_most: 10 kg"),
    ("kind: pin, dish: tuna_bakar, days: [monday]", "kind: ban, tags: [fish], days: [2026-11-30]"),
    ("kind: pin, dish: tuna_bakar, days: [monday]", "kind: pin, dish: tuna_bakar_a, days: [monday]"),
    ("kind: pin, dish: tuna_bakar, days: [monday]", "kind: tag_days, tag: fish, only_on: [friday]"),
]


@pytest.mark.parametrize(("one", "other"), AGAINST)
def test_two_hard_rules_that_contradict_are_an_error_at_the_later_one(
    told_of_few: Any, one: str, other: str
) -> None:
    said = 'this cannot be kept together with the rule "first" in line 14'
    assert told_of_few(f"{one}, name: first", other) == [("error", said)]
    assert told_of_few(f"{other}, name: first", one) == [("error", said)]


@pytest.mark.parametrize(("one", "other"), AGAINST)
def test_a_contradiction_with_a_soft_rule_is_a_warning(told_of_few: Any, one: str, other: str) -> None:
    assert [severity for severity, _ in told_of_few(f"{one}, soft: true", other)] == ["warning"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "kind: nutrient_range, nutrient: protein, min: 30 g, groups: [boys_13_15]",
            "kind: nutrient_range, nutrient: protein, max: 20 g, groups: [girls_13_15]",
        ),
        (
            "kind: nutrient_range, nutrient: protein, min: 30 g, days: [monday]",
            "kind: nutrient_range, nutrient: protein, max: 20 g, days: [tuesday]",
        ),
        (
            "kind: nutrient_range, nutrient: protein, min: 30 g, slots: [animal]",
            "kind: nutrient_range, nutrient: protein, max: 25 g, slots: [plant]",
        ),
        (
            "kind: nutrient_range, nutrient: protein, min: 30 g, per: week",
            "kind: nutrient_range, nutrient: protein, max: 20 g, days: [monday]",
        ),
        (
            "kind: tag_days, tag: fish, at_least: 3",
            "kind: tag_days, tag: fish, at_most: 1, days: [monday, friday]",
        ),
        ("kind: pin, dish: tuna_bakar, days: [monday]", "kind: ban, tags: [fish], days: [friday]"),
        ("kind: pin, dish: tuna_bakar, days: [monday]", "kind: ban, tags: [fish], slots: [plant]"),
        ("kind: pin, dish: tuna_bakar, days: [monday]", "kind: pin, dish: nasi, days: [monday]"),
        ("kind: pin, dish: tuna_bakar, days: [monday]", "kind: tag_days, tag: fish, never_on: [friday]"),
    ],
)
def test_rules_that_can_be_kept_together_are_not_remarked_on(told_of_few: Any, one: str, other: str) -> None:
    assert told_of_few(one, other) == []


WEAKER = [
    ("kind: nutrient_range, nutrient: iron, min: 3 mg", "kind: nutrient_range, nutrient: iron, min: 2 mg"),
    (
        "kind: nutrient_range, nutrient: protein, min: 32 g",
        "kind: nutrient_range, nutrient: protein, min: 30 g, per: week, groups: [boys_13_15], days: [monday]",
    ),
    ("kind: budget, max: 4000, over: day", "kind: budget, max: 4000"),
    ("kind: local_share, at_least: 50 %, foods: [tempe]", "kind: local_share, at_least: 40 %, foods: [tempe]"),
    ("kind: tag_days, tag: fish, at_least: 3", "kind: tag_days, tag: fish, at_least: 2, over: plan"),
    (
        "kind: tag_days, tag: fish, at_most: 1",
        "kind: tag_days, tag: fish, at_most: 1, days: [monday, friday]",
    ),
    ("kind: supply, food: tempe, at_most: 10 kg", "kind: supply, food: tempe, at_most: 20 kg, per: day"),
    ("kind: repeat, of: dish, within_days: 5", "kind: repeat, of: dish, within_days: 3, slots: [animal]"),
    ("kind: ban, tags: [fish, fried]", "kind: ban, dishes: [tuna_bakar], days: [monday]"),
    ("kind: incompatible, tags: [fish, soup]", "kind: incompatible, tags: [fish]"),
    ("kind: not_adjacent, tags: [fish]", "kind: not_adjacent, dishes: [tuna_bakar, tuna_bakar_a]"),
    ("kind: pin, dish: nasi", "kind: pin, dish: nasi, days: [2026-11-30]"),
    ("kind: season, foods: [pisang], months: [may]", "kind: season, foods: [pisang], months: [may, june]"),
    (
        "kind: goes_with, tags: [fish], with_tags: [raw]",
        "kind: goes_with, tags: [fish], with_tags: [raw, soup]",
    ),
    (
        "kind: alternative, avoids: [egg], groups: [girls_13_15]",
        "kind: alternative, avoids: [egg], groups: [girls_13_15], days: [monday]",
    ),
    ("kind: fish_form, up_to: 2", "kind: fish_form, up_to: 3"),
    (
        "kind: equipment, equipment: oven, minutes: 30",
        "kind: equipment, equipment: oven, minutes: 20, units: 2",
    ),
]


@pytest.mark.parametrize(("strong", "weak"), WEAKER)
def test_a_rule_that_another_one_makes_needless_is_a_warning(told_of_few: Any, strong: str, weak: str) -> None:
    assert told_of_few(f"{strong}, name: strong", weak) == [
        ("warning", 'the rule "strong" in line 14 asks for as much already')
    ]


@pytest.mark.parametrize(("strong", "weak"), WEAKER)
def test_a_soft_rule_makes_no_hard_one_needless(told_of_few: Any, strong: str, weak: str) -> None:
    assert told_of_few(f"{strong}, soft: true", weak) == []


def test_of_two_equal_rules_the_later_one_is_needless(told_of_few: Any) -> None:
    rule = "kind: tag_days, tag: fish, at_least: 2"
    assert told_of_few(f"{rule}, name: one", f"{rule}, name: two") == [
        ("warning", 'the rule "one" in line 14 asks for as much already')
    ]


def test_a_weaker_hard_rule_below_a_soft_aim_is_not_remarked_on(told_of_few: Any) -> None:
    aim = "kind: nutrient_range, nutrient: protein, min: 35 g, soft: true"
    assert told_of_few(aim, "kind: nutrient_range, nutrient: protein, min: 30 g") == []


def test_a_group_is_left_for_the_common_dishes_on_every_day(told_of_few: Any) -> None:
    boys, girls = (
        f"kind: alternative, avoids: [egg], groups: [{group}], days: "
        for group in ("boys_13_15", "girls_13_15")
    )
    assert told_of_few(boys + "[monday]", girls + "[tuesday]") == []
    assert told_of_few(boys + "[monday]", girls + "[2026-11-30]") == [
        ("error", "all groups have an alternative on 2026-11-30, and nobody gets the common dishes")
    ]


def test_more_different_dishes_than_are_served_are_an_error(told: Any) -> None:
    rule = "kind: diversity, of: dish, at_least: 3, over: day, slots: [animal, plant]"
    assert told(rule) == [("error", "at_least 3 different ones, and only 2 dishes are served")]
