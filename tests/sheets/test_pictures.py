import csv
from pathlib import Path
from xml.etree import ElementTree

import pytest

from kagemi.files.workspace import example_root
from kagemi.sheets.environment import environment, shipped_templates
from kagemi.sheets.pictures import (
    ALLERGENS,
    FISH,
    METHODS,
    PLAIN_FISH,
    as_files,
    as_page,
    fish_picture,
    symbols_of,
)

SHIPPED = symbols_of(shipped_templates())


def column(table: str, name: str) -> set[str]:
    with (example_root() / "nutrition_data" / table).open(encoding="utf-8") as file:
        return {row[name] for row in csv.DictReader(file)}


def test_every_picture_that_is_named_is_drawn() -> None:
    assert {*FISH.values(), *METHODS.values(), *ALLERGENS.values(), PLAIN_FISH} <= SHIPPED.keys()


def test_every_allergen_that_is_pictured_is_in_the_table() -> None:
    assert ALLERGENS.keys() <= column("allergens.csv", "id")


def test_every_species_that_is_drawn_is_in_the_table() -> None:
    assert FISH.keys() <= column("species.csv", "id")


def test_the_dishes_are_cooked_by_no_method_without_a_picture() -> None:
    files = (example_root() / "menus" / "dishes").glob("*.yaml")
    lines = [line for f in files for line in f.read_text(encoding="utf-8").splitlines()]
    cooked = {line.split(":")[1].strip() for line in lines if line.startswith("method:")}
    assert cooked
    assert cooked <= METHODS.keys()


def test_a_species_that_nobody_has_drawn_is_a_plain_fish() -> None:
    assert fish_picture("arwana") == "fish-plain"


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_each_symbol_is_a_sound_svg_of_its_own(name: str) -> None:
    drawn = ElementTree.fromstring(as_files(SHIPPED)[name])
    assert drawn.tag == "{http://www.w3.org/2000/svg}svg"
    assert len(drawn) > 1


def test_an_outline_and_a_solid_shape_are_one_file_with_holes_for_the_colours() -> None:
    assert ".shape{fill:BODY" in as_files(SHIPPED)["fish-lele"]


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A canteen's own set that has one symbol only."""
    own = '{% macro symbols() %}<symbol id="i-tray" viewBox="0 0 9 9"><path d="M1 1h7"/></symbol>{% endmacro %}'
    (tmp_path / "icons.html.j2").write_text(own, encoding="utf-8")
    return tmp_path


def test_a_canteens_own_symbols_come_first_and_the_shipped_ones_fill_the_gaps(older: Path) -> None:
    found = symbols_of(shipped_templates(), older)
    assert found["tray"][0] == "0 0 9 9"
    assert found.keys() == SHIPPED.keys()


def test_a_page_has_the_symbols_that_an_older_set_lacks(older: Path) -> None:
    shown = environment(older, "id").from_string("{{ symbols() }}").render()
    assert shown == as_page(symbols_of(shipped_templates(), older))
    assert 'id="i-tray" viewBox="0 0 9 9"' in shown
    assert 'id="i-allergen-crustacean"' in shown
