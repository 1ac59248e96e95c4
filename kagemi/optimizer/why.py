"""Why a dish is in the plan, or not: the best plan with the wish beside the best one, and what speaks against.

A rule speaks against a dish by as much as the dish would cost less without the rule: the rule is left out of
both problems, with the wish and without, and both are solved again.
"""

from dataclasses import replace
from typing import Literal

from kagemi.domain.problem import PlanningProblem
from kagemi.domain.reasons import DishReason, Range
from kagemi.domain.rules import AnyRule, Ban, Pin, TagDays
from kagemi.optimizer.changes import without
from kagemi.optimizer.direct import DirectMethod
from kagemi.optimizer.menu import best_menu, in_order_of_ids
from kagemi.optimizer.prices import COST, cheapest, locks_of
from kagemi.optimizer.solve import Solver
from kagemi.optimizer.tiers import Limits, Lock

WISH = "the_wish"
SUSPECTS = 4
"""Rules that are tried out, those with the largest dual prices first."""


def with_dish(problem: PlanningProblem, dish: str, day: int | None) -> PlanningProblem:
    """The problem in which the dish must be served: on the day, or on any day at all."""
    if day is not None:
        return _and(problem, Pin(name=WISH, dish=dish, days=(problem.days[day].date.isoformat(),)))
    tag = f"this_is_{dish}"
    dishes = tuple(replace(d, tags=d.tags | {tag}) if d.id == dish else d for d in problem.dishes)
    return _and(replace(problem, dishes=dishes), TagDays(name=WISH, tag=tag, at_least=1, over="plan"))


def without_dish(problem: PlanningProblem, dish: str, day: int | None) -> PlanningProblem:
    """The problem in which the dish is not served on the day, or on no day."""
    days = () if day is None else (problem.days[day].date.isoformat(),)
    return _and(problem, Ban(name=WISH, dishes=(dish,), days=days))


def _and(problem: PlanningProblem, wish: AnyRule) -> PlanningProblem:
    return replace(problem, rules=(*problem.rules, wish))


def reason(
    problem: PlanningProblem,
    dish: str,
    day: int | None,
    *,
    wish: Literal["with", "without"],
    solver: Solver,
    limits: Limits,
) -> DishReason:
    """What it would mean to serve the dish, or not to.

    The base is the problem without the wish; `limits` are those of each solve. Costs are compared with all
    tiers before cost held at what they reach without the wish; where that leaves no menu, not at all.
    """
    base_servings, plain = best_menu(problem, solver=solver, limits=limits)
    locks = locks_of(plain, problem)
    served = any(s.dish == dish and day in (None, s.day) for s in base_servings or ())
    if base_servings is not None and served == (wish == "with"):
        base = cheapest(problem, locks, solver, limits)
        return DishReason(dish, day, wish, "already", base_servings, base_servings, base, base)
    wished = (with_dish if wish == "with" else without_dish)(problem, dish, day)
    servings, outcome = best_menu(wished, solver=solver, limits=limits)
    if outcome.status == "infeasible":
        against = tuple((name, 0.0) for name in outcome.clash if name != WISH)
        return DishReason(dish, day, wish, "impossible", against=against)
    if servings is None or base_servings is None:
        return DishReason(dish, day, wish, "unknown")
    base = cheapest(problem, locks, solver, limits)
    cost = cheapest(wished, locks, solver, limits)
    worth: tuple[tuple[str, float], ...] = ()
    if base is not None and cost is not None:
        worth = _against(problem, wished, base, cost, locks, solver, limits)
    return DishReason(dish, day, wish, "possible", servings, base_servings, cost, base, worth)


def _against(
    problem: PlanningProblem,
    wished: PlanningProblem,
    base: Range,
    cost: Range,
    locks: tuple[Lock, ...],
    solver: Solver,
    limits: Limits,
) -> tuple[tuple[str, float], ...]:
    """How much of the difference each suspect rule is worth; those that are worth something surely."""
    ruled = in_order_of_ids(replace(wished, objective=(COST,)))
    duals = DirectMethod(ruled, solver).relaxed(COST, locks, limits.seconds).duals
    weight: dict[str, float] = {}
    for row, price in duals.items():
        for rule in problem.rules:
            if not rule.soft and row.startswith(f"{rule.name}__"):
                weight[rule.name] = weight.get(rule.name, 0.0) + abs(price)
    suspects = sorted((n for n, w in weight.items() if w > 1e-9), key=lambda n: (-weight[n], n))[:SUSPECTS]
    worth: dict[str, float] = {}
    for rule in problem.rules:
        if rule.name not in suspects:
            continue
        free_base = cheapest(without(problem, rule), locks, solver, limits)
        free_cost = cheapest(without(wished, rule), locks, solver, limits)
        if free_base is None or free_cost is None:
            continue
        saved = cost.minus(base).minus(free_cost.minus(free_base))
        if saved.low > 0:
            worth[rule.name] = saved.middle
    return tuple(sorted(worth.items(), key=lambda item: -item[1]))
