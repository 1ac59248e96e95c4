"""Why there is no menu, in words: the clash, figures that nobody knows, causes in the data."""

from kagemi.domain.message import Message, say
from kagemi.domain.problem import PlanningProblem
from kagemi.domain.reasons import Clash, DataCause
from kagemi.domain.rules import AnyRule, NutrientRange
from kagemi.language.words import SLOTS, called, nutrient_name

WAYS = say("Ways out, the cheapest menu first")
TRIED = say("Each way was tried: with it there is a menu at the cost shown; none is cheaper than the bound.")
LEAST = say("* a smaller change of this figure is not enough, proven.")


def lead(clash: Clash) -> Message:
    """What is known of the rules that clash."""
    if not clash.rules:
        return say("There is no menu even without rules: slots, portions and dishes do not go together.")
    if not clash.irreducible:
        return say("No menu keeps all hard rules. The clash is among these (it may need fewer: not proven):")
    if len(clash.rules) == 1:
        return say("No menu keeps all hard rules. This one cannot be kept, whatever the others allow:")
    return say("No menu keeps all hard rules. These clash, and each of them is needed for the clash:")


def unknown(rule: AnyRule, problem: PlanningProblem) -> Message | None:
    """A maximum reckons with figures that nobody knows: a gap in the data may be what clashes."""
    if not isinstance(rule, NutrientRange) or rule.max is None:
        return None
    amounts = [d.nutrients[rule.nutrient] for d in problem.dishes if rule.nutrient in d.nutrients]
    gaps = sum(a.known < a.of for a in amounts)
    if not gaps:
        return None
    return say(
        "{rule}: {gaps} of {dishes} dishes have an ingredient whose {nutrient} is unknown; a maximum "
        "counts it at the highest figure of its food group.",
        rule=rule.name,
        gaps=gaps,
        dishes=len(problem.dishes),
        nutrient=nutrient_name(rule.nutrient),
    )


def cause(cause: DataCause, problem: PlanningProblem) -> Message:
    """A slot that is left with few dishes."""
    days = tuple(d.date for d in problem.days if d.index in cause.days)
    names = {d.id: d.name for d in problem.dishes}
    message = say(
        "Only {left} of {of} dishes fit {slot} on {days} ({dishes})",
        left=len(cause.left),
        of=cause.of,
        slot=called(SLOTS, cause.slot),
        days=days,
        dishes=tuple(names[d] for d in cause.left) or say("none"),
    )
    if cause.rules:
        message = say("{cause}; the others are shut out by {rules}", cause=message, rules=cause.rules)
    if cause.unknown:
        message = say(
            "{cause}; {rules} shuts out dishes because a figure is unknown: a maximum is not met by ignorance",
            cause=message,
            rules=cause.unknown,
        )
    return message
