"""A history in words: what its periods are called, and what its figures rest on."""

from collections.abc import Iterable, Iterator
from functools import partial

from kagemi.canteen.history import History
from kagemi.domain.history import Period
from kagemi.domain.message import Message, say
from kagemi.domain.nutrients import BY_ID
from kagemi.language import date_range, month, short_date, text
from kagemi.language.words import amount_of, nutrient_name
from kagemi.report.eaten import Intake
from kagemi.report.history import Summary

TERMS = {7: say("Ganjil term {years}"), 1: say("Genap term {years}")}
"""First month -> what a school term is called; school years begin in July."""


def period_name(period: Period, lang: str, *, short: bool = False) -> str:
    """30 November – 6 December 2026, December 2026, or Ganjil term 2026/2027."""
    if period.by == "week":
        return short_date(period.first, lang) if short else date_range(period.first, period.last, lang)
    if period.by == "month":
        return month(period.first, lang)
    start = period.first.year - (period.first.month == 1)
    return text(Message(TERMS[period.first.month].template, {"years": f"{start}/{start + 1}"}), lang)


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


def known_of(summary: Summary) -> Message:
    """Of how many dishes it is known how much came back."""
    return say("{known} of {of} dishes", known=summary.known, of=summary.dishes)


def nutrient_texts(nutrient: str, intake: Intake, summary: Summary, lang: str) -> tuple[str, str, str, str]:
    """A nutrient's name, and what the mean child was planned, was served and ate of it."""
    unit, decimals = BY_ID[nutrient].unit, BY_ID[nutrient].decimals
    written = partial(amount_of, unit=unit, lang=lang, decimals=decimals)
    mark = "≥ " if nutrient in intake.incomplete else ""
    planned, served = (
        "–" if value is None else mark + written(value)
        for value in (intake.mean_planned(nutrient), intake.mean_served(nutrient))
    )
    eaten = intake.mean_eaten(nutrient)
    if eaten is None or not summary.known:
        shown = text(say("not known"), lang)
    else:
        shown = (mark or ("≥ " if summary.known < summary.dishes else "")) + written(eaten)
    return nutrient_name(nutrient).in_language(lang), planned, served, shown
