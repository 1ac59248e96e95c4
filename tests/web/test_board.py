"""The board: a week looked at and worked on, by one person and by two."""

import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kagemi.canteen.board import open_week
from kagemi.domain.message import say
from kagemi.files.plans import read_plan
from kagemi.web.jobs import Job
from tests.cli.runner import kagemi
from tests.web.page import FRIDAY, Client, is_over
from tests.workspaces import FISH, TOO_CHEAP, canteen

WEEK = "/week/2026-11-30/2026-12-02"


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    ws = canteen(tmp_path_factory.mktemp("board") / "ws")
    assert kagemi(ws, "plan", "--week", "2026-W49").exit_code == 0
    return ws


@pytest.fixture
def ws(planned: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(planned, tmp_path / "ws"))


@pytest.fixture
def client(ws: Path) -> Iterator[Client]:
    with Client(ws) as client:
        yield client


def dishes(ws: Path) -> list[tuple[int, str]]:
    week = open_week(Client(ws).desk.workspace, {}, days_of(ws))
    return [(s.day, s.dish) for s in week.plan.servings]


def days_of(ws: Path) -> tuple[date, date]:
    days = [d.date for d in read_plan(ws / "plans" / "2026-W49.json").problem.days]
    return min(days), max(days)


def version(client: Client) -> str:
    found = re.search(r'name="version" value="(\d+)"', client.get(WEEK).text)
    assert found is not None
    return found[1]


def animal(ws: Path) -> tuple[int, str]:
    """The first dish of the week that is not rice."""
    return next((d, i) for d, i in dishes(ws) if "nasi" not in i)


def form(client: Client, ws: Path, **more: str) -> dict[str, str]:
    day, dish = animal(ws)
    return {"version": version(client), "day": str(day), "dish": dish, **more}


def taken(client: Client, ws: Path) -> tuple[str, str]:
    """Take the first alternative for a dish; the dish that was there, and the step's text."""
    fields = form(client, ws)
    sent = client.fill(f"{WEEK}/alternatives", fields)
    found = client.wait(sent.location, is_over)
    assert 'name="number" value="0"' in found
    job = sent.location.removeprefix("/jobs/")
    done = client.fill(f"{WEEK}/take", {**fields, "job": job, "number": "0"})
    assert (done.status, done.location) == (303, WEEK)
    return fields["dish"], job


def test_the_board_shows_every_dish_and_what_the_week_gives(client: Client, ws: Path) -> None:
    text = client.get("/").text
    for _, dish in dishes(ws):
        assert f"/{dish}" in text
    assert "Not published yet" in text
    assert "fish_days" in text
    assert "kept" in text


def test_an_alternative_is_taken_and_the_week_has_it(client: Client, ws: Path) -> None:
    before = dishes(ws)
    dish, _ = taken(client, ws)
    after = dishes(ws)
    day = next(d for d, i in before if i == dish)
    assert (day, dish) not in after
    assert len(set(before) - set(after)) >= 1
    assert version(client) == "2"


def test_undo_and_redo_go_through_the_steps(client: Client, ws: Path) -> None:
    before = dishes(ws)
    taken(client, ws)
    after = dishes(ws)
    client.fill(f"{WEEK}/step", {"version": version(client), "action": "undo"})
    assert dishes(ws) == before
    client.fill(f"{WEEK}/step", {"version": version(client), "action": "redo"})
    assert dishes(ws) == after
    nothing = client.fill(f"{WEEK}/step", {"version": version(client), "action": "redo"})
    assert (nothing.status, "nothing to do again" in nothing.text) == (422, True)


def test_the_second_of_two_people_is_told_and_nothing_is_lost(client: Client, ws: Path) -> None:
    seen = form(client, ws)
    taken(client, ws)
    first = dishes(ws)
    second = client.fill(f"{WEEK}/pin", seen)
    assert second.status == 409
    assert "somebody else changed this week meanwhile" in second.text
    assert dishes(ws) == first


def test_what_is_pinned_stays_when_the_week_is_planned_anew(client: Client, ws: Path) -> None:
    fields = form(client, ws)
    assert client.fill(f"{WEEK}/pin", fields).status == 303
    assert "pinned" in client.get(WEEK).text
    sent = client.fill(f"{WEEK}/change", {"version": version(client), "action": "anew"})
    client.wait(sent.location, is_over)
    assert (int(fields["day"]), fields["dish"]) in dishes(ws)
    assert "planned anew" in client.get(WEEK).text


def test_a_dish_that_is_not_wished_goes_and_may_be_allowed_again(client: Client, ws: Path) -> None:
    fields = form(client, ws, action="ban")
    sent = client.fill(f"{WEEK}/change", fields)
    client.wait(sent.location, is_over)
    assert (int(fields["day"]), fields["dish"]) not in dishes(ws)
    text = client.get(WEEK).text
    rule = re.search(r'name="rule" value="(ban_[a-z0-9_]+)"', text)
    assert rule is not None
    client.fill(f"{WEEK}/pin", {"version": version(client), "rule": rule[1]})
    assert rule[1] not in re.findall(r'name="rule" value="([^"]+)"', client.get(WEEK).text)


