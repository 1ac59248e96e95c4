"""`kagemi prices` and `kagemi suppliers`."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.cli.runner import kagemi
from tests.cli.test_show import squeezed
from tests.markets import TODAY, market
from tests.workspaces import canteen

LIST = """\
Harga Pasar Besar;;
Nama Barang;Hrg;Satuan
Tuna;45.000;kg
Bayam;2.600;ikat
Tempe;habis;papan
"""
MAP = ("--map", "price=Hrg")


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kagemi.cli.session.today", lambda: TODAY)


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A small workspace with traders and a price list."""
    folder = market(canteen(tmp_path / "ws"))
    (folder / "list.csv").write_text(LIST, encoding="utf-8")
    return folder


def prices(folder: Path, *args: str) -> dict[str, Any]:
    result = kagemi(folder, "prices", "list", *args, "--json")
    assert result.exit_code == 0, result.output
    return {row["food"]: row for row in json.loads(result.stdout)["prices"]}


def test_without_quotes_the_price_book_is_listed_with_its_age_and_quality(shop: Path) -> None:
    tuna = prices(shop)["ikan_tuna"]
    assert (tuna["price_idr"], tuna["quality"], tuna["age_days"], tuna["old"]) == (40_000, "estimate", 84, True)
    assert not any(path.suffix == ".db" for path in shop.iterdir())


def test_a_part_of_a_traders_name_is_enough_for_a_hint(shop: Path) -> None:
    said = kagemi(shop, "prices", "set", "tin", "ikan_tuna", "45000").stderr
    assert "did you mean bu_tin?" in said


@pytest.mark.parametrize("unit", ["0 kg", "0", "2000 kg"])
def test_a_unit_of_nothing_is_refused_and_prices_can_still_be_read(shop: Path, unit: str) -> None:
    result = kagemi(shop, "prices", "set", "pak_min", "ikan_tuna", "45000", "--unit", unit)
    assert (result.exit_code, f"nobody knows how much ikan_tuna a {unit} is" in result.stderr) == (4, True)
    assert prices(shop)["ikan_tuna"]["quality"] == "estimate"


@pytest.mark.parametrize("digits", [400, 5000])
def test_a_price_of_hundreds_of_digits_is_refused(shop: Path, digits: int) -> None:
    result = kagemi(shop, "prices", "set", "pak_min", "ikan_tuna", "9" * digits)
    assert (result.exit_code, "is not a price in whole rupiah" in result.stderr) == (4, True)


def test_a_price_list_is_read_in_and_holds_from_then_on(shop: Path) -> None:
    result = kagemi(shop, "prices", "import", "list.csv", "--supplier", "pak_min", *MAP)
    assert result.exit_code == 0, result.output
    assert "ikan_tuna pak_min IDR 40,000 IDR 45,000/kg +12% 24 Nov 2026" in squeezed(result.stdout)
    assert "2 new prices are written." in result.stderr
    assert "1 rows have no price and are left out." in result.stderr
    found = prices(shop)
    assert (found["ikan_tuna"]["price_idr"], found["ikan_tuna"]["quality"]) == (45_000, "quote")
    assert found["tempe"]["quality"] == "estimate"


def test_a_mapping_that_was_said_once_is_remembered(shop: Path) -> None:
    assert kagemi(shop, "prices", "import", "list.csv", "--supplier", "pak_min").exit_code == 4
    assert kagemi(shop, "prices", "import", "list.csv", "--supplier", "pak_min", *MAP).exit_code == 0
    assert kagemi(shop, "prices", "import", "list.csv", "--supplier", "bu_tin").exit_code == 0


def test_a_dry_run_shows_all_and_writes_nothing(shop: Path) -> None:
    result = kagemi(shop, "prices", "import", "list.csv", "--supplier", "pak_min", *MAP, "--dry-run")
    assert (result.exit_code, "A dry run" in result.stderr) == (0, True)
    assert "bayam" in result.stdout
    assert prices(shop)["bayam"]["quality"] == "estimate"


def test_a_list_with_one_fault_is_not_written_at_all(shop: Path) -> None:
    (shop / "list.csv").write_text(LIST + "Ikan tunna;46.000;kg\n", encoding="utf-8")
    result = kagemi(shop, "prices", "import", "list.csv", "--supplier", "pak_min", *MAP)
    assert result.exit_code == 4
    assert "list.csv:6:1" in result.stderr
    assert "did you mean ikan_tuna?" in result.stderr
    assert "Nothing is written." in result.stderr
    assert prices(shop)["ikan_tuna"]["quality"] == "estimate"


