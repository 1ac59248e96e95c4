"""Long work in processes: it outlives its page, ends when asked, and leaves nothing behind."""

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kagemi.domain.message import Fault, InvalidInput, Where, say
from kagemi.optimizer.solve import Stop
from kagemi.web import jobs as jobs_module
from kagemi.web.jobs import Job, Jobs
from kagemi.web.worker import Part, Update

TITLE = say("a test")


def add(a: int, b: int, *, tell: Callable[[Update], None], stop: object) -> int:
    del stop
    tell(Part(a))
    return a + b


def crash(*, tell: object, stop: object) -> None:
    del tell, stop
    os._exit(3)


def raise_fault(*, tell: object, stop: object) -> None:
    del tell, stop
    raise InvalidInput((Fault(Where("x.yaml", 3, 4), say("no {name}", name="tuna"), say("write it")),))


def go_wrong(*, tell: object, stop: object) -> None:
    del tell, stop
    raise ValueError("odd")


def give_what_cannot_be_sent(*, tell: object, stop: object) -> object:
    del tell, stop
    return threading.Lock()


def until_stopped(*, tell: Callable[[Update], None], stop: Stop) -> None:
    tell(Part(os.getpid()))
    while not stop.asked:
        time.sleep(0.02)


def deaf(*, tell: Callable[[Update], None], stop: object) -> None:
    del stop
    tell(Part(os.getpid()))
    time.sleep(600)


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.close()


def wait(until: Callable[[], object], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < end, "it does not happen"
        time.sleep(0.02)


def over(job: Job) -> Job:
    wait(lambda: job.is_over)
    return job


def is_alive(pid: int) -> bool:
    """True if a process runs; one that is over and only waits to be collected does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_job_does_its_work_and_is_found_again(jobs: Jobs) -> None:
    job = over(jobs.begin(TITLE, "week", "tini", add, 1, 2))
    assert (job.status, job.result, job.parts) == ("done", 3, (1,))
    assert jobs.find(job.id) is job
    assert jobs.latest("week") is job
    assert jobs.running("week") is None


@pytest.mark.parametrize("task", [crash, go_wrong, give_what_cannot_be_sent])
def test_work_that_breaks_ends_with_a_message_and_the_next_job_works(
    jobs: Jobs, task: Callable[..., object]
) -> None:
    job = over(jobs.begin(TITLE, "x", "tini", task))
    assert job.status == "failed"
    assert len(job.faults) == 1
    assert over(jobs.begin(TITLE, "x", "tini", add, 1, 2)).result == 3


def test_work_that_cannot_be_handed_over_ends_with_a_message(jobs: Jobs) -> None:
    assert over(jobs.begin(TITLE, "x", "tini", lambda: None)).status == "failed"
    assert over(jobs.begin(TITLE, "x", "tini", add, threading.Lock(), 2)).status == "failed"


def test_faults_arrive_as_they_were_raised(jobs: Jobs) -> None:
    job = over(jobs.begin(TITLE, "x", "tini", raise_fault))
    what, hint = say("no {name}", name="tuna"), say("write it")
    assert job.faults == (Fault(Where("x.yaml", 3, 4), what, hint),)


def test_a_job_is_cancelled(jobs: Jobs) -> None:
    job = jobs.begin(TITLE, "x", "tini", until_stopped)
    wait(lambda: job.parts)
    jobs.cancel(job)
    assert over(job).status == "cancelled"
    wait(lambda: not is_alive(job.parts[0]))


def test_a_job_that_does_not_listen_is_ended(jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs_module, "PATIENCE", 0.2)
    job = jobs.begin(TITLE, "x", "tini", deaf)
    wait(lambda: job.parts)
    jobs.cancel(job)
    assert over(job).status == "cancelled"
    wait(lambda: not is_alive(job.parts[0]))


def test_one_runs_and_the_others_wait_their_turn(jobs: Jobs) -> None:
    first = jobs.begin(TITLE, "x", "tini", until_stopped)
    wait(lambda: first.parts)
    second, third = (jobs.begin(TITLE, "x", "tini", add, 1, 2) for _ in range(2))
    time.sleep(0.3)
    assert [second.status, third.status] == ["waiting", "waiting"]
    jobs.cancel(third)
    assert third.status == "cancelled"
    jobs.cancel(first)
    assert over(second).result == 3
    assert third.result is None


def test_not_everything_may_wait(jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs_module, "WAITING", 3)
    for _ in range(3):
        jobs.begin(TITLE, "x", "tini", until_stopped)
    with pytest.raises(InvalidInput):
        jobs.begin(TITLE, "x", "tini", add, 1, 2)


def test_old_jobs_are_forgotten(jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs_module, "KEPT", 2)
    made = [over(jobs.begin(TITLE, "x", "tini", add, n, 0)) for n in range(4)]
    assert [jobs.find(job.id) is not None for job in made] == [False, False, True, True]


def test_closing_ends_every_process_and_thread_at_once() -> None:
    before = set(threading.enumerate()), set(multiprocessing.active_children())
    jobs = Jobs(at_once=2)
    jobs.prepare()
    running = [jobs.begin(TITLE, "x", "tini", deaf) for _ in range(2)]
    waiting = jobs.begin(TITLE, "x", "tini", deaf)
    wait(lambda: all(job.parts for job in running))
    begun = time.monotonic()
    jobs.close()
    assert time.monotonic() - begun < 5
    assert {job.status for job in (*running, waiting)} == {"cancelled"}
    assert not any(is_alive(job.parts[0]) for job in running)
    assert set(threading.enumerate()) <= before[0]
    assert set(multiprocessing.active_children()) <= before[1]
    with pytest.raises(InvalidInput):
        jobs.begin(TITLE, "x", "tini", add, 1, 2)


SERVER = """\
import sys, time
from tests.web import test_jobs as t
from kagemi.web.jobs import Jobs
if __name__ == "__main__":
    jobs = Jobs()
    job = jobs.begin(t.TITLE, "x", "tini", t.until_stopped)
    t.wait(lambda: job.parts)
    jobs.prepare()
    print(job.parts[0], jobs._spare[0].pid, flush=True)
    time.sleep(600)
"""


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_processes_end_with_a_server_that_is_killed(how: signal.Signals, tmp_path: Path) -> None:
    script = tmp_path / "server.py"
    script.write_text(SERVER)
    root = Path(__file__).parents[2]
    server = subprocess.Popen(
        [sys.executable, script], stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(root)}
    )
    assert server.stdout is not None
    pids = [int(n) for n in server.stdout.readline().split()]
    assert len(pids) == 2
    assert all(map(is_alive, pids))
    server.send_signal(how)
    server.communicate()
    wait(lambda: not any(map(is_alive, pids)))
