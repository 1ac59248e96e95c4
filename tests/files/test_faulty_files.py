"""Every faulty file gives its expected messages, all of them, in English and in Bahasa Indonesia."""

from pathlib import Path

import pytest

from kagemi.cli.faults import render_faults
from kagemi.files.dishes import load_dishes
from kagemi.files.nutrition import load_food_table
from kagemi.files.source import read_line
from tests.files.cases import DATA, DISHES, canteen, cases, faults_of, golden, messages


@pytest.mark.parametrize("case", cases(), ids=lambda c: f"{c.parent.name}/{c.stem}")
def test_a_faulty_file_gives_its_messages(case: Path) -> None:
    assert messages(case) == golden(case).read_text(encoding="utf-8")


def test_every_expected_message_belongs_to_a_case() -> None:
    written = {p for c in cases() for p in c.parent.glob("*.txt")}
    assert written == {golden(c) for c in cases()}


@pytest.mark.parametrize("case", cases()[::9], ids=lambda c: f"{c.parent.name}/{c.stem}")
def test_messages_can_be_filled_in_bahasa_indonesia(case: Path) -> None:
    with canteen():
        assert "error: " not in render_faults(faults_of(case), "id", read_line).partition("\n")[0]


def test_the_workspace_of_the_cases_is_sound_itself() -> None:
    with canteen():
        table, faults = load_food_table(DATA)
        assert (faults, load_dishes(DISHES, table)[1]) == ((), ())
