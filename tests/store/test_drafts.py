"""Steps of a week: one after the other, and nobody's is lost."""

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from kagemi.domain.page import DraftStep
from kagemi.store.database import Store, open_store
from kagemi.store.drafts import Overtaken, add, steps
from tests.store.processes import Done, together
from tests.store.sample import CANTEEN, NOON, day

FIRST = DraftStep(CANTEEN, day(0), day(4), 1, "begin", "{}", "tini", NOON, '{"a": 1}')


def test_steps_come_in_their_order(store: Store) -> None:
    second = replace(FIRST, version=2, kind="change")
    add(store, FIRST)
    add(store, second, replace(FIRST, version=3, kind="undo"))
    assert [s.version for s in steps(store, CANTEEN, day(0), day(4))] == [1, 2, 3]
    assert steps(store, CANTEEN, day(0), day(4))[0] == FIRST


@pytest.mark.parametrize("other", [replace(FIRST, canteen="Other"), replace(FIRST, last_day=day(3))])
def test_other_days_and_canteens_are_other_weeks(store: Store, other: DraftStep) -> None:
    add(store, FIRST)
    add(store, other)
    assert steps(store, CANTEEN, day(0), day(4)) == (FIRST,)


@pytest.mark.parametrize("version", [1, 3])
def test_a_step_that_does_not_follow_is_refused_with_the_one_that_stands(store: Store, version: int) -> None:
    add(store, FIRST)
    with pytest.raises(Overtaken) as caught:
        add(store, replace(FIRST, version=version, kind="change"))
    assert caught.value.version == 1
    assert steps(store, CANTEEN, day(0), day(4)) == (FIRST,)


def take(place: str | Path, who: str, done: Done) -> None:
    with open_store(place) as store:
        for version in range(2, 12):
            try:
                add(store, replace(FIRST, version=version, kind="change", person=who))
                done(version)
            except Overtaken:
                pass


def test_of_two_who_take_the_same_step_exactly_one_does(place: str | Path) -> None:
    with open_store(place) as store:
        add(store, FIRST)
    done = together(partial(take, place, "tini"), partial(take, place, "budi"))
    assert sorted(int(str(v)) for each in done for v in each) == list(range(2, 12))
    with open_store(place) as store:
        found = steps(store, CANTEEN, day(0), day(4))
    assert [s.version for s in found] == list(range(1, 12))
    assert [sum(s.person == who for s in found[1:]) for who in ("tini", "budi")] == [len(d) for d in done]
