"""A backup: one zip of a workspace's files and its database as lines of text, each with its SHA-256.

`manifest.json` names the members; files are below `workspace/`, the lines of the database are `database.jsonl`.
Archives may come from anywhere, so nothing in them is believed: see `unpack`.
"""

import errno
import hashlib
import json
import os
import re
import shutil
import stat
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from pydantic import TypeAdapter, ValidationError

from kagemi.domain.message import Fault, InvalidInput, Message, Where, say
from kagemi.files.atomic import new_file
from kagemi.files.source import MEGABYTE, reason

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "database.jsonl"
FILES = "workspace/"

LIMIT = 10_000 * MEGABYTE
"""Bytes of all members together, unpacked."""
MOST_MEMBERS = 100_000
MANIFEST_LIMIT = 50 * MEGABYTE
LINE_LIMIT = 100 * MEGABYTE
MOST_SHRUNK = 250
"""So many times larger than the archive its contents may be; text and tables shrink to a tenth."""

_CHUNK = 1 << 20
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OverflowError
)  # fmt: skip
"""What zipfile raises for archives that are damaged, encrypted or not what it knows."""


@dataclass(frozen=True)
class Member:
    """What the manifest says of a member; `changed_ns`: when a file was last changed."""

    sha256: str
    bytes: int
    changed_ns: int | None = None


@dataclass(frozen=True)
class Manifest:
    """What is in a backup; `made_at` as ISO 8601."""

    format: int
    kagemi: str
    made_at: str
    members: Mapping[str, Member]

    @property
    def files(self) -> int:
        """How many files of the workspace."""
        return sum(name.startswith(FILES) for name in self.members)


def write_archive(
    path: Path,
    root: Path,
    files: Iterable[Path],
    database: Iterable[str] | None,
    kagemi: str,
    made_at: str,
) -> Manifest:
    """Write a backup of files below `root` and of a database's lines, whole or not at all.

    `kagemi`: the version of this program. What is there already is not overwritten. Raises `InvalidInput`.
    """
    members: dict[str, Member] = {}
    with new_file(path) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        if database is not None:
            chunks = (line.encode() for line in database)
            members[DATABASE] = _add(archive, zipfile.ZipInfo(DATABASE), chunks)
        for source in files:
            name = FILES + source.relative_to(root).as_posix()
            members[name] = _add_file(archive, name, source)
        total = sum(member.bytes for member in members.values())
        if total > LIMIT or len(members) > MOST_MEMBERS:
            raise _fault(root, _too_much(total, len(members)), say("move what does not belong here elsewhere"))
        manifest = Manifest(FORMAT, kagemi, made_at, members)
        archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1) + "\n")
    return manifest


def is_archive(path: Path) -> bool:
    """Whether a file is a backup, whole or not."""
    if path.suffix != ".zip":
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return MANIFEST in archive.namelist() and _is_manifest(archive)
    except (OSError, *_UNREADABLE):
        return False


def _is_manifest(archive: zipfile.ZipFile) -> bool:
    """Whether what the manifest says is what Kagemi says in one; raises as zipfile does."""
    with archive.open(MANIFEST) as member:
        try:
            told = json.loads(member.read(MANIFEST_LIMIT))
        except (ValueError, RecursionError):
            return False
    return isinstance(told, dict) and {"format", "kagemi", "members"} <= told.keys()


def belongs_to(name: str, database: str) -> bool:
    """Whether a file's name is that of a database, of a log beside it, or of a copy made before an upgrade."""
    rest = name.removeprefix(database)
    logs = ("", "-wal", "-shm", "-journal")
    return name.startswith(database) and (rest in logs or re.fullmatch(r"\.[^.]+\.backup", rest) is not None)


def unpack(path: Path, folder: Path, reserved: str) -> Manifest:
    """Unpack a backup into a folder, `database.jsonl` beside the folder `workspace`.

    Raises `InvalidInput`, and OSError where the disk refuses. Refused is whatever is
    not just as the manifest says, and members that would be elsewhere, are links, claim more room than there
    is, or shrink as no text does. `reserved`: the database's name; no file of the workspace may belong to it.
    """
    with _opened(path) as archive:
        manifest = _manifest(path, archive)
        _check_size(path, folder, archive)
        for info in archive.infolist():
            if info.filename != MANIFEST:
                _check_member(path, info, manifest, reserved)
                _extract(path, archive, info, manifest.members[info.filename], folder / info.filename)
    return manifest


def database_lines(path: Path) -> Iterator[str]:
    """The lines of an unpacked `database.jsonl`; one beyond all measure is empty, and so no row."""
    with path.open(encoding="utf-8", errors="replace", newline="\n") as file:
        while line := file.readline(LINE_LIMIT):
            yield line if line.endswith("\n") else ""


def damaged(path: Path, why: Message) -> InvalidInput:
    """The one fault of a backup that cannot be used."""
    return _fault(path, say("the backup is damaged: {why}", why=why), say("use another backup"))


def _add_file(archive: zipfile.ZipFile, name: str, source: Path) -> Member:
    try:
        name.encode()
        with source.open("rb") as file:
            info = zipfile.ZipInfo.from_file(source, name, strict_timestamps=False)
            info.compress_type = zipfile.ZIP_DEFLATED
            changed = os.fstat(file.fileno()).st_mtime_ns
            return _add(archive, info, iter(lambda: _read(source, file), b""), changed)
    except UnicodeEncodeError as error:
        raise _fault(source, say("the name of this file is not UTF-8"), say("give it another name")) from error


