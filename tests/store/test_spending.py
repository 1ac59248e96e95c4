"""What was paid, by day, and how much of what was ordered that is."""

from datetime import date

from sqlalchemy import insert

from kagemi.domain.history import OrderedDays
from kagemi.store.database import Store
from kagemi.store.schema import ORDER_LINES, PURCHASES, RECEIPTS
from kagemi.store.spending import ordered_days, paid_by_day
from tests.store.sample import CANTEEN, NOON, day


def order(store: Store, first: date, canteen: str = CANTEEN) -> int:
    """The number of an order line of a purchase for days from `first` on."""
    purchase = {"canteen": canteen, "first_day": first, "last_day": first, "fingerprint": "", "made_at": NOON}
    line = {
        "supplier": "x",
        "food": "tuna",
        "deliver_on": first,
        "unit": "kg",
        "unit_grams": 1000.0,
        "units": 1.0,
        "price_idr": 1,
    }

    def add(connection: object) -> int:
        made = connection.execute(insert(PURCHASES), purchase).inserted_primary_key[0]  # type: ignore[attr-defined]
        row = connection.execute(insert(ORDER_LINES), line | {"purchase": made})  # type: ignore[attr-defined]
        return int(row.inserted_primary_key[0])

    return store.write(add)


def receipt(store: Store, on: date, paid: int, order_line: int | None = None, grams: int = 1000) -> None:
    values = {
        "order_line": order_line,
        "supplier": "x",
        "food": "tuna",
        "received_on": on,
        "grams": grams,
        "spoiled_grams": 0,
        "paid_idr": paid,
        "entered_at": NOON,
        "note": "",
    }
    store.write(lambda connection: connection.execute(insert(RECEIPTS), values))


def test_receipts_add_up_by_day(store: Store) -> None:
    for on, paid in ((day(0), 500), (day(1), 70), (day(0), 5)):
        receipt(store, on, paid)
    assert paid_by_day(store, CANTEEN, day(9)) == {day(0): 505, day(1): 70}


def test_what_comes_before_the_days_it_is_for_counts_on_the_first_of_them(store: Store) -> None:
    line = order(store, day(7))
    receipt(store, day(5), 500, line)
    receipt(store, day(8), 30, line)
    assert paid_by_day(store, CANTEEN, day(9)) == {day(7): 500, day(8): 30}


def test_orders_of_another_canteen_and_later_receipts_do_not_count(store: Store) -> None:
    receipt(store, day(0), 500, order(store, day(0), "another canteen"))
    receipt(store, day(3), 70)
    assert paid_by_day(store, CANTEEN, day(2)) == {}


def test_a_line_is_complete_when_all_of_it_has_come(store: Store) -> None:
    short, whole = order(store, day(0)), order(store, day(7))
    receipt(store, day(0), 500, short, grams=999)
    receipt(store, day(6), 200, whole, grams=400)
    receipt(store, day(7), 300, whole, grams=600)
    assert ordered_days(store, CANTEEN, day(9)) == (
        OrderedDays(day(0), day(0), 1, 0),
        OrderedDays(day(7), day(7), 1, 1),
    )
    assert [o.complete for o in ordered_days(store, CANTEEN, day(6))] == [0, 0]


def test_only_the_newest_purchase_of_a_canteens_days_is_waited_for(store: Store) -> None:
    order(store, day(0))
    receipt(store, day(0), 500, order(store, day(0)))
    order(store, day(0), "another canteen")
    assert ordered_days(store, CANTEEN, day(9)) == (OrderedDays(day(0), day(0), 1, 1),)
