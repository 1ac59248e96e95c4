"""Limits of time and gap, and stopping: what comes back is what is known, and says so."""

import threading
import time

import pytest

from kagemi.domain.problem import Tier
from kagemi.optimizer.menu import MethodName, best_menu
from kagemi.optimizer.solve import Solver, SolverName, Stop
from kagemi.optimizer.tiers import Limits
from kagemi.report.check import check, compliance
from tests.optimizer.hard import hard_week


@pytest.mark.parametrize("method", ["direct", "day_menus"])
@pytest.mark.parametrize("solver", ["highs", "cbc"])
def test_no_time_is_no_answer(method: MethodName, solver: SolverName) -> None:
    servings, outcome = best_menu(hard_week(), method=method, solver=Solver(solver), limits=Limits(seconds=0.0))
    assert servings is None
    assert outcome.status == "no_answer"
    assert outcome.clash == ()
    assert not outcome.interrupted


@pytest.mark.parametrize("solver", ["highs", "cbc"])
def test_a_plan_that_is_not_proven_is_called_feasible_with_its_gap(solver: SolverName) -> None:
    asked = hard_week(low=78, high=1000)
    servings, outcome = best_menu(asked, method="direct", solver=Solver(solver), limits=Limits(1.5, gap=0.0))
    assert servings is not None
    assert compliance(check(asked, servings))
    assert outcome.status == "feasible"
    (cost,) = outcome.tiers
    assert cost.bound is not None
    assert 0 < cost.bound < cost.value
    assert outcome.gap == pytest.approx((cost.value - cost.bound) / cost.value)


def test_the_time_limit_is_kept() -> None:
    begin = time.monotonic()
    best_menu(hard_week(), method="day_menus", limits=Limits(seconds=1.0, gap=0.0))
    assert time.monotonic() - begin < 4.0


def test_a_rough_gap_is_within_what_was_asked() -> None:
    asked = hard_week(low=70, high=130)
    servings, outcome = best_menu(asked, limits=Limits(seconds=30.0, gap=0.05))
    assert servings is not None
    assert outcome.gap <= 0.05


def test_asking_to_stop_gives_the_best_plan_so_far() -> None:
    asked, stop = hard_week(low=78, high=1000), Stop()
    threading.Timer(1.0, stop.ask).start()
    begin = time.monotonic()
    servings, outcome = best_menu(
        asked, method="direct", solver=Solver("highs", stop), limits=Limits(60.0, gap=0.0)
    )
    assert time.monotonic() - begin < 10.0
    assert servings is not None
    assert compliance(check(asked, servings))
    assert outcome.status == "feasible"
    assert outcome.interrupted


def test_stopping_in_a_later_tier_keeps_the_plan_of_the_one_before() -> None:
    tiers = (Tier("maximise", "acceptance", give_up=0.1), Tier("minimise", "cost"))
    asked, stop = hard_week(low=60, high=140, objective=tiers), Stop()

    def stop_at_cost(quantity: str, _value: float, _bound: float) -> None:
        if quantity == "cost":
            stop.ask()

    servings, outcome = best_menu(
        asked,
        method="day_menus",
        solver=Solver("highs", stop),
        limits=Limits(60.0, gap=0.01),
        progress=stop_at_cost,
    )
    assert servings is not None
    assert compliance(check(asked, servings))
    assert outcome.interrupted
    assert outcome.status == "feasible"
    assert [t.quantity for t in outcome.tiers] == ["acceptance", "cost"]


def test_one_who_stopped_before_it_began_gets_no_answer() -> None:
    stop = Stop()
    stop.ask()
    servings, outcome = best_menu(hard_week(), solver=Solver("highs", stop))
    assert servings is None
    assert outcome.status == "no_answer"
    assert outcome.interrupted


@pytest.mark.parametrize("method", ["direct", "day_menus"])
def test_progress_tells_quantities_and_bounds(method: MethodName) -> None:
    told: list[tuple[str, float, float]] = []
    asked = hard_week(low=60, high=140)
    best_menu(asked, method=method, limits=Limits(30.0, gap=0.05), progress=lambda *state: told.append(state))
    assert {quantity for quantity, _, _ in told} == {"cost"}
    assert all(bound <= value + 1e-6 for _, value, bound in told)
