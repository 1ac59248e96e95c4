"""When food may come, where it may wait, and what of the stock is free."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from kagemi.canteen.buy import EARLY_DAYS, buy, delivery_days, keep, room
from kagemi.canteen.receive import Came, receive
from kagemi.domain.amount import Amount
from kagemi.domain.food import Price
from kagemi.domain.message import InvalidInput
from kagemi.domain.plan import Plan, Serving
from kagemi.domain.purchase import OrderLine
from kagemi.domain.rules import Storage
from kagemi.domain.stock import Lot
from kagemi.files.workspace import Workspace, find_workspace
from kagemi.store import purchases, stock
from kagemi.store.database import open_store
from tests.build import MONDAY, dish
from tests.store.sample import NOON, a_plan
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


def test_a_closed_day_between_days_of_the_plan_is_no_day_of_delivery() -> None:
    open_days = [WEEK[0], WEEK[3]]
    assert delivery_days(open_days, MONDAY) == (WEEK[0], WEEK[3])


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


CANTEEN = "Test canteen"


def every_day(shop: Workspace) -> Workspace:
    """Ani brings fish on any day, and it is cooked on the day on which it comes."""
    rows = {"suppliers.csv": "ani,Ani,,,,,yes,\n", "storage_life.csv": ""}
    for name, lines in rows.items():
        (shop.nutrition_data / name).write_text(HEADS[name] + lines, encoding="utf-8")
    return shop


def fish_all_week(*days: int) -> Plan:
    """80 kg of tuna on each of these days of the week."""
    plan = fish_on(0, canteen=CANTEEN)
    servings = tuple(Serving(day, "tuna", {"girls": 1.0, "boys": 1.0}) for day in range(5))
    dates = tuple(d for d in plan.problem.days if d.index in days)
    return replace(
        plan, problem=replace(plan.problem, days=dates), servings=tuple(s for s in servings if s.day in days)
    )


def ordered(shop: Workspace, plan: Plan, today: date, first: date | None = None) -> list[tuple[date, float]]:
    """Buy, and note it: day and kilograms of the lines."""
    found = buy(plan, shop, {}, today, first)
    keep(found, shop, {}, NOON)
    return [(line.deliver_on, line.units) for line in found.purchase.lines]


def in_stock(shop: Workspace, kg: int) -> None:
    with open_store(shop.root / "kagemi.db") as store:
        stock.receive(store, Lot("ikan_tuna", "", FRIDAY, "freezer", canteen=CANTEEN), kg * 1000, NOON)


def counting(shop: Workspace) -> list[tuple[date, float]]:
    with open_store(shop.root / "kagemi.db") as store:
        return [(s.line.deliver_on, s.line.units) for s in purchases.states(store)]


def test_what_comes_today_stays_ordered_when_traders_can_change_from_tomorrow_on(shop: Workspace) -> None:
    plan = fish_all_week(0, 1)
    assert ordered(every_day(shop), plan, MONDAY) == [(WEEK[0], 80), (WEEK[1], 80)]
    again = buy(plan, shop, {}, MONDAY, WEEK[1])
    assert [(line.deliver_on, line.units) for line in again.purchase.lines] == [(WEEK[0], 80), (WEEK[1], 80)]
    assert [(use.deliver_on, use.day, use.grams) for use in again.purchase.uses] == [
        (WEEK[0], WEEK[0], 80_000),
        (WEEK[1], WEEK[1], 80_000),
    ]
    bound = again.purchase.bound_idr
    assert bound is not None
    assert bound <= again.purchase.cost_idr <= bound * 1.01


def test_what_comes_today_is_counted_on_for_tomorrow(shop: Workspace) -> None:
    chiller = Storage(name="chiller", place="chiller", at_most=Amount(200, "kg"))
    plan = fish_all_week(1, 2)
    plan = replace(plan, problem=replace(plan.problem, rules=(chiller,)))
    assert ordered(shop, plan, MONDAY) == [(WEEK[0], 160)]
    again = buy(plan, shop, {}, MONDAY, WEEK[1]).purchase
    assert [(line.deliver_on, line.units) for line in again.lines] == [(WEEK[0], 160)]
    assert (again.missing, again.draws) == ((), ())


def test_today_takes_its_part_of_the_stock_before_tomorrow_is_bought_for(shop: Workspace) -> None:
    in_stock(every_day(shop), 100)
    assert ordered(shop, fish_all_week(0, 1), MONDAY, WEEK[1]) == [(WEEK[1], 60)]


def test_an_order_of_old_that_nobody_took_in_spares_no_stock(shop: Workspace) -> None:
    ordered(every_day(shop), fish_all_week(0), MONDAY)
    in_stock(shop, 80)
    plan = fish_all_week(1, 2)
    assert ordered(shop, plan, WEEK[1], WEEK[2]) == [(WEEK[2], 80)]


def test_orders_of_a_plan_from_tuesday_on_take_the_place_of_the_weeks(shop: Workspace) -> None:
    ordered(every_day(shop), fish_all_week(0, 1, 2), MONDAY)
    ordered(shop, fish_all_week(1, 2), MONDAY)
    assert counting(shop) == [(WEEK[0], 80), (WEEK[1], 80), (WEEK[2], 80)]


def test_two_canteens_in_one_database_buy_without_each_other(shop: Workspace, tmp_path: Path) -> None:
    ordered(every_day(shop), fish_all_week(0, 1), MONDAY)
    in_stock(shop, 50)
    another = fish_on(1, canteen="Another")
    found = buy(another, shop, {}, MONDAY)
    assert [line.units for line in found.purchase.lines] == [80]
    assert found.ordered == ()
    keep(found, shop, {}, NOON)
    assert counting(shop) == [(WEEK[0], 80), (WEEK[1], 80), (WEEK[1], 80)]
    with pytest.raises(InvalidInput, match="no order line 3"):
        receive(shop, {}, [Came(3)], WEEK[1], NOON)
