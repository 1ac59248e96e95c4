"""The folder a canteen owns: its dishes, constraints, sheets, prices and settings (kagemi.toml)."""

import re
import shutil
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

from kagemi.domain.message import Fault, InvalidInput, Where, say
from kagemi.files.hints import did_you_mean
from kagemi.files.sheet_settings import KEYS as SHEET_KEYS
from kagemi.files.sheet_settings import sheet_settings_faults
from kagemi.files.source import read_source, trouble

SETTINGS_FILE = "kagemi.toml"
PARTS = ("menus", "nutrition_data")
LANGUAGES = ("id", "en")


@dataclass(frozen=True)
class Settings:
    """What kagemi.toml says; every key has a default."""

    school: str = "Kantin Segar Kagemi, SMPN 10 Malang"
    language: str = "id"
    constraints: str = "menus/constraints/kagemi_smpn10.yaml"
    plans: str = "plans"
    prices: str = "cheapest"
    """How prices are chosen among suppliers' quotes: book, cheapest, mean_of_3 or a supplier's id."""
    logo: str = ""
    """In the table [sheets]: a picture of the workspace that all sheets show; "" for none."""
    colour: str = ""
    """In the table [sheets]: #rrggbb, "" for the usual blue."""


TOP_KEYS = tuple(key for key in Settings.__dataclass_fields__ if key not in SHEET_KEYS)
"""Settings outside a table."""


@dataclass(frozen=True)
class Workspace:
    """A workspace, or the shipped example (`is_example`), whose files are only read."""

    root: Path
    settings: Settings = field(default_factory=Settings)
    is_example: bool = False

    @property
    def menus(self) -> Path:
        """Dishes, constraints and sheets."""
        return self.root / "menus"

    @property
    def dishes(self) -> Path:
        """One dish a file."""
        return self.menus / "dishes"

    @property
    def sheets(self) -> Path:
        """The templates of what is printed."""
        return self.menus / "sheets"

    @property
    def nutrition_data(self) -> Path:
        """The tables of facts."""
        return self.root / "nutrition_data"

    @property
    def constraints(self) -> Path:
        """The constraints file that is used unless another is named."""
        return self.root / self.settings.constraints

    @property
    def plans(self) -> Path:
        """Where plans are written: in the workspace, or, with the example, in the current folder."""
        return Path(self.settings.plans) if self.is_example else self.root / self.settings.plans


def find_workspace(start: Path, explicit: Path | None = None) -> Workspace:
    """The workspace at `explicit`, else the nearest around `start`, else the shipped example.

    Raises `InvalidInput` if `explicit` is none, or if its settings are faulty.
    """
    if explicit is not None:
        if not (explicit / SETTINGS_FILE).is_file() and not _has_parts(explicit):
            what = say("this folder is not a workspace: it has no {file}", file=SETTINGS_FILE)
            raise InvalidInput((Fault(Where(explicit.as_posix()), what, say("make one with kagemi init")),))
        return _open(explicit)
    absolute = start.absolute()
    for folder in (absolute, *absolute.parents):
        if (folder / SETTINGS_FILE).is_file():
            return _open(_short(folder))
    return Workspace(_short(example_root()), is_example=True)


def example_root() -> Path:
    """The folder of the shipped menus and nutrition_data: in the package, or the checkout around it."""
    package = Path(str(files("kagemi")))
    for folder in (package / "example", package.parent):
        if _has_parts(folder):
            return folder
    what = say("the example menus and tables that belong to Kagemi are missing")
    raise InvalidInput((Fault(Where(package.as_posix()), what, say("install Kagemi again")),))


def read_settings(path: Path) -> tuple[Settings, tuple[Fault, ...]]:
    """The settings in a kagemi.toml, and what is wrong with them."""
    source = read_source(path)
    if isinstance(source, Fault):
        return Settings(), (source,)
    try:
        data = tomllib.loads(source.text)
    except tomllib.TOMLDecodeError as error:
        return Settings(), (_toml_fault(source.file, str(error)),)
    faults = list(_setting_faults(source.file, source.lines(), data))
    sheets = data.get("sheets", {})
    written = {k: data.get(k) for k in TOP_KEYS}
    if isinstance(sheets, dict):
        written |= {k: sheets.get(k) for k in SHEET_KEYS}
    known = {k: v for k, v in written.items() if isinstance(v, str)}
    return Settings(**known), tuple(faults)


def init_workspace(folder: Path, example: Path | None = None) -> Workspace:
    """Make a workspace of the shipped example in `folder`, whole or not at all; raises `InvalidInput`."""
    _refuse_to_overwrite(folder)
    source = example or example_root()
    made: list[Path] = []
    is_new = not folder.exists()
    temporary: Path | None = None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=".kagemi-init-", dir=folder))
        for part in PARTS:
            _copy(source / part, temporary / part)
        (temporary / SETTINGS_FILE).write_text(_settings_text(Settings()), encoding="utf-8", newline="\n")
        for part in (*PARTS, SETTINGS_FILE):
            (temporary / part).rename(folder / part)
            made.append(folder / part)
    except BaseException as error:
        _undo(made, folder if is_new else None, temporary)
        if isinstance(error, OSError):
            raise InvalidInput((trouble(folder, error),)) from error
        raise
    shutil.rmtree(temporary, ignore_errors=True)
    return _open(folder)


