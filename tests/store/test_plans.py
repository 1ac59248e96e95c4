"""Plans recorded and asked for."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import update

from kagemi.files.plans import to_json
from kagemi.report.menu import Menu
from kagemi.report.totals import cost_per_portion as reported_cost
from kagemi.store import plans
from kagemi.store.database import Store, open_store
from kagemi.store.engine import database_url, make_engine
from kagemi.store.errors import StoreError
from kagemi.store.plans import StoredPlan, cost_per_portion, dishes_by_date
from kagemi.store.schema import PLANS
from tests.store.sample import CANTEEN, NOON, a_plan, as_json, day, record


def test_a_plan_is_the_same_after_recording_and_reading(store: Store) -> None:
    plan = a_plan("é" * 64)
    text = to_json(plan)
    plans.record(store, plan, text, NOON, "menus/constraints/week.yaml")
    assert plans.newest(store) == StoredPlan(
        id=1,
        made_at=NOON,
        first_day=day(0),
        last_day=day(4),
        canteen="Test",
        constraints_file="menus/constraints/week.yaml",
        status="optimal",
        cost_idr_per_portion=900.0,  # 4000 x (300 x 1 + 100 x 1.5) / 400 children / 5 days
        gap=0.0,
        fingerprint="é" * 64,
        kagemi="0.1.0",
        plan_json=text,
    )


def test_a_plan_is_still_there_when_the_store_is_opened_again(place: str | Path) -> None:
    with open_store(place) as store:
        record(store, a_plan())
    with open_store(place) as store:
        assert len(plans.newest_first(store, 10)) == 1


def test_an_empty_store_has_no_newest_plan(store: Store) -> None:
    assert plans.newest(store) is None


def test_the_same_plan_is_recorded_once(store: Store) -> None:
    assert record(store, a_plan(), minute=0)
    assert not record(store, a_plan(), minute=5)
    assert [p.made_at for p in plans.newest_first(store, 10)] == [NOON]


def test_a_plan_that_is_made_again_after_another_one_tells_its_servings(store: Store) -> None:
    for minute, (name, dish) in enumerate((("a", "lele"), ("b", "tuna"), ("a", "lele"))):
        assert record(store, a_plan(name, menu={0: [dish]}), minute=minute)
    assert plans.servings_before(store, CANTEEN, day(7), 7) == {day(0): ("lele",)}


def test_a_longer_search_for_the_same_plan_tells_its_servings(store: Store) -> None:
    record(store, a_plan("same", menu={0: ["lele"]}), minute=0)
    record(store, a_plan("same", menu={0: ["tuna"]}), minute=5)
    assert plans.servings_before(store, CANTEEN, day(7), 7) == {day(0): ("tuna",)}


def test_another_canteen_in_the_same_database_does_not_count(store: Store) -> None:
    record(store, a_plan("here", menu={0: ["lele"]}), minute=0)
    assert plans.servings_before(store, "another canteen", day(7), 7) == {}


def test_the_same_inputs_for_another_week_are_another_plan(store: Store) -> None:
    assert record(store, a_plan(week=0))
    assert record(store, a_plan(week=1))


def test_plans_are_listed_newest_first(store: Store) -> None:
    for name, minute in (("a", 1), ("b", 3), ("c", 2), ("d", 3)):
        record(store, a_plan(name), minute=minute)
    assert [p.fingerprint for p in plans.newest_first(store, 3)] == ["d", "b", "c"]


def test_a_moment_is_kept_in_utc(store: Store) -> None:
    malang = timezone(timedelta(hours=7))
    plans.record(store, a_plan(), "{}", datetime(2026, 11, 27, 6, 30, tzinfo=malang), "week.yaml")
    stored = plans.newest(store)
    assert stored is not None
    assert stored.made_at == datetime(2026, 11, 26, 23, 30, tzinfo=UTC)
    assert stored.made_at.tzinfo is UTC


def test_a_moment_without_a_time_zone_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="no time zone"):
        plans.record(store, a_plan(), "{}", datetime(2026, 11, 27), "week.yaml")


def test_the_stored_cost_is_that_of_the_report() -> None:
    plan = a_plan(menu={0: ["nasi", "tuna_bakar"], 2: ["nasi"]})
    lined = Menu(plan.problem, plan.servings)
    assert cost_per_portion(plan) == pytest.approx(reported_cost(lined))


def test_the_text_that_the_store_reads_is_that_of_plan_files() -> None:
    plan = a_plan(menu={0: ["nasi", "tuna"], 3: ["lele"]})
    assert dishes_by_date(to_json(plan)) == dishes_by_date(as_json(plan))


def test_servings_before_a_day_reach_across_weeks(store: Store) -> None:
    record(store, a_plan(week=0, menu={3: ["lele"], 4: ["nasi", "tuna"]}))
    record(store, a_plan(week=1, menu={0: ["nila"], 1: ["bandeng"]}))
    assert plans.servings_before(store, CANTEEN, day(8), 5) == {
        day(3): ("lele",),
        day(4): ("nasi", "tuna"),
        day(7): ("nila",),
    }


def test_the_newest_plan_of_a_week_tells_its_servings(store: Store) -> None:
    record(store, a_plan("new", menu={0: ["lele"]}), minute=9)
    record(store, a_plan("old", menu={0: ["tuna"], 1: ["tuna"]}), minute=1)
    assert plans.servings_before(store, CANTEEN, day(7), 14) == {day(0): ("lele",)}


def test_a_plan_of_later_days_leaves_the_days_before_it_alone(store: Store) -> None:
    record(store, a_plan("week", menu={0: ["tuna"], 3: ["tuna"]}), minute=1)
    record(store, a_plan("rest", menu={0: ["lele"]}, weekdays=("thursday", "friday")), minute=2)
    assert plans.servings_before(store, CANTEEN, day(7), 14) == {day(0): ("tuna",), day(3): ("lele",)}


def test_a_week_without_a_plan_does_not_hide_an_older_one(store: Store) -> None:
    record(store, a_plan("old", menu={0: ["tuna"]}), minute=1)
    record(store, a_plan("none", menu={}, status="infeasible"), minute=2)
    assert plans.servings_before(store, CANTEEN, day(7), 7) == {day(0): ("tuna",)}


def test_a_day_is_told_by_the_newest_plan_that_spans_it(store: Store) -> None:
    record(store, a_plan("old", menu={0: ["tuna"]}), minute=1)
    record(store, a_plan("new", menu={0: ["lele"]}), minute=2)
    told = plans.plan_of_day(store, CANTEEN, day(0))
    assert told == as_json(a_plan("new", menu={0: ["lele"]}))
    assert plans.plan_of_day(store, CANTEEN, day(7)) is None
    assert plans.plan_of_day(store, "another canteen", day(0)) is None


def test_no_days_have_no_servings(store: Store) -> None:
    assert plans.servings_before(store, CANTEEN, day(7), 0) == {}


def test_a_damaged_plan_is_named(place: str | Path) -> None:
    with open_store(place) as store:
        record(store, a_plan())
        engine = make_engine(database_url(place))
        with engine.begin() as connection:
            connection.execute(update(PLANS).values(plan_json="[]"))
        engine.dispose()
        with pytest.raises(StoreError) as caught:
            plans.servings_before(store, CANTEEN, day(7), 7)
    assert str(caught.value.faults[0].what) == "plan 1 in the database is damaged"


def test_two_writers_lose_nothing(place: str | Path) -> None:
    added: list[bool] = []

    def write(names: range) -> None:
        with open_store(place) as store:
            added.extend(record(store, a_plan(f"plan {n}")) for n in names)

    writers = [Thread(target=write, args=(names,)) for names in (range(15), range(15, 30))]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with open_store(place) as store:
        assert sorted(p.fingerprint for p in plans.newest_first(store, 99)) == sorted(
            f"plan {n}" for n in range(30)
        )
    assert added == [True] * 30
