"""The menu, the production sheet and the leftovers sheet as PDF."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from kagemi.domain.message import InvalidInput, Text
from kagemi.domain.plan import Plan
from kagemi.sheets.environment import shipped_templates
from kagemi.sheets.kitchen import kitchen_values
from kagemi.sheets.leftovers import leftovers_values
from kagemi.sheets.paper import Paper, as_pdf
from kagemi.sheets.pdf import render_pdf
from kagemi.sheets.week import WeekSheet, week_values
from tests.build import group
from tests.sheets import kitchen_sample, sample

DAY = date(2026, 11, 30)
SHIPPED = shipped_templates()
LONG = "Ikan kembung panggang bumbu rujak dengan sambal dabu-dabu dan kemangi segar"


def week(plan: Plan, lang: str = "id", templates: Path = SHIPPED) -> bytes:
    values = week_values(WeekSheet(plan, lang, sample.SPECIES, sample.ALLERGENS), "SMPN 10 Malang")
    return as_pdf("week", values, Paper(templates, lang, DAY))


def kitchen(plan: Plan, lang: str = "id") -> bytes:
    values = kitchen_values(
        plan,
        lang=lang,
        days=plan.problem.days,
        recipes=kitchen_sample.RECIPES,
        foods=kitchen_sample.FOODS,
        allergens=sample.ALLERGENS,
        thaw={DAY: [("ikan_tuna", 12_000.0)]},
        serve_at=720,
        school="SMPN 10 Malang",
    )
    return as_pdf("kitchen", values, Paper(SHIPPED, lang, DAY))


def pages(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def renamed(name: str) -> Plan:
    days = [[replace(d, name=Text(name, name)) for d in day] for day in sample.DAYS]
    return sample.plan(days)


@pytest.mark.parametrize("lang", ["id", "en"])
def test_a_week_is_one_landscape_page_with_every_dish(lang: str) -> None:
    pdf = week(sample.plan(), lang)
    (said,) = pages(pdf)
    for day in sample.DAYS:
        for dish in day:
            assert dish.name.in_language(lang).replace(" ", "") in said.replace(" ", "")
    box = PdfReader(BytesIO(pdf)).pages[0].mediabox
    assert (round(box.width), round(box.height)) == (842, 595)


def test_two_weeks_are_two_pages() -> None:
    assert len(pages(week(sample.plan(weeks=2)))) == 2


def test_long_names_stay_on_the_page() -> None:
    (said,) = pages(week(renamed(LONG)))
    assert "dabu-dabu" in said


def test_ten_groups_stay_on_the_page() -> None:
    groups = [
        replace(group(f"g{n}", headcount=100), name=Text(f"Kelompok {n}", f"Group {n}")) for n in range(10)
    ]
    (said,) = pages(week(sample.plan(groups=groups)))
    assert "Kelompok 9" in said
    assert "Kagemi 0.1.0" in said


@pytest.mark.parametrize("name", ["ꦱꦼꦒꦥꦼꦕꦼꦭ꧀", "سمك مشوي"])
def test_javanese_and_arabic_script_have_letters(name: str) -> None:
    resources: Any = PdfReader(BytesIO(week(renamed(name)))).pages[0]["/Resources"]
    fonts = {str(font.get_object()["/BaseFont"]) for font in resources["/Font"].values()}
    assert any("Noto" in font for font in fonts)


def test_it_is_tagged_archival_pdf_in_the_language_of_the_sheet() -> None:
    root: Any = PdfReader(BytesIO(week(sample.plan()))).root_object
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "id"
    assert b"pdfaid:part" in root["/Metadata"].get_data()


def test_the_kitchen_sheet_says_weights_portions_and_what_is_thawed() -> None:
    said = " ".join(pages(kitchen(kitchen_sample.plan())))
    for words in ("Nasi putih", "46,50 kg", "Ikan tuna", "12 kg", "Potong tuna."):
        assert words in said


def test_every_day_of_the_leftovers_sheet_is_one_page() -> None:
    plan = sample.plan()
    values = leftovers_values(plan, lang="en", days=plan.problem.days, school="SMPN 10 Malang")
    said = pages(as_pdf("leftovers", values, Paper(SHIPPED, "en", DAY)))
    assert len(said) == 5
    assert "planned: 635" in said[0]


def test_the_same_plan_is_the_same_bytes() -> None:
    assert week(sample.plan()) == week(sample.plan())


def test_the_date_of_the_file_may_be_set_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    metadata: Any = PdfReader(BytesIO(week(sample.plan()))).metadata
    assert metadata["/CreationDate"].startswith("D:1970")


def test_a_broken_template_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "week.typ").write_text('#import "sheet.typ": *\n#data.nothing\n', encoding="utf-8")
    with pytest.raises(InvalidInput) as caught:
        week(sample.plan(), templates=tmp_path)
    where = caught.value.faults[0].where
    assert (where.file, where.line) == ((tmp_path / "week.typ").as_posix(), 2)


def test_a_broken_shared_file_is_named_rather_than_the_template_that_imports_it(tmp_path: Path) -> None:
    (tmp_path / "sheet.typ").write_text("#let data = \n", encoding="utf-8")
    with pytest.raises(InvalidInput, match=r"sheet\.typ:1"):
        week(sample.plan(), templates=tmp_path)


def test_without_typst_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kagemi.sheets.pdf.find_spec", lambda name: None)
    with pytest.raises(InvalidInput) as caught:
        render_pdf("week.typ", {}, templates=SHIPPED, lang="id", title="", day=DAY)
    assert "pip install kagemi[pdf]" in str(caught.value.faults[0].hint)
