"""The Beta distribution of the share eaten, and what moves it."""

from datetime import date, timedelta
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kagemi.domain.learning import Belief, Evidence, LearningConstants, believe, surely_eaten, weigh
from kagemi.domain.record import Record
from tests.build import MONDAY

CONSTANTS = LearningConstants(
    prior_trays=10, half_life_days=100, trays_a_day_at_most=20, weighed_counts_as=15, sure=0.9
)
SHARES = st.floats(0.001, 0.999)
TRAYS = st.floats(0.05, 2000)
calmly = settings(derandomize=True, deadline=None, max_examples=80)


def a_record(
    trays: tuple[int, int, int, int, int] | None = (10, 0, 0, 0, 0), day: date = MONDAY, **rest: float
) -> Record:
    return Record("Test", day, "tuna", 600, trays, rest.get("left_g"), rest.get("served_g"))


def binomial_tail(n: int, k: int, p: float) -> float:
    """The probability of k or more hits of n: what the incomplete beta function of k and n - k + 1 is."""
    return sum(comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(k, n + 1))


@calmly
@given(st.integers(1, 60), st.integers(1, 60), SHARES)
def test_the_distribution_is_that_of_binomial_sums(eaten: int, left: int, share: float) -> None:
    n = eaten + left - 1
    assert Belief(eaten, left).below(share) == pytest.approx(binomial_tail(n, eaten, share), abs=1e-12)


@pytest.mark.parametrize(
    ("eaten", "left", "share", "below"),
    [
        (1, 1, 0.3, 0.3),
        (0.5, 0.5, 0.5, 0.5),
        (0.5, 0.5, 0.25, 1 / 3),  # 2/pi arcsin(sqrt(x))
        (1, 3.5, 0.2, 1 - 0.8**3.5),
        (7.5, 1, 0.9, 0.9**7.5),
    ],
)
def test_the_distribution_has_the_values_of_closed_forms(
    eaten: float, left: float, share: float, below: float
) -> None:
    assert Belief(eaten, left).below(share) == pytest.approx(below, abs=1e-13)


@calmly
@given(TRAYS, TRAYS, SHARES)
def test_a_quantile_has_its_probability_below_it(eaten: float, left: float, probability: float) -> None:
    belief = Belief(eaten, left)
    share = belief.quantile(probability)
    assert belief.below(share - 2e-9) <= probability + 1e-12
    assert belief.below(share + 2e-9) >= probability - 1e-12


def test_below_nothing_and_above_everything_there_is_nothing() -> None:
    assert (Belief(3, 4).below(0.0), Belief(3, 4).below(1.0)) == (0.0, 1.0)


def test_without_records_the_starting_estimate_is_believed() -> None:
    belief = believe(0.7, Evidence(), CONSTANTS)
    assert [belief.eaten, belief.left] == pytest.approx([7, 3])


def test_an_estimate_of_all_or_nothing_can_still_be_unlearnt() -> None:
    assert 0.98 < believe(1.0, Evidence(), CONSTANTS).mean < 1
    assert believe(1.0, Evidence(0, 90, 90, 1), CONSTANTS).mean == pytest.approx(0.099)


def test_trays_count_by_what_was_eaten_of_them() -> None:
    found = weigh([a_record((4, 2, 2, 1, 1))], MONDAY, CONSTANTS)
    assert [found.eaten, found.left] == pytest.approx([6.75, 3.25])
    assert (found.trays, found.records, found.last) == (10, 1, MONDAY)


def test_a_day_counts_no_more_than_so_many_trays() -> None:
    found = weigh([a_record((300, 0, 0, 0, 100))], MONDAY, CONSTANTS)
    assert [found.eaten, found.left, found.trays] == pytest.approx([15, 5, 400])


def test_a_weight_counts_as_so_many_trays() -> None:
    found = weigh([a_record(None, left_g=12_000, served_g=60_000)], MONDAY, CONSTANTS)
    assert [found.eaten, found.left, found.trays] == pytest.approx([12, 3, 0])


def test_a_record_counts_half_after_its_half_life() -> None:
    found = weigh([a_record()], MONDAY + timedelta(days=100), CONSTANTS)
    assert found.eaten == pytest.approx(5)


def test_records_of_later_days_and_of_nothing_do_not_count() -> None:
    later = a_record(day=MONDAY + timedelta(days=1))
    assert weigh([later, a_record(None)], MONDAY, CONSTANTS) == Evidence()


def test_the_last_day_of_pooled_evidence_is_the_newest() -> None:
    old, new = Evidence(1, 1, 2, 1, MONDAY), Evidence(2, 0, 2, 1, MONDAY + timedelta(days=3))
    assert new + old + Evidence() == Evidence(3, 1, 4, 2, MONDAY + timedelta(days=3))


@calmly
@given(st.integers(1, 40), st.integers(0, 40))
def test_more_evidence_of_the_same_share_makes_surer(eaten: int, left: int) -> None:
    once, thrice = Evidence(eaten, left), Evidence(3 * eaten, 3 * left)
    wide = Belief(1 + once.eaten, 1 + once.left)
    narrow = Belief(1 + thrice.eaten, 1 + thrice.left)
    assert wide.quantile(0.9) - wide.quantile(0.1) > narrow.quantile(0.9) - narrow.quantile(0.1)


def test_what_is_surely_eaten_rests_on_evidence_alone() -> None:
    assert surely_eaten(Evidence(), CONSTANTS) == pytest.approx(0.1)  # every share is as likely
    few, many = Evidence(9, 1), Evidence(90, 10)
    assert surely_eaten(few, CONSTANTS) < surely_eaten(many, CONSTANTS) < 0.9
