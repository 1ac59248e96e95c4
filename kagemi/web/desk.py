"""What all pages share: the workspace, its kitchen as the files have it, the clock, and the long jobs."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from kagemi.domain.page import AuditEntry
from kagemi.files.workspace import Workspace, find_workspace
from kagemi.memory import workspace_store
from kagemi.planning import Kitchen, load_kitchen
from kagemi.web.jobs import Jobs
from kagemi.web.ticks import Ticks


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Desk:
    """One server's workspace; `needs_login` where other machines may come in."""

    root: Path
    environment: Mapping[str, str]
    needs_login: bool = False
    public_menu: bool = False
    today: Callable[[], date] = date.today
    now: Callable[[], datetime] = _now
    jobs: Jobs = field(default_factory=Jobs)
    ticks: Ticks = field(default_factory=Ticks)
    _kitchen: tuple[object, Kitchen] | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def workspace(self) -> Workspace:
        """The workspace with its settings as they are now; raises InvalidInput if they are faulty."""
        return find_workspace(self.root, self.root)

    def kitchen(self) -> Kitchen:
        """Foods, dishes and facts, read again when a file changed; raises InvalidInput."""
        workspace = self.workspace
        with self._lock:
            seen = _seen(workspace.dishes, workspace.nutrition_data)
            if self._kitchen is None or self._kitchen[0] != seen:
                self._kitchen = (seen, load_kitchen(workspace))
            return self._kitchen[1]

    def note(self, person: str, action: str, about: str = "") -> None:
        """Write into the audit log; raises `StoreError`."""
        with workspace_store(self.workspace, self.environment) as store:
            from kagemi.store import people

            people.note(store, AuditEntry(self.now(), person, action, about))


def _seen(*folders: Path) -> object:
    """Which files there are, and of when."""
    files = sorted(f for folder in folders for f in folder.rglob("*") if f.is_file())
    return tuple((f.as_posix(), f.stat().st_mtime_ns, f.stat().st_size) for f in files)
