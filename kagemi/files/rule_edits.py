"""One figure of one rule changed in the text of a constraints file, with every other byte as it was.

The form of the page changes a file that a person wrote, so nothing is written anew: the place of a value is
found, and only that is replaced. Whatever cannot be done so is refused, never done half.
"""

import copy
import re
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from kagemi.domain.message import Fault, InvalidInput, Where, say
from kagemi.files.source import Source
from kagemi.files.yaml import parse_yaml

LAST = ("why", "source")
"""Keys that stand at a rule's end: a new figure goes before them."""
_PLAIN = re.compile(r"[A-Za-z0-9_.][^:#\n{}\[\],&*!|>'\"%@`]*(?: %[^:#\n{}\[\],&*!|>'\"@`]*)?")
"""What needs no quotes, in a list or group as well."""
_WORDS = re.compile(r"(?i)(?:null|~|true|false|yes|no|on|off|)$")


@dataclass(frozen=True)
class _Pair:
    """A key of a rule, its value, and from where to where the value stands in the text."""

    key: str
    column: int
    begin: int
    start: int
    end: int
    is_block: bool
    """True of a value that stands on lines of its own below its key."""


@dataclass(frozen=True)
class _Rule:
    """A rule's keys in the order of the text; `is_flow` if it is written in braces."""

    pairs: tuple[_Pair, ...]
    is_flow: bool

    def find(self, key: str) -> _Pair | None:
        return next((p for p in self.pairs if p.key == key), None)


def set_key(source: Source, rule: int, key: str, value: str | bool | None) -> str:
    """The text with a key of the rule at this position set to `value`; None takes the key away.

    A text that is a number or an amount stays as it is written; other texts are put in quotes where YAML needs
    them. Raises InvalidInput where the text cannot be changed without changing anything else.
    """
    found = _rule(source, rule)
    pair = found.find(key) if found else None
    if found is None or (pair is None and value is None):
        changed = source.text
    elif value is None:
        assert pair is not None
        changed = _without(source.text, found, pair)
    else:
        written = _written(value)
        changed = (
            _replaced(source.text, pair, written) if pair else _added(source.text, found, f"{key}: {written}")
        )
    if found is None or not _is_as_asked(source, changed, rule, key, value):
        what = say('"{key}" of this rule cannot be changed in the form', key=key)
        raise InvalidInput((Fault(_place(source, rule), what, say("change it in the text")),))
    return changed


def _rule(source: Source, rule: int) -> _Rule | None:
    try:
        top = YAML(typ="safe", pure=True).compose(source.text)
    except (YAMLError, RecursionError, AssertionError):
        return None
    rules = _value_of(top, "rules")
    if not isinstance(rules, SequenceNode) or not 0 <= rule < len(rules.value):
        return None
    node = rules.value[rule]
    if not isinstance(node, MappingNode):
        return None
    pairs = tuple(_pair(source.text, k, v) for k, v in node.value if isinstance(k, ScalarNode))
    return _Rule(pairs, bool(node.flow_style))


def _value_of(node: Node | None, key: str) -> Node | None:
    pairs = node.value if isinstance(node, MappingNode) else ()
    return next((v for k, v in pairs if isinstance(k, ScalarNode) and k.value == key), None)


def _pair(text: str, key: ScalarNode, value: Node) -> _Pair:
    start, end = value.start_mark.index, value.end_mark.index
    end = start + len(text[start:end].rstrip())  # a block ends where the next thing begins
    is_block = "\n" in text[key.end_mark.index : start]
    return _Pair(key.value, key.start_mark.column, key.start_mark.index, start, end, is_block)


def _replaced(text: str, pair: _Pair, written: str) -> str:
    blank = "" if text[pair.start - 1 : pair.start].isspace() else " "
    return f"{text[: pair.start]}{blank}{written}{text[pair.end :]}"


def _added(text: str, rule: _Rule, line: str) -> str:
    """A new key after the last figure of the rule."""
    after = [p for p in rule.pairs if p.key not in LAST and not p.is_block] or list(rule.pairs)
    last = after[-1]
    if rule.is_flow:
        return f"{text[: last.end]}, {line}{text[last.end :]}"
    end = _line_end(text, last.end)
    return f"{text[:end]}\n{' ' * last.column}{line}{text[end:]}"


def _without(text: str, rule: _Rule, pair: _Pair) -> str:
    """The text without a key: its lines, or its part of the braces."""
    if not rule.is_flow:
        begin = text.rfind("\n", 0, pair.begin) + 1
        return text[:begin] + text[_line_end(text, pair.end) + 1 :]
    n = rule.pairs.index(pair)
    if n:
        return text[: rule.pairs[n - 1].end] + text[pair.end :]
    return text[: pair.begin] + (text[rule.pairs[1].begin :] if len(rule.pairs) > 1 else text[pair.end :])


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _written(value: str | bool) -> str:
    """A value as YAML has it, on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    line = " ".join(value.split())
    if _PLAIN.fullmatch(line) and not _WORDS.match(line):
        return line
    return "'" + line.replace("'", "''") + "'"


def _is_as_asked(source: Source, changed: str, rule: int, key: str, value: str | bool | None) -> bool:
    """True if the key has its value in the changed text, which says the same as the old one but for it."""
    before, after = (parse_yaml(Source(source.file, text))[0] for text in (source.text, changed))
    if before is None or after is None:
        return False
    asked = None if value is None else _written(value) if isinstance(value, bool) else " ".join(value.split())
    there = after.written.get(("rules", rule, key))
    return there == asked and _blanked(before.data, rule, key) == _blanked(after.data, rule, key)


def _blanked(data: dict[str, Any], rule: int, key: str) -> dict[str, Any]:
    blanked = copy.deepcopy(data)
    blanked["rules"][rule].pop(key, None)
    return blanked


def _place(source: Source, rule: int) -> Where:
    document = parse_yaml(source)[0]
    return document.at("rules", rule) if document else Where(source.file)
