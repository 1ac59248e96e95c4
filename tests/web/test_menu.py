"""The menu for parents: off unless the canteen shows it, and then without anything but the menu."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.cli.runner import kagemi
from tests.web.page import Client
from tests.workspaces import canteen

PATHS = ("/menu", "/menu/sheet", "/menu.ics")


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    ws = canteen(tmp_path_factory.mktemp("menu") / "ws")
    assert kagemi(ws, "plan", "--week", "2026-W49").exit_code == 0
    return ws


@pytest.fixture
def ws(planned: Path, tmp_path: Path) -> Path:
    folder = Path(shutil.copytree(planned, tmp_path / "ws"))
    assert kagemi(folder, "publish").exit_code == 0
    return folder


@pytest.fixture
def parent(ws: Path) -> Iterator[Client]:
    with Client(ws, needs_login=True, public_menu=True) as client:
        yield client


@pytest.mark.parametrize("path", PATHS)
def test_it_is_off_unless_the_canteen_shows_it(ws: Path, path: str) -> None:
    with Client(ws) as client:
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", PATHS)
def test_parents_see_it_without_a_login_and_without_a_cookie(parent: Client, path: str) -> None:
    response = parent.get(path)
    assert response.status_code == 200
    assert "Set-Cookie" not in response.headers
    assert response.headers["Cache-Control"] == "public, max-age=300"


def test_nothing_else_is_open(parent: Client) -> None:
    assert [parent.get(p).status_code for p in ("/print", "/prices", "/history")] == [303, 303, 303]


@pytest.mark.parametrize("path", PATHS)
def test_it_says_no_costs(parent: Client, path: str) -> None:
    text = parent.get(path).text
    assert not any(word in text for word in ("Rp", "IDR", "rupiah"))


def test_it_has_the_days_and_dishes_of_the_published_plan(parent: Client) -> None:
    text = parent.get("/menu").text
    assert all(word in text for word in ("Monday", "Tuesday", "Wednesday", "White rice", "Test school"))


def test_it_comes_in_the_language_that_is_asked_for(parent: Client) -> None:
    assert "Senin" in parent.get("/menu?lang=id").text
    assert "Monday" in parent.get("/menu?lang=nonsense").text


def test_what_has_not_changed_is_not_sent_again(parent: Client) -> None:
    mark = parent.get("/menu").headers["ETag"]
    again = parent.get("/menu", headers={"If-None-Match": mark})
    assert (again.status_code, again.content) == (304, b"")


def test_a_plan_that_is_not_published_is_not_shown(planned: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(planned, tmp_path / "ws"))
    with Client(folder, public_menu=True) as client:
        response = client.get("/menu")
    assert (response.status_code, "White rice" in response.text) == (404, False)
    assert "No menu is published" in response.text


def test_a_week_that_is_over_is_not_the_menu(ws: Path) -> None:
    with Client(ws, today=date(2026, 12, 7), public_menu=True) as client:
        assert client.get("/menu").status_code == 404


def test_parents_do_not_read_of_the_files_of_a_broken_workspace(ws: Path, parent: Client) -> None:
    (ws / "menus" / "sheets" / "week.html.j2").write_text("{{ nothing.at.all }}", encoding="utf-8")
    response = parent.get("/menu/sheet")
    assert (response.status_code, "week.html.j2" in response.text) == (503, False)
