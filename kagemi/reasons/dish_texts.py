"""Why a dish is on the menu or not, in words: the answer, two menus side by side, the rules against it."""

from collections.abc import Iterator
from dataclasses import dataclass

from kagemi.domain.message import Message, Text, say
from kagemi.domain.nutrients import BY_ID
from kagemi.domain.plan import Serving
from kagemi.domain.problem import PlanningProblem
from kagemi.domain.reasons import DishReason, Range
from kagemi.domain.rules import NutrientRange
from kagemi.language import percent, weekday
from kagemi.language.rule_texts import asks
from kagemi.language.words import amount_of, money, nutrient_name
from kagemi.report.check import check
from kagemi.report.summary import Summary, summarise

LANGUAGES = ("id", "en")


@dataclass(frozen=True)
class Compared:
    """A figure, or a day's dishes, of the best menu and of the one with the wish."""

    what: Message | Text
    best: Text
    wished: Text
    difference: Text


def answer_text(answer: DishReason, problem: PlanningProblem) -> Message:
    """The answer in a sentence."""
    holes: dict[str, object] = {"dish": problem.dish(answer.dish).name, "when": _when(answer, problem)}
    without = answer.wish == "without"
    match answer.answer:
        case "unknown":
            return say("No answer was found in time. Try more --seconds.")
        case "already" if without:
            return say("The best menu does not serve {dish}{when}.", **holes)
        case "already":
            return say("The best menu serves {dish}{when} already.", **holes)
        case "impossible" if without:
            return say("Without {dish}{when} there is no menu that keeps all hard rules.", **holes)
        case "impossible":
            return say("With {dish}{when} there is no menu that keeps all hard rules.", **holes)
        case "possible" if without:
            return say("The best menu without {dish}{when}, beside the best menu:", **holes)
        case "possible":
            return say("The best menu with {dish}{when}, beside the best menu:", **holes)


def _when(answer: DishReason, problem: PlanningProblem) -> Message | str:
    if answer.day is None:
        return ""
    return say(" on {day}", day=problem.days[answer.day].date)


def figures(answer: DishReason, problem: PlanningProblem) -> Iterator[Compared]:
    """Cost, the share eaten and nutrients of both menus."""
    base, wished = (_summary(problem, s) for s in (answer.base_servings, answer.servings))
    yield Compared(
        say("Cost a portion"),
        money(base.cost_idr),
        money(wished.cost_idr),
        _signed_rupiah(wished.cost_idr - base.cost_idr),
    )
    if answer.cost is not None and answer.base_cost is not None:
        difference = answer.cost.minus(answer.base_cost)
        low, high = _signed_rupiah(difference.low), _signed_rupiah(difference.high)
        yield Compared(
            say("Cheapest, as good in all tiers before cost"),
            _range(answer.base_cost),
            _range(answer.cost),
            Text(f"{low.id} … {high.id}", f"{low.en} … {high.en}"),
        )
    more = wished.acceptance - base.acceptance
    yield Compared(
        say("Expected share eaten"),
        _share(base.acceptance),
        _share(wished.acceptance),
        _signed(_share(abs(more)), more),
    )
    for nutrient in (BY_ID[n] for n in _nutrients(problem)):
        for one, other in zip(base.groups, wished.groups, strict=True):
            a, b = one.nutrients[nutrient.id].total, other.nutrients[nutrient.id].total
            label = say("{nutrient}, {group}", nutrient=nutrient_name(nutrient.id), group=one.group.name)
            first, second, change = (_amount(v, nutrient.unit, nutrient.decimals) for v in (a, b, abs(b - a)))
            yield Compared(label, first, second, _signed(change, b - a))


def menus(answer: DishReason, problem: PlanningProblem) -> Iterator[Compared]:
    """The dishes of each day that only one of the menus has; a dash where they agree."""
    for day in problem.days:
        best, wished = (
            {s.dish for s in menu if s.day == day.index} for menu in (answer.base_servings, answer.servings)
        )
        name = Text(weekday(day.date, "id"), weekday(day.date, "en"))
        yield Compared(name, _names(best - wished, problem), _names(wished - best, problem), Text("", ""))


def _names(dishes: set[str], problem: PlanningProblem) -> Text:
    names = [problem.dish(d).name for d in sorted(dishes)]
    return Text(*(", ".join(n.in_language(lang) for n in names) or "–" for lang in LANGUAGES))


def against(answer: DishReason, problem: PlanningProblem) -> Iterator[tuple[str, Message]]:
    """The rules that speak against the wish, most first, each with its name; "" where none does."""
    rules = {r.name: r for r in problem.rules}
    if answer.answer == "impossible":
        for name, _ in answer.against:
            place = _place(name, problem)
            yield name, say("{name}: {asks} ({place})", name=name, asks=asks(rules[name], problem), place=place)
        return
    if not answer.against:
        yield (
            "",
            say(
                "No rule by itself was found to speak against it: costs and the tiers of the objective decide."
            ),
        )
        return
    for n, (name, worth) in enumerate(answer.against):
        holes: dict[str, object] = {"name": name, "place": _place(name, problem), "rupiah": money(worth)}
        if n:
            yield name, say("then {name} ({place}): {rupiah}", **holes)
        else:
            yield (
                name,
                say(
                    "Most against it speaks {name} ({place}): {asks}. Without this rule it would cost "
                    "{rupiah} less a portion.",
                    asks=asks(rules[name], problem),
                    **holes,
                ),
            )


def _nutrients(problem: PlanningProblem) -> list[str]:
    named = [r.nutrient for r in problem.rules if isinstance(r, NutrientRange)]
    return list(dict.fromkeys(["energy", "protein", *named]))


def _summary(problem: PlanningProblem, servings: tuple[Serving, ...]) -> Summary:
    return summarise(problem, servings, check(problem, servings))


def _place(name: str, problem: PlanningProblem) -> str:
    place = problem.places.get(name)
    return str(place) if place else name


def _range(range_: Range) -> Text:
    low, high = money(range_.low), money(range_.high)
    return Text(f"{low.id}–{high.id}", f"{low.en}–{high.en}")


def _share(value: float) -> Text:
    return Text(percent(value, "id", 1), percent(value, "en", 1))


def _amount(value: float, unit: str, decimals: int) -> Text:
    return Text(amount_of(value, unit, "id", decimals), amount_of(value, unit, "en", decimals))


def _signed_rupiah(value: float) -> Text:
    return _signed(money(abs(value)), value)


def _signed(written: Text, value: float) -> Text:
    sign = "+" if value >= 0 else "−"
    return Text(f"{sign}{written.id}", f"{sign}{written.en}")
