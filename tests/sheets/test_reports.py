"""The allergen sheet, the nutrition report and the recipe cards: what they say."""

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from python_calamine import CalamineWorkbook

from kagemi.domain.plan import Plan
from kagemi.sheets.allergens import AllergenSheet, allergen_sheet, allergens_values
from kagemi.sheets.bullets import bullet
from kagemi.sheets.nutrition import Report, nutrition_values
from kagemi.sheets.nutrition_tables import COLUMNS, nutrition_csv, nutrition_xlsx
from kagemi.sheets.paper import as_html, as_pdf
from kagemi.sheets.recipe import Cards, recipes_values
from kagemi.sheets.recipe_jsonld import recipes_jsonld
from kagemi.sheets.report_print import allergens_printed, nutrition_printed, recipes_printed
from tests.sheets import report_sample as sample
from tests.sheets.wall_sample import paper

SCHOOL = "SMPN 10 Malang"


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)).split())


def allergens(plan: Plan, lang: str = "en") -> str:
    return as_html("allergens", allergens_values(matrix(plan, lang), plan, SCHOOL), paper(lang))


def matrix(plan: Plan, lang: str) -> AllergenSheet:
    return allergen_sheet(plan, lang, plan.problem.days, sample.FOODS, sample.ALLERGENS)


def report(plan: Plan, lang: str = "en") -> Report:
    return Report(plan, lang, sample.FOODS)


def nutrition(plan: Plan, lang: str = "en") -> str:
    return as_html("nutrition", nutrition_values(report(plan, lang), SCHOOL), paper(lang))


def cards(plan: Plan, lang: str = "en") -> Cards:
    return Cards(plan, lang, plan.problem.days, sample.RECIPES, sample.FOODS, sample.ALLERGENS)


def recipes(plan: Plan, lang: str = "en") -> str:
    return as_html("recipe", recipes_values(cards(plan, lang), SCHOOL), paper(lang))


PRINTS: dict[str, Callable[[Plan, str], bytes]] = {
    "allergens": lambda plan, lang: as_pdf(
        "allergens", allergens_printed(matrix(plan, lang), plan, lang, SCHOOL), paper(lang)
    ),
    "nutrition": lambda plan, lang: as_pdf(
        "nutrition", nutrition_printed(report(plan, lang), SCHOOL), paper(lang)
    ),
    "recipe": lambda plan, lang: as_pdf("recipe", recipes_printed(cards(plan, lang), SCHOOL), paper(lang)),
}


def test_a_mark_stands_under_the_allergen_that_is_recorded() -> None:
    plan = sample.plan()
    sheet = allergen_sheet(plan, "en", plan.problem.days, sample.FOODS, sample.ALLERGENS)
    tuna = next(row for row in sheet.days[0].rows if row.name == "Sweet and sour tuna")
    marked = [c.id for c, mark in zip(sheet.classes, tuna.marks, strict=True) if mark]
    assert marked == ["fish"]
    assert tuna.origin == "Tuna (IK)"


def test_the_classes_of_the_law_come_first() -> None:
    plan = sample.plan()
    sheet = allergen_sheet(plan, "en", plan.problem.days, {}, sample.ALLERGENS)
    assert [c.by_law for c in sheet.classes] == sorted((c.by_law for c in sheet.classes), reverse=True)
    assert sheet.by_law == 6


def test_a_dish_without_a_recorded_allergen_is_not_called_free_of_them() -> None:
    shown = text_of(allergens(sample.plan()))
    assert "Steamed rice no allergen recorded" in shown
    assert "no promise that the dish is free of it" in shown
    assert "Traces" in shown


def test_it_says_who_gets_what_instead() -> None:
    shown = text_of(allergens(sample.plan()))
    assert "Girls 13–15 years (325 children) get instead: Oven omelette with vegetables" in shown
    assert "only for Girls 13–15 years (325 children)" in shown
    assert "Girls 13–15 years (325 children) avoid: Fish" in shown


