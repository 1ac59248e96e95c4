"""The JSON Schemas of what commands print with --json; `python -m tests.docs.json_schemas` writes them anew.

Pydantic makes each from its class; here every key becomes required and described, and no other key is allowed.
"""

import ast
import inspect
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any, get_args, get_type_hints

from pydantic import TypeAdapter

from kagemi.canteen.prices import Trader
from kagemi.canteen.stock import Entry, StockLine
from kagemi.domain.food import Food
from kagemi.domain.problem import DishFacts
from kagemi.domain.reasons import DishReason
from kagemi.files.plans import to_json
from kagemi.report.comparison import Comparison
from tests.docs.json_words import OWN_WORDS, WORDS
from tests.docs.pages import DOCS
from tests.docs.shapes_of_buying import (
    Buy,
    Cooked,
    PriceHistory,
    PriceImport,
    PriceList,
    PriceWatch,
    Received,
    ReceiveLine,
)
from tests.docs.shapes_of_serving import (
    AcceptanceRow,
    BackupMade,
    Check,
    HistoryPage,
    Published,
    PublishedRow,
    RecordRow,
    Replanned,
    RuleKind,
    RulePage,
)

FOLDER = DOCS / "schemas"
Schema = dict[str, Any]

SHAPES: dict[str, tuple[Any, str]] = {
    "prices": (PriceList, "What each food costs today, in the order of foods.csv."),
    "prices_history": (PriceHistory, "Every price of one food."),
    "prices_import": (PriceImport, "What a price list would change, or has changed."),
    "prices_watch": (PriceWatch, "A plan at today's prices."),
    "suppliers": (Trader | Sequence[Trader], "All traders; the one trader alone, if one was named."),
    "stock": (Sequence[StockLine], "The lots in stock, what has to be cooked first in front."),
    "stock_history": (Sequence[Entry], "The books of the stock, the oldest entry first."),
    "stock_cooked": (Cooked, "What a day's cooking took out of stock."),
    "buy": (Buy, "What to order from whom for a plan."),
    "receive": (Received, "What was entered as received."),
    "receive_open": (Sequence[ReceiveLine], "The lines that were ordered and are still to come."),
    "record": (Sequence[RecordRow], "What was served and what came back, a row for each day and dish."),
    "acceptance": (Sequence[AcceptanceRow], "How much is eaten of each dish, as far as is known."),
    "publish": (Published, "The version that holds now."),
    "publish_list": (Sequence[PublishedRow], "All published versions, the newest days first."),
    "replan": (Replanned, "A plan made anew with the fewest changes."),
    "history": (HistoryPage, "What was served, eaten and paid, day by day and in periods."),
    "backup": (BackupMade, "A backup that was written."),
    "restore": (BackupMade, "A workspace that was made of a backup."),
    "check": (Check, "What is wrong or doubtful in files and database."),
    "compare": (Comparison, "Two plans side by side, the first plan first."),
    "why": (DishReason, "The best plan with or without a dish, beside the best plan."),
    "foods": (Food | Sequence[Food], "Foods; the one food alone, if its id was given."),
    "dishes": (DishFacts | Sequence[DishFacts], "Dishes; the one dish alone, if its id was given."),
    "rules": (RulePage | Sequence[RuleKind], "The kinds of rules; the page of one, if it was named."),
}
"""Name of the schema -> the class it is made from, and what it describes."""


def schema_of(name: str) -> Schema:
    """The schema of this name, draft 2020-12."""
    shape, about = SHAPES[name]
    made = TypeAdapter(shape).json_schema(mode="serialization")
    by_name = {cls.__name__: cls for cls in _classes(shape)}
    objects = made.pop("$defs", {})
    if "properties" in made:
        _describe(made, shape)
    for key, each in objects.items():
        if key == "Message":
            objects[key] = {"type": "string", "description": "A sentence in English."}
        elif "properties" in each:
            _describe(each, by_name[key])
    made |= {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"kagemi: {name}",
        "description": about,
    }
    return {**made, "$defs": objects} if objects else made


def _describe(made: Schema, of: Any) -> None:
    """Every key is there, has a description, and there is no other."""
    said = dict(_docstrings(of))
    for key, value in made["properties"].items():
        for unsaid in ("title", "default"):
            value.pop(unsaid, None)
        words = OWN_WORDS.get(f"{of.__name__}.{key}") or said.get(key) or WORDS[key]
        value["description"] = re.sub(r"\bNone\b", "null", words)
    made.pop("title", None)
    made |= {
        "description": (inspect.getdoc(of) or "").partition("\n\n")[0],
        "required": sorted(made["properties"]),
        "additionalProperties": False,
    }


def _classes(shape: Any) -> Iterator[type]:
    """The dataclasses that a type names, and those that these name."""
    seen: set[type] = set()
    waiting = [shape]
    while waiting:
        each = waiting.pop()
        waiting += get_args(each)
        if isinstance(each, type) and is_dataclass(each) and each not in seen:
            seen.add(each)
            hints = get_type_hints(each)
            waiting += (hints[f.name] for f in fields(each))
    yield from seen


def _docstrings(of: type) -> Iterator[tuple[str, str]]:
    """Key -> the docstring under it in its class, those of parents first."""
    for cls in reversed(of.__mro__):
        if not is_dataclass(cls):
            continue
        (tree,) = ast.parse(textwrap.dedent(inspect.getsource(cls))).body
        assert isinstance(tree, ast.ClassDef)
        for field, below in zip(tree.body, tree.body[1:], strict=False):
            if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
                match below:
                    case ast.Expr(value=ast.Constant(value=str(words))):
                        yield field.target.id, inspect.cleandoc(words).replace("\n", " ")


def texts() -> Mapping[str, str]:
    """File name -> what is to be in it."""
    return {f"{name}.json": to_json(schema_of(name)) for name in SHAPES}


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, text in texts().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
