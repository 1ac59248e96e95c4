"""A change of a rule as a nutritionist would write it: budget: max 8000 -> 8640."""

from pathlib import PurePath

from kagemi.domain.amount import Amount
from kagemi.domain.message import Message, say
from kagemi.domain.problem import PlanningProblem
from kagemi.domain.reasons import Change, WayOut
from kagemi.language.phrases import amount
from kagemi.language.words import money


def change(change: Change, problem: PlanningProblem) -> Message:
    """What is changed, where in the file, and for whom and when alone, if that is enough."""
    rule, place = change.rule, problem.places.get(change.rule.name)
    at = f"{PurePath(place.file).name}:{place.line}" if place else rule.name
    if change.key == "days":
        stay = f"[{', '.join(change.becomes[-1].days)}]"
        return say("{rule}: days: {days} ({place})", rule=rule.name, days=stay, place=at)
    if not change.key:
        return say("{rule}: left out ({place})", rule=rule.name, place=at)
    message = say(
        "{rule}: {key} {old} -> {new} ({place})",
        rule=rule.name,
        key=change.key,
        old=written(getattr(rule, change.key)),
        new=written(getattr(change.becomes[-1], change.key)),
        place=at,
    )
    if change.groups:
        names = tuple(g.name for g in problem.groups if g.id in change.groups)
        message = say("{change}; needed for {groups} only", change=message, groups=names)
    if change.days:
        days = tuple(d.date for d in problem.days if d.index in change.days)
        message = say("{change}; needed on {days} only", change=message, days=days)
    return message


def written(value: object) -> object:
    """A figure as the file has it."""
    if isinstance(value, Amount):
        return money(value.value) if value.unit == "idr" else amount(value)
    return amount(value) if isinstance(value, int | float) else str(value)


def way(way: WayOut, problem: PlanningProblem) -> Message:
    """All changes of a way out."""
    parts = [change(c, problem) for c in way.changes]
    message = parts[0]
    for part in parts[1:]:
        message = say("{one}, and {other}", one=message, other=part)
    return message
