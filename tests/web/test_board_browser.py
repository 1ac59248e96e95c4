"""The board in a real browser: alternatives, two people, the keyboard, and what axe says."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.cli.runner import kagemi
from tests.web.accessible import serious_faults
from tests.web.live import live
from tests.workspaces import canteen

PATIENCE = 60_000


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    ws = canteen(tmp_path_factory.mktemp("browser") / "ws")
    assert kagemi(ws, "plan", "--week", "2026-W49").exit_code == 0
    return ws


@pytest.fixture
def address(planned: Path, tmp_path: Path) -> Iterator[str]:
    with live(Path(shutil.copytree(planned, tmp_path / "ws"))) as address:
        yield address


def test_a_cook_takes_an_alternative_and_takes_it_back(address: str, person: BrowserContext) -> None:
    page = person.new_page()
    page.goto(address)
    before = page.locator(".board").inner_text()
    page.locator("a.dish.fishy").first.click()
    page.get_by_role("button", name="Take it").first.click(timeout=PATIENCE)
    page.wait_for_url("**/week/**")
    assert page.locator(".board").inner_text() != before
    expect(page.locator(".steps")).to_contain_text("instead of")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".board")).to_have_text(before, use_inner_text=True)


def test_the_second_of_two_people_is_told_and_may_look_again(address: str, browser: Browser) -> None:
    first, second = (browser.new_context().new_page() for _ in range(2))
    for page in (first, second):
        page.goto(address)
        page.locator("a.dish.fishy").first.click()
        expect(page.get_by_role("button", name="Pin: it stays")).to_be_visible()
    first.get_by_role("button", name="Pin: it stays").click()
    expect(first.locator(".pinned").first).to_be_visible()
    second.get_by_role("button", name="Pin: it stays").click()
    expect(second.get_by_role("alert")).to_contain_text("somebody else changed this week")
    second.get_by_role("button", name="Do it on the week as it is now").click()
    expect(second.locator(".steps li")).to_have_count(3)
    for page in (first, second):
        page.context.close()


def test_everything_is_reached_with_the_keyboard(address: str, person: BrowserContext) -> None:
    page = person.new_page()
    page.goto(address)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="To the content")).to_be_focused()
    page.locator("a.dish").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Pin: it stays")).to_be_visible()


def test_the_menu_is_read_without_javascript(address: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.locator("a.dish").first.click()
    expect(page.get_by_role("heading", level=2)).to_be_visible()
    expect(page.get_by_role("button", name="Find them")).to_be_visible()
    context.close()


@pytest.mark.parametrize("path", ["/", "/people"])
@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize("width", [1400, 390])
def test_axe_finds_no_serious_fault(
    address: str, person: BrowserContext, path: str, lang: str, width: int
) -> None:
    page = person.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{address}/language/{lang}?next={path}")
    assert serious_faults(page) == []


@pytest.mark.parametrize("path", ["/", "/people"])
def test_no_page_scrolls_sideways_on_a_phone(address: str, person: BrowserContext, path: str) -> None:
    page = person.new_page()
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(address + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