def _read(source: Path, file: IO[bytes]) -> bytes:
    try:
        return file.read(_CHUNK)
    except OSError as error:
        raise _fault(source, say("the file cannot be read: {reason}", reason=reason(error))) from error


def _add(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, chunks: Iterable[bytes], changed_ns: int | None = None
) -> Member:
    digest, size = hashlib.sha256(), 0
    with archive.open(info, "w", force_zip64=True) as member:
        for chunk in chunks:
            member.write(chunk)
            digest.update(chunk)
            size += len(chunk)
    return Member(digest.hexdigest(), size, changed_ns)


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        file = path.open("rb")
    except OSError as error:
        raise _fault(path, say("the file cannot be read: {reason}", reason=reason(error))) from error
    with file:
        try:
            archive = zipfile.ZipFile(file)
        except _UNREADABLE as error:
            raise damaged(path, say("it is no whole zip file")) from error
        with archive:
            yield archive


def _manifest(path: Path, archive: zipfile.ZipFile) -> Manifest:
    names = [info.filename for info in archive.infolist()]
    if MANIFEST not in names:
        raise _fault(path, say("this file is not a backup of Kagemi"), say("kagemi backup makes one"))
    text = b"".join(_chunks(path, archive, archive.getinfo(MANIFEST), MANIFEST_LIMIT))
    try:
        manifest = TypeAdapter(Manifest).validate_json(text, strict=True)
    except (ValidationError, RecursionError) as error:
        raise damaged(path, say("{member} cannot be read", member=MANIFEST)) from error
    if manifest.format != FORMAT:
        what = say("the backup was made by a newer Kagemi ({version})", version=manifest.kagemi)
        raise _fault(path, what, say("update Kagemi"))
    if sorted(names) != sorted([*manifest.members, MANIFEST]):
        odd = sorted(set(names) ^ {*manifest.members, MANIFEST})
        raise damaged(path, say("{member} is missing or too many", member=odd[0] if odd else MANIFEST))
    return manifest


def _check_size(path: Path, folder: Path, archive: zipfile.ZipFile) -> None:
    infos = archive.infolist()
    total = sum(info.file_size for info in infos)
    if total > LIMIT or len(infos) > MOST_MEMBERS:
        raise damaged(path, _too_much(total, len(infos)))
    if total > MOST_SHRUNK * (path.stat().st_size + MEGABYTE):
        raise damaged(path, say("its contents are larger than such a file can hold"))
    if total > shutil.disk_usage(folder).free:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _check_member(path: Path, info: zipfile.ZipInfo, manifest: Manifest, reserved: str) -> None:
    name = info.filename
    told = manifest.members[name]
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in (0, stat.S_IFREG) or info.is_dir():
        raise damaged(path, say("{member} is not an ordinary file", member=name))
    if name != DATABASE and not _stays_within(name):
        raise damaged(path, say("{member} would lie outside the workspace", member=name))
    if belongs_to(name.removeprefix(FILES), reserved):
        raise damaged(path, say("{member} would be in the way of the database", member=name))
    if info.file_size != told.bytes:
        raise _not_as_written(path, info)


def _stays_within(name: str, system: str = os.name) -> bool:
    parts = name.split("/")
    if PurePosixPath(name).is_absolute() or parts[0] != FILES.rstrip("/") or len(parts) < 2:
        return False
    foreign = r"[\\:]" if system == "nt" else "\0"  # drives, streams, and other separators
    return not any(part in ("", ".", "..") or re.search(foreign, part) for part in parts)


def _extract(path: Path, archive: zipfile.ZipFile, info: zipfile.ZipInfo, told: Member, target: Path) -> None:
    digest = hashlib.sha256()
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as file:
        for chunk in _chunks(path, archive, info, told.bytes):
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    if digest.hexdigest() != told.sha256:
        raise _not_as_written(path, info)
    if told.changed_ns is not None:
        try:
            os.utime(target, ns=(told.changed_ns, told.changed_ns))
        except OverflowError as error:
            raise _not_as_written(path, info) from error


def _not_as_written(path: Path, info: zipfile.ZipInfo) -> InvalidInput:
    return damaged(path, say("{member} is not as it was written", member=info.filename))


def _chunks(path: Path, archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int) -> Iterator[bytes]:
    """The bytes of a member, which are at most `limit`."""
    size = 0
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _not_as_written(path, info)
    try:
        with archive.open(info) as member:
            while chunk := member.read(_CHUNK):
                size += len(chunk)
                if size > limit:
                    raise _not_as_written(path, info)
                yield chunk
    except _UNREADABLE as error:
        raise _not_as_written(path, info) from error


def _too_much(total: int, members: int) -> Message:
    return say(
        "there is too much of it ({size} MB in {files} files; at most {limit} MB)",
        size=f"{total / MEGABYTE:.0f}",
        files=members,
        limit=f"{LIMIT / MEGABYTE:.0f}",
    )


def _fault(path: Path, what: Message, hint: Message | None = None) -> InvalidInput:
    return InvalidInput((Fault(Where(path.as_posix()), what, hint),))
