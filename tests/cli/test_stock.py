"""`kagemi stock`: the store room and its books, and what a plan does with them."""

import json
from datetime import date
from pathlib import Path

import pytest

from kagemi.files.plans import read_plan
from kagemi.store import stock
from kagemi.store.database import open_store
from tests.cli.runner import kagemi
from tests.workspaces import FISH, canteen, write_rules

LIFE = """\
item,place,days,usual,basis,source
fish,freezer,60,yes,estimate,test table
fish,chiller,1,,estimate,test table
"""


@pytest.fixture(autouse=True)
def a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kagemi.cli.session.today", lambda: date(2026, 11, 27))


@pytest.fixture
def room(ws: Path) -> Path:
    """A workspace with 40 kg of tuna, lot 1, to be cooked by 4 December."""
    (ws / "nutrition_data" / "storage_life.csv").write_text(LIFE, encoding="utf-8")
    assert kagemi(ws, "stock", "add", "ikan_tuna", "40", "--use-before", "2026-12-04").exit_code == 0
    return ws


def lots(folder: Path) -> list[tuple[int, float]]:
    return [(line["lot"], line["kg"]) for line in json.loads(kagemi(folder, "stock", "--json").stdout)]


def ledger(folder: Path) -> list[tuple[str, float]]:
    return [(e["kind"], e["kg"]) for e in json.loads(kagemi(folder, "stock", "history", "--json").stdout)]


def test_an_empty_store_room_is_said_to_be_empty(ws: Path) -> None:
    result = kagemi(ws, "stock")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "Nothing is in stock.\n")
    assert not (ws / "kagemi.db").exists()


def test_a_lot_lies_and_keeps_as_its_food_does(room: Path) -> None:
    said = kagemi(room, "stock", "add", "ikan_tuna", "2,5", "--date", "27/11/2026").stdout
    assert said == "Lot 2: 2.5 kg of Tuna in the freezer, to be cooked by 26 January 2027\n"
    chilled = kagemi(room, "stock", "add", "ikan_tuna", "2.5", "--place", "chiller").stdout
    assert chilled == "Lot 3: 2.5 kg of Tuna in the chiller, to be cooked by 28 November 2026\n"


def test_what_is_still_to_come_is_not_in_stock(room: Path) -> None:
    refused = kagemi(room, "stock", "add", "ikan_tuna", "2", "--date", "2026-11-28")
    assert refused.exit_code == 4
    assert "28 November 2026 is still to come" in refused.stderr
    assert lots(room) == [(1, 40)]


def test_two_canteens_in_one_database_have_a_store_room_each(ws: Path, tmp_path: Path) -> None:
    other = canteen(tmp_path / "other")
    rules = other / "menus" / "constraints" / "week.yaml"
    rules.write_text(rules.read_text(encoding="utf-8").replace("Test canteen", "Another"), encoding="utf-8")
    shared = {"KAGEMI_DATABASE_URL": f"sqlite:///{tmp_path / 'shared.db'}"}
    for folder, brought in ((ws, "40"), (other, "7")):
        added = kagemi(folder, "stock", "add", "ikan_tuna", brought, "--place", "freezer", **shared)
        assert added.exit_code == 0
    for folder, own, kg, foreign in ((ws, 1, 40, 2), (other, 2, 7, 1)):
        shown = json.loads(kagemi(folder, "stock", "--json", **shared).stdout)
        assert [(line["lot"], line["kg"]) for line in shown] == [(own, kg)]
        entries = json.loads(kagemi(folder, "stock", "history", "--json", **shared).stdout)
        assert [entry["lot"] for entry in entries] == [own]
        for told in (("use", "1"), ("waste", "1", "--why", "x"), ("count", "1")):
            assert kagemi(folder, "stock", told[0], str(foreign), *told[1:], **shared).exit_code == 4
        assert kagemi(folder, "stock", "correct", str(foreign), **shared).exit_code == 4
        counted = kagemi(folder, "stock", "count", "ikan_tuna", str(kg), **shared)
        assert counted.stdout == "The books say the same.\n"


