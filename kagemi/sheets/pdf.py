"""Sheets as PDF/A-2a, tagged and with embedded fonts, where typst is installed (the extra `pdf`)."""

import json
import os
import re
from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from datetime import UTC, date, datetime
from importlib.util import find_spec
from pathlib import Path

from kagemi.domain.message import Fault, InvalidInput, Where, say
from kagemi.sheets.environment import shipped_templates

FONTS = Path(__file__).parent / "fonts"
"""Typst brings serif fonts only, and no font of the machine may change the page."""

_MAIN = "main.typ"
_PLACE = re.compile(r"┌─ (.+?):(\d+):(\d+)")


def can_make_pdf() -> bool:
    """True if typst is installed."""
    return find_spec("typst") is not None


def render_pdf(
    template: str, data: Mapping[str, object], *, templates: Path, lang: str, title: str, day: date
) -> bytes:
    """The file that a typst template of the canteen's, or else the shipped one, makes of `data`.

    The data may hold dataclasses, as views do; the template reads them as JSON from `sys.inputs.data`, `lang`
    and `title` among them, and may import any other .typ file of the two folders. The file is dated `day`, or
    as SOURCE_DATE_EPOCH says: same data, same bytes. Raises InvalidInput naming template and line if it is
    broken, or if typst is missing.
    """
    if not can_make_pdf():
        what = say("a PDF takes the program typst, which is not installed")
        hint = say("install it with: pip install kagemi[pdf]; or print the HTML sheet from a browser")
        raise InvalidInput((Fault(Where(template), what, hint),))
    import typst

    sources = _sources(templates)
    values = {"lang": lang, "title": title, **data}
    try:
        made = typst.compile(  # type: ignore[call-overload] # its stub forgets folders in memory
            {_MAIN: sources[template].read_bytes()} | {n: p.read_bytes() for n, p in sources.items()},
            font_paths=[FONTS],
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards="a-2a",
            timestamp=_timestamp(day),
            sys_inputs={"data": json.dumps(values, ensure_ascii=False, default=_plain)},
        )
    except typst.TypstError as error:
        what = say("the template cannot be filled in: {error}", error=error.message)
        hint = say("correct the template, or delete it to use the one that comes with Kagemi")
        raise InvalidInput((Fault(_where(error.diagnostic, sources, template), what, hint),)) from error
    assert isinstance(made, bytes)
    return made


def _sources(templates: Path) -> dict[str, Path]:
    """All typst files by name: a canteen's own before the shipped ones."""
    folders = (shipped_templates(), templates)
    return {path.name: path for folder in folders for path in sorted(folder.glob("*.typ"))}


def _where(diagnostic: str, sources: Mapping[str, Path], template: str) -> Where:
    """The place that typst names first."""
    found = _PLACE.search(diagnostic)
    if found is None:
        return Where(sources[template].as_posix())
    path = sources[template] if found[1] == _MAIN else sources.get(found[1], Path(found[1]))
    return Where(path.as_posix(), int(found[2]), int(found[3]))


def _timestamp(day: date) -> datetime:
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdecimal():
        return datetime.fromtimestamp(int(epoch), UTC)
    return datetime.combine(day, datetime.min.time(), UTC)


def _plain(value: object) -> object:
    """A view as JSON takes it."""
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return str(value)
