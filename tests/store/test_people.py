"""Who has an account, and what was done."""

from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from kagemi.domain.message import InvalidInput
from kagemi.domain.page import AuditEntry, Person
from kagemi.store.database import Store, open_store
from kagemi.store.people import audit, enter, everybody, note
from tests.store.processes import Done, together
from tests.store.sample import NOON


def test_people_come_by_name_as_they_were_entered_last(store: Store) -> None:
    enter(store, Person("tini", "staff", "a"), NOON)
    enter(store, Person("budi", "teacher", "b"), NOON)
    enter(store, Person("tini", "nutritionist", "c"), NOON)
    assert everybody(store) == (Person("budi", "teacher", "b"), Person("tini", "nutritionist", "c"))


def test_an_account_ends_and_may_begin_again(store: Store) -> None:
    enter(store, Person("tini", "staff", "a"), NOON)
    enter(store, Person("tini", "", ""), NOON)
    assert everybody(store) == ()
    enter(store, Person("tini", "teacher", "b"), NOON)
    assert everybody(store) == (Person("tini", "teacher", "b"),)


@pytest.mark.parametrize("role", ["", "staff"])
def test_the_only_admin_stays_one(store: Store, role: str) -> None:
    enter(store, Person("tini", "admin", "a"), NOON)
    with pytest.raises(InvalidInput):
        enter(store, Person("tini", role, "a"), NOON)
    assert everybody(store) == (Person("tini", "admin", "a"),)


def leave(place: str | Path, name: str, done: Done) -> None:
    with open_store(place) as store:
        try:
            enter(store, Person(name, "", ""), NOON)
            done("left")
        except InvalidInput:
            done("stayed")


def test_two_admins_who_leave_at_once_do_not_both_leave(place: str | Path) -> None:
    with open_store(place) as store:
        for name in ("tini", "budi"):
            enter(store, Person(name, "admin", "a"), NOON)
    done = together(partial(leave, place, "tini"), partial(leave, place, "budi"))
    assert sorted(str(d) for each in done for d in each) == ["left", "stayed"]
    with open_store(place) as store:
        assert len(everybody(store)) == 1


def test_what_was_done_comes_newest_first(store: Store) -> None:
    first = AuditEntry(NOON, "tini", "login", "10.0.0.7")
    second = AuditEntry(NOON + timedelta(minutes=1), "", "publish", "2026-W49 <b>'\"")
    note(store, first)
    note(store, second)
    assert audit(store) == (second, first)
    assert audit(store, most=1) == (second,)
