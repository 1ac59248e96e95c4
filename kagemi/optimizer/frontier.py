"""The exact front between two quantities: no menu is better in one without being worse in the other.

The epsilon-constraint method. With x and y both signed so that less is better, an end of the front is settled
lexicographically: the best of one quantity, then the best of the other at it. Between the ends, for each level
of y,

    min x  s.t.  y <= level,        then        min y  s.t.  x <= that x

so that every point is one that nothing dominates, not even weakly. All hard rules hold; the shortfall of soft
rules, where the objective asks for it, is settled first and locked for all points. A point's `bound` is what no
menu with a y as good can have for x; it is proven by the first of the two solves.
"""

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from kagemi.domain.plan import Outcome, Serving, Status, TierResult
from kagemi.domain.problem import PlanningProblem, Tier
from kagemi.optimizer.direct import DirectMethod
from kagemi.optimizer.menu import in_order_of_ids, method_for
from kagemi.optimizer.solve import Answer, Solver
from kagemi.optimizer.tiers import (
    PROVEN,
    Limits,
    Lock,
    Menu,
    Method,
    Progress,
    TierAnswer,
    limit_of,
    signed,
    unit_of,
    untold,
)

LESS_IS_BETTER = frozenset({"cost", "emissions", "shortfall", "extra_dishes"})
"""Of these less is better, of everything else more. Nutrients of which less is better have no quantity: the
objective counts a nutrient's floor, which no maximum may rely on."""
STEP = 1e-5
"""Strictly better is better by so much of the value (or of 1): more than a solver's tolerance."""
SAME = 1e-7
"""Values of menus within so much of each other (relative, or of 1) are equal."""


@dataclass(frozen=True)
class Point:
    """A menu that nothing dominates, with x and y in their own units.

    `bound`: no menu with a y as good has a better x; `y_bound`: none with an x as good has a better y. They
    are the values themselves where all is proven, None where nothing is.
    """

    x: float
    y: float
    bound: float | None
    y_bound: float | None
    servings: tuple[Serving, ...]

    @property
    def gap(self) -> float:
        """How far x may be from the best with such a y, as a fraction."""
        return math.inf if self.bound is None else abs(self.x - self.bound) / max(abs(self.x), 1e-9)


@dataclass(frozen=True)
class Front:
    """The points from the best x to the best y, and what they rest on.

    `locked`: the tiers that were settled first; `left_open`: levels of y for which no menu was found in time.
    """

    status: Literal["found", "infeasible", "no_answer"]
    x: Tier
    y: Tier
    points: tuple[Point, ...] = ()
    locked: tuple[TierResult, ...] = ()
    left_open: int = 0
    interrupted: bool = False
    method: str = ""
    solver: str = ""


Told = Callable[[int, int, Point | None], None]
"""Hears how many levels are done, of how many (0: nobody knows), and the newest point."""


def find_front(
    problem: PlanningProblem,
    x: str,
    y: str,
    *,
    points: int | None = 15,
    solver: Solver | None = None,
    limits: Limits | None = None,
    told: Told = lambda _done, _of, _point: None,
    progress: Progress = untold,
) -> Front:
    """The front between two quantities of the objective, at `points` evenly spaced levels of y (at least 2).

    `limits` are those of each solve. `points` None: the whole front, point after point; only where portions
    come in steps does it end soon. A front that was interrupted has the points found so far.
    """
    solver = solver or Solver()
    problem = in_order_of_ids(problem)
    tiers = tier_of(x), tier_of(y)
    method = method_for(replace(problem, objective=tiers), solver, progress=progress)
    search = _Search(method, solver, limits or Limits(), *tiers)
    shortfall = next((t for t in problem.objective if t.quantity == "shortfall"), None)
    front = Front("no_answer", *tiers, method=method.name, solver=solver.version)
    if shortfall is not None and "shortfall" not in (x, y):
        found = search.best(shortfall)
        if found.menu is None:
            return replace(front, status=_failure(found.answer), interrupted=solver.stop.asked)
        front = replace(front, locked=(search.lock(shortfall, found),))
    top = search.both(search.y, search.x)
    if isinstance(top, Answer):
        return replace(front, status=_failure(top), interrupted=solver.stop.asked)
    kept, left_open = [top], 0
    of = 0 if points is None else max(points, 2)
    told(1, of, top.point)
    for done, found_point in enumerate(search.upwards(top, points), 2):
        if isinstance(found_point, _Found):
            kept.append(found_point)
        elif not solver.stop.asked:
            left_open += 1
        told(done, of, found_point.point if isinstance(found_point, _Found) else None)
    found_points = undominated((f.point for f in kept), *tiers)
    return replace(
        front, status="found", points=found_points, left_open=left_open, interrupted=solver.stop.asked
    )


