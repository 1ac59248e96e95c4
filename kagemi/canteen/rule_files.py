"""The constraints files of a workspace, opened, checked and saved by people who may write at the same time."""

import hashlib
import threading
from dataclasses import dataclass
from pathlib import Path

from kagemi.domain.constraints import Constraints
from kagemi.domain.message import Fault, InvalidInput, Where, say
from kagemi.files.atomic import write_bytes
from kagemi.files.constraints import load_constraints
from kagemi.files.hints import did_you_mean
from kagemi.files.source import Source, read_source, source_of
from kagemi.files.workspace import Workspace
from kagemi.planning import Kitchen, faulty_dishes

YAML = (".yaml", ".yml")
LARGEST = 300_000
"""Characters of a text that the page takes: twenty times the largest file that comes with Kagemi."""
_saving = threading.Lock()
"""Comparing a file with what was opened and writing it is one step: no other save comes in between."""


@dataclass(frozen=True)
class RuleFile:
    """A constraints file as it was opened; `mark` tells one text of it from another."""

    name: str
    path: Path
    text: str
    mark: str


@dataclass(frozen=True)
class CheckedRules:
    """What a text says, None with errors in it, and what is wrong with it."""

    rules: Constraints | None
    faults: tuple[Fault, ...]

    @property
    def errors(self) -> tuple[Fault, ...]:
        """The faults with which no week can be planned."""
        return tuple(f for f in self.faults if f.severity == "error")


class ChangedMeanwhile(InvalidInput):
    """Raised when a file is not as it was opened any more; `now` is how it is."""

    def __init__(self, now: RuleFile) -> None:
        what = say("{file} was changed by somebody else since you opened it", file=now.name)
        hint = say("nothing of yours is lost: look at both texts, and save again")
        super().__init__((Fault(Where(now.name), what, hint),))
        self.now = now


def rule_files(workspace: Workspace) -> tuple[str, ...]:
    """The names of the constraints files; links that lead out of their folder are none of it."""
    folder = workspace.constraints.parent
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    inside = (p for p in found if p.suffix in YAML and p.is_file() and p.resolve().parent == folder.resolve())
    return tuple(p.name for p in inside)


def open_rules(workspace: Workspace, name: str) -> RuleFile:
    """A constraints file of the workspace by its name; raises InvalidInput if it is none, or cannot be read."""
    names = rule_files(workspace)
    if name not in names:
        what = say('there is no constraints file "{name}"', name=name)
        raise InvalidInput((Fault(Where(), what, did_you_mean(name, names)),))
    path = workspace.constraints.parent / name
    source = read_source(path)
    if isinstance(source, Fault):
        raise InvalidInput((source,))
    return RuleFile(name, path, source.text, mark_of(source.text))


def mark_of(text: str) -> str:
    """What tells a text from another one."""
    return hashlib.sha256(text.encode()).hexdigest()


def check_rules(
    workspace: Workspace, kitchen: Kitchen, kitchen_faults: tuple[Fault, ...], file: RuleFile, text: str
) -> CheckedRules:
    """What a text would say and be found guilty of if it stood in the file, as `kagemi check` has it."""
    faulty = faulty_dishes(workspace, kitchen_faults)
    return CheckedRules(*load_constraints(file.path, kitchen.table, kitchen.facts, faulty, text))


def save_rules(workspace: Workspace, name: str, text: str, mark: str) -> RuleFile:
    """Write a text that was checked; raises ChangedMeanwhile if the file is not the one of this mark any more.

    The file's own line ends and byte order mark stay.
    """
    with _saving:
        now = open_rules(workspace, name)
        if now.mark != mark:
            raise ChangedMeanwhile(now)
        raw = now.path.read_bytes()
        ends = "\r\n" if b"\r\n" in raw else "\n"
        head = b"\xef\xbb\xbf" if raw.startswith(b"\xef\xbb\xbf") else b""
        write_bytes(now.path, head + text.replace("\n", ends).encode())
        return RuleFile(name, now.path, text, mark_of(text))


def as_source(file: RuleFile, text: str) -> Source:
    """A text that was sent, with Unix line ends; raises InvalidInput if it holds what no text should."""
    source = source_of(file.path.as_posix(), text, LARGEST)
    if isinstance(source, Fault):
        raise InvalidInput((source,))
    return source
