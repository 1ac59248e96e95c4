"""The rules of a constraints file: each read into its class and named."""

import re
from dataclasses import fields
from typing import Any, get_args, get_type_hints

from kagemi.domain.amount import Amount, parse_amount
from kagemi.domain.message import Message, Where, say
from kagemi.domain.rules import (
    RULE_KINDS,
    Acceptance,
    AnyRule,
    Budget,
    FishForm,
    LocalShare,
    Storage,
    Supply,
    UseUp,
    kind_of,
)
from kagemi.files.hints import did_you_mean
from kagemi.files.rule_checks import RuleCheck
from kagemi.files.rule_references import Surroundings
from kagemi.files.shape import Reading
from kagemi.files.yaml import Loc

CLASSES = {kind_of(c): c for c in RULE_KINDS}
LOWEST_BUDGET = 500
HIGHEST_BUDGET = 1_000_000
_SHARE = say("write a share, as in 60 %")
_KILOGRAMS = say("write kilograms, as in 40 kg")
_EXAMPLES: dict[type[AnyRule], Message] = {
    Acceptance: _SHARE,
    FishForm: _SHARE,
    LocalShare: _SHARE,
    Storage: _KILOGRAMS,
    Supply: _KILOGRAMS,
    UseUp: _KILOGRAMS,
}

_GROUPED = re.compile(r"(?:rp\.?|idr)?\s*([1-9]\d{0,2}(?:[.,]\d{3})+)\s*(?:idr|rp)?", re.IGNORECASE)


def read_rules(reading: Reading, surroundings: Surroundings) -> tuple[tuple[AnyRule, ...], dict[str, Where]]:
    """The sound rules in the order of the file, and the place of each by its name."""
    rules: list[AnyRule] = []
    places: dict[str, Where] = {}
    entries = reading.value("rules")
    for i in range(len(entries) if isinstance(entries, list) else 0):
        rule = _rule(reading, i)
        if rule is None:
            continue
        if rule.name in places:
            what = say('there are two rules "{name}"', name=rule.name)
            hint = say("the other is in line {line}: give each its own name", line=places[rule.name].line)
            reading.error(("rules", i, "name"), what, hint)
        places.setdefault(rule.name, reading.document.at("rules", i))
        rules.append(rule)
        RuleCheck(reading, ("rules", i), surroundings).all(rule)
    return tuple(rules), places


def _rule(reading: Reading, i: int) -> AnyRule | None:
    loc: Loc = ("rules", i)
    entry = reading.value(*loc)
    if not isinstance(entry, dict):
        hint = say("write {{kind: tag_days, tag: fish, at_least: 3}}, say")
        reading.error(loc, say("a rule is written as keys with values"), hint)
        return None
    kind = entry.get("kind")
    if not isinstance(kind, str):
        reading.error(loc, say("the rule has no kind"), _all_kinds())
        return None
    if kind not in CLASSES:
        what = say('there is no kind of rule "{written}"', written=kind)
        reading.error((*loc, "kind"), what, did_you_mean(kind, CLASSES) or _all_kinds())
        return None
    rule_class = CLASSES[kind]
    data = reading.only(loc, [f.name for f in fields(rule_class)])
    reading.id((*loc, "name"))
    sound = _read_amounts(reading, loc, rule_class, data)
    if not data.get("name"):
        data["name"] = f"{kind}_{i + 1}"
    rule = reading.fit(rule_class, data, loc)
    return rule if sound else None


def _all_kinds() -> Message:
    return say("choose one of: {choices}", choices=", ".join(sorted(CLASSES)))


def _read_amounts(reading: Reading, loc: Loc, rule_class: type[AnyRule], data: dict[str, Any]) -> bool:
    """Replace what is written in the `Amount` fields of a rule by value and unit; False if one is faulty."""
    sound = True
    example = _EXAMPLES.get(rule_class, say("write it like 30 % AKG, 668 kcal or 20 g"))
    for key, hint in get_type_hints(rule_class).items():
        if data.get(key) is None or not (hint is Amount or Amount in get_args(hint)):
            continue
        written = reading.document.text(*loc, key)
        amount = _rupiah(written) if rule_class is Budget else read_amount(data[key], written, example)
        if isinstance(amount, Amount):
            data[key] = {"value": amount.value, "unit": amount.unit}
        else:
            reading.error((*loc, key), *amount)
            data[key] = {"value": 1.0, "unit": ""}
            sound = False
    return sound


def read_amount(value: object, written: str, example: Message) -> Amount | tuple[Message, Message]:
    """An amount of zero or more, or what is wrong with it; `example` is the hint for what is no amount."""
    amount = parse_amount(value)
    if isinstance(amount, Message):
        return amount, example
    number, unit = re.match(r"\s*([\d.,]*)\s*(.*)", written).groups()  # type: ignore[union-attr]
    if re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", number) and amount.unit != "kg":
        digits = re.sub("[.,]", "", number)
        return (
            say("{written} reads as {value}", written=written, value=str(amount)),
            say("write {digits}, without a mark for thousands", digits=f"{digits} {unit}".strip()),
        )
    if amount.value < 0:
        return say("an amount cannot be negative"), say("write a number of zero or more")
    return amount


def _rupiah(written: str) -> Amount | tuple[Message, Message]:
    """A budget: whole rupiah, in digits only."""
    grouped = _GROUPED.fullmatch(written.strip())
    if grouped:
        number, digits = grouped[1], re.sub("[.,]", "", grouped[1])
        if re.fullmatch(r"\d+\.\d+", written.strip()):
            hint = say(
                "write {digits}; in YAML {number} is the number {value}",
                digits=digits,
                number=number,
                value=f"{float(number):g}",
            )
        else:
            hint = say("write {digits}, without a mark for thousands", digits=digits)
        return say("the budget {written} is not written in digits only", written=written), hint
    amount = parse_amount(re.sub(r"^\s*(rp\.?|idr)\s*", "", written, flags=re.IGNORECASE))
    if isinstance(amount, Message) or amount.unit not in ("", "idr"):
        return say('"{written}" is not an amount of rupiah', written=written), say(
            "write digits only, as in 10000"
        )
    if amount.value != int(amount.value):
        return say("a budget is in whole rupiah, not {written}", written=written), say(
            "write digits only, as in 10000"
        )
    if amount.value < LOWEST_BUDGET:
        what = say("a budget of Rp {rupiah} a portion cannot be right", rupiah=f"{amount.value:g}")
        return what, say("write rupiah, as in 10000 (not thousands of rupiah)")
    if amount.value > HIGHEST_BUDGET:
        what = say("a budget of Rp {rupiah} a portion cannot be right", rupiah=f"{amount.value:.0f}")
        return what, say("the budget is for one portion, not for the whole canteen")
    return Amount(amount.value, "idr")
