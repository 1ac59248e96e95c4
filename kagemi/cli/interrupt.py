"""Ctrl-C in commands that search: it waits while solvers are imported, then asks the search to end."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kagemi.optimizer.solve import Stop


@contextmanager
def ctrl_c_waits() -> Iterator[None]:
    """Ctrl-C counts after this block: PuLP, while imported, takes it for a solver that is not installed."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    asked: list[int] = []
    before = signal.signal(signal.SIGINT, lambda signum, _frame: asked.append(signum))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if asked:
        raise KeyboardInterrupt


@contextmanager
def ctrl_c_asks(stop: "Stop") -> Iterator[None]:
    """The first Ctrl-C asks the search to end with what it has; the second one breaks it off."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def asked(_signum: int, _frame: object) -> None:
        if stop.asked:
            raise KeyboardInterrupt
        stop.ask()

    before = signal.signal(signal.SIGINT, asked)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
