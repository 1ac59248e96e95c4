"""Long work beside the requests: each job in a process of its own, seen by all, cancelled on request.

A solve holds the lock of Python for long, so threads would make every page wait. A job outlives its page.
"""

import secrets
import threading
import time
import traceback
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, Literal

from kagemi.domain.message import Fault, InvalidInput, Message, Where, say
from kagemi.web.worker import Cancelled, Done, Faulty, Part, Progress, Task, Update, work

WAITING = 50
"""So many jobs may run or wait at a time."""
KEPT = 200
"""So many finished jobs are remembered."""
FORGOTTEN = 15.0
"""Seconds without a look after which a job that is only for who looks ends."""
PATIENCE = 20.0
"""Seconds that a job has to come to an end once it is asked to."""


@dataclass
class Job:
    """A piece of work; `about` says what it is about, so that a page finds it again."""

    id: str
    title: Message
    about: Hashable
    person: str
    status: Literal["waiting", "running", "done", "failed", "cancelled"] = "waiting"
    progress: Progress | None = None
    parts: tuple[Any, ...] = ()
    """What it found so far."""
    result: Any = None
    faults: tuple[Fault, ...] = ()
    begun: float = field(default_factory=time.monotonic)
    wants_end: threading.Event = field(default_factory=threading.Event)
    part: str = ""
    """The template that draws what it found, "" for none; `view` has its values."""
    view: Callable[["Job"], dict[str, object]] | None = None
    then: Callable[["Job"], str] | None = None
    """The page that shows the result once it is done; "" where the job's own part does."""
    only_while_seen: bool = False
    """It ends by itself when nobody has asked how far it is for a while."""
    seen: float = field(default_factory=time.monotonic)

    @property
    def is_over(self) -> bool:
        """True once nothing more comes."""
        return self.status in ("done", "failed", "cancelled")

    @property
    def is_forgotten(self) -> bool:
        """True if it is only for somebody who looks, and nobody does."""
        return self.only_while_seen and time.monotonic() - self.seen > FORGOTTEN

    @property
    def seconds(self) -> float:
        """How long ago it was asked for."""
        return time.monotonic() - self.begun


