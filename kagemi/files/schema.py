"""The JSON Schema of a constraints file: editors complete keys by it and mark slips while they are typed.

It knows the shape of a file: keys, types, kinds, words from closed lists. Whether a named dish, tag or group
exists, and whether figures make sense, only `kagemi check` can tell. JSON Schema takes 3.0 for a whole number;
Kagemi does not.
"""

import inspect
import re
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, Field, fields
from typing import Any, get_args, get_type_hints

from pydantic import TypeAdapter

from kagemi.domain.amount import Amount
from kagemi.domain.nutrients import BY_ID
from kagemi.domain.problem import WEEKDAYS
from kagemi.domain.rules import RULE_KINDS, AnyRule, Budget, kind_of
from kagemi.files.constraints import LARGEST_PORTION, MOST_CHILDREN, REQUIRED_KEYS, WRONG_WAY
from kagemi.files.nutrition import FOOD_GROUPS
from kagemi.files.rules import HIGHEST_BUDGET, LOWEST_BUDGET
from kagemi.files.school_calendar import HOLIDAYS

Schema = dict[str, Any]

_UNITS = r"%\s*akg|%|kcal|g|mg|ug|µg|kg|idr|rp"
_ID = "^[a-z0-9_]+$"
_RULE_KEYS = {
    "kind": "What the rule asks for.",
    "name": "The rule's name, unique in the file: small letters, digits and underscores.",
    "soft": "true: the rule may be missed where it must; by how much is always shown.",
    "groups": "The groups the rule holds for; none: all.",
    "days": "Weekdays, or dates such as 2026-11-30, on which the rule holds; none: all.",
    "slots": "The slots whose dishes the rule looks at; none: all.",
    "why": "The reason, for whoever reads the file or the plan.",
    "source": "Where the figure is from.",
}


