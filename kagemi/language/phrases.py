"""Phrases of which sentences about rules are made: ranges, amounts, days, dishes, tags, foods."""

from collections.abc import Iterable

from kagemi.domain.amount import Amount
from kagemi.domain.message import Message, Text, say
from kagemi.domain.problem import PlanningProblem
from kagemi.language.words import (
    ALLERGENS,
    ANYTHING,
    COLOURS,
    FOOD_GROUPS,
    TAGS,
    UNITS,
    called,
    day_name,
    figure,
)


def between(low: Amount | float | None, high: Amount | float | None) -> Message:
    """At least, at most, exactly, or from one amount to the other."""
    if low is not None and high is not None:
        if low == high:
            return say("exactly {amount}", amount=amount(low))
        return say("from {low} to {high}", low=amount(low), high=amount(high))
    if low is not None:
        return say("at least {amount}", amount=amount(low))
    return say("at most {amount}", amount="" if high is None else amount(high))


def amount(value: Amount | float) -> object:
    """A number, with its unit if it has one."""
    if not isinstance(value, Amount):
        return figure(value, 0 if float(value).is_integer() else 2)
    written = figure(value.value, _decimals(value.value))
    return say("{value} {unit}", value=written, unit=called(UNITS, value.unit)) if value.unit else written


def _decimals(value: float) -> int:
    """One decimal, but not where it would hide half of a small figure."""
    if float(value).is_integer():
        return 0
    return 1 if abs(value) >= 1 or round(value, 1) == value else 2


def days(names: Iterable[str]) -> tuple[object, ...]:
    """Weekdays and dates by name."""
    return tuple(day_name(d) for d in names)


def dishes(ids: Iterable[str], tags: Iterable[str], problem: PlanningProblem) -> tuple[object, ...]:
    """Dishes and tags by name."""
    return (*(dish(d, problem) for d in ids), *(tag(t, problem) for t in tags))


def dish(id: str, problem: PlanningProblem) -> object:
    """A dish's name; a plan does not hold those that it does not serve."""
    return next((d.name for d in problem.dishes if d.id == id), id.replace("_", " "))


def food(id: str, problem: PlanningProblem) -> object:
    """A food's name; a plan does not hold those that it does not use."""
    found = problem.foods.get(id)
    return Text(found.name_id, found.name_en) if found else id.replace("_", " ")


def tag(id: str, problem: PlanningProblem) -> Message:
    """What dishes with a tag are called; tags that follow from the recipe are taken apart."""
    if id in TAGS:
        return TAGS[id]
    family, _, rest = id.partition("_")
    if family == "contains" and rest:
        return say("dishes that contain {allergen}", allergen=called(ALLERGENS, rest))
    if family == "main" and rest:
        return say("dishes whose main ingredient is {food}", food=food(rest, problem))
    if family == "group" and rest:
        return say(
            "dishes whose main ingredient is of the group {food_group}", food_group=called(FOOD_GROUPS, rest)
        )
    if family == "species" and rest:
        return say("dishes with {species}", species=_species(rest, problem))
    if family == "colour" and rest:
        return say("{colour} dishes", colour=called(COLOURS, rest))
    return called(TAGS, id)


def _species(id: str, problem: PlanningProblem) -> object:
    """A species goes by the name of the food, if it is bought as one food only."""
    found = [f for f in problem.foods.values() if f.species == id]
    return Text(found[0].name_id, found[0].name_en) if len(found) == 1 else id.replace("_", " ")


def thing(id: str, problem: PlanningProblem) -> object:
    """Whatever a finding is about: a dish, a food, a slot, a tag ..."""
    named = next((d.name for d in problem.dishes if d.id == id), None)
    if named is not None:
        return named
    if id in problem.foods:
        return food(id, problem)
    return ANYTHING.get(id) or tag(id, problem)
