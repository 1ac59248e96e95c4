"""Ways out of a clash: the least change of one rule, or of several, with which there is a menu again.

How far one rule must give: the rows of one of its keys share one shortfall, which is minimised while all else
is hard. Every way is then shown to work by a solve with the changed rules, which also says what its menu costs.
"""

import math
import time
from collections.abc import Iterable
from dataclasses import replace

import pulp

from kagemi.domain.problem import PlanningProblem, Tier
from kagemi.domain.reasons import Change, WayOut
from kagemi.domain.rules import Alternative, AnyRule, Ban, FishSafety
from kagemi.optimizer.changes import COUNTS, LOWER, SHARES, eased, figure, step, with_figure, without
from kagemi.optimizer.clash import find_clash, is_feasible
from kagemi.optimizer.constraints import rows
from kagemi.optimizer.menu import settle
from kagemi.optimizer.model import Expression, MenuModel, Row
from kagemi.optimizer.ruled import RuledModel, evaluate, right_side, slack_sign
from kagemi.optimizer.solve import Solver
from kagemi.optimizer.tiers import Limits

COST = Tier("minimise", "cost")
GAP = 0.005
"""How exactly the cost of a way out is settled; its proven bound is shown."""
SHORT = 8.0
"""Seconds for a question whose answer may be left open."""
WORTH_A_PAIR = 0.01
"""A second rule is only drawn in if that saves the first one so much of its figure."""
FEWEST = 3
"""So many ways are shown at least, if there are so many."""


def ways_out(
    problem: PlanningProblem, clash: tuple[str, ...], solver: Solver, seconds: float
) -> tuple[WayOut, ...]:
    """Changes of the clashing rules with which there is a menu, cheapest first.

    First the least change of each figure; for rules without a figure, days without the rule. Where that makes
    too few: rules left out, a little of several rules, a smaller change of one with another rule left out.
    `seconds` for all together.
    """
    end = time.monotonic() + seconds
    hard = replace(problem, rules=tuple(r for r in problem.rules if not r.soft))
    clashing = [r for r in hard.rules if r.name in clash]
    ways: list[WayOut] = []
    for rule in clashing:
        for change, least in _changes(hard, rule, solver, end):
            _keep(ways, hard, (change,), least, solver, end)
    eased_already = {c.rule.name for w in ways for c in w.changes}
    for rule in clashing:
        if len(ways) < FEWEST and rule.name not in eased_already and not protects(rule, hard):
            _keep(ways, hard, (Change(rule, "", ()),), False, solver, end)
    if len(ways) < FEWEST and not any(len(w.changes) == 1 for w in ways):
        _keep(ways, hard, _several(hard, solver, end), False, solver, end)
    if not ways:
        for rule in clashing[:FEWEST]:
            _keep(ways, hard, _one_of_each(hard, rule, solver, end), False, solver, end)
    for pair in _pairs(hard, clashing, ways, solver, end) if len(ways) < FEWEST else ():
        _keep(ways, hard, pair, False, solver, end)
        if len(ways) >= FEWEST:
            break
    return tuple(sorted(ways, key=lambda way: (round(way.cost_idr), len(way.changes))))


def _one_of_each(hard: PlanningProblem, first: AnyRule, solver: Solver, end: float) -> tuple[Change, ...]:
    """One rule of every clash there is, from `first` on: the least change of its figure, or left out."""
    out = [first]
    rest = without(hard, first)
    while (left := end - time.monotonic()) > 0 and is_feasible(rest, solver, end) is False:
        names = find_clash(rest, solver, left).rules
        if not names:
            return ()
        out.append(next(r for r in rest.rules if r.name == names[-1]))
        rest = without(rest, out[-1])
    changes: dict[str, Change] = {r.name: Change(r, "", ()) for r in out}
    for rule in out:
        for key in _keys(rule, hard) if rule.kind not in SHARES else ():
            others = tuple(c for name, c in changes.items() if name != rule.name)
            found = _least_shortfall(changed(hard, others), rule, key, solver, end)
            if found is not None:
                easy = with_figure(rule, key, eased(rule, key, found[0]))
                changes[rule.name] = Change(rule, key, (easy,))
                break
    left_out = [c.rule for c in changes.values() if not c.key]
    return () if any(protects(rule, hard) for rule in left_out) else tuple(changes.values())


