"""Prices, history, sheets and the public menu in a real browser: by mouse, on a phone, and for all readers."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.cli.runner import kagemi
from tests.markets import TODAY, market
from tests.web.accessible import serious_faults
from tests.web.live import live
from tests.workspaces import canteen

PATHS = (
    "/prices",
    "/prices/food/ikan_tuna",
    "/prices/list",
    "/history?to=2026-12-04",
    "/history/eaten",
    "/history/versions",
    "/history/versions/2026-11-30_2026-12-02_1",
    "/print",
    "/menu",
)
MESSAGE = "Selamat pagi, harga hari ini:\nTuna 450.000/kg\nBayam 2.600 ikat\nNaga biru 5.000/kg"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    ws = market(canteen(tmp_path_factory.mktemp("looked_up") / "ws"))
    assert kagemi(ws, "plan", "--week", "2026-W49").exit_code == 0
    assert kagemi(ws, "publish").exit_code == 0
    return ws


@pytest.fixture
def address(published: Path, tmp_path: Path) -> Iterator[str]:
    ws = Path(shutil.copytree(published, tmp_path / "ws"))
    with live(ws, today=TODAY, public_menu=True) as address:
        yield address


def opened(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    return page


def show_list(page: Page, address: str) -> None:
    page.goto(f"{address}/prices/list")
    page.get_by_label("Paste the list").fill(MESSAGE)
    page.get_by_label("Who asks these prices").select_option(label="Pak Min")
    page.get_by_role("button", name="Show what would change").click()


def test_a_price_is_set_in_its_row(person: BrowserContext, address: str) -> None:
    page = opened(person, f"{address}/prices?q=ikan_tuna")
    row = page.locator("#found tbody tr")
    row.get_by_role("link", name="Set the price").click()
    row.get_by_label("Rupiah").fill("4.600")
    row.get_by_role("button", name="Save").click()
    row.get_by_label("It is right, take it").check()
    row.get_by_role("button", name="Save").click()
    expect(row).to_contain_text("IDR 4,600/kg")
    assert page.url == f"{address}/prices?q=ikan_tuna"


def test_what_is_wrong_with_a_price_is_said_beside_the_list(person: BrowserContext, address: str) -> None:
    page = opened(person, f"{address}/prices?q=ikan_tuna")
    row = page.locator("#found tbody tr")
    row.get_by_role("link", name="Set the price").click()
    row.get_by_label("Rupiah").fill("mahal")
    row.get_by_role("button", name="Save").click()
    expect(page.locator("#message")).to_contain_text("is not a price in whole rupiah")
    expect(row.get_by_label("Rupiah")).to_have_value("mahal")


def test_foods_are_found_while_typing(person: BrowserContext, address: str) -> None:
    page = opened(person, f"{address}/prices")
    page.get_by_role("searchbox").press_sequentially("tuna")
    expect(page.locator("#found tbody tr")).to_have_count(1)


def test_a_message_is_pasted_looked_at_and_taken_over(person: BrowserContext, address: str) -> None:
    page = person.new_page()
    show_list(page, address)
    page.get_by_label("Leave these rows out").check()
    page.get_by_label("It is right").check()
    page.get_by_role("button", name="Take over").click()
    expect(page.get_by_text("2 new prices are written.")).to_be_visible()


def test_it_all_works_without_javascript(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    show_list(page, address)
    page.get_by_label("Leave these rows out").check()
    page.get_by_role("button", name="Take over").click()
    assert page.url == f"{address}/prices?added=1"
    page.get_by_role("searchbox").fill("tuna")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Set the price").click()
    page.get_by_label("Rupiah").fill("46.000")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("IDR 46,000/kg").first).to_be_visible()
    context.close()


def test_a_teacher_opens_the_sheet_for_the_wall(person: BrowserContext, address: str) -> None:
    page = opened(person, f"{address}/print")
    with person.expect_page() as new:
        page.get_by_role("link", name="The week's menu, page for the browser").click()
    expect(new.value.locator("body")).to_contain_text("White rice")


@pytest.mark.parametrize("width", [360, 1400])
@pytest.mark.parametrize("lang", ["id", "en"])
def test_nobody_is_kept_out_and_nothing_is_too_wide(
    browser: Browser, address: str, lang: str, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = opened(context, f"{address}/language/{lang}")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    found = {}
    for path in PATHS:
        page.goto(address + path)
        found[path] = (serious_faults(page), page.evaluate(wide))
    if lang == "en":
        show_list(page, address)
        found["the list that is shown"] = (serious_faults(page), page.evaluate(wide))
    context.close()
    assert {path: faults for path, faults in found.items() if faults != ([], 0)} == {}
    assert said == []
