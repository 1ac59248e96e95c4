"""Plans whose sheets can be printed: what was published, and the files of plans."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from kagemi.canteen.history import canteen_of
from kagemi.domain.history import Publication, holding
from kagemi.domain.message import InvalidInput
from kagemi.domain.plan import Plan
from kagemi.files.plans import plan_of, read_plan
from kagemi.files.source import trouble
from kagemi.files.workspace import Workspace
from kagemi.memory import store_if_any


@dataclass(frozen=True)
class Printable:
    """A plan to print, `published` or of a file; `name` tells it from all others, in letters for an address."""

    name: str
    path: Path
    published: Publication | None = None

    @property
    def mark(self) -> str:
        """Another one for another text; raises InvalidInput if the file cannot be read."""
        try:
            text = self.published.plan_json.encode() if self.published else self.path.read_bytes()
        except OSError as error:
            raise InvalidInput((trouble(self.path, error),)) from error
        return sha256(text).hexdigest()

    def plan(self) -> Plan:
        """The plan itself; raises InvalidInput."""
        if self.published is None:
            return read_plan(self.path)
        return plan_of(self.published.plan_json, self.path.as_posix())


def printable_plans(workspace: Workspace, environment: Mapping[str, str]) -> tuple[Printable, ...]:
    """What the canteen published, the latest days and their newest version first, then the files of plans.

    Raises InvalidInput.
    """
    return (*_published(workspace, environment, date.min), *_files(workspace))


def usual_printable(workspace: Workspace, environment: Mapping[str, str], today: date) -> Printable | None:
    """The published plan that holds today or comes next, else the newest file; None without any."""
    held = published_printable(workspace, environment, today)
    files = _files(workspace)
    return held or (max(files, key=lambda f: f.path.stat().st_mtime_ns) if files else None)


def published_printable(workspace: Workspace, environment: Mapping[str, str], today: date) -> Printable | None:
    """The published plan that holds today or comes next; None if nothing is published from today on."""
    known = tuple(reversed(_published(workspace, environment, today)))
    if not known:
        return None
    publications = sorted(
        (p.published for p in known if p.published), key=lambda p: (p.published_at, p.first_day, p.version)
    )
    day = min(max(p.first_day, today) for p in publications)
    held = holding(publications, [day])[day]
    return next(p for p in known if p.published is held)


def _published(workspace: Workspace, environment: Mapping[str, str], first: date) -> tuple[Printable, ...]:
    with store_if_any(workspace, environment) as store:
        if store is None:
            return ()
        from kagemi.store import publications

        found = publications.published(store, canteen_of(workspace), first, date.max)
        place = Path(store.place)
    found = tuple(sorted(found, key=lambda p: (p.first_day, p.last_day, p.version), reverse=True))
    return tuple(Printable(f"{p.first_day}_{p.last_day}_{p.version}", place, p) for p in found)


def _files(workspace: Workspace) -> tuple[Printable, ...]:
    """Comparisons and other JSON beside the plans are told by what reads them."""
    paths = sorted(p for p in workspace.plans.glob("*.json") if p.is_file()) if workspace.plans.is_dir() else []
    return tuple(Printable(f"file_{p.stem}", p) for p in reversed(paths))
