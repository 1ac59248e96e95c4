"""Kitchen today: what is cooked, ticked off as it is done, and what came back; made for a phone."""

import secrets
from datetime import date, timedelta

from starlette.responses import FileResponse, JSONResponse, Response

from kagemi.canteen.acceptance import records_between
from kagemi.canteen.history import canteen_of
from kagemi.canteen.kitchen_day import KitchenDay, kitchen_day, kitchen_day_of
from kagemi.canteen.tray_count import Answer, Count, note_counts
from kagemi.domain.message import Fault, InvalidInput, Where, say
from kagemi.domain.record import LEFT, LONGEST_CLASS
from kagemi.files.days import read_day, read_time
from kagemi.sheets.gantt import clock
from kagemi.store.errors import StoreError
from kagemi.web.kitchen_form import counted, read_counts, read_ticks
from kagemi.web.kitchen_view import noted_lines, view_of
from kagemi.web.pages import FOLDER, Ask, Page, go, page
from kagemi.web.ticks import Tick

SERVE_AT, SERVES = 12 * 60, "kagemi_serve_at"
"""Minutes after midnight, as `kagemi sheet` has it unless told otherwise; the cookie that tells otherwise."""
STATIC = FOLDER.parent / "static"


def show(ask: Ask) -> Response:
    """The day, in cooking order."""
    today = ask.desk.today()
    wanted = _day(ask)
    found = _find(ask, today, wanted)
    if found is None:
        return page(ask, "kitchen.html.j2", found=None, wanted=wanted)
    day, serve_at = found.day.date, _serve_at(ask)
    return page(
        ask,
        "kitchen.html.j2",
        found=found,
        wanted=wanted,
        day=day,
        today=today,
        serve_at=clock(serve_at),
        shown=view_of(found, ask.desk, ask.lang, serve_at, today),
        before=found.beside(-1),
        after=found.beside(1),
        noted=_noted(ask, day),
        scale=LEFT,
        longest_class=LONGEST_CLASS,
        may_work=ask.person.may("work"),
        saved=ask.query.get("saved", ""),
        new_key=lambda: secrets.token_urlsafe(16),
    )


def _serve_at(ask: Ask) -> int:
    """When this kitchen serves, as this phone was told."""
    told = read_time(ask.request.cookies.get(SERVES, ""))
    return SERVE_AT if told is None else told


def serve(ask: Ask) -> Response:
    """Remember on this phone when the kitchen serves."""
    written = ask.query.get("time", "")
    if read_time(written) is None:
        what = say('"{written}" is not a time; write it as in 12:00', written=written)
        raise InvalidInput((Fault(Where(), what),))
    response = go(ask, "/kitchen")
    response.set_cookie(SERVES, written.strip(), max_age=365 * 24 * 3600, samesite="lax")
    return response


def _day(ask: Ask) -> date | None:
    """The day that the address names; raises InvalidInput if it is none."""
    written = ask.query.get("day")
    if not written:
        return None
    found = read_day(written)
    if not isinstance(found, date):
        raise InvalidInput((Fault(Where(), say('"{written}" is no day', written=written)),))
    return found


def _find(ask: Ask, today: date, wanted: date | None) -> KitchenDay | None:
    desk = ask.desk
    if wanted is not None:
        return kitchen_day_of(desk.workspace, desk.environment, wanted)
    return kitchen_day(desk.workspace, desk.environment, today)


def _noted(ask: Ask, day: date) -> dict[str, list[str]]:
    desk = ask.desk
    canteen = canteen_of(desk.workspace)
    records = records_between(desk.workspace, desk.environment, day, day)
    return noted_lines([r for r in records if r.canteen == canteen], ask.lang)


