import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from kagemi.domain.food import Allergen, Species
from kagemi.domain.message import Text
from kagemi.domain.plan import Plan
from kagemi.domain.problem import Slot
from kagemi.sheets.paper import as_html
from kagemi.sheets.week import WeekSheet, week_values
from tests.sheets import sample
from tests.sheets.wall_sample import paper


class Html(SingleFileSnapshotExtension):
    file_extension = "html"
    _write_mode = WriteMode.TEXT


def sheet(
    plan: Plan,
    *,
    lang: str = "id",
    species: Mapping[str, Species] = sample.SPECIES,
    allergens: Mapping[str, Allergen] = sample.ALLERGENS,
    school: str = "SMPN 10 Malang",
) -> str:
    return as_html("week", week_values(WeekSheet(plan, lang, species, allergens), school), paper(lang))


def text_of(html: str) -> str:
    """What a person reads, blanks and tags aside."""
    body = re.sub(r"<(style|svg|title).*?</\1>", " ", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body)).strip()


def one_day(*dishes: Any) -> Plan:
    return sample.plan([dishes], weekdays=("monday",))


@pytest.mark.parametrize("lang", ["id", "en"])
def test_a_week_looks_as_it_did(lang: str, snapshot: SnapshotAssertion) -> None:
    html = sheet(sample.plan(), lang=lang)
    body = re.sub(r'<style>.*?</style>|<svg class="symbols".*?</svg>', "", html, flags=re.DOTALL)
    assert body == snapshot(extension_class=Html)


def test_a_sheet_needs_nothing_from_the_network() -> None:
    html = sheet(sample.plan())
    assert re.findall(r"https?:|<link|<script|@import|url\(", html) == []


def test_costs_are_not_for_children() -> None:
    costly = [[replace(d, cost_idr=98765.0) for d in day] for day in sample.DAYS]
    read = text_of(sheet(sample.plan(costly)))
    assert not re.search(r"Rp|98\D?765", read)


def test_names_are_escaped_everywhere() -> None:
    evil = "<script>alert(1)</script>"
    dish = replace(sample.DAYS[0][1], name=Text(evil, evil), allergens=frozenset({"fish"}))
    species = {
        "tuna": replace(
            sample.SPECIES["tuna"], name_id=evil, scientific=evil, fact_id=evil, fact_source_id=evil
        )
    }
    allergens = {"fish": replace(sample.ALLERGENS["fish"], mark=evil, name_id='"' + evil)}
    groups = [replace(sample.BOYS, name=Text(evil, evil))]
    soup = replace(sample.DAYS[3][1], name=Text(evil, evil))
    html = sheet(
        sample.plan([[dish, soup]], weekdays=("monday",), groups=groups),
        species=species,
        allergens=allergens,
        school=evil,
    )
    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 15


def test_the_fish_of_the_day_is_named_with_its_species() -> None:
    assert "Ikan hari ini Kembung Nasi bakar kembung" in text_of(sheet(one_day(*sample.DAYS[2])))


def test_shrimp_and_squid_are_seafood_not_fish() -> None:
    squid = replace(sample.DAYS[0][1], species="cumi", main_group="shellfish")
    read = text_of(sheet(one_day(squid)))
    assert "Hasil laut hari ini Cumi-cumi" in read
    assert "Ikan minggu ini" not in read


def test_the_days_with_fish_are_counted() -> None:
    assert "Ikan minggu ini: 3 dari 5 hari" in text_of(sheet(sample.plan()))


def test_a_species_that_no_table_knows_is_called_by_its_id() -> None:
    read = text_of(sheet(one_day(sample.DAYS[0][1]), species={}))
    assert "Ikan hari ini Tuna" in read
    assert "Kenali ikannya" not in read


def test_a_fish_of_no_species_is_still_the_fish_of_the_day() -> None:
    surimi = replace(sample.DAYS[0][1], species="")
    assert "Ikan hari ini Tuna asam manis" in text_of(sheet(one_day(surimi)))


