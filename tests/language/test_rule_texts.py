"""Rules and findings as sentences."""

import math
from dataclasses import replace

import pytest

from kagemi.domain.amount import Amount
from kagemi.domain.food import Food
from kagemi.domain.plan import Finding
from kagemi.domain.problem import PlanningProblem
from kagemi.domain.rules import (
    Acceptance,
    Alternative,
    AnyRule,
    Diversity,
    Emissions,
    Equipment,
    FishForm,
    FishSafety,
    GoesWith,
    Labour,
    LocalShare,
    NewDishes,
    Season,
    Storage,
    Supply,
    UseUp,
)
from kagemi.language import text
from kagemi.language.finding_texts import says
from kagemi.language.phrases import tag
from kagemi.language.rule_texts import asks
from tests.build import dish, group, problem

ASKED: list[tuple[AnyRule, str]] = [
    (Diversity(of="species", at_least=3), "fish species: at least 3 different ones a week"),
    (LocalShare(at_least=Amount(60, "%")), "at least 60 % of the spending on local food a week"),
    (
        GoesWith(dishes=("soto",), with_tags=("group_cereal", "raw_vegetable")),
        "soto only together with dishes whose main ingredient is of the group cereals, raw vegetables",
    ),
    (Equipment(equipment="steamer", minutes=240), "steamer in use at most 240 minutes a day"),
    (
        Equipment(equipment="steamer", minutes=240, units=2),
        "steamer in use at most 240 minutes a day on each of 2",
    ),
    (Labour(hours=7.5), "at most 7.50 hours of work a day, all hands together"),
    (
        Storage(place="freezer", at_most=Amount(60), food_groups=("fish",), bought_on=("monday", "thursday")),
        "at most 60 kg of fish in the freezer from one delivery to the next; deliveries on Monday, Thursday",
    ),
    (
        Storage(place="freezer", at_most=Amount(60, "kg"), foods=("tuna",)),
        "at most 60 kg of Tuna in the freezer for a week",
    ),
    (
        Supply(food="tuna", at_least=Amount(0), at_most=Amount(40), supplier="Pak Budi"),
        "buy Tuna: from 0 kg to 40 kg a week; from Pak Budi",
    ),
    (
        UseUp(food="tuna", amount=Amount(25.5), by="2026-12-04"),
        "use up 25.5 kg of Tuna by 4 December 2026",
    ),
    (Season(foods=("mango",), months=("september", "october")), "mango only in September, October"),
    (
        Acceptance(at_least=Amount(80, "%"), slots=("animal",)),
        "children are expected to eat at least 80 % of what is served in the mean of a week; in animal protein",
    ),
    (FishForm(up_to=2), "fish no further on the ladder than fish mixed in (step 2)"),
    (
        FishForm(up_to=1, since="2026-07-13", weeks_a_step=8),
        "fish no further on the ladder than hidden fish (step 1),"
        " one step more every 8 weeks from 13 July 2026 on",
    ),
    (
        FishForm(up_to=2, accepted=Amount(75, "%")),
        "fish no further on the ladder than fish mixed in (step 2),"
        " one step more once 75 % of it is surely eaten",
    ),
    (
        FishForm(up_to=1, since="2026-07-13", weeks_a_step=8, accepted=Amount(0.75)),
        "fish no further on the ladder than hidden fish (step 1),"
        " one step more every 8 weeks from 13 July 2026 on,"
        " but only once 75 % of the step below is surely eaten",
    ),
    (
        NewDishes(at_most=1),
        "at most 1 servings a week of dishes that the children have not had in the last 100 school days",
    ),
    (
        Alternative(avoids=("fish", "egg"), groups=("boys",)),
        "no fish, eggs: another dish in the place of each that contains any; for boys",
    ),
    (FishSafety(of="mercury", at_most=2), "fish with mercury on at most 2 days a week"),
    (
        FishSafety(of="histamine", at_most=2, over="plan"),
        "fish that forms histamine on at most 2 days of the plan",
    ),
    (Emissions(at_most=0.8), "greenhouse gas at most 0.80 kg CO2e a portion in the mean of a week"),
]
SAID = [
    (("diversity", 2, 3, None, "kind", "species"), "fish species: 2, asked: at least 3 kinds"),
    (("local_share", 47.25, 60, None, "%", "local"), "spending on local food: 47.25, asked: at least 60 %"),
    (("goes_with", 0, 1, None, "dish", "soup"), "soup: 0, asked: at least 1 dishes"),
    (("equipment", 480.4, None, 480, "minute", "steamer"), "steamer: 480.4, asked: at most 480 minutes"),
    (("labour", math.inf, None, 32, "hour", "labour"), "work: unknown, asked: at most 32 hours"),
    (("storage", 40.26, None, 60, "kg", "freezer"), "the freezer: 40.3 kg, asked: at most 60 kg"),
    (("supply", 40.26, 50, None, "kg", "tuna"), "Tuna: 40.3 kg, asked: at least 50 kg"),
    (("season", 1, None, 0, "dish", "tuna"), "Tuna: 1, asked: at most 0 dishes"),
    (("acceptance", 78.5, 80, None, "%", "acceptance"), "expected to be eaten: 78.50, asked: at least 80 %"),
    (
        ("fish_form", 1, None, 0, "dish", "ladder_2"),
        "fish beyond step 2 of the ladder: 1, asked: at most 0 dishes",
    ),
    (("new_dishes", 2, None, 1, "serving", "new"), "new dishes: 2, asked: at most 1 servings"),
    (("alternative", 1, None, 0, "dish", "fish, egg"), "dishes with fish, eggs: 1, asked: at most 0 dishes"),
    (
        ("alternative", 0, 1, 1, "dish", "animal"),
        "safe dishes for animal protein: 0, asked: exactly 1 dishes",
    ),
    (("fish_safety", 3, None, 2, "day", "mercury"), "fish with mercury: 3, asked: at most 2 days"),
    (
        ("emissions", 0.91, None, 0.85, "kg_co2e", "emissions"),
        "greenhouse gas of a portion: 0.91, asked: at most 0.85 kg CO2e",
    ),
]