def _pairs(
    hard: PlanningProblem, clashing: list[AnyRule], ways: list[WayOut], solver: Solver, end: float
) -> Iterable[tuple[Change, ...]]:
    """A clashing rule gives less, because another rule gives some, or is left out."""
    known = {c.rule.name: c for w in ways if len(w.changes) == 1 for c in w.changes if c.key and c.becomes}
    for rule in clashing:
        change = known.get(rule.name)
        if change is None or change.key == "days" or rule.kind in SHARES:
            continue
        for other in sorted(hard.rules, key=lambda r: r not in clashing):
            left = end - time.monotonic()
            if other is rule or left <= 0:
                continue
            for help_ in _some(hard, other):
                soon = time.monotonic() + min(SHORT / 3, left)
                found = _least_shortfall(changed(hard, (help_,)), rule, change.key, solver, soon)
                if found is None:
                    continue
                easy = with_figure(rule, change.key, eased(rule, change.key, found[0]))
                whole = abs(figure(change.becomes[-1], change.key) - figure(rule, change.key))
                saved = whole - abs(figure(easy, change.key) - figure(rule, change.key))
                if saved >= (1 if rule.kind in COUNTS else WORTH_A_PAIR * figure(rule, change.key)):
                    yield help_, Change(rule, change.key, (easy,))


def _some(problem: PlanningProblem, rule: AnyRule) -> Iterable[Change]:
    """A rule that gives a tenth of a figure, or one of a count; a rule without figures is left out."""
    keys = _keys(rule, problem)
    for key in keys:
        by = 1.0 if rule.kind in COUNTS else figure(rule, key) / 10
        yield Change(rule, key, (with_figure(rule, key, eased(rule, key, by)),))
    if not keys and not protects(rule, problem):
        yield Change(rule, "", ())


def protects(rule: AnyRule, problem: PlanningProblem) -> bool:
    """True for a rule that keeps children from harm: it may never be left out or pause."""
    allergens = {f"contains_{a}" for d in problem.dishes for a in d.allergens}
    about_allergens = isinstance(rule, Ban) and not allergens.isdisjoint(rule.tags)
    return about_allergens or isinstance(rule, Alternative | FishSafety)


def changed(problem: PlanningProblem, changes: Iterable[Change]) -> PlanningProblem:
    """The problem with the changed rules in the places of the old ones."""
    becomes = {c.rule.name: c.becomes for c in changes}
    rules = tuple(new for r in problem.rules for new in becomes.get(r.name, (r,)))
    return replace(problem, rules=rules)


def _keep(
    ways: list[WayOut],
    hard: PlanningProblem,
    changes: tuple[Change, ...],
    least: bool,
    solver: Solver,
    end: float,
) -> None:
    """Add the way if a solve shows that it is one, and it is not there yet."""
    left = end - time.monotonic()
    if not changes or left <= 0 or any(w.changes == changes for w in ways):
        return
    limits = Limits(min(SHORT, left), GAP)
    found = settle(changed(hard, changes), COST, (), solver=solver, limits=limits).answer
    if found.has_values:
        ways.append(WayOut(changes, found.objective, found.bound, least))


def _changes(hard: PlanningProblem, rule: AnyRule, solver: Solver, end: float) -> Iterable[tuple[Change, bool]]:
    """Changes of one rule, each with whether it is proven to be the least of its kind."""
    for key in _keys(rule, hard):
        if rule.kind in SHARES or rule.kind == "fish_form":
            tried = _by_trying(hard, rule, key, solver, end)
            if tried is not None:
                yield Change(rule, key, (with_figure(rule, key, tried[0]),)), tried[1]
            continue
        least = _least_shortfall(hard, rule, key, solver, end)
        if least is None:
            continue
        by, where, proven = least
        value = eased(rule, key, by)
        easy = with_figure(rule, key, value)
        yield _narrowed(hard, rule, key, easy, where, solver, end), proven
    days, proven = ((), False) if protects(rule, hard) else _days_without(hard, rule, solver, end)
    if days:
        still = [d for d in hard.days if not rule.days or d.is_in(rule.days)]
        left = tuple(d.date.isoformat() for d in still if d.index not in days)
        if left:
            yield Change(rule, "days", (replace(rule, days=left),), days=days), proven
        else:
            yield Change(rule, "", ()), False


def _keys(rule: AnyRule, problem: PlanningProblem) -> tuple[str, ...]:
    """The keys whose figures can give, in the order of the rows."""
    model = MenuModel(problem)
    return tuple(dict.fromkeys(row.bound for row in rows(rule, model) if row.bound))


