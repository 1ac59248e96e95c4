"""History on the page: what was served, what is eaten, and the versions that were published."""

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kagemi.domain.record import Record
from kagemi.files.plans import read_plan
from kagemi.store import records
from kagemi.store.database import open_store
from kagemi.web.guard import SHEET_POLICY
from tests.cli.runner import kagemi
from tests.web.page import Client
from tests.workspaces import canteen

SATURDAY = date(2026, 12, 5)
XSS = "<script>alert(1)</script>"
FIRST, SECOND = (f"/history/versions/2026-11-30_2026-12-02_{n}" for n in (1, 2))


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    ws = canteen(tmp_path_factory.mktemp("history") / "ws")
    assert kagemi(ws, "plan", "--week", "2026-W49").exit_code == 0
    assert kagemi(ws, "publish", "--why", XSS).exit_code == 0
    return ws


@pytest.fixture
def ws(published: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(published, tmp_path / "ws"))


@pytest.fixture
def client(ws: Path) -> Iterator[Client]:
    with Client(ws, today=SATURDAY) as client:
        yield client


def record_all(ws: Path, school_class: str = "") -> None:
    """Everything came back half."""
    plan = read_plan(ws / "plans" / "2026-W49.json")
    days = {d.index: d.date for d in plan.problem.days}
    found = [
        Record("Test canteen", days[s.day], s.dish, 190, (0, 0, 10, 0, 0), school_class=school_class)
        for s in plan.servings
    ]
    with open_store(ws / "kagemi.db") as store:
        records.add(store, found, datetime.now(UTC))


@pytest.mark.parametrize(
    ("by", "name"), [("week", "30 Nov"), ("month", "November 2026"), ("term", "Ganjil term 2026/2027")]
)
def test_periods_are_drawn_and_told_in_figures(client: Client, by: str, name: str) -> None:
    text = client.get(f"/history?by={by}").text
    assert all(word in text for word in (name, "<figure>", "Rupiah a portion", "Figures"))


def test_charts_carry_no_style_of_their_own(client: Client) -> None:
    assert "style=" not in client.get("/history").text


def test_what_is_not_known_is_said(client: Client) -> None:
    text = client.get("/history").text
    assert "Eaten is known for 0 of 6 dishes" in text
    assert "not known" in text


def test_what_was_recorded_since_the_last_look_is_told(client: Client, ws: Path) -> None:
    assert "50.0%" not in client.get("/history").text
    record_all(ws)
    text = client.get("/history").text
    assert "50.0%" in text
    assert "Eaten is known for" not in text


def test_the_sheet_to_print_has_its_own_policy(client: Client) -> None:
    response = client.get("/history/sheet?by=month")
    assert response.headers["Content-Security-Policy"] == SHEET_POLICY
    assert "Test school" in response.text


def test_days_without_a_plan_are_said_and_have_no_sheet(client: Client) -> None:
    days = "from=2026-01-01&to=2026-02-01"
    assert "no plan tells what was served" in client.get(f"/history?{days}").text
    assert client.get(f"/history/sheet?{days}").status_code == 404


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("from=2026-12-04&to=2026-12-01", "after the last one"),
        ("from=0001-01-01", "cannot be right"),
        ("to=9999-12-31", "cannot be right"),
        (f"to={XSS}", "is not a date"),
    ],
)
def test_days_that_cannot_be_are_refused(client: Client, query: str, said: str) -> None:
    response = client.get(f"/history?{query}")
    assert (response.status_code, said in response.text, XSS in response.text) == (422, True, False)


def test_an_unknown_period_is_not_found(client: Client) -> None:
    assert [client.get(p).status_code for p in ("/history?by=day", "/history/eaten?by=x")] == [404, 404]


def test_without_records_all_that_is_eaten_is_an_estimate(client: Client) -> None:
    text = client.get("/history/eaten").text
    assert "(estimate)" in text
    assert "0 of them with records" in text


@pytest.mark.parametrize("by", ["dish", "species", "ladder", "slot", "method", "class"])
def test_what_is_eaten_is_told_by_what_dishes_have_in_common(client: Client, ws: Path, by: str) -> None:
    record_all(ws, school_class="7A")
    text = client.get(f"/history/eaten?by={by}").text
    assert "with records" in text
    assert "0 of them with records" not in text


def test_a_class_is_called_as_it_was_written(client: Client, ws: Path) -> None:
    record_all(ws, school_class="7A")
    assert '<th scope="row">7A</th>' in client.get("/history/eaten?by=class").text


def test_versions_are_listed_and_their_reasons_stay_text(client: Client) -> None:
    text = client.get("/history/versions").text
    assert FIRST in text
    assert (XSS in text, "&lt;script&gt;" in text) == (False, True)


def test_the_first_version_shows_its_menu(client: Client) -> None:
    text = client.get(FIRST).text
    assert all(word in text for word in ("The menu", "White rice", "Monday"))


def test_a_version_is_held_against_the_one_before(client: Client, ws: Path) -> None:
    plan = read_plan(ws / "plans" / "2026-W49.json")
    dish = next(s.dish for s in plan.servings if s.day == 0 and "nasi" not in s.dish)
    changed = kagemi(ws, "replan", "--ban", dish)
    assert changed.exit_code == 0, changed.output
    newest = max((ws / "plans").glob("*.json"), key=lambda p: p.stat().st_mtime_ns)
    result = kagemi(ws, "publish", str(newest), "--over", "1")
    assert result.exit_code == 0, result.output
    text = client.get(SECOND).text
    assert "Against version 1" in text
    name = plan.problem.dish(dish).name.in_language("en")
    assert name in text


@pytest.mark.parametrize("name", ["x", "2026-11-30_2026-12-02_9", "..%2F..%2Fkagemi.toml"])
def test_a_version_that_is_not_there_is_not_found(client: Client, name: str) -> None:
    assert client.get(f"/history/versions/{name}").status_code == 404


def test_an_empty_workspace_has_no_history(tmp_path: Path) -> None:
    with Client(canteen(tmp_path / "new")) as client:
        answers = [client.get(p) for p in ("/history", "/history/versions", "/history/eaten")]
    assert [a.status_code for a in answers] == [200, 200, 200]
    assert "Nothing is published yet" in answers[1].text