def tier_of(name: str) -> Tier:
    """A quantity in the direction that is better."""
    return Tier("minimise" if name in LESS_IS_BETTER else "maximise", name)


def outcome_of(front: Front, point: Point) -> Outcome:
    """What is proven of a point, as the outcome of a plan: the y given up for the sake of x, then x.

    Among menus that give up no more of the best y, no menu has an x beyond the point's bound.
    """
    best = front.points[-1]
    y, x = front.y, front.x
    tiers = (
        *front.locked,
        TierResult(y.sense, y.quantity, best.y, best.y_bound, unit_of(y.quantity), final=point.y),
        TierResult(x.sense, x.quantity, point.x, point.bound, unit_of(x.quantity), final=point.x),
    )
    status: Status = "optimal" if all(t.gap <= PROVEN for t in tiers) else "feasible"
    return Outcome(status, tiers, front.method, front.solver, front.interrupted)


def objective_of(front: Front, point: Point, problem: PlanningProblem) -> tuple[Tier, ...]:
    """The objective that a point is the answer to: so much of the best y may be given up for x."""
    first = tuple(t for t in problem.objective if t.quantity in {r.quantity for r in front.locked})
    given_up = abs(front.points[-1].y - point.y)
    return (*first, replace(front.y, give_up=given_up, relative=False), front.x)


def price_of_step(before: Point, point: Point) -> float:
    """How much of x one unit of y costs, on the way from a point to the next; both have another y."""
    return abs(point.x - before.x) / abs(point.y - before.y)


def undominated(points: Iterable[Point], x: Tier, y: Tier) -> tuple[Point, ...]:
    """The points that no other one dominates, each once, from the best x to the best y.

    Figures that a solver cannot tell apart count as equal.
    """
    kept: list[Point] = []
    for point in sorted(points, key=lambda p: (signed(x, p.x), signed(y, p.y))):
        if kept and signed(y, point.y) >= signed(y, kept[-1].y) - _room(point.y):
            continue
        if kept and signed(x, point.x) <= signed(x, kept[-1].x) + _room(point.x):
            kept.pop()
        kept.append(point)
    return tuple(kept)


def _room(value: float) -> float:
    return SAME * max(1.0, abs(value))


def _failure(answer: Answer) -> Literal["infeasible", "no_answer"]:
    return "infeasible" if answer.status == "infeasible" else "no_answer"


@dataclass(frozen=True)
class _Found:
    """A point and its menu; its level is that of the first solve."""

    point: Point
    menu: Menu


