"""Takes the pictures of the page for the docs, of the shipped example: `python -m tests.web.pictures`."""

import shutil
import tempfile
from datetime import date
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.cli.runner import kagemi
from tests.docs.pages import DOCS
from tests.web.conftest import ARGUMENTS
from tests.web.live import live

MONDAY = date(2026, 11, 30)
IMAGES = DOCS / "images"
WIDE, PHONE = (1280, 900), (390, 780)


def main() -> None:
    """Plan a week, and look at every page of it."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    assert chromium is not None, "no chromium on PATH"
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        ws = Path(folder) / "ws"
        for args in (("init", str(ws)), ("--workspace", str(ws), "plan", "--week", "2026-W49")):
            assert kagemi(Path(folder), *args).exit_code == 0
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        with live(ws, today=MONDAY) as address:
            page = browser.new_page()
            page.goto(f"{address}/language/en")
            _week(page, address)
            for name, size in (
                ("kitchen", PHONE),
                ("rules/kagemi_smpn10.yaml", WIDE),
                ("print", WIDE),
                ("why", WIDE),
            ):
                _take(page, f"{address}/{name}", f"page_{name.partition('/')[0]}", size)
        browser.close()


def _week(page: Page, address: str) -> None:
    page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    page.goto(address)
    page.locator("tr:nth-child(2) a.dish.fishy").first.click()
    page.locator("#side .alternatives li").first.wait_for(timeout=60_000)
    page.locator("#side progress").wait_for(state="detached", timeout=120_000)
    page.evaluate("window.scrollTo(0, 0)")
    page.screenshot(path=IMAGES / "page_week.png")


def _take(page: Page, address: str, name: str, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(address)
    page.screenshot(path=IMAGES / f"{name}.png")


if __name__ == "__main__":
    main()
