"""Lines and forms of what came back."""

from pathlib import Path

import pytest

from kagemi.domain.message import Fault, Where
from kagemi.files.record_import import Entry, parse_class, parse_line, parse_lines, read_form

HEAD = "day,dish,name,served,left_0,left_25,left_50,left_75,left_100,left_kg"
CLASSES = "day,dish,class,left_0,left_25,left_50,left_75,left_100"
HERE = Where("stdin", 1)
NINES = "9" * 400


def form(folder: Path, *rows: str, head: str = HEAD) -> Path:
    path = folder / "form.csv"
    path.write_text("\n".join((head, *rows)), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("line", "entry"),
    [
        ("tuna 620 12/5/3/2/1", Entry("tuna", "", 620, (12, 5, 3, 2, 1), None, HERE)),
        ("tuna 12,5,3,2,1", Entry("tuna", "", None, (12, 5, 3, 2, 1), None, HERE)),
        ("Tuna asam manis 620 3,5kg", Entry("Tuna asam manis", "", 620, None, 3.5, HERE)),
        ("tuna 0", Entry("tuna", "", 0, None, None, HERE)),
        ("  tuna 620   3.5 KG ", Entry("tuna", "", 620, None, 3.5, HERE)),
    ],
)
def test_a_line_is_a_dish_how_many_and_what_came_back(line: str, entry: Entry) -> None:
    assert parse_line(line, HERE) == entry


@pytest.mark.parametrize(
    "line",
    [
        "tuna",
        "tuna 620",
        "tuna 620 1/2/3",
        "620 1/2/3/4/5",
        "3 kg",
        "tuna 1/2/3/4/x",
        "0",
        f"{'9' * 5000} 1/2/3/4/5",
        f"tuna {'9' * 5000}/0/0/0/0",
        f"tuna {NINES} kg",
        "tuna 3.500 kg",
    ],
)
def test_a_line_that_says_too_little_is_a_fault(line: str) -> None:
    found = parse_line(line, HERE)
    assert isinstance(found, Fault)
    assert found.hint is not None


def test_blank_lines_and_remarks_are_skipped_and_faults_keep_their_line() -> None:
    entries, faults = parse_lines(["# monday\n", "\n", "tuna 1/0/0/0/0\n", "lele\n"], "stdin")
    assert [(e.dish, e.where.line) for e in entries] == [("tuna", 3)]
    assert [f.where.line for f in faults] == [4]


def test_a_filled_in_form_is_read(tmp_path: Path) -> None:
    path = form(tmp_path, "2026-11-30,tuna,Tuna,620,12,5,3,,1,", "30/11/2026,lele,Lele,,,,,,,2.5")
    entries, faults = read_form(path)
    assert faults == ()
    assert [(e.day, e.dish, e.served, e.trays, e.left_kg) for e in entries] == [
        ("2026-11-30", "tuna", 620, (12, 5, 3, 0, 1), None),
        ("2026-11-30", "lele", None, None, 2.5),
    ]


def test_a_title_above_the_columns_and_more_columns_do_not_matter(tmp_path: Path) -> None:
    path = form(
        tmp_path, HEAD.replace("name", "petugas"), "senin,tuna,Sri,,1,0,0,0,0,", head="Sisa makanan,,,,,,,,,"
    )
    entries, faults = read_form(path)
    assert faults == ()
    assert [(e.day, e.dish) for e in entries] == [("senin", "tuna")]


def test_a_row_of_no_portions_served_says_that_the_dish_was_not_served(tmp_path: Path) -> None:
    ((entry,), faults) = read_form(form(tmp_path, "2026-11-30,tuna,Tuna,0,,,,,,"))
    assert (entry.served, entry.trays, entry.left_kg, faults) == (0, None, None, ())


def test_rows_that_say_nothing_of_what_came_back_are_skipped(tmp_path: Path) -> None:
    assert read_form(form(tmp_path, "2026-11-30,tuna,Tuna,620,,,,,,")) == ((), ())


