"""Every page of the navigation in a real browser: a phone scrolls down only, and the console stays empty."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.cli.runner import kagemi
from tests.web.accessible import serious_faults
from tests.web.live import live
from tests.workspaces import canteen

LONG = "Ikan" + "kembung" * 8
"""Sixty letters without a place to break."""
PAGES = (
    "/", "/kitchen", "/prices", "/history", "/history/eaten", "/history/versions", "/print", "/people", "/menu",
    "/rules", "/rules/week.yaml", "/why", "/why/dish", "/why/front", "/why/menu",
)  # fmt: skip


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    ws = canteen(tmp_path_factory.mktemp("layout") / "ws")
    for file in (ws / "menus" / "dishes").glob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        long = f"name: {{id: {LONG}, en: {LONG}}}"
        file.write_text(
            re.sub(r"^name: .*(\n +.*)*", long, text, count=1, flags=re.MULTILINE), encoding="utf-8"
        )
    assert kagemi(ws, "plan", "--week", "2026-W49").exit_code == 0
    assert kagemi(ws, "publish").exit_code == 0
    with live(Path(ws), public_menu=True) as address:
        yield address


@pytest.mark.parametrize("path", PAGES)
def test_a_long_name_does_not_make_a_phone_scroll_sideways(
    address: str, person: BrowserContext, path: str
) -> None:
    page = person.new_page()
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{address}{path}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_long_name_is_on_the_pages_that_are_looked_at(address: str, person: BrowserContext) -> None:
    page = person.new_page()
    for path in ("/", "/kitchen", "/history/eaten", "/menu"):
        page.goto(f"{address}{path}")
        assert LONG in page.inner_text("main"), path


def errors_of(page: Page) -> list[str]:
    """What the page writes into the console as an error, from now on."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


@pytest.mark.parametrize("path", PAGES)
def test_a_page_writes_no_error_into_the_console(address: str, person: BrowserContext, path: str) -> None:
    page = person.new_page()
    errors = errors_of(page)
    page.goto(f"{address}{path}")
    page.wait_for_load_state("networkidle")
    assert errors == []


def test_a_check_while_one_writes_rules_leaves_the_console_empty(address: str, person: BrowserContext) -> None:
    page = person.new_page()
    errors = errors_of(page)
    page.goto(f"{address}/rules/week.yaml")
    page.evaluate("text.style.height = '30rem'")  # as whoever pulls its corner does
    page.fill("#f-1-max", "9500")
    page.press("#f-1-max", "Tab")
    expect(page.locator("#text")).to_have_value(re.compile("max: 9500"))
    page.wait_for_timeout(300)
    text = page.locator("#text")
    text.fill(text.input_value().replace("tag: fish", "tag: fihs"))
    expect(page.locator("#faults a.to-line")).to_be_visible()
    page.wait_for_timeout(300)
    assert errors == []


def test_on_a_phone_the_pages_are_one_row_that_the_keyboard_reaches(
    address: str, person: BrowserContext
) -> None:
    page = person.new_page()
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{address}/why")
    links = page.locator(".bar nav a")
    tops = {round(link.bounding_box()["y"]) for link in links.all()}  # type: ignore[index]
    assert len(tops) == 1
    links.last.focus()
    expect(links.last).to_be_in_viewport(ratio=1)
    expect(page.locator(".bar nav a[aria-current]")).to_have_text("Why")
    assert page.locator(".bar").bounding_box()["height"] < 120  # type: ignore[index]
    assert serious_faults(page) == []
