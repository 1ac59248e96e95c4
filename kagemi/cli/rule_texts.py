"""What a rule asks and what a finding says, as sentences; one function a rule kind."""

import math
from collections.abc import Callable, Iterable
from typing import Any

from kagemi.cli.words import (
    ANYTHING,
    FOOD_GROUPS,
    REPEAT_OF,
    SLOTS,
    TAGS,
    UNITS,
    called,
    day_name,
    figure,
    money,
    nutrient_name,
)
from kagemi.domain.amount import Amount
from kagemi.domain.message import Message, say
from kagemi.domain.plan import Finding
from kagemi.domain.problem import PlanningProblem
from kagemi.domain.rules import (
    AnyRule,
    Ban,
    Budget,
    EnergyShare,
    FoodGroupPortions,
    Incompatible,
    NotAdjacent,
    NutrientRange,
    Pin,
    Repeat,
    TagDays,
)

SPANS = {"day": say("each day"), "week": say("in the mean of a week"), "plan": say("in the mean of the plan")}


def asks(rule: AnyRule, problem: PlanningProblem) -> Message:
    """What a rule asks, with whom, when and where it holds."""
    message = ASKS[rule.kind](rule, problem)
    if rule.groups:
        groups = tuple(g.name for g in problem.groups if g.id in rule.groups)
        message = say("{rule}; for {groups}", rule=message, groups=groups)
    if rule.days and not isinstance(rule, Pin):
        message = say("{rule}; on {days}", rule=message, days=_days(rule.days))
    if rule.slots:
        message = say("{rule}; in {slots}", rule=message, slots=tuple(called(SLOTS, s) for s in rule.slots))
    return message


def _nutrient_range(rule: NutrientRange, _: PlanningProblem) -> Message:
    return say(
        "{nutrient} {range} {span}",
        nutrient=nutrient_name(rule.nutrient),
        range=_range(rule.min, rule.max),
        span=SPANS[rule.per],
    )


def _energy_share(rule: EnergyShare, _: PlanningProblem) -> Message:
    return say(
        "energy from {nutrient} {range} {span}",
        nutrient=nutrient_name(rule.of),
        range=_range(rule.min, rule.max),
        span=SPANS[rule.per],
    )


def _food_group_portions(rule: FoodGroupPortions, _: PlanningProblem) -> Message:
    return say(
        "{food_group} {range} portions of {portion} {span}",
        food_group=called(FOOD_GROUPS, rule.food_group),
        range=_range(rule.at_least, rule.at_most),
        portion=_amount(rule.portion),
        span=SPANS[rule.per],
    )


def _budget(rule: Budget, _: PlanningProblem) -> Message:
    return say("cost at most {rupiah} a portion {span}", rupiah=money(rule.max.value), span=SPANS[rule.over])


def _tag_days(rule: TagDays, _: PlanningProblem) -> Message:
    parts: list[Message] = []
    if rule.at_least is not None or rule.at_most is not None:
        count = _range(rule.at_least, rule.at_most)
        if rule.over == "week":
            parts.append(say("on {count} days a week", count=count))
        else:
            parts.append(say("on {count} days of the plan", count=count))
    if rule.only_on:
        parts.append(say("only on {days}", days=_days(rule.only_on)))
    if rule.never_on:
        parts.append(say("never on {days}", days=_days(rule.never_on)))
    return say("{tag} {parts}", tag=called(TAGS, rule.tag), parts=tuple(parts))


def _repeat(rule: Repeat, _: PlanningProblem) -> Message:
    return say(
        "the same {of} at most {times} in {days} school days",
        of=called(REPEAT_OF, rule.of),
        times=say("once") if rule.at_most == 1 else say("{n} times", n=rule.at_most),
        days=rule.within_days,
    )


def _not_adjacent(rule: NotAdjacent, problem: PlanningProblem) -> Message:
    return say("{what} not on two days in a row", what=_dishes(rule.dishes, rule.tags, problem))


