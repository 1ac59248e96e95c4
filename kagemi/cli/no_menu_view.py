"""Why there is no menu, laid out for a terminal: the clash, causes in the data, ways out."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text as Line

from kagemi.cli.faults import render_faults
from kagemi.cli.plan_view import table
from kagemi.domain.message import Fault, Where, say
from kagemi.domain.problem import PlanningProblem
from kagemi.domain.reasons import NoMenu
from kagemi.files.source import read_line
from kagemi.language import rupiah, text
from kagemi.language.change_texts import way
from kagemi.language.rule_texts import asks
from kagemi.reasons.no_menu_texts import LEAST, TRIED, WAYS, cause, lead, unknown


def no_menu_view(answer: NoMenu, problem: PlanningProblem, lang: str) -> Iterator[RenderableType]:
    """The parts from top to bottom."""
    rules = {r.name: r for r in problem.rules}
    clash = [rules[name] for name in answer.clash.rules]
    yield text(lead(answer.clash), lang)
    if clash:
        faults = [
            Fault(
                problem.places.get(r.name, Where()), say("{name}: {asks}", name=r.name, asks=asks(r, problem))
            )
            for r in clash
        ]
        yield Line(render_faults(faults, lang, read_line).rstrip("\n"))
    for message in (unknown(rule, problem) for rule in clash):
        if message is not None:
            yield Line(text(message, lang))
    for each in answer.causes:
        yield Line(text(cause(each, problem), lang))
    if answer.ways_out:
        yield _ways(answer, problem, lang)
        yield Line(text(TRIED, lang), "dim")
        if any(w.least for w in answer.ways_out):
            yield Line(text(LEAST, lang), "dim")
    elif clash:
        yield text(say("No way out was found in time. Try more --seconds."), lang)


def _ways(answer: NoMenu, problem: PlanningProblem, lang: str) -> RenderableType:
    made = table(
        text(WAYS, lang),
        ("", True),
        (text(say("Change"), lang), False),
        (text(say("Cost a portion"), lang), True),
        (text(say("Bound"), lang), True),
    )
    for n, out in enumerate(answer.ways_out, 1):
        least = "*" if out.least else ""
        change = text(way(out, problem), lang) + least
        made.add_row(str(n), change, rupiah(out.cost_idr, lang), rupiah(max(0.0, out.bound_idr), lang))
    return made
