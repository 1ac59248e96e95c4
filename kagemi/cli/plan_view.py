"""A plan laid out for a terminal: menu, nutrients, rules, proof, prices."""

import math
from collections.abc import Iterator, Sequence
from typing import Literal

from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text as Line

from kagemi.domain.message import Message, say
from kagemi.domain.nutrients import BY_ID
from kagemi.domain.plan import Finding, Plan
from kagemi.domain.problem import Group
from kagemi.language import date_range, medium_date, number, rupiah, short_date, text, weekday
from kagemi.language.finding_texts import says
from kagemi.language.kitchen import portion
from kagemi.language.outcome_texts import status, tier
from kagemi.language.prices import shares
from kagemi.language.rule_texts import asks
from kagemi.language.words import FOOD_GROUPS, PRICE_BASES, amount_of, called, nutrient_name
from kagemi.report.check import check
from kagemi.report.prices import price_basis
from kagemi.report.summary import DaySummary, RuleSummary, Summary, summarise

AMOUNTS = ("nutrient_range", "energy_share", "food_group_portions")
"""Kinds whose findings stand in the table of nutrients."""


def plan_view(plan: Plan, lang: str) -> Iterator[RenderableType]:
    """The parts of the page from top to bottom. Rules are checked again: a plan is not believed on its word."""
    view = _View(plan, lang)
    yield view.title()
    yield view.menu()
    if any(r.rule.kind in AMOUNTS for r in view.summary.rules):
        yield view.nutrients()
    if view.summary.rules:
        yield view.rules()
    yield view.proof()


def table(title: str, *columns: tuple[str, bool], whole: int = -1) -> Table:
    """A plain table; each column has a heading, and is set right if it holds figures.

    `whole` numbers a column whose cells are never broken, such as one of ids.
    """
    made = Table(box=box.SIMPLE, title=title or None, title_justify="left", title_style="bold", pad_edge=False)
    for i, (heading, is_figure) in enumerate(columns):
        justify: Literal["right", "left"] = "right" if is_figure else "left"
        made.add_column(heading, justify=justify, overflow="fold", no_wrap=i == whole)
    return made


