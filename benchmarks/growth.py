"""How build time, search time and memory grow: `python -m benchmarks.growth 100 5` measures one size."""

import json
import sys

from benchmarks.measure import Table, percent, run

DISHES = (25, 50, 100, 200, 400)
DAYS = (5, 10)
SECONDS = 30.0


def measure_growth() -> tuple[Table, ...]:
    """Every size in a process of its own."""
    rows = []
    for days in DAYS:
        for dishes in DISHES:
            answer = run([sys.executable, "-m", "benchmarks.growth", str(dishes), str(days)])
            size: dict[str, float] = json.loads(answer.output)
            rows.append(
                (
                    f"{dishes} dishes, {days} days",
                    f"{size['build']:.2f} s",
                    f"{size['search']:.1f} s",
                    f"{size['build'] / (size['build'] + size['search']):.1%}",
                    percent(size["gap"]),
                    f"{answer.peak_mb:.0f} MB",
                )
            )
    note = f"Synthetic dishes, two groups, acceptance then cost, to 0.1 % or {SECONDS:.0f} s; `-`: no plan."
    heads = ("size", "build", "search", "build of all", "proven gap", "peak memory")
    return (Table("Growth", heads, tuple(rows), note),)


def size(dishes: int, days: int) -> dict[str, float]:
    """Seconds to build the day-menu method's models and to search, and the gap that is proven."""
    import highspy  # noqa: F401 - its import is not what is measured

    from benchmarks.instances import growing_week
    from benchmarks.phases import covered, note_calls
    from kagemi.optimizer.daymenus import DayMenuMethod
    from kagemi.optimizer.menu import best_menu
    from kagemi.optimizer.tiers import Limits

    problem = growing_week(dishes, days)
    building, searching = note_calls(DayMenuMethod, "__init__"), note_calls(DayMenuMethod, "optimise")
    servings, outcome = best_menu(problem, method="day_menus", limits=Limits(SECONDS, 1e-3))
    gap = outcome.gap if servings else float("inf")
    return {"build": covered(building), "search": covered(searching), "gap": gap}


if __name__ == "__main__":
    print(json.dumps(size(int(sys.argv[1]), int(sys.argv[2]))))