@pytest.fixture(scope="module")
def menu() -> PlanningProblem:
    """A problem with a dish of tuna and its food."""
    food = Food("tuna", "Ikan tuna", "Tuna", "fish", 50, "assumption", "fish", species="tuna")
    return replace(problem([dish("soto")], groups=[group()]), foods={"tuna": food})


@pytest.mark.parametrize(("rule", "sentence"), ASKED, ids=[r.kind for r, _ in ASKED])
def test_a_rule_is_a_sentence(menu: PlanningProblem, rule: AnyRule, sentence: str) -> None:
    assert text(asks(rule, menu), "en") == sentence


@pytest.mark.parametrize(("found", "sentence"), SAID, ids=[f[0] for f, _ in SAID])
def test_a_finding_is_a_sentence(
    menu: PlanningProblem, found: tuple[str, float, float | None, float | None, str, str], sentence: str
) -> None:
    kind, value, low, high, unit, about = found
    finding = Finding("rule", kind, "", (0, 1, 2, 3, 4), value, low, high, unit, soft=True, about=about)
    assert text(says(finding, menu), "en") == sentence


def test_a_figure_that_misses_never_looks_as_if_it_kept_the_rule(menu: PlanningProblem) -> None:
    finding = Finding("r", "storage", "", (0, 1, 2, 3, 4), 60.004, None, 60, "kg", soft=True, about="freezer")
    assert "60.004 kg, asked" in text(says(finding, menu), "en")


@pytest.mark.parametrize(
    ("id", "name"),
    [
        ("contains_peanut", "dishes that contain peanuts"),
        ("contains_5p", "dishes with additives (5P)"),
        ("main_tuna", "dishes whose main ingredient is Tuna"),
        ("group_legume", "dishes whose main ingredient is of the group legumes"),
        ("species_tuna", "dishes with Tuna"),
        ("species_kakap_merah", "dishes with kakap merah"),
        ("colour_green", "green dishes"),
        ("mercury_high", "fish with much mercury"),
        ("my_own", "my own"),
    ],
)
def test_a_tag_has_a_name_that_can_be_read(menu: PlanningProblem, id: str, name: str) -> None:
    assert text(tag(id, menu), "en") == name
