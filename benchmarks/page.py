"""Thirty people at the page at once: how long pages take while nothing is planned, and while a week is."""

import http.client
import random
import re
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlencode

from benchmarks.measure import KAGEMI, Table, run

PEOPLE = 30
SECONDS = 30.0
PAUSE = (1.0, 3.0)
"""Seconds that somebody looks at a page before asking for the next one."""
WEEK = "2031-W10"
"""Days that are all open, whenever this runs."""
PAGES = ("/", "/kitchen", "/prices", "/history", "/print", "/rules")


def measure_page() -> tuple[Table, ...]:
    """The same people with the same pauses, twice on one server."""
    with tempfile.TemporaryDirectory() as folder, served(Path(folder) / "ws") as port:
        for path in PAGES:  # what is read once is not measured
            ask(port, path)
        idle = visit(port)
        stop = threading.Event()
        planner = threading.Thread(target=keep_planning, args=(port, stop))
        planner.start()
        busy = visit(port)
        stop.set()
        planner.join()
    rows = tuple(
        (
            name,
            str(len(times)),
            f"{median * 1000:.0f} ms",
            f"{p95 * 1000:.0f} ms",
            f"{p95 / _spread(idle)[1]:.1f} ×",
        )
        for name, times in (("nothing is planned", idle), ("weeks are planned all the time", busy))
        for median, p95 in (_spread(times),)
    )
    note = (
        f"{PEOPLE} people for {SECONDS:.0f} s each, who look at a page for {PAUSE[0]:.0f} to {PAUSE[1]:.0f} s "
        f"and take the next of {', '.join(f'`{p}`' for p in PAGES)}. People, server and solver share the cores."
    )
    columns = ("meanwhile", "pages", "median", "95 % within", "ratio of the 95 %")
    return (Table("Thirty people at the page", columns, rows, note),)


@contextmanager
def served(ws: Path) -> Iterator[int]:
    """A server of a new workspace with a planned week; its port."""
    for command in (("init", str(ws)), ("--workspace", str(ws), "plan", "--week", WEEK)):
        done = run((*KAGEMI, *command))
        if done.code:
            raise SystemExit(done.output)
    serving = (*KAGEMI, "--lang", "en", "--workspace", str(ws), "serve", "--port", "0")
    with subprocess.Popen(serving, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        found = re.search(r":(\d+)/", server.stdout.readline())
        assert found is not None, "the server does not say where it is"
        try:
            yield int(found[1])
        finally:
            server.terminate()


def visit(port: int) -> list[float]:
    """Seconds of each page of all people."""
    times: list[float] = []
    lock = threading.Lock()

    def person(seed: int) -> None:
        chance, end = random.Random(seed), time.monotonic() + SECONDS
        time.sleep(chance.uniform(0, PAUSE[1]))
        while time.monotonic() < end:
            begun = time.monotonic()
            ask(port, chance.choice(PAGES))
            with lock:
                times.append(time.monotonic() - begun)
            time.sleep(chance.uniform(*PAUSE))

    everybody = [threading.Thread(target=person, args=(seed,)) for seed in range(PEOPLE)]
    for each in everybody:
        each.start()
    for each in everybody:
        each.join()
    return times


def keep_planning(port: int, stop: threading.Event) -> None:
    """Plan the week anew, again and again."""
    while not stop.is_set():
        cookie, text = ask(port, "/")
        token = _found(r'"X-CSRF": "([^"]+)"', text)
        path, version = (
            _found(r'action="(/week/[^"]+)/change"', text),
            _found(r'name="version" value="(\d+)"', text),
        )
        form = {"csrf": token, "version": version, "action": "anew"}
        location = send(port, f"{path}/change", form, cookie)
        while not stop.is_set() and "<progress" in ask(port, location)[1]:
            time.sleep(0.5)


def ask(port: int, path: str) -> tuple[str, str]:
    """Cookie and text of a page."""
    return _exchange(port, lambda c: c.request("GET", path))[:2]


def send(port: int, path: str, form: dict[str, str], cookie: str) -> str:
    """Where a form leads to."""
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
    return _exchange(port, lambda c: c.request("POST", path, urlencode(form), headers))[2]


def _exchange(port: int, request: Callable[[http.client.HTTPConnection], None]) -> tuple[str, str, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        request(connection)
        answer = connection.getresponse()
        text = answer.read().decode()
        if answer.status >= 400:
            raise SystemExit(f"{answer.status}: {text[:500]}")
        cookie = (answer.getheader("Set-Cookie") or "").partition(";")[0]
        return cookie, text, answer.getheader("Location") or ""
    finally:
        connection.close()


def _found(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    assert found is not None, pattern
    return found[1]


def _spread(times: list[float]) -> tuple[float, float]:
    """Median, and what 95 of 100 stay below."""
    cuts = quantiles(times, n=20)
    return cuts[9], cuts[18]
