"""Why a dish is on the menu or not, laid out for a terminal: the two plans side by side."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text as Line

from kagemi.cli.plan_view import table
from kagemi.domain.message import Message, Text, say
from kagemi.domain.problem import PlanningProblem
from kagemi.domain.reasons import DishReason
from kagemi.language import text
from kagemi.reasons.dish_texts import Compared, against, answer_text, figures, menus


def dish_reason_view(answer: DishReason, problem: PlanningProblem, lang: str) -> Iterator[RenderableType]:
    """The answer in a sentence, the differences, the rules that speak against the wish."""
    yield Line(text(answer_text(answer, problem), lang))
    if answer.answer in ("unknown", "already"):
        return
    if answer.answer == "possible":
        yield _differences(answer, problem, lang)
    indent = "  " if answer.answer == "impossible" else ""
    for _, message in against(answer, problem):
        yield Line(indent + text(message, lang))


def _differences(answer: DishReason, problem: PlanningProblem, lang: str) -> RenderableType:
    made = table(
        "",
        ("", False),
        (text(say("Best menu"), lang), True),
        (text(say("With the wish"), lang), True),
        (text(say("Difference"), lang), True),
    )
    for each in figures(answer, problem):
        made.add_row(*_cells(each, lang))
    made.add_section()
    for each in menus(answer, problem):
        made.add_row(*_cells(each, lang))
    return made


def _cells(row: Compared, lang: str) -> Iterator[str]:
    what: Message | Text = row.what
    yield text(what, lang) if isinstance(what, Message) else what.in_language(lang)
    yield from (t.in_language(lang) for t in (row.best, row.wished, row.difference))
