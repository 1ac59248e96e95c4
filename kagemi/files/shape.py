"""Checks that a document has the shape of a domain value, and says in plain words where it has not."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from kagemi.domain.message import Fault, Message, say
from kagemi.files.hints import did_you_mean
from kagemi.files.yaml import Document, Loc

T = TypeVar("T")

_ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {}
"""Built once a run: a dish file takes a tenth of the time."""


class Reading:
    """A document being read, and the faults found in it so far."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.faults: list[Fault] = []
        self.misspelt: set[Loc] = set()

    def add(self, fault: Fault) -> None:
        """Note a fault, unless the value could not even be read."""
        if fault.where not in self.document.damaged:
            self.faults.append(fault)

    def error(self, loc: Loc, what: Message, hint: Message | None = None) -> None:
        """Note a fault of the value at `loc`."""
        self.add(Fault(self.document.at(*loc), what, hint))

    def warn(self, loc: Loc, what: Message, hint: Message | None = None) -> None:
        """Note something that is allowed and probably not meant."""
        self.add(Fault(self.document.at(*loc), what, hint, "warning"))

    def value(self, *loc: str | int) -> Any:
        """The value at `loc`, or None."""
        value: Any = self.document.data
        for step in loc:
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                return None
        return value

    def only(self, loc: Loc, allowed: Iterable[str]) -> dict[str, Any]:
        """The mapping at `loc` without the keys that are not allowed, each of which is a fault."""
        mapping = self.value(*loc)
        if not isinstance(mapping, dict):
            return {}
        names = tuple(allowed)
        for key, value in mapping.items():
            if key not in names:
                what = say('there is no key "{key}" here', key=key)
                hint = did_you_mean(key, [n for n in names if n not in mapping] or names)
                if key[:1].isdigit() and value is None:
                    what = say("the comma before {key} cuts the value in two", key=key)
                    hint = say("write the decimal sign as a point, or put a text with a comma in quotes")
                elif hint and "close" in hint.params:
                    self.misspelt.add((*loc, str(hint.params["close"])))
                self.add(Fault(self.document.key(*loc, key), what, hint))
        return {k: v for k, v in mapping.items() if k in names}

    def has_split_value(self, loc: Loc) -> bool:
        """True if a decimal comma has split a value of the mapping in braces at `loc`, as in 0,5 kg."""
        return any(k[:1].isdigit() and v is None for k, v in self.value(*loc).items())

    def known(self, loc: Loc, choices: Iterable[str], what: Message) -> bool:
        """True if the text at `loc` is one of `choices`; `what` has a {written} hole. Other types pass."""
        written = self.value(*loc)
        names = choices if isinstance(choices, Mapping | frozenset | set) else set(choices)
        if not isinstance(written, str):
            return False
        if written in names:
            return True
        self.error(loc, say(what.template, written=written), did_you_mean(written, names))
        return False

    def id(self, loc: Loc) -> None:
        """Check that a text is an id."""
        written = self.value(*loc)
        if isinstance(written, str) and not re.fullmatch("[a-z0-9_]+", written):
            hint = say("use small letters, digits and underscores, as in tuna_asam_manis")
            self.error(loc, say('"{written}" is not an id', written=written), hint)

    def not_blank(self, loc: Loc) -> None:
        """Check that a text says something."""
        written = self.value(*loc)
        if isinstance(written, str) and not written.strip():
            self.error(loc, say("this text is empty"), say("fill it in"))

    def whole(self, loc: Loc, low: int, high: int) -> None:
        """Check the range of a whole number."""
        written = self.value(*loc)
        if isinstance(written, int) and not isinstance(written, bool) and not low <= written <= high:
            hint = say("it must be between {low} and {high}", low=low, high=high)
            self.error(loc, say("{key}: {written} cannot be right", key=loc[-1], written=written), hint)

    def fit(
        self, kind: type[T], data: Mapping[str, Any], base: Loc = (), place: Callable[[Loc], Loc] = tuple
    ) -> T | None:
        """Make a `kind` of `data`, or note every way in which it does not fit.

        `place` turns the way to a value of `data` into its way in the document, from `base` on.
        """
        try:
            if kind not in _ADAPTERS:
                _ADAPTERS[kind] = TypeAdapter(kind)
            value: T = _ADAPTERS[kind].validate_json(json.dumps(data), strict=True)
        except ValidationError as error:
            for problem in error.errors(include_url=False):
                loc = (*base, *place(problem["loc"]))
                if problem["type"] != "missing" or loc not in self.misspelt:
                    self.add(_fault(self.document, problem, loc))
            return None
        return value


