"""A folder that appears whole or not at all."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kagemi.domain.message import Fault, InvalidInput, Where, say
from kagemi.files.source import trouble


@contextmanager
def new_folder(folder: Path, last: str) -> Iterator[tuple[Path, Callable[[Path], None]]]:
    """A place to fill, and what puts a folder that was filled there in the place of `folder`.

    `folder` is new or empty, and is as it was if the block fails. `last`: the entry that makes the folder
    what it is, which comes last. Raises `InvalidInput`.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        what = say("there is something here already, and nothing is overwritten")
        raise InvalidInput((Fault(Where(folder.as_posix()), what, say("choose an empty folder")),))
    is_new = not folder.exists()
    made: list[Path] = []
    staging: Path | None = None
    try:
        beside = folder.absolute().parent if is_new else folder
        beside.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=".kagemi-new-", dir=beside))

        def put(filled: Path) -> None:
            if is_new:
                filled.rename(folder)
                made.append(folder)
                return
            for entry in sorted(filled.iterdir(), key=lambda e: e.name == last):
                entry.rename(folder / entry.name)
                made.append(folder / entry.name)

        yield staging, put
    except BaseException as error:
        for path in made:
            _remove(path)
        if isinstance(error, OSError):
            raise InvalidInput((trouble(folder, error),)) from error
        raise
    finally:
        if staging is not None:
            shutil.rmtree(staging, ignore_errors=True)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
