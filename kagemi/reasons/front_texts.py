"""A front in words: its axes, its points and their proofs, what a step costs, what is to be known of it."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kagemi.domain.message import Message, Text, say
from kagemi.domain.nutrients import BY_ID
from kagemi.domain.problem import Tier
from kagemi.language import percent, text
from kagemi.language.outcome_texts import quantity, quantity_name
from kagemi.language.outcome_texts import tier as tier_text
from kagemi.language.words import UNITS, called
from kagemi.optimizer.frontier import Front, Point, outcome_of, price_of_step
from kagemi.optimizer.tiers import PROVEN
from kagemi.sheets.frontier import Axis, PointText

AXES = {
    "cost": say("cost, rupiah a portion (less is better)"),
    "acceptance": say("acceptance, eaten in % (more is better)"),
    "emissions": say("greenhouse gas, kg CO2e a portion (less is better)"),
    "variety": say("different main ingredients (more is better)"),
}
ONE = {
    "cost": say("rupiah less"),
    "acceptance": say("percentage point more"),
    "emissions": say("kg CO2e less"),
    "variety": say("main ingredient more"),
}
"""What one more of a quantity is called."""
SHOWN = {"acceptance": 100.0}
"""Shares are shown in per cent."""


def notes(front: Front) -> Iterator[Message]:
    """What holds for all points, and what was left open."""
    for tier in front.locked:
        if tier.value < PROVEN:
            yield say("All points keep all soft rules as well.")
        else:
            value = quantity(tier.quantity, tier.value)
            yield say("All points miss as little of the soft rules as can be: {value}.", value=value)
    if front.points:
        best = next(t for t in outcome_of(front, front.points[-1]).tiers if t.quantity == front.y.quantity)
        yield tier_text(replace(best, final=None))
    if len(front.points) == 1:
        yield say("One menu is the best in both: nothing has to be weighed.")
    if front.left_open:
        yield say("For {n} levels no menu was found in time.", n=front.left_open)
    if front.interrupted:
        yield say("Interrupted: there may be more points.")


def gap(point: Point) -> Message:
    """How far a point may be from the best."""
    if point.gap <= PROVEN:
        return say("0, optimal")
    if not math.isfinite(point.gap):
        return say("not proven")
    up = math.ceil(point.gap * 1e4 - 1e-9) / 1e4
    return say("at most {gap}", gap=Text(percent(up, "id", 2), percent(up, "en", 2)))


def step(front: Front, before: Point, point: Point) -> Message:
    """What one more of y costs on the way from the point before."""
    y = front.y.quantity
    price = price_of_step(before, point) / SHOWN.get(y, 1.0)
    unit = ONE.get(y) or say("{unit} more", unit=called(UNITS, BY_ID[y].unit))
    return say("{amount} for each {unit}", amount=quantity(front.x.quantity, price), unit=unit)


def axis(tier: Tier, values: Sequence[float], lang: str) -> Axis:
    """An axis of the page's chart."""
    name = tier.quantity
    label = AXES.get(name) or say(
        "{nutrient}, {unit} a portion (more is better)",
        nutrient=quantity_name(name),
        unit=called(UNITS, BY_ID[name].unit),
    )
    written = text(label, lang)
    return Axis(written[:1].upper() + written[1:], tuple(v * SHOWN.get(name, 1.0) for v in values))


def point_texts(front: Front, lang: str) -> tuple[PointText, ...]:
    """What the page says of each point."""
    found = []
    for n, point in enumerate(front.points):
        price = text(step(front, front.points[n - 1], point), lang) if n else ""
        proof = say("Away from the best with such a value: {gap}", gap=gap(point))
        found.append(
            PointText(
                text(_named(front.x, point.x), lang),
                text(_named(front.y, point.y), lang),
                text(proof, lang),
                price,
            )
        )
    return tuple(found)


def _named(tier: Tier, value: float) -> Message:
    return say("{name} {value}", name=quantity_name(tier.quantity), value=quantity(tier.quantity, value))
