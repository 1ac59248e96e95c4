"""Plans as JSON files: the same plan gives the same bytes, and a damaged file says where."""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass, replace
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from kagemi.domain.message import Fault, InvalidInput, Message, Where, say
from kagemi.domain.plan import Finding, Plan
from kagemi.domain.rules import KINDS, RULE_KINDS, Alternative, kind_of
from kagemi.files.atomic import write_text
from kagemi.files.hints import did_you_mean
from kagemi.files.shape import plain_fault
from kagemi.files.source import MEGABYTE, read_source

VERSION = 1
DIGITS = 9
"""Significant digits of every number: more would be noise of the solver and differ between machines."""
LIMIT = 50 * MEGABYTE


def write_plan(plan: Plan, path: Path) -> None:
    """Write a plan; raises `InvalidInput` if the disk refuses."""
    write_text(path, to_json(plan))


def read_plan(path: Path) -> Plan:
    """Read a plan; raises `InvalidInput` with everything that is wrong with the file."""
    source = read_source(path, LIMIT)
    if isinstance(source, Fault):
        raise InvalidInput((source,))
    return plan_of(source.text, source.file)


@lru_cache(maxsize=32)
def plan_of(plan_json: str, file: str) -> Plan:
    """The plan in the text of a plan file, which messages call `file`; raises `InvalidInput` as `read_plan`.

    The same text gives the same plan: whoever asks again soon, as the page does, gets the one read before.
    """
    where = Where(file)
    try:
        data = json.loads(plan_json, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        place = Where(file, error.lineno, error.colno)
        what = say("the plan is damaged: this is not JSON")
        raise InvalidInput((Fault(place, what, _MAKE_AGAIN),)) from error
    except (ValueError, RecursionError) as error:
        raise InvalidInput(
            (Fault(where, say("the plan is damaged: {why}", why=str(error)), _MAKE_AGAIN),)
        ) from error
    if not isinstance(data, dict):
        raise InvalidInput((Fault(where, say("this file is not a plan"), _MAKE_AGAIN),))
    _check_version(data, where)
    _mark_unknown(data)
    try:
        plan: Plan = _adapter().validate_json(json.dumps(data), strict=True)
    except ValidationError as error:
        faults = tuple(_problems(error, data, where))
        raise InvalidInput(faults) from error
    faults = tuple(Fault(where, what, _MAKE_AGAIN) for what in _loose_ends(plan))
    if faults:
        raise InvalidInput(faults)
    return plan


@cache
def _adapter() -> "TypeAdapter[Plan]":
    return TypeAdapter(Plan)


def plan_schema() -> dict[str, Any]:
    """The JSON Schema of a plan file."""
    schema = _adapter().json_schema(mode="serialization")
    value = schema["$defs"]["Finding"]["properties"]["value"]
    schema["$defs"]["Finding"]["properties"]["value"] = {
        "anyOf": [value, {"type": "null"}],
        "description": "null: unknown, as when an ingredient has no figure for a nutrient with a maximum",
    }
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def to_json(value: object) -> str:
    """Any domain value as JSON: sorted keys and sets, numbers of nine significant digits, a line end.

    Raises ValueError for a number that is infinite or not a number.
    """
    return json.dumps(plain(value), ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False) + "\n"


def plain(value: object) -> Any:
    """A domain value as dictionaries, lists, texts and rounded numbers."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return _rounded(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Path):
        return value.as_posix()
    if isinstance(value, Message):
        return str(value)
    if isinstance(value, Finding) and not math.isfinite(value.value):
        return {**plain(replace(value, value=0.0)), "value": None}
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {_key(k): plain(v) for k, v in value.items()}
    if isinstance(value, AbstractSet):
        return sorted((plain(v) for v in value), key=str)
    if isinstance(value, Sequence):
        return [plain(v) for v in value]
    raise TypeError(f"no JSON for {type(value).__name__}")


def _key(key: object) -> str:
    return "/".join(str(k) for k in key) if isinstance(key, tuple) else str(key)


def _rounded(value: float) -> float:
    if not math.isfinite(value):
        raise ValueError(f"{value} cannot be written to a file")
    rounded = float(f"{value:.{DIGITS}g}")
    return int(rounded) if rounded.is_integer() and abs(rounded) < 10**DIGITS else rounded  # 1.0 and 1 are one


_MAKE_AGAIN = say("make the plan again with kagemi plan")


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is not a number")


def _mark_unknown(data: Mapping[str, Any]) -> None:
    """A finding's value that is not known is null in the file and not a number in the program."""
    findings = data.get("findings")
    for finding in findings if isinstance(findings, list) else ():
        if isinstance(finding, dict) and "value" in finding and finding["value"] is None:
            finding["value"] = math.nan


def _check_version(data: Mapping[str, Any], where: Where) -> None:
    version = data.get("version")
    if version == VERSION and version is not True:
        return
    if version is None:
        what, hint = say("this file is not a plan: it has no version"), _MAKE_AGAIN
    else:
        what = say(
            "the plan has version {version}, and this Kagemi reads version {own}", version=version, own=VERSION
        )
        hint = say("update Kagemi, or make the plan again")
    raise InvalidInput((Fault(where, what, hint),))


def _problems(error: ValidationError, data: Mapping[str, Any], where: Where) -> Iterator[Fault]:
    """One fault for each thing that is wrong; for a rule, only what its own kind says."""
    classes = {kind_of(c): c.__name__ for c in RULE_KINDS}
    unknown: set[int] = set()
    for problem in error.errors(include_url=False):
        loc = problem["loc"]
        if loc[:2] == ("problem", "rules") and len(loc) > 3 and isinstance(loc[2], int):
            rule = data["problem"]["rules"][loc[2]]
            kind = rule.get("kind") if isinstance(rule, dict) else None
            if kind not in classes:
                if loc[2] not in unknown:
                    unknown.add(loc[2])
                    what = say('{place}: there is no kind of rule "{kind}"', place=_dotted(loc[:3]), kind=kind)
                    yield Fault(where, what, did_you_mean(str(kind), KINDS))
                continue
            if loc[3] != classes[kind]:
                continue
            loc = (*loc[:3], *loc[4:])
        what, hint = plain_fault(problem, loc)
        yield Fault(where, say("{place}: {what}", place=_dotted(loc), what=what), hint)


def _dotted(loc: Sequence[str | int]) -> str:
    return ".".join(str(step) for step in loc)


def _loose_ends(plan: Plan) -> Iterator[Message]:
    """What a plan names and does not hold."""
    problem = plan.problem
    dishes = {d.id for d in problem.dishes}
    groups = {g.id for g in problem.groups}
    days = {d.index for d in problem.days}
    if sorted(days) != list(range(len(problem.days))):
        yield say("the days of the plan are not numbered from 0")
    if not problem.days or not plan.servings:
        yield say("the plan has no days, or no dishes on them")
    if not any(g.headcount > 0 for g in problem.groups):
        yield say("the plan is for no children")
    for i, serving in enumerate(plan.servings):
        if serving.dish not in dishes:
            yield say(
                'servings.{i} names the dish "{dish}", which the plan does not hold', i=i, dish=serving.dish
            )
        if serving.day not in days:
            yield say("servings.{i} names day {day}, which the plan does not hold", i=i, day=serving.day)
        avoiding = {g for rule in problem.rules if isinstance(rule, Alternative) for g in rule.groups}
        all_or_some = set(serving.portions) - groups if avoiding else set(serving.portions) ^ groups
        for group in sorted(all_or_some):  # with extra dishes, not every group gets every dish
            yield say('servings.{i} and the groups of the plan differ in "{group}"', i=i, group=group)
