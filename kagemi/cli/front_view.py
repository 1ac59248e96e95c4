"""A front laid out for a terminal."""

from collections.abc import Iterator

from rich.console import RenderableType

from kagemi.cli.plan_view import table
from kagemi.domain.message import say
from kagemi.language import text
from kagemi.language.outcome_texts import quantity, quantity_name
from kagemi.optimizer.frontier import Front
from kagemi.reasons.front_texts import gap, notes, step


def front_view(front: Front, lang: str) -> Iterator[RenderableType]:
    """The table of points, and what is to be known of it."""
    made = table(
        "",
        ("", True),
        (text(say("{name}", name=quantity_name(front.x.quantity)), lang), True),
        (text(say("{name}", name=quantity_name(front.y.quantity)), lang), True),
        (text(say("from the best, proven"), lang), True),
        (text(say("the step costs"), lang), False),
    )
    for n, point in enumerate(front.points, 1):
        before = front.points[n - 2] if n > 1 else None
        made.add_row(
            str(n),
            quantity(front.x.quantity, point.x).in_language(lang),
            quantity(front.y.quantity, point.y).in_language(lang),
            text(gap(point), lang),
            "" if before is None else text(step(front, before, point), lang),
        )
    yield made
    for note in notes(front):
        yield text(note, lang)
