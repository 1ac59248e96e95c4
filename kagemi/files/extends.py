"""A constraints file that extends another one: both as one document, in which every value keeps its place."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from kagemi.domain.constraints import Override
from kagemi.domain.message import Fault, say
from kagemi.files.hints import did_you_mean
from kagemi.files.yaml import Document, Loc, read_yaml

KEYS = ("extends", "without")
MOST_PARENTS = 10
_ID = {"rules": "name", "groups": "id"}
"""Lists that are merged entry by entry, and what an entry is known by."""


def read_with_parents(
    path: Path, text: str | None = None
) -> tuple[Document | None, list[Fault], tuple[Override, ...]]:
    """Read a constraints file and those it extends into one document, without the keys `extends` and `without`.

    Without errors in the chain of files it comes with what each file replaces of its parents. Each fault names
    the file it is in. `text` stands for what is in the file itself.
    """
    documents, faults = _chain(path, text)
    if not documents:
        return None, faults, ()
    *children, merged = documents
    if not children:
        faults += _orphan(merged)
        merged.drop(KEYS)
        return merged, faults, ()
    faults += _orphan(merged)
    overrides: list[Override] = []
    count = _number(merged, 0)
    for child in reversed(children):
        step = _Step(merged, child)
        count = _number(child, count)
        merged = step.merged()
        faults += step.faults
        overrides += step.overrides
    merged.drop(KEYS)
    return merged, faults, tuple(overrides)


def _chain(path: Path, text: str | None) -> tuple[list[Document], list[Fault]]:
    """The documents from the file to its oldest parent; none if one of them cannot be read."""
    documents: list[Document] = []
    faults: list[Fault] = []
    seen: list[Path] = []
    at = path
    while True:
        document, found = read_yaml(at, text if at is path else None)
        faults += found
        if document is None:
            return [], faults
        documents.append(document)
        seen.append(at.resolve())
        if "extends" not in document.data:
            return documents, faults
        parent = _parent(document, at, seen)
        if isinstance(parent, Fault):
            return [], [*faults, parent]
        at = parent


def _parent(document: Document, path: Path, seen: list[Path]) -> Path | Fault:
    """The file that a document extends, or why that cannot be."""
    written, where = document.data["extends"], document.at("extends")
    example = say("write the name of one file, as in extends: city.yaml")
    if not isinstance(written, str) or not written.strip():
        return Fault(document.key("extends"), say("extends names no file"), example)
    if Path(written).is_absolute():
        what = say("extends names a file from this file's folder on, not {written}", written=written)
        return Fault(where, what, example)
    parent = path.parent / written
    if not parent.exists():
        near = (p.name for p in parent.parent.glob("*.yaml") if p.resolve() not in seen)
        what = say("there is no file {file}", file=parent.as_posix())
        return Fault(where, what, did_you_mean(parent.name, near))
    if parent.resolve() in seen:
        what = say("{file} extends itself, by way of this line", file=parent.as_posix())
        return Fault(where, what, say("delete extends: in one of the files"))
    if len(seen) > MOST_PARENTS:
        what = say("more than {most} files extend one another", most=MOST_PARENTS)
        return Fault(where, what, say("put some of them together"))
    return parent


def _orphan(document: Document) -> list[Fault]:
    """The fault of a file without a parent that wants to leave out rules of one."""
    if "without" not in document.data:
        return []
    what = say("without leaves out rules of a parent file, and this file extends none")
    return [Fault(document.key("without"), what, say("delete the line, or add extends: and the file's name"))]


def _number(document: Document, before: int) -> int:
    """Name the nameless rules as the loader would, after `before` rules of the parents; returns the count.

    They keep these names when rules before them are replaced or left out.
    """
    rules = document.data.get("rules")
    entries = rules if isinstance(rules, list) else []
    for i, rule in enumerate(entries):
        if isinstance(rule, dict) and isinstance(rule.get("kind"), str) and not rule.get("name"):
            rule["name"] = f"{rule['kind']}_{before + i + 1}"
    return before + len(entries)


class _Step:
    """A file put over its parent."""

    def __init__(self, parent: Document, child: Document) -> None:
        self.parent = parent
        self.child = child
        self.faults: list[Fault] = []
        self.overrides: list[Override] = []
        self.gone: set[Loc] = set()
        """What of the parent is not taken over."""
        self.moved: dict[Loc, Loc] = {}
        """List entries -> their places in the merged list: the parent's, then the child's."""
        self.moved_child: dict[Loc, Loc] = {}

    def merged(self) -> Document:
        """The document of both; notes faults and what is overridden."""
        dropped = self.dropped()
        merged = Document(self.child.file, {**self.parent.data})
        for key, value in self.child.data.items():
            ours = self.parent.data.get(key)
            if key in _ID and isinstance(value, list) and value and isinstance(ours, list):
                merged.data[key] = self.entries(key, ours, value, dropped if key == "rules" else frozenset())
            elif key == "slots" and isinstance(value, dict) and value and isinstance(ours, dict):
                merged.data[key] = {**ours, **value}
                for slot in (s for s in value if s in ours):
                    self.replaced((key, slot), (key, slot), f"{key}.{slot}")
            elif key == "rules" and value in (None, []) and isinstance(ours, list):
                continue
            else:
                merged.data[key] = value
                if key in self.parent.data and key not in KEYS:
                    self.replaced((key,), (key,), key)
        if dropped and self.child.data.get("rules") in (None, []):
            merged.data["rules"] = self.entries("rules", self.parent.data["rules"], [], dropped)
        merged.take(self.parent, _mover(self.gone, self.moved))
        merged.take(self.child, _mover(set(), self.moved_child))
        return merged

    def replaced(self, ours: Loc, theirs: Loc, name: str, dropped: bool = False) -> None:
        """Note that the child's value at `theirs` stands for the parent's at `ours`."""
        self.gone.add(ours)
        there = self.parent.key(*ours) if isinstance(ours[-1], str) else self.parent.at(*ours)
        here = self.child.key(*theirs) if isinstance(theirs[-1], str) else self.child.at(*theirs)
        self.overrides.append(Override(name, here, there, dropped))

    def entries(self, key: str, ours: list[Any], theirs: list[Any], dropped: Iterable[str]) -> list[Any]:
        """A list of the parent's entries, the replaced ones in their old places, and then the child's own."""
        known = {name: i for i, entry in enumerate(ours) if (name := _name(entry, key))}
        stands_for: dict[int, int] = {}
        for j, entry in enumerate(theirs):
            i = known.get(_name(entry, key))
            if i is not None and i not in stands_for and _name(entry, key) not in dropped:
                stands_for[i] = j
        result: list[Any] = []
        for i, entry in enumerate(ours):
            name = _name(entry, key)
            if i in stands_for:
                j = stands_for[i]
                self.replaced((key, i), (key, j), name if key == "rules" else f"{key}.{name}")
                if key == "rules":
                    self.same_kind(name, ours[i], theirs[j], (i, j))
                self.moved_child[(key, j)] = (key, len(result))
                result.append(theirs[j])
            elif name and name in dropped:
                self.gone.add((key, i))
            else:
                self.moved[(key, i)] = (key, len(result))
                result.append(entry)
        for j, entry in enumerate(theirs):
            if (key, j) not in self.moved_child:
                self.moved_child[(key, j)] = (key, len(result))
                result.append(entry)
        return result

    def same_kind(self, name: str, ours: dict[str, Any], theirs: dict[str, Any], at: tuple[int, int]) -> None:
        """A rule replaces one of its own kind."""
        there, here = ours.get("kind"), theirs.get("kind")
        if not (isinstance(there, str) and isinstance(here, str)) or there == here:
            return
        what = say(
            'the rule "{name}" is of the kind {kind} in {file}, not {other}',
            name=name,
            kind=there,
            file=str(self.parent.at("rules", at[0])),
            other=here,
        )
        hint = say("give this rule another name, or leave that one out with without: [{name}]", name=name)
        self.faults.append(Fault(self.child.at("rules", at[1], "kind"), what, hint))

    def dropped(self) -> frozenset[str]:
        """The rules of the parent that the child leaves out by their names."""
        written = self.child.data.get("without")
        if "without" not in self.child.data:
            return frozenset()
        if not isinstance(written, list):
            what = say("without must be a list of rules of the parent file")
            self.faults.append(Fault(self.child.at("without"), what, say("write without: [fried_days], say")))
            return frozenset()
        rules = self.parent.data.get("rules")
        places = {
            name: i
            for i, rule in enumerate(rules if isinstance(rules, list) else ())
            if (name := _name(rule, "rules"))
        }
        for n, name in enumerate(written):
            where = self.child.at("without", n)
            if not isinstance(name, str):
                hint = say("write without: [fried_days], say")
                self.faults.append(Fault(where, say("this is not the name of a rule"), hint))
            elif name not in places:
                what = say(
                    'there is no rule "{written}" to leave out in {file}', written=name, file=self.parent.file
                )
                self.faults.append(Fault(where, what, did_you_mean(name, places)))
            else:
                self.overrides.append(
                    Override(name, where, self.parent.at("rules", places[name]), dropped=True)
                )
        return frozenset(n for n in written if isinstance(n, str) and n in places)


def _name(entry: Any, key: str) -> str:
    """The name of a rule or the id of a group; "" if it has none."""
    name = entry.get(_ID[key]) if isinstance(entry, dict) else None
    return name if isinstance(name, str) else ""


def _mover(gone: set[Loc], moved: dict[Loc, Loc]) -> Callable[[Loc], Loc | None]:
    """Where a value of a document stands in the merged one; None: it does not."""

    def place(loc: Loc) -> Loc | None:
        if loc[:1] in gone or loc[:2] in gone:
            return None
        return (*moved.get(loc[:2], loc[:2]), *loc[2:])

    return place
