"""The facts of a plan as sheets and `show` need them: plain values, no texts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kagemi.domain.plan import Finding, Serving
from kagemi.domain.problem import Day, DishFacts, Group, NutrientAmount, PlanningProblem
from kagemi.domain.rules import AnyRule
from kagemi.report.check import compliance, miss, shortfall
from kagemi.report.menu import Line, Menu
from kagemi.report.totals import (
    acceptance,
    all_nutrients,
    cost_per_portion,
    cost_total,
    edible_grams,
    served_grams,
)


@dataclass(frozen=True)
class GroupSummary:
    """What one child of a group gets: on a day, or on the mean day of the plan."""

    group: Group
    nutrients: Mapping[str, NutrientAmount]
    cost_idr: float
    served_g: float
    """Cooked grams."""
    edible_g: Mapping[str, float]
    """Food group -> raw edible grams."""

    @property
    def energy(self) -> NutrientAmount:
        """Kcal."""
        return self.nutrients["energy"]

    @property
    def protein(self) -> NutrientAmount:
        """Grams."""
        return self.nutrients["protein"]


@dataclass(frozen=True)
class DaySummary:
    """A day's menu: `dishes` each once, in the order of the slots; `by_slot` in all slots they fill."""

    day: Day
    dishes: tuple[Line, ...]
    by_slot: Mapping[str, tuple[DishFacts, ...]]
    groups: tuple[GroupSummary, ...]
    cost_idr: float
    """Of a portion, the mean over all children."""
    fish: DishFacts | None
    """The fish of the day: the first dish with a step of the fish ladder."""
    allergens: Mapping[str, frozenset[str]]
    """Dish id -> allergen ids."""

    def group(self, id: str) -> GroupSummary:
        """What a child of this group gets."""
        return next(g for g in self.groups if g.group.id == id)


@dataclass(frozen=True)
class RuleSummary:
    """A rule's verdict; `worst` is where it misses by most or, if it is kept, has the least room left."""

    rule: AnyRule
    findings: tuple[Finding, ...]
    worst: Finding | None
    """None if the rule asks nothing of this plan."""

    @property
    def missed(self) -> tuple[Finding, ...]:
        """Where it is not kept."""
        return tuple(f for f in self.findings if not f.kept)

    @property
    def kept(self) -> bool:
        """True if it is kept everywhere."""
        return not self.missed

    @property
    def coverage(self) -> tuple[int, int]:
        """Ingredients with a figure, of all, in the place that is known least; (0, 0): nothing to know."""
        covered = [f for f in self.findings if f.of]
        least = min(covered, key=lambda f: f.known / f.of, default=None)
        return (least.known, least.of) if least else (0, 0)


@dataclass(frozen=True)
class Summary:
    """A whole plan."""

    days: tuple[DaySummary, ...]
    groups: tuple[GroupSummary, ...]
    """The mean day."""
    week_costs_idr: Mapping[int, float]
    """Week number -> cost of a portion, the mean over all children and days of the week."""
    cost_idr: float
    """Of a portion, the mean over all children and days."""
    acceptance: float
    shortfall: float
    kept: bool
    """True if the tray and every hard rule hold."""
    tray: tuple[Finding, ...]
    """What is wrong with the tray itself; empty in a sound plan."""
    rules: tuple[RuleSummary, ...]


def summarise(
    problem: PlanningProblem, servings: tuple[Serving, ...], findings: tuple[Finding, ...]
) -> Summary:
    """Gather the facts of a plan that has been checked; `findings` are those of `check`."""
    menu = Menu(problem, servings)
    return Summary(
        days=tuple(summarise_day(menu, day) for day in problem.days),
        groups=tuple(summarise_group(menu, g, problem.days) for g in problem.groups),
        week_costs_idr={days[0].week: cost_per_portion(menu, days) for days in menu.spans("week")},
        cost_idr=cost_per_portion(menu),
        acceptance=acceptance(menu),
        shortfall=shortfall(problem, findings),
        kept=compliance(findings),
        tray=tuple(f for f in findings if f.kind == "tray" and not f.kept),
        rules=tuple(summarise_rule(rule, findings) for rule in problem.rules),
    )


def summarise_day(menu: Menu, day: Day) -> DaySummary:
    """One day's menu."""
    order = [s.id for s in menu.problem.slots]
    lines = sorted(menu.by_day[day.index], key=lambda i: min(order.index(s) for s in i.dish.slots))
    return DaySummary(
        day=day,
        dishes=tuple(lines),
        by_slot={slot: tuple(i.dish for i in lines if slot in i.dish.slots) for slot in order},
        groups=tuple(summarise_group(menu, g, (day,)) for g in menu.problem.groups),
        cost_idr=cost_per_portion(menu, (day,)),
        fish=next((i.dish for i in lines if i.common and i.dish.ladder is not None), None),
        allergens={i.dish.id: i.dish.allergens for i in lines},
    )


def summarise_group(menu: Menu, group: Group, days: tuple[Day, ...]) -> GroupSummary:
    """What a child of the group gets on the mean of these days."""
    lines = menu.lines(days)
    n = max(1, len(days))
    return GroupSummary(
        group=group,
        nutrients=all_nutrients(menu, group.id, days) if days else {},
        cost_idr=cost_total(lines, group.id) / n,
        served_g=served_grams(lines, group.id) / n,
        edible_g={food_group: grams / n for food_group, grams in edible_grams(lines, group.id).items()},
    )


def summarise_rule(rule: AnyRule, findings: Iterable[Finding]) -> RuleSummary:
    """One rule's verdict, from the findings of all."""
    own = tuple(f for f in findings if (f.rule, f.kind) == (rule.name, rule.kind))
    return RuleSummary(rule, own, max(own, key=_severity, default=None))


def _severity(finding: Finding) -> tuple[float, float]:
    """Sorts findings: the largest miss, then the least room to a bound (as a fraction of it)."""
    bounds = [b for b in (finding.low, finding.high) if b is not None]
    room = min((abs(finding.value - b) / (abs(b) or 1.0) for b in bounds), default=0.0)
    return (miss(finding), -room)
