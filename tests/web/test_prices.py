"""Prices on the page: looked up, set, and taken over from a list that was shown first."""

import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from kagemi.canteen.price_proposal import GivenList
from kagemi.canteen.prices import history
from kagemi.domain.supplier import Quote
from kagemi.files.workspace import find_workspace
from kagemi.web.accounts import enter
from kagemi.web.price_chart import price_chart
from kagemi.web.price_lists import KEPT, MOST, Waiting
from tests.cli.runner import kagemi
from tests.markets import TODAY, market, quote
from tests.web.page import ORIGIN, Answer, Client
from tests.workspaces import canteen

XSS = "<script>alert(1)</script>"
MESSAGE = """\
[24/11/26 08.15.02] Bu Tin: Selamat pagi, harga hari ini:
- Tuna 45.000/kg
* Bayam 2.600 ikat

Tempe habis
"""


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    ws = market(canteen(tmp_path_factory.mktemp("prices") / "ws"))
    assert kagemi(ws, "plan", "--week", "2026-W49").exit_code == 0
    assert kagemi(ws, "publish").exit_code == 0
    return ws


@pytest.fixture
def ws(published: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(published, tmp_path / "ws"))


@pytest.fixture
def client(ws: Path) -> Iterator[Client]:
    with Client(ws, today=TODAY) as client:
        yield client


def quotes(ws: Path, food: str = "ikan_tuna") -> list[tuple[str, int, str]]:
    return [(q.supplier, q.price_idr, q.unit) for q in history(find_workspace(ws, ws), {}, food)]


def shown(client: Client, text: str = "", **more: str) -> Answer:
    return client.fill("/prices/list", {"text": text, "supplier": "pak_min", **more})


def uploaded(client: Client, name: str, data: bytes) -> Answer:
    return client.fill("/prices/list", {"supplier": "pak_min"}, file=(name, data))


def taken(client: Client, seen: Answer, **more: str) -> Answer:
    found = re.search(r'name="list" value="([^"]+)"', seen.text)
    assert found is not None, seen.text
    return client.fill("/prices/list/take", {"list": found[1], **more})


