"""YAML files as plain values, with the line and column of everything in them."""

import math
import warnings
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from kagemi.domain.message import Fault, Message, Where, say
from kagemi.files.source import MEGABYTE, Source, read_source, source_of

Loc = tuple[str | int, ...]
"""The way to a value: keys and list positions from the top."""

LIMIT = MEGABYTE
DEEPEST = 40
MOST_NODES = 100_000


@dataclass
class Document:
    """A YAML mapping, with the place and the text of every value in it."""

    file: str
    data: dict[str, Any] = field(default_factory=dict)
    values: dict[Loc, Where] = field(default_factory=dict)
    keys: dict[Loc, Where] = field(default_factory=dict)
    written: dict[Loc, str] = field(default_factory=dict)
    damaged: set[Where] = field(default_factory=set)
    """Places of values that could not be read, each with its fault: nothing more is said about them."""

    def at(self, *loc: str | int) -> Where:
        """Where the value stands; where it does not exist, the nearest thing around it."""
        while loc and loc not in self.values:
            loc = loc[:-1]
        return self.values.get(loc, Where(self.file))

    def key(self, *loc: str | int) -> Where:
        """Where the key of a value stands."""
        return self.keys.get(loc) or self.at(*loc)

    def text(self, *loc: str | int) -> str:
        """A scalar as it is written in the file; "" for anything else."""
        return self.written.get(loc, "")

    def take(self, other: "Document", place: Callable[[Loc], Loc | None]) -> None:
        """Take over the places and texts of another document; `place` says where its values stand here."""
        for mine, theirs in ((self.values, other.values), (self.keys, other.keys)):
            mine.update({here: where for loc, where in theirs.items() if (here := place(loc)) is not None})
        texts = other.written.items()
        self.written.update({here: text for loc, text in texts if (here := place(loc)) is not None})
        self.damaged |= other.damaged

    def drop(self, keys: Iterable[str]) -> None:
        """Take keys of the top level away; what is said of their places stays."""
        for key in keys:
            self.data.pop(key, None)


def read_yaml(path: Path, text: str | None = None) -> tuple[Document | None, list[Fault]]:
    """Read a file whose top level is a mapping; a document may come with faults (of keys, say).

    `text` stands for what is in the file, which need not exist then.
    """
    source = read_source(path, LIMIT) if text is None else source_of(path.as_posix(), text)
    if isinstance(source, Fault):
        return None, [source]
    return parse_yaml(source)


def parse_yaml(source: Source) -> tuple[Document | None, list[Fault]]:
    """Turn YAML text into a document."""
    if source.text.startswith("%"):
        what = say("directives (lines that begin with %) are not used in these files")
        return None, [Fault(Where(source.file, 1, 1), what, say("delete this line"))]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            top = YAML(typ="safe", pure=True).compose(source.text)
    except MarkedYAMLError as error:
        return None, _broken(error, source)
    except RecursionError:
        return None, [Fault(Where(source.file), say("the values are nested too deeply"))]
    except Exception as error:  # ruamel also lets bare assertions through
        return None, [_other(Where(source.file), str(error) or type(error).__name__)]
    if top is None:
        what = say("the file is empty")
        return None, [Fault(Where(source.file), what, say("fill it in, or delete it"))]
    document = Document(source.file)
    if not isinstance(top, MappingNode):
        what = say("the file must begin with a key, such as {example}", example="id:")
        return None, [
            Fault(_where(source.file, top), what, say("write every line at the left edge as key: value"))
        ]
    builder = _Builder(document)
    document.data = builder.value(top, ())
    return None if builder.hopeless else document, builder.faults


def _where(file: str, node: Node) -> Where:
    return Where(file, node.start_mark.line + 1, node.start_mark.column + 1)


