"""`kagemi buy`: from a plan to orders."""

import csv
import io
import json
import re
import shutil
import zipfile
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from tests.cli.runner import kagemi
from tests.markets import market

PLAN = "plans/2026-W49.json"


@pytest.fixture(autouse=True)
def a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    today_is(monkeypatch, 27)


def today_is(monkeypatch: pytest.MonkeyPatch, day: int, month: int = 11) -> None:
    monkeypatch.setattr("kagemi.cli.session.today", lambda: date(2026, month, day))


@pytest.fixture
def shop(planned: Path, tmp_path: Path) -> Path:
    """A workspace with a plan of 2026-W49 and three traders."""
    return market(Path(shutil.copytree(planned, tmp_path / "shop")))


def bought(folder: Path, *args: str) -> dict[str, object]:
    result = kagemi(folder, "buy", "--json", *args)
    assert result.exit_code == 0, result.stderr
    return dict(json.loads(result.stdout))


def lines(data: dict[str, object]) -> list[tuple[str, str, str, float]]:
    """Day, supplier, food, units."""
    found: list[tuple[str, str, str, float]] = []
    for trader in data["traders"]:  # type: ignore[attr-defined]
        for delivery in trader["deliveries"]:
            units = ((i["food"], i["units"]) for i in delivery["lines"])
            found += [(delivery["day"], trader["supplier"], food, n) for food, n in units]
    return sorted(found)


def test_each_trader_gets_an_order_and_the_kitchen_a_list(shop: Path) -> None:
    result = kagemi(shop, "buy")
    assert result.exit_code == 0
    assert "To pay: IDR" in result.stdout
    folder = shop / "plans" / "2026-W49-orders"
    assert "Orders: " in result.stderr
    names = {p.name for p in folder.iterdir()}
    assert {"orders.html", "orders.csv", "orders.xlsx", "shopping.html", "order-bu_tin.txt"} <= names


def test_what_no_trader_offers_is_bought_at_the_market_and_told(shop: Path) -> None:
    result = kagemi(shop, "buy", "--dry-run")
    assert "No trader in offers.csv sells:" in result.stderr
    assert "The market (no trader offers it)" in result.stdout


def test_a_dry_run_writes_and_notes_nothing(shop: Path) -> None:
    before = sorted(shop.rglob("*"))
    kagemi(shop, "buy", "--dry-run")
    assert [p for p in sorted(shop.rglob("*")) if p not in before and p.name != "kagemi.db"] == []
    assert "0 lines" in kagemi(shop, "receive").stderr


def test_data_for_other_programs_add_up(shop: Path) -> None:
    data = bought(shop, "--dry-run")
    cost = sum(t["cost_idr"] for t in data["traders"])  # type: ignore[attr-defined]
    assert cost == data["totals"]["cost_idr"]  # type: ignore[index]
    assert data["bound_idr"] <= cost  # type: ignore[operator]
    assert data["purchase"] is None


def test_the_same_plan_gives_the_same_bytes(shop: Path) -> None:
    def files() -> dict[str, bytes]:
        kagemi(shop, "buy")
        return {p.name: p.read_bytes() for p in (shop / "plans" / "2026-W49-orders").iterdir()}

    assert files() == files()


def test_a_message_to_a_trader_who_is_not_asked_any_more_goes_away(shop: Path) -> None:
    kagemi(shop, "buy")
    folder = shop / "plans" / "2026-W49-orders"
    (folder / "order-former.txt").write_text("old", encoding="utf-8")
    kagemi(shop, "buy")
    assert not (folder / "order-former.txt").exists()


def test_a_trader_is_told_what_is_cancelled(shop: Path) -> None:
    before = lines(bought(shop))
    trader, food = next((trader, food) for _, trader, food, _ in before if food.startswith("ikan") and trader)
    assert kagemi(shop, "stock", "add", food, "500", "--place", "freezer").exit_code == 0
    after = lines(bought(shop))
    assert food not in {each for _, _, each, _ in after}
    message = (shop / "plans" / "2026-W49-orders" / f"order-{trader}.txt").read_text(encoding="utf-8")
    assert "Cancelled, please do not bring it:" in message
    still = [i for i in after if i[1] == trader]
    assert ("It takes the place of our earlier order." if still else "Nothing else is ordered") in message
    kagemi(shop, "buy")
    again = shop / "plans" / "2026-W49-orders" / f"order-{trader}.txt"
    assert not again.exists() or "Cancelled" not in again.read_text(encoding="utf-8")


