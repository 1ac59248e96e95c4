"""Files written whole or not at all."""

import os
import secrets
from pathlib import Path

from kagemi.domain.message import InvalidInput
from kagemi.files.source import trouble


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 text with Unix line ends; raises `InvalidInput` if the disk refuses."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file through a temporary one beside it, so that a reader sees the old or the new, never half.

    Folders are made as needed; a symbolic link keeps pointing where it does. Raises `InvalidInput`.
    """
    temporary: Path | None = None
    try:
        target = path.resolve()
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.is_dir():
            raise IsADirectoryError(21, "is a directory", str(target))
        temporary = target.with_name(f".{target.name[:100]}.{secrets.token_hex(6)}.tmp")
        _write(temporary, data)
        if target.exists():
            temporary.chmod(target.stat().st_mode & 0o7777)
        os.replace(temporary, target)  # noqa: PTH105 - the one call that is atomic on all systems
        temporary = None
        _flush_folder(target.parent)
    except OSError as error:
        raise InvalidInput((trouble(path, error),)) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


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
