"""What a rule asks, as a sentence; one function a rule kind."""

from collections.abc import Callable
from datetime import date
from typing import Any

from kagemi.domain.amount import Amount
from kagemi.domain.message import Message, say
from kagemi.domain.problem import PlanningProblem
from kagemi.domain.rules import (
    Acceptance,
    Alternative,
    AnyRule,
    Ban,
    Budget,
    Diversity,
    Emissions,
    EnergyShare,
    Equipment,
    FishForm,
    FishSafety,
    FoodGroupPortions,
    GoesWith,
    Incompatible,
    Labour,
    LocalShare,
    NewDishes,
    NotAdjacent,
    NutrientRange,
    Pin,
    Repeat,
    Season,
    Storage,
    Supply,
    TagDays,
    UseUp,
)
from kagemi.language.kitchen import MACHINES
from kagemi.language.phrases import amount, between, days, dish, dishes, food, tag
from kagemi.language.words import (
    ALLERGENS,
    FOOD_GROUPS,
    MONTHS,
    PLACES,
    REPEAT_OF,
    RISKS,
    SLOTS,
    TAGS,
    called,
    figure,
    money,
    nutrient_name,
)

MEANS = {"day": say("each day"), "week": say("in the mean of a week"), "plan": say("in the mean of the plan")}
"""Where a mean of days is asked for."""
TOGETHER = {"day": say("a day"), "week": say("a week"), "plan": say("in the whole plan")}
"""Where days are added up."""


def asks(rule: AnyRule, problem: PlanningProblem) -> Message:
    """What a rule asks, with whom, when and where it holds."""
    message = ASKS[rule.kind](rule, problem)
    if rule.groups:
        groups = tuple(g.name for g in problem.groups if g.id in rule.groups)
        message = say("{rule}; for {groups}", rule=message, groups=groups)
    if rule.days and not isinstance(rule, Pin):
        message = say("{rule}; on {days}", rule=message, days=days(rule.days))
    if rule.slots:
        message = say("{rule}; in {slots}", rule=message, slots=tuple(called(SLOTS, s) for s in rule.slots))
    return message


def _nutrient_range(rule: NutrientRange, _: PlanningProblem) -> Message:
    return say(
        "{nutrient} {range} {span}",
        nutrient=nutrient_name(rule.nutrient),
        range=between(rule.min, rule.max),
        span=MEANS[rule.per],
    )


def _energy_share(rule: EnergyShare, _: PlanningProblem) -> Message:
    return say(
        "energy from {nutrient} {range} {span}",
        nutrient=nutrient_name(rule.of),
        range=between(rule.min, rule.max),
        span=MEANS[rule.per],
    )


def _food_group_portions(rule: FoodGroupPortions, _: PlanningProblem) -> Message:
    return say(
        "{food_group} {range} portions of {portion} {span}",
        food_group=called(FOOD_GROUPS, rule.food_group),
        range=between(rule.at_least, rule.at_most),
        portion=amount(rule.portion),
        span=MEANS[rule.per],
    )


def _budget(rule: Budget, _: PlanningProblem) -> Message:
    return say("cost at most {rupiah} a portion {span}", rupiah=money(rule.max.value), span=MEANS[rule.over])


def _tag_days(rule: TagDays, problem: PlanningProblem) -> Message:
    parts: list[Message] = []
    if rule.at_least is not None or rule.at_most is not None:
        count = between(rule.at_least, rule.at_most)
        if rule.over == "week":
            parts.append(say("on {count} days a week", count=count))
        else:
            parts.append(say("on {count} days of the plan", count=count))
    if rule.only_on:
        parts.append(say("only on {days}", days=days(rule.only_on)))
    if rule.never_on:
        parts.append(say("never on {days}", days=days(rule.never_on)))
    return say("{tag} {parts}", tag=tag(rule.tag, problem), parts=tuple(parts))


def _repeat(rule: Repeat, _: PlanningProblem) -> Message:
    return say(
        "the same {of} at most {times} in {days} school days",
        of=called(REPEAT_OF, rule.of),
        times=say("once") if rule.at_most == 1 else say("{n} times", n=rule.at_most),
        days=rule.within_days,
    )


def _not_adjacent(rule: NotAdjacent, problem: PlanningProblem) -> Message:
    return say("{what} not on two days in a row", what=dishes(rule.dishes, rule.tags, problem))


def _incompatible(rule: Incompatible, problem: PlanningProblem) -> Message:
    return say("at most one of {what} on a day", what=dishes(rule.dishes, rule.tags, problem))


def _pin(rule: Pin, problem: PlanningProblem) -> Message:
    if not rule.days:
        return say("{dish} on every day", dish=dish(rule.dish, problem))
    return say("{dish} on {days}", dish=dish(rule.dish, problem), days=days(rule.days))


def _ban(rule: Ban, problem: PlanningProblem) -> Message:
    return say("no {what}", what=dishes(rule.dishes, rule.tags, problem))


def _diversity(rule: Diversity, _: PlanningProblem) -> Message:
    return say(
        "{of}: at least {n} different ones {span}",
        of=called(REPEAT_OF, rule.of),
        n=rule.at_least,
        span=TOGETHER[rule.over],
    )


def _local_share(rule: LocalShare, problem: PlanningProblem) -> Message:
    what = (*(called(TAGS, t) for t in rule.tags), *(food(f, problem) for f in rule.foods))
    return say(
        "at least {share} of the spending on {foods} {span}",
        share=amount(Amount(rule.at_least.share * 100, "%")),
        foods=what,
        span=TOGETHER[rule.over],
    )