def _built(problem: PlanningProblem, rule: AnyRule) -> tuple[RuledModel, list[Row]]:
    """The model of all other rules, and the rows of this one for the same variables."""
    model = MenuModel(problem)
    ruled = RuledModel.build(model, without(problem, rule).rules)
    return ruled, list(rows(rule, model))


def _least_shortfall(
    problem: PlanningProblem, rule: AnyRule, key: str, solver: Solver, end: float
) -> tuple[float, list[Row], bool] | None:
    """By how much the figure at `key` must give, the rows that need it, and whether that is proven to the step.

    None if no change of this figure alone is enough.
    """
    ruled, own = _built(problem, rule)
    lp = ruled.model.lp
    start = _some_menu(lp, solver, end)
    if start is None:
        return None
    counted = rule.kind in COUNTS
    category = pulp.LpInteger if counted else pulp.LpContinuous
    most = 60.0 if counted or key not in LOWER else 1.0
    short = pulp.LpVariable("short", 0, most, category)
    gives: dict[str, pulp.LpVariable] = {}
    for row in own:
        constraint = row.constraint
        if row.bound == key:
            s = gives[row.name] = pulp.LpVariable(f"gives_{row.name}", 0)
            constraint = constraint + slack_sign(constraint.sense) * row.scale * s
            lp += s <= short, f"at_most_{row.name}"
            missed = slack_sign(constraint.sense) * (right_side(row) - evaluate(row.constraint, start))
            start[s.name] = max(0.0, missed) / row.scale
        lp += constraint, row.name
    start[short.name] = max((start[s.name] for s in gives.values()), default=0.0)
    size = 1.0 if counted else figure(rule, key) or 1.0
    exact = 1e-6 if counted else step(rule, key) / size / 4
    lp.setObjective(Expression([(short, 1.0)]))
    answer = solver.solve(lp, within=exact, seconds=min(SHORT, end - time.monotonic()), start=start)
    if not answer.has_values:
        return None
    least = math.ceil(answer.objective - 1e-6) if counted else answer.objective
    bound = math.ceil(answer.bound - 1e-6) if counted and math.isfinite(answer.bound) else answer.bound
    proven = math.isfinite(bound) and eased(rule, key, bound * size) == eased(rule, key, least * size)
    short.upBound = least + (0 if counted else exact)
    lp.setObjective(Expression([(s, 1.0) for s in gives.values()]))
    where = solver.solve(lp, gap=0.01, seconds=min(5.0, end - time.monotonic()))
    need = [r for r in own if r.name in gives and (gives[r.name].varValue or 0.0) > 1e-6]
    return least * size, need if where.has_values else [], proven


def _some_menu(lp: pulp.LpProblem, solver: Solver, end: float) -> dict[str, float] | None:
    """A menu that keeps all other rules, by variable; None if none was found: this rule alone is no way out."""
    answer = solver.solve(lp, gap=1.0, seconds=min(SHORT, end - time.monotonic()))
    return {v.name: v.varValue or 0.0 for v in lp.variables()} if answer.has_values else None


def _narrowed(
    problem: PlanningProblem,
    rule: AnyRule,
    key: str,
    easy: AnyRule,
    where: list[Row],
    solver: Solver,
    end: float,
) -> Change:
    """The change for the groups and days that need it alone, if a solve shows that this is enough."""
    everywhere = Change(rule, key, (easy,))
    groups = {row.group for row in where}
    mine = {g.id for g in problem.groups if not rule.groups or g.id in rule.groups}
    few_groups = tuple(g.id for g in problem.groups if g.id in groups) if groups and groups < mine else ()
    days = sorted({d for row in where for d in row.span.days})
    daily = getattr(rule, "per", getattr(rule, "over", "day")) == "day" and rule.kind not in COUNTS
    all_days = [d.index for d in problem.days if not rule.days or d.is_in(rule.days)]
    few_days = tuple(days) if daily and 0 < len(days) < len(all_days) else ()
    if not few_groups and not few_days:
        return everywhere
    date = {d.index: d.date.isoformat() for d in problem.days}
    parts: list[AnyRule] = []
    names = few_groups or rule.groups
    if few_groups:
        parts.append(replace(rule, groups=tuple(sorted(mine - set(few_groups)))))
    if few_days:
        rest = tuple(date[d] for d in all_days if d not in few_days)
        parts.append(replace(rule, name=f"{rule.name}_rest", groups=names, days=rest))
    named_days = tuple(date[d] for d in few_days) or rule.days
    parts.append(replace(easy, name=f"{rule.name}_eased", groups=names, days=named_days))
    narrow = Change(rule, key, tuple(parts), few_groups, few_days)
    soon = min(end, time.monotonic() + SHORT)
    return narrow if is_feasible(changed(problem, (narrow,)), solver, soon) else everywhere