def workbook(*rows: tuple[object, ...]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return out.getvalue()


def test_each_food_has_its_price_its_age_and_what_it_is(client: Client) -> None:
    row = re.search(
        r'<tr class="old">\s*<th scope="row"><a href="/prices/food/ikan_tuna">.*?</tr>',
        client.get("/prices").text,
        re.DOTALL,
    )
    assert row is not None
    assert all(word in row[0] for word in ("IDR 40,000/kg", "84 days", "old", "estimate"))


def test_foods_are_looked_for_by_a_part_of_their_name(client: Client) -> None:
    text = client.get("/prices?q=tuna").text
    assert ("ikan_tuna" in text, "bayam" in text) == (True, False)


def test_what_is_looked_for_stays_text(client: Client) -> None:
    assert XSS not in client.get("/prices", params={"q": XSS}).text


def test_a_price_is_set_in_a_row(client: Client, ws: Path) -> None:
    form = client.get("/prices/food/ikan_tuna/row?form=1").text
    assert 'hx-post="/prices/food/ikan_tuna"' in form
    answer = client.fill("/prices/food/ikan_tuna", {"supplier": "bu_tin", "price": "46.000"})
    assert (answer.status, quotes(ws)) == (303, [("bu_tin", 46_000, "kg")])


def test_an_odd_price_is_asked_about_once_more(client: Client, ws: Path) -> None:
    fields = {"supplier": "bu_tin", "price": "4600"}
    answer = client.fill("/prices/food/ikan_tuna", fields)
    assert ("off by more than 3 times" in answer.text, quotes(ws)) == (True, [])
    assert client.fill("/prices/food/ikan_tuna", {**fields, "odd": "on"}).status == 303
    assert quotes(ws) == [("bu_tin", 4_600, "kg")]


@pytest.mark.parametrize(
    "fields",
    [
        {"supplier": XSS, "price": "1000"},
        {"supplier": "bu_tin", "price": XSS},
        {"supplier": "bu_tin", "price": "45.000", "unit": XSS},
        {"supplier": "bu_tin", "price": "45.000", "date": XSS},
        {"supplier": "bu_tin", "price": "45.000", "date": "1026-11-24"},
        {"supplier": "bu_tin", "price": "9" * 300},
        {},
    ],
)
def test_what_is_no_price_is_refused_and_stays_text(client: Client, ws: Path, fields: dict[str, str]) -> None:
    answer = client.fill("/prices/food/ikan_tuna", fields)
    assert (answer.status, XSS in answer.text, quotes(ws)) == (422, False, [])


def test_a_food_shows_its_quotes_and_what_it_cost_before(client: Client) -> None:
    for day, price in (("2026-11-01", "44.000"), ("2026-11-20", "47.000")):
        client.fill("/prices/food/ikan_tuna", {"supplier": "pak_min", "price": price, "date": day})
    text = client.get("/prices/food/ikan_tuna").text
    assert all(word in text for word in ("IDR 44,000/kg", "IDR 47,000/kg", "Pak Min", "the price book"))
    assert "style=" not in text


def test_a_price_is_taken_back(client: Client) -> None:
    client.fill("/prices/food/ikan_tuna", {"supplier": "pak_min", "price": "47.000"})
    assert client.fill("/prices/food/ikan_tuna/drop", {"supplier": "pak_min"}).status == 303
    assert "run out" in client.get("/prices/food/ikan_tuna").text


def test_a_food_that_nobody_knows_is_not_found(client: Client) -> None:
    assert [client.get(f"/prices/food/{f}").status_code for f in ("nothing", "%3Cscript%3E")] == [404, 404]


def test_the_lines_of_a_message_are_understood_and_nothing_is_written(client: Client, ws: Path) -> None:
    seen = shown(client, MESSAGE)
    assert all(word in seen.text for word in ("ikan_tuna, line 2", "bayam, line 3", "IDR 2,600/ikat"))
    assert re.search(r"Not read.*line 1: *Selamat pagi.*line 5: *Tempe habis", seen.text, re.DOTALL)
    assert quotes(ws) == []


def test_a_list_is_taken_over_as_it_was_shown(client: Client, ws: Path) -> None:
    answer = taken(client, shown(client, MESSAGE))
    assert (answer.status, answer.location) == (303, "/prices?added=2")
    assert (quotes(ws), quotes(ws, "bayam")) == ([("pak_min", 45_000, "kg")], [("pak_min", 2_600, "ikat")])


@pytest.mark.parametrize("mark", ["\t", ";", ","])
def test_a_table_is_pasted_with_its_header(client: Client, ws: Path, mark: str) -> None:
    rows = (("Nama Barang", "Harga", "Satuan"), ("Tuna", "45000", "kg"))
    taken(client, shown(client, "\n".join(mark.join(row) for row in rows)))
    assert quotes(ws) == [("pak_min", 45_000, "kg")]


def test_a_table_without_a_header_is_read_line_by_line(client: Client, ws: Path) -> None:
    taken(client, shown(client, "Tuna\t45.000\tkg\nBayam\t2.600\tikat"))
    assert quotes(ws) == [("pak_min", 45_000, "kg")]


def test_a_workbook_is_taken_over(client: Client, ws: Path) -> None:
    data = workbook(("Nama Barang", "Harga", "Satuan"), ("Tuna", 45_000, "kg"))
    taken(client, uploaded(client, "pasar.xlsx", data))
    assert quotes(ws) == [("pak_min", 45_000, "kg")]


def test_a_formula_in_a_workbook_is_never_reckoned(client: Client, ws: Path) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ("Nama Barang", "Harga", "Satuan"))
        page.write_row(1, 0, ("Tuna", "", "kg"))
        page.write_formula(1, 1, "=20000+25000", None, 45_000)
    taken(client, uploaded(client, "pasar.xlsx", out.getvalue()))
    assert quotes(ws) == [("pak_min", 45_000, "kg")], "the value that the workbook holds, as it was saved"


def test_columns_of_other_names_can_be_named(client: Client, ws: Path) -> None:
    text = "Produk;Ongkos\nTuna;45.000"
    taken(client, shown(client, text, column_food="Produk", column_price="Ongkos"))
    assert quotes(ws) == [("pak_min", 45_000, "kg")]


def test_odd_prices_are_left_out_unless_somebody_ticks_them(client: Client, ws: Path) -> None:
    text = "Tuna 450.000/kg\nBayam 2.600 ikat"
    seen = shown(client, text)
    assert "× 11.2" in seen.text
    assert taken(client, seen).location == "/prices?added=1"
    assert quotes(ws) == []
    taken(client, shown(client, text), **{"odd-1": "on"})
    assert quotes(ws) == [("pak_min", 450_000, "kg")]