class _Builder:
    """Turns nodes into values and notes their places; collects what is wrong with keys and scalars."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.faults: list[Fault] = []
        self.open: list[int] = []
        self.nodes = 0
        self.hopeless = False

    def value(self, node: Node, loc: Loc) -> Any:
        self.nodes += 1
        where = _where(self.document.file, node)
        self.document.values[loc] = where
        if self.hopeless:
            return None
        if id(node) in self.open:
            return self.give_up(where, say("the alias (&, *) contains itself"))
        if self.nodes > MOST_NODES:
            return self.give_up(where, say("aliases (&, *) make the file too large"))
        if len(loc) > DEEPEST:
            return self.give_up(where, say("the values are nested too deeply"))
        if isinstance(node, ScalarNode):
            self.document.written[loc] = node.value
            return self.scalar(node, where)
        self.open.append(id(node))
        try:
            if isinstance(node, SequenceNode):
                return [self.value(n, (*loc, i)) for i, n in enumerate(node.value)]
            assert isinstance(node, MappingNode)
            return self.mapping(node, loc)
        finally:
            self.open.pop()

    def mapping(self, node: MappingNode, loc: Loc) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            where = _where(self.document.file, key_node)
            if not isinstance(key_node, ScalarNode):
                self.fault(where, say("a key must be a single word"), say("write key: value"))
                continue
            key = str(key_node.value)
            if key in values:
                first = self.document.key(*loc, key).line
                hint = say("it is already in line {line}: keep one of them", line=first)
                self.fault(where, say('the key "{key}" stands here twice', key=key), hint)
                continue
            self.document.keys[(*loc, key)] = where
            values[key] = self.value(value_node, (*loc, key))
        return values

    def scalar(self, node: ScalarNode, where: Where) -> Any:
        tag = str(node.tag)
        read = _SCALARS.get(tag.removeprefix("tag:yaml.org,2002:"))
        if read is None:
            what = say("tags (!) are not used in these files")
            return self.fault(where, what, say("write the value without it"))
        try:
            value = read(node.value)
        except (ValueError, OverflowError):
            return self.fault(where, say('"{written}" is not a number', written=node.value), _DIGITS)
        if isinstance(value, float) and not math.isfinite(value):
            return self.fault(
                where, say('"{written}" is not a number to reckon with', written=node.value), _DIGITS
            )
        return value

    def fault(self, where: Where, what: Message, hint: Message | None = None) -> None:
        self.document.damaged.add(where)
        self.faults.append(Fault(where, what, hint))

    def give_up(self, where: Where, what: Message) -> None:
        self.hopeless = True
        self.fault(where, what, say("write the values out, as in the other files"))


_DIGITS = say("write digits, with a point as decimal sign")


def _integer(text: str) -> int:
    digits = text.replace("_", "")
    based = digits.lstrip("+-").lower()[:2] in ("0o", "0x", "0b")
    value = int(digits, 0 if based else 10)
    if abs(value) > 10**15:
        raise ValueError(text)
    return value


_SCALARS: Mapping[str, Callable[[str], object]] = {
    "str": str,
    "int": _integer,
    "float": lambda text: float(text.replace("_", "").replace(".inf", "inf").replace(".nan", "nan")),
    "bool": lambda text: text.lower() == "true",
    "null": lambda _: None,
    "timestamp": str,  # a day stays as it is written
}


def _broken(error: MarkedYAMLError, source: Source) -> list[Fault]:
    """The fault that stops the parser; one for each line that is indented with tabs."""
    problem = str(error.problem or error.context or "")
    mark = error.problem_mark or error.context_mark
    where = Where(source.file, mark.line + 1, mark.column + 1) if mark else Where(source.file)
    if "'\\t'" in problem:
        return [
            Fault(
                Where(source.file, number, line.index("\t") + 1),
                say("this line is indented with a tab"),
                say("use spaces: two for each level"),
            )
            for number, line in enumerate(source.lines(), 1)
            if "\t" in line[: len(line) - len(line.lstrip())] and line.strip()
        ] or [Fault(where, say("a tab cannot stand here"), say("use spaces"))]
    context = error.context_mark
    start = context.line + 1 if context else where.line
    if context and ("unexpected end" in problem or "expected ':'" in problem):
        where = Where(source.file, start, context.column + 1)  # not where the parser noticed it, lines below
    for part, what, hint in _PROBLEMS:
        if part in problem:
            character = problem.partition("'")[2].partition("'")[0]
            return [Fault(where, say(what.template, line=start, character=character), hint)]
    return [_other(where, problem)]


def _other(where: Where, problem: str) -> Fault:
    """A fault that has no sentence of its own: the parser's English stands in brackets."""
    what = say("this cannot be read as YAML ({problem})", problem=" ".join(problem.split()))
    return Fault(where, what, say("put texts in quotes, and compare the line with its neighbours"))


_PROBLEMS: tuple[tuple[str, Message, Message], ...] = (
    (
        "mapping values are not allowed",
        say("a colon cannot stand here"),
        say("put a text that has a colon in quotes; give every key its own line, in line with its neighbours"),
    ),
    (
        "expected ',' or ']'",
        say("the list that opens with [ in line {line} is not closed, or lacks a comma"),
        say("check its commas and its ]; a text with a comma, colon or bracket stands in quotes"),
    ),
    (
        "expected ',' or '}'",
        say("the group that opens with {{ in line {line} is not closed, or lacks a comma"),
        say("check its commas and its closing brace; a text with a comma, colon or brace stands in quotes"),
    ),
    (
        "unexpected end of stream",
        say("the text whose quote opens in line {line} is never closed"),
        say("add the closing quote"),
    ),
    (
        "undefined alias",
        say("a text cannot begin with *"),
        say("put the text in quotes"),
    ),
    (
        "cannot start any token",
        say("a text cannot begin with {character}"),
        say("put the text in quotes"),
    ),
    (
        "expected alphabetic or numeric character",
        say("a text cannot begin with &"),
        say("put the text in quotes"),
    ),
    (
        "chomping or indentation",
        say("behind | or > nothing else stands in the line"),
        say("begin the text in the next line, or put it in quotes"),
    ),
    (
        "expected the node content",
        say("a value is missing here, or {character} is one too many"),
        say("fill in the value, or delete the character"),
    ),
    (
        "expected <block end>",
        say("this line does not line up with the lines above it"),
        say("give neighbours the same indent, and begin every entry of a list with a dash"),
    ),
    (
        "could not find expected ':'",
        say("this key has no colon"),
        say("write key: value, with a blank after the colon"),
    ),
    (
        "another document",
        say("the file holds more than one document"),
        say("delete the line ---, or make two files"),
    ),
    (
        "escape",
        say("the backslash in this text means nothing"),
        say("put the text in single quotes"),
    ),
    (
        "sequence entries are not allowed",
        say("a list cannot begin here"),
        say("put the dash on a line of its own below the key"),
    ),
)