def _fault(document: Document, problem: Mapping[str, Any], loc: Loc) -> Fault:
    what, hint = plain_fault(problem, loc, document.text(*loc))
    where = document.key(*loc) if problem["type"] in _EXTRA else document.at(*loc)
    return Fault(where, what, hint)


_EXTRA = ("unexpected_keyword_argument", "extra_forbidden")


def plain_fault(problem: Mapping[str, Any], loc: Loc, written: str = "") -> tuple[Message, Message | None]:
    """What is wrong with the value at `loc`, and what to do, from one of pydantic's errors."""
    key = next((str(step) for step in reversed(loc) if isinstance(step, str)), "")
    written = written or _shown(problem["input"])
    if problem["type"] in _EXTRA:
        return say('there is no key "{key}" here', key=key), None
    if problem["type"] == "missing":
        return say('the key "{key}" is missing', key=key), say("add {key}:", key=key)
    if problem["type"] == "literal_error":
        choices = re.findall(r"'([^']*)'", str(problem["ctx"]["expected"]))
        return say('{key} cannot be "{written}"', key=key, written=written), did_you_mean(written, choices)
    what, hint = WORDS.get(problem["type"], _OTHERWISE)
    return say(what.template, key=key, written=written), hint


def _shown(value: object) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case dict():
            return "{...}"
        case list():
            return "[...]"
        case _:
            return str(value)


_LIST = (
    say("{key} must be a list, not {written}"),
    say("write the items in brackets, as in [a, b], or each on a line of its own after a dash"),
)
_MAPPING = (
    say("{key} must be a group of keys with values, not {written}"),
    say("write it in braces, as in {{key: value, key: value}}"),
)
_NUMBER = (say("{key} must be a number, not {written}"), say("write digits, with a point as decimal sign"))
_WHOLE = (say("{key} must be a whole number, not {written}"), say("write digits only"))
_OTHERWISE: tuple[Message, Message | None] = (say("{key} cannot be {written}"), None)

WORDS: Mapping[str, tuple[Message, Message | None]] = {
    "string_type": (say("{key} must be a text, not {written}"), say('put it in quotes: "..."')),
    "int_type": _WHOLE,
    "int_from_float": _WHOLE,
    "int_parsing": _WHOLE,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "bool_type": (
        say("{key} must be true or false, not {written}"),
        say("write true or false"),
    ),
    "list_type": _LIST,
    "tuple_type": _LIST,
    "frozen_set_type": _LIST,
    "set_type": _LIST,
    "dict_type": _MAPPING,
    "mapping_type": _MAPPING,
    "dataclass_type": _MAPPING,
    "dataclass_exact_type": _MAPPING,
    "model_type": _MAPPING,
    "none_required": (say("{key} must be empty here"), say("delete the value")),
    "too_short": (say("{key} has too few values"), None),
    "too_long": (say("{key} has too many values"), None),
    "date_from_datetime_parsing": (say("{key}: {written} is not a date"), say("write it as 2026-11-30")),
    "date_parsing": (say("{key}: {written} is not a date"), say("write it as 2026-11-30")),
}
"""What each kind of pydantic error says to a nutritionist: pydantic speaks English to programmers."""
