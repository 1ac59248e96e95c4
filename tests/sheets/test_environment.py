from pathlib import Path

import pytest

from kagemi.domain.message import Fault, InvalidInput
from kagemi.sheets.environment import render, shipped_templates


def write(folder: Path, text: str, name: str = "note.j2") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def fault(folder: Path, template: str = "note.j2") -> Fault:
    with pytest.raises(InvalidInput) as caught:
        render(template, {"days": 5, "zero": 0}, templates=folder, lang="id")
    (only,) = caught.value.faults
    return only


def test_a_template_of_the_canteen_replaces_the_shipped_one(tmp_path: Path) -> None:
    write(tmp_path, "{{ days }} hari", "week.html.j2")
    assert render("week.html.j2", {"days": 5}, templates=tmp_path, lang="id") == "5 hari"


def test_a_template_of_the_canteen_may_use_the_shipped_icons(tmp_path: Path) -> None:
    write(tmp_path, '{% from "icons.html.j2" import icon %}{{ icon("fish") }}')
    assert 'href="#i-fish"' in render("note.j2", {}, templates=tmp_path, lang="id")


def test_values_are_escaped(tmp_path: Path) -> None:
    write(tmp_path, '{{ name }} {{ _("in: %(dish)s", dish=name) }}')
    written = render("note.j2", {"name": "<b>&"}, templates=tmp_path, lang="id")
    assert written == "&lt;b&gt;&amp; ada di: &lt;b&gt;&amp;"


def test_numbers_and_money_follow_the_language(tmp_path: Path) -> None:
    write(tmp_path, "{{ 1234.5 | number(decimals=1) }} {{ 10000 | rupiah }} {{ 0.5 | percent }} {{ lang }}")
    assert render("note.j2", {}, templates=tmp_path, lang="id") == "1.234,5 Rp10.000 50% id"
    assert render("note.j2", {}, templates=tmp_path, lang="en") == "1,234.5 IDR 10,000 50% en"


def test_a_misspelt_name_is_reported_with_its_line(tmp_path: Path) -> None:
    write(tmp_path, "one\ntwo\n{{ dayz }}\n")
    found = fault(tmp_path)
    assert (found.where.file, found.where.line) == (str(tmp_path / "note.j2"), 3)
    assert str(found.what) == "the template cannot be filled in: 'dayz' is undefined"


def test_a_broken_tag_is_reported_with_its_line(tmp_path: Path) -> None:
    write(tmp_path, "one\n{% for d in days %}\n")
    found = fault(tmp_path)
    assert (found.where.file, found.where.line) == (str(tmp_path / "note.j2"), 2)


def test_a_mistake_while_filling_in_is_reported_with_its_line(tmp_path: Path) -> None:
    write(tmp_path, "one\n{{ days / zero }}\n")
    assert fault(tmp_path).where.line == 2


def test_a_mistake_in_an_included_template_is_reported_there(tmp_path: Path) -> None:
    write(tmp_path, "{{ dayz }}", "part.j2")
    write(tmp_path, "one\n{% include 'part.j2' %}\n")
    assert fault(tmp_path).where.file == str(tmp_path / "part.j2")


def test_a_missing_include_is_reported_where_it_is_asked_for(tmp_path: Path) -> None:
    write(tmp_path, "one\n{% include 'part.j2' %}\n")
    found = fault(tmp_path)
    assert (found.where.line, str(found.what)) == (2, "there is no template called 'part.j2'")


def test_a_missing_template_is_reported_with_the_folder(tmp_path: Path) -> None:
    found = fault(tmp_path)
    assert (found.where.file, str(found.what)) == (str(tmp_path), "there is no template called 'note.j2'")


def test_a_template_in_another_encoding_is_reported(tmp_path: Path) -> None:
    (tmp_path / "note.j2").write_bytes("é".encode("latin-1"))
    assert str(fault(tmp_path).what) == "the template is not a UTF-8 text file"


def test_a_template_cannot_reach_into_python(tmp_path: Path) -> None:
    write(tmp_path, "{{ ''.__class__.__mro__ }}")
    assert "unsafe" in str(fault(tmp_path).what)


def test_a_mistake_of_the_program_is_not_blamed_on_a_template(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="'jv' is not one of"):
        render("week.html.j2", {}, templates=tmp_path, lang="jv")


def test_the_shipped_templates_are_there() -> None:
    assert (shipped_templates() / "week.html.j2").is_file()
