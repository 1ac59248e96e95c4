"""What prices may do to a plan, and the plan that would bear them best."""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kagemi.domain.plan import Outcome, Plan, Serving, TierResult
from kagemi.domain.price_range import Spread, price_ranges
from kagemi.domain.problem import PlanningProblem
from kagemi.domain.rules import AnyRule
from kagemi.files.price_spread import PRICE_SPREAD, load_price_spreads
from kagemi.files.workspace import Workspace, example_root
from kagemi.planning import (
    Progress,
    Search,
    checked_plan,
    fingerprint,
)
from kagemi.reasons.today import Today
from kagemi.report.check import check, compliance
from kagemi.report.price_risk import CostRange, PriceRisk, price_risk, worst_case

if TYPE_CHECKING:
    from kagemi.optimizer.solve import Stop

SAME_PRICE_IDR = 0.5
"""Costs that differ by less are the same."""


@dataclass(frozen=True)
class Comparison:
    """Today's plan beside the one that is cheapest in the worst case.

    `plan`, `robust`: cost today and (`high`) with the `deviations` prices risen that hurt most. `own_prices`:
    the plan's costs are those of the plan file, as its menu does not fit today's kitchen. No menu's worst case
    is below `bound_idr` (None: nothing is proven). `gone`, `come`: dishes that the robust plan
    serves less or more often; `moved`: some are served on other days.
    """

    deviations: int
    plan: CostRange
    own_prices: bool
    prices_changed: bool
    robust: CostRange
    bound_idr: float | None
    found: Plan
    gone: tuple[str, ...]
    come: tuple[str, ...]
    moved: bool


def load_spreads(workspace: Workspace) -> dict[str, Spread]:
    """The workspace's spreads of prices; the shipped ones where it has none. Raises InvalidInput."""
    folder = workspace.nutrition_data
    if not (folder / PRICE_SPREAD).exists():
        folder = example_root() / "nutrition_data"
    return load_price_spreads(folder)


def plan_risk(plan: Plan, spreads: Mapping[str, Spread], samples: int, seed: int) -> PriceRisk:
    """What prices may do to the cost of a plan, from the plan file alone."""
    return price_risk(plan, price_ranges(plan.prices, spreads), samples=samples, seed=seed)


def compare_robust(
    plan: Plan,
    today: Today,
    spreads: Mapping[str, Spread],
    *,
    deviations: int,
    seconds: float,
    root: Path,
    stop: "Stop | None" = None,
    progress: Progress | None = None,
) -> tuple[Comparison | None, str]:
    """The plan beside the one that is cheapest when at most `deviations` prices rise to their high end.

    Returns the comparison (None: none found) and the status of the search. Raises UnsoundPlan.
    """
    from kagemi.optimizer.robust import cheapest_worst_case
    from kagemi.optimizer.solve import Solver, Stop
    from kagemi.optimizer.tiers import Limits, untold

    problem = today.problem
    prices = {f.id: f.price for f in today.kitchen.table.foods.values() if f.price is not None}
    ranges = price_ranges(prices, spreads)
    fits = _fits(problem, plan.servings)
    search = Search(seconds=seconds)
    answer = cheapest_worst_case(
        problem,
        {food: r.rise for food, r in ranges.items()},
        deviations,
        known=(plan.servings, plan.outcome) if fits and _same_aims(plan.problem, problem) else None,
        solver=Solver(search.solver, stop or Stop()),
        limits=Limits(seconds, search.gap),
        progress=progress or untold,
    )
    if answer.servings is None:
        return None, answer.status
    bound = answer.bound_idr if math.isfinite(answer.bound_idr) else None
    tier = TierResult("minimise", "cost", answer.worst_idr, bound, "idr")
    outcome = Outcome(answer.status, (tier,), "robust", Solver(search.solver).version, answer.interrupted)
    mark = fingerprint(problem, search)
    found = checked_plan(problem, today.kitchen, answer.servings, outcome, mark, root)
    own = price_ranges(plan.prices, spreads)
    before = worst_case(plan.problem, plan.servings, own, deviations)
    now = worst_case(problem, plan.servings, ranges, deviations) if fits else before
    comparison = Comparison(
        deviations=deviations,
        plan=now,
        own_prices=not fits,
        prices_changed=abs(now.today - before.today) > SAME_PRICE_IDR,
        robust=worst_case(problem, answer.servings, ranges, deviations),
        bound_idr=bound,
        found=found,
        gone=_more_in(plan.servings, answer.servings),
        come=_more_in(answer.servings, plan.servings),
        moved={(s.day, s.dish) for s in plan.servings} != {(s.day, s.dish) for s in answer.servings},
    )
    return comparison, answer.status


def _fits(problem: PlanningProblem, servings: tuple[Serving, ...]) -> bool:
    """True if the menu can be served from today's dishes within today's hard rules."""
    known = {d.id for d in problem.dishes}
    return all(s.dish in known for s in servings) and compliance(check(problem, servings))


def _same_aims(one: PlanningProblem, other: PlanningProblem) -> bool:
    """What tiers reached can be taken over if the same tiers were aimed at under the same rules."""
    return one.objective == other.objective and _rules(one) == _rules(other)


def _rules(problem: PlanningProblem) -> dict[str, AnyRule]:
    return {r.name: r for r in problem.rules}


def _more_in(one: tuple[Serving, ...], other: tuple[Serving, ...]) -> tuple[str, ...]:
    """The dishes that one menu serves on more days than the other."""
    return tuple(sorted(Counter(s.dish for s in one) - Counter(s.dish for s in other)))
