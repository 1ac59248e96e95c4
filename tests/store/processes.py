"""Other processes that write to a database at the same time, and may be killed while they do."""

import os
import pickle
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field

Done = Callable[[object], None]
"""What a process calls with what it has done, once that is sure to last."""


@dataclass
class Other:
    """A process of our own; `done`: what it said it had done."""

    pid: int
    pipe: int
    done: list[object] = field(default_factory=list)
    _said: bytes = b""

    def kill_after(self, times: int, seconds: float) -> None:
        """Kill it without warning, so long after it said so many things."""
        while self._said.count(b"\n") < times and select.select([self.pipe], [], [], 60)[0]:
            said = os.read(self.pipe, 1 << 16)
            if not said:
                break
            self._said += said
        time.sleep(seconds)
        os.kill(self.pid, signal.SIGKILL)
        self.wait()
        assert len(self.done) >= times, "the other process was over before it was killed"

    def wait(self) -> None:
        """Wait until it is over, and read what it said."""
        with os.fdopen(self.pipe, "rb") as pipe:
            self._said += pipe.read()
        os.waitpid(self.pid, 0)
        for line in self._said.splitlines():
            kind, value = pickle.loads(bytes.fromhex(line.decode()))
            assert kind == "done", value
            self.done.append(value)


def start(work: Callable[[Done], None]) -> Other:
    """Do this work in a process of its own."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return Other(pid, reading)
    os.close(reading)

    def say(kind: str, value: object) -> None:
        os.write(writing, pickle.dumps((kind, value)).hex().encode() + b"\n")

    try:
        work(lambda value: say("done", value))
    except BaseException:
        say("failed", traceback.format_exc())
    finally:
        sys.stderr.flush()
        os._exit(0)


def together(*work: Callable[[Done], None]) -> list[list[object]]:
    """Do all of it at once; what each said it had done."""
    others = [start(each) for each in work]
    for other in others:
        other.wait()
    return [other.done for other in others]
