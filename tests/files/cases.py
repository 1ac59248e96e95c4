"""The faulty files of tests/cases/faults, and the messages that each of them gives.

`python -m tests.files.cases` writes the expected messages anew; read the difference before you keep it.
"""

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kagemi.cli.faults import render_faults
from kagemi.domain.arithmetic import dish_facts
from kagemi.domain.message import Fault, InvalidInput
from kagemi.files.constraints import load_constraints
from kagemi.files.dishes import load_dishes
from kagemi.files.nutrition import load_food_table
from kagemi.files.plans import read_plan
from kagemi.files.source import read_line
from kagemi.files.workspace import read_settings

FAULTS = Path(__file__).parents[1] / "cases" / "faults"
BASE = FAULTS / "base"
DISHES, DATA = Path("menus/dishes"), Path("nutrition_data")


def cases() -> list[Path]:
    """All faulty files."""
    found = (
        p
        for kind in ("dishes", "constraints", "tables", "settings", "plans")
        for p in (FAULTS / kind).iterdir()
    )
    return sorted(p for p in found if p.suffix != ".txt")


def golden(case: Path) -> Path:
    """The file with the messages that a case should give, in English."""
    return case.with_suffix(".en.txt")


@contextmanager
def canteen() -> Iterator[Path]:
    """A small sound workspace, and in it."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        for part in ("menus", "nutrition_data"):
            shutil.copytree(BASE / part, Path(folder) / part)
        os.chdir(folder)
        try:
            yield Path(folder)
        finally:
            os.chdir(before)


def faults_of(case: Path) -> Iterable[Fault]:
    """What is wrong with a case, put in its place in the workspace that is the current folder."""
    match case.parent.name:
        case "dishes":
            shutil.rmtree(DISHES)
            DISHES.mkdir()
            shutil.copy(case, DISHES)
            return load_dishes(DISHES, load_food_table(DATA)[0])[1]
        case "constraints":
            path = Path(shutil.copy(case, "menus/constraints/week.yaml"))
            table = load_food_table(DATA)[0]
            return load_constraints(path, table, [dish_facts(d, table) for d in load_dishes(DISHES, table)[0]])[
                1
            ]
        case "tables":
            shutil.copy(case, DATA / f"{case.stem.split('__')[0]}.csv")
            return load_food_table(DATA)[1]
        case "settings":
            return read_settings(Path(shutil.copy(case, "kagemi.toml")))[1]
        case _:
            try:
                read_plan(Path(shutil.copy(case, "plan.json")))
            except InvalidInput as error:
                return error.faults
            return ()


def messages(case: Path) -> str:
    """What a person reads about a case, in English."""
    with canteen():
        return render_faults(faults_of(case), "en", read_line)


if __name__ == "__main__":
    for each in cases():
        golden(each).write_text(messages(each), encoding="utf-8", newline="\n")