def test_foods_that_nobody_knows_are_left_out_only_if_somebody_says_so(client: Client, ws: Path) -> None:
    text = f"Tuna 45.000/kg\nNaga biru {XSS} 5.000/kg"
    seen = shown(client, text)
    assert ("is no food that Kagemi knows" in seen.text, XSS in seen.text) == (True, False)
    assert "--skip-unknown" not in seen.text
    assert (taken(client, seen).status, quotes(ws)) == (422, [])
    assert taken(client, shown(client, text), skip_unknown="on").status == 303
    assert quotes(ws) == [("pak_min", 45_000, "kg")]


@pytest.mark.parametrize(
    "row", ["Bayam;mahal;ikat", "Bayam;-500;kg", "Bayam;2.600;drum", "Bayam;2.600;ikat\nBayam;3.600;ikat"]
)
def test_rows_that_are_not_understood_stop_all_until_somebody_leaves_them_out(
    client: Client, ws: Path, row: str
) -> None:
    seen = shown(client, f"Nama Barang;Harga;Satuan\nTuna;45.000;kg\n{row}")
    assert re.search(r"line [34]:", seen.text)
    assert 'name="skip_faulty" required' in seen.text
    assert (taken(client, seen).status, quotes(ws)) == (422, [])
    assert taken(client, seen, skip_faulty="on").status == 303
    assert quotes(ws) == [("pak_min", 45_000, "kg")]


def test_a_price_below_nothing_is_refused(client: Client, ws: Path) -> None:
    seen = shown(client, "Tuna -45.000/kg")
    assert "is not a price in whole rupiah" in seen.text
    assert "Take over</button>" not in seen.text
    taken(client, seen, skip_faulty="on")
    assert quotes(ws) == []


def test_without_a_trader_the_rows_are_looked_at_all_the_same(client: Client, ws: Path) -> None:
    seen = shown(client, "Tuna 45.000/kg\nBayam 2.600/drum\nNaga biru 5.000/kg", supplier="")
    assert all(word in seen.text for word in ("say below who asks", "how much bayam a drum is", "Naga biru"))
    assert "Take over</button>" not in seen.text
    assert (taken(client, seen, skip_faulty="on", skip_unknown="on").status, quotes(ws)) == (422, [])


def test_hints_speak_of_what_the_page_can_do(client: Client) -> None:
    seen = shown(client, "Bayam 2.600/drum").text
    assert ("or leave the row out" in seen, "offers.csv" in seen) == (True, False)
    one = client.fill("/prices/food/bayam", {"supplier": "pak_min", "price": "2.600", "unit": "drum"}).text
    assert ("write the weight" in one, "offers.csv" in one) == (True, False)


def test_a_file_that_is_no_list_is_not_repeated(client: Client) -> None:
    text = uploaded(client, "foto.csv", b"\x01\x02" + b"qwzj" * 500).text
    assert ("qwzj" * 11 in text, "\x01" in text) == (False, False)


def test_what_the_list_does_to_the_plan_is_shown(client: Client) -> None:
    seen = shown(client, "Nama Barang;Harga;Satuan\nTempe;30.000;kg")
    assert "The plan that holds: 30 November – 2 December 2026" in seen.text
    assert re.search(r"with this list</dt><dd><strong>IDR [\d,]+</strong> \(\+IDR [\d,]+\)", seen.text)


def test_a_budget_that_the_list_breaks_is_said(client: Client) -> None:
    seen = shown(client, "Nama Barang;Harga;Satuan\nBeras;90.000;kg\nTempe;150.000;kg\nTuna;100.000;kg")
    again = re.search(r"budget: (kept|broken by this list)", seen.text)
    assert again is not None


def test_a_list_is_taken_over_once(client: Client) -> None:
    seen = shown(client, MESSAGE)
    assert taken(client, seen).status == 303
    assert "no longer here" in taken(client, seen).text


def test_a_list_is_only_there_for_the_browser_that_gave_it(client: Client, ws: Path) -> None:
    seen = shown(client, MESSAGE)
    other = Client(ws, today=TODAY)
    assert "no longer here" in taken(other, seen).text


def test_a_list_is_forgotten_after_a_while() -> None:
    now = 0.0
    waiting = Waiting(lambda: now)
    name = waiting.keep("mine", GivenList("", b"", TODAY))
    assert waiting.find("mine", name) is not None
    now = KEPT + 1
    assert waiting.find("mine", name) is None


