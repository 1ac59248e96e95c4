"""The diet problem as a workspace on disk: the files of this folder, and a dish for each of the foods."""

import csv
import shutil
from datetime import date
from pathlib import Path

from kagemi.domain.problem import PlanningProblem
from kagemi.files.workspace import SETTINGS_FILE, Workspace
from kagemi.planning import build_problem, load_constraints_file

HERE = Path(__file__).parent
MONDAY = date(2026, 11, 30)
DOLLAR = 100_000
"""Of Kagemi's units of money."""

DISH = """\
id: {id}
name: {{id: "{name}", en: "{name}"}}
slots: [staple]
method: raw
main: {id}
colour: white
servings: 1
serve: {{step: any}}
ingredients:
  - {{food: {id}, amount: 100 g}}
steps:
  id: [Timbang.]
  en: [Weigh it.]
weights: {{basis: derived, source: 100 g of one food}}
"""


def write_workspace(folder: Path) -> Workspace:
    """Write the 77 dishes beside a copy of the tables and the constraints file."""
    for part in ("menus", "nutrition_data"):
        shutil.copytree(HERE / part, folder / part)
    dishes = folder / "menus" / "dishes"
    dishes.mkdir()
    with (HERE / "nutrition_data" / "foods.csv").open(encoding="utf-8", newline="") as file:
        for food in csv.DictReader(file):
            text = DISH.format(id=food["id"], name=food["name_en"])
            (dishes / f"{food['id']}.yaml").write_text(text, encoding="utf-8")
    (folder / SETTINGS_FILE).write_text('school = "Stigler"\n', encoding="utf-8")
    return Workspace(folder)


def diet_problem(folder: Path) -> PlanningProblem:
    """The problem as Kagemi reads it from the files."""
    workspace = write_workspace(folder)
    path = workspace.menus / "constraints" / "stigler.yaml"
    kitchen, constraints = load_constraints_file(workspace, path)
    return build_problem(constraints, kitchen, MONDAY, 1)
