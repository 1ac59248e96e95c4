"""Tables from CSV, XLSX and ODS files."""

import tracemalloc
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from kagemi.domain.message import Fault
from kagemi.files.cells import CellValue
from kagemi.files.spreadsheet import LIMIT, MOST_ROWS, Sheet, read_sheet

ODS = """\
<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:body><office:spreadsheet><table:table table:name="A">{rows}</table:table></office:spreadsheet>
</office:body>
</office:document-content>"""
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
ODS_MANIFEST = f"""\
<?xml version="1.0"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS_TYPE}"/></manifest:manifest>"""
ODS_TEXT = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
ODS_NUMBER = (
    '<table:table-cell office:value-type="float" office:value="{}"><text:p>x</text:p></table:table-cell>'
)
ODS_DATE = (
    '<table:table-cell office:value-type="date" office:date-value="{}"><text:p>x</text:p></table:table-cell>'
)


def sheet(path: Path) -> Sheet:
    read = read_sheet(path)
    assert isinstance(read, Sheet), read
    return read


def fault(path: Path) -> str:
    read = read_sheet(path)
    assert isinstance(read, Fault)
    return str(read.what)


def values(path: Path) -> list[list[CellValue]]:
    return [[cell.value for cell in row] for row in sheet(path).rows]


def csv_file(folder: Path, content: str | bytes) -> Path:
    path = folder / "prices.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def xlsx_file(folder: Path, *sheets: list[list[object]], hidden: bool = False) -> Path:
    path = folder / "prices.xlsx"
    with xlsxwriter.Workbook(path) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for n, rows in enumerate(sheets):
            page = book.add_worksheet()
            if hidden and n == 0:
                page.hide()
            for r, row in enumerate(rows):
                for c, value in enumerate(row):
                    page.write(r, c, value, day if isinstance(value, date) else None)
        if hidden:
            book.worksheets()[-1].activate()
    return path


def ods_file(folder: Path, rows: str) -> Path:
    path = folder / "prices.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", ODS_TYPE)
        archive.writestr("META-INF/manifest.xml", ODS_MANIFEST)
        archive.writestr("content.xml", ODS.format(rows=rows))
    return path


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_the_separator_is_found_in_the_first_line(tmp_path: Path, mark: str) -> None:
    content = f'nama{mark}"harga, rupiah"{mark}satuan\nTuna{mark}"62.000,-"{mark}kg\n'
    assert values(csv_file(tmp_path, content)) == [
        ["nama", "harga, rupiah", "satuan"],
        ["Tuna", "62.000,-", "kg"],
    ]


def test_the_line_in_which_excel_names_the_separator_is_no_row(tmp_path: Path) -> None:
    read = sheet(csv_file(tmp_path, "sep=;\nnama;harga,rp\nTuna;1\n"))
    assert [c.value for c in read.rows[0]] == ["nama", "harga,rp"]
    assert read.rows[1][1].where.line == 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_any_encoding_that_programs_save_is_read(tmp_path: Path, encoding: str) -> None:
    assert values(csv_file(tmp_path, "nama,café\r\nTuna,½\r\n".encode(encoding))) == [
        ["nama", "café"],
        ["Tuna", "½"],
    ]


def test_a_cell_of_a_csv_has_its_line_and_character_column(tmp_path: Path) -> None:
    read = sheet(csv_file(tmp_path, 'a,b,c\n\nx,"1, 2",3\n'))
    assert str(read.rows[1][2].where).endswith(":3:10")


def test_a_row_after_one_of_several_lines_keeps_its_line(tmp_path: Path) -> None:
    read = sheet(csv_file(tmp_path, 'a,b\nx,"two\nlines"\ny,1\n'))
    assert [row[0].where.line for row in read.rows] == [1, 2, 4]


def test_blank_rows_are_left_out_and_empty_cells_are_none(tmp_path: Path) -> None:
    assert values(csv_file(tmp_path, "a,b\n,\n \nx, \n")) == [["a", "b"], ["x", None]]


def test_a_workbook_keeps_numbers_and_dates_and_the_place_of_cells(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, [["nama", "harga", "tanggal"], [], ["Tuna", 62000, datetime(2026, 11, 30)]])
    assert values(path) == [["nama", "harga", "tanggal"], ["Tuna", 62000.0, date(2026, 11, 30)]]
    assert str(sheet(path).rows[1][2].where).endswith("prices.xlsx:3:3")


def test_an_open_document_is_read_alike(tmp_path: Path) -> None:
    cells = ODS_TEXT.format("Tuna") + ODS_NUMBER.format(62000) + ODS_DATE.format("2026-11-30")
    path = ods_file(tmp_path, f"<table:table-row>{cells}</table:table-row>")
    assert values(path) == [["Tuna", 62000.0, date(2026, 11, 30)]]


