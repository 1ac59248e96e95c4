"""A figure is changed in the text of a constraints file, and every other byte stays."""

import pytest

from kagemi.domain.message import InvalidInput
from kagemi.files.rule_edits import set_key
from kagemi.files.source import Source
from kagemi.files.workspace import example_root
from kagemi.files.yaml import parse_yaml

TEXT = """\
# the rules of a canteen
canteen: Test
rules:
  # --- money ---
  - kind: budget
    name: budget
    max: 10000 # rupiah; write 10000
    why: a whole tray,
      and nothing beside it
    source: the canteen
  - {kind: tag_days, tag: fish, at_least: 2, soft: true}   # fish days
  - kind: ban # last
    tags:
      - fried
"""


def changed(rule: int, key: str, value: str | bool | None, text: str = TEXT) -> str:
    return set_key(Source("week.yaml", text), rule, key, value)


def test_a_figure_is_replaced_and_its_comment_stays() -> None:
    assert changed(0, "max", "9500") == TEXT.replace("max: 10000 #", "max: 9500 #")


def test_a_figure_in_braces_is_replaced() -> None:
    assert changed(1, "at_least", "3") == TEXT.replace("at_least: 2", "at_least: 3")


def test_a_yes_becomes_a_no() -> None:
    assert changed(1, "soft", False) == TEXT.replace("soft: true", "soft: false")


def test_a_new_key_stands_below_the_last_figure_before_why() -> None:
    assert changed(0, "soft", True) == TEXT.replace("write 10000\n", "write 10000\n    soft: true\n")


def test_a_new_key_in_braces_stands_at_their_end() -> None:
    assert changed(1, "at_most", "4") == TEXT.replace("soft: true}", "soft: true, at_most: 4}")


def test_a_new_key_does_not_land_inside_the_list_of_another() -> None:
    assert changed(2, "why", "no oil") == TEXT.replace("# last\n", "# last\n    why: no oil\n")


def test_a_key_is_taken_away_with_its_lines() -> None:
    assert changed(0, "why", None) == TEXT.replace("    why: a whole tray,\n      and nothing beside it\n", "")


def test_a_key_in_braces_is_taken_away() -> None:
    assert changed(1, "soft", None) == TEXT.replace(", soft: true", "")


def test_taking_away_what_is_not_there_changes_nothing() -> None:
    assert changed(2, "soft", None) == TEXT


def test_a_text_that_yaml_would_misread_is_quoted() -> None:
    assert "    why: 'a: b # c''s'\n" in changed(0, "why", "a: b # c's")


@pytest.mark.parametrize("word", ["yes", "null", "true", "# none", "[a]", "- a", "*a", "a,b", "ya: tidak"])
def test_any_text_comes_back_as_it_was_written(word: str) -> None:
    document, _ = parse_yaml(Source("week.yaml", changed(1, "why", word)))
    assert document is not None
    assert document.data["rules"][1]["why"] == word


def test_a_value_that_another_place_uses_too_is_refused() -> None:
    text = "rules:\n  - {kind: budget, max: &most 9000}\n  - {kind: budget, max: *most}\n"
    for rule in (0, 1):
        with pytest.raises(InvalidInput, match="cannot be changed in the form"):
            changed(rule, "max", "8000", text)


def test_a_rule_that_is_not_there_is_refused() -> None:
    with pytest.raises(InvalidInput):
        changed(3, "max", "8000")


def test_the_key_that_opens_a_rule_cannot_be_taken_away() -> None:
    with pytest.raises(InvalidInput):
        changed(0, "kind", None)


@pytest.mark.parametrize("file", ["kagemi_smpn10.yaml", "mbg_smp.yaml"])
def test_every_rule_of_the_shipped_files_can_be_made_soft_and_hard_again(file: str) -> None:
    path = example_root() / "menus" / "constraints" / file
    text = path.read_text(encoding="utf-8")
    document, _ = parse_yaml(Source(file, text))
    assert document is not None
    for n, rule in enumerate(document.data["rules"]):
        made = changed(n, "soft", True, text)
        assert changed(n, "soft", True if rule.get("soft") else None, made) == text
