"""The process of a job: it waits for a task, does it, tells what it finds, and ends when it is asked to."""

import os
import signal
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, TypeAlias

from kagemi.domain.message import Fault, InvalidInput, Message, Where, say

ALONE = 20.0
"""Seconds that a task has to come to an end once its server is gone."""


@dataclass(frozen=True)
class Task:
    """A function of a module, called as `function(*args, tell=..., stop=...)`."""

    function: Callable[..., Any]
    args: tuple[object, ...]


@dataclass(frozen=True)
class Progress:
    """How far the work is, in words."""

    said: Message


@dataclass(frozen=True)
class Part:
    """Something found on the way."""

    value: Any


@dataclass(frozen=True)
class Done:
    """The end, with what was found."""

    value: Any


@dataclass(frozen=True)
class Faulty:
    """The end, with what is wrong."""

    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class Cancelled:
    """Asks the process to end."""


Update: TypeAlias = Progress | Part | Done | Faulty


def work(pipe: Connection) -> None:
    """Do one task."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's; it ends its processes itself
    if hasattr(os, "nice"):
        os.nice(10)  # pages first
    from kagemi.optimizer.solve import Stop

    try:
        task = pipe.recv()
    except EOFError:
        return
    stop = Stop()
    threading.Thread(target=_heed, args=(pipe, stop.ask), daemon=True).start()
    try:
        _answer(pipe, Done(task.function(*task.args, tell=pipe.send, stop=stop)))
    except InvalidInput as error:
        _answer(pipe, Faulty(error.faults))
    except Exception as error:
        traceback.print_exc()
        what = say("Kagemi failed: {kind}: {error}", kind=type(error).__name__, error=str(error))
        _answer(pipe, Faulty((Fault(Where(), what),)))


def _answer(pipe: Connection, update: Update) -> None:
    """Tell the end to the server, if it is still there."""
    with suppress(BrokenPipeError):
        pipe.send(update)


def _heed(pipe: Connection, ask: Callable[[], None]) -> None:
    """Wait for the request to end; a server that is gone is one too, and nobody else would end this process."""
    try:
        pipe.recv()
        ask()
    except (EOFError, OSError):
        ask()
        time.sleep(ALONE)
        os._exit(1)
