"""What a finding says, as a sentence."""

import math

from kagemi.domain.amount import Amount
from kagemi.domain.message import Message, say
from kagemi.domain.plan import Finding
from kagemi.domain.problem import PlanningProblem
from kagemi.language.kitchen import MACHINES
from kagemi.language.phrases import between, thing
from kagemi.language.words import (
    ALLERGENS,
    ANYTHING,
    FOOD_GROUPS,
    PLACES,
    REPEAT_OF,
    RISKS,
    UNITS,
    called,
    figure,
    money,
    nutrient_name,
)

DECIMALS = {"day": 0, "dish": 0, "serving": 0, "idr": 0, "group": 0, "kind": 0, "minute": 0, "hour": 1, "kg": 1}
"""Unit -> decimals of what a plan gives, where they are not two."""
MEASURED = frozenset({"kcal", "g", "mg", "ug", "kg"})
"""Units that stand behind a value too; things that are counted are named behind what is asked."""
TABLES = {"equipment": MACHINES, "storage": PLACES, "diversity": REPEAT_OF, "fish_safety": RISKS}
"""Kind -> the names of what its findings are about."""


def says(finding: Finding, problem: PlanningProblem) -> Message:
    """What the plan gives where a rule looked, against what the rule asks there."""
    value = say("unknown") if not math.isfinite(finding.value) else _figure(finding)
    bounds = between(
        None if finding.low is None else Amount(round(finding.low, 3), finding.unit),
        None if finding.high is None else Amount(round(finding.high, 3), finding.unit),
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


def _figure(finding: Finding) -> object:
    """The value in its unit's decimals; in more where a rounded one would seem to keep the rule."""
    decimals = DECIMALS.get(finding.unit, 2)
    written = figure(finding.value, decimals if finding.kept or decimals >= 2 else _telling(finding, decimals))
    if finding.unit not in MEASURED:
        return written
    return say("{value} {unit}", value=written, unit=called(UNITS, finding.unit))


def _telling(finding: Finding, decimals: int) -> int:
    bounds = [b for b in (finding.low, finding.high) if b is not None]
    return next((n for n in range(decimals, 4) if round(finding.value, n) not in bounds), 4)


def _about(finding: Finding, problem: PlanningProblem) -> object:
    about = finding.about
    if finding.kind in TABLES:
        return called(TABLES[finding.kind], about)
    match finding.kind:
        case "energy_share":
            return say("energy from {nutrient}", nutrient=nutrient_name(about))
        case "nutrient_range":
            return nutrient_name(about)
        case "food_group_portions":
            return called(FOOD_GROUPS, about)
        case "budget":
            return say("cost")
        case "fish_form":
            step = int(about.removeprefix("ladder_"))
            return say("fish beyond step {step} of the ladder", step=step)
        case "alternative":
            return _alternative(finding)
    if finding.kind in ABOUT:
        return ABOUT[finding.kind]
    return tuple(thing(i, problem) for i in about.split(", "))


ABOUT = {
    "local_share": say("spending on local food"),
    "labour": say("work"),
    "acceptance": say("expected to be eaten"),
    "new_dishes": say("new dishes"),
    "emissions": say("greenhouse gas of a portion"),
}
"""Kind -> what all its findings are about."""


def _alternative(finding: Finding) -> object:
    """A slot to be filled without the allergens, or the allergens themselves."""
    if finding.low is not None:
        return say("safe dishes for {slot}", slot=called(ANYTHING, finding.about))
    allergens = tuple(called(ALLERGENS, a) for a in finding.about.split(", "))
    return say("dishes with {allergens}", allergens=allergens)
