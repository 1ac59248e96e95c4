"""Plans published, version after version."""

from datetime import date, timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest

from kagemi.domain.history import Publication, holding
from kagemi.domain.plan import Plan
from kagemi.store import plans, publications
from kagemi.store.database import Store, open_store
from kagemi.store.errors import StoreError
from tests.store.sample import CANTEEN, NOON, a_plan, as_json, day, record

FILE = "menus/constraints/week.yaml"


def publish(
    store: Store, plan: Plan, *, minute: int = 0, why: str = "", expected: int | None = None
) -> Publication:
    """Publish a plan so many minutes after noon."""
    moment = NOON + timedelta(minutes=minute)
    return publications.publish(store, plan, as_json(plan), moment, FILE, why, expected)


def menus(store: Store, first: date, last: date) -> dict[date, str]:
    """Date -> fingerprint of the plan that holds."""
    found = publications.published(store, CANTEEN, first, last)
    dates = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return {d: each.fingerprint for d, each in holding(found, dates).items()}


def test_a_publication_is_the_same_after_publishing_and_reading(store: Store) -> None:
    plan = a_plan("é" * 64)
    expected = Publication(CANTEEN, day(0), day(4), 1, NOON, "as made", "é" * 64, FILE, as_json(plan))
    assert publish(store, plan, why="as made") == expected
    assert publications.current(store, CANTEEN, day(0), day(4)) == expected


def test_nothing_published_has_no_current_version(store: Store) -> None:
    record(store, a_plan())
    assert publications.current(store, CANTEEN, day(0), day(4)) is None
    assert publications.versions(store, CANTEEN, day(0), day(4)) == ()


def test_the_next_plan_of_the_same_days_is_the_next_version_and_the_old_one_stays(store: Store) -> None:
    publish(store, a_plan("a", menu={0: ["tuna"]}))
    publish(store, a_plan("b", menu={0: ["lele"]}), minute=1, why="no tuna")
    found = publications.versions(store, CANTEEN, day(0), day(4))
    assert [(p.version, p.fingerprint, p.why) for p in found] == [(1, "a", ""), (2, "b", "no tuna")]


def test_the_plan_that_holds_already_is_no_new_version(store: Store) -> None:
    first = publish(store, a_plan())
    assert publish(store, a_plan(), minute=5, why="again", expected=0) == first
    assert len(publications.versions(store, CANTEEN, day(0), day(4))) == 1


def test_an_older_version_can_be_published_again(store: Store) -> None:
    for minute, (name, dish) in enumerate((("a", "lele"), ("b", "tuna"), ("a", "lele"))):
        publish(store, a_plan(name, menu={0: [dish]}), minute=minute)
    assert [p.fingerprint for p in publications.versions(store, CANTEEN, day(0), day(4))] == ["a", "b", "a"]
    assert len(plans.newest_first(store, 9)) == 2


def test_a_published_plan_is_recorded_once(store: Store) -> None:
    record(store, a_plan("made before"))
    publish(store, a_plan("made before"), minute=1)
    publish(store, a_plan("never recorded", week=1), minute=2)
    assert [p.fingerprint for p in plans.newest_first(store, 9)] == ["never recorded", "made before"]


@pytest.mark.parametrize("expected", [0, 2])
def test_another_version_than_the_one_seen_is_not_replaced(store: Store, expected: int) -> None:
    publish(store, a_plan("a"))
    with pytest.raises(StoreError) as caught:
        publish(store, a_plan("b", menu={0: ["lele"]}), expected=expected)
    assert str(caught.value.faults[0].what) == "version 1 of these days is published by now"
    assert [p.fingerprint for p in publications.versions(store, CANTEEN, day(0), day(4))] == ["a"]
    assert [p.fingerprint for p in plans.newest_first(store, 9)] == ["a"]


def test_a_version_that_was_never_published_cannot_be_replaced(store: Store) -> None:
    with pytest.raises(StoreError, match="no version of these days"):
        publish(store, a_plan(), expected=1)


def test_the_version_that_was_seen_is_replaced(store: Store) -> None:
    publish(store, a_plan("a"), expected=0)
    assert publish(store, a_plan("b", menu={0: ["lele"]}), expected=1).version == 2


def test_other_days_and_other_canteens_have_versions_of_their_own(store: Store) -> None:
    publish(store, a_plan("week"))
    assert publish(store, a_plan("rest", weekdays=("thursday", "friday")), minute=1).version == 1
    assert publish(store, a_plan("next", week=1), minute=2).version == 1
    assert publications.published(store, "another canteen", day(0), day(9)) == ()


def test_the_newest_published_plan_whose_days_span_a_day_holds_on_it(store: Store) -> None:
    publish(store, a_plan("week"))
    publish(store, a_plan("rest", weekdays=("thursday", "friday")), minute=1)
    publish(store, a_plan("next", week=1), minute=2)
    assert menus(store, day(2), day(7)) == {
        day(2): "week",
        day(3): "rest",
        day(4): "rest",
        day(7): "next",
    }
    publish(store, a_plan("again", menu={0: ["nila"]}), minute=3)
    assert set(menus(store, day(0), day(4)).values()) == {"again"}


def test_a_published_plan_counts_before_a_newer_one_that_was_only_made(store: Store) -> None:
    publish(store, a_plan("published", menu={0: ["lele"]}))
    record(store, a_plan("made", menu={0: ["tuna"]}), minute=9)
    assert plans.servings_before(store, CANTEEN, day(7), 7) == {day(0): ("lele",)}


def test_a_moment_without_a_time_zone_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="no time zone"):
        publications.publish(store, a_plan(), "{}", NOON.replace(tzinfo=None), FILE)


def at_once(place: str | Path, tasks: list[tuple[str, int | None]]) -> list[Publication | StoreError]:
    """Publish plans of these names at the same moment, each expecting a version."""
    results: list[Publication | StoreError] = []
    ready = Barrier(len(tasks))

    def work(name: str, expected: int | None) -> None:
        with open_store(place) as store:
            ready.wait()
            try:
                results.append(publish(store, a_plan(name, menu={0: [name]}), expected=expected))
            except StoreError as error:
                results.append(error)

    threads = [Thread(target=work, args=task) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_of_two_who_replace_the_same_version_at_once_one_is_told(place: str | Path) -> None:
    with open_store(place):
        pass
    for round_ in range(5):
        results = at_once(place, [(f"a{round_}", round_), (f"b{round_}", round_)])
        (won,) = (r for r in results if isinstance(r, Publication))
        (lost,) = (r for r in results if isinstance(r, StoreError))
        assert won.version == round_ + 1
        assert str(lost.faults[0].what) == f"version {round_ + 1} of these days is published by now"


def test_of_two_who_publish_whatever_is_there_none_is_lost(place: str | Path) -> None:
    with open_store(place):
        pass
    results = at_once(place, [(f"p{n}", None) for n in range(4)])
    assert sorted(r.version for r in results if isinstance(r, Publication)) == [1, 2, 3, 4]
