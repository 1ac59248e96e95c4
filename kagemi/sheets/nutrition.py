"""The nutritionist's report: every figure of a plan with its range, what is known of it, and the proof."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from kagemi.domain.food import Food
from kagemi.domain.message import Message, say
from kagemi.domain.nutrients import NUTRIENTS
from kagemi.domain.plan import Finding, Plan
from kagemi.domain.problem import Day, Group, NutrientAmount
from kagemi.domain.rules import AnyRule
from kagemi.language import date_range, medium_date, number, percent, rupiah, short_date, text, weekday
from kagemi.language.finding_texts import says
from kagemi.language.outcome_texts import status, tier
from kagemi.language.prices import shares
from kagemi.language.rule_texts import asks
from kagemi.language.words import FOOD_GROUPS, PRICE_BASES, UNITS, called, nutrient_name
from kagemi.report.check import check
from kagemi.report.menu import Menu
from kagemi.report.prices import price_basis
from kagemi.report.summary import GroupSummary, Summary, summarise, summarise_group
from kagemi.sheets.bullets import ROOM, Bullet, bullet

OTHERS = ("energy_share", "food_group_portions")
"""Kinds of rules about amounts that are no nutrient."""
MOST_MISSED = 6
"""More places than this are counted only."""
CODE = re.compile(r"\s+(?:[A-Z]{1,2}\d{2,}|\d{5,})$")
"""A food's own code at the end of its source: TKPI 2020 (Kemenkes) AR001."""


@dataclass(frozen=True)
class Amount:
    """A figure of a group: on a day (`day` is its index) or, `day` None, of the mean day of a week.

    `kept` None: no rule asks anything here. `share` is the part of the day's requirement.
    """

    day: int | None
    value: float
    reach: float | None
    low: float | None
    high: float | None
    kept: bool | None
    soft: bool
    known: int
    of: int
    share: float | None

    @property
    def complete(self) -> bool:
        """True if nothing in it is unknown."""
        return self.known == self.of


@dataclass(frozen=True)
class FigureRow:
    """A nutrient, a share of energy or a food group, day by day and in the week's mean (last)."""

    kind: str
    id: str
    unit: str
    decimals: int
    norm: float | None
    """The requirement of a day."""
    amounts: tuple[Amount | None, ...]


@dataclass(frozen=True)
class GroupWeek:
    """What a group gets in a calendar week."""

    group: Group
    days: tuple[Day, ...]
    rows: tuple[FigureRow, ...]


@dataclass(frozen=True)
class Cell:
    """An amount as it is printed."""

    value: str
    bullet: Bullet
    known: str
    missed: str
    share: str
    label: str


@dataclass(frozen=True)
class Line:
    """A row as it is printed."""

    name: str
    norm: str
    asked: tuple[str, ...]
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True)
class Section:
    """A page of a group and week."""

    group: str
    children: str
    dates: str
    heads: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class RuleLine:
    """A rule's verdict in words."""

    asks: str
    verdict: str
    kept: bool
    soft: bool
    missed: tuple[str, ...]
    basis: str
    coverage: str