def _by_trying(
    problem: PlanningProblem, rule: AnyRule, key: str, solver: Solver, end: float
) -> tuple[float, bool] | None:
    """The figure nearest to the rule's, on its steps, with which there is a menu: by halving.

    Also whether every nearer figure that was tried is proven to be too little.
    """
    now, size = figure(rule, key), step(rule, key)
    percent = 100.0 if getattr(getattr(rule, key), "unit", "") == "%" else 1.0
    farthest = 0.0 if key in LOWER else (4.0 if rule.kind == "fish_form" else percent)
    sign = -1 if key in LOWER else 1

    def works(n: int) -> bool | None:
        value = round(now + sign * n * size, 6)
        tried = Change(rule, key, (with_figure(rule, key, max(0.0, value)),))
        soon = min(end, time.monotonic() + SHORT)
        return is_feasible(changed(problem, (tried,)), solver, soon)

    proven = True
    low, high = 0, math.ceil(abs(farthest - now) / size)
    if high < 1 or not works(high):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        answer = works(middle)
        proven = proven and answer is not None
        low, high = (low, middle) if answer else (middle, high)
    return max(0.0, round(now + sign * high * size, 6)), proven


def _days_without(
    problem: PlanningProblem, rule: AnyRule, solver: Solver, end: float
) -> tuple[tuple[int, ...], bool]:
    """The fewest days on which a rule without a figure must not hold, and whether they are proven to be.

    No days: that is no way out.
    """
    ruled, own = _built(problem, rule)
    if any(row.bound or len(row.span) != 1 for row in own):
        return (), False
    lp = ruled.model.lp
    off: dict[int, pulp.LpVariable] = {}
    for row in own:
        (day,) = row.span.days
        if day not in off:
            off[day] = pulp.LpVariable(f"off_{day}", cat=pulp.LpBinary)
        most = 50.0 * slack_sign(row.constraint.sense)
        lp += row.constraint + most * off[day], row.name
    lp.setObjective(Expression([(v, 1.0) for v in off.values()]))
    answer = solver.solve(lp, seconds=min(10.0, end - time.monotonic()))
    days = tuple(d for d, v in off.items() if (v.varValue or 0.0) > 0.5) if answer.has_values else ()
    return days, answer.status == "optimal"


def _several(problem: PlanningProblem, solver: Solver, end: float) -> tuple[Change, ...]:
    """A little of several rules: all figures may give, and the sum of the parts they give is least."""
    model = MenuModel(problem)
    lp = model.lp
    short: dict[tuple[str, str], pulp.LpVariable] = {}
    sizes: dict[tuple[str, str], float] = {}
    by_name = {r.name: r for r in problem.rules}
    for rule in problem.rules:
        for row in rows(rule, model):
            constraint = row.constraint
            if row.bound and rule.kind not in SHARES:
                place = (rule.name, row.bound)
                counted = rule.kind in COUNTS
                if place not in short:
                    kind = pulp.LpInteger if counted else pulp.LpContinuous
                    most = 1.0 if row.bound in LOWER and not counted else 60.0
                    short[place] = pulp.LpVariable(f"short_{rule.name}_{row.bound}", 0, most, kind)
                    sizes[place] = 1.0 / max(1.0, figure(rule, row.bound)) if counted else 1.0
                constraint = constraint + slack_sign(constraint.sense) * row.scale * short[place]
            lp += constraint, row.name
    lp.setObjective(Expression([(v, sizes[place]) for place, v in short.items()]))
    if not solver.solve(lp, gap=0.01, seconds=min(20.0, end - time.monotonic())).has_values:
        return ()
    given = {place: v.varValue or 0.0 for place, v in short.items() if (v.varValue or 0.0) > 1e-6}
    changes: dict[str, Change] = {}
    for (name, key), share in given.items():
        rule = changes[name].becomes[0] if name in changes else by_name[name]
        by = share if rule.kind in COUNTS else share * figure(rule, key)
        changes[name] = Change(by_name[name], key, (with_figure(rule, key, eased(rule, key, by)),))
    return tuple(changes.values())