def test_stock_is_taken_off_and_said(shop: Path) -> None:
    wanted = next(food for _, _, food, _ in lines(bought(shop, "--dry-run")) if food.startswith("ikan"))
    assert kagemi(shop, "stock", "add", wanted, "500", "--place", "freezer").exit_code == 0
    data = bought(shop, "--dry-run")
    assert wanted not in {food for _, _, food, _ in lines(data)}
    assert {draw["food"] for draw in data["from_stock"]} == {wanted}  # type: ignore[attr-defined]


def test_stock_that_an_earlier_plan_will_cook_is_not_counted_on(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    today_is(monkeypatch, 30)
    kagemi(shop, "plan", "--week", "2026-W49", "-q")
    needed = sum(n for _, _, food, n in lines(bought(shop, PLAN, "--dry-run")) if food == "beras")
    assert needed
    kagemi(shop, "stock", "add", "beras", "30", "--place", "dry")
    kagemi(shop, "plan", "--week", "2026-W50", "-q")
    draws = bought(shop, "plans/2026-W50.json", "--dry-run")["from_stock"]
    mine = bought(shop, PLAN, "--dry-run")["from_stock"]
    assert sum(d["grams"] for d in mine) > 0  # type: ignore[attr-defined]
    assert sum(d["grams"] for d in draws) + sum(d["grams"] for d in mine) <= 30_000  # type: ignore[attr-defined]


def test_days_that_are_over_are_not_bought_for(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    today_is(monkeypatch, 1, 12)
    assert min(day for day, *_ in lines(bought(shop, "--dry-run"))) >= "2026-12-01"


def test_a_plan_of_the_past_is_bought_for_as_if_it_were_to_come(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = lines(bought(shop, "--dry-run"))
    today_is(monkeypatch, 24, 12)
    assert lines(bought(shop, "--dry-run")) == before


def test_nothing_is_ordered_for_a_plan_that_is_over(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    today_is(monkeypatch, 3, 12)
    refused = kagemi(shop, "buy", PLAN)
    assert refused.exit_code == 4
    assert "the plan is over since 2 December 2026" in refused.stderr
    assert not (shop / "plans" / "2026-W49-orders").exists()


def test_without_a_name_the_published_plan_that_holds_is_bought_for(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Plan: 2026-W49.json, 30 November 2026 to 2 December 2026, the newest" in kagemi(shop, "buy").stderr
    kagemi(shop, "publish", PLAN)
    kagemi(shop, "plan", "--week", "2026-W50", "-q")
    result = kagemi(shop, "buy")
    assert "Plan: 2026-W49.json, 30 November 2026 to 2 December 2026, published on " in result.stderr
    assert bought(shop)["first_day"] == "2026-11-30"
    today_is(monkeypatch, 3, 12)
    assert bought(shop)["first_day"] == "2026-12-07"


def test_what_comes_today_is_not_cancelled_from_tomorrow_on(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    today_is(monkeypatch, 30)
    before = lines(bought(shop))
    assert any(day == "2026-11-30" for day, *_ in before)
    result = kagemi(shop, "buy", "--from", "2026-12-01")
    assert "cancel" not in result.stdout
    still = {line["deliver_on"] for line in json.loads(kagemi(shop, "receive", "--json").stdout)}
    assert "2026-11-30" in still


def test_a_trader_called_market_gets_an_order_of_its_own(shop: Path) -> None:
    for name in ("suppliers.csv", "offers.csv"):
        table = shop / "nutrition_data" / name
        table.write_text(table.read_text(encoding="utf-8").replace("bu_tin,", "market,"), encoding="utf-8")
    kagemi(shop, "buy")
    names = {p.name for p in (shop / "plans" / "2026-W49-orders").glob("*.txt")}
    assert {"order-market.txt", "market.txt"} <= names


def test_what_cannot_come_in_time_is_missing(shop: Path) -> None:
    data = bought(shop, "--dry-run", "--from", "2026-12-02")
    assert {line[0] for line in lines(data)} == {"2026-12-02"}
    assert [need["food"] for need in data["missing"]] == ["beras"]  # type: ignore[attr-defined]


def test_a_quote_decides_who_sells(shop: Path) -> None:
    offers = shop / "nutrition_data" / "offers.csv"
    with offers.open("a", encoding="utf-8") as file:
        file.write("bu_tin,beras,kg,1000,1,\npak_min,beras,kg,1000,1,\n")
    for trader, price in (("bu_tin", "13000"), ("pak_min", "12500"), ("grosir", "340000")):
        assert kagemi(shop, "prices", "set", trader, "beras", price).exit_code == 0
    sellers = {trader for day, trader, food, _ in lines(bought(shop, "--dry-run")) if food == "beras"}
    assert sellers == {"bu_tin", "pak_min"}


def test_every_cost_says_what_price_it_rests_on(shop: Path) -> None:
    assert kagemi(shop, "prices", "set", "bu_tin", "ikan_tuna", "41000", "--date", "2026-11-20").exit_code == 0
    shown = " ".join(kagemi(shop, "buy").stdout.split())
    assert re.search(r"The sum rests on \d+% [a-z' ]+(,| and) \d+% [a-z' ]+; the oldest price is of", shown)
    told = {
        (line["food"], line["price_quality"], line["price_date"], line["price_region"], line["price_source"])
        for trader in bought(shop, "--dry-run")["traders"]  # type: ignore[attr-defined]
        for delivery in trader["deliveries"]
        for line in delivery["lines"]
    }
    assert ("ikan_tuna", "quote", "2026-11-20", "Pasar Besar", "Bu Tin") in told
    assert all(date for _, _, date, _, _ in told)
    kagemi(shop, "prices", "set", "bu_tin", "ikan_tuna", "41000", "--date", "2026-11-27")
    rows = csv.DictReader(
        (shop / "plans" / "2026-W49-orders" / "orders.csv").read_text("utf-8-sig").splitlines()
    )
    assert {(row["price_quality"], row["price_date"]) for row in rows if row["food"] == "ikan_tuna"} == {
        ("quote", "2026-11-20")
    }


def test_changes_against_the_orders_so_far_are_shown(shop: Path) -> None:
    kagemi(shop, "buy", "-q")
    assert "Against the orders so far" not in kagemi(shop, "buy").stdout
    food = lines(bought(shop))[0][2]
    kagemi(shop, "stock", "add", food, "500", "--place", "dry")
    shown = kagemi(shop, "buy").stdout
    assert "Against the orders so far" in shown
    assert "cancel" in shown


def test_an_excel_of_indonesia_reads_the_csv(shop: Path) -> None:
    kagemi(shop, "buy", "--excel")
    data = (shop / "plans" / "2026-W49-orders" / "orders.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][:4] == ["supplier", "name", "deliver_on", "food"]
    assert not any("." in row[5] for row in rows[1:])


def test_the_workbook_has_a_sheet_for_each_trader_with_the_costs(shop: Path) -> None:
    data = bought(shop, "--out", "papers")
    book = CalamineWorkbook.from_path(str(shop / "papers" / "orders.xlsx"))
    assert book.sheet_names[:2] == ["Totals", "By day"]
    assert len(book.sheet_names) == 2 + len(data["traders"])  # type: ignore[arg-type]
    assert book.get_sheet_by_name("Totals").to_python()[-1][-1] == data["totals"]["cost_idr"]  # type: ignore[index]
    with zipfile.ZipFile(shop / "papers" / "orders.xlsx") as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())


def test_faulty_offers_stop_it(shop: Path) -> None:
    offers = shop / "nutrition_data" / "offers.csv"
    offers.write_text(offers.read_text(encoding="utf-8").replace("bayam", "bayem"), encoding="utf-8")
    result = kagemi(shop, "buy")
    assert result.exit_code == 4
    assert "bayem" in result.stderr


def test_the_papers_show_the_number_that_receive_wants(shop: Path) -> None:
    assert kagemi(shop, "buy", "-q").exit_code == 0
    line = json.loads(kagemi(shop, "receive", "--json").stdout)[0]
    folder = shop / "plans" / "2026-W49-orders"
    texts = "".join(p.read_text(encoding="utf-8") for p in folder.glob("*.txt"))
    assert f"[{line['line']}]" in texts
    assert '<th class="figure">Line</th>' in (folder / "orders.html").read_text(encoding="utf-8")


def test_orders_are_not_noted_when_their_papers_cannot_be_made(shop: Path) -> None:
    templates = shop / "menus" / "sheets"
    templates.mkdir(parents=True, exist_ok=True)
    (templates / "orders.html.j2").write_text("{{ broken", encoding="utf-8")
    assert kagemi(shop, "buy", "-q").exit_code == 4
    assert json.loads(kagemi(shop, "receive", "--json").stdout) == []
    assert not (shop / "plans" / "2026-W49-orders").exists()


def test_papers_of_the_plan_that_is_replaced_are_told(shop: Path) -> None:
    kagemi(shop, "buy", "-q")
    shutil.copy(shop / "plans" / "2026-W49.json", shop / "plans" / "2026-W49-r2.json")
    assert "2026-W49-orders no more" in kagemi(shop, "buy", "2026-W49-r2").stderr


def test_nothing_is_bought_after_the_plans_last_day(shop: Path) -> None:
    result = kagemi(shop, "buy", "--from", "2027-12-30", "--dry-run")
    assert result.exit_code == 4
    assert "the plan ends on" in result.stderr
