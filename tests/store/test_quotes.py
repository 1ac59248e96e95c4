"""Quotes and remembered columns in the database."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from kagemi.domain.message import InvalidInput
from kagemi.store import column_mappings, quotes
from kagemi.store.database import Store
from kagemi.store.schema import QUOTES
from tests.markets import TODAY, quote
from tests.store.sample import NOON


def test_the_newest_quote_of_each_trader_and_food_is_current(store: Store) -> None:
    old, new = quote(price=40_000, on=TODAY - timedelta(days=9)), quote(price=45_000)
    other = quote("bu_tin", price=44_000, on=TODAY - timedelta(days=3))
    assert quotes.add(store, [new, other, old], NOON) == 3
    assert quotes.current(store, TODAY) == (other, new)


def test_a_quote_of_a_later_day_is_not_current_yet(store: Store) -> None:
    quotes.add(store, [quote(price=40_000), quote(price=50_000, on=TODAY + timedelta(days=1))], NOON)
    assert [q.price_idr for q in quotes.current(store, TODAY)] == [40_000]


def test_of_two_quotes_of_one_day_the_last_entered_counts(store: Store) -> None:
    quotes.add(store, [quote(price=54_000)], NOON)
    quotes.add(store, [quote(price=45_000)], NOON)
    assert [q.price_idr for q in quotes.current(store, TODAY)] == [45_000]
    assert [q.price_idr for q in quotes.history(store, "ikan_tuna")] == [45_000]


def test_what_is_known_already_is_not_added_again(store: Store) -> None:
    assert quotes.add(store, [quote()], NOON) == 1
    assert quotes.add(store, [quote(source="the same list again")], NOON) == 0
    assert quotes.add(store, [quote(until=TODAY)], NOON) == 1


@pytest.mark.parametrize("grams", [0.0, -1000.0, float("inf"), float("nan")])
def test_a_quote_for_a_unit_of_nothing_is_not_added(store: Store, grams: float) -> None:
    with pytest.raises(InvalidInput, match=r"a unit of .* g cannot be right"):
        quotes.add(store, [quote(price=44_000), quote(food="bayam", grams=grams)], NOON)
    assert quotes.current(store, TODAY) == ()


@pytest.mark.parametrize("grams", [0.0, float("inf")])
def test_a_row_of_a_unit_of_nothing_is_passed_over(store: Store, grams: float) -> None:
    quotes.add(store, [quote(price=44_000), quote(price=45_000, on=TODAY - timedelta(days=1))], NOON)
    spoil = update(QUOTES).where(QUOTES.c.price_idr == 44_000).values(unit_grams=grams)
    store.write(lambda connection: connection.execute(spoil))
    assert [q.price_idr for q in quotes.current(store, TODAY)] == [45_000]
    assert [q.price_idr for q in quotes.history(store, "ikan_tuna")] == [45_000]
    assert quotes.add(store, [quote(price=44_000)], NOON) == 1


def test_a_quote_that_went_back_to_an_older_price_is_added(store: Store) -> None:
    for price in (45_000, 46_000, 45_000):
        assert quotes.add(store, [quote(price=price)], NOON) == 1
    assert [q.price_idr for q in quotes.current(store, TODAY)] == [45_000]


def test_all_that_a_quote_says_comes_back(store: Store) -> None:
    whole = quote(
        "bu_tin", "bayam", 3000, unit="ikat", grams=212.5, until=TODAY + timedelta(days=7), source="a.csv"
    )
    quotes.add(store, [whole], NOON)
    assert quotes.current(store, TODAY) == (whole,)


def test_history_is_told_from_the_oldest_and_of_one_food(store: Store) -> None:
    days = [3, 30, 12]
    quotes.add(store, [quote(price=1000 * n, on=TODAY - timedelta(days=n)) for n in days], NOON)
    quotes.add(store, [quote(food="bayam")], NOON)
    assert [q.price_idr for q in quotes.history(store, "ikan_tuna")] == [30_000, 12_000, 3000]


def test_nothing_is_current_in_an_empty_database(store: Store) -> None:
    assert quotes.current(store, TODAY) == quotes.history(store, "ikan_tuna") == ()
    assert quotes.add(store, [], NOON) == 0


def test_a_moment_without_a_time_zone_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="time zone"):
        quotes.add(store, [quote()], datetime(2026, 11, 24))


def test_the_last_mapping_of_a_header_is_remembered(store: Store) -> None:
    header = ("No", "Nama", "Hrg")
    assert column_mappings.remembered(store, "prices", header) == {}
    column_mappings.remember(store, "prices", header, {"price": "No"}, NOON)
    column_mappings.remember(store, "prices", header, {"price": "Hrg", "food": "Nama"}, NOON)
    assert column_mappings.remembered(store, "prices", ("no", " NAMA ", "hrg")) == {
        "price": "Hrg",
        "food": "Nama",
    }


def test_a_mapping_is_of_its_kind_and_header_only(store: Store) -> None:
    column_mappings.remember(store, "prices", ("a", "b"), {"food": "a"}, NOON)
    assert column_mappings.remembered(store, "records", ("a", "b")) == {}
    assert column_mappings.remembered(store, "prices", ("b", "a")) == {}


def test_work_that_goes_with_quotes_is_written_with_them_or_nothing_is(store: Store) -> None:
    def fails(_connection: object) -> None:
        raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        quotes.add(store, [quote()], NOON, also=fails)
    assert quotes.current(store, TODAY) == ()
    keeps = column_mappings.remembering("prices", ("a",), {"food": "a"}, NOON)
    assert quotes.add(store, [quote()], NOON, also=keeps) == 1
    assert column_mappings.remembered(store, "prices", ("a",)) == {"food": "a"}
