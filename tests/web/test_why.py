"""Why: rules of a week and their prices, dishes, clashes and fronts, each found by a job."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kagemi.files.plans import read_plan
from kagemi.web.accounts import enter
from tests.cli.runner import kagemi
from tests.web.page import Client, is_over
from tests.workspaces import BUDGET, FISH, PROTEIN, TOO_CHEAP, canteen, write_rules

DAYS = {"first": "2026-11-30", "last": "2026-12-02"}
QUERY = "first=2026-11-30&last=2026-12-02"


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    ws = canteen(tmp_path_factory.mktemp("why") / "ws")
    assert kagemi(ws, "plan", "--week", "2026-W49").exit_code == 0
    return ws


@pytest.fixture
def ws(planned: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(planned, tmp_path / "ws"))


@pytest.fixture
def client(ws: Path) -> Iterator[Client]:
    with Client(ws) as client:
        yield client


def found(client: Client, path: str, fields: dict[str, str]) -> str:
    """Ask, and wait for the answer's page."""
    sent = client.fill(path, fields)
    assert sent.status == 303
    return client.wait(sent.location, is_over)


def served(ws: Path) -> tuple[int, str]:
    first = read_plan(ws / "plans" / "2026-W49.json").servings[0]
    return first.day, first.dish


def test_the_rules_of_the_week_are_told_with_what_the_plan_gives(client: Client) -> None:
    text = client.get(f"/why?{QUERY}").text
    assert "fish on at least 2 days a week" in text
    assert "asked: at most IDR 10,000" in text
    assert text.count("✓") == 3


def test_a_rule_leads_to_its_line_in_the_file(client: Client) -> None:
    assert 'href="/rules/week.yaml#line-11"' in client.get("/why").text


def test_a_plan_is_named_by_its_file_too(client: Client) -> None:
    assert "fish on at least 2 days" in client.get("/why/2026-W49").text
    assert client.get("/why/2026-W01").status_code == 404


def test_a_rule_is_priced_alone(client: Client) -> None:
    text = found(client, "/why/price", {**DAYS, "rule": "fish_days"})
    assert "The cheapest week that is as good in all else" in text
    assert re.search(r"<code>fish_days</code></a></th><td>yes</td><td class=\"number\">IDR", text)
    assert not re.search(r"<code>budget</code></a></th>", text)


def test_a_price_is_remembered_until_the_rules_change(client: Client, ws: Path) -> None:
    found(client, "/why/price", {**DAYS, "rule": "fish_days"})
    there = f"/why?{QUERY}&rule=fish_days"
    assert "Work it out again" in client.get(there).text
    write_rules(ws, FISH, BUDGET)
    assert "What does this rule cost?" in client.get(there).text


def test_all_rules_are_priced_at_once(client: Client) -> None:
    text = found(client, "/why/price", DAYS)
    for rule in ("fish_days", "budget", "protein"):
        assert f"<code>{rule}</code></a></th>" in text
    assert "The cheapest week" in client.get(f"/why?{QUERY}&rule=budget").text


def test_asking_twice_begins_one_job(client: Client) -> None:
    for _ in range(2):
        client.fill("/why/price", DAYS)
    abouts = [j for j in client.desk.jobs._jobs.values() if j.title.template == "What each rule costs"]
    assert len(abouts) == 1
    client.wait(f"/why?{QUERY}", is_over)


def test_why_a_dish_is_served_is_told_beside_the_week_without_it(client: Client, ws: Path) -> None:
    day, dish = served(ws)
    asked = {**DAYS, "day": str(day), "dish": dish}
    assert "It is on the menu" in client.get(f"/why/dish?{QUERY}&day={day}&dish={dish}").text
    text = found(client, "/why/dish", asked)
    assert "ithout" in text
    assert "Best menu" in text or "there is no menu that keeps all hard rules" in text


def test_why_a_dish_is_not_served_is_told_too(client: Client, ws: Path) -> None:
    served_on_first = {s.dish for s in read_plan(ws / "plans" / "2026-W49.json").servings if s.day == 0}
    listed = re.findall(r'<option value="([a-z_]+)"', client.get(f"/why/dish?{QUERY}").text)
    other = next(dish for dish in listed if dish not in served_on_first)
    text = found(client, "/why/dish", {**DAYS, "day": "0", "dish": other})
    assert "It is not on the menu" in text
    assert "<b>The best menu" in text or "<b>With " in text


