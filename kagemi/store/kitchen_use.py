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
    store: Store, wanted: Iterable[Need], day: date, entered_at: datetime, note: str = ""
) -> tuple[tuple[Movement, ...], tuple[Need, ...]]:
    """Take what a day's cooking needs out of stock, the oldest lots first: the entries, and what was not there.

    What was entered as used on that day counts, so a second call takes nothing more. Raises `StoreError`.
    """
    todays = tuple(n for n in wanted if n.day == day)

    def take(connection: Connection) -> tuple[tuple[Movement, ...], tuple[Need, ...]]:
        used = used_by_day(stock.movements(connection), stock.balances(connection, with_empty=True))
        draws, short = take_oldest(outstanding(todays, used), stock.balances(connection))
        entries = tuple(Movement(lot, "used", -grams, day, note) for lot, grams in draws)
        return stock.add_movements(connection, entries, entered_at), short

    return store.write(take)
