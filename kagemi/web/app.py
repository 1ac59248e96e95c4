"""The application: which path is answered by what."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from kagemi.domain.message import InvalidInput, Message, say
from kagemi.language import LANGUAGES
from kagemi.web import board, history, job_pages, kitchen, people, price_lists, prices, printing, rules, why
from kagemi.web.desk import Desk
from kagemi.web.guard import HEADERS, LANGUAGE, Bounded, Headers, guarded, language_of, local
from kagemi.web.login import login_routes
from kagemi.web.menu import menu_routes
from kagemi.web.pages import Page, environment
from kagemi.web.sessions import Guesses, Sessions

STATIC = Path(__file__).parent / "static"
PAGES: tuple[Page, ...] = (
    *board.PAGES,
    *job_pages.PAGES,
    *kitchen.PAGES,
    *people.PAGES,
    *rules.PAGES,
    *why.PAGES,
    *printing.PAGES,
    *prices.PAGES,
    *price_lists.PAGES,
    *history.PAGES,
)
HERE_ONLY = ("127.0.0.1", "localhost", "[::1]")
"""The names under which the machine knows itself: another name that leads here is somebody's trick."""

WRONG: dict[int, Message] = {
    400: say("The browser sent something that Kagemi cannot read."),
    401: say("Please log in again: the session has ended."),
    403: say("This was refused: it did not come from a page of Kagemi. Load the page again."),
    404: say("There is no such page."),
    405: say("This page cannot do that."),
    413: say("This is too large: at most 5 MB."),
    429: say("Too many attempts. Wait a few minutes."),
    503: say("This cannot be shown at the moment. Come back later."),
}

FAILED = say("Kagemi failed. Please report what you did.")


def create_app(desk: Desk, hosts: Sequence[str] = HERE_ONLY) -> Starlette:
    """The application of a workspace, answering to these names of hosts."""
    sessions, guesses = Sessions(), Guesses()

    @asynccontextmanager
    async def life(app: Starlette) -> AsyncIterator[None]:
        del app
        await run_in_threadpool(desk.jobs.prepare)
        yield
        await run_in_threadpool(desk.jobs.close)

    routes = [
        *(Route(p.path, guarded(desk, sessions, p), methods=[p.method]) for p in PAGES),
        *login_routes(desk, sessions, guesses),
        *menu_routes(desk),
        Route("/language/{lang}", _language, methods=["GET"]),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]

    async def wrong(request: Request, error: Exception) -> Response:
        status, said = 500, FAILED
        headers = dict(HEADERS)  # an answer to a failure of the program does not pass the middleware
        if isinstance(error, HTTPException):
            status, said = error.status_code, WRONG.get(error.status_code, FAILED)
            headers |= error.headers or {}
        elif isinstance(error, InvalidInput):
            status, said = 503, error.faults[0].what
        lang = await run_in_threadpool(language_of, request, desk)
        html = environment(lang).get_template("wrong.html.j2").render(said=said, status=status)
        return HTMLResponse(html, status, headers)

    return Starlette(
        routes=routes,
        lifespan=life,
        middleware=[
            Middleware(Headers),
            Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False),
            Middleware(Bounded),
        ],
        exception_handlers={HTTPException: wrong, InvalidInput: wrong, 500: wrong},
    )


async def _language(request: Request) -> Response:
    """Remember the reader's language, and go back to where they were."""
    lang, back = request.path_params["lang"], request.query_params.get("next", "/")
    if lang not in LANGUAGES:
        raise HTTPException(404)
    response = RedirectResponse(local(back), 303)
    is_secure = request.url.scheme == "https"
    year = 365 * 24 * 3600
    response.set_cookie(LANGUAGE, lang, max_age=year, samesite="lax", httponly=True, secure=is_secure)
    return response
