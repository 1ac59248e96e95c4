"""Every explanation against brute force: the clash, the ways out, the prices of rules, why a dish."""

import time
from functools import cache

import pytest

from kagemi.domain.problem import PlanningProblem, Tier
from kagemi.domain.reasons import Change, Clash, WayOut
from kagemi.optimizer.changes import LOWER, figure, step, with_figure, without
from kagemi.optimizer.clash import find_clash
from kagemi.optimizer.menu import best_menu
from kagemi.optimizer.prices import locks_of, rule_prices
from kagemi.optimizer.solve import Solver
from kagemi.optimizer.tiers import Limits
from kagemi.optimizer.ways_out import changed, ways_out
from kagemi.optimizer.why import reason, with_dish, without_dish
from tests.optimizer.enumeration import cheapest_of_all, small_problem, with_rules

EXACT = Limits(30.0, 0.0)


@cache
def asked(seed: int) -> PlanningProblem:
    return small_problem(seed)


IMPOSSIBLE = [s for s in range(60) if cheapest_of_all(asked(s)) is None][:14]
POSSIBLE = [s for s in range(60) if cheapest_of_all(asked(s)) is not None][:8]


@cache
def clash_of(seed: int) -> Clash:
    return find_clash(asked(seed), Solver(), seconds=30.0)


@cache
def ways_of(seed: int) -> tuple[WayOut, ...]:
    return ways_out(asked(seed), clash_of(seed).rules, Solver(), seconds=30.0)


@pytest.mark.parametrize("seed", IMPOSSIBLE)
def test_a_clash_is_irreducible(seed: int) -> None:
    clash = clash_of(seed)
    rules = tuple(r for r in asked(seed).rules if r.name in clash.rules)
    assert clash.irreducible
    assert rules
    assert cheapest_of_all(with_rules(asked(seed), rules)) is None
    for rule in rules:
        rest = tuple(r for r in rules if r is not rule)
        assert cheapest_of_all(with_rules(asked(seed), rest)) is not None


@pytest.mark.parametrize("seed", IMPOSSIBLE)
def test_a_way_out_has_a_menu_at_the_cost_it_says(seed: int) -> None:
    assert ways_of(seed)
    for way in ways_of(seed):
        least = cheapest_of_all(changed(asked(seed), way.changes))
        assert least is not None, way
        assert way.bound_idr - 1e-6 <= least <= way.cost_idr + 1e-6
        assert way.cost_idr <= 1.0051 * least
    costs = [round(w.cost_idr) for w in ways_of(seed)]
    assert costs == sorted(costs)


def smaller(change: Change) -> Change | None:
    """The change by a step less; None if nothing is left of it."""
    easy, key = change.becomes[-1], change.key
    back = step(change.rule, key) * (1 if key in LOWER else -1)
    value = round(figure(easy, key) + back, 6)
    if abs(value - figure(change.rule, key)) < 1e-9:
        return None
    return Change(change.rule, key, (*change.becomes[:-1], with_figure(easy, key, value)))


@pytest.mark.parametrize("seed", IMPOSSIBLE)
def test_no_smaller_change_of_a_figure_is_enough(seed: int) -> None:
    for way in ways_of(seed):
        if not way.least or way.changes[0].key in ("", "days"):
            continue
        less = smaller(way.changes[0])
        tried = asked(seed) if less is None else changed(asked(seed), (less,))
        assert cheapest_of_all(tried) is None, way


def test_ways_out_of_all_sorts_were_looked_at() -> None:
    changes = [c for seed in IMPOSSIBLE for w in ways_of(seed) for c in w.changes]
    assert {c.key for c in changes} >= {"max", "min", "at_least", ""}
    assert len({c.rule.kind for c in changes}) >= 5
    assert len(IMPOSSIBLE) == 14


@pytest.mark.parametrize("seed", POSSIBLE)
def test_a_price_is_the_difference_of_two_optima(seed: int) -> None:
    prices = rule_prices(asked(seed), (), solver=Solver(), limits=EXACT)
    assert prices is not None
    base = cheapest_of_all(asked(seed))
    assert base is not None
    assert prices.cost.low == pytest.approx(base)
    for price in prices.rules:
        rule = next(r for r in asked(seed).rules if r.name == price.rule)
        free = cheapest_of_all(without(asked(seed), rule))
        assert free is not None
        assert price.price is not None
        assert price.price.middle == pytest.approx(base - free, abs=1e-3)
        for variant in (price.tighter, price.looser):
            if variant is not None:
                rules = tuple(variant.rule if r.name == price.rule else r for r in asked(seed).rules)
                known = cheapest_of_all(with_rules(asked(seed), rules))
                found = None if variant.cost is None else variant.cost.middle
                assert found == (None if known is None else pytest.approx(known))


@pytest.mark.parametrize("seed", POSSIBLE[:4])
def test_prices_hold_what_the_tiers_before_cost_have_reached(seed: int) -> None:
    tiers = (Tier("maximise", "acceptance", give_up=0.05), Tier("minimise", "cost"))
    week = small_problem(seed)
    week = type(week)(**{**week.__dict__, "objective": tiers})
    _, outcome = best_menu(week, limits=EXACT)
    prices = rule_prices(week, locks_of(outcome, week), solver=Solver(), limits=EXACT, neighbours=False)
    assert prices is not None
    accepted = outcome.tiers[0].value * 0.95
    assert prices.cost.middle == pytest.approx(cheapest_of_all(week, accepted))
    for price in prices.rules:
        rule = next(r for r in week.rules if r.name == price.rule)
        free = cheapest_of_all(without(week, rule), accepted)
        assert free is not None
        assert price.price is not None
        assert price.price.middle == pytest.approx(prices.cost.middle - free, abs=1e-3)


@pytest.mark.parametrize("seed", POSSIBLE[:4])
@pytest.mark.parametrize("day", [None, 0])
def test_the_best_week_with_a_dish_is_the_best_of_all_such_weeks(seed: int, day: int | None) -> None:
    for dish in ("animal_0", "plant_1"):
        answer = reason(asked(seed), dish, day, wish="with", solver=Solver(), limits=EXACT)
        known = cheapest_of_all(with_dish(asked(seed), dish, day))
        assert (answer.answer in ("possible", "already")) == (known is not None)
        if answer.cost is not None:
            assert answer.cost.middle == pytest.approx(known)
        without_it = reason(asked(seed), dish, day, wish="without", solver=Solver(), limits=EXACT)
        least = cheapest_of_all(without_dish(asked(seed), dish, day))
        assert (without_it.answer in ("possible", "already")) == (least is not None)
        if without_it.cost is not None:
            assert without_it.cost.middle == pytest.approx(least)


def test_an_answer_comes_in_the_time_it_has() -> None:
    begin = time.monotonic()
    ways_out(asked(IMPOSSIBLE[0]), clash_of(IMPOSSIBLE[0]).rules, Solver(), seconds=0.0)
    assert time.monotonic() - begin < 5.0
