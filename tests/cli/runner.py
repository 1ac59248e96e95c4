"""Runs a command in this process, from a folder, as a person would type it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kagemi.cli.main import root


@contextmanager
def within(folder: Path) -> Iterator[None]:
    """In this folder."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def kagemi(folder: Path, *args: str, lang: str = "en", typed: str = "", **environment: str) -> Result:
    """The result of `kagemi ARGS` run in `folder`, with nothing of this machine's language or colours.

    `typed`: what comes from the keyboard or a pipe.
    """
    env: dict[str, str | None] = {
        "LC_ALL": "C.UTF-8", "LANG": None, "LANGUAGE": None, "KAGEMI_LANG": lang or None, "COLUMNS": "140",
        "NO_COLOR": None, "FORCE_COLOR": None, "TTY_COMPATIBLE": None, **environment,
    }  # fmt: skip
    with within(folder):
        result = CliRunner(env=env).invoke(root, list(args), input=typed)
    if result.exception and not isinstance(result.exception, SystemExit):
        pytest.fail(f"a traceback from kagemi {' '.join(args)}: {result.exception!r}")
    return result