@dataclass(frozen=True)
class Report:
    """A plan's figures; what a page prints and a table holds are taken from here."""

    plan: Plan
    lang: str
    foods: Mapping[str, Food]

    @cached_property
    def summary(self) -> Summary:
        """The facts; the rules are checked again, as no plan is believed on its word."""
        problem, servings = self.plan.problem, self.plan.servings
        return summarise(problem, servings, check(problem, servings))

    @cached_property
    def menu(self) -> Menu:
        """What is served."""
        return Menu(self.plan.problem, self.plan.servings)

    def text(self, message: Message) -> str:
        """In the report's language."""
        return text(message, self.lang)

    def weeks(self) -> Iterator[GroupWeek]:
        """Group by group, week by week."""
        weeks = sorted({d.week for d in self.plan.problem.days})
        for group in self.plan.problem.groups:
            for week in weeks:
                days = tuple(d for d in self.plan.problem.days if d.week == week)
                yield GroupWeek(group, days, tuple(self._rows(group, days)))

    def _rows(self, group: Group, days: Sequence[Day]) -> Iterator[FigureRow]:
        served = [summarise_group(self.menu, group, (d,)) if self.menu.by_day[d.index] else None for d in days]
        mean = summarise_group(self.menu, group, tuple(days))
        asked = {f.about for f in self._findings("nutrient_range", group)}
        for nutrient in NUTRIENTS:
            norm = group.requirement.get(nutrient.id)
            if nutrient.id in asked or norm is not None:
                found = self._findings("nutrient_range", group, nutrient.id)
                amounts = [
                    self._amount(found, day, [day], norm, summary, nutrient.id)
                    for day, summary in zip(days, served, strict=True)
                ]
                amounts.append(self._amount(found, None, days, norm, mean, nutrient.id))
                yield FigureRow(
                    "nutrient_range", nutrient.id, nutrient.unit, nutrient.decimals, norm, tuple(amounts)
                )
        for kind in OTHERS:
            for about in dict.fromkeys(f.about for f in self._findings(kind, group)):
                found = self._findings(kind, group, about)
                places: list[tuple[Day | None, Sequence[Day]]] = [*((d, [d]) for d in days), (None, days)]
                cells = tuple(self._finding_amount(found, day, lot) for day, lot in places)
                if any(cells):
                    yield FigureRow(kind, about, found[0].unit, 1, None, cells)

    def _findings(self, kind: str, group: Group, about: str | None = None) -> list[Finding]:
        """What rules about whole trays found for a group."""
        whole = {r.name for r in self.plan.problem.rules if not r.slots}
        return [
            f
            for rule in self.summary.rules
            for f in rule.findings
            if f.kind == kind and f.rule in whole and f.group in ("", group.id) and about in (None, f.about)
        ]

    def _amount(
        self,
        findings: Sequence[Finding],
        day: Day | None,
        days: Sequence[Day],
        norm: float | None,
        given: GroupSummary | None,
        nutrient: str,
    ) -> Amount | None:
        if given is None:
            return None
        amount: NutrientAmount = given.nutrients[nutrient]
        here = self._here(findings, day, days)
        lows = [f.low for f in here if f.low is not None]
        highs = [f.high for f in here if f.high is not None]
        missed = [f for f in here if not f.kept]
        return Amount(
            day=None if day is None else day.index,
            value=amount.total,
            reach=amount.total if amount.known == amount.of else amount.ceiling,
            low=max(lows, default=None),
            high=min(highs, default=None),
            kept=None if not here else not missed,
            soft=bool(here) and all(f.soft for f in missed or here),
            known=amount.known,
            of=amount.of,
            share=amount.total / norm if norm else None,
        )

    def _finding_amount(
        self, findings: Sequence[Finding], day: Day | None, days: Sequence[Day]
    ) -> Amount | None:
        here = self._here(findings, day, days)
        if not here:
            return None
        values = [f.value for f in here]
        missed = [f for f in here if not f.kept]
        lows = [f.low for f in here if f.low is not None]
        highs = [f.high for f in here if f.high is not None]
        return Amount(
            day=None if day is None else day.index,
            value=min(values),
            reach=max(values) if math.isfinite(max(values)) else None,
            low=max(lows, default=None),
            high=min(highs, default=None),
            kept=not missed,
            soft=bool(here) and all(f.soft for f in missed or here),
            known=min((f.known for f in here), default=0),
            of=here[0].of,
            share=None,
        )

    def _here(self, findings: Sequence[Finding], day: Day | None, days: Sequence[Day]) -> list[Finding]:
        """Those of a rule for single days, or, for the mean, of a rule for the mean of these days or more."""
        rules = {r.name: r for r in self.plan.problem.rules}
        indices = {d.index for d in days}
        if day is not None:
            return [f for f in findings if f.days == (day.index,) and _per(rules[f.rule]) == "day"]
        means = [f for f in findings if _per(rules[f.rule]) != "day"]
        return [f for f in means if indices.intersection(f.days)]

    def sources(self) -> list[tuple[str, int]]:
        """Source of composition figures -> how many of the foods that are eaten have them from it."""
        used = {food for dish in self.plan.problem.dishes for food in dish.gross_g}
        known = {**self.foods, **self.plan.problem.foods}
        unknown = self.text(say("no figures"))
        names = (known[f].source if f in known else "" for f in used)
        counted = Counter(unknown if name in ("", "none") else CODE.sub("", name) for name in names)
        return sorted(counted.items(), key=lambda item: (-item[1], item[0]))

    def name(self, row: FigureRow) -> str:
        """What a row is about."""
        if row.kind == "food_group_portions":
            return self.text(called(FOOD_GROUPS, row.id))
        name = nutrient_name(row.id)
        if row.kind == "energy_share":
            return self.text(say("energy from {nutrient}", nutrient=name))
        return name.in_language(self.lang)

    def unit(self, row: FigureRow) -> str:
        """A row's unit in words."""
        return self.text(called(UNITS, row.unit))


