"""What reasons take beside one plain plan of the canteen's week: a clash, all rule prices, a frontier."""

from dataclasses import replace
from time import perf_counter

from benchmarks.instances import CONSTRAINTS, shipped_week
from benchmarks.measure import Table
from kagemi.domain.amount import Amount
from kagemi.domain.problem import PlanningProblem
from kagemi.domain.reasons import NoMenu
from kagemi.domain.rules import Budget
from kagemi.optimizer.frontier import find_front
from kagemi.optimizer.menu import best_menu
from kagemi.optimizer.prices import locks_of, rule_prices
from kagemi.optimizer.solve import Solver
from kagemi.optimizer.tiers import Limits
from kagemi.planning import Search
from kagemi.reasons.explain import explain_no_menu

POINTS = 15
LIMITS = Limits(seconds=60.0, gap=1e-3)
TOO_LITTLE = 8000
"""Rupiah a portion that no menu of the canteen's file keeps to."""


def measure_reasons() -> tuple[Table, ...]:
    """Seconds of each answer, and how many plain plans they are."""
    week = shipped_week(CONSTRAINTS[0])
    begin = perf_counter()
    _, outcome = best_menu(week, limits=LIMITS)
    plain = perf_counter() - begin
    rows = [_row("one plan, as `kagemi plan` searches it", plain, plain, "")]
    begin = perf_counter()
    answer = explain_no_menu(_poor(week), Search(seconds=60.0))
    ways = len(answer.ways_out) if isinstance(answer, NoMenu) else 0
    seconds = perf_counter() - begin
    rows.append(_row(f"budget of Rp {TOO_LITTLE}: clash and ways out", seconds, plain, f"{ways} ways"))
    begin = perf_counter()
    prices = rule_prices(week, locks_of(outcome, week), solver=Solver(), limits=LIMITS, neighbours=False)
    count = 0 if prices is None else len(prices.rules)
    rows.append(_row("the price of every rule", perf_counter() - begin, plain, f"{count} rules"))
    begin = perf_counter()
    rule_prices(week, locks_of(outcome, week), solver=Solver(), limits=LIMITS)
    seconds = perf_counter() - begin
    rows.append(_row("prices with each figure tighter and looser", seconds, plain, f"{count} rules"))
    begin = perf_counter()
    front = find_front(week, "cost", "acceptance", points=POINTS, solver=Solver(), limits=LIMITS)
    seconds = perf_counter() - begin
    rows.append(_row("frontier of cost and acceptance", seconds, plain, f"{len(front.points)} points"))
    heads = ("answer", "time", "plain plans", "found")
    note = "Every solve to 0.1 % (the cost of a way out to 0.5 %); two solves side by side for prices."
    return (Table("Reasons for the canteen's week", heads, tuple(rows), note),)


def _poor(week: PlanningProblem) -> PlanningProblem:
    little = Amount(TOO_LITTLE, "idr")
    rules = (replace(r, max=little) if isinstance(r, Budget) else r for r in week.rules)
    return replace(week, rules=tuple(rules))


def _row(name: str, seconds: float, plain: float, found: str) -> tuple[str, ...]:
    return (name, f"{seconds:.0f} s", f"{seconds / plain:.1f} ×", found)
