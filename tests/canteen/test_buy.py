"""When food may come, where it may wait, and what of the stock is free."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from kagemi.canteen.buy import EARLY_DAYS, buy, delivery_days, room
from kagemi.domain.amount import Amount
from kagemi.domain.food import Price
from kagemi.domain.plan import Plan, Serving
from kagemi.domain.purchase import OrderLine
from kagemi.domain.rules import Storage
from kagemi.files.workspace import Workspace, find_workspace
from tests.build import MONDAY, dish
from tests.store.sample import a_plan
from tests.workspaces import canteen

WEEK = [MONDAY + timedelta(days=n) for n in range(5)]
FRIDAY = MONDAY - timedelta(days=3)
HEADS = {
    "suppliers.csv": "id,name,market,stall,phone,delivery_days,local,notes\n",
    "offers.csv": "supplier,food,unit,unit_grams,step,most_kg\n",
    "storage_life.csv": "item,place,days,usual,basis,source\n",
}


def test_food_comes_on_school_days_a_few_days_ahead() -> None:
    days = delivery_days(WEEK, MONDAY - timedelta(days=30))
    assert days == (MONDAY - timedelta(days=EARLY_DAYS), FRIDAY, *WEEK)


def test_a_saturday_with_a_meal_is_a_day_of_delivery() -> None:
    saturday = MONDAY + timedelta(days=5)
    assert saturday in delivery_days([*WEEK, saturday], MONDAY)


def test_in_the_middle_of_a_plan_only_the_days_to_come_count() -> None:
    assert delivery_days(WEEK, WEEK[2]) == tuple(WEEK[2:])


def test_after_a_plan_it_is_looked_at_as_before_it() -> None:
    assert delivery_days(WEEK, WEEK[4] + timedelta(days=9))[2:] == tuple(WEEK)


def test_the_smallest_figure_for_a_place_is_its_room() -> None:
    rules = tuple(Storage(name=f"r{kg}", place="chiller", at_most=Amount(kg, "kg")) for kg in (80, 60))
    assert room(fish_on(1, rules=rules)) == {"chiller": 60}


def fish_on(day: int, *, rules: tuple[Storage, ...] = (), canteen: str = "Test") -> Plan:
    """80 kg of tuna on a day, for all children."""
    tuna = dish("tuna", gross_g={"ikan_tuna": 200.0})
    price = Price("kg", 1000, 45_000, MONDAY, "", "estimate", "")
    plan = a_plan(menu={day: ["tuna"]})
    base = replace(plan.problem, canteen=canteen, dishes=(tuna,), rules=rules)
    servings = (Serving(day, "tuna", {"girls": 1.0, "boys": 1.0}),)
    return replace(plan, problem=base, servings=servings, prices={"ikan_tuna": price})


@pytest.fixture
def shop(tmp_path: Path) -> Workspace:
    """Ani brings fish on Monday; it keeps for four days in the chiller."""
    folder = canteen(tmp_path / "ws")
    rows = {
        "suppliers.csv": "ani,Ani,,,,monday,yes,example\n",
        "offers.csv": "ani,ikan_tuna,kg,1000,1,\n",
        "storage_life.csv": "fish,chiller,4,yes,estimate,test\nfish,freezer,60,,estimate,test\n",
    }
    for name, lines in rows.items():
        (folder / "nutrition_data" / name).write_text(HEADS[name] + lines, encoding="utf-8")
    return find_workspace(folder, folder)


def bought(shop: Workspace, plan: Plan, **rest: Any) -> list[tuple[str, date, float]]:
    found = buy(plan, shop, {}, MONDAY - timedelta(days=7), **rest).purchase
    return [(line.supplier, line.deliver_on, line.units) for line in found.lines]


def test_a_chiller_of_unknown_room_is_trusted_for_one_night(shop: Workspace) -> None:
    assert bought(shop, fish_on(1)) == [("ani", MONDAY, 80)]
    assert bought(shop, fish_on(2)) == []


def test_room_that_the_rules_state_is_used_as_long_as_food_keeps(shop: Workspace) -> None:
    chiller = Storage(name="chiller", place="chiller", at_most=Amount(100, "kg"))
    assert bought(shop, fish_on(3, rules=(chiller,))) == [("ani", MONDAY, 80)]
    small = replace(chiller, at_most=Amount(30, "kg"))
    found = buy(fish_on(3, rules=(small,)), shop, {}, MONDAY - timedelta(days=7)).purchase
    assert [line.units for line in found.lines] == [30]
    assert [need.grams for need in found.missing] == [50_000]


def test_lines_that_traders_know_of_stay(shop: Workspace) -> None:
    traders = HEADS["suppliers.csv"] + "ani,Ani,,,,,yes,\nbudi,Budi,,,,,yes,\ncici,Cici,,,,,yes,\n"
    offers = HEADS["offers.csv"] + "".join(f"{t},ikan_tuna,kg,1000,1,\n" for t in ("ani", "budi", "cici"))
    (shop.nutrition_data / "suppliers.csv").write_text(traders, encoding="utf-8")
    (shop.nutrition_data / "offers.csv").write_text(offers, encoding="utf-8")
    known = [OrderLine("budi", "ikan_tuna", MONDAY, "kg", 1000.0, 80, 45_000)]
    assert bought(shop, fish_on(1), ordered=known) == [("budi", MONDAY, 80)]
