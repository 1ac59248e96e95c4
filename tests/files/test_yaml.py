"""YAML as plain values with places."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kagemi.domain.message import Where
from kagemi.files.source import Source
from kagemi.files.yaml import Document, parse_yaml


def parse(text: str) -> Document:
    document, faults = parse_yaml(Source("f.yaml", text))
    assert document is not None
    assert faults == []
    return document


def value(text: str) -> Any:
    return parse(f"a: {text}").data["a"]


def test_every_key_and_value_has_its_place() -> None:
    document = parse("a: 1\nb:\n  - {c: x}\n")
    assert document.at("b", 0, "c") == Where("f.yaml", 3, 9)
    assert document.key("b", 0, "c") == Where("f.yaml", 3, 6)


def test_a_value_that_does_not_exist_has_the_place_of_what_is_around_it() -> None:
    assert parse("a: 1\nb:\n  - {c: x}\n").at("b", 0, "d", "e") == Where("f.yaml", 3, 5)


def test_a_number_keeps_its_text() -> None:
    document = parse("max: 10.000\n")
    assert (document.data["max"], document.text("max")) == (10.0, "10.000")


def test_scalars_follow_yaml_1_2() -> None:
    assert value("010") == 10
    assert value("yes") == "yes"
    assert value("true") is True
    assert value("~") is None
    assert value("2026-11-30") == "2026-11-30"
    assert value("12:30") == "12:30"


def test_an_alias_is_the_value_it_names() -> None:
    assert parse("a: &x [1, 2]\nb: *x\n").data == {"a": [1, 2], "b": [1, 2]}


def test_a_document_with_a_duplicate_key_is_still_read() -> None:
    document, faults = parse_yaml(Source("f.yaml", "a: 1\na: 2\nb: 3\n"))
    assert document is not None
    assert document.data == {"a": 1, "b": 3}
    assert len(faults) == 1


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="ab:-[]{}\"'&*!|>#,?%@ \n\t0.", max_size=40))
def test_no_text_makes_the_parser_fail(text: str) -> None:
    document, faults = parse_yaml(Source("f.yaml", text))
    assert document is not None or faults


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: &\n", "a text cannot begin with &"),
        ("a: |x\n", "behind | or > nothing else stands in the line"),
        ("a: ]\n", "a value is missing here, or ] is one too many"),
        ("a: \x01\n", "this cannot be read as YAML (unacceptable character"),
    ],
)
def test_what_cannot_be_read_is_told_in_a_sentence_of_its_own(text: str, said: str) -> None:
    document, faults = parse_yaml(Source("f.yaml", text))
    assert document is None
    assert said in str(faults[0].what)