def constraints_schema() -> Schema:
    """The schema of a constraints file, draft 2020-12."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Kagemi constraints file",
        "description": "A canteen's groups, slots, rules and objective.",
        **_mapping(
            {
                "extends": _text("The file that this one builds on, from this file's folder on.", "\\S"),
                "without": _list(_text(""), "Rules of the extended file, by name, that are left out."),
                "canteen": _text("The canteen's name.", "\\S"),
                "meal": _text("The meal, as in lunch.", "\\S"),
                "days": {**_list({"enum": list(WEEKDAYS)}, "Weekdays with a meal.", 1), "uniqueItems": True},
                "groups": _list({"$ref": "#/$defs/group"}, "Children who eat the same portions.", 1),
                "slots": {
                    "type": "object",
                    "description": "The places on the tray, each under its name.",
                    "minProperties": 1,
                    "additionalProperties": {"$ref": "#/$defs/slot"},
                },
                "rules": {
                    "description": "What every menu must keep, or should if the rule is soft.",
                    "type": ["array", "null"],
                    "items": {"$ref": "#/$defs/rule"},
                },
                "objective": _list({"$ref": "#/$defs/tier"}, "What to reach for, the first thing first.", 1),
                "calendar": {"$ref": "#/$defs/calendar"},
                "learning": {"$ref": "#/$defs/learning"},
            }
        ),
        "anyOf": [{"required": ["extends"]}, {"required": list(REQUIRED_KEYS)}],
        "dependentRequired": {"without": ["extends"]},
        "$defs": _parts() | {kind_of(c): _rule(c) for c in RULE_KINDS},
    }


def _parts() -> dict[str, Schema]:
    return {
        "amount": _amount(_UNITS),
        "rupiah": {
            "description": "Whole rupiah in digits only, as in 10000.",
            "anyOf": [
                {"type": "integer", "minimum": LOWEST_BUDGET, "maximum": HIGHEST_BUDGET},
                {"type": "string", "pattern": _any_case(r"^\s*((rp\.?|idr)\s*)?[1-9]\d{2,6}\s*(idr|rp)?\s*$")},
            ],
        },
        "day": {"anyOf": [{"enum": list(WEEKDAYS)}, {"$ref": "#/$defs/date"}]},
        "date": _text("A date such as 2026-11-30.", r"^\d{4}-\d\d-\d\d$"),
        "portion": {
            "description": "A portion in multiples of the recipe's, as one number or as [least, most].",
            "anyOf": [
                {"$ref": "#/$defs/multiple"},
                {"type": "array", "items": {"$ref": "#/$defs/multiple"}, "minItems": 2, "maxItems": 2},
            ],
        },
        "multiple": {"type": "number", "minimum": 0, "maximum": LARGEST_PORTION},
        "group": _group(),
        "slot": _slot(),
        "tier": _tier(),
        "calendar": _calendar(),
        "learning": _learning(),
        "rule": {
            "type": "object",
            "required": ["kind"],
            "properties": {"kind": {"enum": [kind_of(c) for c in RULE_KINDS]}},
            "oneOf": [{"$ref": f"#/$defs/{kind_of(c)}"} for c in RULE_KINDS],
        },
    }


def _group() -> Schema:
    name = _mapping({lang: _text("", "\\S") for lang in ("id", "en")}, ("id", "en"))
    headcount = {"type": "integer", "minimum": 1, "maximum": MOST_CHILDREN, "description": "How many children."}
    portions = {
        "description": "Portions by slot, where they differ from the slot's own.",
        "type": ["object", "null"],
        "additionalProperties": {"$ref": "#/$defs/portion"},
    }
    return _mapping(
        {
            "id": _text("The group's id: small letters, digits and underscores.", _ID),
            "akg": _text("Whose daily need (requirements.csv) a share such as 30 % AKG is of."),
            "headcount": headcount,
            "name": {**name, "description": "The group's name on sheets, in Bahasa Indonesia and English."},
            "portions": portions,
        },
        ("id", "headcount"),
    )


def _slot() -> Schema:
    slot = _mapping(
        {
            "pick": {
                "description": "How many dishes a day, or any.",
                "anyOf": [{"type": "integer", "minimum": 1, "maximum": 20}, {"const": "any"}],
                "default": 1,
            },
            "portion": {"anyOf": [{"$ref": "#/$defs/portion"}, {"type": "null"}]},
        }
    )
    return {**slot, "type": ["object", "null"]}


def _tier() -> Schema:
    quantities = ("shortfall", "cost", "acceptance", *BY_ID)
    senses = {
        sense: _mapping(
            {
                sense: {"enum": [q for q in quantities if (sense, q) not in WRONG_WAY]},
                "give_up": {
                    "description": "How much of it the next things may trade away, as in 2 %.",
                    "anyOf": [{"$ref": "#/$defs/amount"}, {"type": "null"}],
                },
            },
            (sense,),
        )
        for sense in ("minimise", "maximise")
    }
    return {"oneOf": list(senses.values())}


def _calendar() -> Schema:
    day = {"$ref": "#/$defs/date"}
    days = _mapping({"from": day, "to": day, "why": _text("The reason, for whoever reads it.")}, ("from", "to"))
    return {
        **_mapping(
            {
                "holidays": {
                    "description": "Whose public holidays and days of collective leave have no meal.",
                    "const": HOLIDAYS,
                },
                "closed": _list({"anyOf": [day, days]}, "Days on which the school itself is closed."),
                "open": _list(day, "Days with a meal in spite of all this."),
                "exams": _list({"anyOf": [day, days]}, "Days of exams: dishes that are surely eaten."),
            }
        ),
        "description": "Days without a meal: the school's own days win over holidays, open over closed.",
    }


def _learning() -> Schema:
    share = {
        "$ref": "#/$defs/amount",
        "description": "The share of the dishes that are judged by a draw from what is believed, as in 20 %.",
    }
    return {**_mapping({"trying": share}), "description": "How a plan learns from what came back."}


def _rule(rule_class: type[AnyRule]) -> Schema:
    """The schema of a kind: what pydantic makes of its class, with amounts as they are written."""
    made = TypeAdapter(rule_class).json_schema()
    hints = get_type_hints(rule_class)
    properties = {
        f.name: {k: v for k, v in made["properties"][f.name].items() if k != "title"}
        for f in fields(rule_class)
    }
    for key, value in properties.items():
        if hints[key] is Amount or Amount in get_args(hints[key]):
            written = {"$ref": f"#/$defs/{'rupiah' if rule_class is Budget else 'amount'}"}
            properties[key] = {"anyOf": [written, {"type": "null"}]} if "anyOf" in value else written
        properties[key] |= _vocabulary(key)
        if key in _RULE_KEYS:
            properties[key]["description"] = _RULE_KEYS[key]
    properties["kind"] = {"const": kind_of(rule_class)}
    properties["name"] |= {"type": ["string", "null"], "pattern": "^[a-z0-9_]*$"}
    properties["name"].pop("default")
    required = [f.name for f in fields(rule_class) if _is_required(f)]
    return {
        **_mapping(properties, ("kind", *required)),
        "title": kind_of(rule_class),
        "description": inspect.getdoc(rule_class),
    }


def _is_required(field: "Field[Any]") -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _vocabulary(key: str) -> Schema:
    """The closed list of words that a key of a rule chooses from, if it has one."""
    match key:
        case "days" | "only_on" | "never_on":
            return {"items": {"$ref": "#/$defs/day"}}
        case "nutrient":
            return {"enum": list(BY_ID)}
        case "food_group":
            return {"enum": sorted(FOOD_GROUPS)}
        case _:
            return {}


def _amount(units: str) -> Schema:
    return {
        "description": "An amount, as in 30 % AKG, 668 kcal, 75 g or 2 %, or a bare number.",
        "anyOf": [
            {"type": "number", "minimum": 0},
            {"type": "string", "pattern": _any_case(rf"^\s*\+?\d+([.,]\d+)?\s*({units})?\s*$")},
        ],
    }


def _any_case(pattern: str) -> str:
    """A pattern for small and capital letters alike: the patterns of JSON Schema have no flags."""
    return re.sub(r"\\.|[a-z]", lambda m: m[0] if m[0].startswith("\\") else f"[{m[0]}{m[0].upper()}]", pattern)


def _mapping(properties: Mapping[str, Schema], required: Iterable[str] = ()) -> Schema:
    """An object with these keys and no others."""
    shape: Schema = {"type": "object", "properties": dict(properties), "additionalProperties": False}
    return {**shape, "required": list(required)} if required else shape


def _text(description: str, pattern: str = "") -> Schema:
    return {
        "type": "string",
        **({"description": description} if description else {}),
        **({"pattern": pattern} if pattern else {}),
    }


def _list(items: Schema, description: str, least: int = 0) -> Schema:
    made: Schema = {"type": "array", "items": items, "description": description}
    return {**made, "minItems": least} if least else made