def _per(rule: AnyRule) -> str:
    return str(getattr(rule, "per", "day"))


def nutrition_values(report: Report, school: str) -> dict[str, object]:
    """All that a template prints."""
    days = report.plan.problem.days
    printed = _Printed(report)
    return {
        "school": school,
        "dates": date_range(days[0].date, days[-1].date, report.lang),
        "canteen": report.plan.problem.canteen,
        "status": report.text(status(report.plan.outcome)),
        "kept": report.summary.kept,
        "sections": [printed.section(week) for week in report.weeks()],
        "cost": rupiah(report.summary.cost_idr, report.lang),
        "day_costs": [
            (f"{weekday(d.day.date, report.lang)} {short_date(d.day.date, report.lang)}",
             rupiah(d.cost_idr, report.lang)) for d in report.summary.days
        ],
        "group_costs": [
            (g.group.name.in_language(report.lang), rupiah(g.cost_idr, report.lang))
            for g in report.summary.groups
        ],
        "budgets": list(printed.budgets()),
        "prices": list(printed.prices()),
        "rules": [printed.rule(r) for r in range(len(report.summary.rules))],
        "tray": list(printed.missed(report.summary.tray)),
        "shortfall": number(report.summary.shortfall, report.lang, 3),
        "tiers": [report.text(tier(t)) for t in report.plan.outcome.tiers],
        "solver": report.plan.outcome.solver,
        "method": report.plan.outcome.method,
        "sources": report.sources(),
        "fingerprint": report.plan.fingerprint[:12],
        "kagemi": report.plan.kagemi,
    }  # fmt: skip


