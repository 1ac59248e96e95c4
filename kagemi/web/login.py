"""Logging in and out."""

from math import ceil

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from kagemi.domain.message import Message, say
from kagemi.domain.page import Person
from kagemi.web.accounts import everybody, tidy, who
from kagemi.web.desk import Desk
from kagemi.web.guard import COOKIE, check_origin, language_of, local, set_cookie
from kagemi.web.pages import environment, read_form
from kagemi.web.sessions import ADDRESS, Guesses, Sessions


def login_routes(desk: Desk, sessions: Sessions, guesses: Guesses) -> list[Route]:
    """The pages that are asked before somebody is known."""

    def draw(request: Request, status: int = 200, said: Message | None = None, name: str = "") -> HTMLResponse:
        template = environment(language_of(request, desk)).get_template("login.html.j2")
        target = local(request.query_params.get("next", "/"))
        school = desk.workspace.settings.school
        return HTMLResponse(template.render(said=said, name=name, next=target, school=school), status)

    def check(name: str, password: str, address: str) -> Person | None:
        """Who it is, noted. A name that nobody has is not: it may be a password in the wrong box."""
        workspace = desk.workspace
        person = who(workspace, desk.environment, name, password)
        known = person or any(p.name == name for p in everybody(workspace, desk.environment))
        desk.note(name if known else "?", "login" if person else "login refused", address)
        return person

    async def show(request: Request) -> Response:
        return await run_in_threadpool(draw, request)

    async def enter(request: Request) -> Response:
        check_origin(request)
        form, _ = await read_form(request)
        name, password = tidy(form.get("name", "")), form.get("password", "")
        address = request.client.host if request.client else ""
        keys = (f"name {name}", f"{ADDRESS}{address}")
        if wait := guesses.begin(*keys):
            said = say("Too many wrong passwords. Try again in {n} minutes.", n=ceil(wait / 60))
            answer = await run_in_threadpool(draw, request, 429, said, name)
            answer.headers["Retry-After"] = str(wait)
            return answer
        person = await run_in_threadpool(check, name, password, address)
        if person is None:
            said = say("Name or password is wrong.")
            return await run_in_threadpool(draw, request, 401, said, name)
        guesses.take_back(*keys)
        sessions.end(request.cookies.get(COOKIE, ""))
        secret, _ = sessions.begin(person)
        response = RedirectResponse(local(form.get("next", "/")), 303)
        set_cookie(response, request, secret)
        return response

    async def leave(request: Request) -> Response:
        check_origin(request)
        sessions.end(request.cookies.get(COOKIE, ""))
        response = RedirectResponse("/login", 303)
        response.delete_cookie(COOKIE)
        return response

    return [
        Route("/login", show, methods=["GET"]),
        Route("/login", enter, methods=["POST"]),
        Route("/logout", leave, methods=["POST"]),
    ]
