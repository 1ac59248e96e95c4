"""`kagemi record` and `kagemi acceptance`: what came back, from the kitchen to the next plan."""

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.cli.runner import kagemi

HEAD = "day;dish;name;served;left_0;left_25;left_50;left_75;left_100;left_kg"


@pytest.fixture
def served(planned: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace on Wednesday of its only planned week: rice daily, tempe on Monday, tuna after it."""
    folder = tmp_path / "ws"
    shutil.copytree(planned, folder)
    monkeypatch.setattr("kagemi.cli.session.today", lambda: date(2026, 12, 2))
    return folder


def recorded(folder: Path) -> list[dict[str, Any]]:
    result = kagemi(folder, "record", "show", "--json")
    assert result.exit_code == 0
    found: list[dict[str, Any]] = json.loads(result.stdout)
    return found


def test_trays_of_a_dish_are_recorded(served: Path) -> None:
    result = kagemi(served, "record", "tuesday", "tuna_bakar", "--trays", "12,5,3,2,1")
    assert result.exit_code == 0
    assert result.stdout == "Tuesday, 1 December 2026\n  Grilled tuna: 200 served, 77% eaten\n"
    assert result.stderr == ""
    (found,) = recorded(served)
    assert found["canteen"] == "Test canteen"
    assert (found["day"], found["dish"], found["served"]) == ("2026-12-01", "tuna_bakar", 200)
    assert (found["trays"], found["left_g"]) == ([12, 5, 3, 2, 1], None)


def test_a_weight_is_set_against_what_the_plan_served(served: Path) -> None:
    result = kagemi(
        served, "record", "2026-12-01", "Nasi putih", "--served", "100", "--left-kg", "2,5", lang="id"
    )
    assert result.exit_code == 0
    (found,) = recorded(served)
    assert found["left_g"] == 2500
    whole = json.loads((served / "plans" / "2026-W49.json").read_text(encoding="utf-8"))
    rice = next(d for d in whole["problem"]["dishes"] if d["id"] == "nasi")
    portions = [s["portions"] for s in whole["servings"] if s["dish"] == "nasi" and s["day"] == 1]
    assert found["served_g"] == pytest.approx(rice["served_g"] * sum(portions[0].values()) / 2 * 100, rel=1e-6)
    assert found["eaten"] == pytest.approx(1 - 2500 / found["served_g"], rel=1e-6)


def test_one_line_a_dish_is_recorded_from_the_keyboard(served: Path) -> None:
    result = kagemi(served, "record", "selasa", typed="tuna 190 10/0/0/0/0\n\nnasi 3 kg\n")
    assert result.exit_code == 0
    assert [(r["dish"], r["served"]) for r in recorded(served)] == [("tuna_bakar", 190), ("nasi", 200)]


def test_of_lines_all_or_none_are_written(served: Path) -> None:
    lines = "tuna_bakar 10/0/0/0/0\nnasi 300/0/0/0/0\ntuna_bakkar 1/0/0/0/0\ntuna_bakar 9/0/0/0/0\n"
    result = kagemi(served, "record", "tuesday", typed=lines)
    assert result.exit_code == 4
    assert recorded(served) == []
    for said in (
        "stdin:2: error: 300 trays were looked at, and only 200 portions served",
        'stdin:3: error: there is no dish "tuna_bakkar" on the menu of 1 December 2026',
        "hint: did you mean tuna_bakar?",
        "stdin:4: error: tuna_bakar is written down twice for 1 December 2026",
    ):
        assert said in result.stderr


def test_a_form_is_imported(served: Path) -> None:
    form = served / "form.csv"
    rows = ("30/11/2026;tempe_bakar;;180;9;1;;;;", "1 Des 2026;tuna_bakar;;;;;;;;0,8", "rabu;nasi;;;;;;;;")
    form.write_text("\n".join((HEAD, *rows)), encoding="utf-8")
    result = kagemi(served, "record", "import", "form.csv")
    assert result.exit_code == 0
    assert [(r["day"], r["dish"], r["served"], r["source"]) for r in recorded(served)] == [
        ("2026-11-30", "tempe_bakar", 180, "form.csv"),
        ("2026-12-01", "tuna_bakar", 200, "form.csv"),
    ]


def test_all_faulty_rows_of_a_form_are_told_at_once(served: Path) -> None:
    rows = ("monday,nasi,-3,1,0,0,0,0", "monday,no_such_dish,,1,0,0,0,0", "monday,nasi,many,1,0,0,0,0")
    text = "\n".join(("day,dish,served,left_0,left_25,left_50,left_75,left_100", *rows))
    (served / "form.csv").write_text(text, encoding="utf-8")
    result = kagemi(served, "record", "import", "form.csv")
    assert result.exit_code == 4
    told = [line.split(":")[1] for line in result.stderr.splitlines() if line.startswith("form.csv:")]
    assert told == ["2", "3", "4"]


def test_a_form_with_a_fault_is_not_imported_at_all(served: Path) -> None:
    form = served / "form.csv"
    form.write_text(
        f"{HEAD}\n2026-12-01;tuna_bakar;;;9;;;;;\n2026-12-07;tuna_bakar;;;9;;;;;\n2026-12-01;nasi;;;;;;;;99\n",
        encoding="utf-8",
    )
    result = kagemi(served, "record", "import", "form.csv")
    assert result.exit_code == 4
    assert 'form.csv:3:1: error: no plan tells what is served on "2026-12-07"' in result.stderr
    assert "form.csv:4:1: error: 99 kg came back of" in result.stderr
    assert recorded(served) == []


def test_an_entry_of_the_same_day_and_dish_replaces_the_earlier_one(served: Path) -> None:
    for trays in ("1,0,0,0,0", "0,0,0,0,1"):
        kagemi(served, "record", "tuesday", "tuna_bakar", "--trays", trays)
    assert [r["eaten"] for r in recorded(served)] == [0]


def test_a_weekday_is_the_last_one_that_was_planned(served: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert kagemi(served, "plan", "--week", "2026-W50").exit_code == 0
    monkeypatch.setattr("kagemi.cli.session.today", lambda: date(2026, 12, 4))
    result = kagemi(served, "record", "monday", "nasi", "--trays", "5,0,0,0,0")
    assert result.stdout.startswith("Monday, 30 November 2026\n")


def test_a_named_plan_tells_its_own_days(served: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert kagemi(served, "plan", "--week", "2026-W50").exit_code == 0
    monkeypatch.setattr("kagemi.cli.session.today", lambda: date(2026, 12, 16))
    result = kagemi(served, "record", "monday", "nasi", "--trays", "5,0,0,0,0", "--plan", "plans/2026-W50.json")
    assert result.stdout.startswith("Monday, 7 December 2026\n")


def test_nothing_is_recorded_of_a_day_to_come(served: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kagemi.cli.session.today", lambda: date(2026, 12, 1))
    result = kagemi(served, "record", "rabu", "nasi", "--trays", "5,0,0,0,0")
    assert result.exit_code == 4
    assert "2 December 2026 is still to come: nothing of it can have come back yet" in result.stderr
    form = served / "form.csv"
    form.write_text(f"{HEAD}\n2026-12-01;nasi;;;9;;;;;\n2026-12-02;nasi;;;9;;;;;\n", encoding="utf-8")
    result = kagemi(served, "record", "import", "form.csv")
    assert result.exit_code == 4
    assert "form.csv:3:1: error: 2 December 2026 is still to come" in result.stderr
    assert recorded(served) == []


def test_a_dish_without_figures_shows_what_is_noted_and_writes_nothing(served: Path) -> None:
    nothing = kagemi(served, "record", "tuesday", "tuna_bakar")
    assert (nothing.exit_code, nothing.stdout) == (0, "")
    assert "Nothing is noted of Grilled tuna on 1 December 2026 yet." in nothing.stderr
    kagemi(served, "record", "tuesday", "tuna_bakar", "--trays", "12,5,3,2,1")
    before = recorded(served)
    shown = kagemi(served, "record", "Selasa", "tuna")
    assert "12 / 5 / 3 / 2 / 1" in shown.stdout
    assert recorded(served) == before


@pytest.mark.parametrize("what", [("--trays", "12,5,3,2,1"), ("--left-kg", "2")])
def test_portions_served_alone_change_nothing_else(served: Path, what: tuple[str, str]) -> None:
    kagemi(served, "record", "tuesday", "tuna_bakar", *what)
    (before,) = recorded(served)
    assert kagemi(served, "record", "tuesday", "tuna_bakar", "--served", "150").exit_code == 0
    (after,) = recorded(served)
    assert after["served"] == 150
    assert (after["trays"], after["left_g"]) == (before["trays"], before["left_g"])


def test_a_dish_that_turns_out_not_served_has_nothing_that_came_back(served: Path) -> None:
    by_class(served)
    assert kagemi(served, "record", "tuesday", "tuna_bakar", "--served", "0").exit_code == 0
    assert believed(served)["tuna_bakar"]["records"] == 0


def test_portions_served_stay_where_a_later_entry_does_not_say_them(served: Path) -> None:
    kagemi(served, "record", "tuesday", "tuna_bakar", "--served", "150", "--trays", "9,0,0,0,0")
    kagemi(served, "record", "tuesday", "tuna_bakar", "--trays", "5,0,0,0,0", "--class", "7A")
    assert [r["served"] for r in recorded(served)] == [150, 150]
    form = served / "form.csv"
    head = "day;dish;class;served;left_0"
    form.write_text(f"{head}\n2026-12-01;nasi;7A;140;9\n2026-12-01;nasi;7B;;9\n", encoding="utf-8")
    assert kagemi(served, "record", "import", "form.csv").exit_code == 0
    assert [r["served"] for r in recorded(served) if r["dish"] == "nasi"] == [140, 140]


def test_trays_of_all_classes_and_of_one_are_not_added_up(served: Path) -> None:
    first = kagemi(served, "record", "tuesday", "tuna_bakar", "--trays", "30,0,0,0,0")
    assert "not added up" not in first.stderr
    second = kagemi(served, "record", "tuesday", "tuna_bakar", "--trays", "0,0,0,0,20", "--class", "7A")
    assert "trays of all classes and of single classes are noted; they are not added up" in second.stderr
    assert believed(served)["tuna_bakar"]["trays"] == 30


@pytest.mark.parametrize("day", ["SELASA", "Tuesday", "1/12/2026", "01-12-2026", "1 Desember 2026"])
def test_a_day_is_written_as_people_write_it(served: Path, day: str) -> None:
    assert kagemi(served, "record", day, "nasi", "--trays", "5,0,0,0,0").exit_code == 0
    assert [r["day"] for r in recorded(served)] == ["2026-12-01"]


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("sunday", "tuna_bakar"), 4, 'no plan tells what is served on "sunday"'),
        (("tuesdy", "tuna_bakar"), 4, "did you mean tuesday?"),
        (("tuesday", "tuna_bakar", "--trays", "1,2"), 4, '"1,2" is not five numbers of trays'),
        (("tuesday", "tuna_bakar", "--trays", "0,0,0,0,0"), 4, "no tray was looked at"),
        (("tuesday", "tuna_bakar", "--left-kg", "900"), 4, "900 kg came back of"),
        (("tuesday", "tuna_bakar", "--left-kg", "much"), 2, "write it like 2,5"),
        (("tuesday", "tuna_bakar", "--left-kg", "3.500"), 2, "write 3,5 or 3500"),
        (("tuesday", "tuna_bakar", "--left-kg", "9" * 400), 2, "cannot be right"),
        (("tuesday", "tuna_bakar", "--trays", f"{'9' * 5000},0,0,0,0"), 4, "is not five numbers of trays"),
        (("tuesday", "tuna_bakar", "--served", "9" * 400), 2, "is not in the range"),
        (("tuesday", "tuna_bakar", "--served", "200000"), 4, "served: 200000 cannot be right"),
        (("tuesday", "tuna_bakar", "--served", "0", "--trays", "5,0,0,0,0"), 4, "only 0 portions served"),
        (("show", "--to", "9999-12-31"), 2, "--to: 9999-12-31 cannot be right"),
        (("tuesday", "tuna_bakar", "--left-kg", "1", "--trays", "1,0,0,0,0"), 2, "not both"),
        (("tuesday", "--trays", "1,0,0,0,0"), 2, "name it"),
        (("tuesday", "nasi", "--left-kg", "1", "--class", "7A"), 4, "a class is named"),
        (("tuesday", "nasi", "--trays", "1,0,0,0,0", "--class", "7" * 31), 4, "longer than 30 characters"),
        (("tuesday", "nasi", "--trays", "1,0,0,0,0", "--class", "7A\n7B"), 4, "has a line break"),
        (("tuesday",), 4, "no line was typed"),
        (("import", "nothing.csv"), 4, "nothing.csv"),
        (("show", "--from", "yesterday"), 2, '"yesterday" is no day: write a weekday as in senin or monday'),
        (("yesterdy", "nasi", "--served", "1"), 4, '"yesterdy" is no day'),
    ],
)
def test_what_cannot_be_right_is_refused(served: Path, args: tuple[str, ...], code: int, said: str) -> None:
    result = kagemi(served, "record", *args)
    assert (result.exit_code, said in result.stderr) == (code, True), result.stderr
    assert recorded(served) == []


def test_a_dish_that_was_not_served_is_recorded_by_an_option_a_line_and_a_form(served: Path) -> None:
    assert kagemi(served, "record", "monday", "nasi", "--served", "0").exit_code == 0
    assert kagemi(served, "record", "tuesday", typed="tuna_bakar 0\n").exit_code == 0
    (served / "form.csv").write_text(f"{HEAD}\nrabu;nasi;;0;;;;;;\n", encoding="utf-8")
    assert kagemi(served, "record", "import", "form.csv").exit_code == 0
    assert [(r["dish"], r["served"], r["trays"], r["eaten"]) for r in recorded(served)] == [
        ("nasi", 0, None, None), ("tuna_bakar", 0, None, None), ("nasi", 0, None, None),
    ]  # fmt: skip
    told = kagemi(served, "history", "--json", "--to", "2026-12-06")
    days = {d["date"]: d for d in json.loads(told.stdout)["days"]}
    assert days["2026-12-01"]["not_served"] == ["tuna_bakar"]
    assert (days["2026-12-01"]["fish_planned"], days["2026-12-01"]["fish_served"]) == (True, False)


def test_records_are_shown_from_a_day_to_another(served: Path) -> None:
    for day in ("monday", "tuesday", "wednesday"):
        kagemi(served, "record", day, "nasi", "--trays", "5,1,0,0,0")
    shown = kagemi(served, "record", "show", "--from", "2026-12-01", "--to", "2026-12-01")
    assert "1 Dec   nasi " in shown.stdout
    assert "5 / 1 / 0 / 0 / 0" in shown.stdout
    assert shown.stderr == "1 records\n"


def test_canteens_that_share_a_database_are_told_apart(served: Path) -> None:
    kagemi(served, "record", "tuesday", "nasi", "--trays", "5,1,0,0,0")
    assert "Test canteen" not in kagemi(served, "record", "show").stdout
    path = served / "menus" / "constraints" / "week.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Test canteen", "Other canteen"), encoding="utf-8")
    assert kagemi(served, "plan", "--week", "2026-W49").exit_code == 0
    kagemi(served, "record", "tuesday", "nasi", "--trays", "0,0,0,0,5")
    shown = kagemi(served, "record", "show").stdout
    assert "Test canteen" in shown
    assert "Other canteen" in shown
    assert believed(served)["nasi"]["records"] == 1


def test_nothing_can_be_recorded_without_a_workspace(tmp_path: Path) -> None:
    assert kagemi(tmp_path, "record", "monday", "nasi", "--trays", "5,0,0,0,0").exit_code == 4


def believed(folder: Path, by: str = "dish") -> dict[str, dict[str, Any]]:
    result = kagemi(folder, "acceptance", "--by", by, "--json")
    assert result.exit_code == 0
    return {row["about"]: row for row in json.loads(result.stdout)}


def test_acceptance_is_an_estimate_until_something_came_back(served: Path) -> None:
    before = believed(served)["tuna_bakar"]
    assert (before["basis"], before["mean"], before["last"]) == ("estimate", before["estimate"], None)
    kagemi(served, "record", "tuesday", "tuna_bakar", "--trays", "0,0,0,0,20")
    after = believed(served)["tuna_bakar"]
    assert after["basis"] == "recorded"
    assert after["mean"] < before["mean"] / 2
    assert before["low"] > after["high"]
    assert (after["trays"], after["records"], after["last"]) == (20, 1, "2026-12-01")


@pytest.mark.parametrize(
    ("by", "about"), [("species", "tuna"), ("ladder", "ladder_3"), ("slot", "animal"), ("method", "grilled")]
)
def test_acceptance_is_pooled_by_what_dishes_have_in_common(served: Path, by: str, about: str) -> None:
    kagemi(served, "record", "tuesday", "tuna_bakar", "--trays", "20,0,0,0,0")
    assert believed(served, by)[about]["records"] == 1


def by_class(folder: Path, day: str = "tuesday") -> None:
    for name, trays in (("7A", "0,0,0,0,20"), (" 7B ", "20,0,0,0,0")):
        result = kagemi(folder, "record", day, "tuna_bakar", "--trays", trays, "--class", name)
        assert result.exit_code == 0


def test_trays_are_recorded_class_by_class(served: Path) -> None:
    by_class(served)
    kagemi(served, "record", "tuesday", "tuna_bakar", "--trays", "10,0,0,0,10", "--class", "7A")
    found = [(r["school_class"], r["trays"]) for r in recorded(served)]
    assert found == [("7B", [20, 0, 0, 0, 0]), ("7A", [10, 0, 0, 0, 10])]
    said = kagemi(served, "record", "tuesday", "nasi", "--trays", "9,0,0,0,0", "--class", "7A").stdout
    assert "  White rice, class 7A: 200 served, 100% eaten" in said


def test_lines_from_the_keyboard_are_of_the_class(served: Path) -> None:
    lines = "tuna 10/0/0/0/0\nnasi 10/0/0/0/0\n"
    assert kagemi(served, "record", "tuesday", "--class", "7A", typed=lines).exit_code == 0
    assert kagemi(served, "record", "tuesday", "--class", "all", typed=lines).exit_code == 0
    assert [r["school_class"] for r in recorded(served)] == ["7A", "7A", "", ""]


def test_the_class_is_shown_where_any_record_has_one(served: Path) -> None:
    kagemi(served, "record", "tuesday", "nasi", "--trays", "5,0,0,0,0")
    assert "Class" not in kagemi(served, "record", "show").stdout
    by_class(served)
    shown = [line.split() for line in kagemi(served, "record", "show").stdout.splitlines()]
    assert ["1", "Dec", "nasi", "200", *"5/0/0/0/0".replace("/", " / ").split(), "100%"] in shown
    assert ["1", "Dec", "tuna_bakar", "7A", "200", "0", "/", "0", "/", "0", "/", "0", "/", "20", "0%"] in shown


def test_a_form_may_have_a_row_for_each_class(served: Path) -> None:
    form = served / "form.csv"
    row = "2026-12-01;tuna_bakar;{};9;1;;;"
    head = "day;dish;class;left_0;left_25;left_50;left_75;left_100"
    form.write_text("\n".join((head, *map(row.format, ("7A", "7B", "")))), encoding="utf-8")
    assert kagemi(served, "record", "import", "form.csv").exit_code == 0
    assert [r["school_class"] for r in recorded(served)] == ["7A", "7B", ""]
    form.write_text("\n".join((head, *map(row.format, ("7C", "7C ")))), encoding="utf-8")
    result = kagemi(served, "record", "import", "form.csv")
    assert result.exit_code == 4
    assert "tuna_bakar is written down twice for 1 December 2026 and class 7C" in result.stderr
    assert len(recorded(served)) == 3


def test_classes_count_as_one_day_in_what_is_believed(served: Path) -> None:
    by_class(served)
    tuna = believed(served)["tuna_bakar"]
    assert (tuna["trays"], tuna["records"]) == (40, 1)
    a_day_old = 20 * 2 ** (-1 / 120)
    expected = (10 * tuna["estimate"] + a_day_old / 2) / (10 + a_day_old)
    assert tuna["mean"] == pytest.approx(expected, rel=1e-6)


def test_acceptance_is_told_by_class(served: Path) -> None:
    by_class(served)
    kagemi(served, "record", "tuesday", "nasi", "--trays", "20,0,0,0,0", "--class", "7B")
    kagemi(served, "record", "monday", "nasi", "--trays", "0,0,0,0,20")
    found, dishes = believed(served, "class"), believed(served)
    assert list(found) == ["7A", "7B"]
    assert found["7A"]["estimate"] == dishes["tuna_bakar"]["estimate"]
    assert found["7B"]["estimate"] == pytest.approx(
        (dishes["tuna_bakar"]["estimate"] + dishes["nasi"]["estimate"]) / 2
    )
    assert (found["7B"]["records"], found["7B"]["trays"]) == (2, 40)
    assert "7A" in kagemi(served, "acceptance", "--by", "class").stdout


def test_without_classes_there_is_nothing_to_tell_of_them(served: Path) -> None:
    kagemi(served, "record", "tuesday", "nasi", "--trays", "20,0,0,0,0")
    assert believed(served, "class") == {}
    result = kagemi(served, "acceptance", "--by", "class")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "No record names a class" in result.stderr


def test_acceptance_is_laid_out_in_both_languages(served: Path) -> None:
    kagemi(served, "record", "tuesday", "tuna_bakar", "--trays", "20,0,0,0,0")
    english, indonesian = (kagemi(served, "acceptance", lang=lang) for lang in ("en", "id"))
    assert "Grilled tuna" in english.stdout
    assert "(estimate)" in english.stdout
    assert "Tuna bakar" in indonesian.stdout
