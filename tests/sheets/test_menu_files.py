"""The menu as table, calendar and JSON-LD."""

import csv
import io
import json
from dataclasses import replace

from icalendar import Calendar, Component

from kagemi.domain.message import Text
from kagemi.domain.plan import Plan
from kagemi.sheets.menu_files import COLUMNS, menu_csv, menu_ics, menu_jsonld
from kagemi.sheets.menu_lines import MenuLines
from tests.sheets import kitchen_sample, sample


def menu(plan: Plan | None = None, lang: str = "en") -> MenuLines:
    return MenuLines(plan or sample.plan(), lang, "SMPN 10; Malang", sample.ALLERGENS)


def events(plan: Plan | None = None) -> list[Component]:
    return list(Calendar.from_ical(menu_ics(menu(plan))).walk("VEVENT"))


def test_a_row_a_dish() -> None:
    rows = list(csv.reader(io.StringIO(menu_csv(menu()).decode())))
    assert rows[0] == list(COLUMNS)
    assert len(rows) == 1 + sum(map(len, sample.DAYS))
    assert rows[2] == ["2026-11-30", "animal", "tuna_asam_manis", "Sweet and sour tuna", "tuna", "Fish", ""]


def test_a_table_for_excel_has_a_mark_and_semicolons() -> None:
    made = menu_csv(menu(), excel=True)
    assert made.startswith(b"\xef\xbb\xbfdate;slots;")


def test_a_name_that_looks_like_a_formula_is_text() -> None:
    evil = replace(sample.NASI, name=Text("=1+1", "=1+1"))
    assert b",'=1+1," in menu_csv(menu(sample.plan([[evil]], weekdays=("monday",))))


def test_an_event_a_day_with_dishes_and_allergens() -> None:
    found = events()
    assert len(found) == 5
    first = found[0]
    assert first.decoded("dtstart").isoformat() == "2026-11-30"
    assert "Sweet and sour tuna" in str(first["summary"])
    assert "Sweet and sour tuna · contains: Fish" in str(first["description"])
    assert str(first["location"]) == "SMPN 10; Malang"


def test_a_week_planned_anew_takes_the_place_of_the_old_one() -> None:
    other = sample.plan(tuple(reversed(sample.DAYS)))
    assert [e["uid"] for e in events()] == [e["uid"] for e in events(other)]
    assert len({str(e["uid"]) for e in events()}) == 5


def test_the_same_plan_is_the_same_bytes() -> None:
    assert menu_ics(menu()) == menu_ics(menu())


def test_an_extra_dish_says_for_whom_it_is_and_is_not_in_the_title() -> None:
    first = events(kitchen_sample.plan())[0]
    assert "only for Girls 13–15 years" in str(first["description"])
    assert "omelette" not in str(first["summary"])


def test_the_menu_of_schema_org_has_a_section_a_day_and_no_word_of_diets() -> None:
    made = json.loads(menu_jsonld(menu()))
    assert made["@type"] == "Menu"
    assert [len(s["hasMenuItem"]) for s in made["hasMenuSection"]] == [len(day) for day in sample.DAYS]
    assert b"suitableForDiet" not in menu_jsonld(menu())


def test_nutrition_is_left_out_where_a_figure_is_missing() -> None:
    made = json.loads(menu_jsonld(menu()))
    items = {i["identifier"]: i for s in made["hasMenuSection"] for i in s["hasMenuItem"]}
    assert items["tuna_asam_manis"]["nutrition"]["proteinContent"] == "17 g"
    assert "proteinContent" not in items["trancam"]["nutrition"]


def test_a_strict_calendar_sees_that_a_week_planned_anew_is_newer() -> None:
    def first(revision: int) -> Component:
        anew = replace(menu(), revision=revision)
        return next(iter(Calendar.from_ical(menu_ics(anew)).walk("VEVENT")))

    old, new = first(0), first(1)
    assert (old["sequence"], new["sequence"]) == (0, 1)
    assert old.decoded("dtstamp") < new.decoded("dtstamp")
    assert old.decoded("last-modified") < new.decoded("last-modified")
