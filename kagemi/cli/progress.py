"""How a search goes, on stderr: a line that changes on a terminal, lines below each other with -v."""

import time
from types import TracebackType

from kagemi.cli.session import Session
from kagemi.domain.message import Message, say
from kagemi.language.outcome_texts import search_progress


class ProgressDisplay:
    """A context manager; called with tier, value and bound as the search goes."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.began = time.monotonic()
        self.latest: Message | None = None
        self.live: object = None

    def __enter__(self) -> "ProgressDisplay":
        terminal = not self.session.quiet and self.session.talk.is_terminal
        if terminal:
            from rich.live import Live

            live = Live(self, console=self.session.talk, refresh_per_second=4, transient=True)
            live.start()
            self.live = live
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.live is not None:
            self.live.stop()  # type: ignore[attr-defined]

    def __call__(self, tier: str, value: float, bound: float) -> None:
        """Note where the search stands."""
        self.latest = search_progress(tier, value, bound)
        if self.session.verbose and self.live is None:
            self.session.detail(say("{seconds:6.1f} s  {progress}", seconds=self.seconds, progress=self.latest))

    @property
    def seconds(self) -> float:
        """Since the search began."""
        return time.monotonic() - self.began

    def __rich__(self) -> str:
        """The line that a terminal shows."""
        if self.latest is None:
            return self.session.text(say("searching, {seconds} s", seconds=f"{self.seconds:.0f}"))
        return self.session.text(
            say("{progress}, {seconds} s", progress=self.latest, seconds=f"{self.seconds:.0f}")
        )
