"""Text can be read: every colour of letters has a contrast of 4.5 with what is behind it (WCAG 2.2, AA)."""

import re
from pathlib import Path

import pytest

from kagemi.files.sheet_settings import CONTRAST, contrast_with_white
from kagemi.sheets.environment import shipped_templates
from kagemi.sheets.look import COLOUR

FILES = sorted(p for p in shipped_templates().iterdir() if p.suffix in (".css", ".j2", ".typ"))
HEX = "#[0-9a-f]{6}"


def contrast(one: str, other: str) -> float:
    """Of two colours: how often the one is as light as the other."""
    pair = sorted((contrast_with_white(one), contrast_with_white(other)))
    return pair[1] / pair[0]


def letters(text: str) -> set[str]:
    """The colours of letters in a template: of the variables for text, and of rules and text() themselves."""
    named = re.findall(rf"--(?:ink|soft|warm|sea): ({HEX})", text)
    named += re.findall(rf"#let (?:ink|soft-ink|warm) = rgb\(\"({HEX})\"\)", text)
    named += re.findall(rf"(?<![-\w])color: ({HEX})", text)
    named += re.findall(rf"text\((?:[^()]*, )?fill: rgb\(\"({HEX})\"\)", text)
    return set(named)


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.name)
def test_letters_stand_out_from_white_and_from_pale_grounds(file: Path) -> None:
    text = file.read_text(encoding="utf-8").lower()
    grounds = [
        "#ffffff",
        *re.findall(rf"--pale: ({HEX})", text),
        *re.findall(rf"#let pale = rgb\(\"({HEX})\"\)", text),
    ]
    weak = {(c, g): contrast(c, g) for c in letters(text) for g in grounds if contrast(c, g) < CONTRAST}
    assert weak == {}


def test_the_templates_have_colours_to_look_at() -> None:
    assert {"#10242f", "#566b77", "#b8431d"} <= {c for f in FILES for c in letters(f.read_text().lower())}


def test_the_name_of_a_fish_stands_out_from_its_box() -> None:
    assert contrast("#ffd277", COLOUR) >= CONTRAST
