"""The pages about rules say what the program does."""

import inspect
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from kagemi.domain.constraints import Constraints
from kagemi.domain.message import Fault
from kagemi.domain.rules import KINDS, RULE_KINDS, Rule, kind_of
from kagemi.files.constraints import load_constraints
from kagemi.files.workspace import Workspace, example_root
from kagemi.optimizer.constraints import BY_KIND
from kagemi.planning import Kitchen, load_kitchen
from kagemi.report.check import CHECKS
from tests.docs.pages import ROOT, RULES, Block, blocks, pages, read, rows, section

CLASSES = {kind_of(c): c for c in RULE_KINDS}
COMMON = {f.name for f in fields(Rule)}
PARTS = {
    "groups": "groups:\n- {id: boys_13_15, akg: male_13_15, headcount: 310}\n"
    "- {id: girls_13_15, akg: female_13_15, headcount: 325}\n",
    "slots": "slots: {staple: {portion: [0.7, 1.4]}, animal: {portion: [0.8, 1.3]}, "
    "plant: , vegetable: , fruit: }\n",
    "rules": "rules: []\n",
    "objective": "objective: [minimise: shortfall, minimise: cost]\n",
}
HEAD = "canteen: Test\nmeal: lunch\ndays: [monday, tuesday, wednesday, thursday, friday]\n"
YAML_BLOCKS = [b for p in pages() if p.name != "data.md" for b in blocks(p, "yaml")]


@pytest.fixture(scope="module")
def kitchen() -> Kitchen:
    return load_kitchen(Workspace(example_root(), is_example=True))


def load(kitchen: Kitchen, path: Path, text: str) -> tuple[Constraints | None, tuple[Fault, ...]]:
    """A constraints file of these rules (a YAML list) or top-level keys, the rest filled in.

    One that extends another has the rest from there.
    """
    if re.search(r"^extends:", text, re.MULTILINE):
        path.write_text(text, encoding="utf-8")
        return load_constraints(path, kitchen.table, kitchen.facts)
    if text.lstrip().startswith("-"):
        text = "rules:\n" + text
    rest = [part for key, part in PARTS.items() if not re.search(rf"^{key}:", text, re.MULTILINE)]
    path.write_text(HEAD + text + "".join(rest), encoding="utf-8")
    return load_constraints(path, kitchen.table, kitchen.facts)


def rules_of(block: Block) -> Iterator[dict[str, Any]]:
    """The rules of an example that is a list of rules, or has them under the key."""
    loaded = YAML(typ="safe").load(block.text)
    yield from loaded if isinstance(loaded, list) else loaded.get("rules", [])


def test_every_kind_has_its_page_and_no_page_is_left_over() -> None:
    assert {p.stem for p in RULES.glob("*.md")} - {"README"} == set(KINDS)


@pytest.mark.parametrize("block", YAML_BLOCKS, ids=lambda b: b.place)
def test_examples_are_accepted_without_a_word(kitchen: Kitchen, tmp_path: Path, block: Block) -> None:
    for other in blocks(block.page, "yaml"):
        if name := re.match(r"# (\w+\.yaml)\n", other.text):
            load(kitchen, tmp_path / name[1], other.text)
    constraints, faults = load(kitchen, tmp_path / "example.yaml", block.text)
    assert [f"{f.where.line}: {f.what}" for f in faults] == []
    assert constraints is not None


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_has_an_example_of_its_kind(kind: str) -> None:
    assert kind in {rule["kind"] for b in blocks(RULES / f"{kind}.md", "yaml") for rule in rules_of(b)}


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_names_exactly_the_keys_of_its_kind(kind: str) -> None:
    named = [row[0].strip("`") for row in rows(section(RULES / f"{kind}.md", "Keys"))]
    assert named == [f.name for f in fields(CLASSES[kind]) if f.name not in COMMON]


def test_the_index_names_the_common_keys_and_all_kinds() -> None:
    index = RULES / "README.md"
    assert {row[0].strip("`") for row in rows(section(index, "What every rule can say"))} == COMMON
    assert re.findall(r"^\| \[(\w+)\]\(\1\.md\)", read(index), re.MULTILINE) == list(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_has_the_formula_of_the_code(kind: str) -> None:
    (formula,) = blocks(RULES / f"{kind}.md", "text")
    assert formula.text.strip() == inspect.getdoc(BY_KIND[kind])


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_names_what_checks_it(kind: str) -> None:
    checked_by = section(RULES / f"{kind}.md", "Checked by")
    for function in (CHECKS[kind], BY_KIND[kind]):
        file = inspect.getsourcefile(function)
        assert file is not None
        assert f"`{Path(file).relative_to(ROOT).as_posix()}`" in checked_by
    assert f"`{CHECKS[kind].__name__}`" in checked_by
    assert (ROOT / f"tests/cases/{kind}.yaml").is_file()
    assert f"`tests/cases/{kind}.yaml`" in checked_by


SLIPS = rows(section(RULES / "README.md", "What Kagemi says to a slip"))


@pytest.mark.parametrize(("written", "answer"), SLIPS, ids=[row[1] for row in SLIPS])
def test_a_slip_is_answered_as_the_index_says(
    kitchen: Kitchen, tmp_path: Path, written: str, answer: str
) -> None:
    constraints, faults = load(kitchen, tmp_path / "slip.yaml", f"- {written.strip('`')}\n")
    assert constraints is None
    assert [str(f.what) for f in faults] == [answer]
