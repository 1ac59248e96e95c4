"""Sessions end in time, and passwords are not guessed."""

import threading
from dataclasses import replace

import pytest

from kagemi.domain.page import Person
from kagemi.web import sessions
from kagemi.web.sessions import LASTS, OF_ADDRESS, TRIES, WITHIN, Guesses, Sessions

TINI = Person("bu tini", "staff", "hash")


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_session_ends_after_a_school_day(clock: Clock) -> None:
    known = Sessions(clock)
    secret, _ = known.begin(TINI)
    clock.now += LASTS - 1
    assert known.find(secret, lambda _: TINI) is not None
    clock.now += 1
    assert known.find(secret, lambda _: TINI) is None


def test_each_login_has_its_own_secret_and_token(clock: Clock) -> None:
    known = Sessions(clock)
    (one, first), (two, second) = known.begin(TINI), known.begin(TINI)
    assert one != two
    assert first.token != second.token
    assert min(len(one), len(first.token)) >= 40


def test_a_logout_ends_only_its_own_session(clock: Clock) -> None:
    known = Sessions(clock)
    (one, _), (two, _) = known.begin(TINI), known.begin(TINI)
    known.end(one)
    assert known.find(one, lambda _: TINI) is None
    assert known.find(two, lambda _: TINI) is not None


@pytest.mark.parametrize("now", [None, replace(TINI, password_hash="other")])
def test_an_ended_account_or_a_new_password_ends_it_within_half_a_minute(
    clock: Clock, now: Person | None
) -> None:
    known = Sessions(clock)
    secret, _ = known.begin(TINI)
    clock.now += 31
    assert known.find(secret, lambda _: now) is None
    assert known.find(secret, lambda _: TINI) is None


def test_another_role_arrives_within_half_a_minute(clock: Clock) -> None:
    known = Sessions(clock)
    secret, _ = known.begin(TINI)
    clock.now += 31
    found = known.find(secret, lambda _: replace(TINI, role="teacher"))
    assert found is not None
    assert found.person.role == "teacher"


def test_the_secret_itself_is_not_kept(clock: Clock) -> None:
    known = Sessions(clock)
    secret, _ = known.begin(TINI)
    assert secret not in repr(vars(known))


def test_a_flood_of_sessions_cannot_fill_the_memory(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "MOST", 10)
    known = Sessions(clock)
    made = [known.begin(TINI)[0] for _ in range(25)]
    assert sum(known.find(s, lambda _: TINI) is not None for s in made) == 10


def test_after_five_tries_one_waits(clock: Clock) -> None:
    guesses = Guesses(clock)
    assert [guesses.begin("name a") for _ in range(TRIES)] == [0] * TRIES
    assert 0 < guesses.begin("name a") <= WITHIN + 1
    assert guesses.begin("name b") == 0
    clock.now += WITHIN
    assert guesses.begin("name a") == 0


def test_a_try_that_is_refused_makes_nobody_wait_longer(clock: Clock) -> None:
    guesses = Guesses(clock)
    for _ in range(TRIES + 20):
        guesses.begin("name a")
    clock.now += WITHIN
    assert guesses.begin("name a") == 0


def test_one_right_password_does_not_undo_the_wrong_ones_before(clock: Clock) -> None:
    guesses = Guesses(clock)
    for _ in range(TRIES - 1):
        guesses.begin("name x")
    assert guesses.begin("name x") == 0
    guesses.take_back("name x")
    assert guesses.begin("name x") == 0
    assert guesses.begin("name x") > 0


def test_an_address_may_be_wrong_far_more_often_than_a_name(clock: Clock) -> None:
    guesses = Guesses(clock)
    assert [guesses.begin(f"name {n}", "address x") for n in range(OF_ADDRESS)] == [0] * OF_ADDRESS
    assert guesses.begin("name z", "address x") > 0
    assert guesses.begin("name z", "address y") == 0


def test_many_tries_at_once_are_no_way_around(clock: Clock) -> None:
    guesses, let_in = Guesses(clock), []
    begin = threading.Barrier(30)

    def guess() -> None:
        begin.wait()
        let_in.append(guesses.begin("name a", "address x") == 0)

    threads = [threading.Thread(target=guess) for _ in range(30)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sum(let_in) == TRIES


def test_a_flood_of_names_cannot_fill_the_memory(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "MOST", 10)
    guesses = Guesses(clock)
    for n in range(50):
        guesses.begin(f"name {n}" + "x" * 10_000)
    assert len(repr(vars(guesses))) < 5_000
