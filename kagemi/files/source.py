"""A text file as read from disk, or the fault that says why it cannot be read."""

import errno
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kagemi.domain.message import Fault, Message, Where, say

MEGABYTE = 1_000_000

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


@dataclass(frozen=True)
class Source:
    """The text of a file, without a byte order mark and with Unix line ends."""

    file: str
    text: str

    def lines(self) -> list[str]:
        """The lines, without their ends."""
        return self.text.split("\n")


def read_source(path: Path, limit: int = 5 * MEGABYTE) -> Source | Fault:
    """Read a UTF-8 text file of at most `limit` bytes; a byte order mark is accepted and dropped."""
    file = path.as_posix()
    try:
        if path.is_dir():
            return Fault(Where(file), say("a file is expected here, and this is a folder"))
        size = path.stat().st_size
        if size > limit:
            return _too_large(file, size, limit)
        if not path.is_file():
            return Fault(Where(file), say("this is not an ordinary file"))
        raw = path.read_bytes()
    except OSError as error:
        return Fault(Where(file), say("the file cannot be read: {reason}", reason=reason(error)))
    if len(raw) > limit:
        return _too_large(file, len(raw), limit)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _not_utf8(file, raw, error.start)
    return source_of(file, text)


def source_of(file: str, text: str, limit: int = 5 * MEGABYTE) -> Source | Fault:
    """A text that is, or is to be, that of a file; of at most `limit` bytes."""
    if len(text) > limit:
        return _too_large(file, len(text), limit)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _control_character(file, text) or Source(file, text)


def read_line(where: Where) -> str | None:
    """The line of a file that a fault points to, or None if there is none."""
    if not where.line:
        return None
    try:
        changed = Path(where.file).stat().st_mtime_ns
    except OSError:
        return None
    lines = _lines(where.file, changed)
    return lines[where.line - 1] if where.line <= len(lines) else None


@lru_cache(maxsize=4)
def _lines(file: str, changed: int) -> list[str]:  # noqa: ARG001 - a changed file is read again
    source = read_source(Path(file))
    return [] if isinstance(source, Fault) else source.lines()


_REASONS = {
    errno.ENOENT: say("no such file or directory"),
    errno.EACCES: say("permission denied"),
    errno.EPERM: say("operation not permitted"),
    errno.EROFS: say("read-only file system"),
    errno.ENOSPC: say("no space left on device"),
    errno.ENOTDIR: say("not a directory"),
    errno.EISDIR: say("is a directory"),
    errno.ENAMETOOLONG: say("file name too long"),
}


def reason(error: OSError) -> Message | str:
    """Why the system refused; what is seldom is said in its own words."""
    return _REASONS.get(error.errno or 0) or (error.strerror or str(error)).lower()


def trouble(path: Path, error: OSError) -> Fault:
    """The fault of a file that cannot be written."""
    hints: dict[int | None, Message] = {
        errno.EACCES: say("choose a folder that you may write to"),
        errno.EPERM: say("choose a folder that you may write to"),
        errno.EROFS: say("choose a folder that you may write to"),
        errno.ENOSPC: say("make room on the disk and try again"),
        errno.EISDIR: say("choose a file name; this one is a folder"),
        errno.ENAMETOOLONG: say("choose a shorter name"),
    }
    what = say("the file cannot be written: {reason}", reason=reason(error))
    return Fault(Where(path.as_posix()), what, hints.get(error.errno))


def _too_large(file: str, size: int, limit: int) -> Fault:
    return Fault(
        Where(file),
        say(
            "the file is too large ({size} MB; at most {limit} MB)",
            size=f"{size / MEGABYTE:.1f}",
            limit=f"{limit / MEGABYTE:g}",
        ),
        say("check that this is the file you mean"),
    )


def _not_utf8(file: str, raw: bytes, start: int) -> Fault:
    before = raw[:start].decode("utf-8-sig", errors="replace")
    if b"\0" in raw[:4096]:
        hint = say("this is no text file, or it is saved as UTF-16: save it again as UTF-8")
    else:
        hint = say("save the file as UTF-8 (in Notepad: Save as, Encoding, UTF-8)")
    return Fault(_place(file, before), say("the file is not UTF-8 text"), hint)


def _control_character(file: str, text: str) -> Fault | None:
    found = _CONTROL.search(text)
    if not found:
        return None
    code = f"U+{ord(found.group()):04X}"
    return Fault(
        _place(file, text[: found.start()]),
        say("the text has an invisible control character ({code}) here", code=code),
        say("delete the character, or type the line again"),
    )


def _place(file: str, before: str) -> Where:
    return Where(file, before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)
