"""What was paid for what came in, and how much of what was ordered that is."""

from datetime import date, timedelta

from sqlalchemy import and_, func, or_, select

from kagemi.domain.history import OrderedDays, Payment
from kagemi.store.database import Store
from kagemi.store.purchases import counting
from kagemi.store.schema import ORDER_LINES, PURCHASES, RECEIPTS


def payments(store: Store, canteen: str, last: date) -> tuple[Payment, ...]:
    """What was paid by the receipts up to `last`, with the days that it was ordered for; raises `StoreError`.

    What is ordered for one delivery lasts until the next delivery of the same food, or to the end of the
    purchase. Receipts without an order count for every canteen that shares the database.
    """
    other = ORDER_LINES.alias("other")
    next_delivery = (
        select(func.min(other.c.deliver_on))
        .where(other.c.purchase == ORDER_LINES.c.purchase, other.c.food == ORDER_LINES.c.food)
        .where(other.c.deliver_on > ORDER_LINES.c.deliver_on)
        .where(other.c.deliver_on > PURCHASES.c.first_day)
        .scalar_subquery()
    )
    query = (
        select(
            RECEIPTS.c.food,
            RECEIPTS.c.received_on,
            RECEIPTS.c.paid_idr,
            ORDER_LINES.c.deliver_on,
            PURCHASES.c.first_day,
            PURCHASES.c.last_day,
            next_delivery,
        )
        .outerjoin(ORDER_LINES, RECEIPTS.c.order_line == ORDER_LINES.c.id)
        .outerjoin(PURCHASES, ORDER_LINES.c.purchase == PURCHASES.c.id)
        .where(RECEIPTS.c.received_on <= last)
        .where(or_(PURCHASES.c.canteen.is_(None), PURCHASES.c.canteen == canteen))
        .order_by(RECEIPTS.c.id)
    )
    found = []
    with store.reading() as connection:
        for food, received_on, rupiah, deliver_on, first, end, after in connection.execute(query):
            if deliver_on is None:
                found.append(Payment("", received_on, received_on, rupiah))
                continue
            start = max(first, deliver_on)
            stop = min(end, after - timedelta(days=1)) if after else end
            found.append(Payment(food, start, max(start, stop), rupiah))
    return tuple(found)


def ordered_days(store: Store, canteen: str, last: date) -> tuple[OrderedDays, ...]:
    """The canteen's purchases, and how many of their lines had come in whole by `last`; raises `StoreError`.

    A line that a later purchase took the place of counts if something of it has come, and nothing more of it is
    waited for.
    """
    came = func.coalesce(func.sum(RECEIPTS.c.grams), 0)
    spans = (PURCHASES.c.id, PURCHASES.c.first_day, PURCHASES.c.last_day)
    counts = ORDER_LINES.c.id.in_(counting())
    query = (
        select(*spans, ORDER_LINES.c.units * ORDER_LINES.c.unit_grams, came, counts)
        .join(ORDER_LINES, ORDER_LINES.c.purchase == PURCHASES.c.id)
        .outerjoin(RECEIPTS, and_(RECEIPTS.c.order_line == ORDER_LINES.c.id, RECEIPTS.c.received_on <= last))
        .where(PURCHASES.c.canteen == canteen, or_(counts, RECEIPTS.c.id.is_not(None)))
        .group_by(*spans, ORDER_LINES.c.id, ORDER_LINES.c.units, ORDER_LINES.c.unit_grams)
        .order_by(PURCHASES.c.first_day, PURCHASES.c.id)
    )
    lines: dict[tuple[int, date, date], list[bool]] = {}
    with store.reading() as connection:
        for number, first_day, last_day, grams, received, waited_for in connection.execute(query):
            complete = not waited_for or round(grams) <= int(received)
            lines.setdefault((number, first_day, last_day), []).append(complete)
    return tuple(OrderedDays(first, end, len(all_), sum(all_)) for (_, first, end), all_ in lines.items())
