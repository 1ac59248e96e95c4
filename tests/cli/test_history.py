"""`kagemi history`: what it prints."""

import json
import re
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kagemi.domain.record import Record
from kagemi.files.plans import read_plan
from kagemi.store import records
from kagemi.store.database import open_store
from tests.cli.runner import kagemi
from tests.cli.test_receive import LIFE
from tests.cli.test_show import squeezed
from tests.markets import market
from tests.workspaces import BUDGET, canteen, write_rules

MONDAY, TUESDAY, WEDNESDAY = (date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 2))
ALL_EATEN, HALF = (10, 0, 0, 0, 0), (0, 0, 10, 0, 0)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    today_is(monkeypatch, date(2026, 12, 5))


def today_is(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    monkeypatch.setattr("kagemi.cli.session.today", lambda: day)


@pytest.mark.parametrize(
    "args", [("--to", "9999-12-31"), ("--by", "term", "--to", "0001-01-05"), ("--from", "0001-01-01")]
)
def test_a_day_beyond_all_measure_is_a_usage_error(ws: Path, args: tuple[str, ...]) -> None:
    result = kagemi(ws, "history", *args)
    assert (result.exit_code, "cannot be right" in result.stderr) == (2, True)


@pytest.fixture
def ws(planned: Path, tmp_path: Path) -> Path:
    """A workspace with a published plan of 2026-W49."""
    folder = shutil.copytree(planned, tmp_path / "ws")
    assert kagemi(folder, "publish").exit_code == 0
    return folder


def write(folder: Path, *found: Record) -> None:
    with open_store(folder / "kagemi.db") as store:
        records.add(store, found, datetime.now(UTC))


def record_all(folder: Path, trays: tuple[int, int, int, int, int]) -> None:
    """Everything was served to 190 of 200 children."""
    plan = read_plan(folder / "plans" / "2026-W49.json")
    days = {d.index: d.date for d in plan.problem.days}
    write(folder, *(Record("Test canteen", days[s.day], s.dish, 190, trays) for s in plan.servings))


def told(folder: Path, *args: str) -> dict[str, list[dict[str, object]]]:
    result = kagemi(folder, "history", "--json", *args)
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert isinstance(found, dict)
    return found


def test_without_records_what_was_eaten_and_paid_is_not_known(ws: Path) -> None:
    shown = squeezed(kagemi(ws, "history").stdout)
    assert "Monday 30 Nov White rice, Tempe bakar 200 1" in shown
    assert "30 November – 6 December 2026 3 600 IDR 5,364 IDR 3,218,400 IDR 6,000,000 not recorded" in shown
    assert "all children energy 366 kcal 366 kcal not known 0 of 6 dishes" in shown
    assert "2 2 in 1 of 1 weeks not known 0 of 6 dishes" in shown
    assert "Portions are recorded for 0 of 6 dishes; the others count as planned." in shown


def test_what_is_recorded_of_all_dishes_is_known(ws: Path) -> None:
    record_all(ws, HALF)
    shown = squeezed(kagemi(ws, "history").stdout)
    assert "all children energy 366 kcal 366 kcal 183 kcal 6 of 6 dishes" in shown
    assert "White rice, Tempe bakar 190 1" in shown
    assert "50.0% 6 of 6 dishes" in shown
    assert "≥" not in shown


def test_what_is_known_in_part_is_a_lower_bound_with_its_coverage(ws: Path) -> None:
    write(ws, Record("Test canteen", MONDAY, "nasi", 200, ALL_EATEN))
    shown = squeezed(kagemi(ws, "history").stdout)
    assert "1 of 6 dishes" in shown
    assert "Eaten is known for 1 of 6 dishes: with ≥ it is what was eaten of these alone." in shown
    (period,) = told(ws)["periods"]
    energy = period["intake"]["nutrients"]["energy"]  # type: ignore[index]
    assert 0 < energy["eaten_at_least"] < energy["eaten_at_most"] == energy["served"]


def test_what_was_paid_is_a_lower_bound_until_every_order_line_has_come(
    ws: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = market(ws) / "nutrition_data"
    (data / "storage_life.csv").write_text(LIFE, encoding="utf-8")
    today_is(monkeypatch, date(2026, 11, 27))
    assert kagemi(ws, "buy", "-q").exit_code == 0
    today_is(monkeypatch, date(2026, 12, 5))
    lines = [str(line["line"]) for line in json.loads(kagemi(ws, "receive", "--json").stdout)]
    assert kagemi(ws, "receive", lines[0], "--paid", "1000000", "--accept-unusual").exit_code == 0
    shown = squeezed(kagemi(ws, "history", "--page", "history.html").stdout)
    assert f"≥ IDR 1,000,000 (1 of {len(lines)} lines)" in shown
    note = f"Paid with ≥, 30 November – 6 December 2026: 1 of {len(lines)} order lines have come in whole."
    assert note in shown
    page = (ws / "history.html").read_text(encoding="utf-8")
    assert note in page
    assert "<td>≥ 1,667</td>" in page
    (period,) = told(ws)["periods"]
    assert (period["lines_ordered"], period["lines_complete"]) == (len(lines), 1)
    for line in lines[1:]:
        assert kagemi(ws, "receive", line).exit_code == 0
    assert "≥ IDR" not in kagemi(ws, "history").stdout


def test_a_fish_day_without_fish_is_not_kept(ws: Path) -> None:
    write(ws, Record("Test canteen", TUESDAY, "tuna_bakar", 0))
    (period,) = told(ws)["periods"]
    assert period["fish_days"] == {"planned": 2, "served": 1, "asked": 2, "weeks": 1, "weeks_kept": 0}


def test_a_plan_that_was_only_made_is_marked(planned: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(planned, tmp_path / "ws")
    shown = squeezed(kagemi(folder, "history").stdout)
    assert "White rice, Tempe bakar 200 not published" in shown
    assert "Days whose plan was not published: 3." in shown


def test_a_plan_of_later_days_published_over_a_week_tells_those_days(ws: Path) -> None:
    write_rules(ws, BUDGET)
    kagemi(ws, "plan", "--start", "2026-12-02")
    assert kagemi(ws, "publish", "plans/2026-W49-2026-12-02.json").exit_code == 0
    days = told(ws)["days"]
    assert [d["dishes"] for d in days][:2] == [["nasi", "tempe_bakar"], ["nasi", "tuna_bakar"]]
    assert [d["budget_idr"] for d in days] == [2_000_000] * 3
    assert "tuna_bakar" not in days[2]["dishes"]  # type: ignore[operator]


def test_months_and_terms_have_their_names(ws: Path) -> None:
    months = squeezed(kagemi(ws, "history", "--by", "month").stdout)
    assert "November 2026 1 200" in months
    assert "December 2026 2 400" in months
    assert "What was served" not in months
    assert "Ganjil term 2026/2027 3 600" in squeezed(kagemi(ws, "history", "--by", "term").stdout)


def test_days_to_come_are_told_apart(ws: Path) -> None:
    assert [d["date"] for d in told(ws, "--to", "2026-12-01")["days"]] == ["2026-11-30", "2026-12-01"]
    kagemi(ws, "plan", "--week", "2026-W50")
    result = kagemi(ws, "history", "--to", "2026-12-31")
    assert "3 of these days are still to come: for them, served is as planned." in result.stderr


def test_without_a_plan_it_is_said_that_nothing_tells_what_was_served(tmp_path: Path) -> None:
    folder = canteen(tmp_path / "ws")
    result = kagemi(folder, "history")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "From 1 July 2026 to 5 December 2026 no plan tells what was served." in result.stderr
    assert told(folder)["periods"] == []
    assert not (folder / "kagemi.db").exists()


@pytest.mark.parametrize("args", [("--from", "tomorrow"), ("--from", "2026-12-02", "--to", "2026-12-01")])
def test_days_that_make_no_sense_are_wrong_usage(ws: Path, args: tuple[str, ...]) -> None:
    assert kagemi(ws, "history", *args).exit_code == 2


def test_a_broken_dish_does_not_hide_the_past(ws: Path) -> None:
    (ws / "menus" / "dishes" / "tuna_bakar.yaml").write_text("id: [", encoding="utf-8")
    assert kagemi(ws, "history").exit_code == 0


def test_the_page_stands_alone(ws: Path) -> None:
    record_all(ws, HALF)
    result = kagemi(ws, "history", "--by", "month", "--page", "out/history.html")
    assert result.exit_code == 0
    html = (ws / "out" / "history.html").read_text(encoding="utf-8")
    assert html.count('role="img"') == 4
    assert re.search(r"<td>50\.0% \(\d+/\d+\)</td>", html)
    for outside in ("http:", "https:", "<script", "<link", "src="):
        assert outside not in html


def test_what_was_paid_is_set_against_the_days_it_was_bought_for(
    ws: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = market(ws) / "nutrition_data"
    (data / "storage_life.csv").write_text(LIFE, encoding="utf-8")
    today_is(monkeypatch, date(2026, 11, 27))
    assert kagemi(ws, "buy", "-q").exit_code == 0
    today_is(monkeypatch, MONDAY)
    for line in json.loads(kagemi(ws, "receive", "--json").stdout):
        assert kagemi(ws, "receive", str(line["line"])).exit_code == 0
    (week,) = told(ws, "--from", str(MONDAY), "--to", "2026-12-06")["periods"]
    days = [told(ws, "--from", str(d), "--to", str(d))["periods"][0] for d in (MONDAY, TUESDAY, WEDNESDAY)]
    shares = [int(str(d["paid_idr"])) for d in days]
    assert sum(shares) == week["paid_idr"]
    assert all(share < sum(shares) for share in shares)
