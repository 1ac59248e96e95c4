"""What the pages of "why" show: rules with what a plan gives, fronts as charts, menus held against a plan."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from kagemi.domain.message import Message, Text, Where
from kagemi.domain.plan import Plan
from kagemi.domain.problem import PlanningProblem
from kagemi.language import short_date, weekday
from kagemi.language.finding_texts import says
from kagemi.language.rule_texts import asks
from kagemi.report.check import check
from kagemi.report.comparison import Comparison, compare
from kagemi.report.summary import RuleSummary, summarise


@dataclass(frozen=True)
class RuleRow:
    """A rule of a plan: what it asks, where in the file it stands, and what the plan gives."""

    name: str
    asks: Message
    kept: bool
    soft: bool
    gives: tuple[Message, ...]
    """Where it is missed; where it is kept, where it has the least room."""
    place: str
    href: str


@dataclass(frozen=True)
class DayRow:
    """A day of another menu: what it serves instead of what."""

    day: Text
    dishes: tuple[Text, ...]
    came: tuple[Text, ...]
    went: tuple[Text, ...]


def rule_rows(
    plan: Plan, problem: PlanningProblem, files: tuple[str, ...], chosen: str = ""
) -> tuple[RuleRow, ...]:
    """The rules of a problem as a plan keeps them: the one that was chosen, those missed, and the others."""
    found = summarise(problem, plan.servings, check(problem, plan.servings))
    return tuple(
        _row(rule, problem, files)
        for rule in sorted(found.rules, key=lambda r: (r.rule.name != chosen, r.kept))
    )


def _row(rule: RuleSummary, problem: PlanningProblem, files: tuple[str, ...]) -> RuleRow:
    shown = rule.missed or ((rule.worst,) if rule.worst else ())
    place, href = place_of(rule.rule.name, problem, files)
    return RuleRow(
        rule.rule.name,
        asks(rule.rule, problem),
        rule.kept,
        rule.rule.soft,
        tuple(says(f, problem) for f in shown),
        place,
        href,
    )


def place_of(rule: str, problem: PlanningProblem, files: tuple[str, ...]) -> tuple[str, str]:
    """Where a rule stands, and the page of that line; "" for a wish, which stands in no file."""
    where = problem.places.get(rule, Where())
    name = PurePath(where.file).name
    return (f"{name}:{where.line}" if name else "", f"/rules/{name}#line-{where.line}" if name in files else "")


def other_menu(plan: Plan, other: Plan) -> tuple[Comparison, tuple[DayRow, ...]]:
    """Another menu for the same days beside the plan's own."""
    found = compare(plan, other)
    return found, tuple(_days(found, plan, other))


def _days(found: Comparison, plan: Plan, other: Plan) -> Iterator[DayRow]:
    for change in found.days:
        served = [s.dish for s in other.servings if s.day == change.second.index]
        came = [c.dish for c in change.dishes if c.what == "added"]
        went = [c.dish for c in change.dishes if c.what != "added"]
        day = change.second.date
        yield DayRow(
            Text(*(f"{weekday(day, lang)}, {short_date(day, lang)}" for lang in ("id", "en"))),
            tuple(other.problem.dish(d).name for d in dict.fromkeys(served)),
            tuple(other.problem.dish(d).name for d in came),
            tuple(plan.problem.dish(d).name for d in went),
        )