def _incompatible(rule: Incompatible, problem: PlanningProblem) -> Message:
    return say("at most one of {what} on a day", what=_dishes(rule.dishes, rule.tags, problem))


def _pin(rule: Pin, problem: PlanningProblem) -> Message:
    if not rule.days:
        return say("{dish} on every day", dish=_dish(rule.dish, problem))
    return say("{dish} on {days}", dish=_dish(rule.dish, problem), days=_days(rule.days))


def _ban(rule: Ban, problem: PlanningProblem) -> Message:
    return say("no {what}", what=_dishes(rule.dishes, rule.tags, problem))


ASKS: dict[str, Callable[[Any, PlanningProblem], Message]] = {
    "nutrient_range": _nutrient_range,
    "energy_share": _energy_share,
    "food_group_portions": _food_group_portions,
    "budget": _budget,
    "tag_days": _tag_days,
    "repeat": _repeat,
    "not_adjacent": _not_adjacent,
    "incompatible": _incompatible,
    "pin": _pin,
    "ban": _ban,
}
"""Rule kind -> what it asks."""


def _range(low: Amount | float | None, high: Amount | float | None) -> Message:
    if low is not None and high is not None:
        if low == high:
            return say("exactly {amount}", amount=_amount(low))
        return say("from {low} to {high}", low=_amount(low), high=_amount(high))
    if low is not None:
        return say("at least {amount}", amount=_amount(low))
    return say("at most {amount}", amount="" if high is None else _amount(high))


def _amount(amount: Amount | float) -> object:
    if not isinstance(amount, Amount):
        return figure(amount, 0 if float(amount).is_integer() else 2)
    value = figure(amount.value, 0 if float(amount.value).is_integer() else 1)
    return say("{value} {unit}", value=value, unit=called(UNITS, amount.unit)) if amount.unit else value


def _days(days: Iterable[str]) -> tuple[object, ...]:
    return tuple(day_name(d) for d in days)


def _dishes(dishes: Iterable[str], tags: Iterable[str], problem: PlanningProblem) -> tuple[object, ...]:
    return (*(_dish(d, problem) for d in dishes), *(called(TAGS, t) for t in tags))


def _dish(id: str, problem: PlanningProblem) -> object:
    """A dish's name; a plan does not hold those that it does not serve."""
    return next((d.name for d in problem.dishes if d.id == id), id.replace("_", " "))


def says(finding: Finding, problem: PlanningProblem) -> Message:
    """What the plan gives where a rule looked, against what the rule asks there."""
    decimals = 0 if finding.unit in ("day", "dish", "serving", "idr", "group") else 2
    unit = "%" if finding.unit == "%" else finding.unit
    value = say("unknown") if not math.isfinite(finding.value) else figure(finding.value, decimals)
    bounds = _range(
        None if finding.low is None else Amount(round(finding.low, 3), unit),
        None if finding.high is None else Amount(round(finding.high, 3), unit),
    )
    if finding.unit == "idr":
        value = money(finding.value)
        bounds = say("at most {amount}", amount=money(finding.high or 0.0))
    message = say(
        "{about}: {value}, asked: {bounds}", about=_about(finding, problem), value=value, bounds=bounds
    )
    if len(finding.days) < len(problem.days):
        days = tuple(d.date for d in problem.days if d.index in finding.days)
        message = say("{finding}; on {days}", finding=message, days=days)
    if finding.group:
        message = say("{finding}; for {groups}", finding=message, groups=problem.group(finding.group).name)
    return message


def _about(finding: Finding, problem: PlanningProblem) -> object:
    if finding.kind == "energy_share":
        return say("energy from {nutrient}", nutrient=nutrient_name(finding.about))
    if finding.kind == "nutrient_range":
        return nutrient_name(finding.about)
    if finding.kind == "food_group_portions":
        return called(FOOD_GROUPS, finding.about)
    if finding.about == "cost":
        return say("cost")
    names = {d.id: d.name for d in problem.dishes}
    return tuple(names.get(i) or called(ANYTHING, i) for i in finding.about.split(", "))
