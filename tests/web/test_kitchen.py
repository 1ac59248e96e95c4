"""Kitchen today: which day it shows, ticks that all phones see, and counts that are noted once."""

import json
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from kagemi.canteen.acceptance import records_between
from kagemi.domain.record import Record
from kagemi.web.accounts import enter
from kagemi.web.ticks import Tick, Ticks
from tests.cli.runner import kagemi
from tests.web.page import FRIDAY, ORIGIN, Client
from tests.workspaces import canteen

MONDAY, TUESDAY, THURSDAY = date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 3)
KEY = "0123456789abcdef{}"
TRAYS = [12, 5, 3, 2, 1]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    ws = canteen(tmp_path_factory.mktemp("kitchen") / "ws")
    assert kagemi(ws, "plan", "--week", "2026-W49").exit_code == 0
    assert kagemi(ws, "publish").exit_code == 0
    return ws


@pytest.fixture
def ws(published: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(published, tmp_path / "ws"))


@pytest.fixture
def client(ws: Path) -> Iterator[Client]:
    with Client(ws, today=MONDAY) as client:
        yield client


def dishes(client: Client, path: str = "/kitchen") -> list[str]:
    return re.findall(r'data-step="dish:([^"]+)"', client.get(path).text)


def send(client: Client, path: str, said: object) -> tuple[int, dict[str, object]]:
    """What a phone sends, with the token that it asks for first."""
    token = client.get("/kitchen/state").json()["csrf"]
    answer = client.post(path, json=said, headers={"Origin": ORIGIN, "X-CSRF": token})
    is_json = answer.headers["Content-Type"] == "application/json"
    return answer.status_code, answer.json() if is_json else {"text": answer.text}


def count(client: Client, **more: object) -> dict[str, object]:
    """A count of today's first dish."""
    about = {"key": KEY.format(1), "day": MONDAY.isoformat(), "dish": dishes(client)[0], "trays": TRAYS}
    return {**about, "served": None, "class": "", "replaces": False, **more}


def send_counts(client: Client, *counts: dict[str, object]) -> list[tuple[object, object]]:
    status, answer = send(client, "/kitchen/entries", {"entries": counts})
    assert status == 200
    answers = answer["answers"]
    assert isinstance(answers, list)
    return [(a["answer"], a["reason"]) for a in answers]


def noted(ws: Path) -> tuple[Record, ...]:
    return records_between(Client(ws).desk.workspace, {}, None, THURSDAY)


def test_a_day_of_the_published_plan_shows_its_dishes_weights_steps_and_times(client: Client) -> None:
    text = client.get("/kitchen").text
    assert "Monday, 30 November 2026" in text
    assert len(dishes(client)) == 2
    assert re.search(r"begin \d\d:\d\d, ready \d\d:\d\d", text)
    assert re.search(r'data-step="weigh:[^"]+:1"', text)
    assert re.search(r'data-step="step:[^"]+:1"', text)
    assert "at least 70 °C" in text


def test_hot_food_has_to_be_eaten_four_hours_after_its_first_batch(client: Client) -> None:
    text = client.get("/kitchen").text
    ready = re.findall(r"ready (\d\d:\d\d)", text)
    until = re.findall(r"· eat before (\d\d:\d\d)", text)
    assert "12:00" in ready
    assert len(until) == 2
    assert all("12:00" < time <= "16:00" for time in until)


def test_a_kitchen_that_serves_at_another_time_is_remembered(client: Client) -> None:
    assert client.get("/kitchen/serve-at?time=10:30").headers["Location"] == "/kitchen"
    text = client.get("/kitchen").text
    assert "serving at 10:30" in text
    assert "ready 10:30" in text
    assert client.get("/kitchen/serve-at?time=soon").status_code == 422


def test_before_the_week_the_next_day_with_a_menu_is_shown_and_said(ws: Path) -> None:
    text = Client(ws, today=FRIDAY).get("/kitchen").text
    assert "Today, Friday, 27 November 2026, nothing is cooked." in text
    assert "Monday, 30 November 2026" in text
    assert "data-tap" not in text


def test_after_the_last_planned_day_the_page_says_so(ws: Path) -> None:
    text = Client(ws, today=THURSDAY).get("/kitchen").text
    assert "No plan has a menu for today or later." in text


def test_another_day_of_the_plan_can_be_looked_at(client: Client) -> None:
    assert "Tuesday, 1 December 2026" in client.get("/kitchen?day=2026-12-01").text
    assert "No plan has a menu on Thursday" in client.get("/kitchen?day=2026-12-03").text
    assert client.get("/kitchen?day=noday").status_code == 422


def test_a_plan_that_is_not_published_is_shown_and_named_as_such(tmp_path: Path) -> None:
    ws = canteen(tmp_path / "ws")
    kagemi(ws, "plan", "--week", "2026-W49")
    assert "This plan is not published yet" in Client(ws, today=MONDAY).get("/kitchen").text


