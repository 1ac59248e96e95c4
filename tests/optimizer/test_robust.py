"""The robust model against plain enumeration: of subsets of prices, and of menus."""

from dataclasses import replace
from itertools import combinations, product
from random import Random

import pytest

from kagemi.domain.amount import Amount
from kagemi.domain.plan import Outcome, Serving, TierResult
from kagemi.domain.price_range import PriceRange
from kagemi.domain.problem import PlanningProblem, Tier
from kagemi.domain.rules import Budget, Repeat
from kagemi.optimizer.menu import best_menu
from kagemi.optimizer.model import MenuModel
from kagemi.optimizer.robust import Protected, cheapest_worst_case, locks_before_cost
from kagemi.optimizer.ruled import RuledModel
from kagemi.report.check import check, compliance
from kagemi.report.menu import Menu
from kagemi.report.price_risk import worst_case
from kagemi.report.totals import acceptance, cost_per_portion
from tests.build import dish, group, problem
from tests.optimizer.weeks import random_problem

FOODS = ("rice", "tuna", "tempe", "egg", "chilli")
COST = Tier("minimise", "cost")


def small(seed: int, **rest: object) -> tuple[PlanningProblem, dict[str, PriceRange]]:
    """Two slots of three dishes on two days, for two groups; dishes cost what their foods cost."""
    r = Random(seed)
    ranges = {}
    for f in FOODS:
        today = r.uniform(10, 50)
        ranges[f] = PriceRange(today * 0.8, today, today * r.uniform(1, 2))
    dishes = []
    for slot in ("animal", "staple"):
        for n in range(3):
            grams = {f: r.uniform(5, 80) for f in r.sample(FOODS, 2)}
            cost = sum(g * ranges[f].today for f, g in grams.items())
            share = r.choice([0.6, 0.8, 0.9])
            made = dish(f"{slot}_{n}", slots=[slot], cost=cost, gross_g=grams, acceptance=share)
            dishes.append(made)
    groups = [group("boys", headcount=60), group("girls", headcount=40)]
    days = ("monday", "tuesday")
    return problem(dishes, groups=groups, days=days, **rest), ranges  # type: ignore[arg-type]


def every_menu(p: PlanningProblem) -> list[tuple[Serving, ...]]:
    """All menus of one dish a slot and day in standard portions that keep the rules."""
    portions = {g.id: 1.0 for g in p.groups}
    choices = [[(d.index, i.id) for i in p.dishes if s.id in i.slots] for d in p.days for s in p.slots]
    menus = (tuple(Serving(d, i, portions) for d, i in sorted(menu)) for menu in product(*choices))
    return [m for m in menus if compliance(check(p, m))]


def by_subsets(
    p: PlanningProblem, menu: tuple[Serving, ...], ranges: dict[str, PriceRange], deviations: int
) -> float:
    """The dearest of all choices of `deviations` foods at their high end."""
    children = p.headcount * len(p.days)

    def cost(high: tuple[str, ...]) -> float:
        total = 0.0
        for s in menu:
            for f, grams in p.dish(s.dish).gross_g.items():
                price = ranges[f].high if f in high else ranges[f].today
                total += sum(g.headcount * s.portions[g.id] for g in p.groups) * grams * price
        return total / children

    return max(cost(high) for high in combinations(sorted(ranges), min(deviations, len(ranges))))


def rises(ranges: dict[str, PriceRange]) -> dict[str, float]:
    return {f: r.rise for f, r in ranges.items()}


@pytest.mark.parametrize("deviations", [0, 1, 2, 3, 5, 9])
@pytest.mark.parametrize("seed", range(4))
def test_the_worst_case_is_the_dearest_of_all_subsets(seed: int, deviations: int) -> None:
    p, ranges = small(seed)
    menu = Random(seed).choice(every_menu(p))
    expected = by_subsets(p, menu, ranges, deviations)
    assert worst_case(p, menu, ranges, deviations).high == pytest.approx(expected)
    protected = Protected.build(RuledModel.build(MenuModel(p)), rises(ranges), deviations)
    assert protected.cost({(s.day, s.dish): dict(s.portions) for s in menu}) == pytest.approx(expected)