def test_a_food_of_unknown_place_needs_one(room: Path) -> None:
    refused = kagemi(room, "stock", "add", "beras", "50")
    assert refused.exit_code == 4
    assert "nobody has said where beras is kept" in refused.stderr
    said = kagemi(room, "stock", "add", "beras", "50", "--place", "dry").stdout
    assert said == "Lot 2: 50 kg of Rice in the dry store\n"


def test_the_list_marks_what_runs_out(room: Path) -> None:
    kagemi(room, "stock", "add", "ikan_tuna", "1", "--place", "chiller", "--date", "2026-11-24")
    kagemi(room, "stock", "add", "ikan_tuna", "3", "--supplier", "pak_slamet")
    result = kagemi(room, "stock")
    marks = [line.split()[:2] for line in result.stdout.splitlines() if "Tuna" in line]
    assert marks == [["!!", "2"], ["!", "1"], ["3", "Tuna"]]
    assert "3 lots: 43.0 kg in the freezer, 1.0 kg in the chiller" in result.stderr
    assert "Past the day on which they had to be cooked: lots 2." in result.stderr


def test_the_list_in_json_has_days_and_state(room: Path) -> None:
    (line,) = json.loads(kagemi(room, "stock", "--json").stdout)
    assert (line["food"], line["place"], line["days_left"], line["state"]) == (
        "ikan_tuna",
        "freezer",
        7,
        "soon",
    )


def test_one_food_is_listed_alone(room: Path) -> None:
    kagemi(room, "stock", "add", "tempe", "5", "--place", "chiller")
    shown = json.loads(kagemi(room, "stock", "--food", "tempe", "--json").stdout)
    assert [line["lot"] for line in shown] == [2]
    unknown = kagemi(room, "stock", "--food", "ikan_tona")
    assert unknown.exit_code == 4
    assert "did you mean ikan_tuna?" in unknown.stderr


def test_what_is_used_and_thrown_away_leaves_the_lot(room: Path) -> None:
    used = kagemi(room, "stock", "use", "1", "8,5").stdout
    assert used == "Lot 1: 31.5 kg of Tuna in the freezer, to be cooked by 4 December 2026\n"
    kagemi(room, "stock", "waste", "1", "1.5", "--why", "dropped")
    assert lots(room) == [(1, 30)]
    assert ledger(room) == [("received", 40), ("used", -8.5), ("wasted", -1.5)]


def test_waste_needs_a_reason(room: Path) -> None:
    assert kagemi(room, "stock", "waste", "1", "1.5").exit_code == 2


def test_more_than_there_is_cannot_be_used(room: Path) -> None:
    refused = kagemi(room, "stock", "use", "1", "40.5")
    assert refused.exit_code == 4
    assert "lot 1 (ikan_tuna) has 40 kg left, 40.5 kg cannot be taken from it" in refused.stderr
    assert lots(room) == [(1, 40)]


@pytest.mark.parametrize("written", ["1.500", "0", "-3", "three", "1e3", "2,5555", "900000"])
def test_kilograms_that_are_none_or_read_in_two_ways_are_refused(room: Path, written: str) -> None:
    assert kagemi(room, "stock", "use", "--", "1", written).exit_code == 2
    assert lots(room) == [(1, 40)]


def test_a_number_that_reads_in_two_ways_is_told_both(room: Path) -> None:
    assert "write 1,5 or 1500" in kagemi(room, "stock", "use", "1", "1.500").stderr


def test_a_count_of_a_food_corrects_the_books(room: Path) -> None:
    kagemi(room, "stock", "add", "ikan_tuna", "10")
    counted = kagemi(room, "stock", "count", "ikan_tuna", "8")
    assert counted.stdout == "Lot 1: -40 kg (entry 3)\nLot 2: -2 kg (entry 4)\n"
    assert lots(room) == [(2, 8)]


def test_a_count_of_a_lot_leaves_the_others_alone(room: Path) -> None:
    kagemi(room, "stock", "add", "ikan_tuna", "10")
    kagemi(room, "stock", "count", "2", "12")
    assert lots(room) == [(1, 40), (2, 12)]


def test_a_count_that_finds_what_the_books_say_says_so(room: Path) -> None:
    assert kagemi(room, "stock", "count", "1", "40").stdout == "The books say the same.\n"