def test_a_wish_that_clashes_with_the_rules_names_them_and_leaves_the_week(client: Client, ws: Path) -> None:
    before = dishes(ws)
    week = {d for d, _ in before}
    for day in sorted(week):  # pins to three days without fish: fish_days cannot hold
        dish = next(i for d, i in dishes(ws) if d == day and "nasi" not in i)
        if dish == "tempe_bakar":
            continue
        fields = {
            "version": version(client),
            "day": str(day),
            "dish": dish,
            "action": "swap",
            "other": "tempe_bakar",
        }
        sent = client.fill(f"{WEEK}/change", fields)
        text = client.wait(sent.location, is_over)
        if "cannot hold together" in text:
            assert "fish_days" in text
            return
    raise AssertionError("a week without fish was planned")


def test_a_week_is_published_from_the_board_and_a_change_is_told_afterwards(client: Client, ws: Path) -> None:
    assert client.fill(f"{WEEK}/publish", {"version": version(client), "why": "first"}).status == 303
    assert "Published, version 1" in client.get(WEEK).text
    taken(client, ws)
    assert "Changed since version 1 was published" in client.get(WEEK).text
    compared = client.get(f"{WEEK}/publish").text
    assert "Against version 1" in compared
    unseen = client.fill(f"{WEEK}/publish", {"version": version(client)})
    assert unseen.status == 422
    done = client.fill(f"{WEEK}/publish", {"version": version(client), "over": "1", "why": "better"})
    assert done.status == 303
    assert "Published, version 2" in client.get(WEEK).text
    assert "better" in kagemi(ws, "publish", "list").stdout


def test_a_job_is_seen_after_a_reload_and_ended_on_request(client: Client, ws: Path) -> None:
    sent = client.fill(f"{WEEK}/alternatives", form(client, ws))
    again = client.fill(f"{WEEK}/alternatives", form(client, ws))
    assert again.location == sent.location, "the same question runs once"
    client.fill(f"{sent.location}/cancel", {})
    text = client.wait(sent.location, is_over)
    assert "stopped" in text or "alternatives" in text


def test_a_second_wish_is_refused_while_the_week_is_being_changed(
    client: Client, ws: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wish = form(client, ws, action="ban")
    first = Job("first", say("planned anew"), ("week", days_of(ws)), "Bu Tini")
    monkeypatch.setattr(client.desk.jobs, "running", lambda about: first if about == first.about else None)
    second = client.fill(f"{WEEK}/change", wish)
    assert second.status == 422
    assert "this week is being changed at the moment: planned anew" in second.text
    assert "plan anew" not in client.get("/people").text


def steps(client: Client) -> list[str]:
    found = re.search(r'<ol class="steps">(.*?)</ol>', client.get(WEEK).text, re.DOTALL)
    assert found is not None
    return re.findall(r"<li>(.*?)<span", found[1], re.DOTALL)


def test_a_change_does_not_wait_for_somebody_who_only_looks(client: Client, ws: Path) -> None:
    look = client.fill(f"{WEEK}/alternatives", form(client, ws))
    change = client.fill(f"{WEEK}/change", {"version": version(client), "action": "anew"})
    client.wait(change.location, is_over)
    client.wait(look.location, is_over)
    assert any("planned anew" in step for step in steps(client))


def test_a_week_that_nobody_has_planned_is_planned_on_the_page(tmp_path: Path) -> None:
    ws = canteen(tmp_path / "ws")
    with Client(ws) as client:
        empty = client.get("/").text
        assert "No week is planned yet" in empty
        assert 'value="2026-11-30"' in empty
        sent = client.fill("/weeks", {"monday": "2026-11-30"})
        client.wait(sent.location, lambda text: "What the week gives" in text)
        assert (ws / "plans" / "2026-W49.json").is_file()
        assert 'value="2026-11-30"' not in client.get("/").text
        assert client.fill("/weeks", {"monday": "2026-11-30"}).status == 422


def test_rules_that_leave_no_menu_are_named_when_a_week_is_planned_on_the_page(tmp_path: Path) -> None:
    with Client(canteen(tmp_path / "ws", FISH, TOO_CHEAP)) as client:
        sent = client.fill("/weeks", {"monday": "2026-11-30"})
        text = client.wait(sent.location, is_over)
        assert "cannot hold together" in text
        assert "too_cheap" in text


def test_days_that_are_over_are_not_worked_on(ws: Path) -> None:
    with Client(ws, today=FRIDAY.replace(month=12, day=20)) as client:
        day, dish = animal(ws)
        assert "This day is over" in client.get(f"{WEEK}/cell/{day}/{dish}").text


def test_what_is_on_no_menu_is_not_found(client: Client) -> None:
    assert client.get(f"{WEEK}/cell/0/nothing").status_code == 404
    assert client.get("/week/today/tomorrow").status_code == 404


def test_a_dish_for_some_groups_says_for_whom(tmp_path: Path) -> None:
    rule = "{kind: alternative, name: no_fish, groups: [boys], avoids: [fish]}"
    ws = canteen(tmp_path / "ws", FISH, rule)
    assert kagemi(ws, "plan", "--week", "2026-W49").exit_code == 0
    with Client(ws) as client:
        assert "only for Boys" in client.get("/").text
