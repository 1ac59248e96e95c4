"""The Python interface, as docs/reasons.md shows it."""

import re
from pathlib import Path

import pytest

import kagemi
from tests.docs.pages import ROOT
from tests.workspaces import BUDGET, FISH, TOO_CHEAP, canteen


def example() -> str:
    text = (ROOT / "docs" / "reasons.md").read_text(encoding="utf-8")
    (code,) = re.findall("```python\n(.*?)```", text, re.DOTALL)
    return str(code)


def test_the_example_prices_the_rules_of_a_week(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(canteen(tmp_path / "ws", FISH, BUDGET))
    names: dict[str, object] = {}
    exec(example(), names)
    assert {p.rule for p in names["prices"].rules} == {"fish_days", "budget"}  # type: ignore[attr-defined]
    assert names["reason"].answer in ("possible", "impossible")  # type: ignore[attr-defined]


def test_the_example_explains_a_week_without_a_menu(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(canteen(tmp_path / "ws", FISH, TOO_CHEAP))
    names: dict[str, object] = {}
    exec(example(), names)
    assert names["answer"].clash.rules == ("too_cheap",)  # type: ignore[attr-defined]
    assert names["answer"].ways_out  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", kagemi.__all__)
def test_every_name_is_there(name: str) -> None:
    assert getattr(kagemi, name) is not None


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError):
        _ = kagemi.nothing_of_the_kind