@pytest.mark.parametrize("deviations", [0, 1, 2, 4])
@pytest.mark.parametrize("seed", range(6))
def test_no_menu_has_a_cheaper_worst_case(seed: int, deviations: int) -> None:
    p, ranges = small(seed, rules=[Repeat(name="varied", of="dish", at_most=1, within_days=2)])
    found = cheapest_worst_case(p, rises(ranges), deviations)
    best = min(by_subsets(p, menu, ranges, deviations) for menu in every_menu(p))
    assert found.status == "optimal"
    assert found.worst_idr == pytest.approx(best, rel=1e-6)
    assert found.bound_idr <= best * (1 + 1e-6)
    assert found.servings is not None
    assert worst_case(p, found.servings, ranges, deviations).high == pytest.approx(best, rel=1e-6)


def test_tiers_before_cost_are_reached_first() -> None:
    aims = (Tier("maximise", "acceptance", give_up=0.05), COST)
    for seed in range(4):
        p, ranges = small(seed, objective=aims)
        menus = every_menu(p)
        most = max(acceptance(Menu(p, m)) for m in menus)
        allowed = [m for m in menus if acceptance(Menu(p, m)) >= most * 0.95 - 1e-9]
        found = cheapest_worst_case(p, rises(ranges), 2)
        assert found.worst_idr == pytest.approx(min(by_subsets(p, m, ranges, 2) for m in allowed), rel=1e-6)


def test_hard_rules_hold_at_todays_prices() -> None:
    p, ranges = small(1)
    costs = sorted(cost_per_portion(Menu(p, m)) for m in every_menu(p))
    limit = Budget(name="budget", max=Amount(costs[3]), over="week")
    p, ranges = small(1, rules=[limit])
    found = cheapest_worst_case(p, rises(ranges), 5)
    assert found.servings is not None
    assert compliance(check(p, found.servings))
    assert found.worst_idr > costs[3]  # the limit is not asked of the worst case


def test_a_known_menu_is_never_left_for_a_worse_one() -> None:
    aims = (Tier("maximise", "acceptance", give_up=0.5), COST)
    p, ranges = small(2, objective=aims)
    menu = max(every_menu(p), key=lambda m: acceptance(Menu(p, m)))
    reached = TierResult("maximise", "acceptance", acceptance(Menu(p, menu)), None, "share")
    cost = TierResult("minimise", "cost", cost_per_portion(Menu(p, menu)), None, "idr")
    known = (menu, Outcome("feasible", (reached, cost)))
    found = cheapest_worst_case(p, rises(ranges), 2, known=known)
    assert found.worst_idr <= by_subsets(p, menu, ranges, 2) + 1e-6


@pytest.mark.parametrize("seed", range(12))
def test_a_robust_menu_keeps_the_rules_and_its_worst_case_is_as_told(seed: int) -> None:
    r = Random(seed)
    p = random_problem(seed)
    dishes = [replace(d, gross_g={f: r.uniform(5, 100) for f in r.sample(FOODS, 3)}) for d in p.dishes]
    p = replace(p, dishes=tuple(dishes))
    ranges = {f: PriceRange(9, 10, 10 + r.uniform(0, 20)) for f in FOODS}
    found = cheapest_worst_case(p, rises(ranges), r.randint(0, 4))
    menu, outcome = best_menu(p)
    assert (found.servings is None) == (menu is None), outcome.status
    if found.servings is not None and menu is not None:
        deviations = r.randint(0, 4)
        found = cheapest_worst_case(p, rises(ranges), deviations, known=(menu, outcome))
        assert found.servings is not None
        assert compliance(check(p, found.servings))
        assert worst_case(p, found.servings, ranges, deviations).high == pytest.approx(found.worst_idr)
        assert found.worst_idr <= worst_case(p, menu, ranges, deviations).high * (1 + 1e-6)


def test_an_outcome_of_other_tiers_says_nothing_of_these() -> None:
    p, _ = small(1, objective=(Tier("maximise", "acceptance"), COST))
    assert locks_before_cost(p, Outcome("optimal", (TierResult("minimise", "cost", 1, 1, "idr"),))) is None


def test_rules_that_clash_leave_no_robust_menu() -> None:
    p, ranges = small(1, rules=[Budget(name="budget", max=Amount(1))])
    found = cheapest_worst_case(p, rises(ranges), 1)
    assert (found.status, found.servings) == ("infeasible", None)
