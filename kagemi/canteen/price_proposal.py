"""A price list that is shown before it is written: pasted or uploaded, and what it would do to the plan."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from kagemi.canteen.plan_that_holds import Chosen, plan_that_holds
from kagemi.canteen.price_lists import NOBODY_ASKS, ListRequest, ReadList, read_list
from kagemi.canteen.prices import Board, Foreseen, foresee
from kagemi.domain.message import Fault, InvalidInput, Where, say
from kagemi.files.price_lines import as_table, without_price
from kagemi.files.spreadsheet import LIMIT, MOST_ROWS
from kagemi.files.workspace import Workspace

PASTED = "pasted.csv"
_LONGEST_NAME = 80


@dataclass(frozen=True)
class GivenList:
    """A list as somebody gave it: `data` are the bytes of a file, or of a text that was pasted (`name` "")."""

    name: str
    data: bytes
    day: date
    supplier: str = ""
    columns: Mapping[str, str] | None = None


def understand(
    workspace: Workspace, environment: Mapping[str, str], board: Board, given: GivenList
) -> ReadList:
    """What a list says, odd prices among it, rows of unknown foods left out; nothing is written.

    Raises InvalidInput if it is no table of known columns, or too large.
    """
    name, data, lines = _file_name(given.name), given.data, False
    unread: tuple[tuple[int, str], ...] = ()
    if not given.name:
        text = data.decode(errors="replace")
        if text.count("\n") > MOST_ROWS:
            raise InvalidInput((Fault(Where(), say("at most {rows} lines at once", rows=MOST_ROWS)),))
        table = None if given.columns else as_table(text, board.market.names)
        name, lines = PASTED, table is not None
        unread = without_price(text, board.market.names) if lines else ()
        data = table.encode() if table is not None else data
    if len(data) > LIMIT:
        raise InvalidInput((Fault(Where(), say("This is too large: at most 5 MB.")),))
    with TemporaryDirectory(prefix="kagemi-") as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        request = ListRequest(path, given.day, given.supplier, given.columns or None, True, True)
        shown = "" if not given.name else name
        try:
            read = _read(workspace, environment, board, request)
        except InvalidInput as error:
            raise InvalidInput(tuple(_placed(f, shown, lines) for f in error.faults)) from error
    return replace(
        read,
        changes=tuple(replace(c, where=_where(c.where, shown, lines)) for c in read.changes),
        faults=tuple(_placed(f, shown, lines) for f in read.faults),
        skipped=tuple(_placed(f, shown, lines) for f in read.skipped),
        unread=unread,
    )


def _read(workspace: Workspace, environment: Mapping[str, str], board: Board, request: ListRequest) -> ReadList:
    """The list; if nobody says who asks its prices, what is wrong with its rows all the same."""
    read = read_list(workspace, environment, board, request)
    if not board.market.suppliers or all(f.what.template != NOBODY_ASKS for f in read.faults):
        return read
    anybody = replace(request, supplier=next(iter(board.market.suppliers)))
    rows = read_list(workspace, environment, board, anybody)
    return replace(rows, changes=(), faults=(*read.faults, *rows.faults))


def taken_over(
    read: ReadList, accepted: Collection[int], *, skip_unknown: bool, skip_faulty: bool = False
) -> ReadList:
    """The list as it is to be written: of odd prices those on the lines that somebody accepted.

    Rows of unknown foods, and rows that are not understood, are faults unless somebody said to leave them out.
    """
    changes = tuple(c for c in read.changes if not c.is_unusual or c.where.line in accepted)
    left_out = read.of_rows if skip_faulty else ()
    faults = [f for f in read.faults if f not in left_out]
    if not skip_unknown:
        faults = sorted((*faults, *read.skipped), key=lambda f: f.where)
    return replace(read, changes=changes, faults=tuple(faults))


def foreseen(
    workspace: Workspace, environment: Mapping[str, str], today: date, read: ReadList
) -> tuple[Chosen, Foreseen] | None:
    """What the list would do to the plan that holds; None if there is no plan."""
    try:
        chosen = plan_that_holds(workspace, environment, today)
    except InvalidInput:
        return None
    quotes = [c.quote for c in read.changes]
    return chosen, foresee(workspace, environment, today, chosen.plan, quotes)


def _file_name(name: str) -> str:
    """A name for a file in a folder of our own, from what a browser says."""
    plain = re.sub(r"[^\w .()-]+", "_", re.split(r"[/\\]", name)[-1]).strip(" .")
    stem, dot, suffix = plain.rpartition(".")
    return f"{stem[:_LONGEST_NAME]}{dot}{suffix[:8]}" if stem else plain[:_LONGEST_NAME] or "list"


def _placed(fault: Fault, file: str, lines: bool) -> Fault:
    return replace(fault, where=_where(fault.where, file, lines))


def _where(where: Where, file: str, lines: bool) -> Where:
    """The line as it was given: a table made of lines has a header more, and other columns."""
    return Where(file, max(where.line - 1, 0), 0) if lines else replace(where, file=file)
