"""What each rule of a plan costs, laid out for a terminal."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text as Line

from kagemi.cli.plan_view import table
from kagemi.domain.message import say
from kagemi.domain.plan import Plan
from kagemi.domain.problem import PlanningProblem
from kagemi.domain.reasons import Prices
from kagemi.language import text
from kagemi.reasons.price_texts import EXPLAINED, base_cost, price_rows


def prices_view(plan: Plan, problem: PlanningProblem, prices: Prices, lang: str) -> Iterator[RenderableType]:
    """The week's cost, then a row for each rule."""
    yield Line(text(base_cost(prices), lang))
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
    for row in price_rows(plan, problem, prices):
        made.add_row(
            row.rule,
            text(say("yes") if row.binds else say("no"), lang),
            *(text(m, lang) for m in (row.room, row.price, row.tighter, row.looser)),
        )
    yield made
    yield Line(text(EXPLAINED, lang), "dim")
