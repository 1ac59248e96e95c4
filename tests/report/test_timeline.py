"""When which machine cooks what."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kagemi.report.timeline import EARLIEST, Job, Run, Timeline, schedule, stages, timeline
from tests.build import dish

NOON = 12 * 60
STEWS = Job("stew", (("stove", 60.0),), 4)
MACHINES = ("blender", "stove", "oven")


def minutes(runs: tuple[Run, ...], dish: str) -> list[tuple[float, float]]:
    return [(run.begins, run.ends) for run in runs if run.dish == dish]


@st.composite
def ways(draw: st.DrawFn) -> tuple[tuple[str, float], ...]:
    machines = draw(st.permutations(MACHINES))[: draw(st.integers(0, 3))]
    return tuple((machine, draw(st.integers(1, 120))) for machine in machines)


@st.composite
def jobs(draw: st.DrawFn) -> list[Job]:
    return [
        Job(
            f"dish_{n}",
            draw(ways()),
            draw(st.integers(1, 8)),
            fresh=draw(st.booleans()),
            hot=draw(st.booleans()),
        )
        for n in range(draw(st.integers(1, 5)))
    ]  # fmt: skip


@settings(derandomize=True, deadline=None, max_examples=150)
@given(jobs(), st.fixed_dictionaries({m: st.integers(1, 3) for m in MACHINES}))
def test_every_batch_is_cooked_once_in_order_and_alone_on_its_machine(
    jobs: list[Job], units: dict[str, int]
) -> None:
    runs = schedule(jobs, units, NOON)
    for job in jobs:
        for batch in range(1, job.batches + 1):
            own = sorted((r for r in runs if (r.dish, r.batch) == (job.dish, batch)), key=lambda r: r.begins)
            assert [(r.machine, r.ends - r.begins) for r in own] == [(m, n) for m, n in job.stages]
            assert all(a.ends <= b.begins for a, b in pairwise(own))
    assert all(run.ends <= NOON and 1 <= run.unit <= units[run.machine] for run in runs)
    for a, b in combinations(runs, 2):
        if (a.machine, a.unit) == (b.machine, b.unit):
            assert a.ends <= b.begins or b.ends <= a.begins
    assert len(runs) == sum(job.batches * len(job.stages) for job in jobs)


@settings(derandomize=True, deadline=None, max_examples=100)
@given(jobs())
def test_a_kitchen_with_as_many_machines_as_it_needs_has_a_sound_day(jobs: list[Job]) -> None:
    made = timeline(jobs, {}, NOON)
    assert made.lateness == 0
    assert not made.too_early
    assert not made.waits


def test_the_last_batch_is_done_when_it_is_served_and_the_first_begins_as_late_as_it_may() -> None:
    runs = schedule([STEWS], {"stove": 2}, NOON)
    assert [(r.batch, r.begins, r.ends) for r in runs] == [
        (1, 600, 660),
        (2, 600, 660),
        (3, 660, 720),
        (4, 660, 720),
    ]


def test_what_must_be_freshest_is_cooked_last() -> None:
    fried = Job("fried", (("stove", 200.0),), 1, fresh=True)
    runs = schedule([STEWS, fried], {"stove": 1}, NOON)
    assert minutes(runs, "fried") == [(520, 720)]
    assert max(end for _, end in minutes(runs, "stew")) == 520


def test_of_other_dishes_the_longest_begins_first() -> None:
    long, short = Job("a_long", (("stove", 90.0),), 1), Job("b_short", (("stove", 30.0),), 1)
    runs = schedule([short, long], {"stove": 1}, NOON)
    assert [r.dish for r in runs] == ["a_long", "b_short"]


def test_a_gap_between_two_batches_is_used() -> None:
    first = Job("a", (("stove", 60.0), ("oven", 30.0)), 1, fresh=True)
    second = Job("b", (("stove", 30.0),), 1)
    runs = schedule([first, second], {"stove": 1, "oven": 1}, NOON)
    assert minutes(runs, "b") == [(690, 720)]


def test_machines_whose_number_is_stated_are_not_multiplied() -> None:
    made = timeline([STEWS], {"stove": 1}, NOON)
    assert made.units == {"stove": 1}
    assert made.stated == {"stove"}


def test_of_other_machines_there_are_as_many_as_the_day_needs() -> None:
    many = Job("stew", (("blender", 5.0), ("stove", 60.0)), 10)
    made = timeline([many], {}, NOON)
    assert made.units == {"blender": 1, "stove": 2}


def test_machines_that_do_not_help_are_not_multiplied() -> None:
    many = Job("stew", (("blender", 5.0), ("stove", 60.0)), 20)
    made = timeline([many], {"stove": 1}, NOON)
    assert made.units == {"blender": 1, "stove": 1}
    assert made.lateness > 0


def test_a_day_that_is_too_much_begins_too_early() -> None:
    made = timeline([Job("stew", (("stove", 60.0),), 11)], {"stove": 1}, NOON)
    assert made.begins == 60
    assert [run.begins for run in made.too_early] == [60, 120]
    assert made.begins < EARLIEST


def test_a_hot_dish_that_is_ready_more_than_four_hours_before_serving_is_named() -> None:
    six = Job("stew", (("stove", 60.0),), 6)
    assert timeline([six], {"stove": 1}, NOON).waits == {"stew": 300}


@pytest.mark.parametrize("batches", [5, 1])
def test_four_hours_are_not_too_long(batches: int) -> None:
    assert not timeline([Job("stew", (("stove", 60.0),), batches)], {"stove": 1}, NOON).waits


def test_a_cold_dish_may_wait() -> None:
    six = Job("salad", (("blender", 60.0),), 6, hot=False)
    assert not timeline([six], {"blender": 1}, NOON).waits


def test_a_day_without_machines_has_no_beginning() -> None:
    made = timeline([Job("fruit", (), 3)], {}, NOON)
    assert made == Timeline(NOON, (Job("fruit", (), 3),), {}, frozenset(), ())
    assert made.begins is None
    assert made.lateness == 0


@pytest.mark.parametrize(
    ("method", "machines", "order"),
    [
        ("soup", ["stove", "blender"], ["blender", "stove"]),
        ("stir_fried", ["stove", "steamer"], ["steamer", "stove"]),
        ("steamed", ["stove", "steamer"], ["stove", "steamer"]),
        ("grilled", ["grill", "stove", "blender"], ["blender", "stove", "grill"]),
        ("braised", ["stove", "fryer"], ["fryer", "stove"]),
        ("pressure_cooked", ["oven", "blender", "pressure_cooker"], ["blender", "pressure_cooker", "oven"]),
    ],
)
def test_machines_are_used_in_a_cooks_order(method: str, machines: list[str], order: list[str]) -> None:
    facts = dish("d", method=method, equipment=dict.fromkeys(machines, 10.0))
    assert [machine for machine, _ in stages(facts)] == order


def test_a_machine_that_is_not_used_has_no_stage() -> None:
    assert stages(dish("d", method="soup", equipment={"stove": 30.0, "oven": 0.0})) == (("stove", 30.0),)
