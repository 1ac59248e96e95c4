"""Plans a shipped week and says where the time went: `python -m benchmarks.phases kagemi_smpn10 60 0.001`."""

import json
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

Spans = list[tuple[float, float]]


def note_calls(owner: Any, name: str) -> Spans:
    """From now on, note when a function of `owner` runs, in all threads."""
    function: Callable[..., Any] = getattr(owner, name)
    lock, spans = threading.Lock(), Spans()

    def timed(*args: Any, **options: Any) -> Any:
        start = time.perf_counter()
        try:
            return function(*args, **options)
        finally:
            with lock:
                spans.append((start, time.perf_counter()))

    setattr(owner, name, timed)
    return spans


def covered(spans: Spans) -> float:
    """Seconds in which at least one of the calls runs."""
    total, end = 0.0, 0.0
    for first, last in sorted(spans):
        total += max(0.0, last - max(first, end))
        end = max(end, last)
    return total


def phases(name: str, seconds: float, gap: float) -> dict[str, float]:
    """Seconds of importing, loading, building and searching; of the search, the part within the solver."""
    start = time.perf_counter()
    import highspy

    from benchmarks.instances import shipped_week
    from kagemi.optimizer.daymenus import DayMenuMethod
    from kagemi.optimizer.menu import best_menu
    from kagemi.optimizer.tiers import Limits

    imported = time.perf_counter()
    problem = shipped_week(name)
    loaded = time.perf_counter()
    building = note_calls(DayMenuMethod, "__init__")
    solving = note_calls(highspy.Highs, "run")
    best_menu(problem, limits=Limits(seconds, gap))
    done = time.perf_counter()
    return {
        "import": imported - start,
        "load": loaded - imported,
        "build": covered(building),
        "solver": covered(solving),
        "other": done - loaded - covered(building) - covered(solving),
        "all": done - start,
    }


if __name__ == "__main__":
    print(json.dumps(phases(sys.argv[1], float(sys.argv[2]), float(sys.argv[3]))))
