"""Files written whole or not at all."""

import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from kagemi.domain.message import Fault, InvalidInput, Where, say
from kagemi.files.source import trouble


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 text with Unix line ends; raises `InvalidInput` if the disk refuses."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file through a temporary one beside it, so that a reader sees the old or the new, never half.

    Folders are made as needed; a symbolic link keeps pointing where it does. Raises `InvalidInput`.
    """
    write_all({path: data})


def write_all(files: Mapping[Path, bytes]) -> None:
    """Write files that belong together as `write_bytes` does: none gets its name until all have their room.

    Raises `InvalidInput` naming the file that the disk refuses.
    """
    staged: list[tuple[Path, Path, Path]] = []
    try:
        for path, data in files.items():
            with _refusals_of(path):
                target = path.resolve()
                target.parent.mkdir(parents=True, exist_ok=True)
                if target.is_dir():
                    raise IsADirectoryError(21, "is a directory", str(target))
                temporary = target.with_name(f".{target.name[:100]}.{secrets.token_hex(6)}.tmp")
                staged.append((path, temporary, target))
                _write(temporary, data)
        for path, temporary, target in staged:
            with _refusals_of(path):
                if target.exists():
                    temporary.chmod(target.stat().st_mode & 0o7777)
                os.replace(temporary, target)  # noqa: PTH105 - the one call that is atomic on all systems
                _flush_folder(target.parent)
    finally:
        for _, temporary, _ in staged:
            temporary.unlink(missing_ok=True)


@contextmanager
def _refusals_of(path: Path) -> Iterator[None]:
    """What the disk refuses, said of a file."""
    try:
        yield
    except OSError as error:
        raise InvalidInput((trouble(path, error),)) from error


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """A file to write into, which is at `path` when the block ends well, and nowhere otherwise.

    Folders are made as needed; what is there already is never overwritten. Raises `InvalidInput`.
    """
    temporary: Path | None = None
    try:
        if os.path.lexists(path):
            raise _taken(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name[:100]}.{secrets.token_hex(6)}.tmp")
        with temporary.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        _put(temporary, path)
        _flush_folder(path.parent)
    except OSError as error:
        raise InvalidInput((trouble(path, error),)) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def _put(temporary: Path, path: Path) -> None:
    """Give a file its name, which another program may take at the same time."""
    try:
        try:
            os.link(temporary, path)
        except FileExistsError:
            raise
        except OSError:  # a disk that knows no second names
            path.open("xb").close()
            os.replace(temporary, path)  # noqa: PTH105 - the one call that is atomic on all systems
    except FileExistsError as error:
        raise _taken(path) from error


def _taken(path: Path) -> InvalidInput:
    what = say("there is a file of this name already, and nothing is overwritten")
    return InvalidInput((Fault(Where(path.as_posix()), what, say("choose another name")),))


def _write(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where the system can do that."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError:
        pass  # some network disks cannot, and the file itself is safe
    finally:
        os.close(handle)
