"""One run of the program: language, how talkative, which workspace, and where to print."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kagemi.domain.message import Message, Where
from kagemi.language.messages import text

if TYPE_CHECKING:
    from rich.console import Console

    from kagemi.files.workspace import Workspace

FAILURE, USAGE, NO_MENU, INVALID, INTERRUPTED = 1, 2, 3, 4, 130
"""The exit codes of the program."""

WIDE = 120
"""Columns of a table that does not go to a terminal."""


@dataclass
class Session:
    """What holds for the whole run; `lang` is "id" or "en"."""

    lang: str = "en"
    folder: str | None = None
    """The workspace as given by --workspace."""
    verbose: bool = False
    quiet: bool = False
    warned: set[str] = field(default_factory=set)
    """The warnings that were printed in this run."""

    @cached_property
    def workspace(self) -> Workspace:
        """The workspace of this run; raises InvalidInput if its settings are faulty."""
        from kagemi.files.workspace import find_workspace

        return find_workspace(Path(), Path(self.folder) if self.folder is not None else None)

    @property
    def today(self) -> date:
        """The day of this run."""
        return today()

    @cached_property
    def console(self) -> Console:
        """Where results go; colours only on a terminal and without NO_COLOR."""
        from rich.console import Console

        width = None if sys.stdout.isatty() or os.environ.get("COLUMNS") else WIDE
        return Console(file=sys.stdout, width=width, highlight=False, markup=False, emoji=False)

    @cached_property
    def talk(self) -> Console:
        """Where progress and notes go."""
        from rich.console import Console

        return Console(file=sys.stderr, highlight=False, markup=False, emoji=False)

    def text(self, message: Message) -> str:
        """The message in the reader's language."""
        return text(message, self.lang)

    def print(self, message: Message) -> None:
        """Print a result."""
        click.echo(self.text(message))

    def note(self, message: Message) -> None:
        """Say what happened, unless asked to be quiet."""
        if not self.quiet:
            click.echo(self.text(message), err=True)

    def detail(self, message: Message) -> None:
        """Say what only somebody who asks for more wants to know."""
        if self.verbose:
            click.echo(self.text(message), err=True)

    def error(self, message: Message) -> None:
        """Say what went wrong."""
        click.echo(self.text(message), err=True)


def today() -> date:
    """What the clock says."""
    return date.today()


def current() -> Session:
    """The session of the command that runs."""
    session = click.get_current_context().find_root().obj
    assert isinstance(session, Session)
    return session


def language(args: Sequence[str], environment: Mapping[str, str], system_locale: Callable[[], str]) -> str:
    """The language of this run: --lang, KAGEMI_LANG, the workspace's kagemi.toml, then the system's.

    Read before the command line is parsed, so that help and usage errors are in the right language too.
    """
    for wish in (_option(args, "--lang"), environment.get("KAGEMI_LANG"), _workspace_language(args)):
        if wish in ("id", "en"):
            return wish
    names = [environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    name = next((n for n in names if n), None) or system_locale()
    return "id" if name.lower().startswith(("id_", "id.", "indonesian")) or name.lower() == "id" else "en"


def _option(args: Sequence[str], name: str) -> str | None:
    for i, arg in enumerate(args):
        if arg == "--":
            return None
        if arg == name and i + 1 < len(args):
            return args[i + 1]
        if arg.startswith(f"{name}="):
            return arg.partition("=")[2]
    return None


def _workspace_language(args: Sequence[str]) -> str | None:
    """What kagemi.toml says; its faults are reported when the workspace is opened."""
    explicit = _option(args, "--workspace")
    here = Path(explicit) if explicit else Path(os.path.abspath(""))  # noqa: PTH100 - no resolving of links
    for folder in (here,) if explicit else (here, *here.parents):
        settings = folder / "kagemi.toml"
        if not settings.is_file():
            continue
        import tomllib

        try:
            written = tomllib.loads(settings.read_text(encoding="utf-8-sig")).get("language")
        except (OSError, ValueError):
            return None
        return written if isinstance(written, str) else "id"
    return None


def read_line(where: Where) -> str | None:
    """The line of a file that a fault points to."""
    from kagemi.files.source import read_line as line_at

    return line_at(where)
