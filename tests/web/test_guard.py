"""What stands before every page: from where a request comes, whose it is, what they may, how much it brings."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from kagemi.domain.page import RIGHTS, Person
from kagemi.web import guard
from kagemi.web.app import PAGES
from kagemi.web.guard import HEADERS, LARGEST, POLICY, SHEET_POLICY, local
from kagemi.web.pages import Page
from tests.cli.runner import kagemi
from tests.web.accounts import entered, give_accounts
from tests.web.page import ORIGIN, Client
from tests.workspaces import canteen

POSTS = [p for p in PAGES if p.method != "GET"]
GETS = [p for p in PAGES if p.method == "GET"]
ELSEWHERE = [
    "//evil.test",
    "/\\evil.test",
    "/x\\evil",
    "https://evil.test/",
    "evil.test",
    "",
    "/\t/evil.test",
    "\n//evil.test",
    "javascript:alert(1)",
]


def path_of(page: Page) -> str:
    """A path that the page answers."""
    filled = re.sub(r"\{(first|last)[^}]*\}", "2026-11-30", page.path)
    return re.sub(r"\{[^}]+\}", "0", filled)


def named(page: Page) -> str:
    return f"{page.method} {page.path}"


@pytest.fixture(scope="module")
def ws(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return give_accounts(canteen(tmp_path_factory.mktemp("guard") / "ws"))


@pytest.fixture(scope="module")
def here(ws: Path) -> Iterator[Client]:
    """A browser on the machine itself."""
    with Client(ws) as client:
        yield client


@pytest.fixture(scope="module")
def nobody(ws: Path) -> Iterator[Client]:
    with Client(ws, needs_login=True) as client:
        yield client


@pytest.fixture(scope="module")
def teacher(ws: Path) -> Iterator[Client]:
    with entered(ws, "teacher") as client:
        yield client


def test_on_the_machine_itself_nobody_logs_in_and_nothing_is_kept(here: Client) -> None:
    response = here.get("/people")
    assert response.status_code == 200
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Forwarded-Host", "Forwarded"])
def test_whoever_comes_through_a_proxy_is_not_at_the_machine(here: Client, header: str) -> None:
    assert here.get("/", headers={header: "10.0.0.7"}).status_code == 403


@pytest.mark.parametrize("host", ["evil.test", "evil.test:8050", "127.0.0.1.evil.test", ""])
def test_another_name_of_the_host_is_refused(here: Client, host: str) -> None:
    response = here.get("/", headers={"Host": host})
    assert response.status_code == 400
    assert response.headers["Content-Security-Policy"] == POLICY


@pytest.mark.parametrize("page", POSTS, ids=named)
def test_nobody_posts_without_a_login(nobody: Client, page: Page) -> None:
    assert nobody.post(path_of(page), headers={"Origin": ORIGIN}).status_code == 401


@pytest.mark.parametrize("page", GETS, ids=named)
def test_without_a_login_every_page_leads_to_it_and_back(nobody: Client, page: Page) -> None:
    path = path_of(page)
    response = nobody.get(path)
    assert (response.status_code, response.headers["Location"]) == (303, f"/login?next={path}")


@pytest.mark.parametrize("page", POSTS, ids=named)
def test_a_teacher_changes_nothing(teacher: Client, page: Page) -> None:
    answer = teacher.fill(path_of(page), {})
    assert (answer.status, "may not do this" in answer.text or "tidak boleh" in answer.text) == (403, True)


@pytest.mark.parametrize("page", POSTS, ids=named)
def test_a_form_without_the_token_is_refused(here: Client, page: Page) -> None:
    for token in ({}, {"csrf": "wrong"}, {"csrf": "é"}):
        assert here.post(path_of(page), data=token, headers={"Origin": ORIGIN}).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.test"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:81"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": ORIGIN, "Sec-Fetch-Site": "cross-site"},
    ],
)
@pytest.mark.parametrize("path", ["/people", "/login", "/logout"])
def test_what_another_site_sends_is_refused(here: Client, path: str, headers: dict[str, str]) -> None:
    response = here.post(path, data={"csrf": here.token()}, headers=headers)
    assert response.status_code == 403


def test_the_token_of_another_session_does_not_do(ws: Path, teacher: Client) -> None:
    with entered(ws, "admin") as admin:
        sent = admin.post("/people", data={"csrf": teacher.token()}, headers={"Origin": ORIGIN})
        assert sent.status_code == 403


def test_json_needs_the_token_too(here: Client) -> None:
    sent = here.post("/kitchen/ticks", json={"csrf": here.token()}, headers={"Origin": ORIGIN})
    assert sent.status_code == 403


@pytest.mark.parametrize("role", RIGHTS)
@pytest.mark.parametrize("page", GETS, ids=named)
def test_who_sees_which_page(ws: Path, page: Page, role: str, people: dict[str, Client]) -> None:
    status = people[role].get(path_of(page)).status_code
    assert (status == 403) == (not Person("", role).may(page.right))


@pytest.fixture(scope="module")
def people(ws: Path) -> dict[str, Client]:
    return {role: entered(ws, role) for role in RIGHTS}


@pytest.mark.parametrize(
    "path",
    ["/", "/login", "/static/kagemi.css", "/static/none", "/none", "/language/xx", "/language/en", "/menu"],
)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "OPTIONS", "TRACE"])
def test_every_answer_has_the_headers_of_safety(here: Client, path: str, method: str) -> None:
    response = here.request(method, path, headers={"Origin": ORIGIN})
    missing = [name for name in HEADERS if name not in response.headers]
    assert missing == []
    assert response.headers["Content-Security-Policy"] == POLICY


def test_the_policy_lets_no_script_or_style_into_a_page() -> None:
    assert "unsafe" not in POLICY
    assert POLICY.startswith("default-src 'none'")
    assert "script-src" not in SHEET_POLICY


def test_files_of_the_program_may_be_kept_and_pages_may_not(here: Client) -> None:
    style = here.get("/static/kagemi.css")
    assert style.headers["Cache-Control"] == "no-cache"
    again = here.get("/static/kagemi.css", headers={"If-None-Match": style.headers["ETag"]})
    assert again.status_code == 304
    assert here.get("/").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py"])
def test_static_leads_to_no_other_file(here: Client, path: str) -> None:
    assert here.get(path).status_code == 404


def test_a_failure_of_the_program_tells_nothing_and_has_the_headers(
    ws: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> None:
        raise RuntimeError("the secret of /home/kantin")

    monkeypatch.setattr(guard, "_answer", fail)
    app = Client(ws).app
    response = TestClient(app, base_url=ORIGIN, raise_server_exceptions=False).get("/")
    assert response.status_code == 500
    assert not re.search("secret|home|RuntimeError|Traceback", response.text)
    assert [n for n in HEADERS if n not in response.headers] == []


def test_settings_that_broke_meanwhile_are_told_without_a_traceback(tmp_path: Path) -> None:
    ws = canteen(tmp_path / "ws")
    with Client(ws) as client:
        (ws / "kagemi.toml").write_text("school = [", "utf-8")
        response = client.get("/")
        assert response.status_code == 503
        assert response.headers["Content-Security-Policy"] == POLICY


def test_a_body_that_is_too_large_is_refused(here: Client) -> None:
    sent = here.post("/people", files={"file": ("x.csv", b"x" * LARGEST)}, data={"csrf": here.token()})
    assert sent.status_code == 413


def test_a_body_in_chunks_without_a_length_is_counted(here: Client) -> None:
    counted = 0

    def chunks() -> Iterator[bytes]:
        nonlocal counted
        for _ in range(100):
            counted += 100_000
            yield b"a" * 100_000

    headers = {"Content-Type": "application/json", "X-CSRF": here.token()}
    assert here.post("/kitchen/ticks", content=chunks(), headers=headers).status_code == 413


@pytest.mark.parametrize("path", ["/people", "/login"])
def test_thousands_of_fields_are_refused(here: Client, path: str) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    sent = here.post(path, content="&".join(f"a{n}=1" for n in range(3_000)), headers=headers)
    assert sent.status_code == 400
    assert "Kagemi" in sent.text


def test_bytes_that_are_no_form_are_refused(here: Client) -> None:
    sent = here.post("/people", content=b"\xff\x00", headers={"Content-Type": "multipart/form-data"})
    assert sent.status_code == 400


@pytest.mark.parametrize("path", ELSEWHERE)
def test_nothing_leads_elsewhere(path: str) -> None:
    assert local(path) == "/"


@pytest.mark.parametrize("path", ELSEWHERE)
def test_choosing_a_language_leads_nowhere_else(here: Client, path: str) -> None:
    assert here.get("/language/en", params={"next": path}).headers["Location"] == "/"


def test_choosing_a_language_leads_back(here: Client) -> None:
    response = here.get("/language/en", params={"next": "/week/2026-11-30/2026-12-02"})
    assert response.headers["Location"] == "/week/2026-11-30/2026-12-02"
    assert "HttpOnly" in response.headers["Set-Cookie"]
    here.cookies.clear()


@pytest.mark.parametrize("lang", ["xx", "..", "<script>", "en\r\nX: y", ""])
def test_there_are_two_languages_and_no_other(ws: Path, lang: str) -> None:
    client = Client(ws)
    response = client.get("/people", headers={"Cookie": f"kagemi_lang={lang.splitlines()[0] if lang else ''}"})
    assert response.status_code == 200
    assert re.search(r'<html lang="(id|en)">', response.text)
    assert client.get(f"/language/{lang[:2]}x").status_code == 404


def test_sheets_run_no_script_and_stay_in_the_sandbox(tmp_path: Path) -> None:
    ws = canteen(tmp_path / "ws")
    assert kagemi(ws, "plan", "--week", "2026-W49").exit_code == 0
    own = ws / "menus" / "sheets"
    own.mkdir(parents=True, exist_ok=True)
    with Client(ws) as client:
        found = re.search(r'/print/[^"?]+/week-(id|en)\.html', client.get("/print").text)
        assert found is not None
        good = client.get(found[0])
        assert good.status_code == 200
        assert good.headers["Content-Security-Policy"] == SHEET_POLICY
        (own / "week.html.j2").write_text("{{ ''.__class__.__mro__[1].__subclasses__() }}", "utf-8")
        bad = client.get(found[0])
        assert bad.status_code == 422
        assert "subprocess" not in bad.text


def test_whoever_may_not_is_told_their_role_in_words(people: dict[str, Client]) -> None:
    assert "your role, canteen staff, may not do this" in people["staff"].get("/people").text


def test_the_login_has_the_picture_of_the_page(ws: Path) -> None:
    with Client(ws, needs_login=True) as client:
        assert 'rel="icon" href="/static/icon.svg"' in client.get("/login").text