def test_no_more_than_some_lists_are_kept() -> None:
    waiting = Waiting()
    names = [waiting.keep(f"browser {n}", GivenList("", b"", TODAY)) for n in range(MOST + 1)]
    kept = [waiting.find(f"browser {n}", name) is not None for n, name in enumerate(names)]
    assert kept == [False] + [True] * MOST


def bomb() -> bytes:
    """A workbook of some kilobytes that would be 300 MB."""
    out = io.BytesIO(workbook(("Nama Barang", "Harga"), ("Tuna", 45_000)))
    with (
        zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/media/x.bin", "w") as part,
    ):
        for _ in range(300):
            part.write(b"\0" * 1_000_000)
    return out.getvalue()


def test_a_zip_bomb_is_refused(client: Client) -> None:
    data = bomb()
    assert len(data) < 1_000_000
    answer = uploaded(client, "bomb.xlsx", data)
    assert (answer.status, "the table is too large" in answer.text) == (422, True)


def test_a_zip_bomb_that_lies_about_its_size_is_refused(client: Client) -> None:
    data = bomb().replace((300_000_000).to_bytes(4, "little"), (1_000).to_bytes(4, "little"))
    answer = uploaded(client, "bomb.xlsx", data)
    assert (answer.status, "cannot be read" in answer.text) == (422, True)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("pasar.xlsx", b"PK\x03\x04 no workbook"),
        ("pasar.csv", b"\0\1\2"),
        ("pasar.xls", b"\xd0\xcf\x11\xe0" + b"x" * 100),
        ("../../kagemi.toml", b"a;b\n1;2"),
        (XSS, b"a;b\n1;2"),
        ("pasar.csv", b""),
    ],
)
def test_what_is_no_price_list_is_refused_with_a_reason(client: Client, name: str, data: bytes) -> None:
    answer = uploaded(client, name, data)
    assert (answer.status, 'role="alert"' in answer.text, XSS in answer.text) == (422, True, False)


def test_the_name_of_a_file_leads_nowhere(client: Client, ws: Path) -> None:
    before = (ws / "kagemi.toml").read_bytes()
    data = b"Nama Barang;Harga;Satuan\nTuna;45.000;kg"
    taken(client, uploaded(client, "../../kagemi.toml", data))
    assert (ws / "kagemi.toml").read_bytes() == before
    assert quotes(ws) == [("pak_min", 45_000, "kg")]


def test_too_many_lines_are_refused(client: Client) -> None:
    assert "10000 lines" in shown(client, "Tuna 45.000/kg\n" * 10_002).text.replace(",", "")


def test_nothing_pasted_and_nothing_uploaded_is_a_fault(client: Client) -> None:
    assert (shown(client, " ").status, "there is no list" in shown(client, " ").text) == (422, True)


def test_a_teacher_reads_prices_and_changes_none(ws: Path) -> None:
    enter(find_workspace(ws, ws), {}, "guru", "teacher", "password1", datetime.now(UTC))
    with Client(ws, today=TODAY, needs_login=True) as client:
        client.log_in("guru", "password1")
        assert "Take over a price list" not in client.get("/prices").text
        assert client.get("/prices/list").status_code == 403
        assert client.fill("/prices/food/ikan_tuna", {"supplier": "bu_tin", "price": "46.000"}).status == 403
    assert quotes(ws) == []


def test_a_form_without_the_token_is_refused(client: Client, ws: Path) -> None:
    fields = {"supplier": "bu_tin", "price": "46.000"}
    answer = client.post("/prices/food/ikan_tuna", data=fields, headers={"Origin": ORIGIN})
    assert (answer.status_code, quotes(ws)) == (403, [])


def test_what_was_written_is_in_the_log(client: Client) -> None:
    taken(client, shown(client, MESSAGE))
    assert "pasted: 2" in client.get("/people").text


def lines(*found: Quote) -> list[tuple[str, int]]:
    chart = price_chart(sorted(found, key=lambda q: q.quoted_on), None, {}, "en")
    assert chart is not None
    return [(line.name, len(line.points)) for line in chart.lines]


def test_the_chart_has_a_line_for_each_trader() -> None:
    day = date(2026, 11, 1)
    assert lines(quote("a", on=day), quote("b"), quote("a")) == [("b", 1), ("a", 2)]


def test_the_chart_of_a_single_day_has_room() -> None:
    chart = price_chart([quote()], None, {}, "en")
    assert chart is not None
    assert chart.lines[0].points[0].x == chart.right


def test_no_quotes_make_no_chart() -> None:
    assert price_chart([], None, {}, "en") is None