def test_unknown_foods_may_be_left_out(shop: Path) -> None:
    (shop / "list.csv").write_text(LIST + "Sabun;6.000;kg\n", encoding="utf-8")
    result = kagemi(shop, "prices", "import", "list.csv", "--supplier", "pak_min", *MAP, "--skip-unknown")
    assert result.exit_code == 0
    assert '"Sabun" is no food that Kagemi knows' in result.stderr
    assert prices(shop)["ikan_tuna"]["quality"] == "quote"


def test_a_price_off_by_more_than_three_times_is_refused_unless_accepted(shop: Path) -> None:
    (shop / "list.csv").write_text(LIST.replace("45.000", "450.000"), encoding="utf-8")
    words = ("prices", "import", "list.csv", "--supplier", "pak_min", *MAP)
    result = kagemi(shop, *words)
    assert result.exit_code == 4
    assert "off by more than 3 times" in result.stderr
    assert prices(shop)["bayam"]["quality"] == "estimate"
    assert kagemi(shop, *words, "--accept-unusual").exit_code == 0
    assert prices(shop)["ikan_tuna"]["price_idr"] == 450_000


def test_a_workbook_is_read_as_a_csv_table_is(shop: Path) -> None:
    with xlsxwriter.Workbook(shop / "list.xlsx") as book:
        page = book.add_worksheet()
        for r, row in enumerate([("Nama", "Harga", "Satuan"), ("Tuna", 45_000, "kg")]):
            page.write_row(r, 0, row)
    assert kagemi(shop, "prices", "import", "list.xlsx", "--supplier", "pak_min").exit_code == 0
    assert prices(shop)["ikan_tuna"]["price_idr"] == 45_000


def test_the_same_list_twice_adds_nothing(shop: Path) -> None:
    words = ("prices", "import", "list.csv", "--supplier", "pak_min", *MAP)
    kagemi(shop, *words)
    assert "0 new prices are written." in kagemi(shop, *words).stderr


def test_an_import_tells_other_programs_what_it_did(shop: Path) -> None:
    words = ("prices", "import", "list.csv", "--supplier", "pak_min", *MAP, "--json")
    told = json.loads(kagemi(shop, *words).stdout)
    assert (told["added"], told["faults"], len(told["changes"])) == (2, [], 2)
    assert told["changes"][0]["before_idr"] == 40_000


@pytest.mark.parametrize("mapping", ["price", "=Hrg", "price="])
def test_a_mapping_is_a_field_and_a_column(shop: Path, mapping: str) -> None:
    result = kagemi(shop, "prices", "import", "list.csv", "--supplier", "pak_min", "--map", mapping)
    assert result.exit_code in (2, 4)
    assert "Traceback" not in result.output


def test_a_single_price_is_noted_in_the_units_of_the_trader(shop: Path) -> None:
    result = kagemi(shop, "prices", "set", "bu_tin", "Bayam", "Rp 2.400")
    assert result.exit_code == 0, result.output
    bayam = prices(shop)["bayam"]
    assert (bayam["unit"], bayam["unit_grams"], bayam["price_idr"]) == ("ikat", 200, 2400)


def test_all_that_is_wrong_with_a_single_price_is_said_at_once(shop: Path) -> None:
    result = kagemi(shop, "prices", "set", "pakmin", "tunna", "mahal")
    assert result.exit_code == 4
    for hint in ("did you mean pak_min?", "did you mean ikan_tuna?", "is not a price in whole rupiah"):
        assert hint in result.stderr


def test_a_single_price_is_doubted_as_one_of_a_list_is(shop: Path) -> None:
    assert kagemi(shop, "prices", "set", "pak_min", "tuna", "4500").exit_code == 4
    assert kagemi(shop, "prices", "set", "pak_min", "tuna", "4500", "--accept-unusual").exit_code == 0


def test_a_price_of_a_day_that_cannot_be_right_is_refused(shop: Path) -> None:
    result = kagemi(shop, "prices", "set", "pak_min", "tuna", "44000", "--date", "2062-11-24")
    assert (result.exit_code, "cannot be right" in result.stderr) == (4, True)


def test_a_quote_that_has_run_out_is_shown_and_does_not_count(shop: Path) -> None:
    kagemi(
        shop, "prices", "set", "pak_min", "tuna", "44000", "--date", "1/10/2026", "--valid-until", "1/11/2026"
    )
    kagemi(shop, "prices", "set", "bu_tin", "tuna", "46000")
    shown = squeezed(kagemi(shop, "prices", "tuna").stdout)
    assert "ikan_tuna Tuna IDR 46,000/kg" in shown
    assert "! Pak Min IDR 44,000/kg IDR 44,000 1 Oct 2026 54 1 Nov 2026, run out" in shown


