"""The table of constants, and what a constraints file says of learning."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kagemi.domain.constraints import Constraints, Exams, Learning
from kagemi.domain.learning import LearningConstants
from kagemi.domain.message import Fault
from kagemi.files.constraints import load_constraints
from kagemi.files.learning import COLUMNS, LEARNING, learning_of
from kagemi.files.nutrition import load_food_table
from kagemi.files.tables import read_table
from kagemi.files.workspace import example_root
from tests.files.cases import BASE
from tests.files.test_schema import FACTS, TABLE

SHIPPED = example_root() / "nutrition_data"
Load = Callable[[str], tuple[Constraints | None, tuple[Fault, ...]]]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    def from_text(more: str) -> tuple[Constraints | None, tuple[Fault, ...]]:
        text = (BASE / "menus/constraints/week.yaml").read_text(encoding="utf-8")
        path = tmp_path / "week.yaml"
        path.write_text(text + more, encoding="utf-8")
        return load_constraints(path, TABLE, FACTS)

    return from_text


def faults_of(folder: Path, table: str) -> list[str]:
    path = folder / LEARNING
    path.write_text(table, encoding="utf-8")
    read = read_table(path, COLUMNS)
    learning_of(read)
    return [str(f.what) for f in read.faults]


def test_the_shipped_constants_are_those_that_hold_without_a_table() -> None:
    table, faults = load_food_table(SHIPPED)
    assert faults == ()
    assert table.learning == LearningConstants()


def test_a_workspace_without_the_table_has_the_usual_constants() -> None:
    assert not (BASE / "nutrition_data" / LEARNING).exists()
    assert TABLE.learning == LearningConstants()


def test_a_changed_constant_holds(tmp_path: Path) -> None:
    text = (SHIPPED / LEARNING).read_text(encoding="utf-8").replace("prior_trays,10,", "prior_trays,40,")
    (tmp_path / LEARNING).write_text(text, encoding="utf-8")
    assert learning_of(read_table(tmp_path / LEARNING, COLUMNS)).prior_trays == 40


def test_every_mistake_of_the_table_is_told(tmp_path: Path) -> None:
    rows = (
        "name,value,unit,basis,why",
        "prior_tray,10,trays,assumption,x",
        "half_life_days,0,days,assumption,x",
        "sure,0.9,percent,guess,",
    )
    assert faults_of(tmp_path, "\n".join(rows)) == [
        'there is no constant "prior_tray"',
        "value: 0 cannot be right",
        '"guess" is no basis of a figure',
        "why is empty",
        '"percent" is not the unit of this constant',
    ]


def test_a_constant_that_is_missing_is_told(tmp_path: Path) -> None:
    text = (SHIPPED / LEARNING).read_text(encoding="utf-8")
    assert faults_of(tmp_path, "\n".join(text.splitlines()[:-1])) == ["the table has no row for ('sure',)"]


def test_without_the_key_nothing_is_tried(load: Load) -> None:
    constraints, _ = load("")
    assert constraints is not None
    assert constraints.learning == Learning(0.0)


@pytest.mark.parametrize("written", ["20 %", "0.2", "20%"])
def test_a_share_of_the_dishes_may_be_tried(load: Load, written: str) -> None:
    constraints, faults = load(f"learning: {{trying: {written}}}\n")
    assert faults == ()
    assert constraints is not None
    assert constraints.learning == Learning(0.2)


@pytest.mark.parametrize(
    ("written", "what"),
    [
        ("learning: 20 %", "learning must be a group of keys"),
        ("learning: {try: 20 %}", 'there is no key "try" here'),
        ("learning: {trying: 120 %}", "120 % is no share"),
        ("learning: {trying: 20 g}", "20 g is no share"),
        ("learning: {trying: some}", "'some' is not an amount"),
        ("learning: {trying: -5 %}", "an amount cannot be negative"),
    ],
)
def test_what_is_no_share_is_refused(load: Load, written: str, what: str) -> None:
    constraints, faults = load(f"{written}\n")
    assert constraints is None
    assert [str(f.what) for f in faults] == [what]


def test_exams_are_days_or_stretches_of_days(load: Load) -> None:
    constraints, faults = load(
        "calendar:\n  exams:\n  - 2026-12-04\n  - {from: 2026-12-07, to: 2026-12-11, why: UAS}\n"
    )
    assert faults == ()
    assert constraints is not None
    first, last = (
        Exams(date(2026, 12, 4), date(2026, 12, 4)),
        Exams(date(2026, 12, 7), date(2026, 12, 11), "UAS"),
    )
    assert constraints.calendar.exams == (first, last)
    assert constraints.calendar.has_exams([date(2026, 12, 6), date(2026, 12, 11)])
    assert not constraints.calendar.has_exams([date(2026, 12, 5), date(2026, 12, 12)])


def test_exams_that_end_before_they_begin_are_refused(load: Load) -> None:
    _, faults = load("calendar:\n  exams:\n  - {from: 2026-12-11, to: 2026-12-07}\n")
    assert [str(f.what) for f in faults] == ["the exams end before they begin"]


def test_a_school_may_try_more_than_the_file_it_extends(tmp_path: Path) -> None:
    text = (BASE / "menus/constraints/week.yaml").read_text(encoding="utf-8")
    (tmp_path / "city.yaml").write_text(f"{text}learning: {{trying: 5 %}}\n", encoding="utf-8")
    (tmp_path / "school.yaml").write_text("extends: city.yaml\nlearning: {trying: 20 %}\n", encoding="utf-8")
    constraints, faults = load_constraints(tmp_path / "school.yaml", TABLE, FACTS)
    assert [f.severity for f in faults] == []
    assert constraints is not None
    assert constraints.learning.trying == 0.2
