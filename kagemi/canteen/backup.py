"""Backing a workspace up, files and database, and making a workspace of a backup."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import kagemi
from kagemi.domain.message import Fault, InvalidInput, Where, say
from kagemi.files.archive import DATABASE, FILES, Manifest, damaged, database_lines, unpack, write_archive
from kagemi.files.new_folder import new_folder
from kagemi.files.own_files import BACKUPS, free_name, own_files
from kagemi.files.workspace import SETTINGS_FILE, Workspace
from kagemi.memory import store_if_any
from kagemi.store.backup import Head, NotABackup, lines, load, read_head
from kagemi.store.engine import FILE, VARIABLE


@dataclass(frozen=True)
class BackedUp:
    """A backup that was written or restored."""

    place: Path
    """Its file, or the new workspace."""
    manifest: Manifest
    rows: Mapping[str, int]
    """Of the database: table -> rows."""


def back_up(workspace: Workspace, path: Path | None, now: datetime, environment: Mapping[str, str]) -> BackedUp:
    """Write the workspace's files and its database into one file; raises `InvalidInput`.

    `path`: None for a name of the minute in the workspace's folder of backups; for another no folder is made,
    as one that is missing is most likely on a disk that is not there. `now` has a time zone.
    """
    if workspace.is_example:
        what = say("there is no workspace here to back up")
        raise InvalidInput((Fault(Where(), what, say("make one with kagemi init, and work in its folder")),))
    if path is not None and not path.parent.exists():
        what = say("there is no folder {folder}", folder=path.parent.as_posix())
        hint = say("is the USB stick plugged in? if so, make the folder first")
        raise InvalidInput((Fault(Where(path.as_posix()), what, hint),))
    root = workspace.root
    target = path or free_name(root / BACKUPS / f"kagemi-{now:%Y-%m-%dT%H%M}.zip")
    heads: list[Head] = []
    with store_if_any(workspace, environment) as store:
        database = None if store is None else _noting_the_head(lines(store, kagemi.__version__), heads)
        places = [root / FILE, *([] if store is None else [Path(store.place)])]
        files = own_files(root, places)
        made_at = now.isoformat(timespec="seconds")
        manifest = write_archive(target, root, files, database, kagemi.__version__, made_at)
    return BackedUp(target, manifest, _rows(heads))


def restore(archive: Path, folder: Path, environment: Mapping[str, str]) -> BackedUp:
    """Make a workspace of a backup in a new or empty folder, whole or not at all; raises `InvalidInput`.

    The rows go to the database that the environment names, which must be empty, else into the workspace.
    """
    heads: list[Head] = []
    with new_folder(folder, SETTINGS_FILE) as (staging, put):
        manifest = unpack(archive, staging, FILE)
        files, rows = staging / FILES, staging / DATABASE
        files.mkdir(exist_ok=True)
        elsewhere = environment.get(VARIABLE)
        if rows.exists() and elsewhere:
            heads.append(_load(archive, elsewhere, rows, lambda: put(files)))
        else:
            if rows.exists():
                heads.append(_load(archive, files / FILE, rows, lambda: None))
            put(files)
    return BackedUp(folder, manifest, _rows(heads))


def _load(archive: Path, place: str | Path, rows: Path, finish: Callable[[], None]) -> Head:
    try:
        return load(place, database_lines(rows), finish, archive.as_posix())
    except NotABackup as error:
        what = say("{member}, line {line}: {what}", member=DATABASE, line=error.line, what=error.what)
        raise damaged(archive, what) from error


def _noting_the_head(database: Iterator[str], heads: list[Head]) -> Iterator[str]:
    first = next(database)
    heads.append(read_head(first))
    yield first
    yield from database


def _rows(heads: list[Head]) -> dict[str, int]:
    return {table.name: table.rows for head in heads for table in head.tables}
