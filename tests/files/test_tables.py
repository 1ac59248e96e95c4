"""CSV tables: rows, cells and their places."""

from pathlib import Path

import pytest

from kagemi.files.tables import Row, Table, read_table


def table(folder: Path, text: str) -> Table:
    path = folder / "t.csv"
    path.write_text(text, encoding="utf-8")
    return read_table(path, ("id", "a"), ("b",))


def row(folder: Path, cell: str) -> Row:
    return table(folder, f"id,a\nx,{cell}\n").rows[0]


def test_a_cell_has_its_line_and_character_column(tmp_path: Path) -> None:
    read = table(tmp_path, 'id,a,b\nx,"1, 2",3\n')
    assert (read.rows[0].at("b").line, read.rows[0].at("b").column) == (2, 10)


def test_a_row_of_several_lines_has_its_first_line_and_no_column(tmp_path: Path) -> None:
    read = table(tmp_path, 'id,a\nx,"two\nlines"\ny,1\n')
    assert (read.rows[0].at("a").line, read.rows[0].at("a").column) == (2, 0)
    assert read.rows[1].at("a").line == 4


def test_empty_lines_are_left_out(tmp_path: Path) -> None:
    assert [r.cells["id"] for r in table(tmp_path, "id,a\n\nx,1\n,\ny,2\n").rows] == ["x", "y"]


def test_an_excel_byte_order_mark_is_no_part_of_the_header(tmp_path: Path) -> None:
    assert table(tmp_path, "\ufeffid,a\nx,1\n").faults == []


def test_an_empty_number_is_unknown_and_not_zero(tmp_path: Path) -> None:
    assert row(tmp_path, "").number("a", 0, 10) is None


@pytest.mark.parametrize("cell", ["1_0", "nan", "inf", "1e3", "٣", "0x10", "1 000", "--1", "1."])
def test_only_plain_numbers_are_numbers(tmp_path: Path, cell: str) -> None:
    read = row(tmp_path, cell)
    assert read.number("a", 0, 10_000) is None
    assert len(read.table.faults) == 1


def test_a_list_in_a_cell_is_split_at_semicolons(tmp_path: Path) -> None:
    assert row(tmp_path, "fish; egg;").items("a") == ("fish", "egg")


def test_of_two_rows_with_one_id_the_first_counts(tmp_path: Path) -> None:
    read = table(tmp_path, "id,a\nx,1\nx,2\n")
    assert read.unique("id")["x",].cells["a"] == "1"
    assert len(read.faults) == 1