def test_prices_are_chosen_as_asked(shop: Path) -> None:
    kagemi(shop, "prices", "set", "pak_min", "tuna", "44000")
    kagemi(shop, "prices", "set", "bu_tin", "tuna", "46000")
    assert prices(shop)["ikan_tuna"]["price_idr"] == 44_000
    assert prices(shop, "--prices", "mean_of_3")["ikan_tuna"]["price_idr"] == 45_000
    assert prices(shop, "--prices", "bu_tin")["ikan_tuna"]["price_idr"] == 46_000
    assert prices(shop, "--prices", "book")["ikan_tuna"]["price_idr"] == 40_000


def test_a_mean_of_two_quotes_says_so(shop: Path) -> None:
    kagemi(shop, "prices", "set", "pak_min", "tuna", "44000")
    kagemi(shop, "prices", "set", "bu_tin", "tuna", "46000")
    words = ("prices", "list", "tuna", "--prices", "mean_of_3")
    assert "mean of 2 (Pak Min, Bu Tin)" in squeezed(kagemi(shop, *words).stdout)


def test_an_unknown_way_to_choose_prices_is_a_fault(shop: Path) -> None:
    result = kagemi(shop, "prices", "--prices", "cheepest")
    assert result.exit_code == 4
    assert "did you mean cheapest?" in result.stderr


def test_an_unknown_way_in_the_settings_is_found_by_check_and_stops_a_plan(shop: Path) -> None:
    with (shop / "kagemi.toml").open("a", encoding="utf-8") as file:
        file.write('prices = "pak_mn"\n')
    for words in (("check",), ("plan", "--week", "2026-W49")):
        result = kagemi(shop, *words)
        assert result.exit_code == 4
        assert "did you mean pak_min?" in result.output


def test_history_tells_the_book_and_every_quote_with_its_change(shop: Path) -> None:
    for day, price in ((10, 40_000), (20, 44_000)):
        kagemi(shop, "prices", "set", "pak_min", "tuna", str(price), "--date", f"{day}/11/2026")
    shown = squeezed(kagemi(shop, "prices", "history", "tuna").stdout)
    assert "1 Sep 2026 the price book IDR 40,000/kg IDR 40,000 estimate" in shown
    assert "20 Nov 2026 Pak Min IDR 44,000/kg IDR 44,000 +10% kagemi prices set" in shown
    told = json.loads(kagemi(shop, "prices", "history", "ikan_tuna", "--json").stdout)
    assert [q["price_idr"] for q in told["quotes"]] == [40_000, 44_000]


def test_a_plan_is_made_with_quotes_keeps_them_and_says_how_they_were_chosen(shop: Path) -> None:
    kagemi(shop, "prices", "set", "pak_min", "tuna", "39000")
    assert kagemi(shop, "plan", "--week", "2026-W49").exit_code == 0
    kagemi(shop, "prices", "set", "pak_min", "tuna", "60000")
    shown = squeezed(kagemi(shop, "show").stdout)
    assert "traders' quotes" in shown
    assert "chosen among traders' quotes: the cheapest quote" in shown
    plan = json.loads((shop / "plans" / "2026-W49.json").read_text(encoding="utf-8"))
    assert (plan["price_basis"], plan["prices"]["ikan_tuna"]["price_idr"]) == ("cheapest", 39_000)


def test_a_plan_warns_of_old_quotes_and_not_of_the_old_price_book(shop: Path) -> None:
    assert "older than" not in kagemi(shop, "plan", "--week", "2026-W49").stderr
    kagemi(shop, "prices", "set", "pak_min", "tuna", "39000", "--date", "1/10/2026")
    warned = kagemi(shop, "plan", "--week", "2026-W49").stderr
    assert "1 quoted prices are older than 30 days, the oldest from 1 October 2026" in warned


def test_watch_says_what_changed_and_whether_the_budget_still_holds(shop: Path) -> None:
    assert kagemi(shop, "plan", "--week", "2026-W49").exit_code == 0
    assert "No price of this plan has changed." in kagemi(shop, "prices", "watch").stdout
    kagemi(shop, "prices", "set", "pak_min", "tuna", "50.000")
    result = kagemi(shop, "prices", "watch")
    shown = squeezed(result.stdout)
    assert result.exit_code == 0
    assert "Tuna IDR 40,000/kg IDR 50,000/kg +25% +IDR" in shown
    assert "✓ budget: kept" in shown
    told = json.loads(kagemi(shop, "prices", "watch", "--json").stdout)
    assert [c["food"] for c in told["changes"]] == ["ikan_tuna"]
    assert told["cost_now_idr"] - told["cost_then_idr"] == pytest.approx(told["changes"][0]["effect_idr"])