def state(ask: Ask) -> Response:
    """What a phone asks before it sends: the session's token, all ticks of a day, and what is noted of it."""
    desk, now = ask.desk, ask.desk.now()
    day = _day(ask) or desk.today()
    found = _find(ask, desk.today(), None)
    is_home = found is not None and found.day.date == day
    plan = found if is_home else kitchen_day_of(desk.workspace, desk.environment, day)
    return JSONResponse(
        {
            "csrf": ask.session.token,
            "boot": desk.ticks.boot,
            "day": None if found is None else found.day.date.isoformat(),
            "plan": "" if plan is None else plan.plan.fingerprint[:12],
            "ticks": {
                step: {"done": tick.done, "ago": _milliseconds(now - tick.at)}
                for step, tick in desk.ticks.of(day).items()
            },
            "noted": _noted(ask, day),
        }
    )


def _milliseconds(ago: timedelta) -> int:
    return max(0, int(ago / timedelta(milliseconds=1)))


def tick(ask: Ask) -> Response:
    """Take in what was ticked off on a phone; `ago` tells when, whatever the phone's clock says."""
    day, ticks = read_ticks(ask.body)
    now = ask.desk.now()
    ask.desk.ticks.mark(day, (Tick(t.step, t.done, now - t.ago) for t in ticks))
    return JSONResponse({"boot": ask.desk.ticks.boot})


def enter(ask: Ask) -> Response:
    """Take in what was counted on a phone, and answer each count by itself."""
    read = read_counts(ask.body)
    wrong = tuple(each for each in read if isinstance(each, Answer))
    try:
        answers = (*wrong, *_note(ask, tuple(each for each in read if isinstance(each, Count))))
    except StoreError as error:
        return JSONResponse({"reason": _reason(ask, error.faults)}, 503)
    return JSONResponse(
        {"answers": [{"key": a.key, "answer": a.answer, "reason": _reason(ask, a.faults)} for a in answers]}
    )


def _note(ask: Ask, counts: tuple[Count, ...]) -> tuple[Answer, ...]:
    desk = ask.desk
    answers = note_counts(counts, desk.workspace, desk.environment, desk.today(), desk.now())
    by_key = {c.key: c for c in counts}
    for answer in answers:
        if answer.answer == "accepted":
            count = by_key[answer.key]
            desk.note(
                ask.person.name, "record", f"{count.day.isoformat()} {count.dish} {count.school_class}".strip()
            )
    return answers


def _reason(ask: Ask, faults: tuple[Fault, ...]) -> str:
    """Faults in a line."""
    parts = []
    for fault in faults:
        what = ask.text(fault.what)
        parts.append(f"{what} ({ask.text(fault.hint)})" if fault.hint else what)
    return "; ".join(parts)


def save(ask: Ask) -> Response:
    """The plain form of a dish, for browsers without JavaScript."""
    count = counted(ask.form)
    (answer,) = _note(ask, (count,))
    if answer.faults:
        raise InvalidInput(answer.faults)
    return go(ask, f"/kitchen?day={count.day.isoformat()}&saved={count.dish}#left-{count.dish}")


def worker(ask: Ask) -> Response:
    """The worker that keeps the page for reading; it stands here so that it may serve /kitchen."""
    del ask
    return FileResponse(STATIC / "kitchen-worker.js", media_type="text/javascript")


def manifest(ask: Ask) -> Response:
    """What a phone needs to put the page on its home screen."""
    name = ask.text(say("Kitchen today"))
    about = {
        "name": f"{name} – {ask.desk.workspace.settings.school}",
        "short_name": name,
        "lang": ask.lang,
        "start_url": "/kitchen",
        "scope": "/kitchen",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#0a4a6e",
        "icons": [{"src": "/static/icon.svg", "sizes": "any", "type": "image/svg+xml"}],
    }
    return JSONResponse(about, media_type="application/manifest+json")


PAGES = (
    Page("/kitchen", show),
    Page("/kitchen/serve-at", serve),
    Page("/kitchen/state", state),
    Page("/kitchen/manifest.json", manifest),
    Page("/kitchen-worker.js", worker),
    Page("/kitchen/ticks", tick, "work", "POST"),
    Page("/kitchen/entries", enter, "work", "POST"),
    Page("/kitchen/leftovers", save, "work", "POST"),
)
