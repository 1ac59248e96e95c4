"""What the board shows of a week: cells, bars, wishes and steps, and what an alternative would change."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from kagemi.canteen.board import Week, read_message
from kagemi.canteen.changes import banned, pinned
from kagemi.domain.message import Message, Text, say
from kagemi.domain.page import DraftStep
from kagemi.domain.plan import Finding, Plan
from kagemi.domain.problem import Day
from kagemi.language.finding_texts import says
from kagemi.language.words import SLOTS, amount_of, called
from kagemi.report.comparison import Comparison, compare
from kagemi.report.menu import Line
from kagemi.report.summary import RuleSummary, Summary, summarise
from kagemi.sheets.bullets import ROOM, Bullet, bullet

BARS = ("budget", "nutrient_range", "energy_share", "acceptance", "local_share", "emissions")
"""Kinds of rules whose figures are drawn as bars, in this order."""
COMPARED = (("energy", "kcal", 0), ("protein", "g", 1), ("iron", "mg", 1))
"""Nutrient, unit and decimals."""


@dataclass(frozen=True)
class Cell:
    """A dish in a slot of a day; `rule` is the wish that keeps it, "" if none does."""

    dish: str
    name: Text
    is_fish: bool
    only_for: Message | None
    """Which groups alone get it, if not all do."""
    rule: str
    cost_idr: float


@dataclass(frozen=True)
class Row:
    """A slot through the week."""

    slot: str
    name: Message
    cells: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Bar:
    """A rule's figure against what it asks, where it has least room."""

    rule: str
    said: Message
    kept: bool
    soft: bool
    chart: Bullet | None


@dataclass(frozen=True)
class Board:
    """A week as the board draws it."""

    days: tuple[Day, ...]
    open_from: int
    """The index of the first day that may change; as many as there are days: all are over."""
    rows: tuple[Row, ...]
    costs_idr: tuple[float, ...]
    summary: Summary
    bars: tuple[Bar, ...]
    bans: tuple[tuple[str, Message], ...]
    steps: tuple[tuple[Message, DraftStep], ...]


def board(week: Week, today: date, names: Mapping[str, Text]) -> Board:
    """Lay out a week; `names` are those of all dishes, for what the week does not serve."""
    plan = week.plan
    summary = summarise(plan.problem, plan.servings, plan.findings)
    days = plan.problem.days
    return Board(
        days=days,
        open_from=next((d.index for d in days if d.date >= today), len(days)),
        rows=tuple(_rows(plan, summary)),
        costs_idr=tuple(d.cost_idr for d in summary.days),
        summary=summary,
        bars=tuple(_bars(plan, summary.rules)),
        bans=tuple((r.name, _ban(plan, r.dishes, r.days, names)) for r in banned(plan)),
        steps=tuple((read_message(s.what), s) for s in reversed(week.trail.done)),
    )


def _rows(plan: Plan, summary: Summary) -> Iterable[Row]:
    pins = pinned(plan)
    for slot in plan.problem.slots:
        cells = []
        for day in summary.days:
            lines = [i for i in day.dishes if slot.id in i.dish.slots]
            cells.append(
                tuple(
                    Cell(
                        i.dish.id,
                        i.dish.name,
                        i.dish.ladder is not None,
                        None if i.common else _only_for(plan, i),
                        pins.get((day.day.index, i.dish.id), ""),
                        i.dish.cost_idr,
                    )
                    for i in lines
                )
            )
        yield Row(slot.id, called(SLOTS, slot.id), tuple(cells))


def _only_for(plan: Plan, line: Line) -> Message:
    names = tuple(g.name for g in plan.problem.groups if line.portion(g.id) > 0)
    return say("only for {groups}", groups=names)


def _bars(plan: Plan, rules: tuple[RuleSummary, ...]) -> Iterable[Bar]:
    """Rules with a figure first, in the order of their kinds, then the others."""
    order = {kind: n for n, kind in enumerate(BARS)}
    for rule in sorted(rules, key=lambda r: order.get(r.rule.kind, len(BARS))):
        worst = rule.worst
        if worst is not None:
            chart = _chart(worst) if rule.rule.kind in BARS else None
            yield Bar(rule.rule.name, says(worst, plan.problem), rule.kept, rule.rule.soft, chart)


def _chart(finding: Finding) -> Bullet | None:
    bounds = [b for b in (finding.low, finding.high) if b is not None]
    if not bounds or finding.value != finding.value:
        return None
    reach = finding.value if finding.known == finding.of else None
    return bullet(finding.value, reach, finding.low, finding.high, ROOM * max(finding.value, *bounds))


def _ban(plan: Plan, dishes: tuple[str, ...], days: tuple[str, ...], names: Mapping[str, Text]) -> Message:
    known = {**names, **{d.id: d.name for d in plan.problem.dishes}}
    without = tuple(known.get(d, d) for d in dishes)
    on = tuple(d.date for d in plan.problem.days if d.is_in(days))
    return say("{dishes} not on {days}", dishes=without, days=on)


@dataclass(frozen=True)
class Alternative:
    """What a week with another dish has more or less; `gains`: nutrient and mean difference."""

    dishes: tuple[Text, ...]
    """What comes in the place of the dish."""
    others: tuple[Message, ...]
    """What else changes."""
    cost_idr: float
    acceptance: float
    gains: tuple[tuple[str, Text], ...]
    broken: tuple[str, ...]
    """Rules that only the week as it stands keeps."""
    mended: tuple[str, ...]
    changes: Comparison


def alternative(old: Plan, new: Plan, day: int, dish: str) -> Alternative:
    """Hold a week with another dish in a cell against the week as it stands."""
    found = compare(old, new)
    slots = set(old.problem.dish(dish).slots)
    was = {(s.day, s.dish) for s in old.servings}
    came = [s for s in new.servings if (s.day, s.dish) not in was]
    here = [s.dish for s in came if s.day == day and slots & set(new.problem.dish(s.dish).slots)]
    others = [s for s in came if not (s.day == day and s.dish in here)]
    return Alternative(
        dishes=tuple(new.problem.dish(i).name for i in here),
        others=tuple(
            say("{day}: {dish}", day=new.problem.days[s.day].date, dish=new.problem.dish(s.dish).name)
            for s in others
        ),
        cost_idr=found.cost_idr.difference or 0.0,
        acceptance=found.acceptance.difference or 0.0,
        gains=tuple(
            (nutrient, _signed(gained, unit, decimals))
            for nutrient, unit, decimals in COMPARED
            if (gained := _gained(old, found, nutrient)) is not None
        ),
        broken=tuple(r.rule for r in found.rules if r.kept_by == "first"),
        mended=tuple(r.rule for r in found.rules if r.kept_by == "second"),
        changes=found,
    )


def _signed(value: float, unit: str, decimals: int) -> Text:
    sign = "+" if value > 0 else "−" if value < 0 else "±"
    return Text(*(f"{sign}{amount_of(abs(value), unit, lang, decimals)}" for lang in ("id", "en")))


def _gained(plan: Plan, found: Comparison, nutrient: str) -> float | None:
    """The mean difference over all children and days; None where a figure is missing."""
    total, children = 0.0, 0
    for gain in found.groups:
        pair = gain.nutrients.get(nutrient)
        if pair is None or pair.difference is None or nutrient in gain.incomplete:
            return None
        headcount = plan.problem.group(gain.group).headcount
        total, children = total + headcount * pair.difference, children + headcount
    return total / children if children else None
