"""`kagemi receive` and `kagemi stock cooked`: what came, and what was cooked of it."""

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.cli.runner import kagemi
from tests.markets import market

LIFE = """\
item,place,days,usual,basis,source
fish,chiller,1,yes,estimate,test table
cereal,dry,90,yes,estimate,test table
legume,chiller,2,yes,estimate,test table
vegetable,chiller,2,yes,estimate,test table
egg,dry,10,yes,estimate,test table
poultry,chiller,1,yes,estimate,test table
fat,dry,90,yes,estimate,test table
spice,dry,30,yes,estimate,test table
condiment,dry,90,yes,estimate,test table
"""


@pytest.fixture(autouse=True)
def a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kagemi.cli.session.today", lambda: date(2026, 11, 27))


@pytest.fixture
def ordered(planned: Path, tmp_path: Path) -> Path:
    """A workspace with orders for 2026-W49."""
    folder = market(Path(shutil.copytree(planned, tmp_path / "shop")))
    (folder / "nutrition_data" / "storage_life.csv").write_text(LIFE, encoding="utf-8")
    bought = kagemi(folder, "buy", "-q")
    assert bought.exit_code == 0, bought.stderr
    return folder


def open_lines(folder: Path, *args: str) -> list[dict[str, Any]]:
    found = kagemi(folder, "receive", "--json", *args)
    assert found.exit_code == 0, found.stderr
    return list(json.loads(found.stdout))


def of_trader(folder: Path) -> dict[str, Any]:
    return next(line for line in open_lines(folder) if line["supplier"])


def stock(folder: Path) -> dict[int, float]:
    return {lot["lot"]: lot["kg"] for lot in json.loads(kagemi(folder, "stock", "--json").stdout)}


def test_what_was_ordered_is_listed_with_numbers(ordered: Path) -> None:
    result = kagemi(ordered, "receive")
    assert result.exit_code == 0
    assert f"{len(open_lines(ordered))} lines are still to come" in result.stderr


def test_a_line_that_came_as_ordered_needs_its_number_only(ordered: Path) -> None:
    line = of_trader(ordered)
    said = kagemi(ordered, "receive", str(line["line"])).stdout
    assert "into stock" in said
    assert "agreed" not in said
    assert line["line"] not in {i["line"] for i in open_lines(ordered)}
    assert list(stock(ordered).values()) == [line["grams"] / 1000]


def test_what_is_short_stays_open_and_what_is_spoiled_is_not_stock(ordered: Path) -> None:
    line = of_trader(ordered)
    said = kagemi(ordered, "receive", str(line["line"]), "1.5", "--spoiled", "0,5").stdout
    assert "spoiled: 0.5 kg" in said
    assert "still to come" in said
    assert stock(ordered) == {1: 1.0}
    (same,) = [i for i in open_lines(ordered) if i["line"] == line["line"]]
    assert same["open_grams"] == line["grams"] - 1500


def test_a_price_that_was_not_agreed_is_told_and_becomes_the_quote(ordered: Path) -> None:
    line = of_trader(ordered)
    paid = line["cost_idr"] + 5_000
    said = kagemi(ordered, "receive", str(line["line"]), "--paid", f"{paid:,}".replace(",", ".")).stdout
    assert "IDR 5,000 more than agreed" in said
    assert "received" in kagemi(ordered, "prices", "history", line["food"]).stdout


