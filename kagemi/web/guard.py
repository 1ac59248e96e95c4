"""What stands before every page: bounded bodies, headers, whose session it is, what they may do, from where."""

import secrets
from collections.abc import Awaitable, Callable
from urllib.parse import quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kagemi.domain.message import InvalidInput
from kagemi.domain.page import Person
from kagemi.language import LANGUAGES
from kagemi.store.drafts import Overtaken
from kagemi.web.accounts import everybody
from kagemi.web.desk import Desk
from kagemi.web.pages import Ask, Page, faulty, overtaken, read_form, refused
from kagemi.web.sessions import LASTS, Session, Sessions

COOKIE, LANGUAGE = "kagemi", "kagemi_lang"
FORWARDED = ("X-Forwarded-For", "X-Forwarded-Host", "Forwarded")
"""What a proxy adds: behind one, whoever asks is not at this machine."""
LARGEST = 5_000_000
"""Bytes of a request: a price list of some thousand lines, with room."""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "manifest-src 'self'; worker-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
SHEET_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'"
)
"""Sheets carry their own style, and no script: whoever changes a template cannot act for its reader."""
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}
STATIC_CACHE = "no-cache"
"""Files of the program may be kept, but a browser asks whether they are still the same."""


class Headers:
    """Adds the headers of safety to whatever has not set its own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, with headers."""
        is_static = str(scope.get("path", "")).startswith("/static/")

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                wanted = {**HEADERS, "Cache-Control": STATIC_CACHE} if is_static else HEADERS
                present = {name.lower() for name, _ in message["headers"]}
                added = [(n.lower().encode(), v.encode()) for n, v in wanted.items()]
                message["headers"] = [*message["headers"], *(h for h in added if h[0] not in present)]
            await send(message)

        await self._app(scope, receive, send_safely if scope["type"] == "http" else send)


class Bounded:
    """Refuses a body that is too large, told or not, before it is kept anywhere."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count, and pass on."""
        read = 0

        async def receive_bounded() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > LARGEST:
                raise HTTPException(413)
            return message

        await self._app(scope, receive_bounded if scope["type"] == "http" else receive, send)


def guarded(desk: Desk, sessions: Sessions, page: Page) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint of a page behind all checks."""

    async def answer(request: Request) -> Response:
        lang, session = await run_in_threadpool(_reader, request, desk, sessions)
        if session is None:
            if page.method != "GET":
                raise HTTPException(401)
            return RedirectResponse(f"/login?next={quote(request.url.path)}", 303)
        form: dict[str, str] = {}
        body = b""
        files: dict[str, tuple[str, bytes]] = {}
        if page.method != "GET":
            check_origin(request)
            if request.headers.get("Content-Type", "").startswith("application/json"):
                body = await request.body()
            else:
                form, files = await read_form(request)
            check_token(request, form, session)
        ask = Ask(request, desk, session, lang, form, files, body)
        return await run_in_threadpool(_answer, page, ask)

    return answer


def _reader(request: Request, desk: Desk, sessions: Sessions) -> tuple[str, Session | None]:
    """In which language and session somebody asks; both may read the disk."""
    return language_of(request, desk), session_of(request, desk, sessions)


def _answer(page: Page, ask: Ask) -> Response:
    """What the page says, or what is wrong."""
    try:
        if not ask.person.may(page.right):
            return refused(ask)
        return page.endpoint(ask)
    except Overtaken as error:
        return overtaken(ask, error.faults, error.version)
    except InvalidInput as error:
        return faulty(ask, error.faults)


def session_of(request: Request, desk: Desk, sessions: Sessions) -> Session | None:
    """The session of a request; on the machine itself all share one, without a login and without a cookie."""
    if not desk.needs_login:
        if any(name in request.headers for name in FORWARDED):
            raise HTTPException(403)
        return sessions.here

    def look_up(name: str) -> Person | None:
        return next((p for p in everybody(desk.workspace, desk.environment) if p.name == name), None)

    secret = request.cookies.get(COOKIE, "")
    return sessions.find(secret, look_up) if secret else None


def language_of(request: Request, desk: Desk) -> str:
    """The reader's choice, else the workspace's; it reads the disk, and works with broken settings too."""
    wish = request.cookies.get(LANGUAGE, "")
    if wish in LANGUAGES:
        return wish
    try:
        return desk.workspace.settings.language
    except InvalidInput:
        return LANGUAGES[0]


def check_origin(request: Request) -> None:
    """Refuse what another site sends: the browser says where a request is from."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        raise HTTPException(403)
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("Host"):
        raise HTTPException(403)


def check_token(request: Request, form: dict[str, str], session: Session) -> None:
    """Refuse a form without the token of the session."""
    given = request.headers.get("X-CSRF") or form.pop("csrf", "")
    form.pop("csrf", None)
    if not secrets.compare_digest(given.encode(), session.token.encode()):
        raise HTTPException(403)


def set_cookie(response: Response, request: Request, secret: str) -> None:
    """Give the browser its secret: not for scripts, not for other sites, over TLS only where there is TLS."""
    response.set_cookie(
        COOKIE,
        secret,
        max_age=int(LASTS),
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )


def local(path: str) -> str:
    """A path of this page, / for what leads elsewhere; browsers skip tabs and take backslashes for /."""
    leads_away = not path.startswith("/") or path.startswith("//") or "\\" in path or not path.isprintable()
    return "/" if leads_away else path