class Jobs:
    """All jobs of a server; `at_once` of them run, the others wait their turn."""

    def __init__(self, at_once: int = 1) -> None:
        self._turn = threading.Semaphore(at_once)
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()
        self._spare: tuple[BaseProcess, Connection] | None = None
        self._threads: set[threading.Thread] = set()
        self._closed = False

    def begin(
        self,
        title: Message,
        about: Hashable,
        person: str,
        task: Callable[..., Any],
        *args: object,
        part: str = "",
        view: Callable[[Job], dict[str, object]] | None = None,
        then: Callable[[Job], str] | None = None,
        only_while_seen: bool = False,
    ) -> Job:
        """Begin `task(*args, tell=..., stop=...)`, a function of a module, in another process.

        `part`, `view` and `then` say how its pages show what it found: see `Job`, as for `only_while_seen`.
        """
        job = Job(secrets.token_urlsafe(8), title, about, person, part=part, view=view, then=then)
        job.only_while_seen = only_while_seen
        with self._lock:
            if self._closed or sum(not j.is_over for j in self._jobs.values()) >= WAITING:
                what = say("too much work is waiting already")
                raise InvalidInput((Fault(Where(), what, say("wait until some of it is done, or stop it")),))
            self._jobs[job.id] = job
            over = [j.id for j in self._jobs.values() if j.is_over]
            for old in over[: max(0, len(self._jobs) - KEPT)]:
                del self._jobs[old]
            thread = threading.Thread(target=self._follow, args=(job, Task(task, args)), daemon=True)
            self._threads.add(thread)
            thread.start()
        return job

    def find(self, id: str) -> Job | None:
        """The job of this id, None if it is unknown or long over."""
        return self._jobs.get(id)

    def running(self, about: Hashable) -> Job | None:
        """A job about this that is not over."""
        with self._lock:
            found = [j for j in self._jobs.values() if j.about == about and not j.is_over]
        return found[-1] if found else None

    def latest(self, about: Hashable) -> Job | None:
        """The newest job about this, whatever became of it."""
        with self._lock:
            found = [j for j in self._jobs.values() if j.about == about]
        return found[-1] if found else None

    def cancel(self, job: Job) -> None:
        """Ask a job to end; what it has found by then may still come."""
        with self._lock:
            job.wants_end.set()
            if job.status == "waiting":
                job.status = "cancelled"

    def cancel_all(self, which: Callable[[Job], bool]) -> None:
        """Ask all jobs that are such to end: something else goes first."""
        with self._lock:
            such = [j for j in self._jobs.values() if not j.is_over and which(j)]
        for job in such:
            self.cancel(job)

    def prepare(self) -> None:
        """Start the process of the next job, so that it does not wait for its imports."""
        with self._lock:
            if self._spare is None and not self._closed:
                self._spare = _process()

    def close(self) -> None:
        """End all processes, at once: what they write is written whole or not at all."""
        with self._lock:
            self._closed = True
            jobs, spare, self._spare = list(self._jobs.values()), self._spare, None
            threads = list(self._threads)
        for job in jobs:
            self.cancel(job)
        if spare is not None:
            _end(*spare)
        for thread in threads:
            thread.join(PATIENCE)

    def _take(self) -> tuple[BaseProcess, Connection]:
        with self._lock:
            taken, self._spare = self._spare, None
        return taken if taken is not None and taken[0].is_alive() else _process()

    def _follow(self, job: Job, task: Task) -> None:
        """Run a job from its turn to its end."""
        with self._turn:
            with self._lock:
                if job.is_forgotten:
                    job.status = "cancelled"
                if not job.is_over:
                    job.status = "running"
            if not job.is_over:
                self._run(job, task)
        self.prepare()
        with self._lock:
            self._threads.discard(threading.current_thread())

    def _run(self, job: Job, task: Task) -> None:
        process, pipe = self._take()
        try:
            pipe.send(task)
            self._listen(job, process, pipe)
        except (EOFError, OSError):
            _fail(job, say("the work ended without an answer"))
        except Exception:  # what cannot be pickled: without an end its page would wait for ever
            traceback.print_exc()
            _fail(job, say("the work could not be handed over"))
        finally:
            _end(process, pipe)

    def _listen(self, job: Job, process: BaseProcess, pipe: Connection) -> None:
        deadline: float | None = None
        while not job.is_over:
            if job.is_forgotten:
                job.wants_end.set()
            if pipe.poll(0.1):
                _take_in(job, pipe.recv())
            elif job.wants_end.is_set() and deadline is None:
                pipe.send(Cancelled())
                deadline = time.monotonic() + PATIENCE
            elif deadline is not None and (self._closed or time.monotonic() > deadline):
                job.status = "cancelled"
            elif not process.is_alive() and not pipe.poll():
                _fail(job, say("the work ended without an answer"))


def _take_in(job: Job, update: Update) -> None:
    match update:
        case Progress():
            job.progress = update
        case Part(value):
            job.parts = (*job.parts, value)
        case Done(value):
            job.result = value
            job.status = "cancelled" if value is None and job.wants_end.is_set() else "done"
        case Faulty(faults):
            job.faults, job.status = faults, "failed"


def _fail(job: Job, what: Message) -> None:
    job.faults, job.status = (Fault(Where(), what),), "failed"


def _end(process: BaseProcess, pipe: Connection) -> None:
    """End a process, and leave nothing of it."""
    process.terminate()
    process.join(5)
    if process.is_alive():
        process.kill()
        process.join()
    pipe.close()


def _process() -> tuple[BaseProcess, Connection]:
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=work, args=(theirs,), daemon=True)
    process.start()
    theirs.close()
    return process, ours