@pytest.mark.parametrize(
    "query", ["day=9&dish=nasi_putih", "day=0&dish=none", "day=x&dish=nasi_putih", "dish=../x"]
)
def test_a_cell_that_is_not_there_is_not_found(client: Client, query: str) -> None:
    assert client.get(f"/why/dish?{QUERY}&{query}").status_code == 404


@pytest.mark.parametrize("query", ["first=x&last=2026-12-02", "plan=../kagemi", "rule=none"])
def test_a_week_or_rule_that_is_not_there_is_not_found(client: Client, query: str) -> None:
    assert client.get(f"/why?{query}").status_code == 404


def test_rules_that_leave_a_menu_are_said_to(client: Client) -> None:
    assert "There are menus that keep all hard rules" in found(client, "/why/menu", {"first": "2026-W49"})


def test_rules_that_clash_are_named_with_their_lines_and_the_ways_out(client: Client, ws: Path) -> None:
    write_rules(ws, FISH, TOO_CHEAP)
    text = found(client, "/why/menu", {"first": "2026-11-30"})
    assert "No menu keeps all hard rules" in text
    assert 'href="/rules/week.yaml#line-12"' in text
    assert "Ways out, the cheapest menu first" in text
    assert "too_cheap: max IDR 1,000 -&gt;" in text


def test_a_change_of_the_week_that_leaves_no_menu_has_its_clash_as_a_page(client: Client, ws: Path) -> None:
    write_rules(ws, FISH, PROTEIN, TOO_CHEAP)
    text = client.get("/week/2026-11-30/2026-12-02").text
    version = re.search(r'name="version" value="(\d+)"', text)
    assert version
    sent = client.fill("/week/2026-11-30/2026-12-02/change", {"version": version[1], "action": "anew"})
    told = client.wait(sent.location, is_over)
    link = re.search(r'href="(/why/clash/[^"]+)"', told)
    assert link
    assert "Ways out, the cheapest menu first" in client.get(link[1]).text


def test_a_job_that_found_no_clash_has_no_such_page(client: Client) -> None:
    assert client.get("/why/clash/unknown").status_code == 404


def test_a_front_is_a_picture_whose_points_lead_to_menus(client: Client) -> None:
    text = found(client, "/why/front", {**DAYS, "x": "cost", "y": "protein"})
    links = re.findall(r'<a href="(/why/front[^"]*point=\d+)"', text)
    assert links
    chosen = client.get(links[0].replace("&amp;", "&")).text
    assert "Point 1: cost" in chosen
    assert "Instead of" in chosen


def test_a_front_of_one_thing_against_itself_is_refused(client: Client) -> None:
    assert "two different things" in client.get("/why/front?x=cost&y=cost").text


def test_a_teacher_looks_and_begins_nothing(ws: Path) -> None:
    client = Client(ws, needs_login=True)
    enter(client.desk.workspace, client.desk.environment, "guru", "teacher", "kata sandi", client.desk.now())
    client.log_in("guru", "kata sandi")
    text = client.get(f"/why?{QUERY}&rule=budget").text
    assert "budget" in text
    assert "What does this rule cost?" not in text
    assert client.fill("/why/price", DAYS).status == 403


def test_why_speaks_indonesian(client: Client) -> None:
    client.cookies.set("kagemi_lang", "id")
    assert "paling tinggi Rp10.000" in client.get("/why").text


def test_a_rule_that_changed_since_the_plan_is_told_and_priced_as_it_is_now(client: Client, ws: Path) -> None:
    write_rules(ws, FISH, BUDGET.replace("10000", "9300"), PROTEIN)
    text = found(client, "/why/price", {**DAYS, "rule": "budget"})
    assert "The rules are not those of the plan any more" in text
    assert "at most IDR 9,300" in text
    assert "IDR 10,000" not in text


def test_rules_as_they_were_are_priced_without_a_remark(client: Client) -> None:
    assert "not those of the plan" not in found(client, "/why/price", {**DAYS, "rule": "budget"})


@pytest.mark.parametrize("path", ["/why", "/why/dish", "/why/front", "/kitchen"])
def test_without_any_plan_the_page_leads_to_a_week(tmp_path: Path, path: str) -> None:
    with Client(canteen(tmp_path / "empty")) as client:
        answer = client.get(path)
    assert answer.status_code == 200
    assert 'class="button" href="/"' in answer.text
    assert "kagemi plan" not in answer.text
