"""`kagemi replan`: the day is not what the plan said."""

import json
import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from kagemi.domain.plan import Plan
from kagemi.domain.purchase import OrderLine
from kagemi.domain.stock import Lot
from kagemi.files.plans import read_plan
from kagemi.store import purchases, stock
from kagemi.store.database import open_store
from kagemi.store.purchases import StoredPurchase
from tests.cli.runner import kagemi
from tests.store.sample import NOON
from tests.workspaces import BUDGET, FISH, write_rules


@pytest.fixture
def week(planned: Path, tmp_path: Path) -> Path:
    """A workspace of one's own with a plan of 2026-W49."""
    return Path(shutil.copytree(planned, tmp_path / "week"))


def menu(folder: Path, name: str = "2026-W49.json") -> list[list[str]]:
    """The dishes day by day."""
    plan = read_plan(folder / "plans" / name)
    return [sorted(s.dish for s in plan.servings if s.day == d.index) for d in plan.problem.days]


def animal(folder: Path, day: int, name: str = "2026-W49.json") -> str:
    """The dish of the slot for animal food."""
    plan = read_plan(folder / "plans" / name)
    return next(s.dish for s in plan.servings if s.day == day and "animal" in plan.problem.dish(s.dish).slots)


def suppliers(folder: Path, *sellers: str) -> None:
    """Traders who sell tempe."""
    tables, named = folder / "nutrition_data", sellers or ("bu_tini",)
    head = "id,name,market,stall,phone,delivery_days,local,notes\n"
    rows = "".join(f"{s},{s},Pasar,,,,yes,\n" for s in named)
    (tables / "suppliers.csv").write_text(head + rows, encoding="utf-8")
    offers = "".join(f"{s},tempe,papan,450,1,\n" for s in named)
    (tables / "offers.csv").write_text(
        "supplier,food,unit,unit_grams,step,most_kg\n" + offers, encoding="utf-8"
    )


def order(folder: Path, plan: Plan, food: str, day: date) -> None:
    """An order of the trader's for a day."""
    line = OrderLine("bu_tini", food, day, "papan", 450, 20, 6000)
    days = [d.date for d in plan.problem.days]
    made = StoredPurchase(0, plan.problem.canteen, days[0], days[-1], plan.fingerprint, NOON, (line,))
    with open_store(folder / "kagemi.db") as store:
        purchases.record(store, made)


def changed(before: list[list[str]], after: list[list[str]]) -> list[int]:
    return [d for d, (a, b) in enumerate(zip(before, after, strict=True)) if a != b]


def test_a_missing_food_changes_the_days_that_need_it(week: Path) -> None:
    before, dish = menu(week), animal(week, 0)
    food = read_plan(week / "plans" / "2026-W49.json").problem.dish(dish).main
    result = kagemi(week, "replan", "--missing", f"{food}@monday")
    assert result.exit_code == 0, result.stderr
    after = menu(week, "2026-W49-r2.json")
    assert changed(before, after) == [0]
    new = read_plan(week / "plans" / "2026-W49-r2.json")
    assert all(food not in new.problem.dish(d).gross_g for d in after[0])


def test_what_changed_and_what_it_costs_is_shown(week: Path) -> None:
    dish = animal(week, 1)
    result = kagemi(week, "replan", "--ban", f"{dish}@tuesday")
    assert "What changed" in result.stdout
    assert "cost of the plan" in result.stdout
    assert "Saved: plans/2026-W49-r2.json" in result.stdout
    assert "kagemi publish plans/2026-W49-r2.json" in result.stderr


def test_a_swap_serves_the_other_dish_on_the_day_of_the_first(week: Path) -> None:
    old = animal(week, 0)
    new = animal(week, 1)
    result = kagemi(week, "replan", "--swap", f"{old}@monday={new}")
    assert result.exit_code == 0, result.stderr
    assert new in menu(week, "2026-W49-r2.json")[0]
    assert old not in menu(week, "2026-W49-r2.json")[0]


def test_a_pin_needs_its_day(week: Path) -> None:
    result = kagemi(week, "replan", "--pin", animal(week, 0))
    assert result.exit_code == 2
    assert "--pin needs a day" in result.stderr


