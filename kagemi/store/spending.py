"""What was paid for what came in."""

from datetime import date

from sqlalchemy import or_, select

from kagemi.store.database import Store
from kagemi.store.schema import ORDER_LINES, PURCHASES, RECEIPTS


def paid_by_day(store: Store, canteen: str, last: date) -> dict[date, int]:
    """Date -> rupiah of the receipts up to `last`; raises `StoreError`.

    What came before the days that it was ordered for counts on the first of them. Receipts without an order
    count for every canteen that shares the database.
    """
    query = (
        select(RECEIPTS.c.received_on, RECEIPTS.c.paid_idr, PURCHASES.c.first_day)
        .outerjoin(ORDER_LINES, RECEIPTS.c.order_line == ORDER_LINES.c.id)
        .outerjoin(PURCHASES, ORDER_LINES.c.purchase == PURCHASES.c.id)
        .where(RECEIPTS.c.received_on <= last)
        .where(or_(PURCHASES.c.canteen.is_(None), PURCHASES.c.canteen == canteen))
    )
    paid: dict[date, int] = {}
    with store.reading() as connection:
        for received_on, rupiah, first_day in connection.execute(query):
            day = max(received_on, first_day or received_on)
            paid[day] = paid.get(day, 0) + rupiah
    return paid