def test_it_warns_where_the_plan_serves_a_group_what_it_avoids() -> None:
    plan = sample.plan()
    everybody = {"boys_13_15": 1.0, "girls_13_15": 1.0}
    servings = tuple(replace(s, portions=everybody) for s in plan.servings)
    shown = text_of(allergens(replace(plan, servings=servings)))
    assert "Careful: Girls 13–15 years (325 children) avoid this, and the plan serves it to them." in shown


def test_a_dish_with_the_allergen_is_nothing_to_get_instead() -> None:
    plan = sample.plan()
    dishes = tuple(replace(d, allergens=d.allergens | {"fish"}) for d in plan.problem.dishes)
    shown = text_of(allergens(replace(plan, problem=replace(plan.problem, dishes=dishes))))
    assert "get instead" not in shown
    assert "Girls 13–15 years (325 children) get nothing in its place" in shown


def test_an_allergen_that_no_table_knows_has_a_column_of_its_own() -> None:
    plan = sample.plan()
    dishes = tuple(replace(d, allergens=frozenset({"kiwi"})) for d in plan.problem.dishes)
    sheet = allergen_sheet(
        replace(plan, problem=replace(plan.problem, dishes=dishes)), "en", plan.problem.days, {}, {}
    )
    assert [c.mark for c in sheet.classes] == ["kiwi"]


def test_a_nutrient_with_a_norm_or_a_rule_is_reported_with_its_coverage() -> None:
    week = next(report(sample.plan()).weeks())
    assert [row.id for row in week.rows] == ["protein", "calcium", "zinc"]
    zinc = next(row for row in week.rows if row.id == "zinc").amounts[0]
    assert zinc is not None
    assert not zinc.complete
    assert (zinc.known, zinc.of) == (28, 36)
    assert zinc.kept is None


def test_a_rule_for_each_day_bounds_the_days_and_one_for_the_mean_the_mean() -> None:
    week = next(report(sample.plan()).weeks())
    rows = {row.id: row.amounts for row in week.rows}
    assert [a and a.low for a in rows["protein"]] == [30.0, 30.0, None]
    assert [a and a.low for a in rows["calcium"]] == [None, None, 240.0]
    mean = rows["calcium"][-1]
    assert mean is not None
    assert (mean.kept, mean.soft) == (False, True)


def test_a_value_that_is_known_in_part_is_at_least_so_much() -> None:
    shown = text_of(nutrition(sample.plan()))
    assert "zinc (mg)" in shown
    assert re.search(r"≥ 8\.\d ", shown)
    assert "28/36" in shown


def test_a_value_of_which_nothing_is_known_is_unknown_and_not_zero() -> None:
    plan = sample.plan()
    groups = tuple(replace(g, requirement={"iron": 11.0}) for g in plan.problem.groups)
    shown = text_of(nutrition(replace(plan, problem=replace(plan.problem, groups=groups, rules=()))))
    assert "iron (mg) AKG 11.0 mg unknown 0/4" in shown


def test_a_soft_rule_that_is_missed_says_so() -> None:
    shown = text_of(nutrition(sample.plan()))
    assert "✗ missed (soft)" in shown
    assert "Shortfall of the soft rules together" in shown


def test_why_is_text_and_no_html() -> None:
    assert "<growing>" not in nutrition(sample.plan())


def test_the_sources_of_the_figures_are_counted_without_the_foods_codes() -> None:
    counted = dict(report(sample.plan()).sources())
    assert counted["TKPI 2020 (Kemenkes)"] == 2
    assert "no figures" in counted


def test_the_report_has_room_for_a_signature() -> None:
    shown = text_of(nutrition(sample.plan()))
    assert "Nutritionist, name Date Signature" in shown


