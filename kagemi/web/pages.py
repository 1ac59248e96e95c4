"""Pages: what a request asks, who asks it, and the answer drawn from a template."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from kagemi.domain.message import Fault, Message, Where, say
from kagemi.domain.page import Person, Right
from kagemi.language import (
    LANGUAGES,
    date_range,
    long_date,
    medium_date,
    number,
    percent,
    rupiah,
    short_date,
    weekday,
)
from kagemi.language.messages import text, translations
from kagemi.language.words import nutrient_name
from kagemi.sheets.environment import shipped_templates
from kagemi.web.desk import Desk
from kagemi.web.sessions import Session

FOLDER = Path(__file__).parent / "templates"
NAVIGATION: tuple[tuple[str, Message, Right], ...] = (
    ("/", say("Menu"), "read"),
    ("/kitchen", say("Kitchen today"), "read"),
    ("/prices", say("Prices"), "read"),
    ("/history", say("History"), "read"),
    ("/print", say("Print"), "read"),
    ("/rules", say("Rules"), "read"),
    ("/why", say("Why"), "read"),
    ("/people", say("People"), "people"),
)
"""Path, what it is called, and who sees it."""
ROLE_NAMES: dict[str, Message] = {
    "staff": say("canteen staff"),
    "teacher": say("teacher"),
    "nutritionist": say("nutritionist"),
    "admin": say("admin"),
}
"""Roles in a word or two; kagemi.web.people tells what each may."""


@dataclass(frozen=True)
class Ask:
    """A request as a page reads it: `form` has the fields, `files` the uploads, of a POST."""

    request: Request
    desk: Desk
    session: Session
    lang: str
    form: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, tuple[str, bytes]] = field(default_factory=dict)
    """Field -> name of the file and its bytes."""
    body: bytes = b""
    """What was sent as JSON."""

    @property
    def person(self) -> Person:
        """Who asks."""
        return self.session.person

    @property
    def query(self) -> Mapping[str, str]:
        """What follows the question mark."""
        return self.request.query_params

    @property
    def path(self) -> Mapping[str, Any]:
        """The holes of the path."""
        return self.request.path_params

    @property
    def is_htmx(self) -> bool:
        """True if only a part of the page is wanted."""
        return self.request.headers.get("HX-Request") == "true"

    def text(self, message: Message) -> str:
        """The message in the reader's language."""
        return text(message, self.lang)


Endpoint: TypeAlias = Callable[[Ask], Response]


@dataclass(frozen=True)
class Page:
    """A path, who may ask it, and what answers. A POST is checked to come from a page of ours."""

    path: str
    endpoint: Endpoint
    right: Right = "read"
    method: str = "GET"


def page(
    ask: Ask, template: str, status: int = 200, values: Mapping[str, object] | None = None, **more: object
) -> HTMLResponse:
    """Draw a whole page, or the part that htmx asked for, from a template in the reader's language."""
    shown = {
        "person": ask.person,
        "needs_login": ask.desk.needs_login,
        "csrf": ask.session.token,
        "here": ask.request.url.path,
        "navigation": [(p, ask.text(name)) for p, name, right in NAVIGATION if ask.person.may(right)],
        "school": ask.desk.workspace.settings.school,
        **(values or {}),
        **more,
    }
    return HTMLResponse(environment(ask.lang).get_template(template).render(shown), status)


def faulty(ask: Ask, faults: tuple[Fault, ...], status: int = 422) -> HTMLResponse:
    """The page, or part of one, that says what is wrong."""
    template = "faults_part.html.j2" if ask.is_htmx else "faults.html.j2"
    return _as_message(ask, page(ask, template, status, faults=faults, back=_before(ask)))


def refused(ask: Ask) -> HTMLResponse:
    """The page for whoever may not do what they ask."""
    what = say("your role, {role}, may not do this", role=ROLE_NAMES.get(ask.person.role, ask.person.role))
    return faulty(ask, (Fault(Where(), what, say("ask an admin of this page for another role")),), 403)


def overtaken(ask: Ask, faults: tuple[Fault, ...], version: int) -> HTMLResponse:
    """The page for whoever comes second: what they wished is kept, to be done on the week as it is now."""
    template = "overtaken_part.html.j2" if ask.is_htmx else "overtaken.html.j2"
    wish = {name: value for name, value in ask.form.items() if name != "version"}
    values = {"faults": faults, "back": _before(ask), "wish": {**wish, "version": str(version)}}
    return _as_message(ask, page(ask, template, 409, values))


def _as_message(ask: Ask, response: HTMLResponse) -> HTMLResponse:
    if ask.is_htmx:
        response.headers["HX-Retarget"], response.headers["HX-Reswap"] = "#message", "innerHTML"
    return response


def _before(ask: Ask) -> str:
    """The path of the page that a form was on."""
    came = urlsplit(ask.request.headers.get("Referer", ""))
    return came.path if came.netloc == ask.request.headers.get("Host") and came.path else "/"


def go(ask: Ask, path: str) -> Response:
    """Go on to another page, with htmx too."""
    if ask.is_htmx:
        return Response(status_code=204, headers={"HX-Redirect": path})
    return RedirectResponse(path, 303)


@cache
def environment(lang: str) -> Environment:
    """The templates of the page, which are the program's own; pictures are those of the sheets."""
    env = Environment(
        loader=FileSystemLoader([FOLDER, shipped_templates()]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.loopcontrols"],
    )
    env.install_gettext_translations(translations(lang), newstyle=True)  # type: ignore[attr-defined]
    env.globals["lang"] = lang
    env.globals["languages"] = LANGUAGES
    formats = (number, percent, rupiah, weekday, short_date, medium_date, long_date, date_range)
    env.filters |= {f.__name__: partial(f, lang=lang) for f in formats}
    env.filters["say"] = partial(_said, lang=lang)
    env.filters["nutrient"] = lambda nutrient: nutrient_name(nutrient).in_language(lang)
    return env


def _said(message: Message | str, lang: str) -> str | Markup:
    return text(message, lang) if isinstance(message, Message) else message


async def read_form(request: Request) -> tuple[dict[str, str], dict[str, tuple[str, bytes]]]:
    """Fields and files of a form; its size was bounded before."""
    fields: dict[str, str] = {}
    files: dict[str, tuple[str, bytes]] = {}
    async with request.form(max_files=4, max_fields=2000, max_part_size=2_000_000) as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                files[name] = (value.filename or "", await value.read())
            else:
                fields[name] = value
    return fields, files
