"""Why there is no menu, laid out for a terminal: the clash, causes in the data, ways out."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text as Line

from kagemi.cli.change_texts import way
from kagemi.cli.faults import render_faults
from kagemi.cli.plan_view import table
from kagemi.cli.rule_texts import asks
from kagemi.cli.words import SLOTS, called, nutrient_name
from kagemi.domain.message import Fault, Message, Where, say
from kagemi.domain.problem import PlanningProblem
from kagemi.domain.reasons import DataCause, NoMenu
from kagemi.domain.rules import NutrientRange
from kagemi.files.source import read_line
from kagemi.language import rupiah, text


def no_menu_view(answer: NoMenu, problem: PlanningProblem, lang: str) -> Iterator[RenderableType]:
    """The parts from top to bottom."""
    rules = {r.name: r for r in problem.rules}
    clash = [rules[name] for name in answer.clash.rules]
    if not clash:
        yield text(
            say("There is no menu even without rules: slots, portions and dishes do not go together."), lang
        )
    else:
        proven = say("No menu keeps all hard rules. These clash, and each of them is needed for the clash:")
        open_ = say("No menu keeps all hard rules. The clash is among these (it may need fewer: not proven):")
        alone = say("No menu keeps all hard rules. This one cannot be kept, whatever the others allow:")
        proven = alone if len(clash) == 1 else proven
        yield text(proven if answer.clash.irreducible else open_, lang)
        faults = [
            Fault(
                problem.places.get(r.name, Where()), say("{name}: {asks}", name=r.name, asks=asks(r, problem))
            )
            for r in clash
        ]
        yield Line(render_faults(faults, lang, read_line).rstrip("\n"))
    for rule in clash:
        if isinstance(rule, NutrientRange) and rule.max is not None:
            yield from _unknown(rule, problem, lang)
    for cause in answer.causes:
        yield Line(text(_cause(cause, problem), lang))
    if answer.ways_out:
        yield _ways(answer, problem, lang)
        tried = say(
            "Each way was tried: with it there is a menu at the cost shown; none is cheaper than the bound."
        )
        yield Line(text(tried, lang), "dim")
        if any(w.least for w in answer.ways_out):
            yield Line(text(say("* a smaller change of this figure is not enough, proven."), lang), "dim")
    elif clash:
        yield text(say("No way out was found in time. Try more --seconds."), lang)


def _unknown(rule: NutrientRange, problem: PlanningProblem, lang: str) -> Iterator[RenderableType]:
    """A maximum reckons with figures that nobody knows: a gap in the data may be what clashes."""
    amounts = [d.nutrients[rule.nutrient] for d in problem.dishes if rule.nutrient in d.nutrients]
    gaps = sum(a.known < a.of for a in amounts)
    if gaps:
        message = say(
            "{rule}: {gaps} of {dishes} dishes have an ingredient whose {nutrient} is unknown; a maximum "
            "counts it at the highest figure of its food group.",
            rule=rule.name,
            gaps=gaps,
            dishes=len(problem.dishes),
            nutrient=nutrient_name(rule.nutrient),
        )
        yield Line(text(message, lang))


def _ways(answer: NoMenu, problem: PlanningProblem, lang: str) -> RenderableType:
    made = table(
        text(say("Ways out, the cheapest menu first"), lang),
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


def _cause(cause: DataCause, problem: PlanningProblem) -> Message:
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
