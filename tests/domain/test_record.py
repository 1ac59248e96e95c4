"""Records of several classes as one."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kagemi.domain.record import LEFT, Record, merged
from tests.build import MONDAY

Trays = tuple[int, int, int, int, int]
ALL_EATEN, ALL_LEFT = (10, 0, 0, 0, 0), (0, 0, 0, 0, 10)


def record(
    school_class: str = "", trays: Trays | None = None, served: int = 100, left_g: float | None = None
) -> Record:
    return Record(
        "Test",
        MONDAY,
        "tuna",
        served,
        trays,
        left_g,
        None if left_g is None else 1000.0,
        school_class=school_class,
    )


def one(*records: Record) -> Record:
    (found,) = merged(records)
    return found


def test_the_trays_of_classes_are_summed_and_the_last_says_what_was_served() -> None:
    assert one(record("7A", (1, 2, 3, 4, 5)), record("7B", (5, 0, 0, 0, 1), served=90)) == record(
        "", (6, 2, 3, 4, 6), served=90
    )


def test_trays_of_all_classes_hold_those_of_single_ones_and_the_larger_count_is_that_of_the_day() -> None:
    together, seven_a = record("", (20, 0, 0, 0, 0)), record("7A", ALL_LEFT)
    assert one(together, seven_a).trays == one(seven_a, together).trays == (20, 0, 0, 0, 0)
    assert one(together, seven_a, record("7B", (0, 0, 0, 0, 15))).trays == (0, 0, 0, 0, 25)


def test_of_a_dish_that_was_not_served_nothing_came_back() -> None:
    assert one(record("7A", ALL_EATEN), record("", served=0)) == record("", served=0)


def test_of_the_same_class_the_last_counts() -> None:
    assert one(record("7A", ALL_LEFT), record("7B", ALL_LEFT), record("7A", ALL_EATEN)).trays == (
        10,
        0,
        0,
        0,
        10,
    )
    assert one(record("7A", served=90), record("7B"), record("7A", served=80)).served == 80
    assert one(record("", ALL_EATEN), record("")) == record("")


def test_a_single_record_stays_as_it_is() -> None:
    alone = record("7A", ALL_EATEN)
    assert merged([alone]) == (alone,)
    assert merged([]) == ()


def test_with_trays_weights_do_not_count_and_without_the_last_weight_does() -> None:
    weighed = record("", left_g=400.0)
    counted = one(record("7A", ALL_EATEN), weighed)
    assert (counted.trays, counted.left_g, counted.eaten) == (ALL_EATEN, None, 1)
    assert one(weighed, record("7A", (0, 0, 0, 0, 0))).eaten == pytest.approx(0.6)
    assert one(weighed, record("7A", left_g=100.0), record("7B")).eaten == pytest.approx(0.9)


def test_records_of_which_nothing_was_looked_at_say_only_what_was_served() -> None:
    assert one(record("7A"), record("7B", served=80)) == record("", served=80)


@pytest.mark.parametrize(
    "other",
    [
        lambda: Record("Other", MONDAY, "tuna", 100, ALL_LEFT),
        lambda: Record("Test", MONDAY + timedelta(days=1), "tuna", 100, ALL_LEFT),
        lambda: Record("Test", MONDAY, "rice", 100, ALL_LEFT),
    ],
)
def test_other_canteens_days_and_dishes_stay_apart_in_their_order(other: Callable[[], Record]) -> None:
    apart = other()
    found = merged([record("7A", ALL_EATEN), apart, record("7B", ALL_EATEN)])
    assert found == (record("", (20, 0, 0, 0, 0)), apart)


TRAYS = st.tuples(*[st.integers(0, 40)] * 5)


@settings(derandomize=True, deadline=None)
@given(st.lists(TRAYS, min_size=1, max_size=8))
def test_the_share_of_classes_together_is_that_of_their_pooled_trays(counts: Sequence[Trays]) -> None:
    found = one(*(record(f"7{n}", trays) for n, trays in enumerate(counts)))
    trays = [left for each in counts for n, left in zip(each, LEFT, strict=True) for _ in range(n)]
    if not trays:
        assert found.eaten is None
    else:
        assert found.eaten == pytest.approx(1 - sum(trays) / len(trays))


RECORDS = st.lists(
    st.builds(
        record,
        st.sampled_from(["", "7A", "7B"]),
        TRAYS | st.none(),
        st.integers(1, 300),
        st.none() | st.floats(0, 1000),
    ),
    max_size=8,
)


@settings(derandomize=True, deadline=None)
@given(RECORDS)
def test_what_is_merged_is_merged(records: Sequence[Record]) -> None:
    assert merged(merged(records)) == merged(records)


@settings(derandomize=True, deadline=None)
@given(RECORDS)
def test_without_classes_the_last_record_counts(records: Sequence[Record]) -> None:
    own = [r for r in records if not r.school_class]
    assert merged(own) == tuple(own[-1:])
