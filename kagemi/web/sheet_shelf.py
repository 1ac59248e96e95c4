"""Sheets that were made, kept until something that they are made of changes: thirty people print at once."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from kagemi.canteen.printable import Printable
from kagemi.canteen.sheets import SheetOrder, chosen_days, make_sheet
from kagemi.files.workspace import SETTINGS_FILE, Workspace
from kagemi.sheets.environment import shipped_templates
from kagemi.sheets.kinds import kind_of
from kagemi.web.desk import Desk

T = TypeVar("T")
MOST = 120
"""Sheets that are kept."""
OF_DATABASE = frozenset({"kitchen", "orders", "month"})
"""Kinds that say what is in stock, on order, to thaw or published: they hold for a minute at most."""


@dataclass
class Shelf(Generic[T]):
    """What was made last, by all that decides what is in it."""

    most: int = MOST
    _made: "OrderedDict[Hashable, T]" = field(default_factory=OrderedDict)
    _making: dict[Hashable, threading.Lock] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """What has this key; it is made once, however many ask for it meanwhile."""
        with self._lock:
            making = self._making.setdefault(key, threading.Lock())
        with making:
            with self._lock:
                if key in self._made:
                    self._made.move_to_end(key)
                    return self._made[key]
            try:
                made = make()
            finally:
                with self._lock:
                    self._making.pop(key, None)
            with self._lock:
                self._made[key] = made
                while len(self._made) > self.most:
                    self._made.popitem(last=False)
            return made


SHELF: Shelf[bytes] = Shelf()


def sheet_of(desk: Desk, printable: Printable, kind: str, form: str, lang: str, day: str = "") -> bytes:
    """A sheet of a plan, made now or before; `day` "" for all. Raises InvalidInput."""
    workspace = desk.workspace
    today, now = desk.today(), desk.now()
    until = now.replace(second=0, microsecond=0) if kind in OF_DATABASE else None
    key = (str(workspace.root), printable.mark, kind, form, lang, day, today, seen(workspace), until)

    def make() -> bytes:
        plan = printable.plan()
        days = chosen_days(plan, printable.path, day or None) if kind_of(kind).by_day else plan.problem.days
        order = SheetOrder(plan, days, lang, excel=form == "csv" and lang == "id")
        return make_sheet(order, kind, form, workspace, desk.environment, today)

    return SHELF.get(key, make)


def seen(workspace: Workspace) -> Hashable:
    """Which files sheets are made of, and of when: templates, dishes, tables, settings and pictures."""
    folders = (workspace.sheets, shipped_templates(), workspace.dishes, workspace.nutrition_data)
    files = [f for folder in folders if folder.is_dir() for f in folder.rglob("*") if f.is_file()]
    files += [workspace.root / SETTINGS_FILE, workspace.constraints]
    if workspace.settings.logo:
        files.append(workspace.root / workspace.settings.logo)
    return tuple(_stamp(f) for f in sorted(files))


def database_seen(desk: Desk) -> Hashable:
    """Another one whenever something is written; None where the database is no file that tells."""
    from kagemi.store.engine import FILE, VARIABLE

    if desk.environment.get(VARIABLE):
        return None
    root = desk.workspace.root
    return tuple(_stamp(root / f"{FILE}{end}") for end in ("", "-wal"))


def _stamp(path: Path) -> Hashable:
    try:
        found = path.stat()
    except OSError:
        return path.as_posix()
    return path.as_posix(), found.st_mtime_ns, found.st_size
