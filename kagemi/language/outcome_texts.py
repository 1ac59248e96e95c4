"""How good a plan is and how that is known, said honestly."""

import math

from kagemi.domain.message import Message, Text, say
from kagemi.domain.nutrients import BY_ID
from kagemi.domain.plan import Outcome, TierResult
from kagemi.language import number, percent
from kagemi.language.words import QUANTITIES, amount_of, called, nutrient_name

MOST_TELLING = 1.0
"""A gap of 100 % or more says nothing."""


def status(outcome: Outcome) -> Message:
    """The status of a plan in a sentence."""
    if outcome.status == "optimal":
        found = say("optimal, proven")
    elif outcome.gap < MOST_TELLING:
        found = say("at most {gap} from the best, proven", gap=_gap(outcome.gap))
    else:
        found = say("not proven: how far it is from the best is not known")
    return say("interrupted; {status}", status=found) if outcome.interrupted else found


def _gap(gap: float) -> Text:
    """In hundredths of a per cent, rounded up: a promise is not made smaller than it is."""
    up = math.ceil(gap * 1e4 - 1e-9) / 1e4
    return Text(percent(up, "id", 2), percent(up, "en", 2))


def search_progress(tier: str, value: float, bound: float) -> Message:
    """Where a search stands: the tier's quantity, its best value so far, and the bound."""
    away = abs(value - bound)
    gap = away / max(abs(value), 1e-9) if math.isfinite(away) else math.inf
    return say(
        "{quantity}: {value}, bound {bound}, gap {gap}",
        quantity=quantity_name(tier),
        value=quantity(tier, value) if math.isfinite(value) else "–",
        bound=quantity(tier, bound) if math.isfinite(bound) else "–",
        gap=Text(percent(gap, "id", 2), percent(gap, "en", 2)) if gap <= 1 else "–",
    )


def tier(result: TierResult) -> Message:
    """A tier's value, the bound that nothing can pass, and what the finished plan gave up of it."""
    settled = _settled(result)
    if result.final is None or abs(result.final - result.value) <= 1e-6 * max(1.0, abs(result.value)):
        return settled
    final = quantity(result.quantity, result.final)
    return say("{tier}; this plan, for the sake of the next: {final}", tier=settled, final=final)


def _settled(result: TierResult) -> Message:
    value, name = quantity(result.quantity, result.value), quantity_name(result.quantity)
    if result.bound is None:
        return say("{quantity}: {value}; nothing better is ruled out", quantity=name, value=value)
    bound = quantity(result.quantity, result.bound)
    if result.gap <= 1e-6:
        if result.sense == "minimise":
            return say("least {quantity}: {value}, proven", quantity=name, value=value)
        return say("most {quantity}: {value}, proven", quantity=name, value=value)
    if result.sense == "minimise":
        return say(
            "least {quantity}: {value}; no menu is below {bound}", quantity=name, value=value, bound=bound
        )
    return say("most {quantity}: {value}; no menu is above {bound}", quantity=name, value=value, bound=bound)


def quantity_name(id: str) -> object:
    """What a tier is about."""
    return nutrient_name(id) if id in BY_ID else called(QUANTITIES, id)


def quantity(id: str, value: float) -> Text:
    """A value of a tier's quantity."""
    return Text(_quantity(id, value, "id"), _quantity(id, value, "en"))


def _quantity(id: str, value: float, lang: str) -> str:
    if id == "cost":
        return amount_of(value, "idr", lang)
    if id == "acceptance":
        return percent(value, lang, 2)
    if id == "shortfall":
        return number(value, lang, 3)
    if id in ("extra_dishes", "variety", "changes"):
        return number(value, lang, 1)
    if id == "emissions":
        return f"{number(value, lang, 2)} kg CO2e"
    nutrient = BY_ID[id]
    return amount_of(value, nutrient.unit, lang, nutrient.decimals)