def from_root(file: str, root: Path) -> str:
    """A file's path from the workspace's root on, its name alone if it is elsewhere: the same everywhere."""
    path, base = Path(file).absolute(), root.absolute()
    return path.relative_to(base).as_posix() if path.is_relative_to(base) else Path(file).name


def _open(root: Path) -> Workspace:
    path = root / SETTINGS_FILE
    settings, faults = read_settings(path) if path.is_file() else (Settings(), ())
    for part in PARTS:
        if not (root / part).is_dir():
            what = say("the workspace has no folder {folder}", folder=part)
            faults = (
                *faults,
                Fault(Where(root.as_posix()), what, say("copy it from a new workspace: kagemi init")),
            )
    if faults:
        raise InvalidInput(tuple(faults))
    return Workspace(root, settings)


def _short(folder: Path) -> Path:
    """From the current folder on, if it is within: the way that messages name files."""
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder


def _has_parts(folder: Path) -> bool:
    return all((folder / part).is_dir() for part in PARTS)


def _toml_fault(file: str, problem: str) -> Fault:
    place = re.search(r"\(at line (\d+), column (\d+)\)", problem)
    where = Where(file, int(place[1]), int(place[2])) if place else Where(file)
    why = re.sub(r"\s*\(at .*\)$", "", problem).lower()
    what = say("the settings cannot be read: {why}", why=why)
    return Fault(where, what, say('write each setting as key = "value", the value in quotes'))


def _setting_faults(file: str, lines: list[str], data: dict[str, Any]) -> Iterator[Fault]:
    for key, value in data.items():
        if key == "sheets":
            yield from sheet_settings_faults(file, lines, value)
            continue
        line = next((n for n, text in enumerate(lines, 1) if re.match(rf'\s*\[*"?{re.escape(key)}\b', text)), 0)
        where = Where(file, line, 1 if line else 0)
        if key not in TOP_KEYS:
            hint = did_you_mean(key, (*TOP_KEYS, "sheets"))
            yield Fault(where, say('there is no setting "{key}"', key=key), hint)
        elif not isinstance(value, str) or not value.strip():
            hint = say('write {key} = "..."', key=key)
            yield Fault(where, say("{key} must be a text in quotes", key=key), hint)
        elif key == "language" and value not in LANGUAGES:
            what = say('there is no language "{written}"', written=value)
            yield Fault(where, what, say('write "id" for Bahasa Indonesia or "en" for English'))
        elif key in ("constraints", "plans") and _outside(value):
            what = say("{key} must be a path within the workspace", key=key)
            yield Fault(where, what, say("write it from the workspace on, with /"))


def _outside(path: str) -> bool:
    return Path(path).is_absolute() or ".." in Path(path).parts or "\\" in path


def _refuse_to_overwrite(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        what = say("there is a file of this name already")
        raise InvalidInput((Fault(Where(folder.as_posix()), what, say("choose another folder")),))
    taken = [part for part in (SETTINGS_FILE, *PARTS) if (folder / part).exists()]
    if taken:
        what = say("the folder has {parts} already, and nothing is overwritten", parts=", ".join(taken))
        raise InvalidInput((Fault(Where(folder.as_posix()), what, say("choose an empty folder")),))


def _copy(source: Path, target: Path) -> None:
    """Copy a folder's files, not their permissions: the example may be read-only."""
    target.mkdir()
    for path in sorted(source.iterdir()):
        if path.name.startswith(".") or path.name == "__pycache__":
            continue
        if path.is_dir():
            _copy(path, target / path.name)
        else:
            shutil.copyfile(path, target / path.name)


def _undo(made: list[Path], folder: Path | None, temporary: Path | None) -> None:
    for path in (*made, *([temporary] if temporary else []), *([folder] if folder else [])):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _settings_text(settings: Settings) -> str:
    return _TEMPLATE.format(
        school=settings.school,
        language=settings.language,
        constraints=settings.constraints,
        plans=settings.plans,
        prices=settings.prices,
    )


_TEMPLATE = """\
# Settings of this Kagemi workspace. / Pengaturan ruang kerja Kagemi ini.

# The name on every sheet. / Nama di setiap lembar.
school = "{school}"

# Language of messages and sheets: "id" or "en". / Bahasa pesan dan lembar.
language = "{language}"

# The constraints file that is used unless another is named. / Berkas aturan yang dipakai.
constraints = "{constraints}"

# Where plans are written. / Tempat rencana menu disimpan.
plans = "{plans}"

# Prices of plans where traders have quoted some: "cheapest", "mean_of_3", a trader's id, or "book" for the
# table prices.csv only. / Harga dalam rencana bila ada penawaran pedagang.
prices = "{prices}"

# A logo (SVG, PNG or JPEG below 500 kB) and a dark colour for all sheets. / Logo dan warna di semua lembar.
# [sheets]
# logo = "logo.svg"
# colour = "#0a4a6e"
"""