def test_a_count_of_books_that_somebody_changed_is_refused(room: Path) -> None:
    kagemi(room, "stock", "use", "1", "1")
    refused = kagemi(room, "stock", "count", "ikan_tuna", "38", "--expect", "40")
    assert refused.exit_code == 4
    assert "somebody changed it meanwhile" in refused.stderr
    assert lots(room) == [(1, 39)]


def test_a_wrong_entry_is_corrected_by_another(room: Path) -> None:
    kagemi(room, "stock", "use", "1", "15")
    kagemi(room, "stock", "correct", "2", "--kg", "1,5", "--why", "comma forgotten")
    assert lots(room) == [(1, 38.5)]
    kagemi(room, "stock", "correct", "2")
    assert lots(room) == [(1, 40)]
    assert ledger(room) == [("received", 40), ("used", -15), ("corrected", 13.5), ("corrected", 1.5)]
    shown = kagemi(room, "stock", "history", "1").stdout
    assert "corrected (#2)" in shown
    assert "comma forgotten" in shown


def test_the_history_of_a_lot_that_is_not_there_is_refused(room: Path) -> None:
    refused = kagemi(room, "stock", "history", "9")
    assert refused.exit_code == 4
    assert "there is no lot 9" in refused.stderr


def test_a_trader_that_nobody_knows_is_refused_where_traders_are_known(room: Path) -> None:
    head = "id,name,market,stall,phone,delivery_days,local\n"
    path = room / "nutrition_data" / "suppliers.csv"
    path.write_text(f"{head}pak_slamet,Pak Slamet,Pasar Besar,12,0812,,yes\n", encoding="utf-8")
    assert kagemi(room, "stock", "add", "ikan_tuna", "1", "--supplier", "pak_slamat").exit_code == 4
    kagemi(room, "stock", "add", "ikan_tuna", "1", "--supplier", "pak_slamet")
    assert "Pak Slamet" in kagemi(room, "stock").stdout


def test_a_price_as_people_write_it_is_kept_with_the_lot(room: Path) -> None:
    kagemi(room, "stock", "add", "ikan_tuna", "1", "--price-per-kg", "Rp 62.000")
    assert json.loads(kagemi(room, "stock", "--json").stdout)[1]["idr_per_kg"] == 62000
    assert kagemi(room, "stock", "add", "ikan_tuna", "1", "--price-per-kg", "cheap").exit_code == 2


def test_the_example_has_no_store_room(tmp_path: Path) -> None:
    refused = kagemi(tmp_path, "stock", "add", "ikan_tuna", "1")
    assert refused.exit_code == 4
    assert "kagemi init" in refused.stderr


def test_everything_is_said_in_bahasa_indonesia_too(room: Path) -> None:
    shown = kagemi(room, "stock", lang="id")
    assert "freezer" in shown.stdout
    assert kagemi(room, "stock", "use", "1", "1", lang="id").stdout.startswith("Lot 1: 39 kg")


def test_a_plan_uses_up_what_runs_out(tmp_path: Path) -> None:
    ws = canteen(tmp_path / "ws", "{kind: budget, name: budget, max: 20000}")
    assert kagemi(ws, "plan", "--week", "2026-W49").exit_code == 0
    assert not fish_days(ws), "tuna costs more than tempe"
    kagemi(ws, "stock", "add", "ikan_tuna", "30", "--use-before", "2026-12-02", "--place", "freezer")
    result = kagemi(ws, "plan", "--week", "2026-W49")
    assert "Stock to use up: 30 kg of Tuna by 2 December 2026" in result.stderr
    assert fish_days(ws)
    assert read_plan(ws / "plans" / "2026-W49.json").outcome.status == "optimal"


def test_a_plan_leaves_what_the_published_week_before_it_still_cooks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ws = canteen(tmp_path / "ws", "{kind: budget, name: budget, max: 20000}", FISH)
    monkeypatch.setattr("kagemi.cli.session.today", lambda: date(2026, 11, 30))
    kagemi(ws, "plan", "--week", "2026-W49")
    assert kagemi(ws, "publish").exit_code == 0
    kagemi(ws, "stock", "add", "ikan_tuna", "20", "--use-before", "2026-12-09", "--place", "freezer")
    assert "Stock to use up" not in kagemi(ws, "plan", "--week", "2026-W50").stderr
    kagemi(ws, "stock", "add", "ikan_tuna", "400", "--use-before", "2026-12-09", "--place", "freezer")
    said = kagemi(ws, "plan", "--week", "2026-W50").stderr
    assert "Stock to use up: " in said
    assert "420 kg of Tuna" not in said


