"""`kagemi accounts`."""

from pathlib import Path

import pytest

from tests.cli.runner import kagemi


def test_an_account_is_made_listed_changed_and_ended(ws: Path) -> None:
    made = kagemi(ws, "accounts", "set", "bu tini", "--role", "staff", typed="ikan asin\n")
    assert (made.exit_code, "bu tini has an account: staff" in made.output) == (0, True)
    assert kagemi(ws, "accounts").stdout == "bu tini\tstaff\n"
    kagemi(ws, "accounts", "set", "bu tini", "--role", "teacher", typed="\n")
    assert kagemi(ws, "accounts", "list").stdout == "bu tini\tteacher\n"
    assert kagemi(ws, "accounts", "end", "bu tini").exit_code == 0
    assert kagemi(ws, "accounts").stdout == ""


def test_nobody_yet_is_told_with_what_to_do(ws: Path) -> None:
    result = kagemi(ws, "accounts")
    assert result.exit_code == 0
    assert "kagemi accounts set NAME --role admin" in result.output


@pytest.mark.parametrize("typed", ["", "short\n", "x" * 201 + "\n"])
def test_a_password_that_does_not_do_is_not_shown(ws: Path, typed: str) -> None:
    result = kagemi(ws, "accounts", "set", "tini", "--role", "staff", typed=typed)
    assert result.exit_code == 4
    assert not typed or typed.strip() not in result.output
    assert "8 to 200" in result.output


def test_there_is_no_option_for_a_password(ws: Path) -> None:
    assert kagemi(ws, "accounts", "set", "tini", "--role", "staff", "--password", "x").exit_code == 2


def test_an_unknown_role_is_a_mistake_of_usage(ws: Path) -> None:
    assert kagemi(ws, "accounts", "set", "tini", "--role", "king", typed="long enough\n").exit_code == 2


def test_the_only_admin_stays(ws: Path) -> None:
    kagemi(ws, "accounts", "set", "tini", "--role", "admin", typed="long enough\n")
    for args in (["end", "tini"], ["set", "tini", "--role", "staff"]):
        result = kagemi(ws, "accounts", *args, typed="\n")
        assert result.exit_code == 4
        assert "tini is the only admin" in result.output
    assert kagemi(ws, "accounts").stdout == "tini\tadmin\n"


def test_whoever_has_no_account_cannot_be_ended(ws: Path) -> None:
    assert kagemi(ws, "accounts", "end", "nobody").exit_code == 4
