"""What each rule of a plan costs, laid out for a terminal."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text as Line

from kagemi.cli.change_texts import written
from kagemi.cli.finding_texts import says
from kagemi.cli.plan_view import table
from kagemi.cli.rule_texts import asks
from kagemi.domain.message import say
from kagemi.domain.plan import Plan
from kagemi.domain.problem import PlanningProblem
from kagemi.domain.reasons import Prices, Range, RulePrice, Variant
from kagemi.language import rupiah, text
from kagemi.report.check import check
from kagemi.report.summary import RuleSummary, summarise

BINDS = 1e-3
"""A rule binds where its value is nearer to the bound than this part of it."""


def prices_view(plan: Plan, problem: PlanningProblem, prices: Prices, lang: str) -> Iterator[RenderableType]:
    """The week's cost, then a row for each rule."""
    found = summarise(plan.problem, plan.servings, check(plan.problem, plan.servings))
    verdicts = {r.rule.name: r for r in found.rules}
    low, high = (rupiah(v, lang) for v in (prices.cost.low, prices.cost.high))
    yield Line(
        text(
            say("The cheapest week that is as good in all else: {low} to {high} a portion", low=low, high=high),
            lang,
        )
    )
    made = table(
        text(say("What the rules cost, rupiah a portion"), lang),
        (text(say("Rule"), lang), False),
        (text(say("Binds"), lang), False),
        (text(say("Least room"), lang), False),
        (text(say("Price"), lang), True),
        (text(say("Tighter"), lang), True),
        (text(say("Looser"), lang), True),
        whole=0,
    )
    rules = {r.name: r for r in problem.rules}
    order = sorted(prices.rules, key=lambda p: -(p.price.middle if p.price else 0.0))
    for price in order:
        rule = rules[price.rule]
        verdict = verdicts.get(price.rule)
        made.add_row(
            price.rule,
            text(say("yes") if verdict and binds(verdict) else say("no"), lang),
            text(says(verdict.worst, plan.problem) if verdict and verdict.worst else asks(rule, problem), lang),
            _price(price, lang),
            _variant(price.tighter, prices.cost, lang),
            _variant(price.looser, prices.cost, lang),
        )
    yield made
    yield Line(
        text(
            say(
                "Price: what the week would be cheaper without the rule, the difference of two weeks that "
                "were both "
                "solved; the other rules and the tiers before cost are held. Tighter, looser: the figure "
                "that was "
                "tried and the change of the week's cost."
            ),
            lang,
        ),
        "dim",
    )


def binds(verdict: RuleSummary) -> bool:
    """True if a finding of the rule has next to no room to its bound."""
    for f in verdict.findings:
        for bound in (f.low, f.high):
            if bound is not None and abs(f.value - bound) <= BINDS * max(1.0, abs(bound)):
                return True
    return False


def _price(price: RulePrice, lang: str) -> str:
    if price.price is None:
        return text(say("not settled"), lang)
    return _range(price.price, lang)


def _range(range_: Range, lang: str) -> str:
    """One figure where the ends are the same rupiah."""
    low, high = round(range_.low), round(range_.high)
    return rupiah(low, lang) if low == high else f"{rupiah(low, lang)}–{rupiah(high, lang)}"


def _variant(variant: Variant | None, base: Range, lang: str) -> str:
    if variant is None:
        return "–"
    figure = text(say("{value}", value=written(getattr(variant.rule, variant.key))), lang)
    if variant.cost is None:
        return text(say("{figure}: no menu", figure=figure), lang)
    change = variant.cost.middle - base.middle
    sign = "+" if change >= 0 else "−"
    return f"{figure}: {sign}{rupiah(abs(change), lang)}"
