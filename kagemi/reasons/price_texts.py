"""What each rule of a plan costs, in words: a row for each rule, the dearest first."""

from collections.abc import Iterator
from dataclasses import dataclass

from kagemi.domain.message import Message, Text, say
from kagemi.domain.plan import Plan
from kagemi.domain.problem import PlanningProblem
from kagemi.domain.reasons import Prices, Range, RulePrice, Variant
from kagemi.language.change_texts import written
from kagemi.language.finding_texts import says
from kagemi.language.rule_texts import asks
from kagemi.language.words import money
from kagemi.report.check import check
from kagemi.report.summary import RuleSummary, summarise

BINDS = 1e-3
"""A rule binds where its value is nearer to the bound than this part of it."""
EXPLAINED = say(
    "Price: what the week would be cheaper without the rule, the difference of two weeks that "
    "were both "
    "solved; the other rules and the tiers before cost are held. Tighter, looser: the figure "
    "that was "
    "tried and the change of the week's cost."
)
CHANGED = say("The rules are not those of the plan any more: today's are explained, here and below.")


@dataclass(frozen=True)
class PriceRow:
    """A rule: whether it binds, where it has the least room, its price, and its neighbours."""

    rule: str
    binds: bool
    room: Message
    price: Message
    tighter: Message
    looser: Message


def base_cost(prices: Prices) -> Message:
    """What the week costs that all prices are measured against."""
    low, high = money(prices.cost.low), money(prices.cost.high)
    return say("The cheapest week that is as good in all else: {low} to {high} a portion", low=low, high=high)


def price_rows(plan: Plan, problem: PlanningProblem, prices: Prices) -> Iterator[PriceRow]:
    """A row for each rule that was priced."""
    judged = judged_by(plan, problem)
    found = summarise(judged, plan.servings, check(judged, plan.servings))
    verdicts = {r.rule.name: r for r in found.rules}
    rules = {r.name: r for r in problem.rules}
    for price in sorted(prices.rules, key=lambda p: -(p.price.middle if p.price else 0.0)):
        verdict = verdicts.get(price.rule)
        yield PriceRow(
            price.rule,
            bool(verdict and binds(verdict)),
            says(verdict.worst, judged) if verdict and verdict.worst else asks(rules[price.rule], problem),
            price_of(price),
            variant(price.tighter, prices.cost),
            variant(price.looser, prices.cost),
        )


def are_changed(plan: Plan, problem: PlanningProblem) -> bool:
    """True if the rules of a plan's problem today are not the ones it was made by."""
    return {r.name: r for r in plan.problem.rules} != {r.name: r for r in problem.rules}


def judged_by(plan: Plan, problem: PlanningProblem) -> PlanningProblem:
    """The problem whose rules stand beside prices: today's once they changed, as those are what was priced.

    A plan with a dish that is gone today can only be judged as it was made.
    """
    is_whole = {s.dish for s in plan.servings} <= {d.id for d in problem.dishes}
    return problem if is_whole and are_changed(plan, problem) else plan.problem


def binds(verdict: RuleSummary) -> bool:
    """True if a finding of the rule has next to no room to its bound."""
    for f in verdict.findings:
        for bound in (f.low, f.high):
            if bound is not None and abs(f.value - bound) <= BINDS * max(1.0, abs(bound)):
                return True
    return False


def price_of(price: RulePrice) -> Message:
    """What the rule costs, as one figure where the ends are the same rupiah."""
    if price.price is None:
        return say("not settled")
    return say("{value}", value=_range(price.price))


def _range(range_: Range) -> Text:
    low, high = money(range_.low), money(range_.high)
    if round(range_.low) == round(range_.high):
        return low
    return Text(f"{low.id}–{high.id}", f"{low.en}–{high.en}")


def variant(variant: Variant | None, base: Range) -> Message:
    """The figure that was tried, and the change of the week's cost."""
    if variant is None:
        return say("{value}", value="–")
    figure = written(getattr(variant.rule, variant.key))
    if variant.cost is None:
        return say("{figure}: no menu", figure=figure)
    proven = variant.cost.minus(base)
    most = max(abs(proven.low), abs(proven.high))
    if proven.low <= 0 <= proven.high and round(most) > 0:
        return say("{figure}: within the proof, at most {amount}", figure=figure, amount=money(most))
    change = variant.cost.middle - base.middle
    sign = "+" if change >= 0 else "−"
    return say("{figure}: {sign}{amount}", figure=figure, sign=sign, amount=money(abs(change)))