def test_each_fish_has_its_fact_and_source_once() -> None:
    read = text_of(sheet(sample.plan([sample.DAYS[0], sample.DAYS[0]], weekdays=("monday", "tuesday"))))
    assert read.count(sample.SPECIES["tuna"].fact_id) == 1
    assert read.count("Sumber: IFCT 2017 (sampel India), P028") == 1


def test_the_source_of_a_fact_is_said_in_the_readers_language() -> None:
    assert "Sumber: pengetahuan umum" in text_of(sheet(sample.plan()))
    assert "Source: general knowledge" in text_of(sheet(sample.plan(), lang="en"))


def test_a_dish_of_neighbouring_slots_spans_them() -> None:
    html = sheet(one_day(*sample.DAYS[2]))
    assert html.count('rowspan="2"') == 1
    assert html.count("Nasi bakar kembung") == 1


def test_a_dish_of_slots_apart_is_named_again_where_it_reaches() -> None:
    html = sheet(one_day(*sample.DAYS[3]))
    assert "rowspan" not in html
    assert text_of(html).count("ada di: Soto ayam kuah bening") == 1


def test_a_dish_does_not_span_a_slot_that_has_its_own() -> None:
    html = sheet(one_day(*sample.DAYS[2], sample.DAYS[0][1]))
    assert "rowspan" not in html
    assert text_of(html).index("Tuna asam manis") < text_of(html).index("ada di: Nasi bakar kembung")


def test_a_slot_without_a_dish_shows_a_dash() -> None:
    assert sheet(one_day(sample.NASI, sample.JERUK)).count('<p class="nothing">–</p>') == 3


def test_a_day_on_which_nothing_is_served_has_no_figures() -> None:
    read = text_of(sheet(sample.plan([sample.DAYS[0], []], weekdays=("monday", "tuesday"))))
    assert "0 kkal 0,0 g" not in read


def test_a_slot_of_the_canteens_own_is_called_by_its_id() -> None:
    drink = sample.served("susu_kedelai", "Soy milk", "hot_drink", energy=80, protein=4)
    html = sheet(sample.plan([[drink]], weekdays=("monday",), slots=(Slot("hot_drink"),)))
    assert "hot drink Susu kedelai" in text_of(html)
    assert 'href="#i-tray"' in html


def test_energy_and_protein_are_those_of_each_groups_portions() -> None:
    rice = sample.served("nasi", "Rice", "staple", energy=1200, protein=10)
    read = text_of(sheet(one_day(rice)))
    assert "Laki-laki 13\u2060–\u206015 tahun 1.200 kkal 10,0 g protein" in read
    assert "Perempuan 13\u2060–\u206015 tahun 1.140 kkal 9,5 g protein" in read


def test_a_figure_with_an_unknown_in_it_is_said_to_be_at_least() -> None:
    complete, lacking = text_of(sheet(one_day(*sample.DAYS[0]))), text_of(sheet(one_day(*sample.DAYS[2])))
    assert "≥" not in complete
    assert "≥ 33,7 g protein" in lacking
    assert "≥: sedikitnya sekian" in lacking


def test_the_legend_has_only_the_allergens_of_the_week() -> None:
    read = text_of(sheet(one_day(*sample.DAYS[0])))
    assert "Alergen IK Ikan KD Kedelai KM Kemiri Energi" in read


def test_a_week_without_allergens_says_so() -> None:
    assert "Tidak ada alergen yang tercatat" in text_of(sheet(one_day(sample.NASI)))


def test_an_allergen_that_no_table_knows_is_still_marked() -> None:
    assert "Tuna asam manis fish" in text_of(sheet(one_day(sample.DAYS[0][1]), allergens={}))


def test_each_week_has_its_page() -> None:
    read = text_of(sheet(sample.plan(weeks=2)))
    assert re.findall(r"Menu Makan Siang ([^S]+?) Ikan", read) == [
        "30 November – 4 Desember 2026",
        "7–11 Desember 2026",
    ]


def test_another_meal_has_the_plain_title() -> None:
    assert "Menu Mingguan" in text_of(sheet(sample.plan(meal="snack")))


def test_the_sheet_names_the_version_that_planned_it() -> None:
    assert text_of(sheet(sample.plan())).endswith("Kagemi 0.1.0")
