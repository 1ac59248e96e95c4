"""The independent check: every rule looked at again in what is served, without the model that chose it."""

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from kagemi.domain.plan import Finding, Serving
from kagemi.domain.problem import PlanningProblem
from kagemi.report.menu import Menu
from kagemi.report.rules.calendar import check_ban, check_pin, check_tag_days
from kagemi.report.rules.children import (
    check_acceptance,
    check_alternative,
    check_fish_form,
    check_new_dishes,
)
from kagemi.report.rules.kitchen import check_equipment, check_labour, check_storage
from kagemi.report.rules.money import check_budget, check_local_share
from kagemi.report.rules.nutrition import check_energy_share, check_food_group_portions, check_nutrient_range
from kagemi.report.rules.planet import check_emissions
from kagemi.report.rules.safety import check_fish_safety
from kagemi.report.rules.supply import check_season, check_supply, check_use_up
from kagemi.report.rules.variety import (
    check_diversity,
    check_goes_with,
    check_incompatible,
    check_not_adjacent,
    check_repeat,
)
from kagemi.report.tray import check_tray

CHECKS: dict[str, Callable[[Menu, Any], Iterator[Finding]]] = {
    "nutrient_range": check_nutrient_range,
    "energy_share": check_energy_share,
    "food_group_portions": check_food_group_portions,
    "budget": check_budget,
    "tag_days": check_tag_days,
    "repeat": check_repeat,
    "not_adjacent": check_not_adjacent,
    "incompatible": check_incompatible,
    "pin": check_pin,
    "ban": check_ban,
    "diversity": check_diversity,
    "local_share": check_local_share,
    "goes_with": check_goes_with,
    "equipment": check_equipment,
    "labour": check_labour,
    "storage": check_storage,
    "supply": check_supply,
    "use_up": check_use_up,
    "season": check_season,
    "acceptance": check_acceptance,
    "fish_form": check_fish_form,
    "new_dishes": check_new_dishes,
    "alternative": check_alternative,
    "fish_safety": check_fish_safety,
    "emissions": check_emissions,
}
"""Rule kind -> its check."""

ONCE = frozenset({"storage", "supply", "use_up"})
"""Kinds whose amount is that of a span as a whole: its fraction counts once, however many days there are."""

RELATIVE = ONCE | {
    "nutrient_range",
    "energy_share",
    "food_group_portions",
    "budget",
    "local_share",
    "equipment",
    "labour",
    "acceptance",
    "emissions",
}
"""Kinds whose miss is a fraction of the bound; the others count days, dishes or servings."""


def check(problem: PlanningProblem, servings: tuple[Serving, ...]) -> tuple[Finding, ...]:
    """Look at the tray and at every rule, in the order of the file; kept and missed findings alike.

    What a rule asks only of days that stay as they are cannot be helped any more: its findings are soft.
    """
    menu = Menu(problem, servings)
    findings = list(check_tray(menu))
    for rule in problem.rules:
        findings.extend(CHECKS[rule.kind](menu, rule))
    past = problem.fixed_days
    return tuple(
        replace(f, soft=True) if f.rule and f.days and past.issuperset(f.days) else f for f in findings
    )


def compliance(findings: Iterable[Finding]) -> bool:
    """True if all that must hold does: the tray and every hard rule."""
    return all(f.kept for f in findings if not f.soft)


def miss(finding: Finding) -> float:
    """How badly a finding misses: a fraction of the bound for amounts, units for counts; 0 if kept.

    A bound of zero has no fraction: the miss is in the finding's unit. An unknown value misses by 1.
    """
    short = finding.short
    if finding.kind not in RELATIVE or short == 0:
        return short
    if math.isinf(short):
        return 1.0
    below = finding.low is not None and finding.value < finding.low
    bound = finding.low if below else finding.high
    return short / abs(bound) if bound else short


def shortfall(problem: PlanningProblem, findings: Iterable[Finding]) -> float:
    """The sum of what soft rules miss; a mean counts its fraction once for each day of its span.

    So a weekly mean that misses by 10 % over five days counts 0.5, as five daily misses of 10 % do. The
    kilograms of a span (`ONCE`) are no mean: their fraction counts once.
    """
    menu_days = {d.index for d in problem.days}
    daily = RELATIVE - ONCE
    return sum(
        miss(f) * (len(menu_days.intersection(f.days)) if f.kind in daily else 1) for f in findings if f.soft
    )
