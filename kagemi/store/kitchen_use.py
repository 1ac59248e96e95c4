"""What a day's cooking takes out of stock, entered in one transaction."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import Connection

from kagemi.domain.kitchen_use import outstanding, take_oldest, used_by_day
from kagemi.domain.purchase import Need
from kagemi.domain.stock import Movement
from kagemi.store import stock
from kagemi.store.database import Store


def use_for_day(
    store: Store, canteen: str, wanted: Iterable[Need], day: date, entered_at: datetime, note: str = ""
) -> tuple[tuple[Movement, ...], tuple[Need, ...]]:
    """Take what a canteen cooks on a day out of its stock, the oldest lots first; also what was not there.

    What was entered as used on that day counts, so a second call takes nothing more. Raises `StoreError`.
    """
    todays = tuple(n for n in wanted if n.day == day)

    def take(connection: Connection) -> tuple[tuple[Movement, ...], tuple[Need, ...]]:
        lots = stock.balances(connection, canteen, with_empty=True)
        used = used_by_day(stock.movements(connection, lots=lots), lots)
        draws, short = take_oldest(outstanding(todays, used), lots)
        entries = tuple(Movement(d.lot, "used", -round(d.grams), day, note) for d in draws)
        return stock.add_movements(connection, entries, entered_at), short

    return store.write(take)