@pytest.mark.parametrize(
    ("row", "what"),
    [
        (",tuna,Tuna,620,1,0,0,0,0,", "day is empty"),
        ("2026-11-30,,Tuna,620,1,0,0,0,0,", "dish is empty"),
        ("2026-11-30,tuna,Tuna,620,1.5,0,0,0,0,", "left_0 must be a whole number, not 1.5"),
        ("2026-11-30,tuna,Tuna,many,1,0,0,0,0,", 'served: "many" is not a number'),
        ("2026-11-30,tuna,Tuna,620,-1,0,0,0,0,", "left_0: -1 is below zero"),
        ("2026-11-30,tuna,Tuna,-3,1,0,0,0,0,", "served: -3 is below zero"),
        ("2026-11-30,tuna,Tuna,620,,,,,,-3", "left_kg: -3 is below zero"),
        ("2026-11-30,tuna,Tuna,620,,,,,,3.500", 'left_kg: "3.500" can be read in two ways: write 3,5 or 3500'),
        (f"2026-11-30,tuna,Tuna,620,{NINES},0,0,0,0,", f'left_0: "{NINES}" is not a number'),
        (f"2026-11-30,tuna,Tuna,{NINES},1,0,0,0,0,", f'served: "{NINES}" is not a number'),
        (f"2026-11-30,tuna,Tuna,620,,,,,,{NINES}", f"left_kg: {NINES} kg cannot be right"),
        ("2026-11-30,tuna,Tuna,620,1,0,0,0,0,2", "both trays and kilograms are filled in"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(tmp_path: Path, row: str, what: str) -> None:
    entries, faults = read_form(form(tmp_path, row))
    assert entries == ()
    assert [str(f.what) for f in faults] == [what]
    assert faults[0].where.line == 2


@pytest.mark.parametrize(
    ("written", "name"),
    [("7A", "7A"), ("  7 a ", "7 a"), ("VII-B Putri", "VII-B Putri"), ("", ""), ("all", ""), ("Semua ", "")],
)
def test_the_name_of_a_class_is_kept_without_the_blanks_around_it(written: str, name: str) -> None:
    assert parse_class(written) == name


@pytest.mark.parametrize(
    ("written", "what"),
    [
        ("x" * 31, 'the class "xxxxxxxxxx..." is longer than 30 characters'),
        ("7A\n7B", "the name of the class has a line break or another character that is not seen"),
        ("7A\x1b[1m", "the name of the class has a line break or another character that is not seen"),
    ],
)
def test_what_is_no_name_of_a_class_is_told(tmp_path: Path, written: str, what: str) -> None:
    assert str(parse_class(written)) == what
    entries, faults = read_form(form(tmp_path, f'2026-11-30,tuna,"{written}",1,0,0,0,0', head=CLASSES))
    assert entries == ()
    assert [(str(f.what), f.where.line) for f in faults] == [(what, 2)]


def test_lines_are_all_of_one_class() -> None:
    entries, _ = parse_lines(["tuna 1/0/0/0/0", "lele 2/0/0/0/0"], "stdin", "7A")
    assert [e.school_class for e in entries] == ["7A", "7A"]


def test_a_form_says_whose_trays_were_looked_at(tmp_path: Path) -> None:
    rows = ("2026-11-30,tuna, 7A ,1,0,0,0,0", "2026-11-30,tuna,,2,0,0,0,0", "2026-11-30,lele,7B,,,,,")
    entries, faults = read_form(form(tmp_path, *rows, head=CLASSES))
    assert faults == ()
    assert [(e.dish, e.school_class, sum(e.trays or ())) for e in entries] == [
        ("tuna", "7A", 1),
        ("tuna", "", 2),
    ]


def test_a_misspelt_column_is_told(tmp_path: Path) -> None:
    path = form(tmp_path, "2026-11-30,tuna,1,0,0,0,0", head="day,dish,left0,left_25,left_50,left_75,left_100")
    _, faults = read_form(path)
    assert [(str(f.what), str(f.hint)) for f in faults] == [
        ('there is no column "left0" in this table', "did you mean left_0?")
    ]


def test_a_table_that_is_no_form_is_told(tmp_path: Path) -> None:
    _, faults = read_form(form(tmp_path, "a,b", head="x,y"))
    assert [str(f.what) for f in faults] == ["no row of this table names its columns day and dish"]


def test_a_form_that_is_not_there_is_told(tmp_path: Path) -> None:
    entries, faults = read_form(tmp_path / "nothing.csv")
    assert (entries, len(faults)) == ((), 1)
