"""Small workspaces on disk: seven dishes, a week that solves in an instant, and any rules a test wants."""

import shutil
from pathlib import Path

from kagemi.files.workspace import SETTINGS_FILE
from tests.files.cases import BASE

HEAD = """\
canteen: Test canteen
meal: lunch
days: [monday, tuesday, wednesday]
groups:
  - {id: boys, akg: male_13_15, headcount: 100, name: {id: Putra, en: Boys}}
  - {id: girls, akg: female_13_15, headcount: 100, name: {id: Putri, en: Girls}}
slots:
  staple: {pick: 1, portion: [0.8, 1.2]}
  animal: {pick: 1}
rules:
"""
FISH = "{kind: tag_days, name: fish_days, tag: fish, at_least: 2}"
BUDGET = "{kind: budget, name: budget, max: 10000}"
PROTEIN = "{kind: nutrient_range, name: protein, nutrient: protein, min: 20 % AKG}"
TOO_CHEAP = "{kind: budget, name: too_cheap, max: 1000}"

DISH = """\
id: {id}
name: {{id: {name}, en: {name}}}
slots: [animal]
method: {method}
main: {main}
colour: brown
servings: 10
serve: {{step: 5 g}}
ingredients:
  - {{food: {main}, amount: {grams} g}}
equipment: {{stove: 30}}
batch: 100
steps:
  id: [Masak sampai matang.]
  en: [Cook until done.]
weights: {{basis: kitchen_estimate, source: test kitchen}}
"""


def canteen(folder: Path, *rules: str, language: str = "en") -> Path:
    """A workspace of a few dishes whose constraints file has these rules; returns its folder."""
    for part in ("menus", "nutrition_data"):
        shutil.copytree(BASE / part, folder / part)
    (folder / "menus" / "sheets").mkdir(exist_ok=True)
    for unused in (folder / "menus" / "constraints").iterdir():
        unused.unlink()
    add_dish(folder, "tempe_bakar", "tempe", method="grilled", grams=800)
    write_rules(folder, *(rules or (FISH, BUDGET, PROTEIN)))
    settings = f'school = "Test school"\nlanguage = "{language}"\nconstraints = "menus/constraints/week.yaml"\n'
    (folder / SETTINGS_FILE).write_text(settings, encoding="utf-8")
    return folder


def write_rules(folder: Path, *rules: str, file: str = "week.yaml") -> Path:
    """A constraints file of the workspace with these rules, cheapest first."""
    path = folder / "menus" / "constraints" / file
    body = "".join(f"  - {rule}\n" for rule in rules)
    path.write_text(f"{HEAD}{body}objective:\n  - minimise: cost\n", encoding="utf-8")
    return path


def add_dish(folder: Path, id: str, main: str, *, method: str = "steamed", grams: int = 500) -> Path:
    """A dish of one ingredient for the slot of animal food."""
    path = folder / "menus" / "dishes" / f"{id}.yaml"
    name = id.replace("_", " ").capitalize()
    path.write_text(DISH.format(id=id, name=name, method=method, main=main, grams=grams), encoding="utf-8")
    return path
