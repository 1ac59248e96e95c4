"""The menu for parents: the published week, for everybody, where the canteen shows it (`--public-menu`)."""

from hashlib import sha256

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from kagemi.canteen.printable import Printable, published_printable
from kagemi.domain.message import InvalidInput
from kagemi.files.nutrition import load_food_table
from kagemi.language import LANGUAGES
from kagemi.sheets.menu_lines import MenuLines
from kagemi.web.desk import Desk
from kagemi.web.guard import POLICY, SHEET_POLICY
from kagemi.web.pages import environment
from kagemi.web.printing import TYPES
from kagemi.web.sheet_shelf import SHELF, seen, sheet_of

KIND = "week"
"""The sheet that hangs on the wall: dishes and allergens, no costs."""
KEPT = "public, max-age=300"
"""A browser asks again after five minutes: a week may be planned anew."""
PAGE = ""
"""Stands for the page itself, among the formats of the sheet."""
FORMS = {"/menu": PAGE, "/menu/sheet": "html", "/menu.ics": "ics"}


def menu_routes(desk: Desk) -> list[Route]:
    """The pages that are shown to everybody; without a session, a cookie or a word of who is in the canteen."""

    async def show(request: Request) -> Response:
        return await run_in_threadpool(_menu, desk, request, FORMS[request.url.path])

    return [Route(path, show, methods=["GET"]) for path in FORMS]


def _menu(desk: Desk, request: Request, form: str) -> Response:
    if not desk.public_menu:
        raise HTTPException(404)
    try:
        wish = request.query_params.get("lang", "")
        lang = wish if wish in LANGUAGES else desk.workspace.settings.language
        chosen = published_printable(desk.workspace, desk.environment, desk.today())
        if chosen is None:
            return _nothing(desk, lang)
        made = sheet_of(desk, chosen, KIND, form, lang) if form else _page(desk, chosen, lang)
    except InvalidInput as error:
        # What is wrong names files of the canteen: those who serve see it, parents do not.
        raise HTTPException(503, headers={"Retry-After": "300"}) from error
    mark = f'"{sha256(made).hexdigest()[:32]}"'
    headers = {
        "Content-Type": TYPES[form or "html"],
        "Content-Security-Policy": SHEET_POLICY if form else POLICY,
        "Cache-Control": KEPT,
        "ETag": mark,
    }
    if request.headers.get("If-None-Match") == mark:
        return Response(status_code=304, headers=headers)
    if form == "ics":
        headers["Content-Disposition"] = 'inline; filename="menu.ics"'
    return Response(made, headers=headers)


def _page(desk: Desk, chosen: Printable, lang: str) -> bytes:
    """The menu day by day, for a phone."""
    workspace, today = desk.workspace, desk.today()

    def make() -> bytes:
        table, _ = load_food_table(workspace.nutrition_data)
        school = workspace.settings.school
        menu = MenuLines(chosen.plan(), lang, school, table.allergens)
        values = {"menu": menu, "school": school, "today": today}
        return environment(lang).get_template("public_menu.html.j2").render(values).encode()

    key = (str(workspace.root), chosen.mark, "public", lang, today, seen(workspace))
    return SHELF.get(key, make)


def _nothing(desk: Desk, lang: str) -> Response:
    template = environment(lang).get_template("no_menu.html.j2")
    school = desk.workspace.settings.school
    return HTMLResponse(template.render(school=school), 404, {"Cache-Control": "public, max-age=60"})
