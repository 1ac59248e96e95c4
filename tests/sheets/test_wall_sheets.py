"""The page of a class, the serving counter's sheet and the calendar, as text."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from kagemi.domain.constraints import ClosedDay
from kagemi.domain.message import Text
from kagemi.sheets.look import Look
from kagemi.sheets.month import MonthDay
from tests.build import MONDAY, WEEK
from tests.sheets import kitchen_sample, sample
from tests.sheets.test_week import text_of
from tests.sheets.wall_sample import calendar, counter, school_class

SHEETS = [school_class, counter, calendar]


def test_a_class_reads_what_fish_it_eats_and_one_sourced_fact() -> None:
    read = text_of(school_class(sample.plan(sample.DAYS[:1], weekdays=WEEK[:1])))
    assert "Fish of the day Tuna Today we eat Sweet and sour tuna" in read
    assert sample.SPECIES["tuna"].fact_en in read
    assert "Source: IFCT 2017 (Indian samples), P028" in read


def test_a_class_never_reads_who_avoids_what_nor_costs() -> None:
    plan = kitchen_sample.plan()
    dishes = tuple(replace(d, cost_idr=98765.0) for d in plan.problem.dishes)
    read = text_of(school_class(replace(plan, problem=replace(plan.problem, dishes=dishes))))
    monday = read[: read.index("Tuesday, 1 December")]
    assert "Oven omelette" not in monday.split("Finished your")[0]
    assert not re.search(r"98\D?765|IDR|Rp|without|avoid|Girls|325", read)


def test_the_row_to_colour_has_each_day_of_the_week_with_its_own_fish() -> None:
    html = school_class(sample.plan())
    first = html[: html.index("</main>")]
    drawn = re.findall(r'class="icon(?: fish)? outline".*?href="#i-([\w-]+)"', first)
    assert drawn == ["fish-tuna", "allergen-egg", "fish-kembung", "meat", "fish-nila"]


def test_a_day_without_fish_is_about_its_dish() -> None:
    read = text_of(school_class(sample.plan(sample.DAYS[1:2], weekdays=WEEK[:1])))
    assert "Today&#39;s star on the tray Today we eat Oven omelette with vegetables" in read
    assert "Did you know?" not in read
    assert "Finished your plate?" in read


def test_a_day_without_a_meal_says_so_to_a_class_and_at_the_counter() -> None:
    plan = sample.plan([sample.DAYS[0], []], weekdays=WEEK[:2])
    assert "There is no school meal today." in text_of(school_class(plan))
    assert "Nothing is served on this day." in text_of(counter(plan))


def test_the_counter_reads_each_groups_trays_and_portions() -> None:
    read = text_of(counter(kitchen_sample.plan()))
    assert "635 trays" in read
    assert "310 trays" in read
    assert re.search(r"Sweet and sour tuna IK.*?120 g none", read)


def test_the_counter_reads_extra_dishes_by_group_with_the_number_of_children() -> None:
    read = text_of(counter(kitchen_sample.plan()))
    assert re.search(
        r"Instead, only for these groups Girls 13–15 years 325 children · without: Fish Oven", read
    )
    assert "1½ × piece (150 g)" in read


def test_fish_at_the_counter_has_a_time_by_which_it_is_eaten() -> None:
    read = text_of(counter(kitchen_sample.plan()))
    assert read.count("keep hot; eat within 4 hours after cooking cooked at eat before") == 1


def test_the_calendar_marks_fish_days_and_counts_them() -> None:
    html = calendar(sample.plan())
    assert "Fish: 3 of 5 days" in text_of(html)
    assert html.count('<td class="swims">') == 3


def test_the_calendar_names_holidays() -> None:
    closed = {date(2026, 12, 1): ClosedDay(Text("Hari Guru", "Teachers' day"), holiday=True)}
    assert "1 Dec Teachers&#39; day" in text_of(calendar(sample.plan(), closed=closed))


def test_the_calendar_takes_other_weeks_from_what_is_published() -> None:
    before = sample.plan(sample.DAYS[1:2], weekdays=WEEK[:1])
    day = date(2026, 11, 23)
    moved = replace(before.problem, days=tuple(replace(d, date=day) for d in before.problem.days))
    html = calendar(sample.plan(), others={day: MonthDay(replace(before, problem=moved), 2)})
    read = text_of(html)
    assert "23 Nov Oven omelette" in read
    assert "as published" in read
    assert read.index("23 Nov") < read.index(f"{MONDAY.day} Nov")


@pytest.mark.parametrize("make", SHEETS)
def test_a_sheet_shows_the_schools_colour_and_logo(make: Callable[..., str]) -> None:
    html = make(sample.plan(), look=Look("#7a1f1f", "data:image/png;base64,AAAA"))
    assert "--sea: #7a1f1f" in html
    assert '<img class="logo" alt="" src="data:image/png;base64,AAAA">' in html


@pytest.mark.parametrize("make", SHEETS)
def test_names_are_escaped(make: Callable[..., str]) -> None:
    evil = "<script>alert(1)</script>"
    dish = replace(sample.DAYS[0][1], name=Text(evil, evil))
    groups = [replace(sample.BOYS, name=Text(evil, evil))]
    html = make(sample.plan([[dish]], weekdays=WEEK[:1], groups=groups), school=evil)
    assert "<script" not in html


@pytest.mark.parametrize("make", SHEETS)
def test_a_sheet_needs_nothing_from_the_network(make: Callable[..., str]) -> None:
    assert re.findall(r"https?:|<link|<script|@import|url\(", make(sample.plan())) == []
