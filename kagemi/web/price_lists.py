"""A price list pasted or uploaded: first shown with what it would do, then taken over."""

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from starlette.responses import Response

from kagemi.canteen.price_lists import ReadList, write_list
from kagemi.canteen.price_proposal import GivenList, foreseen, taken_over, understand
from kagemi.domain.message import Fault, InvalidInput, Where, say
from kagemi.files.cells import parse_date
from kagemi.language.finding_texts import says
from kagemi.web.pages import Ask, Page, go, page
from kagemi.web.price_hints import here, short
from kagemi.web.prices import board_of, words

KEPT = 15 * 60.0
"""Seconds that a list is kept between being shown and being taken over."""
MOST = 12
"""Lists that are kept at once, 5 MB each at most; beyond it the oldest goes."""


@dataclass
class Waiting:
    """Lists that were shown and not taken over yet, each for the browser that gave it, in memory only."""

    clock: Callable[[], float] = time.monotonic
    _lists: dict[str, tuple[str, float, GivenList]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def keep(self, token: str, given: GivenList) -> str:
        """Keep a list, instead of any other one of the same browser; the name to ask for it."""
        name, now = secrets.token_urlsafe(16), self.clock()
        with self._lock:
            self._lists = {n: k for n, k in self._lists.items() if k[0] != token and k[1] > now}
            while len(self._lists) >= MOST:
                del self._lists[next(iter(self._lists))]
            self._lists[name] = (token, now + KEPT, given)
        return name

    def find(self, token: str, name: str) -> GivenList | None:
        """The list, if it is this browser's and not too old."""
        with self._lock:
            found = self._lists.get(name)
            if found is None or found[1] <= self.clock():
                self._lists.pop(name, None)
                return None
            return found[2] if secrets.compare_digest(found[0], token) else None

    def drop(self, name: str) -> None:
        """Forget a list."""
        with self._lock:
            self._lists.pop(name, None)


WAITING = Waiting()
FIELDS = ("supplier", "date", "column_food", "column_price", "column_unit")


def ask_for_list(ask: Ask) -> Response:
    """The form to paste or upload a list."""
    return page(ask, "price_list.html.j2", **_form(ask, ""))


def _form(ask: Ask, text: str) -> dict[str, Any]:
    board = board_of(ask)
    traders = sorted(board.market.suppliers.values(), key=lambda s: s.name.casefold())
    return {
        "traders": traders,
        "today": board.today,
        "typed": {f: ask.form.get(f, "") for f in FIELDS},
        "text": text,
    }


def look(ask: Ask) -> Response:
    """A dry run: what the list would change, what is unknown or odd, and what it does to the plan."""
    given = _given(ask)
    board = board_of(ask)
    try:
        read = understand(ask.desk.workspace, ask.desk.environment, board, given)
    except InvalidInput as error:
        return page(ask, "price_list.html.j2", 422, faults=here(error.faults), **_form(ask, _text(given)))
    read = replace(read, faults=here(read.faults), skipped=here(read.skipped))
    name = WAITING.keep(ask.session.token, given)
    sure = taken_over(read, (), skip_unknown=True, skip_faulty=True)
    return page(
        ask,
        "price_list_seen.html.j2",
        read=read,
        unread=tuple((number, short(line)) for number, line in read.unread),
        odd=sum(c.is_unusual for c in read.changes),
        foreseen=foreseen(ask.desk.workspace, ask.desk.environment, ask.desk.today(), sure),
        name=name,
        foods=board.market.foods,
        suppliers=board.market.suppliers,
        minutes=round(KEPT / 60),
        says=says,
        **_form(ask, _text(given)),
        **words(ask),
    )


def _text(given: GivenList) -> str:
    """What was pasted, to be corrected."""
    return "" if given.name else given.data.decode(errors="replace")


def _given(ask: Ask) -> GivenList:
    """The list as it came; raises InvalidInput if there is none."""
    name, data = ask.files.get("file", ("", b""))
    text = ask.form.get("text", "")
    if not name and not text.strip():
        what = say("there is no list: paste one, or choose a file")
        raise InvalidInput((Fault(Where(), what),))
    written = ask.form.get("date", "")
    day = parse_date(written) if written else ask.desk.today()
    if day is None:
        what = say('"{written}" is not a date', written=written[:40])
        raise InvalidInput((Fault(Where(), what, say("write it like 30/11/2026 or 2026-11-30")),))
    columns = {f: n for f in ("food", "price", "unit") if (n := ask.form.get(f"column_{f}", "").strip())}
    given = (name, data) if name else ("", text.encode())
    return GivenList(*given, day, ask.form.get("supplier", ""), columns or None)


def take_over(ask: Ask) -> Response:
    """Write the list that was shown, with the odd prices that somebody ticked."""
    given = WAITING.find(ask.session.token, ask.form.get("list", ""))
    if given is None:
        what = say("this list is no longer here: it was taken over, or it waited too long")
        raise InvalidInput((Fault(Where(), what, say("paste or upload it again")),))
    read = understand(ask.desk.workspace, ask.desk.environment, board_of(ask), given)
    accepted = _accepted(ask, read)
    accepted = replace(accepted, faults=here(accepted.faults))
    added = write_list(ask.desk.workspace, ask.desk.environment, accepted, ask.desk.now())
    WAITING.drop(ask.form["list"])
    ask.desk.note(ask.person.name, "price list", f"{given.name or 'pasted'}: {added}")
    return go(ask, f"/prices?added={added}")


def _accepted(ask: Ask, read: ReadList) -> ReadList:
    lines = {int(k.removeprefix("odd-")) for k in ask.form if k.startswith("odd-") and k[4:].isdecimal()}
    unknown, faulty = (f"skip_{kind}" in ask.form for kind in ("unknown", "faulty"))
    return taken_over(read, lines, skip_unknown=unknown, skip_faulty=faulty)


PAGES = (
    Page("/prices/list", ask_for_list, "work"),
    Page("/prices/list", look, "work", "POST"),
    Page("/prices/list/take", take_over, "work", "POST"),
)
