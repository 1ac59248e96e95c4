"""Purchase orders on paper, as messages and as tables."""

import csv
import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from kagemi.domain.food import Price
from kagemi.domain.message import InvalidInput, Text
from kagemi.domain.purchase import Draw, Need, OrderLine, Purchase, Use
from kagemi.domain.supplier import Supplier
from kagemi.sheets.environment import shipped_templates
from kagemi.sheets.order_tables import LINE_COLUMNS, orders_csv, orders_xlsx
from kagemi.sheets.orders import OrderBook, order_text, orders_values, shopping_values
from kagemi.sheets.orders_print import orders_printed
from kagemi.sheets.paper import Paper, as_html, as_pdf
from tests.sheets import sample
from tests.sheets.browser import A4_PORTRAIT, Browser
from tests.sheets.wall_sample import paper
from tests.store.sample import day

FISHER = Supplier("fisher", "Nelayan <Mina>", "TPI Sendang Biru", "dermaga", "0800-0000-01", ("monday",), True)
LINES = (
    OrderLine("fisher", "tuna", day(0), "ekor", 1500.0, 12, 60_000),
    OrderLine("fisher", "tuna", day(2), "kg", 1000.0, 6.5, 40_000),
    OrderLine("", "salt", day(0), "kg", 1000.0, 0.5, 12_000),
)


def book(lang: str = "en", *lines: OrderLine) -> OrderBook:
    uses = (Use("fisher", "tuna", day(0), "ekor", day(0), 17_000), Use("", "salt", day(0), "kg", day(1), 500))
    purchase = Purchase(
        needs=(),
        lines=lines or LINES,
        uses=uses,
        draws=(Draw(7, "rice", day(1), 8_250),),
        missing=(Need("kale", day(1), 3_000),),
    )
    names = {food: Text(f"{food}_id", food.capitalize()) for food in ("tuna", "salt", "rice", "kale")}
    plan = sample.plan()
    return OrderBook(plan, purchase, {"fisher": FISHER}, names, "SMPN 10 Malang", day(-3), lang)


def orders_page(book: OrderBook) -> str:
    return as_html("orders", orders_values(book), paper(book.lang))


def orders_pdf(book: OrderBook, templates: Path | None = None) -> bytes:
    own = Paper(templates or shipped_templates(), book.lang, book.today)
    return as_pdf("orders", orders_printed(book), own)


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)).split())


def test_every_trader_has_a_page_and_the_market_comes_last() -> None:
    pages = book().pages
    assert [page.name for page in pages] == ["Nelayan <Mina>", "The market (no trader offers it)"]
    assert [len(page.deliveries) for page in pages] == [2, 1]


def test_an_order_says_units_weight_price_and_cost() -> None:
    shown = text_of(orders_page(book()))
    assert "Tuna 12 ekor 18 kg IDR 60,000/ekor IDR 720,000" in shown
    assert "Tuna 6.5 kg IDR 40,000/kg IDR 260,000" in shown
    assert "All days: IDR 980,000" in shown
    assert "Ordered by, date, signature" in shown


def test_what_people_wrote_is_no_html() -> None:
    assert "<Mina>" not in orders_page(book())


def test_the_shopping_list_says_what_comes_out_of_stock_and_what_is_missing() -> None:
    shown = text_of(as_html("shopping", shopping_values(book()), paper("en")))
    assert "Rice 8.25 kg lot 7" in shown
    assert "Nobody can bring this in time: Kale, 3 kg" in shown


def test_a_message_is_short_and_plain() -> None:
    page = book().pages[0]
    assert order_text(book(), page).splitlines() == [
        "*Order for SMPN 10 Malang*",
        "To: Nelayan <Mina>",
        "",
        "*Monday, 30 November 2026*",
        "- Tuna: 12 ekor (18 kg)",
        "Together: IDR 720,000",
        "",
        "*Wednesday, 2 December 2026*",
        "- Tuna: 6.5 kg",
        "Together: IDR 260,000",
        "",
        "All days: IDR 980,000",
        "",
        "Please answer whether you can bring it, and at this price.",
    ]


def test_the_table_of_lines_has_a_row_each() -> None:
    rows = orders_csv(book()).decode().splitlines()
    assert rows[0] == ",".join(LINE_COLUMNS)
    assert len(rows) == 1 + len(LINES)
    assert ",tuna,Tuna,12,ekor,18,60000,720000,2026-11-30,1" in "\n".join(rows)


def test_a_line_says_what_its_price_rests_on() -> None:
    quoted = Price("ekor", 1500.0, 60_000, day(-4), "Sendang Biru", "quote", "Nelayan")
    estimate = Price("kg", 1000.0, 12_000, day(-400), "Indonesia", "estimate", "market estimate")
    asked = {("fisher", "tuna", "ekor", 60_000): quoted, ("", "salt", "kg", 12_000): estimate}
    labelled = replace(book(), asked=asked)
    told = {tuple(row[-4:]) for row in csv.reader(orders_csv(labelled).decode().splitlines()[1:])}
    assert told == {
        ("quote", "2026-11-26", "Sendang Biru", "Nelayan"),
        ("estimate", "2025-10-26", "Indonesia", "market estimate"),
        ("agreed", "", "", ""),
    }
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(orders_xlsx(labelled))).get_sheet_by_name("By day")
    rows = sheet.to_python()
    assert rows[0][-4:] == ["Price from", "Price date", "Region", "Source"]
    assert [row[-4:] for row in rows if "estimate" in row] == [
        ["estimate", "26 October 2025", "Indonesia", "market estimate"]
    ]


def test_a_name_that_looks_like_a_formula_is_text() -> None:
    evil = replace(FISHER, name="=1+1")
    written = orders_csv(replace(book(), suppliers={"fisher": evil})).decode()
    assert ",'=1+1," in written


def test_the_same_orders_are_the_same_bytes() -> None:
    assert orders_xlsx(book()) == orders_xlsx(book())
    assert orders_pdf(book()) == orders_pdf(book())


def test_traders_of_the_same_name_have_sheets_of_their_own() -> None:
    twin = replace(FISHER, id="twin")
    lines = (*LINES, replace(LINES[0], supplier="twin"))
    assert orders_xlsx(replace(book("en", *lines), suppliers={"fisher": FISHER, "twin": twin}))


@pytest.mark.parametrize("lang", ["en", "id"])
def test_a_pdf_carries_its_fonts(lang: str) -> None:
    pdf = orders_pdf(book(lang))
    assert pdf.startswith(b"%PDF")
    fonts = set(re.findall(rb"/FontName\s*/([\w+-]+)", pdf))
    assert fonts
    assert all(b"+LiberationSans" in font for font in fonts)


def test_a_broken_template_of_the_canteens_own_is_named(tmp_path: Path) -> None:
    (tmp_path / "orders.typ").write_text("#let x = ", encoding="utf-8")
    with pytest.raises(InvalidInput, match=r"orders\.typ"):
        orders_pdf(book(), tmp_path)


def test_a_trader_with_a_hundred_lines_prints_on_a4(chromium: Path, tmp_path: Path) -> None:
    many = [OrderLine("fisher", "tuna", day(n % 5), "kg", 1000.0 + n, 1.0, 60_000 + n) for n in range(100)]
    printed = Browser(chromium, tmp_path).printed(orders_page(book("id", *many)))
    assert set(printed) == {A4_PORTRAIT}
    assert len(printed) > 1