def test_the_band_of_a_bullet_ends_where_the_rule_does_and_the_dashed_bar_where_the_value_may() -> None:
    drawn = bullet(50.0, None, 40.0, None, 100.0)
    assert (drawn.value, drawn.reach, drawn.low, drawn.high) == (50.0, 100.0, 40.0, 100.0)
    assert drawn.bounds == (True, False)
    assert not bullet(50.0, 50.0, None, None, 100.0).has_band


def test_the_table_has_a_row_for_each_figure() -> None:
    rows = list(csv.DictReader(io.StringIO(nutrition_csv(report(sample.plan())).decode())))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == 2 * 3 * 3
    zinc = next(r for r in rows if r["nutrient"] == "zinc")
    assert (zinc["at_least"], zinc["known"], zinc["of"], zinc["low"]) == ("1", "28", "36", "")


def test_the_workbook_holds_figures_as_numbers_and_texts_as_texts() -> None:
    plan = sample.plan()
    evil = replace(plan.problem.groups[0], name=replace(plan.problem.groups[0].name, en="=1+1"))
    plan = replace(plan, problem=replace(plan.problem, groups=(evil, *plan.problem.groups[1:])))
    book = CalamineWorkbook.from_filelike(io.BytesIO(nutrition_xlsx(report(plan))))
    assert book.sheet_names == ["Figures", "Rules", "Cost", "Sources"]
    rows = book.get_sheet_by_name("Figures").to_python()
    assert rows[1][0] == "=1+1"
    assert isinstance(rows[1][rows[0].index("Value")], float)


def test_a_card_has_the_weights_of_a_portion_of_a_hundred_and_of_the_plan() -> None:
    card = next(c for c in cards(sample.plan()).cards() if c.id == "tuna_asam_manis")
    tuna = next(i for i in card.ingredients if i.name.startswith("Tuna"))
    assert tuna.gross == ("125 g", "12.50 kg", "46.50 kg")
    assert tuna.edible == ("75 g", "7.50 kg", "27.90 kg")
    assert tuna.assumed
    assert card.steps == ("Cut the tuna.", "Fry until done.")


def test_a_dish_that_is_served_twice_has_one_card() -> None:
    made = [c.id for c in cards(sample.plan()).cards()]
    assert len(made) == len(set(made)) == 5


def test_a_card_of_a_dish_whose_file_is_gone_says_so() -> None:
    card = next(c for c in cards(sample.plan()).cards() if c.id == "sayur_bayam_bening")
    assert "gone or faulty" in card.note
    assert card.steps == ()


def test_jsonld_says_what_is_known_and_nothing_else() -> None:
    plan = sample.plan()
    graph = json.loads(recipes_jsonld(cards(plan)))["@graph"]
    tuna = next(r for r in graph if r["identifier"] == "tuna_asam_manis")
    assert tuna["@type"] == "Recipe"
    assert "12.50 kg Tuna" in tuna["recipeIngredient"]
    assert [s["text"] for s in tuna["recipeInstructions"]] == ["Cut the tuna.", "Fry until done."]
    assert tuna["nutrition"]["calories"] == "170 kcal"
    assert "sodiumContent" not in tuna["nutrition"]


@pytest.mark.parametrize("lang", ["en", "id"])
def test_the_same_plan_is_the_same_bytes(lang: str) -> None:
    plan = sample.plan()
    for make in (allergens, nutrition, recipes):
        assert make(plan, lang) == make(plan, lang)
    assert nutrition_xlsx(report(plan, lang)) == nutrition_xlsx(report(plan, lang))
    assert recipes_jsonld(cards(plan, lang)) == recipes_jsonld(cards(plan, lang))


@pytest.mark.parametrize("lang", ["en", "id"])
def test_a_pdf_carries_its_fonts_and_is_the_same_each_time(lang: str) -> None:
    pytest.importorskip("typst")
    plan = sample.plan()
    files = [make(plan, lang) for make in PRINTS.values()]
    assert files == [make(plan, lang) for make in PRINTS.values()]
    for pdf in files:
        assert pdf.startswith(b"%PDF")
        assert b"+LiberationSans" in pdf