def test_a_faulty_dish_file_does_not_keep_the_kitchen_from_cooking(client: Client, ws: Path) -> None:
    first = dishes(client)[0]
    (ws / "menus" / "dishes" / f"{first}.yaml").write_text("id: [", encoding="utf-8")
    assert "The file of this dish is gone or faulty" in client.get("/kitchen").text


def test_a_count_is_noted_with_the_portions_of_the_plan(client: Client, ws: Path) -> None:
    assert send_counts(client, count(client)) == [("accepted", "")]
    (record,) = noted(ws)
    assert (record.day, record.served, record.trays, record.source) == (MONDAY, 200, tuple(TRAYS), "page")
    assert "12 / 5 / 3 / 2 / 1 (23 trays), 200 served" in client.get("/kitchen").text


def test_the_same_count_sent_twice_is_there_once(client: Client, ws: Path) -> None:
    send_counts(client, count(client))
    assert send_counts(client, count(client), count(client)) == [("known", ""), ("known", "")]
    (record,) = noted(ws)
    assert record.trays == tuple(TRAYS)


def test_trays_of_a_second_phone_are_added_to_those_noted(client: Client, ws: Path) -> None:
    send_counts(client, count(client), count(client, key=KEY.format(2), trays=[1, 0, 0, 0, 4]))
    (record,) = noted(ws)
    assert record.trays == (13, 5, 3, 2, 5)


def test_a_correction_stands_in_the_place_of_what_was_noted(client: Client, ws: Path) -> None:
    send_counts(client, count(client), count(client, key=KEY.format(2), trays=[1, 0, 0, 0, 0], replaces=True))
    (record,) = noted(ws)
    assert record.trays == (1, 0, 0, 0, 0)


def test_trays_of_a_class_are_not_added_to_those_of_another(client: Client, ws: Path) -> None:
    send_counts(client, count(client, **{"class": "7A"}), count(client, key=KEY.format(2), **{"class": "7B"}))
    assert sorted((r.school_class, r.trays) for r in noted(ws)) == [("7A", tuple(TRAYS)), ("7B", tuple(TRAYS))]


def test_a_refused_count_says_why_and_holds_up_no_other(client: Client, ws: Path) -> None:
    too_many = count(client, key=KEY.format(1), served=10)
    first, second = send_counts(client, too_many, count(client, key=KEY.format(2)))
    assert first[0] == "refused"
    assert "23 trays were looked at, and only 10 portions served" in str(first[1])
    assert second == ("accepted", "")
    assert len(noted(ws)) == 1


def test_nothing_is_noted_of_a_day_to_come(client: Client, ws: Path) -> None:
    tuesday = dishes(client, "/kitchen?day=2026-12-01")[0]
    ((answer, reason),) = send_counts(client, count(client, day=TUESDAY.isoformat(), dish=tuesday))
    assert answer == "refused"
    assert "still to come" in str(reason)
    assert noted(ws) == ()


@pytest.mark.parametrize(
    "more",
    [
        {"key": "short"},
        {"key": 7},
        {"key": "x" * 65},
        {"day": "monday"},
        {"dish": None},
        {"dish": "no_such_dish"},
        {"trays": [1, 2, 3]},
        {"trays": [1, 2, 3, 4, -5]},
        {"trays": [1, 2, 3, 4, True]},
        {"trays": [1, 2, 3, 4, 10**30]},
        {"trays": [0, 0, 0, 0, 0]},
        {"trays": None},
        {"served": 1.5},
        {"class": "x" * 31},
    ],
)
def test_what_cannot_be_a_count_is_refused_with_a_reason(
    client: Client, ws: Path, more: dict[str, object]
) -> None:
    ((answer, reason),) = send_counts(client, count(client, **more))
    assert answer == "refused"
    assert reason
    assert noted(ws) == ()


@pytest.mark.parametrize("body", [b"", b"[", b"[]", b"{}", b"[" * 100_000, b'{"entries": 1}', b"\xff\xfe"])
def test_a_body_that_nobody_can_read_is_refused(client: Client, body: bytes) -> None:
    headers = {
        "Origin": ORIGIN,
        "X-CSRF": client.get("/kitchen/state").json()["csrf"],
        "Content-Type": "application/json",
    }
    for path in ("/kitchen/entries", "/kitchen/ticks"):
        assert client.post(path, content=body, headers=headers).status_code == 422


def test_a_count_from_a_page_that_is_not_ours_is_refused(client: Client, ws: Path) -> None:
    said = {"entries": [count(client)]}
    assert client.post("/kitchen/entries", json=said, headers={"Origin": ORIGIN}).status_code == 403
    token = client.get("/kitchen/state").json()["csrf"]
    other = {"Origin": "http://evil.example", "X-CSRF": token}
    assert client.post("/kitchen/entries", json=said, headers=other).status_code == 403
    assert noted(ws) == ()


