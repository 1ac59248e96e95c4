"""The files of a workspace that a canteen would miss: all but databases, backups and what is hidden."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from kagemi.domain.message import Fault, InvalidInput, Where, say
from kagemi.files.archive import belongs_to, is_archive
from kagemi.files.source import reason

BACKUPS = "backups"
"""The folder in a workspace where backups are written unless another place is named."""


def own_files(root: Path, databases: Sequence[Path]) -> Iterator[Path]:
    """The files, by name; folders and files that are links are followed. Raises `InvalidInput`.

    Left out are `databases` with the logs and copies beside them, the folder of backups, other backups, and
    names that begin with a dot.
    """
    seen: set[Path] = set()
    for folder, folders, names in os.walk(root, followlinks=True, onerror=_refuse):
        here = Path(folder)
        if here.resolve() in seen:  # a link that leads back
            folders.clear()
            continue
        seen.add(here.resolve())
        folders[:] = sorted(f for f in folders if not _is_left_out(f) and (here, f) != (root, BACKUPS))
        for path in (here / name for name in sorted(names) if not _is_left_out(name)):
            if path.is_file() and not is_archive(path) and not _belongs_to_any(path, databases):
                yield path


def free_name(path: Path) -> Path:
    """The path, or with a number from 2 on behind its name if it is taken."""
    number, free = 2, path
    while free.exists():
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
        number += 1
    return free


def _is_left_out(name: str) -> bool:
    return name.startswith(".") or name == "__pycache__"


def _belongs_to_any(path: Path, databases: Sequence[Path]) -> bool:
    return any(
        path.absolute().parent == d.absolute().parent and belongs_to(path.name, d.name) for d in databases
    )


def _refuse(error: OSError) -> None:
    what = say("the folder cannot be read: {reason}", reason=reason(error))
    raise InvalidInput((Fault(Where(str(error.filename)), what),)) from error