def test_a_rule_of_the_stock_is_shown_without_a_place(tmp_path: Path) -> None:
    ws = canteen(tmp_path / "ws", "{kind: budget, name: budget, max: 20000}")
    kagemi(ws, "stock", "add", "ikan_tuna", "300", "--use-before", "2026-12-02", "--place", "freezer")
    result = kagemi(ws, "plan", "--week", "2026-W49")
    assert "Soft rules missed: stock_lot_1" in result.stdout
    shown = kagemi(ws, "show").stdout
    assert "stock_lot_1 (soft)" in shown
    assert "use up 300 kg of Tuna by 2 December 2026" in shown
    assert kagemi(ws, "sheet").exit_code == 0
    assert kagemi(ws, "check", "plans/2026-W49.json").exit_code == 0


def test_reasons_are_given_for_the_stock_as_it_was_when_the_plan_was_made(tmp_path: Path) -> None:
    ws = canteen(tmp_path / "ws", "{kind: budget, name: budget, max: 20000}")
    kagemi(ws, "stock", "add", "ikan_tuna", "30", "--use-before", "2026-12-02", "--place", "freezer")
    kagemi(ws, "plan", "--week", "2026-W49")
    kagemi(ws, "stock", "use", "1", "30")
    explained = kagemi(ws, "explain", "plans/2026-W49.json")
    assert explained.exit_code == 0
    assert "stock_lot_1" in explained.stdout


def test_what_no_dish_is_made_of_is_told(tmp_path: Path) -> None:
    ws = canteen(tmp_path / "ws", "{kind: budget, name: budget, max: 20000}")
    kagemi(ws, "stock", "add", "telur", "5", "--use-before", "2026-12-02", "--place", "dry")
    result = kagemi(ws, "plan", "--week", "2026-W49")
    assert "No dish uses lot 1: 5 kg of Egg, to be cooked by 2 December 2026" in result.stderr


def test_a_plan_and_its_past_stock_have_no_rule(tmp_path: Path) -> None:
    ws = canteen(tmp_path / "ws", "{kind: budget, name: budget, max: 20000}")
    kagemi(ws, "stock", "add", "ikan_tuna", "30", "--use-before", "2026-11-29", "--place", "freezer")
    assert "Stock" not in kagemi(ws, "plan", "--week", "2026-W49").stderr
    assert not fish_days(ws)


def test_a_clash_names_no_rule_of_the_stock(tmp_path: Path) -> None:
    ws = canteen(tmp_path / "ws")
    write_rules(ws, "{kind: budget, name: too_cheap, max: 1000}")
    kagemi(ws, "stock", "add", "ikan_tuna", "30", "--use-before", "2026-12-02", "--place", "freezer")
    result = kagemi(ws, "plan", "--week", "2026-W49")
    assert result.exit_code == 3
    assert "stock_lot" not in result.stderr
    assert "too_cheap" in result.stderr


def fish_days(folder: Path) -> set[int]:
    plan = read_plan(folder / "plans" / "2026-W49.json")
    return {s.day for s in plan.servings if "ikan_tuna" in plan.problem.dish(s.dish).gross_g}


def test_the_ledger_is_whole_after_all_of_it(room: Path) -> None:
    kagemi(room, "stock", "use", "1", "15")
    kagemi(room, "stock", "count", "1", "24")
    with open_store(room / "kagemi.db") as store:
        (balance,) = stock.balances(store)
        assert balance.grams == sum(m.grams for m in stock.movements(store, 1)) == 24_000


def test_a_food_may_be_named_as_people_call_it(ws: Path) -> None:
    kagemi(ws, "stock", "add", "Ikan Tuna", "12", "--place", "freezer")
    assert [lot["food"] for lot in json.loads(kagemi(ws, "stock", "--json").stdout)] == ["ikan_tuna"]
    assert kagemi(ws, "stock", "count", "tuna", "11,5").exit_code == 0
