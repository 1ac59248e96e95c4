"""A constraints file is checked as somebody writes it, before it is saved."""

from pathlib import Path

from kagemi.files.constraints import load_constraints
from kagemi.files.workspace import find_workspace
from kagemi.planning import load_kitchen
from tests.workspaces import BUDGET, FISH, canteen, write_rules


def test_the_text_is_checked_and_not_what_is_on_disk(tmp_path: Path) -> None:
    ws = canteen(tmp_path / "ws", FISH, BUDGET)
    kitchen = load_kitchen(find_workspace(ws, ws))
    path = ws / "menus" / "constraints" / "week.yaml"
    text = path.read_text(encoding="utf-8").replace("tag: fish", "tag: fihs")
    _, faults = load_constraints(path, kitchen.table, kitchen.facts, (), text)
    assert [(f.where.file, f.where.line) for f in faults] == [(path.as_posix(), 11)]
    assert not load_constraints(path, kitchen.table, kitchen.facts)[1]


def test_the_files_that_a_text_extends_are_read_from_disk(tmp_path: Path) -> None:
    ws = canteen(tmp_path / "ws", FISH, BUDGET)
    kitchen = load_kitchen(find_workspace(ws, ws))
    write_rules(ws, FISH, file="city.yaml")
    text = f"extends: city.yaml\nrules:\n  - {BUDGET}\n"
    path = ws / "menus" / "constraints" / "own.yaml"
    found, faults = load_constraints(path, kitchen.table, kitchen.facts, (), text)
    assert not faults
    assert found is not None
    assert [r.name for r in found.rules] == ["fish_days", "budget"]


def test_an_invisible_character_in_a_text_is_told_with_its_place(tmp_path: Path) -> None:
    ws = canteen(tmp_path / "ws", FISH)
    kitchen = load_kitchen(find_workspace(ws, ws))
    path = ws / "menus" / "constraints" / "week.yaml"
    _, faults = load_constraints(path, kitchen.table, kitchen.facts, (), "canteen: a\nmeal:\x07 b\n")
    assert [(f.where.line, f.where.column) for f in faults] == [(2, 6)]
