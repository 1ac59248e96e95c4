"""The production sheet."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from syrupy.assertion import SnapshotAssertion

from kagemi.domain.dish import Serve
from kagemi.domain.message import Text
from kagemi.domain.plan import Plan
from kagemi.domain.problem import Day
from kagemi.domain.rules import Equipment
from kagemi.language.kitchen import scoops
from kagemi.report.production import Recipe
from kagemi.sheets.gantt import clock
from kagemi.sheets.kitchen import Thaw, kitchen_values, thaw_on
from kagemi.sheets.kitchen_dish import weight
from kagemi.sheets.paper import as_html
from tests.build import MONDAY
from tests.sheets import kitchen_sample, sample
from tests.sheets.test_week import Html, text_of
from tests.sheets.wall_sample import paper

TUESDAY, FRIDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=4)
NEXT_MONDAY = MONDAY + timedelta(days=7)


def sheet(
    plan: Plan | None = None,
    *,
    lang: str = "en",
    days: Sequence[Day] | None = None,
    recipes: Mapping[str, Recipe] = kitchen_sample.RECIPES,
    thaw: Thaw | None = None,
    serve_at: int = 720,
    school: str = "SMPN 10 Malang",
) -> str:
    plan = plan or kitchen_sample.plan()
    values = kitchen_values(
        plan,
        lang=lang,
        days=plan.problem.days if days is None else days,
        recipes=recipes,
        foods=kitchen_sample.FOODS,
        allergens=sample.ALLERGENS,
        thaw=thaw or {},
        serve_at=serve_at,
        school=school,
    )
    return as_html("kitchen", values, paper(lang))


def ruled(*rules: Equipment) -> Plan:
    plan = kitchen_sample.plan()
    return replace(plan, problem=replace(plan.problem, rules=rules))


@pytest.mark.parametrize("lang", ["id", "en"])
def test_the_sheets_look_as_they_did(lang: str, snapshot: SnapshotAssertion) -> None:
    html = sheet(lang=lang, thaw={MONDAY: [("ikan_tuna", 25000.0)], TUESDAY: [("ikan_tuna", 1500.0)]})
    assert re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL) == snapshot(extension_class=Html)


def test_a_sheet_needs_nothing_from_the_network() -> None:
    assert re.findall(r"https?:|<link|<script|@import|url\(", sheet()) == []


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert sheet() == sheet()


def test_names_are_escaped_everywhere() -> None:
    evil = "<script>alert(1)</script>"
    plan = kitchen_sample.plan()
    dishes = tuple(
        replace(d, name=Text(evil, evil), gross_g={evil: 1.0}, equipment={evil: 5.0})
        for d in plan.problem.dishes
    )
    groups = tuple(replace(g, name=Text(evil, evil)) for g in plan.problem.groups)
    html = sheet(
        replace(plan, problem=replace(plan.problem, dishes=dishes, groups=groups)),
        thaw={MONDAY: [(evil, 1.0)]},
        school=evil,
    )
    assert "<script" not in html


def test_each_day_stands_by_itself() -> None:
    (monday, _) = kitchen_sample.plan().problem.days
    read = text_of(sheet(days=[monday]))
    assert "Monday, 30 November 2026" in read
    assert "Tuesday" not in read


def test_weights_are_given_for_all_batches_and_for_each_size_of_batch() -> None:
    row = re.search(r"<tr><th scope=\"row\">Tuna.*?</tr>", sheet(), re.DOTALL)
    assert row
    assert text_of(row[0]) == "Tuna * 46.50 kg 27.90 kg 15.00 kg 9.00 kg 1.50 kg 900 g"


def test_batches_are_counted_by_pot() -> None:
    assert "310 children · 4 batches: 3 × 100 + 1 × 10 · ready: about 37.20 kg" in text_of(sheet())


def test_a_child_who_avoids_an_allergen_gets_the_other_dish() -> None:
    read = text_of(sheet())
    assert "Girls 13–15 years 325 without: Fish" in read
    row = re.search(r"<tr class=\"extra\">.*?</tr>", sheet(), re.DOTALL)
    assert row
    assert text_of(row[0]).endswith("325 – 1½ × piece 150 g")


def test_what_is_counted_is_given_in_pieces_too() -> None:
    assert "Hen egg ≈ 488 × piece 29.25 kg" in text_of(sheet())
    assert "Telur ayam ≈ 488 butir 29,25 kg" in text_of(sheet(lang="id"))


def with_eggs(measure: str, weighing: float, serve: Serve = kitchen_sample.EGG.serve) -> str:
    """The sheets of a plan whose eggs are counted so, and whose egg dish is served so."""
    egg = replace(kitchen_sample.FOODS["telur_ayam"], measures={measure: weighing})
    plan = kitchen_sample.plan()
    dishes = [replace(d, serve=serve) if "telur_ayam" in d.gross_g else d for d in plan.problem.dishes]
    problem = replace(plan.problem, dishes=tuple(dishes), foods={**plan.problem.foods, egg.id: egg})
    return text_of(sheet(replace(plan, problem=problem)))


def test_nobody_counts_pepper_or_a_thousand_of_a_thing() -> None:
    assert "Hen egg 29.25 kg" in with_eggs("butir", 2.9)
    assert "Hen egg 29.25 kg" in with_eggs("butir", 52.0)
    assert "Hen egg ≈ 66 × slab 29.25 kg" in with_eggs("papan", 400.0)


def test_what_is_served_by_the_piece_is_counted_however_many() -> None:
    by_egg = Serve(Text("butir", "egg"), 1, 1)
    assert "Hen egg ≈ 506 × piece 29.25 kg" in with_eggs("butir", 52.0, by_egg)


LEGEND = "* The cleaned weight is reckoned from an assumed yield"


def test_a_yield_that_nobody_has_weighed_is_marked() -> None:
    (monday, tuesday) = kitchen_sample.plan().problem.days
    read = text_of(sheet(days=[monday]))
    assert "Tuna * 46.50 kg" in read
    assert "Hen egg ≈" in read
    assert read.count(LEGEND) == 1
    assert LEGEND not in text_of(sheet(days=[tuesday]))


def test_a_food_of_which_nothing_is_cleaned_off_has_no_mark() -> None:
    assert kitchen_sample.FOODS["beras"].edible_basis == "assumption"
    assert "Rice 55.69 kg 55.69 kg" in text_of(sheet())


def test_steps_and_the_order_of_weights_are_those_of_the_recipe() -> None:
    read = text_of(sheet())
    assert "Cut the tuna. Fry until done." in read
    assert read.index("Tuna * 46.50 kg") < read.index("Indonesian bay leaf (aromatic, taken out)")


def test_a_recipe_that_has_changed_or_gone_is_said_to_have() -> None:
    read = text_of(sheet())
    assert read.count("The file of this dish has changed since the plan was made") == 2
    assert read.count("The file of this dish is gone or faulty") == 5


def test_the_timeline_is_planned_back_from_serving() -> None:
    read = text_of(sheet(serve_at=600))
    assert "serving at 10:00" in read
    assert "Fryer, 30 minutes a batch; begin at 08:00, 08:30, 09:00, 09:30" in read


def test_the_sheet_says_whose_word_the_number_of_machines_is() -> None:
    read = text_of(sheet())
    assert "As the rules say, there are: 2 × steamer." in read
    assert "No rule says how many there are; this day is reckoned with: 1 × blender, 1 × fryer" in read


def test_a_day_that_is_too_much_is_said_to_be() -> None:
    slow = Equipment(name="oven", equipment="oven", minutes=600)
    read = text_of(sheet(ruled(slow), serve_at=5 * 60))
    assert "Cooking would have to begin at 01:30, before 03:00" in read


def test_a_dish_that_waits_too_long_is_said_to() -> None:
    one = ruled(Equipment(name="steamer", equipment="steamer", minutes=600))
    dishes = [
        replace(d, equipment={"steamer": 60.0} if d.id == "nasi_putih" else {}) for d in one.problem.dishes
    ]
    read = text_of(sheet(replace(one, problem=replace(one.problem, dishes=tuple(dishes)))))
    assert "Steamed rice: the first batch is ready 6.0 hours before serving, and keeps for 4 hours." in read


def test_fish_is_kept_cold_and_histamine_is_warned_of() -> None:
    read = text_of(sheet())
    assert read.count("Below 4 °C until it is cooked: Sweet and sour tuna.") == 1
    assert read.count("This fish forms histamine where it is warm: Sweet and sour tuna.") == 1


def test_hot_dishes_have_room_for_time_and_temperature_and_cold_ones_for_the_time() -> None:
    html = sheet(days=kitchen_sample.plan().problem.days[1:])
    assert text_of(html).count("Serve before (+ 4 hours)") == 2
    assert text_of(html).count("Made at") == 1


def test_thirty_batches_stand_in_rows_of_ten() -> None:
    plan = kitchen_sample.plan()
    many = tuple(replace(g, headcount=1500) for g in plan.problem.groups)
    html = sheet(replace(plan, problem=replace(plan.problem, groups=many)), days=plan.problem.days[1:])
    assert html.count('<table class="record') == 3 * 3


def test_what_is_thawed_today_is_for_tomorrow() -> None:
    read = text_of(sheet(thaw={TUESDAY: [("ikan_tuna", 1500.0)]}))
    assert read.count("Take out of the freezer today, for tomorrow Tuna: 1.50 kg") == 1


def test_nothing_is_said_of_the_freezer_when_nothing_is_to_thaw() -> None:
    assert "freezer" not in text_of(sheet())


DAYS = [MONDAY, TUESDAY, FRIDAY, NEXT_MONDAY]
TUNA = [("ikan_tuna", 1.0)]


@pytest.mark.parametrize(
    ("day", "reminded"),
    [(MONDAY, [MONDAY, TUESDAY]), (TUESDAY, [FRIDAY]), (FRIDAY, [NEXT_MONDAY]), (NEXT_MONDAY, [])],
)
def test_every_day_is_reminded_of_once_in_time(day: date, reminded: list[date]) -> None:
    assert list(thaw_on(day, DAYS, dict.fromkeys(DAYS, TUNA))) == reminded


def test_food_for_the_first_day_comes_out_on_the_day_before() -> None:
    read = text_of(sheet(thaw={MONDAY: TUNA}))
    assert "Out of the freezer on Sunday, 29 November 2026, for cooking on Monday" in read


@pytest.mark.parametrize(
    ("grams", "written"),
    [
        (0.44, "0.4 g"),
        (7.0, "7 g"),
        (7.51, "7.5 g"),
        (350.4, "350 g"),
        (999.6, "1.00 kg"),
        (12345, "12.35 kg"),
        (120_460, "120.5 kg"),
    ],
)
def test_weights_are_written_as_a_scale_shows_them(grams: float, written: str) -> None:
    assert weight(grams, "en") == written


@pytest.mark.parametrize(("minutes", "time"), [(0, "00:00"), (425.0, "07:05"), (720, "12:00"), (-80, "22:40")])
def test_times_are_written_with_two_digits(minutes: float, time: str) -> None:
    assert clock(minutes) == time


@pytest.mark.parametrize(("lang", "said"), [("en", "≈ 3½ × rice scoop"), ("id", "≈ 3½ centong")])
def test_plain_rice_has_scoops_beside_its_grams(lang: str, said: str) -> None:
    rice = replace(kitchen_sample.RICE, main="beras_putih", served_g=180.0, serve=Serve(None, 1, 5))
    assert scoops(rice, 1.0, lang) == said
    assert scoops(replace(rice, served_g=10.0), 1.0, lang).startswith("≈ ½")
    assert scoops(replace(rice, method="stir_fried"), 1.0, lang) == ""
    assert scoops(kitchen_sample.GREENS, 1.0, lang) == ""


def test_the_sheet_says_what_a_scoop_is_reckoned_with() -> None:
    plan = kitchen_sample.plan()
    dishes = tuple(replace(d, main="beras_putih") if d.id == "nasi_putih" else d for d in plan.problem.dishes)
    rice = replace(plan, problem=replace(plan.problem, dishes=dishes))
    assert "A rice scoop (centong) is reckoned with 50 g of cooked rice" in text_of(sheet(rice))
    assert "rice scoop" not in text_of(sheet(plan))
