"""What each rule costs: the cheapest week with it less the cheapest week without it, all else held.

Prices are differences of two optima that are solved, never taken from dual prices. Each optimum is known within
its gap, and so is the price.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from kagemi.domain.plan import Outcome
from kagemi.domain.problem import PlanningProblem, Tier
from kagemi.domain.reasons import Prices, Range, RulePrice, Variant
from kagemi.domain.rules import AnyRule
from kagemi.optimizer.changes import LOWER, moved, unit, without
from kagemi.optimizer.constraints import rows
from kagemi.optimizer.menu import settle
from kagemi.optimizer.model import MenuModel
from kagemi.optimizer.solve import Solver
from kagemi.optimizer.tiers import Limits, Lock, limit_of, signed

COST = Tier("minimise", "cost")
SIDE_BY_SIDE = 2
"""Solves at a time: each has one thread."""

Told = Callable[[int, int], None]
"""Hears how many solves are done, of how many."""


def locks_of(outcome: Outcome, problem: PlanningProblem) -> tuple[Lock, ...]:
    """What the tiers before cost have reached, less what they may give up."""
    locks = []
    for n, (tier, result) in enumerate(zip(problem.objective, outcome.tiers, strict=False)):
        if tier.quantity == "cost":
            break
        locks.append(Lock(f"tier_{n}_{tier.quantity}", tier, limit_of(tier, signed(tier, result.value))))
    return tuple(locks)


def rule_prices(
    problem: PlanningProblem,
    locks: tuple[Lock, ...],
    *,
    solver: Solver,
    limits: Limits,
    only: Iterable[str] = (),
    neighbours: bool = True,
    told: Told = lambda _done, _of: None,
) -> Prices | None:
    """The price of every rule (or of those in `only`), and the week's cost one unit tighter and looser.

    `limits` are those of each solve. None: the week itself could not be settled in time.
    """
    asked = [r for r in problem.rules if not only or r.name in only]
    tasks: list[tuple[str, str, PlanningProblem]] = [("", "", problem)]
    variants: dict[tuple[str, str], tuple[str, AnyRule]] = {}
    for rule in asked:
        tasks.append((rule.name, "without", without(problem, rule)))
        for which, key, other in _neighbours(rule, problem) if neighbours else ():
            variants[rule.name, which] = (key, other)
            tasks.append((rule.name, which, _with(problem, other)))
    done = 0
    costs: dict[tuple[str, str], Range | None] = {}

    def solve(task: tuple[str, str, PlanningProblem]) -> None:
        nonlocal done
        name, which, changed = task
        costs[name, which] = cheapest(changed, locks, solver, limits)
        done += 1
        told(done, len(tasks))

    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        list(pool.map(solve, tasks))
    base = costs["", ""]
    if base is None:
        return None
    return Prices(base, tuple(_price(r, base, costs, variants) for r in asked))


def cheapest(problem: PlanningProblem, locks: tuple[Lock, ...], solver: Solver, limits: Limits) -> Range | None:
    """The least cost of a portion within the locks, between its bound and a menu that was found."""
    answer = settle(problem, COST, locks, solver=solver, limits=limits).answer
    return Range(answer.bound, answer.objective) if answer.has_values else None


def _with(problem: PlanningProblem, rule: AnyRule) -> PlanningProblem:
    return replace(problem, rules=tuple(rule if r.name == rule.name else r for r in problem.rules))


def _neighbours(rule: AnyRule, problem: PlanningProblem) -> Iterable[tuple[str, str, AnyRule]]:
    """The rule one unit tighter and one looser, in its first figure."""
    if rule.soft:
        return
    key = next((row.bound for row in rows(rule, MenuModel(problem)) if row.bound), "")
    if not key:
        return
    up = unit(rule, key) * (1 if key in LOWER else -1)
    for which, by in (("tighter", up), ("looser", -up)):
        other = moved(rule, key, by)
        if other is not None:
            yield which, key, other


def _price(
    rule: AnyRule,
    base: Range,
    costs: dict[tuple[str, str], Range | None],
    variants: dict[tuple[str, str], tuple[str, AnyRule]],
) -> RulePrice:
    free = costs.get((rule.name, "without"))
    price = None
    if free is not None:
        difference = base.minus(free)
        price = Range(max(0.0, difference.low), max(0.0, difference.high))
    found = {
        which: Variant(key, other, costs[name, which])
        for (name, which), (key, other) in variants.items()
        if name == rule.name
    }
    return RulePrice(rule.name, price, found.get("tighter"), found.get("looser"))