def test_without_javascript_a_form_notes_the_same_once(client: Client, ws: Path) -> None:
    dish = dishes(client)[0]
    fields = {"key": KEY.format(1), "day": MONDAY.isoformat(), "dish": dish, "left_0": "20", "left_50": "3"}
    for _ in range(2):
        answer = client.fill("/kitchen/leftovers", fields)
        assert (answer.status, answer.location.split("#")[1]) == (303, f"left-{dish}")
    (record,) = noted(ws)
    assert record.trays == (20, 0, 3, 0, 0)
    assert "Noted." in client.get(answer.location).text


def test_a_form_that_cannot_be_right_is_refused_with_the_reason(client: Client, ws: Path) -> None:
    fields = {"key": KEY.format(1), "day": MONDAY.isoformat(), "dish": dishes(client)[0]}
    assert "no tray was counted" in client.fill("/kitchen/leftovers", fields).text
    assert client.fill("/kitchen/leftovers", {**fields, "left_0": "many"}).status == 422
    assert noted(ws) == ()


def test_a_tick_of_one_phone_is_seen_by_the_others(client: Client) -> None:
    ticks = [{"id": "step:x:1", "done": True, "ago": 0}]
    assert send(client, "/kitchen/ticks", {"day": MONDAY.isoformat(), "ticks": ticks})[0] == 200
    seen = client.get("/kitchen/state?day=2026-11-30").json()["ticks"]
    assert seen == {"step:x:1": {"done": True, "ago": 0}}
    assert client.get("/kitchen/state?day=2026-12-01").json()["ticks"] == {}


def test_a_tick_that_was_made_earlier_and_comes_later_changes_nothing(client: Client) -> None:
    for done, ago in ((True, 1000), (False, 60_000)):
        tick = {"id": "step:x:1", "done": done, "ago": ago}
        send(client, "/kitchen/ticks", {"day": MONDAY.isoformat(), "ticks": [tick]})
    assert client.get("/kitchen/state").json()["ticks"]["step:x:1"]["done"] is True


def test_ticks_of_many_other_days_do_not_push_out_those_of_a_day_in_use() -> None:
    ticks, noon = Ticks(), datetime(2026, 11, 30, 5, tzinfo=UTC)
    for n in range(40):
        for day in (MONDAY, TUESDAY + timedelta(days=n)):
            ticks.mark(day, [Tick("a", done=True, at=noon)])
    assert "a" in ticks.of(MONDAY)
    assert ticks.of(TUESDAY) == {}


def test_what_is_no_tick_is_left_out(client: Client) -> None:
    wrong: list[object] = [1, {}, {"id": "a b", "done": True, "ago": 0}, {"id": "a", "done": 1, "ago": 0}]
    wrong += [{"id": "a", "done": True, "ago": ago} for ago in (-1, "x", True, 1e300)]
    status, _ = send(client, "/kitchen/ticks", {"day": MONDAY.isoformat(), "ticks": wrong})
    assert status == 200
    assert client.get("/kitchen/state").json()["ticks"] == {}


def test_a_phone_sees_that_the_server_was_started_again(ws: Path) -> None:
    first, second = (Client(ws, today=MONDAY).get("/kitchen/state").json()["boot"] for _ in range(2))
    assert first != second


def test_a_teacher_looks_and_changes_nothing(ws: Path) -> None:
    client = Client(ws, today=MONDAY, needs_login=True)
    now = datetime(2026, 11, 27, tzinfo=UTC)
    enter(client.desk.workspace, client.desk.environment, "pak_guru", "teacher", "long enough 1", now)
    client.log_in("pak_guru", "long enough 1")
    text = client.get("/kitchen").text
    assert dishes(client)
    assert "data-tap" not in text
    assert "data-may-work" not in text
    for path in ("/kitchen/entries", "/kitchen/ticks"):
        assert send(client, path, {"entries": [], "day": MONDAY.isoformat(), "ticks": []})[0] == 403


def test_without_a_login_nothing_is_taken_and_a_phone_is_told(ws: Path) -> None:
    client = Client(ws, today=MONDAY, needs_login=True)
    assert client.get("/kitchen/state").status_code == 303
    assert client.post("/kitchen/entries", json={}, headers={"Origin": ORIGIN}).status_code == 401


def test_who_noted_what_is_written_down(client: Client) -> None:
    send_counts(client, count(client))
    assert f"2026-11-30 {dishes(client)[0]}" in client.get("/people").text


def test_a_phone_can_keep_the_page_on_its_home_screen(client: Client) -> None:
    manifest = json.loads(client.get("/kitchen/manifest.json").text)
    assert (manifest["start_url"], manifest["scope"], manifest["display"]) == (
        "/kitchen",
        "/kitchen",
        "standalone",
    )
    worker = client.get("/kitchen-worker.js")
    assert worker.headers["Content-Type"].startswith("text/javascript")
    kept = re.search(r"FILES = \[(.*?)\]", worker.text)
    assert kept is not None
    for path in re.findall(r'"([^"]+)"', kept[1]):
        assert client.get(path).status_code == 200


def test_the_page_is_there_in_indonesian(client: Client) -> None:
    client.cookies.set("kagemi_lang", "id")
    assert "Senin, 30 November 2026" in client.get("/kitchen").text
