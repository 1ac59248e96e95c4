"""A history laid out for a terminal."""

from collections.abc import Iterable, Iterator
from functools import partial

from rich.console import RenderableType

from kagemi.canteen.history import History
from kagemi.cli.plan_view import table
from kagemi.cli.words import amount_of, nutrient_name
from kagemi.domain.history import Period
from kagemi.domain.message import Message, say
from kagemi.domain.nutrients import BY_ID
from kagemi.language import date_range, month, number, percent, rupiah, short_date, text, weekday
from kagemi.report.eaten import NUTRIENTS, Intake
from kagemi.report.history import Summary

TERMS = {7: say("Ganjil term {years}"), 1: say("Genap term {years}")}
"""First month -> what a school term is called; school years begin in July."""


def history_view(found: History, lang: str) -> Iterator[RenderableType]:
    """The parts from top to bottom: days (by week only), money, nutrients, fish and waste, notes."""
    view = _View(found, lang)
    if found.by == "week":
        yield view.days()
    yield view.money()
    yield view.nutrients()
    yield view.fish_and_waste()
    yield from history_notes(found, lang)


def period_name(period: Period, lang: str, *, short: bool = False) -> str:
    """30 November – 6 December 2026, December 2026, or Ganjil term 2026/2027."""
    if period.by == "week":
        return short_date(period.first, lang) if short else date_range(period.first, period.last, lang)
    if period.by == "month":
        return month(period.first, lang)
    start = period.first.year - (period.first.month == 1)
    return text(Message(TERMS[period.first.month].template, {"years": f"{start}/{start + 1}"}), lang)


class _View:
    """One history in one language."""

    def __init__(self, found: History, lang: str) -> None:
        self.found, self.lang = found, lang

    def text(self, message: Message) -> str:
        return text(message, self.lang)

    def days(self) -> RenderableType:
        """Each day's dishes and the version that says so."""
        made = table(
            self.text(say("What was served")),
            (self.text(say("Day")), False),
            (self.text(say("Dishes")), False),
            (self.text(say("Portions")), True),
            (self.text(say("Version")), False),
        )
        for day in self.found.days:
            served = [d for d in day.dishes if d.id not in day.eaten.not_served]
            made.add_row(
                f"{weekday(day.date, self.lang)} {short_date(day.date, self.lang)}",
                ", ".join(d.name.in_language(self.lang) for d in served),
                number(day.eaten.everyone.served_children, self.lang),
                str(day.version) if day.version else self.text(say("not published")),
            )
        return made

    def money(self) -> RenderableType:
        """Rupiah of all portions: planned, allowed, paid."""
        made = table(
            self.text(say("Cost")),
            ("", False),
            (self.text(say("Days")), True),
            (self.text(say("Portions planned")), True),
            (self.text(say("a portion")), True),
            (self.text(say("Cost planned")), True),
            (self.text(say("Budget")), True),
            (self.text(say("Paid")), True),
        )
        for each in self.found.summaries:
            portions = each.intake.planned_children
            made.add_row(
                period_name(each.period, self.lang),
                number(each.days, self.lang),
                number(portions, self.lang),
                rupiah(each.cost_idr / portions if portions else 0.0, self.lang),
                rupiah(each.cost_idr, self.lang),
                self._rupiah(each.budget_idr, say("no budget rule")),
                self._paid(each),
            )
        return made

    def _paid(self, each: Summary) -> str:
        paid = self._rupiah(each.paid_idr, say("not recorded"))
        if each.paid_is_part and each.lines_complete < each.lines_ordered:
            came = say("{n} of {all} lines", n=each.lines_complete, all=each.lines_ordered)
            return f"≥ {paid} ({self.text(came)})"
        return f"≥ {paid}" if each.paid_is_part else paid

    def _rupiah(self, value: float | None, otherwise: Message) -> str:
        return self.text(otherwise) if value is None else rupiah(value, self.lang)

    def nutrients(self) -> RenderableType:
        """The mean child and day, all groups and each of them."""
        made = table(
            self.text(say("What a child gets on the mean day")),
            ("", False),
            (self.text(say("For")), False),
            ("", False),
            (self.text(say("Planned")), True),
            (self.text(say("Served")), True),
            (self.text(say("Eaten")), True),
            (self.text(say("Eaten known for")), False),
        )
        for each in self.found.summaries:
            name = period_name(each.period, self.lang)
            groups = each.groups.items() if len(each.groups) > 1 else ()
            everyone = self.text(say("all children"))
            known = self.text(_known(each))
            for group, intake in ((everyone, each.intake), *((self._group(g), i) for g, i in groups)):
                for nutrient in NUTRIENTS:
                    made.add_row(name, group, *self._nutrient(nutrient, intake, each), known)
                    name = group = known = ""
            made.add_section()
        return made

    def _group(self, id: str) -> str:
        return self.found.group_names[id].in_language(self.lang)

    def _nutrient(self, nutrient: str, intake: Intake, summary: Summary) -> Iterator[str]:
        yield nutrient_name(nutrient).in_language(self.lang)
        unit, decimals = BY_ID[nutrient].unit, BY_ID[nutrient].decimals
        written = partial(amount_of, unit=unit, lang=self.lang, decimals=decimals)
        mark = "≥ " if nutrient in intake.incomplete else ""
        for value in (intake.mean_planned(nutrient), intake.mean_served(nutrient)):
            yield "–" if value is None else mark + written(value)
        eaten = intake.mean_eaten(nutrient)
        if eaten is None or not summary.known:
            yield self.text(say("not known"))
        else:
            yield (mark or ("≥ " if summary.known < summary.dishes else "")) + written(eaten)

    def fish_and_waste(self) -> RenderableType:
        """Fish days against the rule, what came back, and how much of it is known."""
        made = table(
            self.text(say("Fish days and what came back")),
            ("", False),
            (self.text(say("Planned")), True),
            (self.text(say("Served")), True),
            (self.text(say("Rule kept")), False),
            (self.text(say("Came back")), True),
            (self.text(say("Known for")), False),
        )
        for each in self.found.summaries:
            kept = say("in {kept} of {weeks} weeks", kept=each.weeks_kept, weeks=each.weeks)
            made.add_row(
                period_name(each.period, self.lang),
                number(each.fish_planned, self.lang),
                number(each.fish_served, self.lang),
                self.text(kept) if each.weeks else "–",
                self.text(say("not known")) if each.waste is None else percent(each.waste, self.lang, 1),
                self.text(_known(each)),
            )
        return made