def _goes_with(rule: GoesWith, problem: PlanningProblem) -> Message:
    return say(
        "{what} only together with {partners}",
        what=dishes(rule.dishes, rule.tags, problem),
        partners=dishes(rule.with_dishes, rule.with_tags, problem),
    )


def _equipment(rule: Equipment, _: PlanningProblem) -> Message:
    machine = called(MACHINES, rule.equipment)
    if rule.units == 1:
        return say("{machine} in use at most {minutes} minutes a day", machine=machine, minutes=rule.minutes)
    return say(
        "{machine} in use at most {minutes} minutes a day on each of {units}",
        machine=machine,
        minutes=rule.minutes,
        units=rule.units,
    )


def _labour(rule: Labour, _: PlanningProblem) -> Message:
    return say("at most {hours} hours of work a day, all hands together", hours=amount(rule.hours))


def _storage(rule: Storage, problem: PlanningProblem) -> Message:
    foods = (*(food(f, problem) for f in rule.foods), *(called(FOOD_GROUPS, g) for g in rule.food_groups))
    asked: dict[str, object] = {
        "amount": _bought(rule.at_most),
        "foods": foods,
        "place": called(PLACES, rule.place),
    }
    if rule.bought_on:
        return say(
            "at most {amount} of {foods} in {place} from one delivery to the next; deliveries on {days}",
            **asked,
            days=days(rule.bought_on),
        )
    return say("at most {amount} of {foods} in {place} for a week", **asked)


def _supply(rule: Supply, problem: PlanningProblem) -> Message:
    message = say(
        "buy {food}: {range} {span}",
        food=food(rule.food, problem),
        range=between(rule.at_least and _kilograms(rule.at_least), rule.at_most and _kilograms(rule.at_most)),
        span=TOGETHER[rule.per],
    )
    if rule.supplier:
        message = say("{rule}; from {supplier}", rule=message, supplier=rule.supplier)
    return message


def _use_up(rule: UseUp, problem: PlanningProblem) -> Message:
    return say(
        "use up {amount} of {food} by {date}",
        amount=_bought(rule.amount),
        food=food(rule.food, problem),
        date=date.fromisoformat(rule.by),
    )


def _season(rule: Season, problem: PlanningProblem) -> Message:
    return say(
        "{foods} only in {months}",
        foods=tuple(food(f, problem) for f in rule.foods),
        months=tuple(called(MONTHS, m) for m in rule.months),
    )


def _acceptance(rule: Acceptance, _: PlanningProblem) -> Message:
    return say(
        "children are expected to eat at least {share} of what is served {span}",
        share=amount(Amount(rule.at_least.share * 100, "%")),
        span=MEANS[rule.per],
    )


def _fish_form(rule: FishForm, _: PlanningProblem) -> Message:
    step = called(TAGS, f"ladder_{rule.up_to}")
    dated = rule.since is not None and rule.weeks_a_step is not None
    if dated:
        asked = say(
            "fish no further on the ladder than {step}, one step more every {weeks} weeks from {date} on",
            step=step,
            weeks=rule.weeks_a_step,
            date=date.fromisoformat(rule.since or ""),
        )
    else:
        asked = say("fish no further on the ladder than {step}", step=step)
    if rule.accepted is None:
        return asked
    share = amount(Amount(rule.accepted.share * 100, "%"))
    if dated:
        return say("{asked}, but only once {share} of the step below is surely eaten", asked=asked, share=share)
    return say("{asked}, one step more once {share} of it is surely eaten", asked=asked, share=share)


def _new_dishes(rule: NewDishes, _: PlanningProblem) -> Message:
    return say(
        "at most {n} servings {span} of dishes that the children have not had in the last {days} school days",
        n=rule.at_most,
        span=TOGETHER[rule.over],
        days=rule.within_days,
    )


def _alternative(rule: Alternative, _: PlanningProblem) -> Message:
    return say(
        "no {allergens}: another dish in the place of each that contains any",
        allergens=tuple(called(ALLERGENS, a) for a in rule.avoids),
    )


def _fish_safety(rule: FishSafety, _: PlanningProblem) -> Message:
    risk = called(RISKS, rule.of)
    if rule.over == "week":
        return say("{risk} on at most {n} days a week", risk=risk, n=rule.at_most)
    return say("{risk} on at most {n} days of the plan", risk=risk, n=rule.at_most)


def _emissions(rule: Emissions, _: PlanningProblem) -> Message:
    return say(
        "greenhouse gas at most {kilograms} kg CO2e a portion {span}",
        kilograms=figure(rule.at_most, 2),
        span=MEANS[rule.per],
    )


def _kilograms(bought: Amount) -> Amount:
    """A bare number is kilograms."""
    return Amount(bought.value, bought.unit or "kg")


def _bought(bought: Amount) -> object:
    return amount(_kilograms(bought))


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
    "diversity": _diversity,
    "local_share": _local_share,
    "goes_with": _goes_with,
    "equipment": _equipment,
    "labour": _labour,
    "storage": _storage,
    "supply": _supply,
    "use_up": _use_up,
    "season": _season,
    "acceptance": _acceptance,
    "fish_form": _fish_form,
    "new_dishes": _new_dishes,
    "alternative": _alternative,
    "fish_safety": _fish_safety,
    "emissions": _emissions,
}
"""Rule kind -> what it asks."""
