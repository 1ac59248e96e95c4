"""Logging in: who, how often, and what is kept of it."""

from pathlib import Path
from unittest.mock import MagicMock

import pytest
from argon2 import PasswordHasher
from starlette.testclient import TestClient

from kagemi.files.workspace import find_workspace
from kagemi.memory import workspace_store
from kagemi.store.people import audit
from kagemi.web import accounts, sessions
from kagemi.web.sessions import TRIES
from tests.web.accounts import WORD, entered, give_accounts
from tests.web.page import ORIGIN, Client
from tests.workspaces import canteen


@pytest.fixture(scope="module")
def ws(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return give_accounts(canteen(tmp_path_factory.mktemp("login") / "ws"))


@pytest.fixture
def nobody(ws: Path) -> Client:
    return Client(ws, needs_login=True)


def noted(ws: Path) -> str:
    with workspace_store(find_workspace(ws, ws), {}) as store:
        return repr(audit(store))


def test_the_right_password_lets_in(nobody: Client) -> None:
    assert nobody.get("/").status_code == 303
    assert nobody.log_in("staff", WORD).location == "/"
    assert nobody.get("/").status_code == 200


def test_spaces_around_a_name_do_not_matter(nobody: Client) -> None:
    assert nobody.log_in("  staff ", WORD).status == 303


@pytest.mark.parametrize(
    ("name", "password"),
    [("staff", "wrong"), ("staff", ""), ("", ""), ("nobody", WORD), ("STAFF", WORD), ("staff", WORD + " ")],
)
def test_anything_else_does_not(nobody: Client, name: str, password: str) -> None:
    assert nobody.log_in(name, password).status == 401
    assert nobody.get("/").status_code == 303


def test_a_wrong_name_and_a_wrong_password_are_told_the_same(ws: Path) -> None:
    one = Client(ws, needs_login=True).log_in("staff", "wrong password").text
    two = Client(ws, needs_login=True).log_in("stuff", "wrong password").text
    assert one.replace("staff", "stuff") == two


@pytest.mark.parametrize("name", ["staff", "nobody at all"])
def test_a_password_is_compared_for_a_wrong_name_too(
    ws: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    hasher = MagicMock(wraps=PasswordHasher(), hash=PasswordHasher().hash)
    monkeypatch.setattr(accounts, "_hasher", lambda: hasher)
    assert accounts.who(find_workspace(ws, ws), {}, name, "wrong") is None
    assert hasher.verify.call_count == 1


def test_the_cookie_is_not_for_scripts_nor_for_other_sites(ws: Path) -> None:
    answer = Client(ws, needs_login=True).post("/login", data={"name": "staff", "password": WORD})
    cookie = answer.headers["Set-Cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "secure" not in cookie


def test_under_tls_the_cookie_stays_under_tls(nobody: Client) -> None:
    client = TestClient(nobody.app, base_url="https://127.0.0.1", follow_redirects=False)
    answer = client.post("/login", data={"name": "staff", "password": WORD})
    assert "secure" in answer.headers["Set-Cookie"].lower()


def test_a_secret_from_before_the_login_is_worth_nothing_after_it(nobody: Client) -> None:
    nobody.cookies.set("kagemi", "chosen by somebody else")
    answer = nobody.post("/login", data={"name": "staff", "password": WORD})
    assert "chosen" not in answer.headers["Set-Cookie"]
    other = Client(Path(nobody.desk.root), needs_login=True)
    other.cookies.set("kagemi", "chosen by somebody else")
    assert other.get("/").status_code == 303


def test_a_second_login_ends_the_session_before_it(nobody: Client) -> None:
    nobody.log_in("staff", WORD)
    before = nobody.cookies["kagemi"]
    nobody.log_in("teacher", WORD)
    stolen = TestClient(nobody.app, base_url=ORIGIN, follow_redirects=False, cookies={"kagemi": before})
    assert stolen.get("/").status_code == 303


def test_a_logout_ends_the_session_for_whoever_kept_its_cookie(ws: Path) -> None:
    client = entered(ws, "staff")
    secret = client.cookies["kagemi"]
    assert client.post("/logout", headers={"Origin": ORIGIN}).headers["Location"] == "/login"
    assert "kagemi" not in client.cookies
    again = TestClient(client.app, base_url=ORIGIN, follow_redirects=False, cookies={"kagemi": secret})
    assert again.get("/").status_code == 303


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_link_logs_nobody_out(ws: Path, method: str) -> None:
    assert entered(ws, "staff").request(method, "/logout").status_code == 405


@pytest.mark.parametrize("target", ["//evil.test", "/\\evil.test", "https://evil.test", "/\t/evil.test"])
def test_a_login_leads_nowhere_else(nobody: Client, target: str) -> None:
    assert "evil" not in nobody.get("/login", params={"next": target}).text
    answer = nobody.post("/login", data={"name": "staff", "password": WORD, "next": target})
    assert answer.headers["Location"] == "/"


def test_a_login_leads_back_to_the_page(nobody: Client) -> None:
    answer = nobody.post("/login", data={"name": "staff", "password": WORD, "next": "/prices"})
    assert answer.headers["Location"] == "/prices"


@pytest.mark.parametrize("name", ["staff", "nobody"])
def test_after_five_wrong_ones_a_name_has_to_wait(nobody: Client, name: str) -> None:
    for n in range(TRIES):
        assert nobody.log_in(" " * n + name, "wrong").status == 401
    sent = nobody.post("/login", data={"name": name, "password": WORD})
    assert sent.status_code == 429
    assert 0 < int(sent.headers["Retry-After"]) <= 301
    assert "Try again in 5 minutes" in sent.text
    assert 'name="password"' in sent.text, "and here it is tried again"


def test_one_who_guesses_does_not_lock_the_others_of_a_router_out(nobody: Client) -> None:
    for _ in range(TRIES + 1):
        nobody.log_in("pupil", "wrong")
    assert nobody.log_in("staff", WORD).status == 303


def test_after_far_more_wrong_ones_an_address_has_to_wait(
    nobody: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "OF_ADDRESS", TRIES + 1)
    for n in range(TRIES + 1):
        assert nobody.log_in(f"name {n}", "wrong").status == 401
    assert nobody.log_in("staff", WORD).status == 429


def test_whoever_types_right_is_not_kept_waiting(nobody: Client) -> None:
    for _ in range(TRIES + 2):
        assert nobody.log_in("staff", WORD).status == 303


def test_passwords_are_not_noted_even_in_the_wrong_box(ws: Path, nobody: Client) -> None:
    nobody.log_in("my secret password", "oops")
    nobody.log_in("staff", "another secret")
    nobody.log_in("staff", WORD)
    text = noted(ws)
    assert "secret" not in text
    assert WORD not in text
    assert "login refused" in text
    assert "staff" in text


def test_a_name_with_html_stays_text(nobody: Client) -> None:
    text = nobody.log_in("<script>'\"", "wrong").text
    assert "<script>" not in text
    assert "&lt;script&gt;" in text
