"""Rules and why in a real browser: form and text move together, faults lead to their line, axe is content."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.cli.runner import kagemi
from tests.web.accessible import serious_faults
from tests.web.live import live
from tests.workspaces import BUDGET, FISH, canteen


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    ws = canteen(tmp_path_factory.mktemp("rules") / "ws", FISH, BUDGET)
    assert kagemi(ws, "plan", "--week", "2026-W49").exit_code == 0
    with live(Path(ws)) as address:
        yield address


def test_a_figure_moves_the_text_and_typing_moves_the_figure(address: str, person: BrowserContext) -> None:
    page = person.new_page()
    page.goto(f"{address}/rules/week.yaml")
    page.fill("#f-1-max", "9500")
    page.press("#f-1-max", "Tab")
    text = page.locator("#text")
    expect(text).to_have_value(_containing("max: 9500}"))
    assert page.evaluate("document.activeElement.id") == "f-1-soft"
    text.fill(text.input_value().replace("max: 9500", "max: 9600"))
    expect(page.locator("#f-1-max")).to_have_value("9600")


def test_a_fault_appears_while_one_types_and_leads_to_its_line(address: str, person: BrowserContext) -> None:
    page = person.new_page()
    page.goto(f"{address}/rules/week.yaml")
    text = page.locator("#text")
    text.fill(text.input_value().replace("tag: fish", "tag: fihs"))
    fault = page.locator("#faults a.to-line")
    expect(fault).to_have_text("line 11, column 44")
    fault.click()
    selected = page.evaluate("text.value.slice(text.selectionStart, text.selectionEnd)")
    assert selected == "fihs, at_least: 2}"


def test_a_faulty_line_is_marked_in_the_margin_and_the_fault_is_seen_without_scrolling(
    address: str, person: BrowserContext
) -> None:
    page = person.new_page()
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto(f"{address}/rules/week.yaml")
    text, mark = page.locator("#text"), page.locator("#numbers b")
    expect(mark).to_have_count(0)
    right = text.input_value()
    text.fill(right.replace("tag: fish", "tag: fihs"))
    expect(mark).to_have_text("! 11")
    expect(page.locator("#faults li").first).to_be_in_viewport(ratio=1)
    assert serious_faults(page) == []
    text.fill(right)
    expect(mark).to_have_count(0)


def test_what_is_typed_while_a_check_runs_is_not_lost(address: str, person: BrowserContext) -> None:
    page = person.new_page()
    page.goto(f"{address}/rules/week.yaml")
    page.evaluate("text.focus(); text.setSelectionRange(0, 0)")
    page.keyboard.type("# a long remark that takes its time to type", delay=60)
    page.wait_for_timeout(800)
    assert page.locator("#text").input_value().startswith("# a long remark that takes its time to type")


@pytest.mark.parametrize(
    "path", ["/rules", "/rules/week.yaml", "/why", "/why?rule=budget", "/why/dish", "/why/front", "/why/menu"]
)
def test_axe_finds_no_serious_fault_and_a_phone_scrolls_down_only(
    address: str, person: BrowserContext, path: str
) -> None:
    page = person.new_page()
    page.goto(f"{address}{path}")
    assert serious_faults(page) == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_rules_are_changed_without_javascript(address: str, person: BrowserContext) -> None:
    assert person.browser is not None
    context = person.browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/rules/week.yaml")
    page.fill("#f-1-max", "9700")
    page.locator("button.main").click()
    expect(page.locator(".diff .added")).to_contain_text("max: 9700")
    page.locator("button.main").click()
    expect(page.locator("#f-1-max")).to_have_value("9700")
    context.close()


def _containing(part: str) -> re.Pattern[str]:
    return re.compile(re.escape(part))
