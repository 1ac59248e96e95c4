"""Printing: every sheet of a plan from the page."""

import io
import shutil
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from kagemi.canteen.sheets import make_sheet
from kagemi.domain.page import Person
from kagemi.sheets.kinds import KINDS
from kagemi.sheets.pdf import can_make_pdf
from kagemi.web.guard import SHEET_POLICY
from kagemi.web.printing import TYPES, readers
from kagemi.web.sheet_shelf import Shelf
from tests.cli.runner import kagemi
from tests.markets import market
from tests.web.page import Client
from tests.workspaces import canteen

PLAN = "2026-11-30_2026-12-02_1"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    ws = market(canteen(tmp_path_factory.mktemp("printing") / "ws"))
    assert kagemi(ws, "plan", "--week", "2026-W49").exit_code == 0
    assert kagemi(ws, "publish").exit_code == 0
    return ws


@pytest.fixture
def ws(published: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(published, tmp_path / "ws"))


@pytest.fixture
def client(ws: Path) -> Iterator[Client]:
    with Client(ws) as client:
        yield client


def test_all_kinds_and_formats_are_offered_for_the_plan_that_holds(client: Client) -> None:
    text = client.get("/print").text
    wanted = {f"/print/{PLAN}/{k.id}-en.{f}" for k in KINDS for f in k.formats if f != "pdf" or can_make_pdf()}
    assert {path for path in wanted if path not in text} == set()


def test_every_kind_has_readers_once() -> None:
    kinds = [kind.id for reader in readers(Person("", "admin")) for kind in reader.kinds]
    assert sorted(kinds) == sorted(kind.id for kind in KINDS)


@pytest.mark.parametrize(
    ("kind", "form"), [(k.id, f) for k in KINDS for f in k.formats if f != "pdf" or can_make_pdf()]
)
def test_each_sheet_comes_with_its_type_and_a_plain_name(client: Client, kind: str, form: str) -> None:
    response = client.get(f"/print/{PLAN}/{kind}-id.{form}")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == TYPES[form]
    shown = "inline" if form in ("html", "pdf") else "attachment"
    name = f'{shown}; filename="{PLAN}-{kind}-id.{form}"'
    assert response.headers["Content-Disposition"] == name
    assert response.headers["Content-Security-Policy"] == SHEET_POLICY
    starts = {"html": b"<!DOCTYPE html>", "pdf": b"%PDF", "xlsx": b"PK", "ics": b"BEGIN:VCALENDAR"}
    assert response.content.startswith(starts.get(form, b""))
    if form == "xlsx":
        assert zipfile.ZipFile(io.BytesIO(response.content)).testzip() is None


def test_a_sheet_can_be_of_one_day(client: Client) -> None:
    whole = client.get(f"/print/{PLAN}/kitchen-en.html").text
    one = client.get(f"/print/{PLAN}/kitchen-en.html?day=2026-12-01").text
    assert "30 November" in whole
    assert "30 November" not in one


def test_a_sheet_comes_in_the_language_of_its_name(client: Client) -> None:
    texts = [client.get(f"/print/{PLAN}/week-{lang}.html").text for lang in ("id", "en")]
    assert [("Senin" in text, "Monday" in text) for text in texts] == [(True, False), (False, True)]


def test_the_files_of_plans_can_be_chosen_too(client: Client) -> None:
    text = client.get("/print?plan=file_2026-W49").text
    assert "/print/file_2026-W49/week-en.html" in text
    assert client.get("/print/file_2026-W49/week-en.html").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/print?plan=file_nothing",
        "/print/file_nothing/week-en.html",
        "/print/file_..%2F..%2Fkagemi/week-en.html",
        f"/print/{PLAN}/week-en.exe",
        f"/print/{PLAN}/week-fr.html",
        f"/print/{PLAN}/secrets-en.html",
    ],
)
def test_what_is_no_sheet_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_without_a_plan_the_page_says_so(tmp_path: Path) -> None:
    with Client(canteen(tmp_path / "ws")) as client:
        assert "There is no plan yet" in client.get("/print").text


def test_a_day_that_the_plan_has_not_is_a_fault_and_no_crash(client: Client) -> None:
    response = client.get(f"/print/{PLAN}/kitchen-en.html?day=<script>")
    assert (response.status_code, "<script>" in response.text.split("<main", 1)[1].split("</main>")[0]) == (
        422,
        False,
    )


def test_a_changed_template_is_seen_at_once(client: Client, ws: Path) -> None:
    path = f"/print/{PLAN}/week-en.html"
    assert client.get(path).text != "ours"
    (ws / "menus" / "sheets" / "week.html.j2").write_text("ours", encoding="utf-8")
    assert client.get(path).text == "ours"


def test_a_sheet_is_made_once_for_all_who_ask(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def counted(*args: object) -> bytes:
        made.append(str(args[1]))
        return make_sheet(*args)  # type: ignore[arg-type]

    monkeypatch.setattr("kagemi.web.sheet_shelf.make_sheet", counted)
    monkeypatch.setattr("kagemi.web.sheet_shelf.SHELF", Shelf())
    answers: list[int] = []
    path = f"/print/{PLAN}/week-en.html"
    asking = [threading.Thread(target=lambda: answers.append(client.get(path).status_code)) for _ in range(8)]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    assert (answers, made) == ([200] * 8, ["week"])


def test_the_shelf_forgets_what_was_not_asked_for_longest() -> None:
    shelf: Shelf[bytes] = Shelf(most=2)
    for key in ("a", "b", "a", "c"):
        shelf.get(key, key.encode)
    made: list[str] = []
    for key in ("a", "b"):
        shelf.get(key, lambda key=key: made.append(key) or b"")  # type: ignore[misc,func-returns-value]
    assert made == ["b"]


def test_what_cannot_be_made_is_tried_again() -> None:
    def broken() -> bytes:
        raise OSError("no")

    shelf: Shelf[bytes] = Shelf()
    with pytest.raises(OSError, match="no"):
        shelf.get("a", broken)
    assert shelf.get("a", lambda: b"made") == b"made"


def test_orders_are_for_those_who_work() -> None:
    assert "orders" not in [kind.id for reader in readers(Person("", "teacher")) for kind in reader.kinds]
