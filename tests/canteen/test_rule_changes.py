"""What is different between two texts, line by line."""

from kagemi.canteen.rule_changes import Line, changed_lines


def test_a_changed_line_goes_and_comes_between_those_that_stay() -> None:
    assert list(changed_lines("a\nb\nc", "a\nB\nc")) == [
        Line("same", "a", 1),
        Line("removed", "b", 2),
        Line("added", "B", 2),
        Line("same", "c", 3),
    ]


def test_far_places_are_told_apart_by_a_gap() -> None:
    old = "\n".join(map(str, range(30)))
    lines = list(changed_lines(old, old.replace("\n1\n", "\nx\n").replace("\n28\n", "\ny\n")))
    assert [line.what for line in lines].count("gap") == 1


def test_the_same_text_has_no_changes() -> None:
    assert list(changed_lines("a\n", "a\n")) == []
