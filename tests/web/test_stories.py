"""A week at school, as each of the three kinds of people lives it, in a real browser."""

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pypdf import PdfReader

from kagemi.canteen.acceptance import records_between
from kagemi.canteen.publish import published_plans
from kagemi.files.workspace import find_workspace
from kagemi.web.accounts import enter
from kagemi.web.pages import NAVIGATION
from tests.cli.runner import kagemi
from tests.web.accessible import serious_faults
from tests.web.live import live
from tests.workspaces import canteen

MONDAY = date(2026, 11, 30)
PATIENCE = 60_000
PASSWORD = "ikan itu enak"


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    ws = canteen(tmp_path_factory.mktemp("stories") / "ws")
    assert kagemi(ws, "plan", "--week", "2026-W49").exit_code == 0
    workspace, now = find_workspace(ws, ws), datetime(2026, 11, 27, tzinfo=UTC)
    for name, role in (
        ("kepala", "admin"),
        ("bu_tini", "staff"),
        ("pak_guru", "teacher"),
        ("ahli", "nutritionist"),
    ):
        enter(workspace, {}, name, role, PASSWORD, now)
    return ws


@pytest.fixture
def ws(planned: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(planned, tmp_path / "ws"))


@pytest.fixture
def school(ws: Path) -> Iterator[str]:
    """The page as the school's network sees it: with login."""
    with live(ws, today=MONDAY, needs_login=True) as address:
        yield address


def log_in(person: BrowserContext, school: str, name: str) -> Page:
    page = person.new_page()
    page.goto(school)
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("link", name="Menu", exact=True)).to_be_visible()
    return page


def test_the_canteen_changes_the_week_publishes_cooks_and_records(
    school: str, person: BrowserContext, ws: Path
) -> None:
    page = log_in(person, school, "bu_tini")
    page.locator("a.dish.fishy").first.click()
    page.get_by_role("button", name="Take it").first.click(timeout=PATIENCE)
    expect(page.locator(".steps")).to_contain_text("bu_tini")
    page.get_by_role("link", name="Compare and publish").click()
    page.get_by_label("Why").fill("tuna is dear")
    page.get_by_role("button", name="Publish").click()
    expect(page.locator(".state")).to_contain_text("Published, version 1")
    (published,) = published_plans(find_workspace(ws, ws), {})
    assert published.why == "tuna is dear"

    page.get_by_role("link", name="Kitchen today").click()
    dish = page.locator(".left-of").first
    for left in (0, 0, 1):
        dish.locator(f"[data-tap='{left}']").click()
    dish.get_by_role("button", name="Save").click()
    expect(page.locator("#state")).to_contain_text("All is sent", timeout=PATIENCE)
    (record,) = records_between(find_workspace(ws, ws), {}, None, MONDAY)
    assert record.trays is not None
    assert sum(record.trays) == 3


def test_a_teacher_looks_and_prints_and_changes_nothing(school: str, person: BrowserContext) -> None:
    page = log_in(person, school, "pak_guru")
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)
    page.locator("a.dish").first.click()
    expect(page.locator("#side h2")).to_be_visible()
    expect(page.get_by_role("button", name="Pin: it stays")).to_have_count(0)

    page.get_by_role("link", name="Print", exact=True).click()
    with page.expect_popup() as opened:
        page.locator("a[href*='/week-en.html']").first.click()
    sheet = opened.value
    sheet.wait_for_load_state()
    printed = PdfReader(BytesIO(sheet.pdf(prefer_css_page_size=True)))
    assert len(printed.pages) == 1
    assert "Monday" in printed.pages[0].extract_text()

    expect(page.locator("a[href*='/orders-']")).to_have_count(0)
    assert page.request.get(sheet.url.replace("/week-en", "/orders-en")).status == 403

    token = page.evaluate("document.body.getAttribute('hx-headers')")
    refused = page.request.post(
        f"{school}/week/2026-11-30/2026-12-02/step",
        headers={"X-CSRF": token.split('"')[3], "Origin": school},
        form={"version": "0", "action": "undo"},
    )
    assert refused.status == 403
    assert page.request.get(f"{school}/people").status == 403


def test_a_nutritionist_changes_a_rule_and_sees_what_it_costs(
    school: str, person: BrowserContext, ws: Path
) -> None:
    page = log_in(person, school, "ahli")
    page.get_by_role("link", name="Rules", exact=True).click()
    page.get_by_role("link", name="week.yaml").click()
    figure = page.get_by_role("group", name="fish_days").get_by_label("at least")
    figure.fill("3")
    figure.press("Tab")
    expect(page.locator("#text")).to_have_value(re.compile("at_least: 3"), timeout=PATIENCE)
    page.get_by_role("button", name="Show changes and save").click()
    expect(page.locator("main")).to_contain_text("at_least: 3")
    page.get_by_role("button", name="Save").click()
    file = ws / "menus" / "constraints" / "week.yaml"
    expect(page.locator("main")).to_contain_text("Saved")
    assert "at_least: 3" in file.read_text(encoding="utf-8")

    page.get_by_role("link", name="Menu", exact=True).click()
    page.get_by_role("button", name="Plan anew, keeping what is pinned").click()
    expect(page.locator(".steps")).to_contain_text("planned anew", timeout=PATIENCE)
    assert page.locator("tr:nth-child(2) a.dish.fishy").count() == 3


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("lang", ["id", "en"])
def test_axe_finds_no_serious_fault_on_any_page(school: str, browser: Browser, width: int, lang: str) -> None:
    with browser.new_context(viewport={"width": width, "height": 900}, locale="en-GB") as person:
        page = person.new_page()
        page.goto(f"{school}/login")
        assert serious_faults(page) == []
        page = log_in(person, school, "kepala")
        page.goto(f"{school}/language/{lang}")
        paths = [str(link.get_attribute("href")) for link in page.locator(".bar nav a").all()]
        assert len(paths) == len(NAVIGATION)
        more = ["/why", "/rules/week.yaml", "/week/2026-11-30/2026-12-02/publish"]
        faults = {}
        for path in [*paths, *more]:
            page.goto(school + path)
            faults[path] = serious_faults(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert {path: found for path, found in faults.items() if found} == {}
