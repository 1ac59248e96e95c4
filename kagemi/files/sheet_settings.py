"""The table `[sheets]` of kagemi.toml: a school's logo and colour, checked before they are printed."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from kagemi.domain.message import Fault, Where, say
from kagemi.files.hints import did_you_mean
from kagemi.files.source import trouble

KEYS = ("logo", "colour")
LARGEST = 500_000
"""Bytes of a logo: it is in every sheet."""
CONTRAST = 4.5
"""WCAG 2.2, 1.4.3 (AA): the least contrast of text with what is behind it."""

_BEGINS = {".png": (b"\x89PNG", "image/png"), ".jpg": (b"\xff\xd8\xff", "image/jpeg")}


def sheet_settings_faults(file: str, lines: list[str], written: object) -> Iterator[Fault]:
    """What is wrong with the value of the key `sheets` of a settings file."""
    head = next((n for n, text in enumerate(lines, 1) if re.match(r"\s*\[?\s*sheets\b", text)), 0)
    if not isinstance(written, Mapping):
        hint = say('write [sheets] on a line of its own, and below it logo = "..." or colour = "..."')
        yield Fault(Where(file, head, 1 if head else 0), say("sheets must be a group of keys"), hint)
        return
    for key, value in written.items():
        after = enumerate(lines[head:], head + 1)
        line = next((n for n, text in after if re.match(rf'\s*"?{re.escape(key)}\b', text)), head)
        where = Where(file, line, 1 if line else 0)
        if key not in KEYS:
            yield Fault(where, say('there is no setting "{key}"', key=key), did_you_mean(key, KEYS))
        elif not isinstance(value, str) or not value.strip():
            what = say("{key} must be a text in quotes", key=key)
            yield Fault(where, what, say('write {key} = "..."', key=key))
        elif key == "colour":
            yield from _colour_faults(where, value)
        else:
            yield from _logo_faults(where, value, Path(file).parent)


def media_type(path: Path) -> str | None:
    """What kind of picture a file is, by its name and how it begins; None if sheets cannot show it."""
    suffix = path.suffix.lower().replace("jpeg", "jpg")
    with path.open("rb") as file:
        start = file.read(1024)
    if suffix == ".svg":
        return "image/svg+xml" if b"<svg" in path.read_bytes()[:LARGEST] else None
    begins, kind = _BEGINS.get(suffix, (b"", ""))
    return kind if kind and start.startswith(begins) else None


def contrast_with_white(colour: str) -> float:
    """The contrast of #rrggbb with white, 1 to 21, as WCAG reckons it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _colour_faults(where: Where, colour: str) -> Iterator[Fault]:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        what = say('"{written}" is not a colour', written=colour)
        yield Fault(where, what, say("write # and six digits, as in #0a4a6e"))
    elif (contrast := contrast_with_white(colour)) < CONTRAST:
        what = say(
            "{colour} is too pale for white paper: its contrast is {contrast}, at least 4.5 is needed",
            colour=colour,
            contrast=f"{contrast:.1f}",
        )
        yield Fault(where, what, say("take a darker one"))


def _logo_faults(where: Where, written: str, folder: Path) -> Iterator[Fault]:
    path = folder / written
    if Path(written).is_absolute() or ".." in Path(written).parts or "\\" in written:
        what = say("{key} must be a path within the workspace", key="logo")
        yield Fault(where, what, say("write it from the workspace on, with /"))
        return
    try:
        size = path.stat().st_size
        kind = media_type(path) if path.is_file() else None
    except FileNotFoundError:
        yield Fault(
            where, say("there is no file {file}", file=written), say("put the logo there, or correct its name")
        )
        return
    except OSError as error:
        yield trouble(path, error)
        return
    if size >= LARGEST:
        what = say("the logo is too large: {size} kB; it must be below 500 kB", size=round(size / 1000))
        yield Fault(where, what, say("save a smaller picture of it"))
    elif kind is None:
        yield Fault(where, say("the logo {file} is not an SVG, PNG or JPEG picture", file=written))