class _View:
    """One plan in one language."""

    def __init__(self, plan: Plan, lang: str) -> None:
        self.plan, self.lang = plan, lang
        self.summary: Summary = summarise(plan.problem, plan.servings, check(plan.problem, plan.servings))

    def say(self, template: str, **params: object) -> str:
        return text(Message(template, params), self.lang)

    def text(self, message: Message) -> str:
        return text(message, self.lang)

    def title(self) -> Line:
        days = self.plan.problem.days
        dates = date_range(days[0].date, days[-1].date, self.lang)
        good = status(self.plan.outcome)
        cost = text(say("{rupiah} a portion", rupiah=rupiah(self.summary.cost_idr, self.lang)), self.lang)
        return Line.assemble(
            (self.plan.problem.canteen, "bold"), f"\n{dates}\n{cost} · {text(good, self.lang)}"
        )

    def menu(self) -> Table:
        """Days and dishes with each group's portion."""
        groups = self.plan.problem.groups
        made = table(
            "",
            (self.text(say("Day")), False),
            (self.text(say("Dish")), False),
            *((g.name.in_language(self.lang), True) for g in groups),
            (self.text(say("Cost")), True),
        )
        for day in self.summary.days:
            for row in self._day(day, groups):
                made.add_row(*row)
            made.add_section()
        return made

    def _day(self, day: DaySummary, groups: Sequence[Group]) -> Iterator[tuple[RenderableType, ...]]:
        names = [weekday(day.day.date, self.lang), short_date(day.day.date, self.lang)]
        for i, line in enumerate(day.dishes):
            portions = [
                portion(line.dish, line.portion(g.id), self.lang) if g.id in line.portions else "–"
                for g in groups
            ]
            children = self.plan.problem.headcount
            cost = sum(g.headcount * line.portion(g.id) for g in groups) * line.dish.cost_idr / children
            name = line.dish.name.in_language(self.lang)
            first = names[i] if i < len(names) else ""
            yield (first, name, *portions, rupiah(cost, self.lang))
        energy = [self._energy(day, g) for g in groups]
        yield (
            "",
            Line(self.text(say("a portion")), "dim"),
            *energy,
            Line(rupiah(day.cost_idr, self.lang), "bold"),
        )

    def _energy(self, day: DaySummary, group: Group) -> Line:
        given = day.group(group.id)
        energy = amount_of(given.energy.total, "kcal", self.lang, 0)
        protein = amount_of(given.protein.total, "g", self.lang, 0)
        return Line(self.text(say("{energy}, {protein} protein", energy=energy, protein=protein)), "dim")

    def nutrients(self) -> Table:
        """Each nutrient and food group against its range, group by group, over the days."""
        made = table(
            self.text(say("Nutrients")),
            ("", False),
            (self.text(say("For")), False),
            (self.text(say("Asked")), False),
            (self.text(say("Given, lowest to highest")), False),
            (self.text(say("Ingredients known")), False),
            ("", False),
        )
        for rule in self.summary.rules:
            if rule.rule.kind in AMOUNTS:
                for group in self.plan.problem.groups:
                    row = self._nutrient(rule, group)
                    if row:
                        made.add_row(*row)
        return made

    def _nutrient(self, rule: RuleSummary, group: Group) -> tuple[RenderableType, ...] | None:
        findings = [f for f in rule.findings if f.group in ("", group.id)]
        if not findings:
            return None
        covered = min((f for f in findings if f.of), key=lambda f: f.known / f.of, default=None)
        known = self.text(say("{known} of {of}", known=covered.known, of=covered.of)) if covered else ""
        first = findings[0]
        return (
            self._name(first),
            group.name.in_language(self.lang),
            self._asked(findings, rule),
            self._given(findings),
            known,
            self._verdict(all(f.kept for f in findings), rule.rule.soft),
        )

    def _name(self, finding: Finding) -> str:
        if finding.kind == "food_group_portions":
            return self.text(called(FOOD_GROUPS, finding.about))
        name = nutrient_name(finding.about).in_language(self.lang)
        return (
            self.text(say("energy from {nutrient}", nutrient=name)) if finding.kind == "energy_share" else name
        )

    def _asked(self, findings: Sequence[Finding], rule: RuleSummary) -> str:
        unit, decimals = findings[0].unit, self._decimals(findings[0])
        low = next((f.low for f in findings if f.low is not None), None)
        high = next((f.high for f in findings if f.high is not None), None)
        span = {"day": say("a day"), "week": say("week's mean"), "plan": say("plan's mean")}[
            getattr(rule.rule, "per", "day")
        ]
        if low is not None and high is not None:
            bounds = f"{number(low, self.lang, decimals)}–{amount_of(high, unit, self.lang, decimals)}"
        elif low is not None:
            bounds = f"≥ {amount_of(low, unit, self.lang, decimals)}"
        else:
            bounds = f"≤ {amount_of(high or 0.0, unit, self.lang, decimals)}"
        return f"{bounds}, {self.text(span)}"

    def _given(self, findings: Sequence[Finding]) -> str:
        """What minimums counted on and what maximums reckoned with, from the lowest to the highest."""
        unit, decimals = findings[0].unit, self._decimals(findings[0])
        values = sorted(f.value for f in findings)
        if not all(map(math.isfinite, values)):
            return self.text(say("unknown"))
        low, high = values[0], values[-1]
        written = amount_of(high, "" if unit == "portion" else unit, self.lang, decimals)
        lowest = number(low, self.lang, decimals)
        return written if lowest == number(high, self.lang, decimals) else f"{lowest}–{written}"

    def _decimals(self, finding: Finding) -> int:
        if finding.kind == "nutrient_range":
            return BY_ID[finding.about].decimals
        return 1

    def _verdict(self, kept: bool, soft: bool) -> Line:
        if kept:
            return Line("✓", "green")
        what = self.text(say("soft") if soft else say("missed"))
        return Line(f"✗ {what}", "yellow" if soft else "bold red")

    def rules(self) -> Table:
        """Every rule with its place, and where it is missed."""
        made = table(
            self.text(say("Rules")),
            ("", False),
            (self.text(say("Rule")), False),
            (self.text(say("Asks")), False),
            (self.text(say("Place")), False),
        )
        for found in self.summary.tray:
            made.add_row("✗", self.text(say("tray")), self.text(says(found, self.plan.problem)), "")
        for rule in self.summary.rules:
            place = self.plan.problem.places.get(rule.rule.name)
            where = f"{place.file}:{place.line}" if place else ""
            ask = self.text(asks(rule.rule, self.plan.problem))
            missed = "".join(f"\n  {self.text(says(f, self.plan.problem))}" for f in rule.missed)
            mark = self._verdict(rule.kept, rule.rule.soft)
            soft = self.text(say("soft"))
            name = f"{rule.rule.name} ({soft})" if rule.rule.soft else rule.rule.name
            made.add_row(mark, name, ask + missed, where)
        return made

    def proof(self) -> Line:
        """Tiers with bounds, the solver, what the cost rests on."""
        outcome = self.plan.outcome
        lines = [self.text(say("Proof"))]
        lines += [f"  {n}. {self.text(tier(result))}" for n, result in enumerate(outcome.tiers, 1)]
        lines.append(f"  {self.text(status(outcome))}")
        lines.append(
            "  "
            + self.text(
                say(
                    "{solver}, method: {method}, Kagemi {version}, inputs {fingerprint}",
                    solver=outcome.solver,
                    method=outcome.method,
                    version=self.plan.kagemi,
                    fingerprint=self.plan.fingerprint[:12],
                )
            )
        )
        lines += self._prices()
        return Line("\n".join(lines))

    def _prices(self) -> Iterator[str]:
        basis = price_basis(self.plan)
        if basis is None:
            return
        age = (self.plan.problem.days[0].date - basis.oldest).days
        yield self.text(say("Prices"))
        yield "  " + self.text(say("the cost rests on {shares}", shares=shares(basis.share)))
        yield "  " + self.text(
            say(
                "from {oldest} to {newest}; the oldest is {days:,} days old when the plan begins",
                oldest=medium_date(basis.oldest, self.lang),
                newest=medium_date(basis.newest, self.lang),
                days=age,
            )
        )
        if self.plan.price_basis != "book":
            chosen = called(PRICE_BASES, self.plan.price_basis)
            yield "  " + self.text(say("chosen among traders' quotes: {basis}", basis=chosen))
