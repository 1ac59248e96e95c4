"""`kagemi backup` and `kagemi restore`."""

import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kagemi.cli.commands import argument, command, json_option, option
from kagemi.cli.session import current
from kagemi.domain.message import say

if TYPE_CHECKING:
    from kagemi.canteen.backup import BackedUp


def now() -> datetime:
    """The moment of this run, with the time zone of this machine."""
    return datetime.now().astimezone()


@command(
    say(
        "Write a backup: one file with all files of the workspace and everything its database holds, also "
        "while others work. Nothing is overwritten. Keep it on another disk."
    )
)
@option(
    "--out",
    type=click.Path(),
    metavar="FILE",
    help=say("The file to write. Default: a name with today's date in backups in the workspace."),
)
@json_option
def backup(out: str | None, as_json: bool) -> int:
    """Back up, and say where it is."""
    session = current()
    from kagemi.canteen.backup import back_up

    done = back_up(session.workspace, Path(out) if out else None, now(), os.environ)
    if as_json:
        _json(done)
        return 0
    session.print(
        say(
            "Backed up {files} files and {rows} rows of the database: {file}",
            files=done.manifest.files,
            rows=sum(done.rows.values()),
            file=done.place.as_posix(),
        )
    )
    session.note(say("Keep a copy on another disk. kagemi restore makes a workspace of it again."))
    return 0


@command(
    say(
        "Make a workspace of a backup in DIR, which is new or empty: all of it, or nothing. "
        "If KAGEMI_DATABASE_URL names a database, the rows go there; it must be empty."
    )
)
@argument("file", type=click.Path(), metavar="FILE", help=say("The backup."))
@argument("folder", type=click.Path(), metavar="DIR", help=say("The folder; it is made if it does not exist."))
@json_option
def restore(file: str, folder: str, as_json: bool) -> int:
    """Restore, and say what is there now."""
    session = current()
    from kagemi.canteen.backup import restore as make_workspace

    done = make_workspace(Path(file), Path(folder), os.environ)
    if as_json:
        _json(done)
        return 0
    session.print(
        say(
            "Made a workspace in {folder}, with {files} files and {rows} rows of the database.",
            folder=done.place.as_posix(),
            files=done.manifest.files,
            rows=sum(done.rows.values()),
        )
    )
    if done.manifest.made_at:
        session.note(say("It is as it was on {moment}.", moment=done.manifest.made_at.replace("T", " ")[:16]))
    return 0


def _json(done: "BackedUp") -> None:
    from kagemi.files.plans import to_json

    value = {
        "place": done.place,
        "files": done.manifest.files,
        "rows": done.rows,
        "made_at": done.manifest.made_at,
        "kagemi": done.manifest.kagemi,
    }
    click.echo(to_json(value), nl=False)
