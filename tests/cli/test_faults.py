"""Faults as they are printed."""

from kagemi.cli.faults import render_faults
from kagemi.domain.message import Fault, Where, say


def no_line(_: Where) -> None:
    return None


def test_a_fault_shows_place_line_caret_and_hint() -> None:
    fault = Fault(
        Where("a.yaml", 3, 5), say("there is no food {food}", food="x"), say("did you mean {close}?", close="y")
    )
    assert render_faults([fault], "en", lambda _: "ab: xx") == (
        "a.yaml:3:5: error: there is no food x\n"
        "     3 | ab: xx\n"
        "       |     ^\n"
        "       = hint: did you mean y?\n"
    )


def test_a_fault_of_a_whole_file_shows_no_line() -> None:
    assert render_faults([Fault(Where("a.csv"), say("the table is empty"))], "en", no_line) == (
        "a.csv: error: the table is empty\n"
    )


def test_a_line_that_cannot_be_read_is_left_out() -> None:
    assert render_faults([Fault(Where("a", 3, 5), say("x"), severity="warning")], "en", no_line) == (
        "a:3:5: warning: x\n"
    )


def test_faults_come_in_the_order_of_files_and_lines() -> None:
    faults = [
        Fault(Where("b", 1, 1), say("3")),
        Fault(Where("a", 10, 1), say("2")),
        Fault(Where("a", 9, 1), say("1")),
    ]
    assert [t[-1] for t in render_faults(faults, "en", no_line).split("\n") if t] == ["1", "2", "3"]


def test_a_long_line_is_cut_around_the_caret() -> None:
    line = "x" * 200 + "HERE" + "y" * 200
    shown = render_faults([Fault(Where("a", 1, 201), say("x"))], "en", lambda _: line).split("\n")
    assert len(shown[1]) < 120
    assert shown[1][shown[2].index("^") :].startswith("HERE")


def test_no_faults_are_no_text() -> None:
    assert render_faults([], "en", no_line) == ""