@dataclass
class _Search:
    """The solves of one front; every one is within `locks`."""

    method: Method
    solver: Solver
    limits: Limits
    x: Tier
    y: Tier
    locks: tuple[Lock, ...] = ()

    def best(self, tier: Tier, lock: Lock | None = None, known: TierAnswer | None = None) -> TierAnswer:
        """The best menu of a tier; `known` is a menu within the locks to start from, and a proven bound."""
        locks = self.locks if lock is None else (*self.locks, lock)
        gap, seconds = self.limits.gap, self.limits.seconds
        if known is not None and isinstance(self.method, DirectMethod):
            return self.method.complete(known, tier, locks, gap, seconds)
        return self.method.optimise(tier, locks, gap, seconds)

    def lock(self, tier: Tier, found: TierAnswer) -> TierResult:
        """Hold a tier at what was found, less what it may give up, from now on."""
        assert found.menu is not None
        value = self.value(tier, found.menu)
        self.locks = (*self.locks, Lock(f"tier_{tier.quantity}", tier, limit_of(tier, value)))
        bound = self.bound(tier, found.answer.bound, value)
        return TierResult(tier.sense, tier.quantity, signed(tier, value), bound, unit_of(tier.quantity))

    def both(
        self, first: Tier, second: Tier, level: Lock | None = None, known: TierAnswer | None = None
    ) -> _Found | Answer:
        """The best of `first` within a level, then the best of `second` with a `first` as good."""
        found = self.best(first, level, known)
        if found.menu is None:
            return found.answer
        reached = self.value(first, found.menu)
        at = Lock(f"at_{first.quantity}", first, limit_of(first, reached))
        start = TierAnswer(Answer("feasible", self.value(second, found.menu)), found.menu)
        then = self.best(second, at, start)
        menu = found.menu if then.menu is None else then.menu
        bounds = {first: found.answer.bound, second: then.answer.bound}
        x, y = self.value(self.x, menu), self.value(self.y, menu)
        servings = tuple(Serving(day, dish, portions) for (day, dish), portions in sorted(menu.items()))
        point = Point(
            signed(self.x, x),
            signed(self.y, y),
            self.bound(self.x, bounds[self.x], x),
            self.bound(self.y, bounds[self.y], y),
            servings,
        )
        return _Found(point, menu)

    def upwards(self, top: _Found, points: int | None) -> Iterator[_Found | Answer]:
        """From the best x on, point after point of an ever better y, up to the top (which is known).

        A level that the point before already reaches has the same point: it is not asked for again. What no
        menu at a level undercuts, none at a better level does.
        """
        found = self.both(self.x, self.y)
        yield found
        if isinstance(found, Answer):
            return
        best, worst = signed(self.y, top.point.y), signed(self.y, found.point.y)
        at, bound = worst, self.signed_bound(found)
        for level in self.levels(worst, best, points):
            goal = at - STEP * max(1.0, abs(at)) if level is None else level
            if goal < best + _room(best) or self.solver.stop.asked:
                return
            if level is not None and at <= level + _room(level):
                continue
            known = TierAnswer(Answer("feasible", signed(self.x, top.point.x), bound), top.menu)
            found = self.both(self.x, self.y, Lock("level", self.y, goal), known)
            if isinstance(found, _Found):
                at, bound = signed(self.y, found.point.y), max(bound, self.signed_bound(found))
                proven = self.bound(self.x, bound, signed(self.x, found.point.x))
                found = replace(found, point=replace(found.point, bound=proven))
            yield found

    @staticmethod
    def levels(worst: float, best: float, points: int | None) -> Iterator[float | None]:
        """Evenly spaced levels between the ends; None for ever: a little better than the point before."""
        if points is None:
            while True:
                yield None
        for k in range(1, points - 1):
            yield worst + (best - worst) * k / (points - 1)

    def value(self, tier: Tier, menu: Menu) -> float:
        """A menu's value, signed so that less is better."""
        return signed(tier, self.method.value(tier.quantity, menu))

    def signed_bound(self, found: _Found) -> float:
        """What is proven of x, signed."""
        return -math.inf if found.point.bound is None else signed(self.x, found.point.bound)

    @staticmethod
    def bound(tier: Tier, bound: float, value: float) -> float | None:
        """A signed bound in the tier's own unit, never beyond a value that was found; None: no proof."""
        return signed(tier, min(bound, value)) if bound > -math.inf else None
