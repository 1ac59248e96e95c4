"""A week planned anew: `kagemi replan` beside the `kagemi plan` that made the week."""

import tempfile
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from benchmarks.instances import CONSTRAINTS, constraints_file
from benchmarks.measure import KAGEMI, Table, medians, run
from kagemi.domain.plan import Plan
from kagemi.files.plans import read_plan

SECONDS = 60
REPEATS = 3
MORE_CHILDREN = 1.1


def measure_replan() -> tuple[Table, ...]:
    """The canteen's coming week: a fish that cannot be had, and a tenth more children of a group."""
    name = CONSTRAINTS[0]
    common = ("--constraints", str(constraints_file(name)), "--seconds", str(SECONDS))
    today = date.today()
    monday = today + timedelta(days=7 - today.weekday())
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        planning = (*KAGEMI, "plan", *common, "--gap", "0.1", "--start", monday.isoformat(), "--out", folder)
        _must_run(planning)
        (file,) = out.glob("*.json")
        old = read_plan(file)
        group = old.problem.groups[0]
        wishes = {
            "a fish is missing": ("--missing", first_fish(old)),
            "a tenth more children": ("--headcount", f"{group.id}={round(group.headcount * MORE_CHILDREN)}"),
        }
        commands: dict[str, Sequence[str]] = {"`kagemi plan`": planning}
        changed = {"`kagemi plan`": ""}
        for wish, asked in wishes.items():
            new, row = out / "new" / f"{asked[0]}.json", f"`kagemi replan`: {wish}"
            commands[row] = (*KAGEMI, "replan", str(file), *asked, *common, "--out", str(new))
            _must_run(commands[row])
            changed[row] = f"{other_dishes(old, read_plan(new))} of {len(old.servings)}"
        seconds = medians(commands, REPEATS)
    first = seconds["`kagemi plan`"]
    rows = tuple((row, f"{s:.1f} s", f"{s / first:.2f} ×", changed[row]) for row, s in seconds.items())
    note = f"`{name}`, to 0.1 %, every day open. Whole processes, median of {REPEATS} that take turns."
    return (Table("A week planned anew", ("run", "time", "ratio", "other dishes"), rows, note),)


def first_fish(plan: Plan) -> str:
    """The fish of which the first day with fish takes most."""
    for serving in sorted(plan.servings, key=lambda s: s.day):
        gross = plan.problem.dish(serving.dish).gross_g
        fish = [f for f in gross if plan.problem.foods[f].food_group == "fish"]
        if fish:
            return max(fish, key=lambda food: gross[food])
    raise SystemExit("the plan has no fish")


def other_dishes(old: Plan, new: Plan) -> int:
    """How many servings of a plan the other one has not on their day."""
    kept = {(s.day, s.dish) for s in new.servings}
    return sum((s.day, s.dish) not in kept for s in old.servings)


def _must_run(command: Sequence[str]) -> None:
    done = run(command)
    if done.code:
        raise SystemExit(f"{' '.join(command)}: exit code {done.code}\n{done.output}")