def test_watch_looks_at_the_published_plan_that_holds_or_comes_next_and_says_so(shop: Path) -> None:
    for week in ("2026-W49", "2026-W50"):
        assert kagemi(shop, "plan", "--week", week).exit_code == 0
    newest = kagemi(shop, "prices", "watch").stderr
    assert "Plan: 2026-W50.json, 7 December 2026 to 9 December 2026, the newest file" in newest
    assert kagemi(shop, "publish", "plans/2026-W49.json").exit_code == 0
    said = kagemi(shop, "prices", "watch").stderr
    assert "Plan: 2026-W49.json, 30 November 2026 to 2 December 2026, published on " in said
    named = kagemi(shop, "prices", "watch", "plans/2026-W50.json")
    assert (named.exit_code, "Plan: " in named.stderr) == (0, False)


def test_the_list_shows_region_and_quality_and_is_no_wider_than_a_terminal(shop: Path) -> None:
    kagemi(shop, "prices", "set", "pak_min", "ikan_tuna", "45000")
    shown = kagemi(shop, "prices", COLUMNS="100").stdout
    assert max(map(len, shown.splitlines())) <= 100
    rows = [" ".join(line.split()) for line in shown.splitlines()]
    assert any(re.search(r"Tuna IDR 45,000/kg 24 Nov 2026 trader's quote: .*Pasar Besar", row) for row in rows)
    assert any(re.search(r"^! beras Rice IDR [0-9,]+/kg 1 Sep 2026 estimate Malang$", row) for row in rows)
    assert "Days" not in shown
    assert "Days" in kagemi(shop, "prices", COLUMNS="120").stdout


def test_watch_says_that_a_budget_is_broken(shop: Path) -> None:
    kagemi(shop, "prices", "set", "pak_min", "tuna", "40000")
    assert kagemi(shop, "plan", "--week", "2026-W49").exit_code == 0
    kagemi(shop, "prices", "set", "pak_min", "tuna", "400000", "--accept-unusual")
    assert "✗ budget: broken by today's prices" in squeezed(kagemi(shop, "prices", "watch").stdout)


def test_the_example_is_only_read(tmp_path: Path) -> None:
    assert kagemi(tmp_path, "prices", "tuna").exit_code == 0
    result = kagemi(tmp_path, "prices", "set", "pb_ikan", "ikan_tuna", "45000")
    assert result.exit_code == 4
    assert "make one with kagemi init" in result.stderr


def test_traders_are_listed_and_one_is_shown_with_what_it_sells(shop: Path) -> None:
    kagemi(shop, "prices", "set", "pak_min", "bayam", "2500")
    listed = squeezed(kagemi(shop, "suppliers").stdout)
    assert "pak_min Pak Min Pasar Besar, 3 Monday, Thursday yes 1 1" in listed
    assert "bu_tin Bu Tin Pasar Besar any day yes 2 0" in listed
    shown = squeezed(kagemi(shop, "suppliers", "Pak Min").stdout)
    assert "Telephone: 0800-0000-01" in shown
    assert "ikan_tuna Tuna kg 0.50 40 kg" in shown
    assert "bayam Spinach IDR 2,500/ikat 24 Nov 2026" in shown


def test_traders_are_told_to_other_programs(shop: Path) -> None:
    told = json.loads(kagemi(shop, "suppliers", "pak_min", "--json").stdout)
    assert told["supplier"]["delivery_days"] == ["monday", "thursday"]
    assert len(json.loads(kagemi(shop, "suppliers", "--json").stdout)) == 3


def test_an_unknown_trader_has_a_hint(shop: Path) -> None:
    result = kagemi(shop, "suppliers", "pakmin")
    assert (result.exit_code, "did you mean pak_min?" in result.stderr) == (4, True)


def test_looking_makes_no_database_where_a_url_names_a_file_that_is_not_there(shop: Path) -> None:
    file = shop / "other.db"
    result = kagemi(shop, "prices", KAGEMI_DATABASE_URL=f"sqlite:///{file}")
    assert (result.exit_code, file.exists()) == (0, False)


def test_a_price_of_a_trader_who_does_not_sell_the_food_is_noted_and_told(shop: Path) -> None:
    result = kagemi(shop, "prices", "set", "pak_min", "beras", "14000")
    assert result.exit_code == 0, result.stderr
    assert "offers.csv does not say" in result.stderr


def test_a_price_that_is_taken_back_counts_no_more(shop: Path) -> None:
    before = kagemi(shop, "prices", "list", "tuna", "--json").stdout
    kagemi(shop, "prices", "set", "pak_min", "tuna", "44000")
    dropped = kagemi(shop, "prices", "drop", "pak_min", "tuna")
    assert dropped.exit_code == 0, dropped.stderr
    (now,), (then,) = (
        json.loads(text)["prices"] for text in (kagemi(shop, "prices", "list", "tuna", "--json").stdout, before)
    )
    assert now["price_idr"] == then["price_idr"]
    assert kagemi(shop, "prices", "drop", "pak_min", "tuna").exit_code == 4
