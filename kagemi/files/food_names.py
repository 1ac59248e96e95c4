"""Foods by what people call them: ids, Indonesian, English and local names, in any case and spacing."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kagemi.domain.food import Food
from kagemi.domain.message import Message, say
from kagemi.files.source import Source, read_source

_ASIDE = re.compile(r"\(.*?\)")
_NO_WORD = re.compile(r"[^\w]+|_")
_SPELT = {"cabe": "cabai", "lombok": "cabai", "telor": "telur", "mie": "mi"}
"""How a market spells words that the tables spell otherwise."""


@dataclass(frozen=True)
class FoodNames:
    """Names, all in small letters with single blanks, and the food that each of them means."""

    ids: Mapping[str, str]

    def find(self, written: str) -> str | None:
        """The id of the food that is called so; of kol/kubis, if both names mean the same."""
        alone = self.ids.get(_plain(written)) or self.ids.get(_plain(_ASIDE.sub(" ", written)))
        both = {self.ids.get(_plain(name)) for name in _ASIDE.sub(" ", written).split("/")}
        return alone or (both.pop() if len(both) == 1 else None)

    def hint(self, written: str) -> Message | None:
        """The id of the food whose name is the same but for a letter or two."""
        words = _plain(_ASIDE.sub(" ", written)).split()
        near = {name: slips for name in self.ids if (slips := _slips(words, name.split())) is not None}
        if not near:
            return None
        return say("did you mean {close}?", close=self.ids[min(near, key=lambda n: (near[n], n))])


def food_names(folder: Path, foods: Mapping[str, Food]) -> FoodNames:
    """The names of the foods, with the local ones of foods.csv in `folder`.

    Local names are separated by semicolons. A name of one food's own goes before a shortened one (tongkol for
    ikan tongkol). What several foods are called alike in the same way is no name: nothing is guessed.
    """
    local = _local_names(folder / "foods.csv")
    ways = (
        [(f.id, f.id) for f in foods.values()],
        [(f.name_id, f.id) for f in foods.values()],
        [(f.name_en, f.id) for f in foods.values()],
        [(name, f.id) for f in foods.values() for name in re.split("[,;]", local.get(f.id, ""))],
        [(f.id.removeprefix("ikan_"), f.id) for f in foods.values()],
    )
    found: dict[str, str] = {}
    for way in ways:
        called: dict[str, set[str]] = {}
        for name, food in way:
            called.setdefault(_plain(_ASIDE.sub(" ", name)), set()).add(food)
        found |= {n: next(iter(ids)) for n, ids in called.items() if n and len(ids) == 1 and n not in found}
    return FoodNames(found)


def _local_names(path: Path) -> dict[str, str]:
    source = read_source(path)
    if not isinstance(source, Source):
        return {}
    rows = csv.DictReader(io.StringIO(source.text))
    return {row["id"]: row.get("local_name") or "" for row in rows if row.get("id")}


def _slips(written: Sequence[str], known: Sequence[str]) -> int | None:
    """How many letters are wrong; None where the words are others, not misspelt.

    Misspelt is a word that begins with the same letter, with one slip in four letters at most.
    """
    if len(written) != len(known):
        return None
    total = 0
    for word, right in zip(written, known, strict=True):
        most = len(word) // 4
        if word[0] != right[0] or abs(len(word) - len(right)) > most:
            return None
        slips = _distance(word, right)
        if slips > most:
            return None
        total += slips
    return total


def _distance(one: str, other: str) -> int:
    """Letters to put in, leave out or change, or to swap with the next, to make one word the other."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one):
        earlier, before, row = before, row, [i + 1]
        for j, right in enumerate(other):
            cost = min(before[j] + (letter != right), before[j + 1] + 1, row[j] + 1)
            if i and j and letter == other[j - 1] and one[i - 1] == right:
                cost = min(cost, earlier[j - 1] + 1)
            row.append(cost)
    return row[-1]


def _plain(name: str) -> str:
    words = _NO_WORD.sub(" ", name.casefold()).split()
    return " ".join(_SPELT.get(word, word) for word in words)