@pytest.mark.parametrize(
    "came",
    [
        ("1.33",),
        ("1.33", "--paid", "{all}"),
        ("--paid", "{all}"),
        ("--spoiled", "0.5", "--paid", "{less}"),
    ],
)
def test_what_is_paid_as_agreed_or_less_for_spoiled_food_is_no_quote(
    ordered: Path, came: tuple[str, ...]
) -> None:
    line = of_trader(ordered)
    amounts = {"all": line["cost_idr"], "less": line["cost_idr"] * 9 // 10}
    told = [word.format(**amounts) for word in came]
    assert kagemi(ordered, "receive", str(line["line"]), *told).exit_code == 0
    assert "received" not in kagemi(ordered, "prices", "history", line["food"]).stdout


@pytest.mark.parametrize("times", [10, 0.1])
def test_a_price_far_from_the_one_agreed_is_refused_unless_it_is_right(ordered: Path, times: float) -> None:
    line = of_trader(ordered)
    told = ("receive", str(line["line"]), "--paid", str(round(line["cost_idr"] * times)))
    refused = kagemi(ordered, *told)
    assert refused.exit_code == 4
    assert "is far from the price agreed" in refused.stderr
    assert stock(ordered) == {}
    assert kagemi(ordered, *told, "--accept-unusual").exit_code == 0


def test_a_complete_line_is_refused_unless_more_came(ordered: Path) -> None:
    number = str(of_trader(ordered)["line"])
    kagemi(ordered, "receive", number)
    refused = kagemi(ordered, "receive", number, "1.5")
    assert refused.exit_code == 4
    assert "is complete" in refused.stderr
    assert kagemi(ordered, "receive", number, "1.5", "--more").exit_code == 0


def test_all_of_a_trader_and_day_comes_at_once(ordered: Path) -> None:
    first = of_trader(ordered)
    where = ("--supplier", first["supplier"], "--day", first["deliver_on"])
    mine = open_lines(ordered, *where)
    said = json.loads(kagemi(ordered, "receive", "--all", "--json", *where).stdout)
    assert [r["order_line"] for r in said["receipts"]] == [i["line"] for i in mine]
    assert open_lines(ordered, *where) == []


def test_all_of_everybody_is_not_taken_by_mistake(ordered: Path) -> None:
    assert kagemi(ordered, "receive", "--all").exit_code == 2
    assert kagemi(ordered, "receive", "1", "--all").exit_code == 2


def test_mistakes_are_told_and_nothing_is_entered(ordered: Path) -> None:
    number = str(of_trader(ordered)["line"])
    assert "no order line 999" in kagemi(ordered, "receive", "999").stderr
    assert "more is spoiled than came" in kagemi(ordered, "receive", number, "1", "--spoiled", "2").stderr
    assert "did you mean pak_min" in kagemi(ordered, "receive", "--supplier", "pak_mim").stderr
    assert kagemi(ordered, "receive", number, "--paid", "much").exit_code == 2
    assert stock(ordered) == {}


def test_buying_again_says_what_came_for_how_much(ordered: Path) -> None:
    kagemi(ordered, "receive", str(of_trader(ordered)["line"]))
    assert "lines have come" in kagemi(ordered, "buy", "--dry-run").stdout


def test_what_is_still_to_come_is_not_cooked(ordered: Path) -> None:
    result = kagemi(ordered, "stock", "cooked", "2026-11-30")
    assert result.exit_code == 4
    assert "is still to come" in result.stderr


def test_cooking_takes_food_out_of_stock_once(ordered: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for day in {line["deliver_on"] for line in open_lines(ordered)}:
        assert kagemi(ordered, "receive", "--all", "--day", day).exit_code == 0
    monkeypatch.setattr("kagemi.cli.session.today", lambda: date(2026, 11, 30))
    before = sum(stock(ordered).values())
    first = json.loads(kagemi(ordered, "stock", "cooked", "2026-11-30", "--json").stdout)
    assert first["used"]
    after = sum(stock(ordered).values())
    taken = -sum(entry["grams"] for entry in first["used"]) / 1000
    assert before - after == pytest.approx(taken)
    again = json.loads(kagemi(ordered, "stock", "cooked", "monday", "--json").stdout)
    assert again["used"] == []
    assert sum(stock(ordered).values()) == after


def test_cooking_without_stock_says_what_is_not_there(ordered: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kagemi.cli.session.today", lambda: date(2026, 11, 30))
    result = kagemi(ordered, "stock", "cooked", "monday")
    assert result.exit_code == 0
    assert "Not in stock: " in result.stderr
    assert kagemi(ordered, "stock", "cooked", "sunday").exit_code == 4


def test_far_more_than_was_ordered_is_refused_unless_it_is_so(ordered: Path) -> None:
    line = of_trader(ordered)
    told = ("receive", str(line["line"]), f"{line['grams'] / 1000 * 10:.2f}")
    refused = kagemi(ordered, *told)
    assert refused.exit_code == 4
    assert "cannot be right" in refused.stderr
    assert "--more" in refused.stderr
    assert stock(ordered) == {}
    assert kagemi(ordered, *told, "--more").exit_code == 0


def test_what_came_may_be_counted_in_the_unit_of_the_line(ordered: Path) -> None:
    line = next(i for i in open_lines(ordered) if i["unit"] != "kg")
    said = kagemi(ordered, "receive", str(line["line"]), f"{line['units']:g}", line["unit"])
    assert said.exit_code == 0, said.stderr
    assert list(stock(ordered).values()) == [line["grams"] / 1000]


def test_a_unit_by_which_nobody_ordered_is_refused(ordered: Path) -> None:
    refused = kagemi(ordered, "receive", str(of_trader(ordered)["line"]), "2 gerobak")
    assert refused.exit_code == 4
    assert "not by the gerobak" in refused.stderr


def test_nothing_is_nothing_to_enter(ordered: Path) -> None:
    refused = kagemi(ordered, "receive", str(of_trader(ordered)["line"]), "0")
    assert refused.exit_code == 4
    assert "0 kg is nothing to enter" in refused.stderr


def test_nothing_came_on_a_day_to_come(ordered: Path) -> None:
    refused = kagemi(ordered, "receive", str(of_trader(ordered)["line"]), "--date", "2026-12-24")
    assert refused.exit_code == 4
    assert "still to come" in refused.stderr


def test_a_line_of_a_replaced_order_names_the_one_in_its_place(ordered: Path) -> None:
    line = of_trader(ordered)
    kagemi(ordered, "receive", str(line["line"]), "1.5")
    kagemi(
        ordered,
        "prices",
        "set",
        line["supplier"],
        line["food"],
        f"{line['cost_idr'] / line['units'] + 100:.0f}",
    )
    assert kagemi(ordered, "buy", "-q").exit_code == 0
    now = next(i for i in open_lines(ordered) if i["food"] == line["food"])
    refused = kagemi(ordered, "receive", str(line["line"]), "1.2")
    assert refused.exit_code == 4
    assert f"it is line {now['line']} now" in refused.stderr


def test_what_was_entered_wrong_is_corrected_in_stock_and_cost(ordered: Path) -> None:
    line = of_trader(ordered)
    number = str(line["line"])
    kagemi(ordered, "receive", number)
    kg = line["grams"] / 2000
    said = kagemi(ordered, "receive", number, f"{kg:.1f}", "--correct")
    assert said.exit_code == 0, said.stderr
    assert "is corrected" in said.stdout
    (same,) = [i for i in open_lines(ordered) if i["line"] == line["line"]]
    assert same["received_grams"] == round(float(f"{kg:.1f}") * 1000)
    assert list(stock(ordered).values()) == [float(f"{kg:.1f}")]
    assert same["paid_idr"] == pytest.approx(line["cost_idr"] * same["received_grams"] / line["grams"], abs=1)


def test_a_price_that_was_entered_wrong_is_no_quote_any_more(ordered: Path) -> None:
    line = of_trader(ordered)
    number = str(line["line"])
    kagemi(ordered, "receive", number, "--paid", str(line["cost_idr"] * 2))
    kagemi(ordered, "receive", number, "--paid", str(line["cost_idr"]), "--correct")
    quotes = json.loads(kagemi(ordered, "prices", "history", line["food"], "--json").stdout)["quotes"]
    grams_price = line["cost_idr"] / line["units"]
    assert [q["price_idr"] for q in quotes if q["source"] == "received"] == [round(grams_price)]


def test_what_was_never_entered_cannot_be_corrected(ordered: Path) -> None:
    refused = kagemi(ordered, "receive", str(of_trader(ordered)["line"]), "1.5", "--correct")
    assert refused.exit_code == 4
    assert "there is nothing to correct" in refused.stderr


def test_a_receipt_is_undone_as_a_whole(ordered: Path) -> None:
    number = str(of_trader(ordered)["line"])
    kagemi(ordered, "receive", number)
    assert kagemi(ordered, "receive", number, "0", "--correct").exit_code == 0
    assert stock(ordered) == {}
    assert int(number) in {i["line"] for i in open_lines(ordered)}