def history_notes(found: History, lang: str) -> Iterator[str]:
    """What the figures rest on."""
    summaries = found.summaries
    known, recorded, dishes, unpublished = (
        sum(n) for n in zip(*((s.known, s.recorded, s.dishes, s.unpublished) for s in summaries), strict=True)
    )
    if known < dishes:
        yield text(
            say(
                "Eaten is known for {known} of {of} dishes: with ≥ it is what was eaten of these alone.",
                known=known,
                of=dishes,
            ),
            lang,
        )
    if recorded < dishes:
        yield text(
            say(
                "Portions are recorded for {n} of {of} dishes; the others count as planned.",
                n=recorded,
                of=dishes,
            ),
            lang,
        )
    yield from _paid_notes(summaries, lang)
    if unpublished:
        yield text(say("Days whose plan was not published: {n}.", n=unpublished), lang)
    for day, dish in (each for s in summaries for each in s.unplanned):
        yield text(say("Recorded and on no plan: {dish} on {day}.", dish=dish, day=day), lang)


def _paid_notes(summaries: Iterable[Summary], lang: str) -> Iterator[str]:
    """Why what was paid is more than the figure says, period by period where orders are open."""
    part = [s for s in summaries if s.paid_is_part]
    if any(not s.paid_in_every_week for s in part):
        yield text(say("Paid with ≥: there are weeks without a receipt."), lang)
    for each in part:
        if each.lines_complete < each.lines_ordered:
            what = say(
                "Paid with ≥, {period}: {n} of {all} order lines have come in whole.",
                period=period_name(each.period, lang),
                n=each.lines_complete,
                all=each.lines_ordered,
            )
            yield text(what, lang)


def _known(summary: Summary) -> Message:
    return say("{known} of {of} dishes", known=summary.known, of=summary.dishes)
