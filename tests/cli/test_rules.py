"""`kagemi rules` says what the pages say."""

import json
import re
from dataclasses import fields
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from kagemi.cli.rules import page, pages
from kagemi.domain.rules import KINDS, RULE_KINDS, Rule, kind_of
from kagemi.language.rule_purposes import PURPOSES
from tests.cli.runner import kagemi

CLASSES = {kind_of(c): c for c in RULE_KINDS}
COMMON = {f.name for f in fields(Rule)}


def block(text: str, language: str) -> str:
    (found,) = re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return str(found)


def test_all_kinds_are_listed_in_their_order(tmp_path: Path) -> None:
    assert tuple(PURPOSES) == KINDS
    result = kagemi(tmp_path, "rules")
    assert result.exit_code == 0
    listed = [line.split()[0] for line in result.stdout.splitlines() if line.strip()]
    assert [word for word in listed if word in PURPOSES] == list(KINDS)
    assert "what fits into the freezer between two deliveries" in result.stdout


def test_the_list_says_what_the_index_of_the_pages_says() -> None:
    index = (pages() / "README.md").read_text(encoding="utf-8")
    written = dict(re.findall(r"^\| \[(\w+)\]\(\1\.md\) \| (.*) \|$", index, re.MULTILINE))
    assert {kind: str(what) for kind, what in PURPOSES.items()} == written


def test_json_has_the_kinds_and_one_page(tmp_path: Path) -> None:
    kinds = json.loads(kagemi(tmp_path, "rules", "--json").stdout)
    assert [k["kind"] for k in kinds] == list(KINDS)
    one = json.loads(kagemi(tmp_path, "rules", "labour", "--json").stdout)
    assert one == {"kind": "labour", "page": page("labour", "en")}


def test_a_page_is_printed_as_written_where_nobody_looks(tmp_path: Path) -> None:
    shown = kagemi(tmp_path, "rules", "tag_days").stdout
    assert "| `only_on` | on no other days than these | all |" in shown
    assert "- kind: tag_days\n" in shown
    assert "README.md" not in shown
    assert "Checked by" not in shown


def test_a_page_is_set_for_reading_on_a_terminal(tmp_path: Path) -> None:
    shown = kagemi(tmp_path, "rules", "tag_days", TTY_COMPATIBLE="1").stdout
    assert "only_on" in shown
    assert "##" not in shown


def test_the_page_is_in_the_language_of_the_reader(tmp_path: Path) -> None:
    assert "| kunci | arti |" in kagemi(tmp_path, "rules", "tag_days", lang="id").stdout
    assert "| kunci | arti |" in kagemi(tmp_path, "rules", "tag-days", "--lang", "id").stdout


@pytest.mark.parametrize("lang", ["en", "id"])
def test_an_unknown_kind_is_wrong_usage_with_a_hint(tmp_path: Path, lang: str) -> None:
    result = kagemi(tmp_path, "rules", "equipmnt", lang=lang)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "equipment" in result.stderr


def test_kinds_are_completed(tmp_path: Path) -> None:
    result = kagemi(tmp_path, _KAGEMI_COMPLETE="bash_complete", COMP_WORDS="kagemi rules no", COMP_CWORD="2")
    assert result.stdout.split() == ["plain,not_adjacent"]


@pytest.mark.parametrize("kind", KINDS)
def test_the_indonesian_page_has_the_keys_formula_and_an_example_of_the_kind(kind: str) -> None:
    indonesian, english = page(kind, "id"), page(kind, "en")
    section = re.search(r"^## Kunci\n(.*?)(?=^## )", indonesian, re.MULTILINE | re.DOTALL)
    assert section
    named = re.findall(r"^\| `(\w+)` \|", section[1], re.MULTILINE)
    assert named == [f.name for f in fields(CLASSES[kind]) if f.name not in COMMON]
    assert block(indonesian, "text") == block(english, "text")
    loaded = YAML(typ="safe").load(block(indonesian, "yaml"))
    examples = loaded if isinstance(loaded, list) else loaded["rules"]
    assert kind in {rule["kind"] for rule in examples}


def test_there_is_an_indonesian_page_for_each_kind_and_no_other() -> None:
    assert {p.stem for p in (pages() / "id").glob("*.md")} == set(KINDS)