@dataclass(frozen=True)
class _Printed:
    """Turns figures into what a page says."""

    report: Report

    @property
    def lang(self) -> str:
        return self.report.lang

    def section(self, week: GroupWeek) -> Section:
        mean = self.report.text(say("mean of the week"))
        heads = [(weekday(d.date, self.lang), short_date(d.date, self.lang)) for d in week.days]
        return Section(
            group=week.group.name.in_language(self.lang),
            children=number(week.group.headcount, self.lang),
            dates=date_range(week.days[0].date, week.days[-1].date, self.lang),
            heads=(*heads, (mean, "")),
            lines=tuple(self.line(row) for row in week.rows),
        )

    def line(self, row: FigureRow) -> Line:
        amounts = [a for a in row.amounts if a is not None]
        figures = [f for a in amounts for f in (a.value, a.low, a.high) if f is not None and math.isfinite(f)]
        top = max(figures, default=1.0) * ROOM
        norm = "" if row.norm is None else f"AKG {self.figure(row, row.norm)} {self.report.unit(row)}"
        return Line(
            name=f"{self.report.name(row)} ({self.report.unit(row)})",
            norm=norm,
            asked=tuple(self.asked(row)),
            cells=tuple(None if a is None else self.cell(row, a, top) for a in row.amounts),
        )

    def figure(self, row: FigureRow, value: float) -> str:
        return number(value, self.lang, row.decimals)

    def asked(self, row: FigureRow) -> Iterator[str]:
        """The range of a day, and that of the mean."""
        for heading, mean in ((say("a day"), False), (say("week's mean"), True)):
            found = next((a for a in row.amounts if a and (a.day is None) == mean and a.kept is not None), None)
            if found is not None:
                low, high = found.low, found.high
                if low is not None and high is not None:
                    bounds = f"{self.figure(row, low)}–{self.figure(row, high)}"
                else:
                    sign = "≥" if low is not None else "≤"
                    bounds = f"{sign} {self.figure(row, low if low is not None else high or 0.0)}"
                yield f"{bounds}, {self.report.text(heading)}"

    def cell(self, row: FigureRow, amount: Amount, top: float) -> Cell:
        known = f"{amount.known}/{amount.of}" if amount.of else ""
        finite = math.isfinite(amount.value) and (amount.known > 0 or not amount.of)
        sign = "≥\u00a0" if not amount.complete else ""
        value = f"{sign}{self.figure(row, amount.value)}" if finite else self.report.text(say("unknown"))
        missed = ""
        if amount.kept is False:
            missed = self.report.text(say("missed (soft)") if amount.soft else say("missed"))
        share = "" if amount.share is None or not finite else f"{sign}{percent(amount.share, self.lang)}"
        label = f"{self.report.name(row)}: {value} {self.report.unit(row)}"
        drawn = bullet(amount.value if finite else 0.0, amount.reach, amount.low, amount.high, top)
        return Cell(value, drawn, known, missed, share, label)

    def budgets(self) -> Iterator[str]:
        """The cost against each budget."""
        for rule in self.report.summary.rules:
            if rule.rule.kind == "budget":
                for finding in rule.findings:
                    mark = self.report.text(say("kept") if finding.kept else say("missed"))
                    yield f"{self.report.text(says(finding, self.report.plan.problem))} – {mark}"

    def prices(self) -> Iterator[str]:
        """What the cost rests on."""
        plan = self.report.plan
        basis = price_basis(plan)
        if basis is None:
            return
        messages = [
            say("the cost rests on {shares}", shares=shares(basis.share)),
            say(
                "from {oldest} to {newest}; the oldest is {days:,} days old when the plan begins",
                oldest=medium_date(basis.oldest, self.lang),
                newest=medium_date(basis.newest, self.lang),
                days=(plan.problem.days[0].date - basis.oldest).days,
            ),
        ]
        if plan.price_basis != "book":
            chosen = called(PRICE_BASES, plan.price_basis)
            messages.append(say("chosen among traders' quotes: {basis}", basis=chosen))
        for message in messages:
            written = self.report.text(message)
            yield written[:1].upper() + written[1:]

    def missed(self, findings: Sequence[Finding]) -> Iterator[str]:
        """Where a rule is missed, the first places of many."""
        for finding in findings[:MOST_MISSED]:
            yield self.report.text(says(finding, self.report.plan.problem))
        if len(findings) > MOST_MISSED:
            yield self.report.text(say("and in {n} more places", n=len(findings) - MOST_MISSED))

    def rule(self, n: int) -> RuleLine:
        found = self.report.summary.rules[n]
        known, of = found.coverage
        verdict = say("kept") if found.kept else say("missed (soft)") if found.rule.soft else say("missed")
        if not found.findings:
            verdict = say("asks nothing of this plan")
        basis = "; ".join(part for part in (found.rule.why, found.rule.source) if part)
        asked = self.report.text(asks(found.rule, self.report.plan.problem))
        return RuleLine(
            asks=asked[:1].upper() + asked[1:],
            verdict=self.report.text(verdict),
            kept=found.kept,
            soft=found.rule.soft,
            missed=tuple(self.missed(found.missed)),
            basis=basis,
            coverage=self.report.text(say("{known} of {of}", known=known, of=of)) if of else "",
        )
