"""What was paid for what came in, and how much of what was ordered that is."""

from datetime import date

from sqlalchemy import and_, func, or_, select

from kagemi.domain.history import OrderedDays
from kagemi.store.database import Store
from kagemi.store.purchases import counting
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


def ordered_days(store: Store, canteen: str, last: date) -> tuple[OrderedDays, ...]:
    """The canteen's purchases that count, and how many of their lines had come in whole by `last`.

    Raises `StoreError`.
    """
    came = func.coalesce(func.sum(RECEIPTS.c.grams), 0)
    spans = (PURCHASES.c.id, PURCHASES.c.first_day, PURCHASES.c.last_day)
    query = (
        select(*spans, ORDER_LINES.c.units * ORDER_LINES.c.unit_grams, came)
        .join(ORDER_LINES, ORDER_LINES.c.purchase == PURCHASES.c.id)
        .outerjoin(RECEIPTS, and_(RECEIPTS.c.order_line == ORDER_LINES.c.id, RECEIPTS.c.received_on <= last))
        .where(PURCHASES.c.canteen == canteen, ORDER_LINES.c.id.in_(counting()))
        .group_by(*spans, ORDER_LINES.c.id, ORDER_LINES.c.units, ORDER_LINES.c.unit_grams)
        .order_by(PURCHASES.c.first_day, PURCHASES.c.id)
    )
    lines: dict[tuple[int, date, date], list[bool]] = {}
    with store.reading() as connection:
        for number, first_day, last_day, grams, received in connection.execute(query):
            lines.setdefault((number, first_day, last_day), []).append(round(grams) <= int(received))
    return tuple(OrderedDays(first, end, len(all_), sum(all_)) for (_, first, end), all_ in lines.items())
