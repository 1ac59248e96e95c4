"""A constraints file as a form: rules in plain words with their figures; what is filled in goes into it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, get_args, get_type_hints

from kagemi.domain.amount import Amount
from kagemi.domain.constraints import Constraints
from kagemi.domain.food import FoodTable
from kagemi.domain.message import Fault, InvalidInput, Message, Text, Where, say
from kagemi.domain.problem import DishFacts, PlanningProblem
from kagemi.domain.rules import RULE_KINDS, AnyRule, kind_of
from kagemi.files.rule_edits import set_key
from kagemi.files.source import Source
from kagemi.files.yaml import Document, parse_yaml
from kagemi.language.rule_figures import FIGURES, WRITTEN, unit_name
from kagemi.language.rule_purposes import PURPOSES
from kagemi.language.rule_texts import asks

_CLASSES = {kind_of(c): c for c in RULE_KINDS}
_NUMBER = re.compile(r"\s*([-+]?[\d.,_]+)\s*(.*)", re.DOTALL)
_DECIMAL_COMMA = re.compile(r"(\d+),(\d{1,2})")


@dataclass(frozen=True)
class Figure:
    """A number of a rule: `value` as it is written, "" if the rule does not have it, and its unit in words."""

    key: str
    name: Message
    value: str
    unit: Message | Text
    written_unit: str
    """What stands behind the number in the file."""


@dataclass(frozen=True)
class RuleEntry:
    """A rule of the file in the form."""

    index: int
    label: str
    """The rule's name, or its kind: by it the rule is found again in a text that was changed."""
    kind: str
    purpose: Message
    asks: Message | None
    """What it asks, in a sentence; None while the file has errors."""
    figures: tuple[Figure, ...]
    soft: bool
    why: str
    source: str
    line: int


def rule_form(
    source: Source, rules: Constraints | None, table: FoodTable, facts: tuple[DishFacts, ...], today: date
) -> tuple[RuleEntry, ...] | None:
    """The rules that the file itself has, in its order; None if the text cannot be read at all."""
    document, _ = parse_yaml(source)
    if document is None:
        return None
    said = dict(_sentences(source, rules, table, facts, today)) if rules else {}
    entries = document.data.get("rules")
    return tuple(
        _entry(document, i, entry, said.get(document.at("rules", i).line))
        for i, entry in enumerate(entries if isinstance(entries, list) else ())
        if isinstance(entry, dict)
    )


def _sentences(
    source: Source, rules: Constraints, table: FoodTable, facts: tuple[DishFacts, ...], today: date
) -> Iterator[tuple[int, Message]]:
    """Line -> what the rule that stands there asks."""
    problem: PlanningProblem = replace(rules.problem(today, 1, facts, {}), foods=dict(table.foods))
    for rule in rules.rules:
        place = rules.places[rule.name]
        if place.file == source.file:
            yield place.line, asks(rule, problem)


def _entry(document: Document, i: int, entry: dict[str, Any], said: Message | None) -> RuleEntry:
    kind = str(entry.get("kind") or "")
    return RuleEntry(
        index=i,
        label=_label(entry),
        kind=kind,
        purpose=PURPOSES.get(kind) or say('there is no kind of rule "{written}"', written=kind),
        asks=said,
        figures=tuple(_figures(document, i, kind)),
        soft=entry.get("soft") is True,
        why=" ".join(str(entry.get("why") or "").split()),
        source=" ".join(str(entry.get("source") or "").split()),
        line=document.at("rules", i).line,
    )


def _label(entry: dict[str, Any]) -> str:
    return str(entry.get("name") or entry.get("kind") or "")


def _figures(document: Document, i: int, kind: str) -> Iterator[Figure]:
    keys = figure_keys(_CLASSES[kind]) if kind in _CLASSES else ()
    written = {key: _split(document.text("rules", i, key)) for key in keys}
    units = [unit for value, unit in written.values() if value]
    nutrient = document.text("rules", i, "nutrient")
    for key, (value, unit) in written.items():
        own = unit if value else units[0] if units else WRITTEN.get((kind, key), "")
        yield Figure(key, FIGURES[key], value, unit_name(kind, key, own, nutrient), own)


def figure_keys(rule_class: type[AnyRule]) -> tuple[str, ...]:
    """The keys of a kind that hold a number or an amount."""
    hints = get_type_hints(rule_class)
    types = {f.name: {hints[f.name], *get_args(hints[f.name])} for f in fields(rule_class)}
    return tuple(key for key, found in types.items() if found & {Amount, float, int})


def _split(written: str) -> tuple[str, str]:
    """A number and the unit behind it; what is neither is shown as it is."""
    found = _NUMBER.fullmatch(written)
    return (found[1], " ".join(found[2].split())) if found else (written, "")


def filled_in(source: Source, answers: Mapping[str, str]) -> tuple[Source, tuple[Fault, ...]]:
    """The text with what was changed in the form, and what could not be put into it.

    Of each field `answers` has what it was ("was-3-min") and what it is ("now-3-min"), and of each rule by what
    name it was shown ("rule-3"): a text that was changed at the same time has it elsewhere now.
    """
    faults: list[Fault] = []
    for name, was in answers.items():
        now = answers.get(f"now-{name.removeprefix('was-')}")
        if not name.startswith("was-") or now is None or now.split() == was.split():
            continue
        shown, _, key = name.removeprefix("was-").partition("-")
        if key not in (*FIGURES, "soft", "why"):
            continue
        try:
            at = _found(source, int(shown) if shown.isdecimal() else -1, answers.get(f"rule-{shown}", ""))
            source = replace(source, text=set_key(source, at, key, _value(source, at, key, now)))
        except InvalidInput as refused:
            faults += refused.faults
    return source, tuple(faults)


def _found(source: Source, shown: int, label: str) -> int:
    """Where the rule of this label is now; raises InvalidInput."""
    document, _ = parse_yaml(source)
    entries = document.data.get("rules") if document else None
    labels = [_label(e) if isinstance(e, dict) else "" for e in entries] if isinstance(entries, list) else []
    if 0 <= shown < len(labels) and labels[shown] == label:
        return shown
    if labels.count(label) == 1:
        return labels.index(label)
    what = say('the rule "{name}" of the form is not in the text any more', name=label)
    raise InvalidInput((Fault(Where(source.file), what, say("change it in the text")),))


def _value(source: Source, rule: int, key: str, now: str) -> str | bool | None:
    """What is written for an answer: a yes or no, a text, or a number with the unit that it had."""
    document, _ = parse_yaml(source)
    assert document is not None
    if key == "soft":
        known = bool(document.text("rules", rule, "soft"))
        return True if now == "yes" else False if known else None
    if not now.strip():
        return None
    kind = document.text("rules", rule, "kind")
    figure = next((f for f in _figures(document, rule, kind) if f.key == key), None)
    if figure is None:
        return now
    number, unit = _split(_DECIMAL_COMMA.sub(r"\1.\2", now.strip()) if _has_decimal_comma(now) else now.strip())
    return f"{number} {unit or figure.written_unit}".strip()


def _has_decimal_comma(text: str) -> bool:
    """True of 0,8 as people write it, and not of 10,000, which the check explains."""
    return bool(_DECIMAL_COMMA.match(text.strip())) and not re.match(r"\d+,\d{3}", text.strip())
