"""Kitchen today on real phones: trays tapped without a network, sent once, seen by the others."""

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from kagemi.canteen.acceptance import records_between
from kagemi.domain.record import Record
from kagemi.files.workspace import find_workspace
from kagemi.web.accounts import enter
from tests.cli.runner import kagemi
from tests.web.accessible import serious_faults
from tests.web.live import live
from tests.workspaces import canteen

MONDAY = date(2026, 11, 30)
NOT_SENT = "Saved on this phone, not sent yet: {}"
SOON = 15_000


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    ws = canteen(tmp_path_factory.mktemp("phones") / "ws")
    assert kagemi(ws, "plan", "--week", "2026-W49").exit_code == 0
    assert kagemi(ws, "publish").exit_code == 0
    return ws


@pytest.fixture
def ws(published: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(published, tmp_path / "ws"))


@pytest.fixture
def address(ws: Path) -> Iterator[str]:
    with live(ws, today=MONDAY) as address:
        yield address


def phone(browser: Browser, width: int = 390) -> BrowserContext:
    return browser.new_context(viewport={"width": width, "height": 800}, has_touch=True, is_mobile=True)


@pytest.fixture
def mine(browser: Browser) -> Iterator[BrowserContext]:
    with phone(browser) as context:
        yield context


def kitchen(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(f"{address}/kitchen")
    return page


def tap(page: Page, *steps: int) -> None:
    for step in steps:
        page.locator(".left-of").first.locator(f"[data-tap='{step}']").tap()


def save(page: Page) -> None:
    page.locator(".left-of").first.get_by_role("button", name="Save").tap()


def noted(ws: Path) -> tuple[Record, ...]:
    return records_between(find_workspace(ws, ws), {}, None, MONDAY)


def test_trays_tapped_without_a_network_are_one_record_once_it_is_back(
    address: str, mine: BrowserContext, ws: Path
) -> None:
    page = kitchen(mine, address)
    mine.set_offline(True)
    tap(page, 0, 0, 1, 4, 4)
    page.get_by_role("button", name="Undo the last tap").first.tap()
    save(page)
    expect(page.locator("#state")).to_contain_text(NOT_SENT.format(1))
    assert noted(ws) == ()
    mine.set_offline(False)
    expect(page.locator("#state")).to_contain_text("All is sent.", timeout=SOON)
    (record,) = noted(ws)
    assert record.trays == (2, 1, 0, 0, 1)
    expect(page.locator(".noted").first).to_contain_text("2 / 1 / 0 / 0 / 1 (4 trays)")


def test_an_answer_that_is_lost_on_the_way_makes_no_second_record(
    address: str, mine: BrowserContext, ws: Path
) -> None:
    page = kitchen(mine, address)
    lost = []

    def lose(route: Route) -> None:
        route.fetch()
        lost.append(route)
        route.abort()

    mine.route("**/kitchen/entries", lose, times=1)
    tap(page, 0, 3)
    save(page)
    expect(page.locator("#state")).to_contain_text("No network", timeout=SOON)
    expect(page.locator("#state")).to_contain_text(NOT_SENT.format(1))
    assert len(lost) == 1
    assert len(noted(ws)) == 1
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#state")).to_contain_text("All is sent.", timeout=SOON)
    (record,) = noted(ws)
    assert record.trays == (1, 0, 0, 1, 0)


def test_what_is_not_sent_outlives_closing_the_page_and_is_sent_at_the_start(
    address: str, mine: BrowserContext, ws: Path
) -> None:
    page = kitchen(mine, address)
    mine.set_offline(True)
    tap(page, 2)
    save(page)
    tap(page, 1, 1)
    page.close()
    mine.set_offline(False)
    page = kitchen(mine, address)
    expect(page.locator("#state")).to_contain_text("All is sent.", timeout=SOON)
    assert noted(ws)[0].trays == (0, 0, 1, 0, 0)
    expect(page.locator(".left-of").first.locator("[data-count='1']")).to_have_text("2")


def test_two_phones_add_their_trays_and_see_each_others_ticks(address: str, browser: Browser, ws: Path) -> None:
    with phone(browser) as one, phone(browser) as two:
        first, second = kitchen(one, address), kitchen(two, address)
        for context in (one, two):
            context.set_offline(True)
        for page, steps in ((first, (0, 0)), (second, (4,))):
            tap(page, *steps)
            save(page)
        first.locator("[data-step^='dish:']").first.tap()
        for context in (one, two):
            context.set_offline(False)
        for page in (first, second):
            expect(page.locator("#state")).to_contain_text("All is sent.", timeout=SOON)
        (record,) = noted(ws)
        assert record.trays == (2, 0, 0, 0, 1)
        first.wait_for_timeout(500)
        second.evaluate("dispatchEvent(new Event('online'))")
        expect(second.locator("[data-step^='dish:']").first).to_be_checked(timeout=SOON)


def test_trays_of_several_dishes_are_saved_with_one_button(
    address: str, mine: BrowserContext, ws: Path
) -> None:
    page = kitchen(mine, address)
    for card in page.locator(".left-of").all():
        card.locator("[data-tap='3']").tap()
    page.get_by_role("button", name="Save all that is counted").tap()
    expect(page.locator("#state")).to_contain_text("All is sent.", timeout=SOON)
    assert [r.trays for r in noted(ws)] == [(0, 0, 0, 1, 0)] * 2


def test_a_refused_count_is_shown_until_somebody_deals_with_it(
    address: str, mine: BrowserContext, ws: Path
) -> None:
    page = kitchen(mine, address)
    tap(page, 0, 0, 0)
    page.get_by_text("Portions served, corrections").first.tap()
    page.locator("input[name=served]").first.fill("2")
    save(page)
    expect(page.locator(".refused")).to_contain_text(
        "3 trays were looked at, and only 2 portions served", timeout=SOON
    )
    page.reload()
    expect(page.locator(".refused")).to_have_count(1)
    page.get_by_role("button", name="Correct it").tap()
    expect(page.locator(".left-of").first.locator("[data-count='0']")).to_have_text("3")
    page.locator("input[name=served]").first.fill("150")
    save(page)
    expect(page.locator("#state")).to_contain_text("All is sent.", timeout=SOON)
    (record,) = noted(ws)
    assert (record.served, record.trays) == (150, (3, 0, 0, 0, 0))


def test_an_ended_session_loses_nothing(mine: BrowserContext, ws: Path) -> None:
    enter(find_workspace(ws, ws), {}, "bu_tini", "staff", "long enough 1", datetime(2026, 11, 27, tzinfo=UTC))
    with live(ws, today=MONDAY, needs_login=True) as address:
        page = mine.new_page()

        def log_in() -> None:
            page.get_by_label("Name").fill("bu_tini")
            page.get_by_label("Password").fill("long enough 1")
            page.get_by_role("button", name="Log in").tap()
            page.wait_for_url(f"{address}/kitchen")

        page.goto(f"{address}/kitchen")
        log_in()
        mine.clear_cookies()
        tap(page, 1)
        save(page)
        expect(page.locator("#state")).to_contain_text("log in again", timeout=SOON)
        expect(page.locator("#state")).to_contain_text(NOT_SENT.format(1))
        page.get_by_role("link", name="Log in again").tap()
        log_in()
        expect(page.locator("#state")).to_contain_text("All is sent.", timeout=SOON)
        assert noted(ws)[0].trays == (0, 1, 0, 0, 0)


def test_after_a_restart_of_the_server_the_phone_sends_its_ticks_again(
    address: str, mine: BrowserContext
) -> None:
    page = kitchen(mine, address)
    with page.expect_response("**/kitchen/ticks"):
        page.locator("[data-step^='dish:']").first.tap()

    def restarted(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=json.dumps({**answer.json(), "boot": "another", "ticks": {}}))

    page.wait_for_timeout(500)
    mine.route("**/kitchen/state*", restarted)
    with page.expect_request("**/kitchen/ticks") as again:
        page.evaluate("dispatchEvent(new Event('online'))")
    (said,) = json.loads(again.value.post_data or "")["ticks"]
    assert said["done"] is True


def test_the_page_can_be_read_when_the_server_is_gone(mine: BrowserContext, ws: Path) -> None:
    page = mine.new_page()
    with live(ws, today=MONDAY) as address:
        page.goto(f"{address}/kitchen")
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        dish = page.locator(".left-of h3").first.inner_text()
    page.reload()
    expect(page.locator(".left-of h3").first).to_have_text(dish)
    expect(page.locator("#state")).to_contain_text("No network", timeout=SOON)
    tap(page, 0)
    save(page)
    expect(page.locator("#state")).to_contain_text(NOT_SENT.format(1))


def test_a_phone_that_can_store_nothing_says_so_and_still_sends(
    address: str, mine: BrowserContext, ws: Path
) -> None:
    mine.add_init_script("Storage.prototype.setItem = () => { throw new Error('full'); };")
    page = kitchen(mine, address)
    mine.set_offline(True)
    tap(page, 0, 2)
    save(page)
    expect(page.locator("#state")).to_contain_text("This phone keeps nothing")
    mine.set_offline(False)
    expect(page.locator(".waiting")).to_have_count(0, timeout=SOON)
    assert noted(ws)[0].trays == (1, 0, 1, 0, 0)


def test_without_javascript_the_page_is_read_and_trays_are_written(
    address: str, browser: Browser, ws: Path
) -> None:
    with browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800}) as context:
        page = kitchen(context, address)
        expect(page.get_by_role("heading", name="In cooking order")).to_be_visible()
        assert page.locator("[data-tap]:visible").count() == 0
        page.locator("input[name=left_25]").first.fill("4")
        save_plain = page.locator(".left-of").first.get_by_role("button", name="Save")
        save_plain.click()
        expect(page.locator(".left-of").first).to_contain_text("Noted.")
        assert noted(ws)[0].trays == (0, 4, 0, 0, 0)


@pytest.mark.parametrize("lang", ["id", "en"])
def test_it_fits_a_small_phone_has_room_for_thumbs_and_is_accessible(
    address: str, browser: Browser, lang: str
) -> None:
    with phone(browser, width=360) as context:
        context.add_cookies([{"name": "kagemi_lang", "value": lang, "url": address}])
        page = kitchen(context, address)
        page.locator("[data-step]").first.tap()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        small = page.evaluate(
            """[...document.querySelectorAll("#kitchen :is(button, a, label.tick, summary)")]
            .filter((e) => e.offsetParent && (e.offsetHeight < 44 || e.offsetWidth < 44))
            .map((e) => e.outerHTML.slice(0, 100))"""
        )
        assert small == []
        assert serious_faults(page) == []
