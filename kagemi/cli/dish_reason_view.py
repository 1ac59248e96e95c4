"""Why a dish is on the menu or not, laid out for a terminal: the two plans side by side."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text as Line

from kagemi.cli.plan_view import table
from kagemi.cli.rule_texts import asks
from kagemi.cli.words import amount_of, nutrient_name
from kagemi.domain.message import Message, say
from kagemi.domain.nutrients import BY_ID
from kagemi.domain.plan import Serving
from kagemi.domain.problem import DishFacts, PlanningProblem
from kagemi.domain.reasons import DishReason, Range
from kagemi.domain.rules import NutrientRange
from kagemi.language import percent, rupiah, text, weekday
from kagemi.report.check import check
from kagemi.report.summary import Summary, summarise


def dish_reason_view(answer: DishReason, problem: PlanningProblem, lang: str) -> Iterator[RenderableType]:
    """The answer in a sentence, the differences, the rules that speak against the wish."""
    dish = problem.dish(answer.dish)
    if answer.answer == "unknown":
        yield text(say("No answer was found in time. Try more --seconds."), lang)
        return
    if answer.answer == "already":
        yield text(_already(answer, dish, problem), lang)
        return
    if answer.answer == "impossible":
        yield text(_impossible(answer, dish, problem), lang)
    else:
        yield Line(text(_possible(answer, dish, problem), lang))
        yield _differences(answer, problem, lang)
    yield from _against(answer, problem, lang)


def _impossible(answer: DishReason, dish: DishFacts, problem: PlanningProblem) -> Message:
    if answer.wish == "without":
        return say(
            "Without {dish}{when} there is no menu that keeps all hard rules.",
            dish=dish.name,
            when=_when(answer, problem),
        )
    return say(
        "With {dish}{when} there is no menu that keeps all hard rules.",
        dish=dish.name,
        when=_when(answer, problem),
    )


def _when(answer: DishReason, problem: PlanningProblem) -> Message | str:
    if answer.day is None:
        return ""
    return say(" on {day}", day=problem.days[answer.day].date)


def _possible(answer: DishReason, dish: DishFacts, problem: PlanningProblem) -> Message:
    if answer.wish == "without":
        return say(
            "The best menu without {dish}{when}, beside the best menu:",
            dish=dish.name,
            when=_when(answer, problem),
        )
    return say(
        "The best menu with {dish}{when}, beside the best menu:", dish=dish.name, when=_when(answer, problem)
    )


def _already(answer: DishReason, dish: DishFacts, problem: PlanningProblem) -> Message:
    if answer.wish == "without":
        return say("The best menu does not serve {dish}{when}.", dish=dish.name, when=_when(answer, problem))
    return say("The best menu serves {dish}{when} already.", dish=dish.name, when=_when(answer, problem))


def _differences(answer: DishReason, problem: PlanningProblem, lang: str) -> RenderableType:
    base, wished = (_summary(problem, s) for s in (answer.base_servings, answer.servings))
    made = table(
        "",
        ("", False),
        (text(say("Best menu"), lang), True),
        (text(say("With the wish"), lang), True),
        (text(say("Difference"), lang), True),
    )
    made.add_row(
        text(say("Cost a portion"), lang),
        rupiah(base.cost_idr, lang),
        rupiah(wished.cost_idr, lang),
        _signed_rupiah(wished.cost_idr - base.cost_idr, lang),
    )
    if answer.cost is not None and answer.base_cost is not None:
        difference = answer.cost.minus(answer.base_cost)
        made.add_row(
            text(say("Cheapest, as good in all tiers before cost"), lang),
            _range(answer.base_cost, lang),
            _range(answer.cost, lang),
            f"{_signed_rupiah(difference.low, lang)} … {_signed_rupiah(difference.high, lang)}",
        )
    made.add_row(
        text(say("Expected share eaten"), lang),
        percent(base.acceptance, lang, 1),
        percent(wished.acceptance, lang, 1),
        _signed(
            percent(abs(wished.acceptance - base.acceptance), lang, 1), wished.acceptance - base.acceptance
        ),
    )
    for nutrient in (BY_ID[n] for n in _nutrients(problem)):
        for one, other in zip(base.groups, wished.groups, strict=True):
            a, b = one.nutrients[nutrient.id].total, other.nutrients[nutrient.id].total
            name = nutrient_name(nutrient.id)
            label = text(say("{nutrient}, {group}", nutrient=name, group=one.group.name), lang)
            values = (amount_of(v, nutrient.unit, lang, nutrient.decimals) for v in (a, b, abs(b - a)))
            first, second, change = values
            made.add_row(label, first, second, _signed(change, b - a))
    made.add_section()
    for day in problem.days:
        made.add_row(weekday(day.date, lang), *_changed(problem, answer, day.index, lang), "")
    return made


def _nutrients(problem: PlanningProblem) -> list[str]:
    named = [r.nutrient for r in problem.rules if isinstance(r, NutrientRange)]
    return list(dict.fromkeys(["energy", "protein", *named]))


def _summary(problem: PlanningProblem, servings: tuple[Serving, ...]) -> Summary:
    return summarise(problem, servings, check(problem, servings))


def _changed(problem: PlanningProblem, answer: DishReason, day: int, lang: str) -> tuple[str, str]:
    """The dishes of a day that only one of the menus has; a dash where they agree."""
    sets = [{s.dish for s in plan if s.day == day} for plan in (answer.base_servings, answer.servings)]
    names = {d.id: d.name.in_language(lang) for d in problem.dishes}
    one, other = (
        ", ".join(names[i] for i in sorted(mine - theirs)) or "–" for mine, theirs in (sets, sets[::-1])
    )
    return one, other


def _against(answer: DishReason, problem: PlanningProblem, lang: str) -> Iterator[RenderableType]:
    rules = {r.name: r for r in problem.rules}
    if answer.answer == "impossible":
        for name, _ in answer.against:
            sentence = say(
                "  {name}: {asks} ({place})",
                name=name,
                asks=asks(rules[name], problem),
                place=_place(name, problem),
            )
            yield Line(text(sentence, lang))
        return
    if not answer.against:
        yield Line(
            text(
                say(
                    "No rule by itself was found to speak against it: costs and the tiers of the objective "
                    "decide."
                ),
                lang,
            )
        )
        return
    for n, (name, worth) in enumerate(answer.against):
        most = say(
            "Most against it speaks {name} ({place}): {asks}. Without this rule it would cost {rupiah} less "
            "a portion.",
            name=name,
            place=_place(name, problem),
            asks=asks(rules[name], problem),
            rupiah=rupiah(worth, lang),
        )
        more = say(
            "then {name} ({place}): {rupiah}",
            name=name,
            place=_place(name, problem),
            rupiah=rupiah(worth, lang),
        )
        yield Line(text(more if n else most, lang))


def _place(name: str, problem: PlanningProblem) -> str:
    place = problem.places.get(name)
    return str(place) if place else name


def _range(range_: Range, lang: str) -> str:
    return f"{rupiah(range_.low, lang)}–{rupiah(range_.high, lang)}"


def _signed_rupiah(value: float, lang: str) -> str:
    return _signed(rupiah(abs(value), lang), value)


def _signed(written: str, value: float) -> str:
    return f"{'+' if value >= 0 else '−'}{written}"