def test_a_hidden_or_empty_sheet_is_passed_over(tmp_path: Path) -> None:
    assert values(xlsx_file(tmp_path, [["secret"]], [], [["shown"]], hidden=True)) == [["shown"]]


@pytest.mark.parametrize("name", ["prices.xlsx", "prices.ods"])
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"nama,harga\n"])
def test_a_broken_workbook_is_one_clear_fault(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert fault(path).startswith("the workbook cannot be read: ")


@pytest.mark.parametrize("cut", range(1, 12))
def test_a_workbook_that_is_cut_off_is_one_clear_fault(tmp_path: Path, cut: int) -> None:
    path = xlsx_file(tmp_path, [["nama", "harga"]])
    raw = path.read_bytes()
    path.write_bytes(raw[: len(raw) * cut // 12])
    assert fault(path).startswith("the workbook cannot be read: ")


def test_a_zip_file_that_is_no_workbook_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "prices.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hello.txt", "hello")
    assert fault(path).startswith("the workbook cannot be read: ")


def test_a_workbook_whose_name_says_csv_is_a_fault(tmp_path: Path) -> None:
    raw = xlsx_file(tmp_path, [["nama"]]).read_bytes()
    assert fault(csv_file(tmp_path, raw)) == "this is a workbook, and its name does not say so"


def test_an_empty_table_is_a_fault(tmp_path: Path) -> None:
    assert fault(csv_file(tmp_path, "\n \n")) == "the table is empty"
    assert fault(xlsx_file(tmp_path, [])) == "the table is empty"


def test_a_quote_that_is_never_closed_is_a_fault_in_its_line(tmp_path: Path) -> None:
    read = read_sheet(csv_file(tmp_path, 'a,b\nx,"1\ny,2\n'))
    assert isinstance(read, Fault)
    assert read.where.line == 2


def test_a_missing_file_or_a_folder_is_a_fault(tmp_path: Path) -> None:
    assert "no such file" in fault(tmp_path / "none.csv").format()
    assert fault(tmp_path) == "a file is expected here, and this is a folder"


def test_a_huge_file_is_a_fault(tmp_path: Path) -> None:
    assert fault(csv_file(tmp_path, b"a" * (LIMIT + 1))).startswith("the file is too large")


def test_too_many_rows_are_a_fault(tmp_path: Path) -> None:
    assert fault(csv_file(tmp_path, "x,1\n" * (MOST_ROWS + 1))).startswith("the table is too large")


def test_a_workbook_that_unpacks_to_much_more_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "prices.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 60_000_000)
    assert fault(path).startswith("the table is too large")


def test_a_cell_at_the_end_of_the_world_is_a_fault_and_fills_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "far.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write(0, 0, "a")
        page.write(1_048_575, 16_383, "z")
    assert fault(path).startswith("the table is too large")


@pytest.mark.parametrize(
    "rows",
    [
        '<table:table-row><table:table-cell office:value-type="float" office:value="1"'
        ' table:number-columns-repeated="16384"/></table:table-row>',
        '<table:table-row table:number-rows-repeated="1048576">' + ODS_NUMBER.format(1) + "</table:table-row>",
    ],
)
def test_an_open_document_that_repeats_without_end_is_a_fault(tmp_path: Path, rows: str) -> None:
    assert fault(ods_file(tmp_path, rows)).startswith("the table is too large")


def test_the_empty_rows_that_libreoffice_repeats_do_no_harm(tmp_path: Path) -> None:
    rows = (
        f"<table:table-row>{ODS_TEXT.format('Tuna')}</table:table-row>"
        '<table:table-row table:number-rows-repeated="1048575"><table:table-cell'
        ' table:number-columns-repeated="16384"/></table:table-row>'
    )
    assert values(ods_file(tmp_path, rows)) == [["Tuna"]]


def test_noise_in_a_workbook_never_ends_in_a_traceback(tmp_path: Path) -> None:
    raw = xlsx_file(tmp_path, [["nama", "harga"], ["Tuna", 62000]]).read_bytes()
    path = tmp_path / "noise.xlsx"
    for place in range(0, len(raw), 97):
        path.write_bytes(raw[:place] + bytes([raw[place] ^ 0xFF]) + raw[place + 1 :])
        assert isinstance(read_sheet(path), Sheet | Fault)


@pytest.mark.parametrize("content", [",1" * 1_000_000, "1\n" * 1_000_000], ids=["columns", "rows"])
def test_a_table_of_millions_of_cells_is_a_fault_and_fills_no_memory(tmp_path: Path, content: str) -> None:
    path = csv_file(tmp_path, content)
    tracemalloc.start()
    said = fault(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert ("too large" in said, peak < 100_000_000) == (True, True)
