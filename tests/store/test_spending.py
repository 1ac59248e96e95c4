"""What was paid, for which days, and how much of what was ordered that is."""

from datetime import date

from sqlalchemy import insert, select, update

from kagemi.domain.history import OrderedDays, Payment
from kagemi.store.database import Store
from kagemi.store.schema import ORDER_LINES, PURCHASES, RECEIPTS
from kagemi.store.spending import ordered_days, payments
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


def order_lines(store: Store, first: date, last: date, *deliveries: date) -> list[int]:
    """The numbers of the lines of a purchase, each a delivery of the same food."""
    number = order(store, first)

    def spread(connection: object) -> list[int]:
        run = connection.execute  # type: ignore[attr-defined]
        mine = select(ORDER_LINES.c.purchase).where(ORDER_LINES.c.id == number).scalar_subquery()
        run(update(PURCHASES).where(PURCHASES.c.id == mine).values(last_day=last))
        row = dict(run(select(ORDER_LINES).where(ORDER_LINES.c.id == number)).mappings().one())
        run(update(ORDER_LINES).where(ORDER_LINES.c.id == number).values(deliver_on=deliveries[0]))
        del row["id"]
        more = [run(insert(ORDER_LINES), row | {"deliver_on": d}) for d in deliveries[1:]]
        return [number, *(int(m.inserted_primary_key[0]) for m in more)]

    return store.write(spread)


def test_what_came_without_an_order_is_for_the_day_it_came(store: Store) -> None:
    receipt(store, day(0), 500)
    assert payments(store, CANTEEN, day(9)) == (Payment("", day(0), day(0), 500),)


def test_what_came_of_an_order_is_for_the_days_up_to_the_next_delivery_of_the_food(store: Store) -> None:
    early, later = order_lines(store, day(1), day(4), day(0), day(3))
    receipt(store, day(0), 500, early)
    receipt(store, day(4), 30, later)
    assert payments(store, CANTEEN, day(9)) == (
        Payment("tuna", day(1), day(2), 500),
        Payment("tuna", day(3), day(4), 30),
    )


def test_orders_of_another_canteen_and_later_receipts_do_not_count(store: Store) -> None:
    receipt(store, day(0), 500, order(store, day(0), "another canteen"))
    receipt(store, day(3), 70)
    assert payments(store, CANTEEN, day(2)) == ()


def test_what_came_before_its_order_was_replaced_still_counts_and_is_not_waited_for(store: Store) -> None:
    receipt(store, day(0), 500, order(store, day(0)), grams=400)
    order(store, day(0))
    found = ordered_days(store, CANTEEN, day(9))
    assert (sum(o.lines for o in found), sum(o.complete for o in found)) == (2, 1)


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
