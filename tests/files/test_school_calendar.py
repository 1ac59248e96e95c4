from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from kagemi.domain.constraints import ClosedDay, ClosedRange, Constraints, SchoolCalendar, menu_days
from kagemi.domain.message import Fault, InvalidInput, Text
from kagemi.files.constraints import load_constraints
from kagemi.files.school_calendar import closed_days
from kagemi.planning import Kitchen, build_problem, days_without_meal
from tests.build import WEEK
from tests.files.cases import BASE
from tests.files.test_schema import FACTS, TABLE

CHRISTMAS = date(2026, 12, 25)
MONDAY = date(2026, 12, 21)
HOLIDAYS = SchoolCalendar(holidays=True)
EXAMS = ClosedRange(date(2026, 12, 21), date(2026, 12, 23), "ujian")
Load = Callable[[str], tuple[Constraints | None, tuple[Fault, ...]]]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    def from_text(calendar: str) -> tuple[Constraints | None, tuple[Fault, ...]]:
        text = (BASE / "menus/constraints/week.yaml").read_text(encoding="utf-8")
        path = tmp_path / "week.yaml"
        path.write_text(text + calendar, encoding="utf-8")
        return load_constraints(path, TABLE, FACTS)

    return from_text


def closed(calendar: SchoolCalendar, first: date = MONDAY, days: int = 7) -> dict[date, ClosedDay]:
    return dict(closed_days(calendar, first, first + timedelta(days=days - 1)))


def test_without_a_calendar_no_day_is_closed(load: Load) -> None:
    constraints, _ = load("")
    assert constraints is not None
    assert closed(constraints.calendar) == {}


def test_public_holidays_and_collective_leave_are_closed() -> None:
    assert closed(HOLIDAYS) == {
        date(2026, 12, 24): ClosedDay(
            Text("Cuti Bersama Hari Raya Natal", "Christmas Joint Holiday"), holiday=True
        ),
        CHRISTMAS: ClosedDay(Text("Hari Raya Natal", "Christmas Day"), holiday=True),
    }


def test_a_holiday_by_the_moon_is_estimated_until_it_is_decreed() -> None:
    (eid,) = [c for c in closed(HOLIDAYS, date(2045, 1, 1), 365).values() if c.why.en == "Eid al-Adha"]
    assert eid.estimated
    assert str(eid.reason).endswith("(holiday, date estimated)")
    assert "perkiraan" not in eid.why.id


def test_the_school_may_be_closed_on_days_of_its_own() -> None:
    days = closed(SchoolCalendar(closed=(EXAMS,)))
    assert list(days) == [MONDAY, date(2026, 12, 22), date(2026, 12, 23)]
    assert days[MONDAY] == ClosedDay(Text("ujian", "ujian"))


def test_only_days_asked_for_are_closed() -> None:
    assert list(closed(SchoolCalendar(closed=(EXAMS,)), date(2026, 12, 23))) == [date(2026, 12, 23)]


def test_an_open_day_wins_over_holidays_and_closed_days() -> None:
    calendar = SchoolCalendar(True, (EXAMS,), (MONDAY, CHRISTMAS))
    assert list(closed(calendar)) == [date(2026, 12, d) for d in (22, 23, 24)]


def test_the_schools_own_reason_wins_over_the_holiday() -> None:
    own = ClosedRange(CHRISTMAS, CHRISTMAS, "libur semester")
    assert closed(SchoolCalendar(True, (own,)))[CHRISTMAS] == ClosedDay(
        Text("libur semester", "libur semester")
    )


def test_closed_days_leave_no_gap_among_the_days_of_the_menu() -> None:
    days = menu_days(MONDAY, 1, WEEK, {date(2026, 12, 22)})
    assert [(d.index, d.weekday) for d in days] == [
        (0, "monday"), (1, "wednesday"), (2, "thursday"), (3, "friday"),
    ]  # fmt: skip


def test_a_calendar_is_read(load: Load) -> None:
    constraints, faults = load(
        "calendar:\n  holidays: indonesia\n  closed:\n  - 2026-12-18\n"
        "  - {from: 2026-12-21, to: 2026-12-23, why: ujian}\n  open: [2026-12-25]\n"
    )
    assert faults == ()
    assert constraints is not None
    day = date(2026, 12, 18)
    assert constraints.calendar == SchoolCalendar(True, (ClosedRange(day, day), EXAMS), (CHRISTMAS,))


@pytest.mark.parametrize(
    ("calendar", "fault"),
    [
        ("", "calendar must be a group of keys"),
        ("{holiday: indonesia}", 'there is no key "holiday" here'),
        ("{holidays: japan}", 'there are no holidays of "japan"'),
        ("{holidays: true}", "holidays names a country"),
        ("{closed: 2026-12-25}", "closed must be a list"),
        ("{open: }", "open must be a list"),
        ("{closed: [2026-02-30]}", '"2026-02-30" is no day of the calendar'),
        ("{closed: [2026-W49-1]}", '"2026-W49-1" is no day of the calendar'),
        ("{closed: [20261225]}", '"20261225" is no day of the calendar'),
        ("{open: [[a]]}", "this is not a day"),
        ("{closed: [{from: 2026-12-25}]}", 'the key "to" is missing'),
        ("{closed: [{from: 2026-12-25, too: 2026-12-26}]}", 'there is no key "too" here'),
        ("{closed: [{from: 2026-12-25, to: 2026-12-24}]}", "the closed days end before they begin"),
        ("{closed: [{from: 2026-12-25, to: 2026-12-25, why: 3}]}", "why must be a text"),
    ],
)
def test_a_faulty_calendar_says_so_once(load: Load, calendar: str, fault: str) -> None:
    constraints, faults = load(f"calendar: {calendar}\n")
    assert constraints is None
    assert [str(f.what) for f in faults] == [fault]


def test_an_open_day_without_a_meal_is_worth_a_warning(load: Load) -> None:
    constraints, faults = load("calendar: {open: [2026-12-26]}\n")
    assert constraints is not None
    assert [(f.severity, str(f.what)) for f in faults] == [
        ("warning", "2026-12-26 is a saturday, and there is no meal on saturday")
    ]


def test_a_problem_leaves_closed_days_out(load: Load) -> None:
    constraints, _ = load("calendar: {holidays: indonesia}\n")
    assert constraints is not None
    problem = build_problem(constraints, Kitchen(TABLE, (), tuple(FACTS)), MONDAY, 1)
    assert [d.weekday for d in problem.days] == ["monday", "tuesday", "wednesday"]
    assert list(days_without_meal(constraints, MONDAY, 1)) == [date(2026, 12, 24), CHRISTMAS]


def test_a_week_of_closed_days_cannot_be_planned(load: Load) -> None:
    constraints, _ = load(
        "calendar: {holidays: indonesia, closed: [{from: 2026-12-21, to: 2026-12-23, why: ujian}]}\n"
    )
    assert constraints is not None
    with pytest.raises(InvalidInput) as caught:
        build_problem(constraints, Kitchen(TABLE, (), tuple(FACTS)), MONDAY, 1)
    (fault,) = caught.value.faults
    reasons = fault.what.params["reasons"]
    assert isinstance(reasons, tuple)
    assert reasons[0] == Text("ujian", "ujian")
    assert len(reasons) == 3
