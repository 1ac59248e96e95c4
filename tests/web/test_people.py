"""People: accounts made, changed and ended on the page; and what people wrote stays text."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kagemi.files.workspace import find_workspace
from kagemi.web import guard, people
from kagemi.web.accounts import everybody, who
from kagemi.web.sessions import Sessions
from tests.cli.runner import kagemi
from tests.web.accounts import WORD, entered, give_accounts
from tests.web.page import Client, is_over
from tests.workspaces import canteen

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=y>"
WEEK = "/week/2026-11-30/2026-12-02"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return give_accounts(canteen(tmp_path_factory.mktemp("people") / "ws"))


@pytest.fixture
def ws(shared: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(shared, tmp_path / "ws"))


@pytest.fixture
def admin(ws: Path) -> Iterator[Client]:
    with entered(ws, "admin") as client:
        yield client


def roles(ws: Path) -> dict[str, str]:
    return {p.name: p.role for p in everybody(find_workspace(ws, ws), {})}


def test_an_admin_gives_an_account_that_can_log_in(ws: Path, admin: Client) -> None:
    answer = admin.fill("/people", {"name": " bu  tini ", "role": "staff", "password": "ikan asin"})
    assert (answer.status, answer.location) == (303, "/people")
    assert roles(ws)["bu tini"] == "staff"
    assert Client(ws, needs_login=True).log_in("bu tini", "ikan asin").status == 303


def test_a_role_changes_and_the_password_stays(ws: Path, admin: Client) -> None:
    admin.fill("/people", {"name": "staff", "role": "teacher", "password": ""})
    assert roles(ws)["staff"] == "teacher"
    assert who(find_workspace(ws, ws), {}, "staff", WORD) is not None


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "", "role": "staff", "password": "long enough"},
        {"name": "x" * 61, "role": "staff", "password": "long enough"},
        {"name": "a\x00b", "role": "staff", "password": "long enough"},
        {"name": "new", "role": "king", "password": "long enough"},
        {"name": "new", "role": "", "password": "long enough"},
        {"name": "new", "role": "staff", "password": "short"},
        {"name": "new", "role": "staff", "password": ""},
        {"name": "new", "role": "staff", "password": "y" * 201},
    ],
)
def test_what_is_no_account_is_refused_without_showing_the_password(
    ws: Path, admin: Client, fields: dict[str, str]
) -> None:
    before = roles(ws)
    answer = admin.fill("/people", fields)
    assert answer.status == 422
    assert not fields["password"] or fields["password"] not in answer.text
    assert roles(ws) == before


def test_the_last_admin_stays(ws: Path, admin: Client) -> None:
    assert admin.fill("/people/end", {"name": "admin"}).status == 422
    assert admin.fill("/people", {"name": "admin", "role": "staff", "password": ""}).status == 422
    assert roles(ws)["admin"] == "admin"


def test_with_another_admin_the_first_one_may_go(ws: Path, admin: Client) -> None:
    admin.fill("/people", {"name": "second", "role": "admin", "password": "long enough"})
    assert admin.fill("/people/end", {"name": "admin"}).status == 303
    assert "admin" not in roles(ws)


def test_an_account_ends_only_after_it_was_asked(ws: Path, admin: Client) -> None:
    admin.fill("/people", {"name": "Bu & Tini", "role": "staff", "password": "long enough"})
    text = admin.get("/people").text
    assert 'action="/people/end"' not in text
    assert 'href="/people/end?name=Bu%20%26%20Tini"' in text
    asked = admin.get("/people/end", params={"name": "Bu & Tini"}).text
    assert 'name="name" value="Bu &amp; Tini"' in asked
    assert "Bu & Tini" in roles(ws)
    assert admin.fill("/people/end", {"name": "Bu & Tini"}).status == 303
    assert "Bu & Tini" not in roles(ws)


def test_each_word_that_the_pages_note_can_be_said() -> None:
    code = "".join(p.read_text(encoding="utf-8") for p in Path(people.__file__).parent.glob("*.py"))
    calls = re.findall(r"\bnote\(\s*ask\.person\.name,\s*\"([^\"]+)\"|\b_note\(ask, \"([^\"]+)\"", code)
    assert calls
    assert {"".join(call) for call in calls} <= set(people.DONE)


def test_the_log_is_in_the_readers_words(admin: Client) -> None:
    admin.fill("/people", {"name": "new", "role": "staff", "password": "long enough"})
    assert "account made or changed" in admin.get("/people").text


def test_nobody_ends_an_account_that_is_not_there(admin: Client) -> None:
    assert admin.get("/people/end", params={"name": "nobody"}).status_code == 404
    assert admin.fill("/people/end", {"name": "nobody"}).status == 422


def test_what_is_done_is_noted_without_passwords_and_hashes(admin: Client) -> None:
    admin.fill("/people", {"name": "new", "role": "staff", "password": "very secret"})
    admin.fill("/people/end", {"name": "new"})
    text = admin.get("/people").text
    assert "new: staff" in text
    assert "account ended" in text
    assert "very secret" not in text
    assert "argon2" not in text


def test_passwords_are_kept_as_argon2(ws: Path) -> None:
    hashes = [p.password_hash for p in everybody(find_workspace(ws, ws), {})]
    assert all(h.startswith("$argon2id$") for h in hashes)
    assert len(set(hashes)) == len(hashes)
    assert all(WORD.encode() not in f.read_bytes() for f in ws.rglob("*.db*"))


@pytest.mark.parametrize("change", ["password", "end"])
def test_a_running_session_ends_with_its_account_or_password(
    ws: Path, admin: Client, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    monkeypatch.setattr("kagemi.web.app.Sessions", lambda: Sessions(lambda: now[0]))
    staff = entered(ws, "staff")
    assert staff.get("/").status_code == 200
    if change == "end":
        admin.fill("/people/end", {"name": "staff"})
    else:
        admin.fill("/people", {"name": "staff", "role": "staff", "password": "another one"})
    now[0] = 31.0
    assert staff.get("/").headers["Location"] == "/login?next=/"


def test_another_role_holds_within_half_a_minute(
    ws: Path, admin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    monkeypatch.setattr("kagemi.web.app.Sessions", lambda: Sessions(lambda: now[0]))
    staff = entered(ws, "staff")
    assert staff.get("/prices/list").status_code == 200
    admin.fill("/people", {"name": "staff", "role": "teacher", "password": ""})
    now[0] = 31.0
    assert staff.get("/prices/list").status_code == 403


def test_the_names_of_people_stay_text(ws: Path, admin: Client) -> None:
    answer = admin.fill("/people", {"name": EVIL, "role": "admin", "password": "long enough"})
    assert answer.status == 303
    text = admin.get("/people").text
    assert "<script>alert" not in text
    assert "<img src=x" not in text
    assert "&lt;script&gt;alert(1)" in text
    other = Client(ws, needs_login=True)
    other.log_in(EVIL, "long enough")
    assert "<script>alert" not in other.get("/").text
    assert guard.POLICY in other.get("/").headers["Content-Security-Policy"]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """The page of a canteen whose school, dishes and groups have names that a browser would run."""
    ws = canteen(tmp_path_factory.mktemp("hostile") / "ws")
    quoted = "'" + EVIL.replace("'", "''") + "'"
    for file in (*ws.glob("menus/dishes/*.yaml"), *ws.glob("menus/constraints/*.yaml")):
        text = file.read_text("utf-8")
        lines = [
            f"name: {{id: {quoted}, en: {quoted}}}" if line.startswith("name:") else line
            for line in text.splitlines()
        ]
        file.write_text(
            "\n".join(lines).replace("{id: Putra, en: Boys}", f"{{id: {quoted}, en: {quoted}}}") + "\n"
        )
    toml = (ws / "kagemi.toml").read_text("utf-8")
    kept = [line for line in toml.splitlines() if not line.startswith("school")]
    name = EVIL.replace('"', '\\"')
    (ws / "kagemi.toml").write_text("\n".join([f'school = "{name}"', *kept]) + "\n", "utf-8")
    planned = kagemi(ws, "plan", "--week", "2026-W49")
    assert planned.exit_code == 0, planned.output
    with Client(ws) as client:
        yield client


@pytest.mark.parametrize(
    "path",
    [
        "/",
        WEEK,
        WEEK + "/publish",
        "/print",
        "/people",
        "/prices",
        "/history",
        "/rules",
        "/kitchen",
        "/why",
        "/login",
    ],
)
def test_names_in_files_stay_text(hostile: Client, path: str) -> None:
    text = hostile.get(path, follow_redirects=True).text
    assert "<script>alert" not in text
    assert "<img src=x" not in text
    assert "&lt;script&gt;alert" in text


def test_names_of_dishes_stay_text_in_cells_and_alternatives(hostile: Client) -> None:
    found = re.search(rf"{WEEK}/cell/(\d+)/([^\"?]+)", hostile.get(WEEK).text)
    version = re.search(r'name="version" value="(\d+)"', hostile.get(WEEK).text)
    assert found is not None
    assert version is not None
    assert "<script>alert" not in hostile.get(found[0]).text
    fields = {"version": version[1], "day": found[1], "dish": found[2]}
    sent = hostile.fill(f"{WEEK}/alternatives", fields)
    text = hostile.wait(sent.location, is_over)
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text