def test_days_served_stay(week: Path) -> None:
    before, dish = menu(week), animal(week, 0)
    result = kagemi(week, "replan", "--ban", dish, "--from", "tuesday")
    assert result.exit_code == 0, result.stderr
    after = menu(week, "2026-W49-r2.json")
    assert after[0] == before[0]
    assert all(dish not in day for day in after[1:])


def test_today_is_the_first_day_that_may_change(week: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kagemi.cli.session.today", lambda: date(2026, 12, 1))
    result = kagemi(week, "replan", "--pin", f"{animal(week, 0)}@monday")
    assert result.exit_code == 4
    assert "is over: what was served stays" in result.stderr


def test_a_week_that_is_over_is_not_planned_anew(week: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kagemi.cli.session.today", lambda: date(2026, 12, 7))
    result = kagemi(week, "replan", "--headcount", "boys=90")
    assert result.exit_code == 4
    assert "is over" in result.stderr


def test_a_headcount_changes_who_eats_and_no_dish(week: Path) -> None:
    before = menu(week)
    result = kagemi(week, "replan", "--headcount", "boys=90")
    assert result.exit_code == 0, result.stderr
    new = read_plan(week / "plans" / "2026-W49-r2.json")
    assert {g.id: g.headcount for g in new.problem.groups} == {"boys": 90, "girls": 100}
    assert menu(week, "2026-W49-r2.json") == before


def test_a_second_change_is_counted_from_the_first(week: Path) -> None:
    kagemi(week, "replan", "--headcount", "boys=90")
    result = kagemi(week, "replan", "plans/2026-W49-r2.json", "--headcount", "girls=80")
    assert result.exit_code == 0, result.stderr
    new = read_plan(week / "plans" / "2026-W49-r3.json")
    assert {g.id: g.headcount for g in new.problem.groups} == {"boys": 90, "girls": 80}


def test_what_was_wished_for_first_still_holds_in_a_second_change(week: Path) -> None:
    first, second = animal(week, 0), animal(week, 1)
    assert first != second
    assert kagemi(week, "replan", "--ban", f"{first}@monday").exit_code == 0
    result = kagemi(week, "replan", "plans/2026-W49-r2.json", "--ban", f"{second}@monday")
    assert result.exit_code in (0, 3), result.stderr  # another dish, or none is left: never the first again
    if result.exit_code == 0:
        assert first not in menu(week, "2026-W49-r3.json")[0]
    else:
        assert f"ban_{first}" in result.stderr


def test_a_day_that_is_over_cannot_be_the_first_to_change(week: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kagemi.cli.session.today", lambda: date(2026, 12, 2))
    result = kagemi(week, "replan", "--headcount", "boys=90", "--from", "monday")
    assert result.exit_code == 4
    assert "is over" in result.stderr


def test_the_prices_of_the_plan_are_kept(week: Path) -> None:
    prices = week / "nutrition_data" / "prices.csv"
    rows = [line.split(",") for line in prices.read_text(encoding="utf-8").splitlines()]
    at = rows[0].index("price_idr")
    for row in rows[1:]:
        row[at] = str(2 * int(row[at]))
    for row in rows[1:]:
        for column in ("low_idr", "high_idr"):
            if column in rows[0]:
                row[rows[0].index(column)] = ""
    prices.write_text("\n".join(",".join(r) for r in rows) + "\n", encoding="utf-8")
    old = read_plan(week / "plans" / "2026-W49.json")
    result = kagemi(week, "replan", "--headcount", "boys=90")
    assert result.exit_code == 0, result.stderr
    new = read_plan(week / "plans" / "2026-W49-r2.json")
    served = {s.dish for s in old.servings}
    assert {d.id: d.cost_idr for d in new.problem.dishes} == {
        d.id: d.cost_idr for d in old.problem.dishes if d.id in served
    }
    assert all(new.prices[f] == old.prices[f] for f in new.prices)


def test_what_a_late_trader_was_to_bring_is_missing_on_the_first_open_day_only(week: Path) -> None:
    suppliers(week)
    plan = read_plan(week / "plans" / "2026-W49.json")
    food = plan.problem.dish(animal(week, 0)).main
    order(week, plan, food, plan.problem.days[0].date)
    result = kagemi(week, "replan", "--late", "bu_tini")
    assert result.exit_code == 0, result.stderr
    after = menu(week, "2026-W49-r2.json")
    assert changed(menu(week), after) == [0]
    new = read_plan(week / "plans" / "2026-W49-r2.json")
    assert all(food not in new.problem.dish(d).gross_g for d in after[0])


def test_a_trader_of_whom_nothing_is_open_is_said(week: Path) -> None:
    suppliers(week)
    result = kagemi(week, "replan", "--late", "bu_tini")
    assert result.exit_code == 4
    assert "nothing that bu_tini was to bring" in result.stderr


def test_what_another_trader_can_still_bring_is_not_missing(week: Path) -> None:
    suppliers(week, "bu_tini", "pak_darmo")
    plan = read_plan(week / "plans" / "2026-W49.json")
    order(week, plan, "tempe", plan.problem.days[0].date)
    result = kagemi(week, "replan", "--late", "bu_tini", "--json")
    assert result.exit_code == 0, result.stderr
    assert menu(week, "2026-W49-r2.json") == menu(week)
    orders = json.loads(result.stdout)["orders"]
    assert {(o["supplier"], o["kind"]) for o in orders if (o["after"] or o["before"])["food"] == "tempe"} == {
        ("bu_tini", "cancel"),
        ("pak_darmo", "add"),
    }


def test_nothing_more_is_asked_of_a_late_trader_for_that_day(week: Path) -> None:
    suppliers(week)
    plan = read_plan(week / "plans" / "2026-W49.json")
    order(week, plan, "tempe", plan.problem.days[0].date)
    result = kagemi(week, "replan", "--late", "bu_tini", "--json")
    monday = plan.problem.days[0].date.isoformat()
    after = [o["after"] for o in json.loads(result.stdout)["orders"] if o["after"]]
    assert not [i for i in after if i["supplier"] == "bu_tini" and i["deliver_on"] == monday]


def test_no_trader_is_told_of_orders_that_nobody_made(week: Path) -> None:
    result = kagemi(week, "replan", "--headcount", "boys=90")
    assert "No order is noted for these days" in result.stdout


def test_the_traders_are_told_what_to_cancel_and_what_to_add(week: Path) -> None:
    suppliers(week)
    plan = read_plan(week / "plans" / "2026-W49.json")
    assert kagemi(week, "buy").exit_code == 0
    dish = animal(week, 0)
    result = kagemi(week, "replan", "--ban", f"{dish}@monday", "--json")
    assert result.exit_code == 0, result.stderr
    orders = json.loads(result.stdout)["orders"]
    kinds = {(o["kind"], (o["after"] or o["before"])["food"]) for o in orders}
    gone = plan.problem.dish(dish).main
    assert kinds & {("cancel", gone), ("change", gone)}
    total = sum(o["after"]["units"] * o["after"]["price_idr"] if o["after"] else 0 for o in orders)
    assert total > 0


def test_a_day_that_is_recorded_as_served_stays(week: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kagemi.cli.session.today", lambda: date(2026, 11, 30))
    dish = animal(week, 0)
    assert kagemi(week, "record", "2026-11-30", dish, "--served", "180").exit_code == 0
    result = kagemi(week, "replan", "--headcount", "boys=90", "--json")
    assert result.exit_code == 0, result.stderr
    days = json.loads(result.stdout)["changes"]["days"]
    assert not days[0]["dishes"]
    assert not days[0]["portions"]
    asked = kagemi(week, "replan", "--ban", f"{dish}@monday", "--from", "monday")
    assert (asked.exit_code, "is over" in asked.stderr) == (4, True)


def test_what_came_already_is_not_cancelled(week: Path) -> None:
    suppliers(week)
    assert kagemi(week, "buy").exit_code == 0
    dish = animal(week, 0)
    food = read_plan(week / "plans" / "2026-W49.json").problem.dish(dish).main
    lines = [i for i in json.loads(kagemi(week, "receive", "--json").stdout) if i["food"] == food]
    came = round(0.75 * lines[0]["grams"] / 1000, 1)
    received = kagemi(week, "receive", str(lines[0]["line"]), f"{came:.1f}", "--place", "freezer")
    assert received.exit_code == 0, received.stderr
    result = kagemi(week, "replan", "--ban", f"{dish}@monday", "--json")
    assert result.exit_code == 0, result.stderr
    before = [o["before"] for o in json.loads(result.stdout)["orders"] if o["before"]]
    told = sum(b["units"] * b["unit_grams"] for b in before if b["food"] == food)
    assert told <= sum(i["grams"] for i in lines) - 1000 * came + 1


def test_nothing_is_told_to_the_traders_where_no_food_changes(week: Path) -> None:
    assert kagemi(week, "buy").exit_code == 0
    elsewhere = animal(week, 1)
    assert elsewhere != animal(week, 0)
    result = kagemi(week, "replan", "--ban", f"{elsewhere}@monday")
    assert result.exit_code == 0, result.stderr
    assert "No order changes." in result.stdout


def test_json_has_the_file_the_changes_and_the_proof(week: Path) -> None:
    result = kagemi(week, "replan", "--headcount", "boys=90", "--json")
    found: dict[str, Any] = json.loads(result.stdout)
    assert set(found) >= {"file", "changes", "outcome"}
    assert found["outcome"]["tiers"][0]["quantity"] == "changes"


def test_nothing_asked_is_wrong_usage(week: Path) -> None:
    result = kagemi(week, "replan")
    assert result.exit_code == 2
    assert "say what is not as planned" in result.stderr


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("--missing", "ikan_tunna"), 'there is no food "ikan_tunna"'),
        (("--ban", "nothing_like_it"), 'there is no dish "nothing_like_it"'),
        (("--headcount", "men=4"), 'there is no group "men"'),
        (("--headcount", "boys=many"), "--headcount expects"),
        (("--headcount", "boys=²"), "--headcount expects"),
        (("--headcount", "boys=0", "--headcount", "girls=0"), "at least one group needs children"),
        (("--swap", "tempe_bakar"), "--swap expects"),
        (("--late", "nobody"), "nobody"),
    ],
)
def test_what_cannot_be_meant_is_said(week: Path, args: tuple[str, ...], says: str) -> None:
    result = kagemi(week, "replan", *args)
    assert result.exit_code in (2, 4)
    assert says in result.stderr
    assert not (week / "plans" / "2026-W49-r2.json").exists()


def test_a_wish_that_no_menu_grants_is_no_menu(week: Path) -> None:
    write_rules(week, FISH, BUDGET)
    result = kagemi(
        week,
        "replan",
        *(part for d in ("tempe_bakar",) for part in ("--pin", f"{d}@monday")),
        "--pin",
        "tempe_bakar@tuesday",
        "--pin",
        "tempe_bakar@wednesday",
    )
    assert result.exit_code == 3
    assert "each of them is needed for the clash" in result.stderr
    assert "pin_tempe_bakar" in result.stderr


def test_a_group_that_does_not_eat_leaves_a_plan_for_the_others(week: Path) -> None:
    result = kagemi(week, "replan", "--headcount", "boys=0")
    assert result.exit_code == 0, result.stderr
    new = read_plan(week / "plans" / "2026-W49-r2.json")
    assert new.problem.group("boys").headcount == 0
    assert kagemi(week, "buy", "2026-W49-r2", "-q").exit_code == 0


def test_a_missing_food_of_which_enough_is_in_stock_stays(week: Path) -> None:
    plan = read_plan(week / "plans" / "2026-W49.json")
    food = plan.problem.dish(animal(week, 0)).main
    monday = plan.problem.days[0].date
    with open_store(week / "kagemi.db") as store:
        lot = Lot(food, "", monday, "freezer", canteen=plan.problem.canteen)
        stock.receive(store, lot, 900_000, NOON)
    result = kagemi(week, "replan", "--missing", food)
    assert result.exit_code == 0, result.stderr
    assert "in stock: it stays on that day" in result.stderr
    assert not (week / "plans" / "2026-W49-r2.json").exists()


def test_orders_of_a_longer_plan_are_open_too(week: Path) -> None:
    suppliers(week)
    plan = read_plan(week / "plans" / "2026-W49.json")
    food, monday = plan.problem.dish(animal(week, 0)).main, plan.problem.days[0].date
    line = OrderLine("bu_tini", food, monday, "papan", 450, 20, 6000)
    later = plan.problem.days[-1].date + timedelta(days=7)
    made = StoredPurchase(0, plan.problem.canteen, monday, later, plan.fingerprint, NOON, (line,))
    with open_store(week / "kagemi.db") as store:
        purchases.record(store, made)
    result = kagemi(week, "replan", "--late", "bu_tini")
    assert result.exit_code == 0, result.stderr
