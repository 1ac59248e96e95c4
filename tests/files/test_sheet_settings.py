from pathlib import Path

import pytest

from kagemi.files.sheet_settings import contrast_with_white
from kagemi.files.workspace import Settings, Workspace, read_settings
from kagemi.sheets.look import Look, look_of

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


def faults(folder: Path, written: str) -> list[tuple[int, str]]:
    path = folder / "kagemi.toml"
    path.write_text('school = "SDN 1"\n' + written, encoding="utf-8")
    return [(f.where.line, str(f.what)) for f in read_settings(path)[1]]


def test_a_logo_and_a_colour_are_read(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(PNG)
    path = tmp_path / "kagemi.toml"
    path.write_text('school = "SDN 1"\n[sheets]\nlogo = "logo.png"\ncolour = "#7A1f1f"\n', encoding="utf-8")
    assert read_settings(path) == (Settings(school="SDN 1", logo="logo.png", colour="#7A1f1f"), ())


def test_a_logo_is_embedded(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(PNG)
    look = look_of(Workspace(tmp_path, Settings(logo="logo.png", colour="#7a1f1f")))
    assert look == Look("#7a1f1f", "data:image/png;base64,iVBORw0KGgoAAAAAAAAAAAAAAAAAAAAAAAAAAA==")


def test_without_settings_a_sheet_looks_as_it_always_did(tmp_path: Path) -> None:
    assert look_of(Workspace(tmp_path)) == Look("#0a4a6e", "")


@pytest.mark.parametrize(
    ("written", "line", "what"),
    [
        ('[sheets]\ncolour = "blue"', 3, '"blue" is not a colour'),
        ('[sheets]\ncolour = "#ffd277"', 3, "#ffd277 is too pale for white paper: its contrast is 1.4"),
        ("[sheets]\ncolour = 7", 3, "colour must be a text in quotes"),
        ('[sheets]\nlogo = "none.png"', 3, "there is no file none.png"),
        ('[sheets]\nlogo = "../logo.png"', 3, "logo must be a path within the workspace"),
        ('[sheets]\nlogo = "page.html"', 3, "the logo page.html is not an SVG, PNG or JPEG picture"),
        ('[sheets]\nlogo = "fake.png"', 3, "the logo fake.png is not an SVG, PNG or JPEG picture"),
        ('[sheets]\nlogo = "huge.png"', 3, "the logo is too large: 500 kB; it must be below 500 kB"),
        ('[sheets]\ncolor = "#0a4a6e"', 3, 'there is no setting "color"'),
        ('sheets = "blue"', 2, "sheets must be a group of keys"),
    ],
)
def test_a_faulty_setting_is_named_with_its_line(written: str, line: int, what: str, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<svg>")
    (tmp_path / "fake.png").write_text("<script>")
    (tmp_path / "huge.png").write_bytes(PNG + bytes(500_000 - len(PNG)))
    (found,) = faults(tmp_path, written)
    assert found[0] == line
    assert found[1].startswith(what)


def test_black_has_the_highest_contrast_and_white_none() -> None:
    assert round(contrast_with_white("#000000"), 1) == 21
    assert contrast_with_white("#ffffff") == 1
