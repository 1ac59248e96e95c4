"""How prices are chosen among quotes."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kagemi.domain.food import Price
from kagemi.domain.price_basis import BASES, is_old, mean_of, prices_by
from kagemi.domain.supplier import Quote, Supplier
from tests.markets import TODAY, quote

SUPPLIERS = {
    s.id: s
    for s in (
        Supplier("pak_min", "Pak Min", "Pasar Besar"),
        Supplier("bu_tin", "Bu Tin", "Pasar Besar"),
        Supplier("grosir", "Grosir"),
        Supplier("bu_sri", "Bu Sri", "TPI"),
    )
}


def chosen(basis: str, *quotes: Quote) -> Price | None:
    return prices_by(basis, quotes, SUPPLIERS, TODAY).get("ikan_tuna")


def price(basis: str, *quotes: Quote) -> int | None:
    found = chosen(basis, *quotes)
    return found.price_idr if found else None


def days_ago(n: int) -> date:
    return TODAY - timedelta(days=n)


def test_the_book_takes_no_quote() -> None:
    assert prices_by("book", [quote()], SUPPLIERS, TODAY) == {}


def test_the_cheapest_is_the_lowest_price_a_gram_whatever_the_unit() -> None:
    by_the_fish = quote("bu_tin", price=18_000, unit="ekor", grams=400)
    assert price("cheapest", quote("pak_min", price=46_000), by_the_fish) == 18_000


def test_of_two_equal_prices_the_newer_is_taken() -> None:
    found = chosen("cheapest", quote("bu_tin", on=days_ago(9)), quote("pak_min", on=days_ago(2)))
    assert found is not None
    assert (found.source, found.date) == ("Pak Min", days_ago(2))


def test_a_supplier_as_basis_is_the_price_of_that_supplier_only() -> None:
    quotes = (quote("pak_min", price=46_000), quote("bu_tin", price=40_000))
    assert price("pak_min", *quotes) == 46_000
    assert chosen("grosir", *quotes) is None


def test_the_mean_of_three_takes_the_three_newest() -> None:
    quotes = [
        quote("pak_min", price=40_000, on=days_ago(1)),
        quote("bu_tin", price=44_000, on=days_ago(2)),
        quote("grosir", price=48_000, on=days_ago(3)),
        quote("bu_sri", price=10_000, on=days_ago(4)),
    ]
    found = chosen("mean_of_3", *quotes)
    assert found is not None
    assert (found.price_idr, found.date) == (44_000, days_ago(3))
    assert found.source == "mean of 3 quotes: Pak Min, Bu Tin, Grosir"
    assert found.region == "Pasar Besar"


@pytest.mark.parametrize("n", [1, 2])
def test_a_mean_of_fewer_than_three_says_so(n: int) -> None:
    found = chosen("mean_of_3", *[quote(s) for s in ("pak_min", "bu_tin")[:n]])
    assert found is not None
    assert mean_of(found.source) == (n, ", ".join(("Bu Tin", "Pak Min") if n == 2 else ("Pak Min",)))


def test_a_mean_over_different_units_is_a_price_of_a_kilogram() -> None:
    found = chosen(
        "mean_of_3", quote("pak_min", price=40_000), quote("bu_tin", price=20_000, unit="ekor", grams=400)
    )
    assert found is not None
    assert (found.unit, found.unit_grams, found.price_idr) == ("kg", 1000, 45_000)


def test_only_a_mean_tells_how_many_quotes_it_is_of() -> None:
    assert mean_of("Pak Min") is None
    assert mean_of("mean of all quotes: Pak Min") is None


@pytest.mark.parametrize("basis", ["cheapest", "mean_of_3", "pak_min"])
def test_a_quote_that_has_run_out_or_is_of_tomorrow_does_not_count(basis: str) -> None:
    assert chosen(basis, quote(until=days_ago(1))) is None
    assert chosen(basis, quote(on=days_ago(-1))) is None
    assert price(basis, quote(until=TODAY)) == 45_000


def test_the_range_of_a_price_is_that_of_all_quotes_that_count() -> None:
    quotes = [
        quote("pak_min", price=45_000),
        quote("bu_tin", price=40_000),
        quote("grosir", price=52_000),
        quote("bu_sri", price=90_000, until=days_ago(1)),
    ]
    found = chosen("pak_min", *quotes)
    assert found is not None
    assert (found.low_idr, found.high_idr) == (40_000, 52_000)


def test_a_single_quote_has_no_range() -> None:
    found = chosen("cheapest", quote())
    assert found is not None
    assert (found.low_idr, found.high_idr, found.quality) == (None, None, "quote")


def test_a_price_is_old_after_thirty_days() -> None:
    found = chosen("cheapest", quote(on=days_ago(30)))
    assert found is not None
    assert not is_old(found, TODAY)
    assert is_old(found, TODAY + timedelta(days=1))


@settings(derandomize=True)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(sorted(SUPPLIERS)),
            st.integers(1, 10**6),
            st.sampled_from([250.0, 400.0, 1000.0, 25_000.0]),
            st.integers(-3, 60),
        ),
        max_size=4,
        unique_by=lambda q: q[0],
    ),
    st.sampled_from([b for b in BASES if b != "book"]),
)
def test_a_price_always_lies_in_its_own_range_and_between_the_quotes(
    asked: list[tuple[str, int, float, int]], basis: str
) -> None:
    quotes = [quote(s, price=p, grams=g, on=days_ago(n)) for s, p, g, n in asked]
    found = chosen(basis, *quotes)
    counted = [q.idr_per_gram for q in quotes if q.is_valid(TODAY)]
    assert (found is None) == (not counted)
    if found:
        slack = 1 / found.unit_grams
        assert min(counted) - slack <= found.idr_per_gram <= max(counted) + slack
        assert (found.low_idr or 0) <= found.price_idr <= (found.high_idr or found.price_idr)
