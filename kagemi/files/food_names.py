"""Foods by what people call them: ids, Indonesian, English and local names, in any case and spacing."""

import csv
import difflib
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kagemi.domain.food import Food
from kagemi.domain.message import Message, say
from kagemi.files.source import Source, read_source

_ASIDE = re.compile(r"\(.*?\)")
_NO_WORD = re.compile(r"[^\w]+|_")
_SPELT = {"cabe": "cabai", "lombok": "cabai", "telor": "telur", "mie": "mi"}
"""How a market spells words that the tables spell otherwise."""
_CLOSE = 0.7


@dataclass(frozen=True)
class FoodNames:
    """Names, all in small letters with single blanks, and the food that each of them means."""

    ids: Mapping[str, str]

    def find(self, written: str) -> str | None:
        """The id of the food that is called so."""
        return self.ids.get(_plain(written)) or self.ids.get(_plain(_ASIDE.sub(" ", written)))

    def hint(self, written: str) -> Message | None:
        """The id of the food whose name is closest."""
        close = difflib.get_close_matches(_plain(written), self.ids, n=1, cutoff=_CLOSE)
        return say("did you mean {close}?", close=self.ids[close[0]]) if close else None


def food_names(folder: Path, foods: Mapping[str, Food]) -> FoodNames:
    """The names of the foods, with the local ones of foods.csv in `folder`.

    A name of one food's own goes before a shortened one (tongkol for ikan tongkol). What several foods are
    called alike in the same way is no name: nothing is guessed.
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


def _plain(name: str) -> str:
    words = _NO_WORD.sub(" ", name.casefold()).split()
    return " ".join(_SPELT.get(word, word) for word in words)
